"""The demo newsroom loads once, is whole, and keeps out of other people's databases."""

import hashlib
import io
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from articles import versions, workflow
from articles.models import (
    Article,
    ArticleRegion,
    Correction,
    Credit,
    DailyViews,
    HomeSlot,
    HourlyViews,
    Photo,
    Region,
    ReplyRequest,
    Section,
    StatusChange,
    Version,
)
from articles.search import search_articles
from newsroom.demo import loader
from newsroom.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from newsroom.demo.clock import clock_at
from newsroom.demo.partners.pdf import NOTICE
from partnerships import alerts, usage
from partnerships.alert_kinds import Kind
from partnerships.lifecycle import MOVES
from partnerships.models import (
    Activity,
    Agreement,
    Certificate,
    Claim,
    Contact,
    Document,
    DocumentVersion,
    Material,
    Organization,
    Paper,
    PaperRequest,
    Participant,
    Party,
    Session,
    StateChange,
    Training,
)
from partnerships.people import nip_looks_odd
from partnerships.querysets import SIGNED

JAKARTA = ZoneInfo("Asia/Jakarta")
ONE_DAY = timedelta(days=1)
S = Article.Status


def blank_jpeg():
    out = io.BytesIO()
    Image.new("RGB", (960, 640), "#889").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The loaded demo, for all tests of this module; painting real pictures takes too long."""
    jpeg = blank_jpeg()
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        transaction.atomic(),
    ):
        patch.setattr(loader, "paint_all", lambda names: [(name, jpeg) for name in names])
        call_command("demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def empty(db, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(loader, "paint_all", lambda names: pytest.fail("the demo was loading"))


def snapshot():
    models = [Article, Version, StatusChange, Credit, Photo, HomeSlot, DailyViews, HourlyViews]
    models += [Organization, Agreement, Party, StateChange, Claim, Activity, DocumentVersion]
    models += [Training, Session, Participant, Certificate]
    return [list(model.objects.order_by("pk").values()) for model in [*models, get_user_model()]]


def public():
    return Article.objects.published()


# --- loading -----------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(demo):
    before = snapshot()
    call_command("demo", stdout=io.StringIO())
    assert snapshot() == before


def test_a_database_with_other_stories_is_left_alone(empty, roles):
    user = get_user_model().objects.create(username="rina")
    Article.objects.create(headline="Milik orang lain", created_by=user)
    with pytest.raises(CommandError, match="not the demo's"):
        call_command("demo", stdout=io.StringIO())
    assert Article.objects.count() == 1
    assert get_user_model().objects.count() == 1


def test_a_database_with_an_account_of_the_same_name_is_left_alone(empty):
    get_user_model().objects.create(username="redaktur")
    with pytest.raises(CommandError, match="redaktur"):
        call_command("demo", stdout=io.StringIO())
    assert not Article.objects.exists()


def test_nothing_is_loaded_outside_demo_mode(empty, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("demo", stdout=io.StringIO())


def test_accounts_are_printed_with_their_password(empty):
    out = io.StringIO()
    call_command("demo", accounts=True, stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert lines == [[name, role, DEMO_PASSWORD] for name, role in ACCOUNTS]


def test_only_the_accounts_can_sign_in(demo):
    users = get_user_model().objects.all()
    able = {user.username for user in users if user.check_password(DEMO_PASSWORD)}
    assert able == {name for name, _role in ACCOUNTS}


def stop_at(moment):
    with clock_at(moment):
        assert timezone.now() == moment
        raise ZeroDivisionError


def test_the_clock_goes_on_even_after_an_error(db):
    past = timezone.now() - ONE_DAY
    with pytest.raises(ZeroDivisionError):
        stop_at(past)
    assert timezone.now() > past


# --- what is there -----------------------------------------------------------------------------


def test_there_are_stories_in_every_state(demo):
    now = timezone.now()
    count = Counter(Article.objects.values_list("status", flat=True))
    assert count[S.PUBLISHED] - Article.objects.scheduled().count() == public().count() == 55
    assert Article.objects.scheduled().count() == 4
    assert (count[S.SUBMITTED], count[S.SPIKED], count[S.RETRACTED]) == (4, 1, 1)
    drafts = Article.objects.filter(status=S.DRAFT)
    assert drafts.exclude(return_note="").count() == 2
    assert drafts.filter(return_note="", created_by__username="pewarta").count() == 3
    assert Article.objects.filter(embargo_until__gt=now).count() == 1
    assert Article.objects.exclude(story_class="news").count() == 3
    assert Counter(Correction.objects.values_list("kind", flat=True)) == {
        "correction": 2,
        "reply": 1,
    }


def test_every_public_or_waiting_story_passes_the_guard(demo):
    ready = Article.objects.filter(status__in=[S.PUBLISHED, S.RETRACTED, S.SUBMITTED])
    problems = {a.headline: workflow.missing_for_publication(a) for a in ready}
    assert {headline: found for headline, found in problems.items() if found} == {}


def test_every_section_has_a_story_and_most_regions_too(demo):
    used = set(public().values_list("section__slug", flat=True))
    assert used == set(Section.objects.values_list("slug", flat=True))
    regions = ArticleRegion.objects.filter(article__in=public()).values("region").distinct()
    assert regions.count() == Region.objects.count() == 33


def test_moves_were_made_by_those_who_may_and_at_their_time(demo):
    story = Article.objects.get(slug__startswith="batu-bara-jajaki")
    moves = story.status_changes.order_by("at").values_list("move", "by__username")
    assert list(moves) == [("submit", "tengku"), ("publish", "redaktur")]
    published = datetime(2022, 6, 28, 17, 51, tzinfo=JAKARTA)
    assert story.first_published_at == published
    assert story.status_changes.get(move="publish").at == published
    assert set(story.versions.filter(kind="publish").values_list("at", flat=True)) == {published}


def test_the_chain_of_public_versions_holds(demo):
    for article in Article.objects.exclude(first_published_at=None):
        previous = ""
        for version in article.versions.exclude(sha256="").order_by("number"):
            assert version.previous_sha256 == previous
            assert version.sha256 == versions.digest(version.content, previous)
            previous = version.sha256
        assert previous


def test_lists_and_search_follow_the_times_of_the_stories(demo):
    links = ArticleRegion.objects.select_related("article")
    for link in links:
        shown = link.article.publish_at if link.article.status == S.PUBLISHED else None
        assert link.listed_at == shown
    assert search_articles(public(), "ulos").exists()
    assert search_articles(public(), "Batubara").exists()


def test_the_home_page_has_its_places_and_its_most_read(demo):
    assert HomeSlot.objects.count() == HomeSlot.LAST + 1
    assert all(slot.article.is_public() for slot in HomeSlot.objects.all())
    assert HourlyViews.objects.filter(count__gt=50).count() > 20
    assert not DailyViews.objects.exclude(article__in=Article.objects.exclude(publish_at=None))


# --- partners ----------------------------------------------------------------------------------


def test_one_right_of_reply_is_answered_one_waits_and_one_is_refused(demo):
    requests = ReplyRequest.objects.all()
    assert requests.filter(answer__isnull=False).count() == 1
    assert requests.exclude(refusal="").count() == 1
    waiting = requests.get(decided_at=None)
    assert not waiting.is_late()
    assert waiting.due_at - timezone.now() < timedelta(days=2)


def test_partners_of_many_kinds_and_regions_are_there(demo):
    partners = Organization.objects.partners()
    assert partners.count() >= 20
    assert partners.exclude(region=None).values("region").distinct().count() >= 10
    assert set(Organization.objects.values_list("kind", flat=True)) >= {
        "own", "pemda", "opd", "bumn", "ormas",
    }  # fmt: skip


def test_agreements_stand_in_every_state(demo):
    assert Counter(Agreement.objects.values_list("state", flat=True)) == {
        "exploring": 1,
        "offered": 1,
        "drafting": 1,
        "review": 1,
        "signature": 1,
        "in_force": 13,
        "suspended": 1,
        "terminated": 1,
        "completed": 1,
        "cancelled": 1,
    }


def test_every_agreement_came_to_its_state_by_moves_of_those_who_may(demo):
    for agreement in Agreement.objects.all():
        state, at = "exploring", agreement.created_at
        for change in agreement.state_changes.order_by("at", "id"):
            if change.move != "amend":
                assert state in MOVES[change.move].from_states
                assert change.to_state == MOVES[change.move].to
                assert change.by.has_perm(MOVES[change.move].permission)
            assert (change.from_state, change.at >= at) == (state, True)
            state, at = change.to_state, change.at
        assert state == agreement.state
        moves = set(agreement.state_changes.values_list("move", flat=True))
        if agreement.state in SIGNED:
            assert moves >= {"offer", "draft", "review", "approve", "confirm"}


def test_batu_bara_begins_with_the_visit_and_is_carried_on(demo):
    mou = Agreement.objects.get(slug="mou-batu-bara")
    first = mou.activities.order_by("at").first()
    assert (first.kind, first.at.astimezone(JAKARTA).date()) == ("visit", date(2022, 6, 28))
    assert first.organization.slug == "diskominfo-batu-bara"
    assert first.organization.parent.slug == "pemkab-batu-bara"
    assert first.next_step_on
    assert mou.state_changes.earliest("at").from_state == "exploring"
    assert mou.under.count() == 2


def test_the_special_cases_are_there(demo):
    today = timezone.localdate()
    agreements = {agreement.slug: agreement for agreement in Agreement.objects.all()}
    totals = usage.usage_totals(Agreement.objects.signed())
    pace = {slug: totals[a.pk].pace for slug, a in agreements.items() if a.pk in totals}
    assert agreements["pks-umkm-medan"].ends_on == today + 20 * ONE_DAY
    assert totals[agreements["pks-sumut"].pk].percent == 110
    assert pace["pks-deli-serdang"].verdict == "behind"
    assert agreements["pks-karo"].suspensions.filter(until_day=None).exists()
    assert agreements["pks-batu-bara"].renews == agreements["pks-batu-bara-lama"]
    assert agreements["pks-batu-bara"].amendments.exclude(signed_on=None).exists()
    assert agreements["kontrak-pesisir"].is_public is False
    late = agreements["pks-madina"]
    assert late.ends_on < late.signed_on
    waiting = agreements["pks-binjai"]
    assert waiting.parties.filter(number="").count() == 1
    assert Activity.objects.overdue().exists()
    assert Activity.objects.open_steps().filter(next_step_on__gt=today).exists()


def test_something_of_every_kind_is_due_to_the_officer_and_the_head(demo):
    rows = alerts.due()
    # The clock of the reply that waits runs out within hours, on this day or the next.
    assert {row.kind for row in rows} | {Kind.REPLY} == set(Kind)
    assert {row.severity for row in rows} == set(alerts.SEVERITIES)


def test_the_ledger_has_its_entries_of_every_kind(demo):
    assert Claim.objects.values("article", "deliverable").distinct().count() >= 40
    entries = Counter(Claim.objects.values_list("entry", flat=True))
    assert set(entries) == {"propose", "accept", "decline", "reverse"}
    assert entries["accept"] >= 30
    for claim in Claim.objects.select_related("article", "session"):
        source = claim.article or claim.session
        happened = source.first_published_at if claim.article else source.ends_at
        assert happened <= claim.at <= timezone.now()


def test_a_proof_was_revoked_and_issued_again_with_what_was_counted_by_then(demo):
    revoked, again = Paper.objects.filter(kind="proof").order_by("issued_at")
    assert (revoked.number, again.number) == (1, 2)
    assert (bool(revoked.revoke_reason), again.revoked_at) == (True, None)
    assert revoked.issued_at < revoked.revoked_at < again.issued_at <= timezone.now()
    assert revoked.facts["counted"] == again.facts["counted"] != []
    assert all(story["photo"] or story["excerpt"] for story in again.facts["stories"])


def test_two_reports_were_asked_for_and_made(demo):
    made = PaperRequest.objects.order_by("asked_at").select_related("paper")
    assert [(row.kind, row.state, row.asked_by.username) for row in made] == [
        ("register", "done", "kepala"),
        ("fulfilment", "done", "kemitraan"),
    ]
    for row in made:
        assert row.asked_at <= row.paper.issued_at <= row.finished_at <= timezone.now()
        assert row.paper.facts[{"register": "rows", "fulfilment": "agreements"}[row.kind]]


def test_a_story_of_a_paid_line_says_so(demo):
    paid = Claim.objects.filter(entry="accept", deliverable__is_paid=True)
    assert paid.count() == 2
    for claim in paid.select_related("article"):
        assert claim.article.disclosure or claim.article.story_class == "advertorial"


def test_one_training_is_held_under_an_agreement_one_runs_and_one_has_none(demo):
    trainings = {row.organization.slug: row for row in Training.objects.with_days().with_people()}
    batu_bara, sergai, asahan = (
        trainings[slug]
        for slug in ("diskominfo-batu-bara", "perpustakaan-serdang-bedagai", "diskominfo-asahan")
    )
    assert (batu_bara.phase, sergai.phase, asahan.phase) == ("held", "running", "held")
    assert (batu_bara.agreement.slug, asahan.agreement) == ("pks-batu-bara", None)
    assert all(row.participants_n >= 20 for row in trainings.values())
    assert all("rekaan" in row.note for row in trainings.values())
    issued = Certificate.objects.filter(participant__training=batu_bara)
    assert issued.filter(revoked_at=None).count() >= 10
    assert issued.exclude(revoked_at=None).count() == 1
    assert all(paper.issued_at < timezone.now() - 7 * ONE_DAY for paper in issued)


def test_sessions_count_towards_the_lines_that_promise_trainings(demo):
    used = {
        line.line.measure: (line.used, line.quota)
        for slug in ("pks-batu-bara", "pks-sergai")
        for line in usage.usage(Agreement.objects.get(slug=slug))
        if line.line.kind == "training"
    }
    assert used == {"training": (1, 2), "session": (1, 3)}


def test_nobody_in_a_training_was_there_before_it_took_place(demo):
    for session in Session.objects.all():
        marked = session.attendance.exists()
        assert marked == session.is_over()
    nips = [nip for nip in Participant.objects.values_list("nip", flat=True) if nip]
    assert not any(nip_looks_odd(nip) for nip in nips)
    assert len(set(nips)) == len(nips)


def test_papers_are_pdf_files_that_say_what_they_are(demo):
    assert set(Document.objects.values_list("kind", flat=True)) == {
        "offer", "draft", "scan", "report",
    }  # fmt: skip
    for version in [*DocumentVersion.objects.all(), *Material.objects.all()]:
        with version.file.open() as file:
            data = file.read()
        assert data.startswith(b"%PDF-1.4")
        assert NOTICE.encode() in data
        assert hashlib.sha256(data).hexdigest() == version.sha256


def test_contacts_cannot_be_taken_for_real_people(demo):
    contacts = Contact.objects.all()
    assert contacts.count() >= 10
    assert all(contact.phone.startswith("+62811000") for contact in contacts)
    assert all(contact.email.endswith(".example") for contact in contacts if contact.email)
