"""The papers of an agreement and the materials of a training: what is taken, how it is kept."""

import hashlib
import zipfile
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships import lifecycle
from partnerships import training as rules
from partnerships.models import Agreement, Document, DocumentVersion, Material

LARGEST = 25 * 1024 * 1024
BEGINNINGS = [(b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png")]
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class NotAccepted(ValueError):
    """The sentence says why and what helps."""


def kind_of(file):
    """“pdf”, “docx”, …: by what the file holds, never by its name."""
    file.seek(0)
    beginning = file.read(16)
    file.seek(0)
    for signature, kind in BEGINNINGS:
        if beginning.startswith(signature):
            return kind
    if beginning.startswith(b"PK"):
        return _office_kind(file)
    return ""


def _office_kind(file):
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    return next((kind for part, kind in OFFICE.items() if part in names), "")


def check(file):
    """The kind of an acceptable file; raises NotAccepted."""
    if file.size > LARGEST:
        raise NotAccepted(_("The file is larger than 25 MB. Scan it in a lower resolution."))
    if not file.size:
        raise NotAccepted(_("The file is empty."))
    kind = kind_of(file)
    if not kind:
        raise NotAccepted(_("Only PDF, Word (docx), Excel (xlsx), JPG and PNG files are kept."))
    return kind


@transaction.atomic
def add_version(document, file, *, by):
    """Keep `file` as the newest version under a random name. Raises NotAccepted."""
    # Two uploads at once: the second waits here, and gets the next number.
    agreement = Agreement.objects.select_for_update().get(pk=document.agreement_id)
    if not lifecycle.can_keep(by, agreement):
        raise PermissionDenied
    facts = _facts(file)
    last = DocumentVersion.objects.filter(document=document).order_by("-number").first()
    name = facts.pop("filename")
    number = last.number + 1 if last else 1
    return DocumentVersion.objects.create(
        document=document, number=number, name=name, by=by, **facts
    )


def add_material(training, file, *, title, by):
    """Keep what was handed out at a training, under a random name. Raises NotAccepted."""
    if not by.has_perm(rules.KEEP):
        raise PermissionDenied
    return Material.objects.create(training=training, title=title, by=by, **_facts(file))


def _facts(file):
    """The checked file with its name, size and hash, as the rows keep them."""
    kind, digest = check(file), hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = _label(file.name, kind)
    return {"file": file, "filename": name, "sha256": digest.hexdigest(), "size": file.size}


@transaction.atomic
def add(agreement, file, *, kind, title, shared, by):
    """A new paper with its first version."""
    document = Document.objects.create(agreement=agreement, kind=kind, title=title, shared=shared)
    return add_version(document, file, by=by)


@transaction.atomic
def share(document, *, by, shared):
    """Let the partner find the paper on its private page, or not any more."""
    agreement = Agreement.objects.select_for_update().get(pk=document.agreement_id)
    if not lifecycle.can_keep(by, agreement):
        raise PermissionDenied
    document.shared = shared
    document.save(update_fields=["shared"])
    return document


def _label(name, kind):
    """A name that is safe to send back; its ending says what the file is."""
    stem = slugify(PurePath(name.replace("\\", "/")).stem)[:80].strip("-_")
    return f"{stem or 'dokumen'}.{kind}"
