"""The one door for a story's markup: everything saved or shown passes `clean_html()`.

The text goes through twice. `_rebuild()` reads the tokens in one linear scan and writes them out
again well nested, with nothing but the allowed tags and checked attributes; it is also where length,
density and depth are limited, before a real parser meets the text. Then nh3 parses the result as a
browser does and applies its own allowlist. Both repeat until nothing changes, so what we store is
what a browser builds.
"""

import re
from html import escape, unescape
from urllib.parse import unquote

import nh3
from django.conf import settings
from django.utils.translation import gettext as _

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
TAGS = set(
    "p br strong em b i u s a ul ol li blockquote cite h2 h3 h4 figure figcaption img hr sub sup "
    "table thead tbody tr th td".split()
)
VOID = {"br", "hr", "img"}
# What other programs write, in our words. A block that we do not have becomes a paragraph, so that
# its text does not run into the next one.
RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "del": "s",
    "strike": "s",
    "ins": "u",
} | dict.fromkeys(
    "address article aside caption center dd details div dl dt fieldset footer form header hgroup "
    "legend main nav pre section summary".split(),
    "p",
)
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
_SPACES = re.compile(r"(?: |&nbsp;){2,}+")
_EMPTY = re.compile(
    r"<(p|h[234])>(?:\s|&nbsp;|<br>|</?(?:a|b|i|u|s|em|strong|sub|sup|cite)\b[^<>]*>)*+</\1>"
)
_EDGE_BEFORE = re.compile(r"(<(?:p|h[234]|li)>)(?:\s|&nbsp;)++")
_LINK = re.compile(r"(?i)(?:https?://[^/?#]|mailto:.|tel:.)")
_SCHEME = re.compile(r"[^/?#]*:")
_DOTS = re.compile(r"(?:^|/)\.\.?(?:/|$)")
_VALUES = {
    "width": re.compile(r"[1-9]\d{0,4}"),
    "height": re.compile(r"[1-9]\d{0,4}"),
    "start": re.compile(r"-?\d{1,6}"),
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
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
        _("The text is nested too deeply to be kept. Paste it as plain text, then format it again.")
    )


def plain_text(html: str) -> str:
    """Return what a reader sees of `html`: a line for each block, no markup, no entities."""
    parts = []
    for kind, name, value in _tokens(html):
        name = RENAMED.get(name, name)
        if kind == "text":
            parts.append(re.sub(r"\s+", " ", _decode(value)))
        elif name in {"td", "th"}:
            parts.append(" ")
        elif name in {"br", "figcaption", *_ENDS}:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _tokens(html):
    """Yield ("text", None, raw), ("open", name, [(attribute, value), ...]) and ("close", name, None).

    Linear in time: every step goes forward, and nothing is searched for twice in vain.
    """
    html = _UNWANTED.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    unclosed = set()
    at = 0
    while found := _MARKUP.search(html, at):
        if found.start() > at:
            yield "text", None, html[at : found.start()]
        comment, bogus, slash, name = found.groups()
        if comment:
            at = _COMMENT_END.match(html, found.end()).end()
            continue
        if bogus:
            at = html.find(">", found.end() - 1) + 1 or len(html)
            continue
        name = name.lower()
        attributes, at = _attributes(html, found.end())
        if attributes is None:  # The text ends within the tag, which is then none.
            return
        if slash:
            yield "close", name, None
        elif name in RAW or (name in HIDDEN and name not in unclosed):
            end = _closing(html, name, at)
            if end is None and name in RAW:
                return
            if end is None:
                unclosed.add(name)
            else:
                at = end
        else:
            yield "open", name, attributes
    if at < len(html):
        yield "text", None, html[at:]


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


def _closing(html, name, at):
    """Where the element `name` that opened before `at` is closed; None if it never is."""
    found = re.compile(rf"</{name}[\s/>]", re.IGNORECASE | re.ASCII).search(html, at)
    if not found:
        return None
    return html.find(">", found.end() - 1) + 1 or None


def _rebuild(html):
    """Write `html` again: well nested, only allowed tags, only checked attributes."""
    _check_size(html)
    written, open_tags, unwrapped = [], [], 0

    def close_to(index):
        while len(open_tags) > index:
            written.append(f"</{open_tags.pop()}>")

    for kind, name, value in _tokens(html):
        if kind == "text":
            written.append(value.replace("<", "&lt;"))
            continue
        name = RENAMED.get(name, name)
        if name not in TAGS:
            continue
        if kind == "close":
            if name == "b" and unwrapped and "b" not in open_tags:
                unwrapped -= 1
                continue
            index = _find(open_tags, {name}, set() if name == "table" else {"table"})
            if index is not None:
                close_to(index)
            continue
        if name == "b" and _is_wrapper(value):
            unwrapped += 1
            continue
        if name in _ENDS:
            index = _find(open_tags, *_ENDS[name])
            if index is not None:
                close_to(index)
        attributes = _checked(name, value)
        if attributes is None:
            continue
        written.append(f"<{name}{attributes}>")
        if name not in VOID:
            open_tags.append(name)
            if len(open_tags) > MAX_DEPTH:
                raise ValueError(
                    _(
                        "The text is nested too deeply (more than %(limit)d levels). Paste it as plain "
                        "text, then format it again."
                    )
                    % {"limit": MAX_DEPTH}
                )
    close_to(0)
    return "".join(written)


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


def _find(open_tags, wanted, barriers):
    """The index of the lowest `wanted` tag above the nearest barrier; None if there is none."""
    lowest = None
    for index in range(len(open_tags) - 1, -1, -1):
        if open_tags[index] in wanted:
            lowest = index
            if len(wanted) == 1:
                break
        elif open_tags[index] in barriers:
            break
    return lowest


def _is_wrapper(attributes):
    """Google Docs puts all it copies in a `<b>` that is not bold."""
    return any(
        value.startswith("docs-internal-guid")
        or "font-weight:normal" in value.replace(" ", "").lower()
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
        value = " ".join(_UNWANTED.sub("", _decode(given[name])).split()) if name in given else None
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
        and not _UNWANTED.search(path)
    )


def _decode(value):
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), value)


def _tidy(html):
    """Take out what word processors leave behind: runs of hard spaces, empty paragraphs."""
    html = _UNWANTED.sub("", html)
    html = _SPACES.sub(lambda run: " " if "&nbsp;" in run[0] else run[0], html)
    return _EDGE_BEFORE.sub(r"\1", _EMPTY.sub("", html))
