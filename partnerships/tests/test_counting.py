"""The seven rules of counting (DESIGN.md, “Counting”): each has its tests, named by it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction, Version
from articles.tests.factories import make_article, make_photo, make_section, make_user
from partnerships import ledger, lifecycle
from partnerships.ledger import ClaimNotAllowed
from partnerships.models import Agreement, Claim
from partnerships.tests.factories import make_agreement, make_claim, make_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LABEL = "Berita ini bagian dari kerja sama dengan Pemkab Batu Bara."


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def head(roles):
    return make_user("head")


def story_of(day, hour=12, minute=0, status="published", **values):
    """A story first published on `day` at that hour in the bureau's zone."""
    moment = datetime(day.year, day.month, day.day, hour, minute)
    moment = timezone.make_aware(moment, timezone.get_default_timezone())
    return make_article(status, publish_at=moment, **values)


def used(line, as_of=None):
    rows = ledger.usage(Agreement.objects.get(pk=line.agreement_id), as_of=as_of)
    return next(row.used for row in rows if row.line == line)


def problems_of(act, *args, **values):
    with pytest.raises(ClaimNotAllowed) as refusal:
        act(*args, **values)
    return refusal.value.problems


def fields_of(act, *args, **values):
    return [field for field, _sentence in problems_of(act, *args, **values)]


# Rule 1


@pytest.mark.parametrize(
    ("where", "counts"), [("eve", False), ("first", True), ("last", True), ("morrow", False)]
)
def test_rule_1_a_story_counts_within_the_term_both_ends_in(where, counts, editor):
    today = timezone.localdate()
    first, last = today - 40 * DAY, today - 10 * DAY
    day = {"eve": first - DAY, "first": first, "last": last, "morrow": last + DAY}[where]
    line = make_line(make_agreement("in_force", starts_on=first, ends_on=last))
    story = story_of(day)
    if counts:
        ledger.accept(story, line, by=editor)
    else:
        assert fields_of(ledger.accept, story, line, by=editor) == ["deliverable"]
        make_claim(line, story)  # even a row that came from elsewhere is not counted
    assert used(line) == counts


@pytest.mark.parametrize(("hour", "minute", "counts"), [(0, 0, True), (23, 59, True)])
def test_rule_1_the_day_is_the_bureaus_and_not_utcs(hour, minute, counts, editor):
    day = timezone.localdate() - 10 * DAY
    line = make_line(make_agreement("in_force", starts_on=day, ends_on=day))
    ledger.accept(story_of(day, hour, minute), line, by=editor)
    assert used(line) == counts


@pytest.mark.parametrize("allowed", [True, False])
def test_rule_1_a_story_from_before_the_signing_counts_only_where_the_text_says_so(allowed, editor):
    today = timezone.localdate()
    agreement = make_agreement("in_force", signed_on=today - 5 * DAY, counts_before_signing=allowed)
    line, story = make_line(agreement), story_of(today - 6 * DAY)
    if not allowed:
        assert fields_of(ledger.accept, story, line, by=editor) == ["deliverable"]
    else:
        ledger.accept(story, line, by=editor)
    assert used(line) == allowed


def test_rule_1_a_story_of_a_suspended_day_does_not_count(editor):
    agreement, today = make_agreement("in_force"), timezone.localdate()
    agreement.suspensions.create(from_day=today - 8 * DAY, until_day=today - 5 * DAY)
    line = make_line(agreement)
    for days in (9, 4):
        ledger.accept(story_of(today - days * DAY), line, by=editor)
    for days in (8, 5):
        story = story_of(today - days * DAY)
        assert fields_of(ledger.accept, story, line, by=editor) == ["deliverable"]
        make_claim(line, story)
    assert used(line) == 2


def test_rule_1_suspending_takes_the_days_out_and_resuming_keeps_them_out(head):
    agreement, today = make_agreement("in_force"), timezone.localdate()
    line = make_line(agreement)
    for days in (6, 4, 1):
        ledger.accept(story_of(today - days * DAY), line, by=head)
    lifecycle.move("suspend", agreement, by=head, note="Audit.", day=today - 5 * DAY)
    assert used(line) == 1
    lifecycle.move("resume", agreement, by=head, note="Selesai.", day=today - 2 * DAY)
    assert used(line) == 2


def test_rule_1_nothing_counts_from_the_day_of_termination_on(head):
    agreement, today = make_agreement("in_force"), timezone.localdate()
    line = make_line(agreement)
    for days in (3, 2, 1):
        ledger.accept(story_of(today - days * DAY), line, by=head)
    lifecycle.move("terminate", agreement, by=head, note="X", day=today - 2 * DAY)
    assert used(line) == 1


def test_rule_1_only_what_an_editor_accepted_counts(editor):
    line, story = make_line(), make_article("published")
    ledger.propose(story, line, by=editor)
    assert used(line) == 0
    ledger.accept(story, line, by=editor)
    assert used(line) == 1


def test_rule_1_an_unpublished_story_counts_from_its_first_publication(editor):
    line = make_line()
    draft = make_article("submitted")
    ledger.accept(draft, line, by=editor)
    assert used(line) == 0
    workflow.publish(draft, by=editor, at=timezone.now() + 2 * DAY)
    assert used(line) == 0
    with time_machine.travel(timezone.now() + 3 * DAY):
        assert used(line) == 1


def test_rule_1_an_unsigned_agreement_counts_nothing(editor):
    line, story = make_line(make_agreement("signature")), make_article("published")
    assert fields_of(ledger.accept, story, line, by=editor) == ["deliverable"]
    make_claim(line, story)
    assert used(line) == 0


@pytest.mark.parametrize(
    ("kind", "values", "fits"),
    [
        ("news", {}, True),
        ("news", {"story_class": "advertorial", "disclosure": LABEL}, False),
        ("news", {"story_class": "release"}, False),
        ("advertorial", {"story_class": "advertorial", "disclosure": LABEL}, True),
        ("advertorial", {}, False),
        ("photo", {}, False),
        ("video", {}, False),
        ("training", {}, False),
        ("report", {}, False),
        ("social", {}, False),
        ("live", {}, False),
        ("infographic", {}, False),
        ("digital", {}, False),
    ],
)
def test_rule_1_the_kind_matches(kind, values, fits, editor):
    line, story = make_line(kind=kind), make_article("published", **values)
    assert ledger.matches(kind, story) is fits
    if fits:
        ledger.accept(story, line, by=editor)
    else:
        assert fields_of(ledger.accept, story, line, by=editor) == ["story_class"]


def test_rule_1_a_photo_story_has_a_gallery_or_stands_in_the_section_of_photos():
    with_gallery = make_article("published")
    with_gallery.gallery_items.create(photo=make_photo())
    assert ledger.matches("photo", with_gallery)
    assert ledger.matches("photo", make_article(section=make_section(slug="foto")))


# Rule 2


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
def test_rule_2_one_source_counts_for_one_line_unless_both_are_shareable(
    first, second, both, editor
):
    one, other = make_line(shareable=first), make_line(shareable=second)
    story = make_article("published")
    ledger.accept(story, one, by=editor)
    if both:
        ledger.accept(story, other, by=editor)
    else:
        assert fields_of(ledger.accept, story, other, by=editor) == ["deliverable"]
    assert (used(one), used(other)) == (1, both)


def test_rule_2_a_story_may_be_proposed_to_several_lines_and_freed_for_another(head):
    one, other, story = make_line(), make_line(), make_article("published")
    for line in (one, other):
        ledger.propose(story, line, by=head)
    claim = ledger.accept(story, one, by=head)
    ledger.reverse(claim, by=head, note="Untuk butir lain.")
    ledger.accept(story, other, by=head)
    assert (used(one), used(other)) == (0, 1)


# Rule 3


def test_rule_3_the_period_is_the_calendar_month_of_first_publication_unprorated(editor):
    with time_machine.travel(datetime(2026, 9, 20, 12, tzinfo=timezone.get_default_timezone())):
        starts = timezone.localdate().replace(month=6, day=20)
        ends = starts.replace(month=9, day=10)
        agreement = make_agreement("in_force", starts_on=starts, ends_on=ends)
        line = make_line(agreement, quota_period=10, period="month")
        for month, day in ((6, 30), (7, 1), (7, 31), (9, 10)):
            ledger.accept(story_of(starts.replace(month=month, day=day)), line, by=editor)
        row = ledger.usage(agreement)[0]
    assert [(p.first.month, p.quota, p.used) for p in row.periods] == [
        (6, 10, 1), (7, 10, 2), (8, 10, 0), (9, 10, 1),
    ]  # fmt: skip
    assert (row.quota, row.used) == (40, 4)


# Rule 4


def test_rule_4_surplus_is_recorded_and_never_blocked(editor):
    line = make_line(quota_total=2)
    for _n in range(3):
        ledger.accept(make_article("published"), line, by=editor)
    row = ledger.usage(line.agreement)[0]
    assert (row.used, row.surplus, row.missing, row.percent) == (3, 1, 0, 150)


# Rule 5


def test_rule_5_a_retraction_adds_a_reversal_row_in_the_same_transaction(head):
    line, story = make_line(), make_article("published")
    claim = ledger.accept(story, line, by=head)
    workflow.retract(story, by=head, note="Keterangan keliru.", ground="error")
    row = Claim.objects.get(entry="reverse")
    assert (row.reverses, row.by, row.note) == (claim, head, "Keterangan keliru.")
    assert used(line) == 0


def test_rule_5_a_retraction_that_fails_leaves_the_claim(head, monkeypatch):
    line, story = make_line(), make_article("published")
    ledger.accept(story, line, by=head)
    monkeypatch.setattr(ledger, "_let_go", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.retract(story, by=head, note="Keliru.", ground="error")
    story.refresh_from_db()
    assert (story.status, used(line)) == ("published", 1)


def test_rule_5_a_retraction_turns_down_what_was_only_proposed(head):
    story = make_article("published")
    ledger.propose(story, make_line(), by=head)
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert ledger.standing(story) == []


def test_rule_5_a_corrected_story_still_counts_and_its_right_of_reply_adds_nothing(editor):
    line, story = make_line(), make_article("published")
    ledger.accept(story, line, by=editor)
    for kind in Correction.Kind.values:
        story.refresh_from_db()
        workflow.save_content(story, by=editor, kind=kind, text="Keterangan.")
        assert used(line) == 1


def test_rule_5_a_retracted_story_is_not_accepted_again(head):
    line, story = make_line(), make_article("retracted")
    assert fields_of(ledger.accept, story, line, by=head) == [None]
    assert fields_of(ledger.propose, story, line, by=head) == [None]


# Rule 6


@pytest.mark.parametrize(
    ("kind", "values", "taken"),
    [
        ("news", {}, False),
        ("news", {"disclosure": LABEL}, True),
        ("advertorial", {"story_class": "advertorial", "disclosure": LABEL}, True),
    ],
)
def test_rule_6_a_paid_line_takes_only_a_labelled_story(kind, values, taken, editor):
    line, story = make_line(kind=kind, is_paid=True), make_article("published", **values)
    if taken:
        ledger.accept(story, line, by=editor)
    else:
        assert fields_of(ledger.accept, story, line, by=editor) == ["disclosure"]


def test_rule_6_accepting_sets_the_label_before_the_first_publication(editor):
    line, story = make_line(kind="advertorial", is_paid=True), make_article("submitted")
    before = story.version
    ledger.accept(story, line, by=editor, story_class="advertorial", disclosure=f" {LABEL} ")
    story.refresh_from_db()
    assert (story.story_class, story.disclosure) == ("advertorial", LABEL)
    version = Version.objects.filter(article=story).latest("number")
    assert (version.number, story.version) == (before + 1, before + 1)
    assert (version.by, version.content["disclosure"]) == (editor, LABEL)


def test_rule_6_after_publication_only_the_head_sets_the_label_and_it_is_recorded(editor, head):
    line, story = make_line(is_paid=True), make_article("published")
    assert "story_class" in fields_of(ledger.accept, story, line, by=editor, disclosure=LABEL)
    ledger.accept(story, line, by=head, disclosure=LABEL)
    story.refresh_from_db()
    assert story.disclosure == LABEL
    assert story.status_changes.get().move == "reclassify"
    assert used(line) == 1


def test_rule_6_an_advertorial_without_its_line_is_refused_and_nothing_is_written(editor):
    line, story = make_line(kind="advertorial"), make_article("submitted")
    values = {"story_class": "advertorial", "disclosure": ""}
    assert fields_of(ledger.accept, story, line, by=editor, **values) == ["disclosure"]
    story.refresh_from_db()
    assert story.story_class == "news"
    assert not Claim.objects.exists()


def test_rule_6_a_story_that_lost_its_label_is_not_published_while_a_paid_line_counts_it(editor):
    line, story = make_line(is_paid=True), make_article("submitted", disclosure=LABEL)
    ledger.accept(story, line, by=editor)
    Article.objects.filter(pk=story.pk).update(disclosure="")
    with pytest.raises(workflow.MoveNotAllowed) as refusal:
        workflow.publish(story, by=editor)
    assert [field for field, _s in refusal.value.problems] == ["disclosure"]
    story.refresh_from_db()
    assert story.status == "submitted"


def test_rule_6_the_head_cannot_take_the_label_from_a_story_that_a_paid_line_counts(head):
    line, story = make_line(is_paid=True), make_article("published", disclosure=LABEL)
    claim = ledger.accept(story, line, by=head)
    unlabelled = {"note": "Bukan.", "story_class": "news", "disclosure": ""}
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.reclassify(story, by=head, **unlabelled)
    ledger.reverse(claim, by=head, note="Bukan.")
    assert workflow.reclassify(story, by=head, **unlabelled).disclosure == ""


def test_rule_6_a_label_lost_on_the_schedule_takes_the_story_out_of_the_count(editor):
    line, story = make_line(is_paid=True), make_article("published", disclosure=LABEL)
    ledger.accept(story, line, by=editor)
    Article.objects.filter(pk=story.pk).update(disclosure="")
    assert used(line) == 0


# Rule 7


def test_rule_7_what_is_used_is_what_the_ledger_said_on_that_day(head):
    line, today = make_line(), timezone.localdate()
    story = story_of(today - 5 * DAY)
    with time_machine.travel(timezone.now() - 4 * DAY):
        claim = ledger.accept(story, line, by=head)
    with time_machine.travel(timezone.now() - 2 * DAY):
        ledger.reverse(claim, by=head, note="Keliru.")
    counted = {days: used(line, today - days * DAY) for days in range(6)}
    assert counted == {5: 0, 4: 1, 3: 1, 2: 0, 1: 0, 0: 0}


def test_rule_7_a_past_day_knows_nothing_of_later_stories(editor):
    line, today = make_line(), timezone.localdate()
    ledger.accept(story_of(today - DAY), line, by=editor)
    make_claim(line, story_of(today - DAY), at=timezone.now() - 9 * DAY)
    assert (used(line, today - 5 * DAY), used(line)) == (0, 2)


def test_rule_7_a_story_retracted_later_counted_until_then(head):
    line, today = make_line(), timezone.localdate()
    story = story_of(today - 3 * DAY)
    make_claim(line, story, at=timezone.now() - 3 * DAY)
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert (used(line, today - DAY), used(line)) == (1, 0)
