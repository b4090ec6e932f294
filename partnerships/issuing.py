"""Papers that leave the house: issued once, frozen, revoked with a reason. Nothing else writes one.

A kind of paper says what its facts are and how they read (`Kind`, `register`); what is the same
for all stands here. The facts are gathered and the files made before anybody is kept waiting: the
number is the next one as it looks then, and the transaction, which is short, tries again where
somebody else was faster. So a number is neither lost nor given twice. Call issue() outside of a
transaction: the files cannot be taken back by a rollback that comes after it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.dates import bureau_time
from partnerships.models import Agreement, Paper, PaperCounter
from partnerships.numbers import next_number, number_text
from partnerships.people import one_line
from partnerships.signer import signer_of
from partnerships.typeset import compile_pdf

READ, ISSUE, REVOKE = (
    "partnerships.view_paper", "partnerships.issue_paper", "partnerships.revoke_paper",
)  # fmt: skip
ATTEMPTS = 3  # then the files are made while the others wait


class PaperNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


@dataclass
class Draft:
    """What a paper will say. `facts`: plain JSON values, without the ones of every paper."""

    facts: dict
    agreement: object = None
    training: object = None
    first_day: date | None = None
    last_day: date | None = None
    as_of: date | None = None  # the day of issue by default
    shared: bool = False
    pictures: dict = field(default_factory=dict)  # {name: bytes}, see typeset.compile_pdf
    # Asked under the lock, in the transaction that issues: whether what was read still holds.
    still: Callable = lambda: True


def _no_problems(**kwargs):
    return []


def _all(facts):
    return facts


def _no_rows(paper):
    return []


def _never(paper):
    return False


@dataclass(frozen=True)
class Kind:
    """One kind of paper. `facts`, `words` and `sheet` are called in the bureau's language.

    problems(*, by, at, **params): [(field, sentence)], asked before and again under lock.
    facts(*, by, at, progress, **params): Draft.
    words(paper): what `template` needs, from paper.facts alone; begin with typeset.page_frame.
    sheet(paper): sheets.Written with the same facts; None: a kind without a sheet.
    brief(paper): [(name, value)] for the page that verifies it: the few facts that prove it.
    withholds(paper): whether its files rest because of what happened since.
    kept(facts): what the database keeps of them for good; the files alone say the rest.
    """

    name: str  # of Paper.Kind
    code: str  # “BT”, as it stands in the number
    label: object
    facts: Callable
    template: str
    words: Callable
    sheet: Callable | None = None
    problems: Callable = _no_problems
    brief: Callable = _no_rows
    kept: Callable = _all
    withholds: Callable = _never
    permission: str = ISSUE
    reads: str = READ


KINDS = {}


def register(kind):
    """Make a kind known. Called when the app is ready."""
    KINDS[kind.name] = kind
    return kind


def may_issue(user, kind_name):
    return user.has_perm(KINDS[kind_name].permission)


def may_revoke(user):
    return user.has_perm(REVOKE)


def readable_by(user, paper):
    """Whether `user` may read the paper at the desk. No query of its own."""
    kind = KINDS.get(paper.kind)
    if not user.has_perm(READ) or (kind and not user.has_perm(kind.reads)):
        return False
    # A paper that names prices says so in its facts.
    return not paper.facts.get("with_values") or user.has_perm("partnerships.view_value")


def problems_of(kind_name, *, by, at=None, **params):
    """[(field, sentence)]: all that stands in the way, for a preview."""
    return KINDS[kind_name].problems(by=by, at=at or timezone.now(), **params)


def issue(kind_name, *, by, at=None, progress=None, settle=None, **params):
    """Issue a paper and return it. `progress(done, total)` is told how far it is.

    `settle(paper)` is called in the transaction that issues it: both stand, or neither does.

    Raises PermissionDenied, or PaperNotAllowed with every reason; then there is neither a number
    nor a file.
    """
    kind, at = KINDS[kind_name], at or timezone.now()
    if not by.has_perm(kind.permission):
        raise PermissionDenied
    if params.get("agreement"):  # the caller's copy may be a tab old
        params["agreement"] = Agreement.objects.get(pk=params["agreement"].pk)
    _refuse(kind.problems(by=by, at=at, **params))
    with translation.override(settings.LANGUAGE_CODE):
        draft = kind.facts(by=by, at=at, progress=progress or _silent, **params)
    paper = Paper(
        kind=kind.name,
        year=bureau_time(at).year,
        agreement=draft.agreement,
        training=draft.training,
        first_day=draft.first_day,
        last_day=draft.last_day,
        as_of=draft.as_of or bureau_time(at).date(),
        shared=draft.shared,
        issued_at=at,
        issued_by=by,
    )
    draft = replace(draft, facts=plain({**of_every_paper(at, by), **draft.facts}))

    def check():
        if draft.agreement:
            # Two proofs of one agreement at once: the second waits here, and sees the first.
            locked = Agreement.objects.select_for_update(of=("self",)).get(pk=draft.agreement.pk)
            if "agreement" in params:
                params["agreement"] = locked
        _refuse(kind.problems(by=by, at=at, **params))
        if not draft.still():
            _refuse([(None, changed_meanwhile())])

    steps = check, settle or _silent
    for _attempt in range(ATTEMPTS):
        try:
            return _issued(paper, kind, draft, steps, expected_number(kind.code, paper.year))
        except _Faster:
            continue
    return _issued(paper, kind, draft, steps, None)


def changed_meanwhile():
    """Why what was made is not handed out; the remedy is to ask once more."""
    return _("What it says changed while it was made. Ask for it once more.")


def expected_number(code, year):
    """The number that the next paper would get now; another one may be faster."""
    counter = PaperCounter.objects.filter(kind=code, year=year).first()
    return (counter.last if counter else 0) + 1


def facts_sha256(facts):
    """SHA-256 of the canonical form: sorted keys, no spaces, UTF-8, as of a story's version."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value):
    """`value` with texts that every database keeps and every paper prints, on one line each."""
    if isinstance(value, str):
        return one_line(value.encode("utf-8", "replace").decode())
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


@transaction.atomic
def revoke(paper, *, by, reason):
    """Declare the paper void, for good and with the reason. A new one may be issued."""
    if not may_revoke(by):
        raise PermissionDenied
    # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    reason = one_line(reason)[:300]
    problems = [] if reason else [("reason", _("Write down why."))]
    if paper.revoked_at:
        problems.append((None, _("It was revoked already.")))
    _refuse(problems)
    paper.revoked_at, paper.revoked_by, paper.revoke_reason = timezone.now(), by, reason
    paper.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    return paper


def share(paper, *, by, shared):
    """Let the partner find the paper on its private page, or not any more."""
    if not by.has_perm(ISSUE):
        raise PermissionDenied
    Paper.objects.filter(pk=paper.pk).update(shared=shared)
    paper.shared = shared
    return paper


@dataclass(frozen=True)
class PaperFile:
    field: object  # the stored file
    name: str  # to send it by
    content_type: str


TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def withheld(paper):
    """Whether its files are not handed out: they show what a retraction hides to protect a child.

    The paper stays in the record and can be verified; the bureau head still reads it.
    """
    kind = KINDS.get(paper.kind)
    return bool(kind and kind.withholds(paper))


def paper_file(paper, form, *, to=None):
    """The PaperFile of `form` (“pdf” or “xlsx”), or None where there is none for this reader.

    `to`: who asks at the desk, having passed readable_by(); nobody for a partner to whom the paper
    is shared.
    """
    stored = {"pdf": paper.pdf, "xlsx": paper.sheet}.get(form)
    if not stored:
        return None
    if withheld(paper) and not (to and to.has_perm("articles.retract_article")):
        return None
    stem = f"{FILE_NAMES.get(paper.kind, 'surat')}-{paper.number:03d}-{paper.year}"
    return PaperFile(stored, f"{stem}.{form}", TYPES[form])


FILE_NAMES = {
    Paper.Kind.PROOF: "bukti-tayang",
    Paper.Kind.REGISTER: "daftar-kesepakatan",
    Paper.Kind.ENDING: "kesepakatan-berakhir",
    Paper.Kind.PIPELINE: "kesepakatan-disiapkan",
    Paper.Kind.FULFILMENT: "pemenuhan-bulanan",
    Paper.Kind.TRAINING: "rekap-pelatihan",
    Paper.Kind.EVALUATION: "evaluasi",
    Paper.Kind.AUDIT: "catatan-audit",
}


class _Faster(Exception):
    """Somebody else took the number that the files were made with."""


def _silent(*told):
    pass


def _refuse(problems):
    if problems:
        raise PaperNotAllowed(problems)


def of_every_paper(at, by):
    """The facts that every paper holds: its day, the house, who signs."""
    name, title = signer_of(by)
    contact = (
        settings.BUREAU_ADDRESS, settings.BUREAU_CONTACT_PHONE, settings.BUREAU_CONTACT_EMAIL,
    )  # fmt: skip
    return {
        "day": bureau_time(at).date().isoformat(),
        "bureau": settings.BUREAU_NAME,
        "bureau_facts": " · ".join(filter(None, contact)),
        "city": settings.BUREAU_CITY,
        "signer": name,
        "signer_title": title,
    }


def _issued(paper, kind, draft, steps, number):
    """`number`: the one expected; None: take it first, and make the files under lock."""
    written, (check, settle) = [], steps
    try:
        if number:
            written = _make_files(paper, kind, draft, number)
        with transaction.atomic():
            check()
            taken = next_number(kind.code, paper.year)
            if number is None:
                written = _make_files(paper, kind, draft, taken)
            elif taken != number:
                raise _Faster
            paper.save(force_insert=True)
            settle(paper)
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise
    return paper


def made(paper, kind, draft, number):
    """Give `paper` its number and facts; returns (bytes of the PDF, sheets.Written or None)."""
    paper.pk, paper.number = None, number
    text = number_text(kind.code, number, paper.issued_on)
    paper.facts = {**draft.facts, "number": text}
    kept = kind.kept(paper.facts)
    paper.facts_sha256 = facts_sha256(kept)
    with translation.override(settings.LANGUAGE_CODE):
        content = compile_pdf(
            kind.template, kind.words(paper), timestamp=paper.issued_at, pictures=draft.pictures
        )
        sheet = kind.sheet(paper) if kind.sheet else None
    paper.facts, paper.pdf_sha256 = kept, hashlib.sha256(content).hexdigest()
    return content, sheet


def _make_files(paper, kind, draft, number):
    """Make and store the files; returns [(storage, name)] of what was stored."""
    content, sheet = made(paper, kind, draft, number)
    stored = []
    try:
        paper.pdf.save("pdf", ContentFile(content), save=False)
        stored.append((paper.pdf.storage, paper.pdf.name))
        if sheet:
            with sheet.file as file:
                paper.sheet.save("xlsx", File(file), save=False)
            stored.append((paper.sheet.storage, paper.sheet.name))
    except BaseException:
        for storage, name in stored:
            storage.delete(name)
        raise
    return stored
