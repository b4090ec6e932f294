"""The burn-down on an agreement's page, and the way from there to what could fill the gap."""

from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_article, make_region
from partnerships.admin import progress, working_file
from partnerships.models import Agreement
from partnerships.tests.factories import make_agreement, make_claim, make_line, make_organization
from partnerships.usage import usage_totals

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


def page(agreement):
    return reverse("admin:partnerships_agreement_change", args=[agreement.pk])


def tell(line, *days, **values):
    for day in days:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())
        story = make_article("published", publish_at=noon, **values)
        make_claim(line, story, at=noon)


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def agreement(region):
    return make_agreement("in_force", partner=make_organization(region=region), **YEAR)


def shown(agreement, day=None):
    """What the page is given to show, without the page."""
    total = usage_totals([agreement], as_of=day)[agreement.pk]
    parties = agreement.parties.select_related("organization")
    return progress.context(agreement, total, parties, working_file.claims_of(agreement))


@pytest.mark.parametrize(("role", "sees"), [("officer", True), ("reporter", False)])
def test_who_reads_the_file_sees_the_burn_down(sign_in, client, agreement, role, sees):
    make_line(agreement)
    sign_in(role)
    text = client.get(page(agreement)).content.decode()
    assert ("drawing--burn_down" in text) == sees


@pytest.mark.parametrize("state", ["drafting", "signature"])
def test_what_is_not_signed_has_none(state):
    agreement = make_agreement(state)
    make_line(agreement)
    assert shown(agreement) == {"burn": None, "gaps": [], "older_gaps": 0}


def test_it_is_as_of_the_day_that_was_chosen(sign_in, client, agreement):
    line = make_line(agreement, quota_total=4)
    tell(line, date(2025, 2, 1), date(2025, 6, 1))
    sign_in("head")
    then = client.get(page(agreement), {"as_of": "2025-03-01"}).context
    assert then["burn"].picture.done_words == "1"
    assert [(gap.words, gap.is_over) for gap in then["gaps"]] == [("kurang 3", False)]
    now = shown(agreement)
    assert now["burn"].picture.done_words == "2"
    assert [(gap.words, gap.is_over) for gap in now["gaps"]] == [("kurang 2", True)]


def test_a_gap_leads_to_the_published_stories_of_the_region_in_its_days(
    sign_in, client, agreement, region
):
    make_line(agreement, quota_period=1, period="month")
    (gap,) = shown(agreement, date(2025, 1, 20))["gaps"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(gap.url).query).items()}
    assert asked == {
        "state": "published", "region": str(region.pk), "class": "news",
        "day": "2025-01-01..2025-01-31",
    }  # fmt: skip
    noon = datetime(2025, 1, 9, 12, tzinfo=timezone.get_default_timezone())
    wanted = make_article("published", regions=[region], publish_at=noon)
    make_article("published", publish_at=noon)
    sign_in("officer")
    listed = client.get(gap.url).context["cl"].result_list
    assert [story.pk for story in listed] == [wanted.pk]


@pytest.mark.parametrize("kind", ["advertorial", "photo"])
def test_a_gap_asks_for_the_class_that_its_line_takes(agreement, kind):
    make_line(agreement, kind=kind)
    (gap,) = shown(agreement)["gaps"]
    assert ("class=advertorial" in gap.url) == (kind == "advertorial")


def test_a_gap_names_the_proposals_that_wait_for_its_line(agreement):
    lines = [make_line(agreement), make_line(agreement)]
    make_claim(lines[0], make_article("published"), entry="propose")
    assert [gap.proposed for gap in shown(agreement)["gaps"]] == [1, 0]


def test_a_partner_without_a_region_has_no_list_to_lead_to():
    agreement = make_agreement("in_force", **YEAR)
    make_line(agreement)
    (gap,) = shown(agreement)["gaps"]
    assert gap.url == ""


def test_what_is_closed_takes_no_story_any_more(region):
    partner = make_organization(region=region)
    agreement = make_agreement("completed", partner=partner, **YEAR)
    make_line(agreement)
    (gap,) = shown(agreement)["gaps"]
    assert (gap.url, gap.is_over) == ("", True)


def test_the_oldest_of_many_gaps_are_only_counted():
    agreement = make_agreement("in_force", starts_on=date(2022, 1, 1), ends_on=date(2025, 12, 31))
    make_line(agreement, quota_period=1, period="month")
    found = shown(agreement, date(2026, 1, 1))
    assert (len(found["gaps"]), found["older_gaps"]) == (24, 24)
    assert found["gaps"][0].when == "Desember 2025"


def test_what_can_still_be_filled_comes_first(agreement):
    make_line(agreement, quota_period=1, period="month", title="Per bulan")
    make_line(agreement, title="Seluruhnya")
    found = shown(agreement, date(2025, 3, 9))["gaps"]
    assert [(gap.title, gap.when) for gap in found] == [
        ("Per bulan", "Maret 2025"), ("Seluruhnya", "sampai 31 Des 2025"),
        ("Per bulan", "Februari 2025"), ("Per bulan", "Januari 2025"),
    ]  # fmt: skip


def queries(client, agreement):
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(page(agreement))
    return len(found)


def test_the_burn_down_asks_the_database_nothing(sign_in, client, agreement, monkeypatch):
    """However many lines and stories: all of it is worked out from what the page has read."""
    sign_in("officer")
    ContentType.objects.get_for_model(Agreement)  # asked for once in a process
    tell(make_line(agreement, quota_period=2, period="month"), date(2025, 2, 1))
    one = queries(client, agreement)
    for _ in range(2):
        tell(make_line(agreement), date(2025, 2, 1), date(2025, 3, 1))
    assert queries(client, agreement) == one
    monkeypatch.setattr(progress, "context", lambda *_: {"burn": None, "gaps": []})
    assert queries(client, agreement) == one
