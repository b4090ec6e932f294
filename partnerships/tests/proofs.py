"""What the tests of the proofs share: an agreement of last year, and how to read the files."""

import io
import re
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from articles.models import Credit
from articles.tests.factories import make_article, make_photo, make_user
from partnerships import issuing
from partnerships.models import Paper
from partnerships.tests.factories import make_agreement, make_claim, make_line

KIND = Paper.Kind.PROOF
FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


def at(month, day, hour=10, minute=0):
    zone = timezone.get_default_timezone()
    return datetime(2025, month, day, hour, minute, tzinfo=zone)


def make_signed(**values):
    """In force through 2025."""
    defaults = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    return make_agreement("in_force", **{**defaults, **values})


def make_story(when, **values):
    """A published story with its public version."""
    defaults = {
        "body": "<p>Isi berita pesisir.</p>",
        "credits": [{"role": Credit.Role.WRITER, "name": "Rina Siregar"}],
    }
    return make_article("published", publish_at=when, **{**defaults, **values})


def make_picture(**values):
    """A photo of the library with one rendition that is really there."""
    out = io.BytesIO()
    Image.effect_noise((480, 320), 60).convert("RGB").save(out, "JPEG", quality=70)
    photo = make_photo(**values)
    name = default_storage.save(f"foto/{photo.key}/card-480.jpg", ContentFile(out.getvalue()))
    photo.renditions = [
        {"shape": "card", "format": "jpeg", "width": 480, "height": 320, "name": name, "bytes": 1}
    ]
    photo.save()
    return photo


def make_counted(agreement=None, when=None, line=None, **values):
    """A story that counts for the agreement, accepted an hour after its publication."""
    line = line or make_line(agreement or make_signed())
    story = make_story(when or at(3, 10), **values)
    make_claim(line, story, at=story.first_published_at + timedelta(hours=1))
    return story, line


def issue(agreement, *, by=None, first=FIRST, last=LAST, **params):
    officer = by or make_user("officer")
    return issuing.issue(KIND, by=officer, agreement=agreement, first=first, last=last, **params)


def squeezed(text):
    """Without what a layout adds: spaces, lines, and the breaks of no width in long words."""
    return re.sub(r"[\s\u200b]+", "", text)


def pdf_text(paper):
    with paper.pdf.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return squeezed("".join(page.extract_text() for page in pages))


def sheet_cells(paper):
    """{name of the sheet: [[value, …], …]}"""
    with paper.sheet.open("rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    return {sheet.title: [[c.value for c in row] for row in sheet.rows] for sheet in book}
