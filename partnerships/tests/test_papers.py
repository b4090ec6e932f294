"""Issuing: numbers without a gap, nothing left of what failed, and rows that stay as they are."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import issuing
from partnerships.issuing import Draft, Kind, PaperNotAllowed
from partnerships.models import Paper, PaperCounter
from partnerships.tests.factories import make_line
from partnerships.tests.proofs import issue, make_signed

REGISTER = Paper.Kind.REGISTER


def papers_kept():
    folder = Path(settings.PRIVATE_ROOT, "papers")
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def make_kind(monkeypatch, **values):
    """A kind of paper with nothing to say, so that a test is about the issuing alone."""
    defaults = {
        "name": REGISTER,
        "code": "DK",
        "label": "daftar",
        "facts": lambda **kwargs: Draft({"said": "Isi."}),
        "template": "proof.typ",
        "words": lambda paper: {},
    }
    kind = Kind(**{**defaults, **values})
    monkeypatch.setitem(issuing.KINDS, REGISTER, kind)
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7 uji")
    return kind


@pytest.fixture
def officer(roles):
    return make_user("officer")


@pytest.fixture
def head(roles):
    return make_user("head")


@pytest.mark.django_db
def test_numbers_count_up_from_one_for_each_kind_and_year(officer, monkeypatch):
    make_kind(monkeypatch)
    zone, code = timezone.get_default_timezone(), settings.BUREAU_PAPER_CODE
    moments = [
        datetime(2025, 12, 31, 20, tzinfo=zone),
        datetime(2025, 12, 31, 23, 59, tzinfo=zone),  # still 2025 here, 2025 in UTC too
        datetime(2026, 1, 1, 1, tzinfo=zone),  # 2025 in UTC
    ]
    numbers = [str(issuing.issue(REGISTER, by=officer, at=moment)) for moment in moments]
    assert numbers == [
        f"001/DK/{code}/XII/2025", f"002/DK/{code}/XII/2025", f"001/DK/{code}/I/2026",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_paper_keeps_its_file_its_facts_and_the_hashes_of_both(officer, monkeypatch):
    make_kind(monkeypatch)
    paper = Paper.objects.get(pk=issuing.issue(REGISTER, by=officer).pk)
    with paper.pdf.open("rb") as file:
        content = file.read()
    assert content == b"%PDF-1.7 uji"
    assert paper.pdf_sha256 == issuing.hashlib.sha256(content).hexdigest()
    # Read back from the database, which may keep keys in another order, the hash is the same.
    assert paper.facts_sha256 == issuing.facts_sha256(paper.facts)
    assert paper.facts["said"] == "Isi."
    assert paper.facts["number"] == str(paper)
    assert len(paper.code) == 16


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["facts", "words", "sheet", "save"])
def test_an_issue_that_fails_leaves_neither_a_number_nor_a_file(where, officer, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError(where)

    make_kind(monkeypatch, **({where: fails} if where != "save" else {}))
    if where == "save":
        monkeypatch.setattr(Paper, "save", fails)
    before = papers_kept()
    with pytest.raises(RuntimeError, match=where):
        issuing.issue(REGISTER, by=officer)
    assert papers_kept() == before
    assert not Paper.objects.exists()
    assert not PaperCounter.objects.filter(last__gt=0).exists()


@pytest.mark.django_db
def test_what_stands_in_the_way_is_told_all_at_once_and_asked_again_under_lock(
    officer, monkeypatch
):
    asked = []

    def problems(**kwargs):
        asked.append(connection.in_atomic_block)
        return [] if len(asked) == 1 else [(None, "Satu."), (None, "Dua.")]

    make_kind(monkeypatch, problems=problems)
    before = papers_kept()
    with pytest.raises(PaperNotAllowed) as refusal:
        issuing.issue(REGISTER, by=officer)
    assert [sentence for _field, sentence in refusal.value.problems] == ["Satu.", "Dua."]
    assert len(asked) == 2
    assert (papers_kept(), Paper.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_a_number_that_was_taken_meanwhile_makes_the_files_anew(officer, monkeypatch):
    made, kind = [], None

    def words(paper):
        made.append(str(paper))
        if len(made) == 1:  # somebody else is faster, after our number was looked up
            PaperCounter.objects.filter(kind="DK").update(last=5)
        return {}

    kind = make_kind(monkeypatch, words=words)
    PaperCounter.objects.create(kind=kind.code, year=timezone.localdate().year, last=4)
    before = papers_kept()
    paper = issuing.issue(REGISTER, by=officer)
    assert paper.number == 6
    assert [text[:3] for text in made] == ["005", "006"]
    assert len(papers_kept() - before) == 1


@pytest.mark.django_db
def test_somebody_who_is_always_faster_is_made_to_wait(officer, monkeypatch):
    guesses = iter([3, 3, 3])
    make_kind(monkeypatch)
    monkeypatch.setattr(issuing, "expected_number", lambda code, year: next(guesses))
    paper = issuing.issue(REGISTER, by=officer)
    assert (paper.number, Paper.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "editor", "auditor", None])
def test_only_officer_and_head_issue(role, roles, monkeypatch):
    make_kind(monkeypatch)
    with pytest.raises(PermissionDenied):
        issuing.issue(REGISTER, by=make_user(*filter(None, [role])))
    assert not Paper.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "reads"),
    [("reporter", False), ("editor", False), ("officer", True), ("head", True), ("auditor", True)],
)
def test_papers_are_read_by_those_who_see_values(role, reads, officer, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    assert issuing.readable_by(make_user(role), paper) is reads


@pytest.mark.django_db
def test_the_head_revokes_with_a_reason_and_once(officer, head, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    with pytest.raises(PermissionDenied):
        issuing.revoke(paper, by=officer, reason="Keliru.")
    with pytest.raises(PaperNotAllowed):
        issuing.revoke(paper, by=head, reason=" ")
    revoked = issuing.revoke(paper, by=head, reason="Keliru.")
    assert (revoked.revoked_by, revoked.revoke_reason) == (head, "Keliru.")
    with pytest.raises(PaperNotAllowed):
        issuing.revoke(paper, by=head, reason="Sekali lagi.")


CHANGES = {
    "number": 9,
    "year": 2031,
    "code": "ABCDEFGHJKLMNPQR",
    "facts": {"number": "x"},
    "facts_sha256": "0" * 64,
    "pdf": "papers/lain",
    "pdf_sha256": "0" * 64,
    "sheet": "papers/lain",
    "as_of": date(2031, 1, 1),
    "kind": "audit",
    "issued_at": datetime(2031, 1, 1, tzinfo=timezone.get_default_timezone()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("field", CHANGES)
def test_the_database_lets_nothing_of_an_issued_paper_be_changed(field, officer, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**{field: CHANGES[field]})
    before = getattr(paper, field)
    assert getattr(Paper.objects.get(pk=paper.pk), field) == before


@pytest.mark.django_db
def test_days_that_were_empty_cannot_be_filled_in_later(officer, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    day = date(2026, 1, 1)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(first_day=day, last_day=day)


@pytest.mark.django_db
def test_the_database_deletes_no_paper_and_takes_no_revocation_back(officer, head, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        paper.delete()
    issuing.revoke(paper, by=head, reason="Keliru.")
    none = {"revoked_at": None, "revoked_by": None, "revoke_reason": ""}
    for values in (none, {"revoke_reason": "Lain."}):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**values)


@pytest.mark.django_db
def test_whether_the_partner_sees_it_may_change(officer, monkeypatch):
    make_kind(monkeypatch)
    paper = issuing.issue(REGISTER, by=officer)
    issuing.share(paper, by=officer, shared=True)
    assert Paper.objects.get(pk=paper.pk).shared
    with pytest.raises(PermissionDenied):
        issuing.share(paper, by=make_user("auditor"), shared=False)


@pytest.mark.django_db
def test_texts_that_a_database_or_a_page_cannot_hold_are_made_plain():
    nasty = {"a": "baris\nsatu\x00\u202edua", "b": ["\ud83d", {"c": 1}], "d": None}
    assert issuing.plain(nasty) == {"a": "baris satu dua", "b": ["?", {"c": 1}], "d": None}


PEOPLE = 6


def all_at_once(act):
    """Run `act(n)` in threads that start together; what those gave that were not refused."""
    barrier, given = Barrier(PEOPLE), []

    def run(n):
        barrier.wait()
        try:
            given.append(act(n))
        except (IntegrityError, PaperNotAllowed):
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_papers_issued_at_once_have_numbers_without_gap_or_double(guarded, roles, monkeypatch):
    make_kind(monkeypatch)
    if not guarded:  # a number that nobody waits for: what the counter was is what it stays
        monkeypatch.setattr(issuing, "next_number", lambda code, year: 1)
    officers, before = [make_user("officer") for _ in range(PEOPLE)], papers_kept()
    issued = all_at_once(lambda n: issuing.issue(REGISTER, by=officers[n]))
    numbers = sorted(paper.number for paper in issued)
    assert (numbers == list(range(1, PEOPLE + 1))) is guarded
    # A file for each paper, and none of those that had to be made anew.
    assert len(papers_kept() - before) == Paper.objects.count() == len(numbers)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_of_proofs_of_the_same_days_issued_at_once_one_is_issued(guarded, roles, monkeypatch):
    proof = issuing.KINDS[Paper.Kind.PROOF]
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7 uji")
    asked = Barrier(PEOPLE)

    def problems(**kwargs):
        if not connection.in_atomic_block:
            found = proof.problems(**kwargs)
            asked.wait()  # everybody has looked before the first is there
            return found
        return proof.problems(**kwargs) if guarded else []

    def facts(**kwargs):
        draft = proof.facts(**kwargs)
        return draft if guarded else replace(draft, still=lambda: True)

    kind = replace(proof, problems=problems, facts=facts)
    monkeypatch.setitem(issuing.KINDS, Paper.Kind.PROOF, kind)
    agreement = make_signed()
    make_line(agreement)
    officers = [make_user("officer") for _ in range(PEOPLE)]
    issued = all_at_once(lambda n: issue(agreement, by=officers[n]))
    assert (len(issued) == 1) is guarded
    assert Paper.objects.count() == len(issued)
