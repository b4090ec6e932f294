"""The one door for a story's markup: everything saved or shown passes `clean_html()`.

The text goes through twice. `_rebuild()` reads the tokens in one linear scan and writes them again
well nested, with nothing but the allowed tags and checked attributes; it is also where length,
density and depth are limited, before a real parser meets the text. Then nh3 parses the result as a
browser does and applies its own allowlist. Both repeat until nothing changes, so what we store is
what a browser builds.
"""

import re
from html import escape
from urllib.parse import unquote

import nh3
from django.conf import settings
from django.utils.translation import gettext as _

from articles.html_tokens import decode, tokens, without_unwanted

MAX_LENGTH = 300_000  # characters, an escaped one counted once
MAX_TAGS = 12_000  # "<" signs
MAX_REFERENCES = 40_000  # "&" signs
MAX_DEPTH = 40  # open elements
MAX_PASSES = 10

ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "width", "height"),
    "ol": ("start",),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan", "scope"),
}
TAGS = {
    "p", "br", "strong", "em", "b", "i", "u", "s", "a", "ul", "ol", "li", "blockquote", "cite",
    "h2", "h3", "h4", "figure", "figcaption", "img", "hr", "sub", "sup",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
VOID = {"br", "hr", "img"}
# What other programs write, in our words. A block that we do not have becomes a paragraph, so that
# its text does not run into the next one.
RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "del": "s", "strike": "s", "ins": "u",
    "address": "p", "article": "p", "aside": "p", "caption": "p", "center": "p", "dd": "p",
    "details": "p", "div": "p", "dl": "p", "dt": "p", "fieldset": "p", "footer": "p", "form": "p",
    "header": "p", "hgroup": "p", "legend": "p", "main": "p", "nav": "p", "pre": "p",
    "section": "p", "summary": "p",
}  # fmt: skip
# An opening tag on the left ends these, down to the nearest element on the right.
_TABLE_PARTS = {"thead", "tbody", "tr", "td", "th"}
_ENDS = {
    **{
        tag: ({"p"}, {"table", "td", "th"})
        for tag in ("p", "ul", "ol", "blockquote", "h2", "h3", "h4", "figure", "hr", "table")
    },
    "li": ({"li"}, {"ul", "ol", "table"}),
    "td": ({"td", "th"}, {"table"}),
    "th": ({"td", "th"}, {"table"}),
    "tr": ({"tr"}, {"table"}),
    "thead": (_TABLE_PARTS, {"table"}),
    "tbody": (_TABLE_PARTS, {"table"}),
}

_SPACES = re.compile(r"(?: |&nbsp;){2,}+")
_EMPTY = re.compile(
    r"<(p|h[234])>(?:\s|&nbsp;|<br>|</?(?:a|b|i|u|s|em|strong|sub|sup|cite)\b[^<>]*>)*+</\1>"
)
_EDGE_BEFORE = re.compile(r"(<(?:p|h[234]|li)>)(?:\s|&nbsp;)++")
_LINK = re.compile(r"(?i)(?:https?://[^/?#]|mailto:.|tel:.)")
_SCHEME = re.compile(r"[^/?#]*:")
_DOTS = re.compile(r"(?:^|/)\.\.?(?:/|$)")
_VALUES = {
    "width": re.compile(r"[1-9][0-9]{0,4}"),
    "height": re.compile(r"[1-9][0-9]{0,4}"),
    "start": re.compile(r"-?[0-9]{1,6}"),
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
}


def clean_html(html: str) -> str:
    """Return `html` with nothing in it that a story may not hold.

    Cleaning what is clean changes nothing. Raises ValueError, with a reason for the writer, only
    where the text is too long, too dense or too deep.
    """
    for _attempt in range(MAX_PASSES):
        cleaned = _tidy(
            nh3.clean(
                _rebuild(html),
                tags=TAGS,
                # "*" must be named: else nh3's own generic attributes stay allowed.
                attributes={"*": set(), **{tag: set(names) for tag, names in ATTRIBUTES.items()}}
                | {"a": {"href", "title", "rel"}},
                url_schemes={"http", "https", "mailto", "tel"},
                link_rel=None,
            )
        )
        if cleaned == html:
            return cleaned
        html = cleaned
    raise ValueError(
        _("The text is nested too deeply. Paste it as plain text, then format it again.")
    )


def plain_text(html: str) -> str:
    """Return what a reader sees of `html`: a line for each block, no markup, no entities."""
    parts = []
    for kind, name, value in tokens(html):
        name = RENAMED.get(name, name)
        if kind == "text":
            parts.append(re.sub(r"\s+", " ", decode(value)))
        elif name in {"td", "th"}:
            parts.append(" ")
        elif name in {"br", "figcaption", *_ENDS}:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Writer:
    """Writes tokens down again: well nested, only allowed tags, only checked attributes."""

    def __init__(self):
        self.written = []
        self.open_tags = []
        self.wrappers = 0

    def text(self, value):
        self.written.append(value.replace("<", "&lt;"))

    def open(self, tag, attributes):
        if tag == "b" and _is_wrapper(attributes):
            self.wrappers += 1
            return
        if tag in _ENDS:
            self.close_within(*_ENDS[tag])
        attributes = _checked(tag, attributes)
        if attributes is None:
            return
        self.written.append(f"<{tag}{attributes}>")
        if tag not in VOID:
            self.open_tags.append(tag)
        if len(self.open_tags) > MAX_DEPTH:
            raise ValueError(
                _("The text is nested too deeply. Paste it as plain text, then format it again.")
            )

    def close(self, tag):
        if tag == "b" and self.wrappers and "b" not in self.open_tags:
            self.wrappers -= 1
            return
        self.close_within({tag}, set() if tag == "table" else {"table"}, nearest=True)

    def close_within(self, tags, barriers, *, nearest=False):
        """Close `tags` down to the lowest (or the nearest) one above a barrier."""
        found = None
        for index in range(len(self.open_tags) - 1, -1, -1):
            if self.open_tags[index] in tags:
                found = index
                if nearest:
                    break
            elif self.open_tags[index] in barriers:
                break
        if found is not None:
            self.close_to(found)

    def close_to(self, index):
        while len(self.open_tags) > index:
            self.written.append(f"</{self.open_tags.pop()}>")


def _rebuild(html):
    _check_size(html)
    writer = _Writer()
    for kind, name, value in tokens(html):
        tag = RENAMED.get(name, name)
        if kind == "text":
            writer.text(value)
        elif tag in TAGS and kind == "open":
            writer.open(tag, value)
        elif tag in TAGS:
            writer.close(tag)
    writer.close_to(0)
    return "".join(writer.written)


def _check_size(html):
    length = len(html) - sum(
        html.count(entity) * (len(entity) - 1)
        for entity in ("&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;")
    )
    if length > MAX_LENGTH:
        raise ValueError(
            _(
                "The text is too long: %(length)d characters where %(limit)d fit. Split it into "
                "several stories."
            )
            % {"length": length, "limit": MAX_LENGTH}
        )
    if html.count("<") > MAX_TAGS or html.count("&") > MAX_REFERENCES:
        raise ValueError(
            _(
                "The text holds too many tags or special characters. Paste it as plain text, then "
                "format it again."
            )
        )


def _is_wrapper(attributes):
    """Google Docs puts all it copies in a `<b>` that is not bold."""
    return any(
        value.startswith("docs-internal-guid")
        # Not Word's mso-bidi-font-weight, which says nothing of Latin letters.
        or re.search(r"(?:^|;)font-weight:normal", value.replace(" ", "").lower())
        for name, value in attributes
        if name in {"id", "style"}
    )


def _checked(tag, attributes):
    """The attributes to write after `tag`; None where the tag is nothing without those it lacks."""
    given = {}
    for name, value in attributes:
        given.setdefault(name, value)  # The first one counts, as in a browser.
    kept = {}
    for name in ATTRIBUTES.get(tag, ()):
        value = " ".join(without_unwanted(decode(given[name])).split()) if name in given else None
        if value is not None and _may_stay(name, value):
            kept[name] = value
    if (tag == "a" and "href" not in kept) or (tag == "img" and "src" not in kept):
        return None
    if tag == "a" and kept["href"][:4].lower() == "http" and _LINK.match(kept["href"]):
        kept["rel"] = "noopener"
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _may_stay(name, value):
    if name == "href":
        return _is_safe_link(value)
    if name == "src":
        return _is_own_media(value)
    if name in _VALUES:
        return bool(_VALUES[name].fullmatch(value))
    return bool(value) or name == "alt"


def _is_safe_link(url):
    """http, https, mailto, tel, or a path, query or fragment of this site."""
    if not url or "\\" in url or " " in url:
        return False
    if _LINK.match(url):
        return True
    return not url.startswith("//") and not _SCHEME.match(url)


def _is_own_media(url):
    prefix = settings.MEDIA_URL
    path = unquote(url.removeprefix(prefix))
    return (
        bool(prefix.strip("/"))
        and url.startswith(prefix)
        and not re.search(r"[\\?#\s]|//", path)
        and not path.startswith("/")
        and bool(path)
        and not _DOTS.search(path)
        and path == without_unwanted(path)
    )


def _tidy(html):
    """Take out what word processors leave behind: runs of hard spaces, empty paragraphs."""
    html = without_unwanted(html)
    html = _SPACES.sub(lambda run: " " if "&nbsp;" in run[0] else run[0], html)
    return _EDGE_BEFORE.sub(r"\1", _EMPTY.sub("", html))
