"""Markup read as a browser reads it, token by token, in linear time."""

import re
from html import unescape

# Elements whose content is not text for a reader. The first kind swallows the rest of the text when
# it is not closed, as it does in a browser; of the second kind only the tag is dropped then.
RAW = {"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"}
HIDDEN = {
    "audio",
    "canvas",
    "math",
    "noscript",
    "object",
    "select",
    "svg",
    "template",
    "video",
    "xml",
}

_MARKUP = re.compile(r"<(?:(!--)|([!?]|/(?![a-zA-Z]))|(/?)([a-zA-Z][^\s/>]*+))")
_COMMENT_END = re.compile(r"-?>|.*?(?:--!?>|\Z)", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"([^"]*+)("?)|'([^']*+)('?)|([^\s>]*+)))?"""
)
_TAG_END = re.compile(r"[\s/]*+(>?)")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};)")
# Control characters, halves of surrogate pairs, what Unicode calls noncharacters, the byte order
# mark, and the marks that turn the direction of writing around (they can disguise a text).
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
    )
    + "]"
)


def tokens(html):
    """Yield what `html` is made of.

    ("text", None, raw text), ("open", name, [(attribute, raw value), ...]), ("close", name, None).
    Comments, scripts and the like are left out. Every step goes forward, and nothing is searched
    for twice in vain, so the time is linear.
    """
    html = without_unwanted(html.replace("\r\n", "\n").replace("\r", "\n"))
    unclosed = set()  # hidden elements that are never closed from here on
    at = 0
    while found := _MARKUP.search(html, at):
        if found.start() > at:
            yield "text", None, html[at : found.start()]
        comment, bogus, slash, name = found.groups()
        if comment:
            at = _COMMENT_END.match(html, found.end()).end()
        elif bogus:
            at = html.find(">", found.end() - 1) + 1 or len(html)
        else:
            attributes, at = _attributes(html, found.end())
            if attributes is None:  # The text ends within the tag, which is then none.
                return
            name = name.lower()
            if slash:
                yield "close", name, None
            elif name in RAW or (name in HIDDEN and name not in unclosed):
                at = _after_content(html, name, at, unclosed)
            else:
                yield "open", name, attributes
    if at < len(html):
        yield "text", None, html[at:]


def without_unwanted(text):
    return _UNWANTED.sub("", text)


def decode(value):
    """The characters for which the references in `value` stand."""
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), value)


def _attributes(html, at):
    """The (name, raw value) pairs of the tag whose name ends at `at`, and where the tag ends."""
    attributes = []
    while True:
        end = _TAG_END.match(html, at)
        if end[1]:
            return attributes, end.end()
        found = _ATTRIBUTE.match(html, at)
        if not found:
            return None, len(html)
        name, double, double_end, single, single_end, bare = found.groups()
        if (double is not None and not double_end) or (single is not None and not single_end):
            return None, len(html)
        attributes.append((name.lower(), double or single or bare or ""))
        at = found.end()


def _after_content(html, name, at, unclosed):
    """Where the text goes on after the element `name`, whose content starts at `at`."""
    end = re.compile(rf"</{name}[\s/>]", re.IGNORECASE | re.ASCII).search(html, at)
    if end:
        return html.find(">", end.end() - 1) + 1 or len(html)
    unclosed.add(name)
    return len(html) if name in RAW else at
