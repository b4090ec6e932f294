"""Find in templates what our Content-Security-Policy would refuse in the browser."""

import re

TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\{[%{].*?[%}]\}|[^<>])*)>", re.DOTALL)
COMMENTS = re.compile(
    r"\{#.*?#\}|\{% *comment\b.*?endcomment *%\}|<!--.*?-->",
    re.DOTALL,
)


def faults(path, base):
    """A line `file:line: what` for each inline style, handler or script in one template."""
    if path.suffix not in {".html", ".svg"}:
        return []
    text = COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), path.read_text())
    return [
        f"{path.relative_to(base)}:{text.count(chr(10), 0, tag.start()) + 1}: {what}"
        for tag in TAG.finditer(text)
        if (what := fault(tag[1].lower(), tag[2]))
    ]


def fault(name, attributes):
    if name == "style":
        return "inline <style>"
    if re.search(r"\sstyle\s*=", attributes, re.IGNORECASE):
        return "style attribute"
    if re.search(r"\son[a-z]+\s*=", attributes, re.IGNORECASE):
        return "event handler attribute"
    allowed = r"\ssrc\s*=|\snonce\s*=|type=[\"']?application/(ld\+)?json"
    if name == "script" and not re.search(allowed, attributes):
        return "inline <script> without a nonce"
    return None
