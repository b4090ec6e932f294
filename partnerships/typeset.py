"""Papers by typst: all that anybody wrote goes in as data and is set as text, never as markup.

The files are PDF/A-2a and PDF/UA-1: to be kept for good, and to be read aloud. Both want a letter
for each sign; where somebody wrote one that the paper's letters do not have (an emoji), the file is
the same PDF without that promise.
"""

import json
import re
import shutil
import tempfile
from datetime import UTC
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils import dateformat
from django.utils.translation import gettext as _

PAPERS = Path(__file__).parent / "papers"
BASE = "base.typ"
STANDARDS = ["a-2a", "ua-1"]
LONG_WORD = re.compile(r"\S{33,}")
BREAK = "\u200b"  # of no width
# What the two standards refuse although the paper can be printed.
NO_LETTER = "could not be displayed with font"


def compile_pdf(template, data, *, timestamp, pictures=None):
    """The PDF of papers/`template` with `data` (plain JSON values) as `data.json` says it.

    `pictures`: {name: bytes of a JPEG or PNG}, which the template shows by that name. Give names of
    your own making. The same input gives the same bytes.
    """
    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
    options = {
        "ignore_system_fonts": True,  # the same letters on every machine
        "sys_inputs": {"data": text},
        "timestamp": timestamp.astimezone(UTC).replace(microsecond=0),
    }
    if not pictures:
        return _compiled(PAPERS / template, PAPERS, options)
    # A picture is read from beside its template, and from nowhere else.
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        for name in {template, BASE}:
            shutil.copyfile(PAPERS / name, Path(folder, name))
        for name, content in pictures.items():
            Path(folder, Path(name).name).write_bytes(content)
        return _compiled(Path(folder, template), folder, options)


def _compiled(path, root, options):
    try:
        return typst.compile(str(path), root=str(root), pdf_standards=STANDARDS, **options)
    except typst.TypstError as refusal:
        if NO_LETTER not in refusal.message:
            raise
    return typst.compile(str(path), root=str(root), **options)


def page_frame(paper, *, heading):
    """What base.typ prints around every paper: who issued it, when, and how to check it."""
    facts = paper.facts
    url = settings.SITE_URL + paper.get_absolute_url()
    day = paper.issued_on
    return {
        "title": f"{heading} {facts['number']}",
        "author": settings.BUREAU_NAME,
        "lang": settings.LANGUAGE_CODE,
        "bureau": breakable(facts["bureau"]),
        "bureau-facts": breakable(facts["bureau_facts"]),
        "heading": heading,
        "number": _("Number: %(number)s") % facts,
        "footer": f"{heading} · {facts['number']}",
        # typst alone knows both numbers of “page 2 of 7”.
        "page": _("page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "dated": f"{facts['city']}, {long_day(day)}",
        "signer": facts["signer"],
        "signer-title": ", ".join(filter(None, [facts["signer_title"], facts["bureau"]])),
        "url": url,
        "check": _("Whether this paper is real:"),
        "code-label": _("Code"),
        "code": paper.code,
        "hash-label": _("Fingerprint of the content (SHA-256)"),
        "hash": breakable(paper.facts_sha256),
        "qr": qr_rows(url),
        "qr-alt": _("QR code of the address %(url)s") % {"url": url},
    }


def breakable(text):
    """No word is wider than the page: one that is long may break at its dashes and slashes, and
    what is long between them anywhere.
    """
    return LONG_WORD.sub(lambda word: _with_breaks(word[0]), text)


def _with_breaks(word):
    word = re.sub(r"[^/-]{33,}", lambda piece: BREAK.join(piece[0]), word)
    return re.sub(r"([/-])(?=[^/-])", rf"\1{BREAK}", word)


def breakable_all(value):
    """`value` (plain JSON values) with each text in it as breakable() gives it; keys stay."""
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        return {key: breakable_all(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [breakable_all(each) for each in value]
    return value


def long_day(day):
    """“1 Desember 2026”."""
    return dateformat.format(day, "j F Y")


def days(first, last):
    """“20–21 November 2026”, or as much of both as differs."""
    if first == last:
        return long_day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_day(last)}"
    if first.year == last.year:
        return f"{dateformat.format(first, 'j F')} – {long_day(last)}"
    return f"{long_day(first)} – {long_day(last)}"


def rupiah(value):
    """“Rp12.500.000”, with sen only where there are any."""
    return f"Rp{floatformat(value, '-2g')}"


def qr_rows(text):
    """Rows of “0” and “1”: the modules of a QR code that survives a coffee stain (15 %)."""
    code = segno.make(text, micro=False, error="m", boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
