"""Whether a paper is real: by its code, and by the bytes of its file.

A paper's file is kept as it was issued, so a copy can be compared with it. A certificate is
typeset anew whenever somebody prints it; there the facts are compared, by eye.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships import issuing
from partnerships.models import Paper
from partnerships.public import bare_code

LARGEST = 25 * 1024 * 1024
SLACK = 10_000  # bytes of a form around its file
HASH_SHOWN = 12  # letters, as many as somebody compares


@dataclass(frozen=True)
class VerifiedPaper:
    """A paper as whoever holds it in hand may check it."""

    code: str
    number: str
    kind: str
    bureau: str
    rows: list  # of (name, value): what proves that it is this one
    first: date | None
    last: date | None
    issued_on: date
    revoked_on: date | None
    hash: str


def paper_of_code(typed):
    """The VerifiedPaper of that code, or None. `typed` as somebody typed or scanned it."""
    return _verified(Paper.objects.filter(code=bare_code(typed)).first())


def paper_of_file(sha256):
    """The VerifiedPaper whose issued PDF is this file to the byte, or None."""
    return _verified(Paper.objects.filter(pdf_sha256=sha256).first())


def _verified(paper):
    if paper is None:
        return None
    kind = issuing.KINDS.get(paper.kind)
    return VerifiedPaper(
        code=paper.code,
        number=str(paper),
        kind=paper.get_kind_display(),
        bureau=paper.facts["bureau"],
        rows=kind.brief(paper) if kind else [],
        first=paper.first_day,
        last=paper.last_day,
        issued_on=paper.issued_on,
        revoked_on=bureau_time(paper.revoked_at).date() if paper.revoked_at else None,
        hash=paper.facts_sha256[:HASH_SHOWN],
    )


class TooLarge(Exception):
    """More bytes than any paper of ours has."""


class HashOnly(FileUploadHandler):
    """Reads what is sent as it comes, and keeps its SHA-256: no byte of it is stored."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.digest, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > LARGEST:
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)
        return

    def file_complete(self, file_size):
        return Digest(self.digest.hexdigest() if self.size else "", self.size)

    def upload_interrupted(self):
        self.size = LARGEST + 1


@dataclass
class Digest:
    """What is left of an uploaded file; stands in request.FILES."""

    sha256: str
    size: int

    def close(self):
        """Nothing is open."""


def sha256_of(request, name):
    """SHA-256 of the file that was sent as `name`, "" for none or an empty one.

    Raises TooLarge. Nothing of the request may have been read before.
    """
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdecimal() or int(declared) > LARGEST + SLACK:
        raise TooLarge
    handler = HashOnly(request)
    request.upload_handlers = [handler]
    found = request.FILES.get(name)
    if getattr(handler, "size", 0) > LARGEST:
        raise TooLarge
    return found.sha256 if found else ""


def sentence_of_file(sha256, found, of_code, certificate):
    """(word for the page, sentence) on an uploaded file.

    `found`: the paper that it is; `of_code`: the paper, and `certificate`: the certificate, whose
    page it was sent to.
    """
    if not sha256:
        return "none", _("Choose the file first.")
    if found and of_code and found.code != of_code.code:
        said = {"number": found.number}
        return "other", _("This file is ours, but it is another paper: %(number)s.") % said
    if found:
        return "same", _("This is exactly the file that we issued, to the byte.")
    if of_code:
        return "changed", _(
            "The paper of this code is real, but this is not the file that we issued: it was "
            "changed, scanned or saved anew. Trust only what stands on this page."
        )
    if certificate:
        return "unknown", _(
            "The certificate of this code is real. Its file is made anew for each print, so files "
            "cannot be compared: compare name, number and day."
        )
    return "unknown", _(
        "This is not the file of a paper that we issued. Certificates and sheets cannot be "
        "compared in this way: check the code that stands on the paper."
    )
