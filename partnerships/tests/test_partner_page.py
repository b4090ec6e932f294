"""`/p/<token>/`: what a partner sees of its agreement, and all that it never sees."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import private_links, workflow
from articles.models import Article
from articles.tests.factories import make_article, make_user
from partnerships import ledger, partner_links, partner_page, usage
from partnerships.models import (
    Agreement,
    PartnerOpening,
    Suspension,
)
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_document,
    make_held,
    make_line,
    make_organization,
    make_paper,
    make_partner_link,
    make_training,
)
from partnerships.tests.test_counting import story_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)


@pytest.fixture
def agreement():
    return make_agreement("in_force", title="PKS Pemberitaan Batu Bara")


def page_of(agreement, client=None, **query):
    _link, path = make_partner_link(agreement)
    return (client or Client()).get(path, query)


def text_of(agreement, **query):
    page = page_of(agreement, **query)
    assert page.status_code == 200
    return page.content.decode()


# The link


def test_the_page_is_kept_by_nobody_found_by_nobody_and_tells_no_other_site(agreement):
    page = page_of(agreement)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in page
    assert not page.cookies


def test_whoever_is_signed_in_sees_the_same_page(client, agreement):
    _link, path = make_partner_link(agreement)
    client.force_login(make_user("head"))
    assert client.get(path).content == Client().get(path).content


def test_a_link_ends_by_its_day_and_by_hand_and_tells_nothing_then(client, agreement):
    _link, path = make_partner_link(agreement, days=30)
    closed, closed_path = make_partner_link(agreement)
    partner_links.revoke(closed, by=agreement.owner)
    with time_machine.travel(timezone.now() + 31 * DAY, tick=False):
        pages = [client.get(path)]
    pages.append(client.get(closed_path))
    for page in pages:
        assert (page.status_code, page["Cache-Control"]) == (410, "no-store, private")
        assert "PKS Pemberitaan" not in page.content.decode()
        assert "mailto:" in page.content.decode()
    assert not PartnerOpening.objects.exists()


@pytest.mark.parametrize("state", ["exploring", "offered", "drafting", "review", "cancelled"])
def test_a_link_rests_while_the_agreement_is_nothing_to_be_shown(state, client, agreement):
    _link, path = make_partner_link(agreement)
    make_document(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(state=state)
    assert client.get(path).status_code == 410
    assert client.get(f"{path}kalender.ics").status_code == 410


@pytest.mark.parametrize("token", ["x" * 43, "x", "x" * 500])
def test_a_wrong_token_is_unknown_and_is_kept_nowhere_either(token, client):
    page = client.get(f"/p/{token}/")
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store, private")


def test_each_opening_is_written_down_with_a_shortened_address(client, agreement):
    _link, path = make_partner_link(agreement)
    client.get(path, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Peramban\0/1" + "x" * 300})
    client.head(path)
    [row] = PartnerOpening.objects.all()
    assert (row.what, row.network, row.user_agent) == (
        "page", "203.0.113.0/24", "Peramban/1" + "x" * 190,
    )  # fmt: skip


def test_one_line_of_the_network_asks_so_often_and_no_more(client, agreement, monkeypatch):
    real = private_links.within
    monkeypatch.setattr(private_links, "within", lambda key, limit: real(key, limit - 238))
    _link, path = make_partner_link(agreement)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/p/unknown/").status_code == 429
    assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 200


# The facts


def test_the_facts_are_those_of_the_agreement_with_its_amendments():
    today = timezone.localdate()
    agreement = make_agreement("in_force", ends_on=today + 10 * DAY)
    make_amendment(agreement, today, ends_on=(today + 200 * DAY).isoformat())
    facts = partner_page.facts_of(Agreement.objects.with_end(today).get(pk=agreement.pk), today)
    assert (facts.ends_on, facts.status) == (today + 200 * DAY, "running")
    assert facts.bar["left"] == 200
    parties = agreement.parties.order_by("order")
    assert facts.parties == [(party.organization.name, party.number) for party in parties]


def test_an_agreement_that_awaits_its_signatures_says_so_and_counts_nothing():
    agreement = make_agreement("signature", title="PKS Baru")
    make_line(agreement, title="Berita daerah", quota_total=12)
    page = page_of(agreement)
    assert page.context["facts"].status == "signature"
    [line] = page.context["lines"]
    assert (line.used, line.quota) == (0, 12)


def test_a_month_says_what_was_due_delivered_carried_and_missing():
    agreement = make_agreement("in_force", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    line = make_line(agreement, quota_period=2, period="month", carry_over="next")
    for day in (date(2026, 1, 5), date(2026, 3, 1), date(2026, 3, 2)):
        make_claim(line, story_of(day), at=timezone.now() - 400 * DAY)
    with time_machine.travel(datetime(2026, 3, 20, tzinfo=timezone.get_default_timezone())):
        make_claim(line, story_of(date(2026, 3, 3)))
    [shown] = partner_page.lines_of(agreement, date(2026, 3, 20))
    assert [
        (span.first.month, span.due, span.delivered, span.carried, span.missing, span.is_now)
        for span in shown.spans
    ] == [(3, 4, 3, 2, 0, True), (2, 3, 0, 1, 3, False), (1, 2, 1, 0, 1, False)]
    [total] = partner_page.sums_of([shown])
    assert (total.used, total.due_now, total.used_now) == (4, 4, 3)


def test_a_line_for_the_whole_term_says_what_came_in_each_month():
    agreement = make_agreement("in_force", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    line = make_line(agreement, quota_total=9)
    for day in (date(2026, 1, 5), date(2026, 3, 1)):
        make_claim(line, story_of(day), at=timezone.now() - 400 * DAY)
    [shown] = partner_page.lines_of(agreement, date(2026, 3, 20))
    assert [(span.first.month, span.due, span.delivered) for span in shown.spans] == [
        (3, None, 1), (2, None, 0), (1, None, 1),
    ]  # fmt: skip


def test_a_line_that_no_story_fulfils_promises_and_counts_nothing(agreement):
    make_line(agreement, kind="video", title="Video profil", quota_total=3)
    [line] = page_of(agreement).context["lines"]
    assert (line.counted, line.quota, line.spans) == (False, 3, [])


def test_stories_sessions_and_trainings_are_summed_apart(agreement):
    make_line(agreement, quota_total=5)
    make_line(agreement, kind="photo", quota_total=2)
    make_line(agreement, kind="training", measure="session", quota_total=3)
    make_line(agreement, kind="training", measure="training", quota_total=1)
    make_line(agreement, kind="video", quota_total=9)
    sums = page_of(agreement).context["sums"]
    assert [(row.unit, row.quota) for row in sums] == [
        ("story", 7), ("session", 3), ("training", 1),
    ]  # fmt: skip


def test_the_surplus_of_one_line_does_not_hide_what_another_lacks(agreement):
    full = make_line(agreement, quota_total=1)
    make_line(agreement, quota_total=4)
    for _story in range(3):
        make_claim(full, make_article("published"))
    [row] = page_of(agreement).context["sums"]
    assert (row.used, row.quota, row.beyond, row.percent) == (1, 5, 2, 20)


# Stories


def test_the_stories_are_those_that_are_counted_and_no_others():
    today = timezone.localdate()
    agreement = make_agreement("in_force", starts_on=today - 50 * DAY, ends_on=today + 50 * DAY)
    Agreement.objects.filter(pk=agreement.pk).update(signed_on=today - 40 * DAY)
    agreement.refresh_from_db()
    Suspension.objects.create(
        agreement=agreement, from_day=today - 20 * DAY, until_day=today - 10 * DAY
    )
    line = make_line(agreement, quota_total=20)
    days = {0: True, -1: True, -10: False, -15: False, -30: True, -45: False, -60: False}
    for ahead, counts in days.items():
        day = today + ahead * DAY
        make_claim(line, story_of(day, hour=0, headline=f"{'Dihitung' if counts else 'Tidak'}"))
    rows = [
        partner_page.story_row(claim)
        for claim in partner_page.stories_of(
            Agreement.objects.with_end(today).get(pk=agreement.pk), today
        )
    ]
    assert {row.headline for row in rows} == {"Dihitung"}
    assert len(rows) == usage.usage(agreement)[0].used == 3


def test_a_story_is_shown_with_its_link_time_line_and_labels(agreement):
    line = make_line(agreement, title="Advertorial daerah", kind="advertorial")
    story = make_article(
        "published", headline="Panen raya", story_class="advertorial",
        disclosure="Kerja sama dengan Pemkab", corrected_at=timezone.now(),
    )  # fmt: skip
    make_claim(line, story)
    [row] = page_of(agreement).context["stories"]
    assert (row.headline, row.url, row.line, row.corrected, row.retracted) == (
        "Panen raya", story.get_absolute_url(), "Advertorial daerah", True, False,
    )  # fmt: skip
    assert (row.label, row.disclosure) == (story.label, "Kerja sama dengan Pemkab")


@pytest.mark.parametrize("hides", [False, True])
def test_a_retracted_story_stays_on_the_list_and_does_not_count(hides, agreement):
    line, head = make_line(agreement), make_user("head")
    story = make_article("published", headline="Anak Siti Aminah menang", slug="anak-siti-aminah")
    ledger.accept(story, line, by=make_user("editor"))
    ground = "child" if hides else "error"
    workflow.retract(story, by=head, note="Keliru.", ground=ground, hides_identity=hides)
    page = page_of(agreement)
    [row] = page.context["stories"]
    assert (row.retracted, page.context["lines"][0].used) == (True, 0)
    text = page.content.decode().lower()
    assert ("siti" in text) is not hides
    assert bool(row.url) is not hides


def test_what_the_head_took_back_before_a_retraction_is_not_on_the_list(agreement):
    line, head = make_line(agreement), make_user("head")
    story = make_article("published")
    ledger.accept(story, line, by=make_user("editor"))
    ledger.reverse(story.claims.get(), by=head, note="Bukan untuk butir ini.")
    workflow.retract(story, by=head, note="Keliru.", ground="error")
    assert page_of(agreement).context["stories"] == []


def test_a_story_accepted_anew_is_on_the_list_once(agreement):
    line, head = make_line(agreement), make_user("head")
    story = make_article("published")
    for _again in range(2):
        ledger.accept(story, line, by=make_user("editor"))
        accepted = story.claims.filter(entry="accept").latest("pk")
        ledger.reverse(accepted, by=head, note="Ulang.")
    ledger.accept(story, line, by=make_user("editor"))
    assert len(page_of(agreement).context["stories"]) == 1


def test_many_stories_are_paged_by_key_and_further_pages_are_of_stories_alone(
    client, agreement, monkeypatch
):
    monkeypatch.setattr("partnerships.partner_views.STORIES", 2)
    line = make_line(agreement)
    moment = timezone.now() - DAY
    for number in range(5):  # all of one moment
        make_claim(line, make_article("published", publish_at=moment, headline=f"Berita {number}"))
    make_document(agreement)
    _link, path = make_partner_link(agreement)
    seen, query = [], {}
    for _page in range(3):
        page = client.get(path, query)
        seen += [row.headline for row in page.context["stories"]]
        query = {"sebelum": page.context["pages"].older}
    assert sorted(seen) == [f"Berita {number}" for number in range(5)]
    assert "Naskah" not in page.content.decode()
    assert client.get(path, {"sebelum": "x'; --"}).status_code == 200


# Trainings


def test_a_training_is_shown_with_its_days_and_its_state(agreement):
    make_held(agreement, title="Menulis")
    make_training(agreement=agreement, title="Memotret", sessions=[(5, 2), (6, 2)])
    make_training(agreement=agreement, title="Menyusul", sessions=[])
    rows = page_of(agreement).context["trainings"]
    assert [(row.title, row.state) for row in rows] == [
        ("Menyusul", "planned"), ("Memotret", "planned"), ("Menulis", "held"),
    ]  # fmt: skip
    assert rows[1].last - rows[1].first == DAY


# What it costs


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_of_each_and_for_three(
    rows, client, agreement, django_assert_num_queries
):
    for number in range(rows):
        line = make_line(agreement, quota_period=2, period="month", title=f"Butir {number}")
        make_claim(line, make_article("published"))
        make_held(agreement)
        make_document(agreement, f"Naskah {number}")
        make_paper(agreement)
    _link, path = make_partner_link(agreement)
    client.get(path)
    with django_assert_num_queries(11):
        text = client.get(path).content.decode()
    assert len(re.findall('class="promise"', text)) == rows


def test_offices_and_kinds_of_a_line_cost_no_query_each(client, agreement):
    partner = make_organization("opd")
    make_line(agreement, organization=partner)
    [line] = page_of(agreement).context["lines"]
    assert line.office == partner.name


def test_the_story_is_read_without_its_body(agreement, django_assert_num_queries):
    make_claim(make_line(agreement), make_article("published"))
    today = timezone.localdate()
    agreement = Agreement.objects.with_end(today).get(pk=agreement.pk)
    [claim] = partner_page.stories_of(agreement, today)
    assert "body" in claim.article.get_deferred_fields()
    with django_assert_num_queries(0):
        partner_page.story_row(claim)
    assert Article.objects.count() == 1
