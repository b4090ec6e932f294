"""The page “Kerja sama”: what it says first, of which day, to whom; and what it never says."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.tests.factories import make_article, make_region
from newsroom import overview
from newsroom.output import read_choices
from partnerships.models import StateChange
from partnerships.scope import scope_of
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
    make_training,
)
from partnerships.tests.test_steps import make_activity

pytestmark = pytest.mark.django_db
PAGE = "/admin/overview/"
LIST = "/admin/partnerships/agreement/"
DAY = timedelta(days=1)


def moved(agreement, *moves):
    """Rows of the history: (days ago, from, to)."""
    now = timezone.now()
    for days, was, to in moves:
        StateChange.objects.create(
            agreement=agreement, move="uji", from_state=was, to_state=to, by=agreement.owner,
            at=now - days * DAY,
        )  # fmt: skip


def made_ago(days, state, **values):
    return make_agreement(state, created_at=timezone.now() - days * DAY, **values)


def day_ago(days):
    return (timezone.localdate() - days * DAY).isoformat()


def look(user, **query):
    """What the page holds for `user`, without its HTML."""
    scope = scope_of({name: str(value) for name, value in query.items()})
    return overview.page(user, scope, read_choices(user, scope))


def stages(context):
    return {figure.state: figure.number for figure in context["stages"] if figure.number}


def test_what_the_head_decides_comes_first_with_its_move(client, sign_in):
    sign_in("head")
    waits = made_ago(30, "review", title="Naskah menunggu")
    moved(waits, (20, "drafting", "review"))
    page = client.get(PAGE)
    ((row, move),) = page.context["for_head"]
    assert (row.title, row.days, move.name) == ("Naskah menunggu", 20, "approve")
    html = page.content.decode()
    assert f"{LIST}{waits.pk}/move/approve/" in html
    assert html.index("Naskah menunggu") < html.index("h-ending")


def test_who_decides_nothing_is_offered_no_move(client, sign_in):
    sign_in("officer")
    made_ago(30, "review")
    assert "/move/" not in client.get(PAGE).content.decode()


def test_an_agreement_waits_too_long_for_its_signatures_after_fourteen_days(sign_in):
    me = sign_in("head")
    for days in (14, 15):
        moved(made_ago(40, "signature"), (days, "review", "signature"))
    assert [figure.number for figure in look(me)["needs"]][2] == 1


def test_what_is_behind_says_how_many_stories_a_week_it_needs(sign_in):
    me = sign_in("head")
    today = timezone.localdate()
    agreement = make_agreement(
        "in_force", starts_on=today - 50 * DAY, ends_on=today + 49 * DAY, title="Tertinggal"
    )
    make_line(agreement, quota_total=20)
    (row,) = look(me)["behind"]
    assert (row.row.title, row.used, row.quota) == ("Tertinggal", 0, 20)
    assert row.weekly == pytest.approx(20 / 7)


def test_this_month_is_set_against_what_it_was_to_bring(sign_in):
    me = sign_in("head")
    today = timezone.localdate()
    agreement = make_agreement("in_force", starts_on=today.replace(day=1))
    line = make_line(agreement, quota_period=2, period="month")
    make_claim(line, make_article("published"))
    context = look(me)
    ((service, came, short),) = context["month"]
    assert (came.number, service.due, short.number) == (1, 2, 1)
    make_claim(line, make_article("published"))
    context = look(me)
    assert (context["month_short"].number, context["month_full"].number) == (0, 1)


# --- As of a day -------------------------------------------------------------------------------


def test_an_agreement_stands_on_a_day_as_its_last_move_before_left_it(sign_in):
    me = sign_in("head")
    agreement = made_ago(40, "drafting")
    moved(agreement, (30, "exploring", "offered"), (10, "offered", "drafting"))
    found = {days: stages(look(me, as_of=day_ago(days))) for days in (41, 35, 30, 11, 10)}
    assert found == {
        41: {}, 35: {"exploring": 1}, 30: {"offered": 1}, 11: {"offered": 1}, 10: {"drafting": 1},
    }  # fmt: skip
    assert stages(look(me)) == {"drafting": 1}


def test_an_amendment_leaves_the_state_and_its_days_as_they_are(sign_in):
    me = sign_in("head")
    agreement = made_ago(40, "in_force")
    moved(agreement, (20, "signature", "in_force"), (5, "in_force", "in_force"))
    context = look(me, as_of=day_ago(2))
    assert stages(context) == {"in_force": 1}
    assert "18 " in context["bars"][5].note


def test_the_term_is_the_one_that_the_amendments_of_that_day_gave(sign_in):
    me = sign_in("head")
    today = timezone.localdate()
    agreement = made_ago(100, "in_force", ends_on=today + 5 * DAY)
    moved(agreement, (90, "signature", "in_force"))
    make_amendment(agreement, today - 10 * DAY, ends_on=(today + 300 * DAY).isoformat())
    before = look(me, as_of=day_ago(11))["ending"]
    assert [row.left for row in before] == [16]
    assert look(me)["ending"] == []


def test_what_counts_on_a_past_day_is_what_the_ledger_said_then(sign_in):
    me = sign_in("head")
    today = timezone.localdate()
    agreement = made_ago(100, "in_force", starts_on=today - 90 * DAY, ends_on=today + 9 * DAY)
    moved(agreement, (89, "signature", "in_force"))
    line = make_line(agreement, quota_total=10)
    for days in (30, 3):
        at = timezone.now() - days * DAY
        story = make_article("published", publish_at=at, first_published_at=at)
        make_claim(line, story, at=at + timedelta(minutes=1))
    used = [look(me, as_of=day)["behind"][0].used for day in ("", day_ago(10), day_ago(40))]
    assert used == [2, 1, 0]


def test_the_list_that_a_past_day_leads_to_shows_the_states_of_that_day(client, sign_in):
    sign_in("head")
    agreement = made_ago(40, "in_force", title="Dulu penawaran")
    moved(agreement, (30, "exploring", "offered"), (2, "signature", "in_force"))
    query = {"as_of": day_ago(10), "state": "offered"}
    html = client.get(LIST, query).content.decode()
    assert "Dulu penawaran" in html
    assert set(re.findall(r"chip--(\w+)", html)) == {"offered"}
    assert client.get(LIST, {"state": "offered"}).context["cl"].result_count == 0


def test_nobody_but_who_reads_the_files_sees_how_an_agreement_came_to_be(client, sign_in):
    sign_in("reporter")
    moved(made_ago(40, "in_force"), (2, "signature", "in_force"))
    html = client.get(LIST, {"as_of": day_ago(10)}).content.decode()
    assert set(re.findall(r"chip--(\w+)", html)) == {"in_force"}


@pytest.mark.parametrize("asked", ["besok", "2026-02-30", "0001-01-01", "9999-12-31", "<b>"])
def test_a_day_that_is_none_or_has_not_come_gives_the_page_of_today_and_says_so(
    asked, client, sign_in
):
    sign_in("head")
    make_agreement("drafting")
    page = client.get(PAGE, {"as_of": asked})
    assert page.status_code == 200
    assert stages(page.context) == {"drafting": 1}
    assert page.context["scope"].refusal
    html = page.content.decode()
    assert page.context["scope"].refusal.split(".")[-2] in html
    assert "as_of" not in "".join(re.findall(r'href="([^"]+)"', html))


def test_a_past_day_offers_no_move_and_says_what_is_todays(client, sign_in):
    sign_in("head")
    moved(made_ago(40, "review"), (20, "drafting", "review"))
    html = client.get(PAGE, {"as_of": day_ago(5)}).content.decode()
    assert "/move/" not in html
    assert "notice-line" in html


def test_steps_that_were_ticked_off_since_were_overdue_then(sign_in):
    me = sign_in("head")
    now, today = timezone.now(), timezone.localdate()
    make_activity(
        next_step="Sudah beres", next_step_on=today - 20 * DAY, at=now - 30 * DAY,
        next_step_done_at=now - 5 * DAY,
    )  # fmt: skip
    numbers = [look(me, as_of=day)["late"].number for day in ("", day_ago(6))]
    assert numbers == [0, 1]


def test_trainings_to_come_are_those_that_had_not_begun_by_then(sign_in):
    me = sign_in("head")
    make_training(sessions=[(-3, 2)], created_at=timezone.now() - 10 * DAY)
    asked = ("", day_ago(5), day_ago(12))
    numbers = [look(me, as_of=day)["training_count"].number for day in asked]
    assert numbers == [0, 1, 0]


# --- Narrowed ----------------------------------------------------------------------------------


def test_region_service_and_officer_narrow_together(sign_in):
    me = sign_in("head")
    region = make_region(name="Batu Bara")
    partner = make_organization(region=region)
    office = make_organization("opd", parent=partner)
    wanted = make_agreement("drafting", partner=office)
    make_line(wanted, kind="video")
    make_agreement("drafting", partner=partner)
    make_line(make_agreement("drafting"), kind="video")
    query = {"region": region.pk, "service": "video", "owner": wanted.owner_id}
    assert stages(look(me, region=region.pk)) == {"drafting": 2}
    context = look(me, **query)
    assert stages(context) == {"drafting": 1}
    assert all(f"owner={wanted.owner_id}" in figure.url for figure in context["stages"])


def test_our_own_side_is_in_no_region(sign_in):
    me = sign_in("head")
    region = make_region(name="Medan")
    make_organization("own", region=region)
    make_agreement("drafting")
    assert stages(look(me, region=region.pk)) == {}


@pytest.mark.parametrize("name", ["region", "owner"])
def test_a_filter_that_is_no_choice_is_dropped_from_the_address(name, client, sign_in):
    sign_in("head")
    answer = client.get(PAGE, {name: 999_999, "as_of": day_ago(3)})
    assert answer.url == f"{PAGE}?as_of={day_ago(3)}"


# --- Who, and what never -----------------------------------------------------------------------


@pytest.mark.parametrize("role", ["head", "officer", "editor", "auditor"])
def test_no_value_of_an_agreement_stands_on_the_page_or_the_board(role, client, sign_in):
    sign_in(role)
    agreement = make_agreement("in_force", value=123_456_789, title="Ada nilainya")
    make_line(agreement, unit_price=98_765_432, is_paid=True)
    for url in (PAGE, "/admin/board/"):
        html = client.get(url).content.decode()
        assert "Ada nilainya" in html
        assert not re.search(r"123.?456.?789|98.?765.?432", html)


def test_only_the_desk_sees_the_clocks_of_the_right_of_reply(client, sign_in):
    sign_in("officer")
    assert "h-replies" not in client.get(PAGE).content.decode()
    sign_in("head")
    assert "h-replies" in client.get(PAGE).content.decode()


def test_what_somebody_typed_is_text_on_the_page_and_the_board(client, sign_in):
    sign_in("head")
    name = "<script>alert(1)</script>\u202e"
    make_agreement("in_force", title=name, partner=make_organization(name=name))
    make_agreement("review", title=name)
    for url in (PAGE, "/admin/board/"):
        html = client.get(url).content.decode()
        assert "alert(1)" in html
        assert "<script>alert" not in html


def test_an_empty_bureau_is_told_what_to_do(client, sign_in):
    sign_in("head")
    assert client.get(PAGE).content.decode().count('class="empty"') >= 6
    assert 'class="empty"' in client.get("/admin/board/").content.decode()


def test_the_page_costs_the_same_for_one_of_each_and_for_three(client, sign_in):
    me = sign_in("head")
    today = timezone.localdate()

    def one_more():
        agreement = make_agreement("in_force", ends_on=today + 20 * DAY)
        make_claim(make_line(agreement), make_article("published"))
        make_agreement("review")
        make_training(sessions=[(3, 2)])
        make_activity(owner=me, next_step="Telat", next_step_on=today - DAY)

    def cost(url):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    pages = (PAGE, f"{PAGE}?as_of={day_ago(1)}", "/admin/board/")
    one_more()
    first = [cost(url) for url in pages]
    one_more()
    one_more()
    assert [cost(url) for url in pages] == first
    assert max(first) <= 15


# --- What a month brought, piece by piece ------------------------------------------------------


def test_the_pieces_behind_a_months_number_lead_to_story_and_agreement(client, sign_in):
    sign_in("head")
    agreement = make_agreement("in_force", title="PKS Uji")
    line = make_line(agreement)
    story = make_article("published", headline="Irigasi selesai")
    make_claim(line, story)
    make_claim(line, make_article("published"), "propose")
    page = client.get("/admin/overview/deliveries/news/")
    (row,) = page.context["page"].object_list
    assert (row.title, row.agreement) == ("Irigasi selesai", "PKS Uji")
    html = page.content.decode()
    assert f"/admin/articles/article/{story.pk}/change/" in html
    assert f"{LIST}{agreement.pk}/change/#deliverables" in html


def test_a_story_that_protects_a_child_is_not_named_among_the_pieces(client, sign_in):
    sign_in("head")
    story = make_article("published", headline="Nama anak itu", retraction_hides_identity=True)
    make_claim(make_line(make_agreement("in_force")), story)
    html = client.get("/admin/overview/deliveries/news/").content.decode()
    assert "Nama anak itu" not in html
    assert f"/article/{story.pk}/change/" in html


def test_a_kind_that_the_ledger_does_not_count_has_no_such_page(client, sign_in):
    sign_in("head")
    assert client.get("/admin/overview/deliveries/video/").status_code == 404


@pytest.mark.parametrize("stories", [1, 3])
def test_the_pieces_cost_the_same_for_one_and_for_three(stories, client, sign_in):
    sign_in("head")
    line = make_line(make_agreement("in_force"))
    for _number in range(stories):
        make_claim(line, make_article("published"))
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/overview/deliveries/news/")
    assert page.context["page"].paginator.count == stories
    assert len(queries) == 7
