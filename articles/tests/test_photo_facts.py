"""What a photo's file says of itself, and what hostile files get: nothing, and quickly."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import photo_facts

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ps="http://ns.adobe.com/photoshop/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:rights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/">
<rdf:Description rdf:about="" ps:Headline="Panen raya" ps:Credit="ANTARA" ps:City="Lubuk Pakam"
 ps:State="Sumatera Utara" ps:DateCreated="2022-06-28T17:51:00+07:00"
 exif:GPSLatitude="3,35.0N" rights:WebStatement="https://lisensi.example/cc-by">
<dc:description><rdf:Alt><rdf:li xml:lang="en">A harvest</rdf:li>
<rdf:li xml:lang="x-default">Petani memanen padi &amp; jagung.</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Rina</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© ANTARA 2022</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>panen</rdf:li><rdf:li>padi</rdf:li></rdf:Bag></dc:subject>
<ps:Instructions>Satu kali pakai.</ps:Instructions>
<core:AltTextAccessibility><rdf:Alt><rdf:li>Sawah kuning</rdf:li></rdf:Alt>
</core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
FACTS = {
    "headline": "Panen raya",
    "caption": "Petani memanen padi & jagung.",
    "alt": "Sawah kuning",
    "byline": "Rina",
    "credit": "ANTARA",
    "copyright": "© ANTARA 2022",
    "keywords": ["panen", "padi"],
    "instructions": "Satu kali pakai.",
    "licence_url": "https://lisensi.example/cc-by",
    "city": "Lubuk Pakam",
    "state": "Sumatera Utara",
    "taken_at": "2022-06-28T17:51:00+07:00",
}


def iim(*rows):
    """An IIM block of (record, dataset, bytes)."""
    return b"".join(
        b"\x1c" + bytes([record, dataset]) + struct.pack(">H", len(value)) + value
        for record, dataset, value in rows
    )


def simple(inner):
    return (
        '<r xmlns:d="http://purl.org/dc/elements/1.1/" '
        f'xmlns:ps="http://ns.adobe.com/photoshop/1.0/">{inner}</r>'
    ).encode()


# --- XMP -------------------------------------------------------------------------------------


def test_xmp_says_who_what_where_and_under_which_terms():
    assert photo_facts.from_xmp(XMP.encode()) == FACTS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_xmp_is_read_in_the_encodings_that_it_may_have(encoding):
    assert photo_facts.from_xmp(XMP.split("\n", 1)[1].encode(encoding)) == FACTS


def test_the_notes_of_a_part_do_not_mix_with_those_of_the_picture():
    notes = simple("<ps:Credit>ANTARA</ps:Credit><part><ps:Credit>Lain</ps:Credit></part>")
    assert photo_facts.from_xmp(notes) == {"credit": "ANTARA"}


LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + simple("<ps:Credit>&c;</ps:Credit>")
)
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + simple(
    "<ps:Credit>&a;</ps:Credit>"
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        OUTSIDE,
        b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x'>" + simple("<ps:Credit>A</ps:Credit>"),
        b"",
        None,
        b"\0\0\0",
        b"\xff\xfe",
        XMP.encode()[:900],
        XMP.encode() + b" " * photo_facts.MAX_BYTES,
        b"<a>" * 80_000,
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        b"<?xml version='1.0' encoding='utf-32'?><a/>",
        simple("<ps:Credit>\xd8</ps:Credit>").decode().encode("latin-1"),
    ],
)
def test_hostile_or_broken_xmp_says_nothing(data):
    assert photo_facts.from_xmp(data) == {}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//jahat.example", "https://a b", 'https://a"x', "ftp://a"]
)
def test_the_address_of_a_licence_is_an_address_of_the_web(address):
    inner = (
        f"<w:WebStatement xmlns:w='http://ns.adobe.com/xap/1.0/rights/'>{address}</w:WebStatement>"
    )
    assert photo_facts.from_xmp(simple(inner)) == {}


def test_words_lose_control_characters_and_are_cut_to_their_length():
    inner = f"<ps:Credit>A\u202e\n  B{'c' * 5000}</ps:Credit>"
    credit = photo_facts.from_xmp(simple(inner))["credit"]
    assert credit == f"A B{'c' * 117}"


def test_of_ten_thousand_keywords_forty_are_kept():
    words = ", ".join(f"kata{n}" for n in range(10_000))
    keywords = photo_facts.from_xmp(simple(f"<d:subject>{words}</d:subject>"))["keywords"]
    assert keywords == [f"kata{n}" for n in range(40)]


# --- IIM -------------------------------------------------------------------------------------


def test_iim_says_the_same_in_its_own_way():
    data = iim(
        (1, 90, b"\x1b%G"),
        (2, 105, b"Panen raya"),
        (2, 120, "Petani “memanen”.".encode()),
        (2, 80, b"Rina"),
        (2, 110, b"ANTARA"),
        (2, 116, "© ANTARA".encode()),
        (2, 25, b"panen"),
        (2, 25, b"padi"),
        (2, 55, b"20220628"),
        (2, 60, b"175100+0700"),
        (2, 92, b"Sawah Emplasmen"),
        (2, 90, b"Lubuk Pakam"),
        (2, 40, b"Satu kali pakai."),
    )
    assert photo_facts.from_iim(data) == {
        "headline": "Panen raya",
        "caption": "Petani “memanen”.",
        "byline": "Rina",
        "credit": "ANTARA",
        "copyright": "© ANTARA",
        "keywords": ["panen", "padi"],
        "taken_at": "2022-06-28T17:51:00+07:00",
        "sublocation": "Sawah Emplasmen",
        "city": "Lubuk Pakam",
        "instructions": "Satu kali pakai.",
    }


@pytest.mark.parametrize(
    ("marked", "written", "read"),
    [
        (True, "Café".encode(), "Café"),
        (False, "Café".encode(), "Café"),  # UTF-8 that does not say so
        (False, "Café".encode("latin-1"), "Café"),
        (False, "“Café”".encode("cp1252"), "“Café”"),
        (True, "Café".encode("latin-1"), "Caf\ufffd"),  # a mark that lies
        (False, b"\x81\x8d", "\ufffd\ufffd"),  # nothing at all in any of them
    ],
)
def test_the_charset_of_iim_is_that_of_its_mark_or_the_likely_one(marked, written, read):
    head = [(1, 90, b"\x1b%G")] if marked else []
    assert photo_facts.from_iim(iim(*head, (2, 120, written))) == {"caption": read}


def test_what_stands_before_a_cut_is_kept():
    data = iim((2, 110, b"ANTARA"), (2, 120, b"Keterangan yang panjang"))
    assert photo_facts.from_iim(data[:-12]) == {"credit": "ANTARA", "caption": "Keterangan"}
    assert photo_facts.from_iim(data[:14]) == {"credit": "ANTARA"}


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"bukan IIM",
        b"\x1c\x02\x78\xff\xff" + b"a" * 40,  # extended: a length of four gigabytes may follow
        iim((2, 120, b"A")) * 60_000,
        iim((3, 120, b"another record")),
        iim((2, 55, b"20220628")),  # a day without an hour is no moment
        iim((2, 55, b"20229999"), (2, 60, b"999999")),
    ],
)
def test_hostile_or_broken_iim_says_nothing(data):
    assert photo_facts.from_iim(data) == {}


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reading(data):
    for block in (data, b"\x1c\x02" + data, b"<a>" + data, XMP.encode()[:700] + data):
        assert isinstance(photo_facts.from_iim(block), dict)
        assert isinstance(photo_facts.from_xmp(block), dict)


# --- EXIF, and all together ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "offset", "moment"),
    [
        ("2022:06:28 17:51:00", None, "2022-06-28T17:51:00"),
        ("2022:06:28 17:51:00", "+09:00", "2022-06-28T17:51:00+09:00"),
        ("2022:06:28 17:51:00", "??", "2022-06-28T17:51:00"),
        ("0000:00:00 00:00:00", None, None),
        ("1601:01:01 00:00:00", None, None),
        ("kemarin", None, None),
        (7, None, None),
    ],
)
def test_the_cameras_clock_has_a_zone_only_where_it_names_one(written, offset, moment):
    assert photo_facts.from_exif({0x9003: written, 0x9011: offset}).get("taken_at") == moment


def test_the_captioners_words_count_before_the_cameras():
    facts = photo_facts.merged({"caption": "dari XMP"}, {"caption": "IIM", "credit": "dari IIM"})
    assert facts == {"caption": "dari XMP", "credit": "dari IIM"}


def test_facts_become_the_fields_of_the_library():
    assert photo_facts.field_values(FACTS) == {
        "headline": "Panen raya",
        "caption": "Petani memanen padi & jagung.",
        "alt": "Sawah kuning",
        "byline": "Rina",
        "credit": "ANTARA/Rina",
        "copyright": "© ANTARA 2022",
        "licence_url": "https://lisensi.example/cc-by",
        "restrictions": "Satu kali pakai.",
        "place": "Lubuk Pakam, Sumatera Utara",
        "keywords": "panen, padi",
    }


def test_a_credit_that_names_the_photographer_stays_as_it_is():
    values = photo_facts.field_values({"credit": "ANTARA FOTO/Rina/rwa", "byline": "Rina"})
    assert values["credit"] == "ANTARA FOTO/Rina/rwa"
