"""What a proof counts and says: the ledger of its days, frozen, and later changes told once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Correction, DailyViews
from articles.tests.factories import make_user
from partnerships import effects, issuing, ledger, usage
from partnerships.models import Paper, Suspension
from partnerships.proof.preview import preview
from partnerships.proof.spans import presets
from partnerships.tests.factories import (
    make_amendment,
    make_claim,
    make_held,
    make_line,
    make_session,
    make_training,
)
from partnerships.tests.proofs import (
    FIRST,
    KIND,
    LAST,
    at,
    issue,
    make_counted,
    make_picture,
    make_signed,
    make_story,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
APRIL = {"first": date(2025, 4, 1), "last": date(2025, 4, 30)}


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    """What is said is the matter here; test_proof_files.py reads what is printed."""
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7 uji")


def stories_in(paper):
    return [(story["headline"], story["counts"]) for story in paper.facts["stories"]]


def told(paper):
    return [
        (each["title"], each["added"], each["reason"], each["proof"])
        for each in paper.facts["adjustments"]
    ]


# --- what counts -------------------------------------------------------------------------------


def test_the_stories_of_these_days_stand_in_the_order_of_their_publication():
    agreement = make_signed()
    line = make_line(agreement)
    for month, day in ((3, 20), (3, 1), (3, 31), (2, 28), (4, 1)):
        make_counted(line=line, when=at(month, day), headline=f"Tanggal {day} bulan {month}")
    assert stories_in(issue(agreement)) == [
        ("Tanggal 1 bulan 3", True), ("Tanggal 20 bulan 3", True), ("Tanggal 31 bulan 3", True),
    ]  # fmt: skip


def test_midnight_in_the_bureaus_zone_parts_the_days():
    agreement = make_signed()
    line = make_line(agreement)
    make_counted(line=line, when=at(3, 1, 0, 0), headline="Awal Maret")
    make_counted(line=line, when=at(3, 31, 23, 59), headline="Akhir Maret")
    make_counted(line=line, when=at(2, 28, 23, 59), headline="Akhir Februari")
    make_counted(line=line, when=at(4, 1, 0, 0), headline="Awal April")
    assert [headline for headline, _counts in stories_in(issue(agreement))] == [
        "Awal Maret", "Akhir Maret",
    ]  # fmt: skip


def test_what_the_ledger_does_not_count_is_not_there():
    agreement = make_signed()
    line = make_line(agreement)
    make_claim(line, make_story(at(3, 2), headline="Usulan"), "propose")
    story, _line = make_counted(line=line, when=at(3, 3), headline="Dibatalkan")
    make_claim(line, story, "reverse", reverses=story.claims.get(), at=at(3, 4))
    make_counted(line=line, when=at(3, 5), headline="Kelas lain", story_class="release")
    Suspension.objects.create(
        agreement=agreement, from_day=date(2025, 3, 8), until_day=date(2025, 3, 9)
    )
    make_counted(line=line, when=at(3, 8), headline="Ditangguhkan")
    make_counted(make_signed(), at(3, 10), headline="Kesepakatan lain")
    assert issue(agreement).facts["stories"] == []


def test_a_story_of_two_lines_is_one_story_that_names_both():
    agreement = make_signed()
    one, two = (make_line(agreement, shareable=True, title=t) for t in ("Butir satu", "Butir dua"))
    story, _line = make_counted(line=one)
    make_claim(two, story, at=at(3, 11))
    (fact,) = issue(agreement).facts["stories"]
    assert fact["lines"] == [one.pk, two.pk]


def test_the_summary_counts_exactly_the_rows_and_says_what_was_carried():
    agreement = make_signed()
    line = make_line(agreement, quota_total=None, quota_period=2, period="month", carry_over="next")
    for day in (3, 4, 5):
        make_counted(line=line, when=at(2, day))
    make_counted(line=line, when=at(3, 4))
    (fact,) = issue(agreement).facts["lines"]
    (march,) = fact["periods"]
    # January lapses into February, February's third story settles one of it.
    assert {name: march[name] for name in ("quota", "carried", "due", "used", "here")} == {
        "quota": 2, "carried": 1, "due": 3, "used": 1, "here": 1,
    }  # fmt: skip
    (counted,) = usage.usage(agreement)
    assert (fact["used"], fact["here"]) == (counted.used, 1) == (4, 1)


def test_a_proof_of_half_a_month_says_what_is_in_it_and_what_is_in_the_month():
    agreement = make_signed()
    line = make_line(agreement, quota_total=None, quota_period=5, period="month")
    for day in (3, 20):
        make_counted(line=line, when=at(3, day))
    (fact,) = issue(agreement, last=date(2025, 3, 15)).facts["lines"]
    (march,) = fact["periods"]
    assert (march["used"], march["here"], march["due"]) == (2, 1, 5)


def test_sessions_that_count_stand_as_rows_with_who_was_there():
    agreement = make_signed()
    held = make_held(agreement, people=0)
    held.sessions.all().delete()
    starts_at = at(3, 12, 9)
    session = make_session(
        held, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), topic="Foto berita",
        place="Lima Puluh",
    )  # fmt: skip
    line = make_line(agreement, kind="training")
    make_claim(line, session, at=at(3, 13))
    (fact,) = issue(agreement).facts["sessions"]
    assert (fact["topic"], fact["place"], fact["hours"], fact["lines"]) == (
        "Foto berita", "Lima Puluh", 3, [line.pk],
    )  # fmt: skip


def test_a_line_that_nothing_counts_for_is_named_and_not_counted():
    agreement = make_signed()
    make_line(agreement)
    make_line(agreement, kind="social", title="Unggahan")
    facts = issue(agreement).facts["lines"]
    assert [(line["title"], line["counted"]) for line in facts] == [
        ("Berita pembangunan", True), ("Unggahan", False),
    ]  # fmt: skip


# --- what is said of a story -------------------------------------------------------------------


def test_a_story_is_as_the_public_saw_it_with_its_hash_and_its_readers():
    agreement = make_signed()
    story, _line = make_counted(
        agreement, at(3, 10, 17, 51), headline="Panen kepiting", disclosure="Kerja sama.",
        body="<p>Nelayan memanen kepiting.</p>", lead_photo=make_picture(credit="ANTARA/Rina"),
    )  # fmt: skip
    DailyViews.objects.create(article=story, day=date(2025, 3, 10), count=40)
    DailyViews.objects.create(article=story, day=timezone.localdate(), count=2)
    (fact,) = issue(agreement).facts["stories"]
    version = story.versions.get()
    expected = {
        "number": 1, "headline": "Panen kepiting", "disclosure": "Kerja sama.", "label": "",
        "excerpt": "Nelayan memanen kepiting.", "views": 42, "sha256": version.sha256,
        "section": story.section.name, "retraction": None, "hidden": False,
        "credits": [{"role": "writer", "name": "Rina Siregar"}],
    }  # fmt: skip
    assert {name: fact[name] for name in expected} == expected
    assert fact["url"].endswith(story.get_absolute_url())
    assert fact["photo"]["credit"] == "ANTARA/Rina"


def test_a_story_that_nobody_counted_has_no_count():
    agreement = make_signed()
    make_counted(agreement)
    (fact,) = issue(agreement).facts["stories"]
    assert fact["views"] is None


def test_a_photo_whose_file_is_gone_is_left_out():
    agreement = make_signed()
    photo = make_picture()
    make_counted(agreement, lead_photo=photo)
    photo.renditions[0]["name"] = "foto/tidak/ada.jpg"
    photo.save()
    (fact,) = issue(agreement).facts["stories"]
    assert fact["photo"] is None


def test_corrections_stand_under_their_story():
    agreement = make_signed()
    story, _line = make_counted(agreement)
    Correction.objects.create(
        article=story, kind="correction", text="Angka semula keliru.", by=story.created_by
    )
    (fact,) = issue(agreement).facts["stories"]
    (entry,) = fact["entries"]
    assert (entry["kind"], entry["text"]) == ("correction", "Angka semula keliru.")
    assert fact["counts"]


@pytest.mark.parametrize("hides", [True, False], ids=["child", "error"])
def test_a_retracted_story_is_told_and_does_not_count(hides):
    agreement = make_signed()
    story, _line = make_counted(agreement, headline="Nama anak itu", lead_photo=make_picture())
    Correction.objects.create(
        article=story, kind="correction", text="Alamat anak itu.", by=story.created_by
    )
    workflow.retract(
        story, by=make_user("head"), note="Kami cabut.", ground="child" if hides else "error",
        hides_identity=hides,
    )  # fmt: skip
    paper = issue(agreement)
    (fact,) = paper.facts["stories"]
    assert (fact["counts"], fact["photo"]) == (False, None)
    assert fact["retraction"]["reason"] == "Kami cabut."
    assert paper.facts["counted"] == []
    # Nothing that could tell who the child is: not the headline, the address nor a correction.
    assert ("anak itu" in str(paper.facts)) is not hides
    assert ("nama-anak" in str(paper.facts)) is not hides


def test_a_photo_and_a_text_that_change_later_leave_the_proof_as_it_was():
    agreement = make_signed()
    story, line = make_counted(agreement, headline="Judul semula")
    paper = issue(agreement)
    before = Paper.objects.get(pk=paper.pk)
    type(story).objects.filter(pk=story.pk).update(headline="Judul baru")
    type(line).objects.filter(pk=line.pk).update(title="Butir baru")
    after = Paper.objects.get(pk=paper.pk)
    assert after.facts == before.facts
    assert "Judul semula" in str(after.facts)
    assert issuing.facts_sha256(after.facts) == after.facts_sha256


def test_a_proof_that_shows_a_child_who_was_protected_later_rests():
    agreement, head = make_signed(), make_user("head")
    story, _line = make_counted(agreement)
    paper = issue(agreement)
    assert issuing.paper_file(paper, "pdf").name == f"bukti-tayang-001-{paper.year}.pdf"
    workflow.retract(story, by=head, note="Kami cabut.", ground="child", hides_identity=True)
    assert issuing.withheld(paper)
    for form in ("pdf", "xlsx"):
        assert issuing.paper_file(paper, form) is None
        assert issuing.paper_file(paper, form, to=make_user("officer")) is None
        assert issuing.paper_file(paper, form, to=head) is not None


def test_a_proof_that_adjusts_a_story_of_a_child_who_was_protected_later_rests():
    agreement, head = make_signed(), make_user("head")
    line = make_line(agreement)
    issue(agreement)
    late = make_story(at(3, 8), headline="Nama anak itu")
    ledger.accept(late, line, by=head)
    april = issue(agreement, **APRIL)
    assert [title for title, *_rest in told(april)] == ["Nama anak itu"]
    assert not issuing.withheld(april)
    workflow.retract(late, by=head, note="Kami cabut.", ground="child", hides_identity=True)
    assert issuing.withheld(april)
    assert issuing.paper_file(april, "pdf") is None
    # The next one names nobody, and is handed out.
    assert not issuing.withheld(issue(agreement, first=date(2025, 5, 1), last=date(2025, 5, 31)))


def test_a_story_reversed_before_it_was_retracted_is_not_called_taken_back():
    agreement, head = make_signed(), make_user("head")
    story, _line = make_counted(agreement)
    ledger.reverse(story.claims.get(), by=head, note="Keliru.")
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert issue(agreement).facts["stories"] == []


# --- adjustments -------------------------------------------------------------------------------


def test_what_changes_in_the_days_of_a_proof_is_told_in_the_next_and_once():
    agreement, head = make_signed(), make_user("head")
    line = make_line(agreement)
    gone, _line = make_counted(line=line, when=at(3, 5), headline="Dicabut kemudian")
    back, _line = make_counted(line=line, when=at(3, 6), headline="Dibatalkan kemudian")
    make_counted(line=line, when=at(3, 7), headline="Tetap")
    first = issue(agreement)
    late = make_story(at(3, 8), headline="Diterima kemudian")
    ledger.accept(late, line, by=head)
    workflow.retract(gone, by=head, note="Keliru.", ground="error")
    ledger.reverse(back.claims.get(), by=head, note="Alasan rahasia.")
    second = issue(agreement, **APRIL)
    assert told(second) == [
        ("Dicabut kemudian", False, "retracted", str(first)),
        ("Dibatalkan kemudian", False, "reversed", str(first)),
        ("Diterima kemudian", True, "accepted", str(first)),
    ]
    assert "rahasia" not in str(second.facts)
    third = issue(agreement, first=date(2025, 5, 1), last=date(2025, 5, 31))
    assert told(third) == []


def test_an_adjustment_that_is_undone_is_told_again():
    agreement, head = make_signed(), make_user("head")
    story, line = make_counted(agreement)
    issue(agreement)
    ledger.reverse(story.claims.get(), by=head, note="Keliru.")
    assert [added for _t, added, _r, _p in told(issue(agreement, **APRIL))] == [False]
    ledger.accept(story, line, by=head)
    may = issue(agreement, first=date(2025, 5, 1), last=date(2025, 5, 31))
    assert [added for _t, added, _r, _p in told(may)] == [True]


def test_days_of_a_revoked_proof_are_told_anew_and_not_as_adjustments():
    agreement, head = make_signed(), make_user("head")
    line = make_line(agreement)
    make_counted(line=line, headline="Semula")
    first = issue(agreement)
    ledger.accept(make_story(at(3, 20), headline="Susulan"), line, by=head)
    issuing.revoke(first, by=head, reason="Kurang satu.")
    assert told(issue(agreement, **APRIL)) == []
    again = issue(agreement)
    assert [headline for headline, _counts in stories_in(again)] == ["Semula", "Susulan"]
    assert told(again) == []


def test_an_adjustment_of_a_revoked_proof_is_told_by_the_next():
    agreement, head = make_signed(), make_user("head")
    story, _line = make_counted(agreement)
    issue(agreement)
    ledger.reverse(story.claims.get(), by=head, note="Keliru.")
    april = issue(agreement, **APRIL)
    issuing.revoke(april, by=head, reason="Salah cetak.")
    assert len(told(issue(agreement, **APRIL))) == 1


def test_a_suspension_that_was_entered_later_takes_its_days_out():
    agreement = make_signed()
    make_counted(agreement, headline="Ditangguhkan")
    first = issue(agreement)
    Suspension.objects.create(
        agreement=agreement, from_day=date(2025, 3, 10), until_day=date(2025, 3, 10)
    )
    assert told(issue(agreement, **APRIL)) == [("Ditangguhkan", False, "terms", str(first))]


def test_an_adjustment_is_not_told_by_two_proofs_that_were_made_at_once(monkeypatch):
    agreement, head = make_signed(), make_user("head")
    story, _line = make_counted(agreement)
    issue(agreement)
    ledger.reverse(story.claims.get(), by=head, note="Keliru.")
    proof, others = issuing.KINDS[KIND], []

    def facts(**kwargs):
        draft = proof.facts(**kwargs)
        if not others:  # while this one is made, somebody else's is issued
            others.append(None)
            others[0] = issue(agreement, first=date(2025, 5, 1), last=date(2025, 5, 31))
        return draft

    monkeypatch.setitem(issuing.KINDS, KIND, replace(proof, facts=facts))
    with pytest.raises(issuing.PaperNotAllowed):
        issue(agreement, **APRIL)
    assert len(told(others[0])) == 1
    assert told(issue(agreement, **APRIL)) == []


def test_an_adjustment_names_no_story_that_protects_a_child():
    agreement = make_signed()
    story, _line = make_counted(agreement, headline="Nama anak itu")
    issue(agreement)
    workflow.retract(
        story, by=make_user("head"), note="Kami cabut.", ground="child", hides_identity=True
    )
    april = issue(agreement, **APRIL)
    assert [reason for _t, _a, reason, _p in told(april)] == ["retracted"]
    assert "anak itu" not in str(april.facts)


# --- prices ------------------------------------------------------------------------------------


def test_prices_are_those_of_the_day_on_which_a_story_counted():
    agreement = make_signed()
    line = make_line(agreement, unit_price=1_000_000)
    make_amendment(agreement, date(2025, 3, 15), line=line, unit_price="1500000.00")
    for day in (1, 2, 15):
        make_counted(line=line, when=at(3, day))
    facts = issue(agreement, with_values=True).facts
    assert [(p["price"], p["number"], p["amount"]) for p in facts["prices"]] == [
        ("1000000.00", 2, "2000000.00"), ("1500000.00", 1, "1500000.00"),
    ]  # fmt: skip


def test_without_being_asked_no_price_is_in_the_facts():
    agreement = make_signed(value=987_654_321)
    make_counted(line=make_line(agreement, unit_price=1_234_567))
    facts = str(issue(agreement).facts)
    assert "1234567" not in facts
    assert "987654321" not in facts


# --- what stands in the way --------------------------------------------------------------------


def sentences(agreement, first=FIRST, last=LAST, **params):
    found = issuing.problems_of(
        KIND, by=make_user("officer"), agreement=agreement, first=first, last=last, **params
    )
    return [field for field, _sentence in found]


def test_days_in_the_term_that_have_come_are_free_for_a_proof():
    agreement = make_signed()
    make_line(agreement)
    assert sentences(agreement) == []


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (LAST, FIRST, ["last"]),
        (date(2024, 12, 31), LAST, ["first"]),
        (FIRST, date(2026, 1, 1), ["first"]),
        (date(2030, 1, 1), date(2030, 2, 1), ["last", "first"]),
    ],
)
def test_days_outside_the_term_or_ahead_are_refused(first, last, fields):
    agreement = make_signed()
    make_line(agreement)
    assert sentences(agreement, first, last) == fields


def test_a_day_that_stands_in_another_proof_is_refused_until_that_is_revoked():
    agreement = make_signed()
    make_line(agreement)
    paper = issue(agreement)
    assert sentences(agreement, LAST, date(2025, 4, 5)) == ["first"]
    with pytest.raises(issuing.PaperNotAllowed, match=str(paper)):
        issue(agreement, first=LAST, last=date(2025, 4, 5))
    issuing.revoke(paper, by=make_user("head"), reason="Keliru.")
    assert sentences(agreement, LAST, date(2025, 4, 5)) == []


def test_an_agreement_that_is_not_signed_has_no_proof():
    agreement = make_signed()
    type(agreement).objects.filter(pk=agreement.pk).update(state="review")
    with pytest.raises(issuing.PaperNotAllowed):
        issue(agreement)  # though the copy at hand says that it is signed
    agreement.refresh_from_db()
    assert sentences(agreement) == [None]


def test_an_agreement_without_a_line_that_counts_has_no_proof():
    agreement = make_signed()
    make_line(agreement, kind="social")
    assert sentences(agreement) == [None]


def test_after_a_termination_no_day_is_proved():
    agreement = make_signed()
    make_line(agreement)
    type(agreement).objects.filter(pk=agreement.pk).update(
        state="terminated", terminated_on=date(2025, 3, 15)
    )
    agreement.refresh_from_db()
    assert sentences(agreement) == ["first"]
    assert sentences(agreement, last=date(2025, 3, 15)) == []


# --- before the issue --------------------------------------------------------------------------


def test_the_preview_counts_what_the_proof_will_hold():
    agreement = make_signed()
    line = make_line(agreement, shareable=True)
    story, _line = make_counted(line=line)
    make_claim(make_line(agreement, shareable=True), story, at=at(3, 11))
    training = make_training(agreement=agreement, sessions=[])
    session = make_session(training, starts_at=at(3, 12), ends_at=at(3, 12, 12))
    make_claim(make_line(agreement, kind="training"), session, at=at(3, 13))
    found = preview(agreement, FIRST, LAST, at=timezone.now())
    paper = issue(agreement)
    assert (found.stories, found.sessions, found.changes) == (1, 1, 0)
    assert [here for _line, here in found.lines] == [line["here"] for line in paper.facts["lines"]]


@pytest.mark.parametrize(
    ("today", "spans"),
    [
        (
            date(2025, 5, 31),
            [
                (date(2025, 4, 1), date(2025, 4, 30)),
                (date(2025, 5, 1), date(2025, 5, 31)),
                (date(2025, 1, 10), date(2025, 3, 31)),
                (date(2025, 1, 10), date(2025, 5, 31)),
            ],
        ),
        # The first month of the term: of “last month” nothing is left.
        (
            date(2025, 1, 15),
            [
                (date(2025, 1, 10), date(2025, 1, 15)),
                (date(2025, 1, 10), date(2025, 1, 15)),
            ],
        ),
        (
            date(2026, 3, 1),
            [
                (date(2025, 12, 1), date(2025, 12, 31)),
                (date(2025, 1, 10), date(2025, 12, 31)),
            ],
        ),
    ],
)
def test_the_usual_spans_are_cut_to_the_term(today, spans):
    agreement = make_signed(starts_on=date(2025, 1, 10))
    found = [(first, last) for _name, _label, first, last in presets(agreement, today)]
    if today.year == 2026:  # last month and this one lie behind the end
        spans = [(date(2025, 10, 1), date(2025, 12, 31)), spans[1]]
    assert found == spans


def test_a_retraction_says_which_proofs_hold_the_story_before_it_is_made():
    agreement = make_signed()
    story, line = make_counted(agreement)
    paper = issue(agreement)
    make_counted(line=line, when=at(4, 2))
    issue(agreement, **APRIL)
    revoked = issue(agreement, first=date(2025, 5, 1), last=date(2025, 5, 2))
    issuing.revoke(revoked, by=make_user("head"), reason="Keliru.")
    told = effects.of_retraction(story)
    assert [str(paper) in sentence for sentence in told] == [False, True]
