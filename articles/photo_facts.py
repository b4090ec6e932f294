"""What a photo's file says about itself: IPTC (IIM), XMP and EXIF, as plain words.

Pure functions over bytes that a stranger may have made: they take anything, never raise, and
answer with {} where nothing can be read. The place where a camera stood (GPS) is not read at all.
"""

import io
import re
import struct
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

MAX_BYTES = 256 * 1024  # of one block of notes; a camera's is below ten kilobytes
MAX_WORDS = 40  # in a list of keywords or names
FIRST_YEAR = 1800  # what a camera dates before photography is no date

# The facts, and how long each may be. `taken_at` is a moment in ISO 8601; without a zone where
# the file named none. `keywords` is a list.
LENGTHS = {
    "headline": 200,
    "caption": 500,
    "alt": 250,
    "byline": 120,
    "credit": 120,
    "copyright": 200,
    "instructions": 500,
    "licence_url": 300,
    "sublocation": 60,
    "city": 60,
    "state": 60,
    "country": 60,
}
KEYWORD_LENGTH = 64

IIM_NAMES = {
    5: "title",
    25: "keywords",
    40: "instructions",
    55: "date",
    60: "time",
    80: "byline",
    90: "city",
    92: "sublocation",
    95: "state",
    101: "country",
    105: "headline",
    110: "credit",
    116: "copyright",
    120: "caption",
}
UTF8_MARK = b"\x1b%G"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
# The first of each that says something counts.
XMP_NAMES = {
    "headline": [f"{_PHOTOSHOP}Headline", f"{_DC}title"],
    "caption": [f"{_DC}description"],
    "alt": [f"{_IPTC}AltTextAccessibility"],
    "byline": [f"{_DC}creator"],
    "credit": [f"{_PHOTOSHOP}Credit"],
    "copyright": [f"{_DC}rights"],
    "keywords": [f"{_DC}subject"],
    "instructions": [f"{_PHOTOSHOP}Instructions", f"{_RIGHTS}UsageTerms"],
    "licence_url": [f"{_RIGHTS}WebStatement", f"{_PLUS}LicensorURL"],
    "sublocation": [f"{_IPTC}Location"],
    "city": [f"{_PHOTOSHOP}City"],
    "state": [f"{_PHOTOSHOP}State"],
    "country": [f"{_PHOTOSHOP}Country"],
    "taken_at": [f"{_PHOTOSHOP}DateCreated"],
}
_XMP_PROPERTIES = {tag for tags in XMP_NAMES.values() for tag in tags}

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
_MOMENT = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?\Z"
)


def from_xmp(data):
    """The facts of an XMP packet."""
    if not data or len(data) > MAX_BYTES:
        return {}
    try:
        # Read as a stream: nesting and entities are refused before a tree of them is built.
        found = _xmp_properties(data if data[:2] in UTF16_MARKS else data.strip(b"\0"))
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return {}
    facts = {}
    for name, tags in XMP_NAMES.items():
        values = next((found[tag] for tag in tags if found.get(tag)), [])
        facts[name] = _joined(name, values)
    return _kept(facts)


def _xmp_properties(data):
    """{tag: [texts]} of the properties that we know, written as elements or as attributes.

    The first of each counts: a later one speaks of a part that the picture was made from.
    """
    found, depth = {}, 0
    events = ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True)
    for event, element in events:
        depth += 1 if event == "start" else -1
        if depth > 32:
            raise ValueError("nested too deep")
        if event == "start":
            for tag in _XMP_PROPERTIES & element.attrib.keys():
                found[tag] = found.get(tag) or [element.attrib[tag]]
        elif element.tag in _XMP_PROPERTIES:
            found[element.tag] = found.get(element.tag) or _texts(element)
    return found


def _texts(element):
    items = element.findall(f"./*/{_RDF}li")
    if not items:
        return [element.text or ""]
    if element.find(f"./{_RDF}Alt") is not None:  # one text in many languages
        default = [item for item in items if item.get(_LANG) == "x-default"]
        items = (default or items)[:1]
    return [item.text or "" for item in items]


def from_iim(data):
    """The facts of an IIM block (record 2), as Photoshop keeps it in a JPEG."""
    if not data or len(data) > MAX_BYTES:
        return {}
    charset, found, at = None, {}, 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, dataset = data[at + 1 : at + 3]
        (length,) = struct.unpack_from(">H", data, at + 3)
        at += 5
        if length & 0x8000:  # an extended dataset holds a film, not a caption
            break
        value = data[at : at + length]
        at += length
        if (record, dataset) == (1, 90):
            charset = "utf-8" if value == UTF8_MARK else None
        elif record == 2 and dataset in IIM_NAMES:
            found.setdefault(IIM_NAMES[dataset], []).append(value)
    read = {name: [_decoded(value, charset) for value in values] for name, values in found.items()}
    facts = {name: _joined(name, values) for name, values in read.items() if name in LENGTHS}
    facts["keywords"] = _joined("keywords", read.get("keywords", []))
    facts["headline"] = facts.get("headline") or _joined("headline", read.get("title", []))
    facts["taken_at"] = _iim_moment(*(read.get(name, [""])[0] for name in ("date", "time")))
    return _kept(facts)


def _decoded(value, charset):
    """Without the mark of UTF-8 it may be UTF-8 all the same; else it is what Windows wrote."""
    if charset is None:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            charset = "cp1252"
    return value.decode(charset, "replace")


def _iim_moment(day, hour):
    """`20220628` and `175100+0700` as ISO 8601. A day without an hour is no moment."""
    found = re.match(r"(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)([+-]\d{4})?\Z", f"{day} {hour}")
    if not found:
        return ""
    parts = found.groups(default="")
    return moment("{}-{}-{}T{}:{}:{}{}".format(*parts))


def from_exif(exif):
    """The facts of EXIF, given as {tag number: text} (Pillow's reading of it)."""
    written = exif.get(0x9003) or ""
    facts = {
        "caption": _joined("caption", [exif.get(0x010E)]),
        "byline": _joined("byline", [exif.get(0x013B)]),
        "copyright": _joined("copyright", [exif.get(0x8298)]),
        "taken_at": moment(f"{written}{exif.get(0x9011) or ''}") or moment(written),
    }
    return _kept(facts)


def moment(written):
    """`written` (XMP's or EXIF's) as ISO 8601, or "". Without a zone where none was written."""
    found = _MOMENT.match(_plain(written))
    if not found:
        return ""
    *digits, zone = found.groups()
    try:
        at = datetime(*(int(part or 0) for part in digits), tzinfo=_zone(zone))
    except ValueError:
        return ""
    return at.isoformat() if FIRST_YEAR <= at.year <= 9000 else ""


def _zone(written):
    if not written:
        return None
    if written == "Z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    digits = written[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def merged(*sources):
    """One set of facts: of each, what the first source that knows it says.

    The captioner's XMP before the older IIM, the camera's EXIF last; only the clock is best
    known to the camera, so a caller gives EXIF's moment first.
    """
    facts = {}
    for source in sources:
        for name, value in source.items():
            facts.setdefault(name, value)
    return facts


def field_values(facts):
    """{field of Photo: text} that these facts suggest; `taken_at` apart."""
    place = [facts.get(name, "") for name in ("sublocation", "city", "state", "country")]
    values = {name: facts.get(name, "") for name in ("headline", "caption", "alt", "byline")}
    values["credit"] = _credit(facts.get("credit", ""), facts.get("byline", ""))
    values["copyright"] = facts.get("copyright", "")
    values["licence_url"] = facts.get("licence_url", "")
    values["restrictions"] = facts.get("instructions", "")
    values["place"] = ", ".join(dict.fromkeys(filter(None, place)))[:120]
    words = ""
    for word in facts.get("keywords", []):
        longer = f"{words}, {word}" if words else word
        words = longer if len(longer) <= 400 else words
    values["keywords"] = words
    return {name: value for name, value in values.items() if value}


def _credit(credit, byline):
    """The house's way, “ANTARA/Rina”, of an agency and a photographer."""
    if not credit or not byline or byline.lower() in credit.lower():
        return credit
    both = f"{credit}/{byline}"
    return both if len(both) <= LENGTHS["credit"] else credit


def _joined(name, values):
    texts = [text for value in values[:MAX_WORDS] if (text := _plain(value))]
    if name == "keywords":
        # Some programs write one text with commas.
        words = [word.strip()[:KEYWORD_LENGTH] for text in texts for word in re.split("[,;]", text)]
        return list(dict.fromkeys(filter(None, words)))[:MAX_WORDS]
    if name == "taken_at":
        return moment(texts[0]) if texts else ""
    text = (", " if name == "byline" else " ").join(texts)
    if name == "licence_url":
        return text if len(text) <= LENGTHS[name] and _ADDRESS.match(text) else ""
    return text[: LENGTHS[name]].strip()


def _plain(value):
    """One line without control characters, or what is left of a value that is no text."""
    if isinstance(value, bytes):
        value = _decoded(value, None)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(map(_shown, value[:20_000])).split())


def _shown(character):
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"}:  # direction overrides and the like; lone surrogates
        return ""
    return " " if category == "Cc" else character


def _kept(facts):
    return {name: value for name, value in facts.items() if value}
