"""Every number on the page “Kerja sama”, and every shape, leads to a list that counts the same."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from articles.models import ReplyRequest
from articles.tests.factories import make_article, make_user
from newsroom.archive.agreements import Register
from newsroom.archive.stories import Archive, make_people
from newsroom.roles import make_roles
from newsroom.tests.test_archive import check, learn_sizes
from partnerships import drawings
from partnerships.models import Agreement, Obligation, Party
from partnerships.tests.factories import make_amendment, make_claim, make_line, make_training

PAGE = "/admin/overview/"
DAY = timedelta(days=1)
STORIES, DAYS, AGREEMENTS, CLAIMS = 300, 60, 70, 250


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """Agreements in every state with all that can be late, taken away again at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("bootstrap", verbosity=0)
        make_roles()
        people = make_people(6)
        assert sum(Archive(STORIES, days=DAYS, people=people).batches()) == STORIES
        made = Register(AGREEMENTS, CLAIMS, days=DAYS, people=people)
        assert sum(made.write()) > AGREEMENTS
        _more(made)
        learn_sizes()
        yield made
        transaction.set_rollback(True)


def _more(made):
    """What the archive has none of: duties, trainings, replies, terms that end, amended ones."""
    running = list(Agreement.objects.filter(state="in_force").order_by("pk"))
    edges = iter((-10, 7, 30, 60, 90, 0, -1))  # long over; the last day of each span; over
    for number, agreement in enumerate(running):
        if number % 3 == 0:
            Obligation.objects.create(
                agreement=agreement, side="ours", text="Laporan", due_on=made.today - 5 * DAY,
                done_on=made.today - DAY if number % 2 else None,
            )  # fmt: skip
        if number % 5 == 0:
            last = made.today + next(edges, number) * DAY
            make_amendment(agreement, agreement.starts_on, ends_on=last.isoformat())
        if number % 7 == 0:
            make_line(agreement, kind="training", quota_total=4)
    for number in range(6):
        party = Party.objects.filter(order=2, agreement=running[number]).get()
        make_training(
            organization=party.organization, agreement=running[number], owner=made.people[0],
            sessions=[(number - 2, 2)],
        )  # fmt: skip
    # In the first hours of a month nothing of it came yet.
    counting = set(Agreement.objects.counting_on().filter(state="in_force"))
    line = next(line for line in made.lines if line.agreement in counting)
    make_claim(line, make_article("published", story_class="news", publish_at=timezone.now()))
    story = running and made.lines[0].agreement.deliverables.first().claims.first()
    article = story.article if story else None
    now, by = timezone.now(), made.people[0]
    for hours in (-3, 30):
        ReplyRequest.objects.create(
            article=article, who="Pembaca", contact="0", text="Tanggapan.",
            received_at=now - 2 * DAY, due_at=now + timedelta(hours=hours), recorded_by=by,
        )  # fmt: skip


@pytest.fixture
def as_role(register, db):
    def sign_in(role):
        client, user = Client(), make_user(role)
        client.force_login(user)
        return client, user

    return sign_in


def listed(user, url, client):
    """How many rows the list at `url` has for this user."""
    match = resolve(url.partition("?")[0])
    if match.url_name == "deliveries":
        return client.get(url).context["page"].paginator.count
    app, model = match.url_name.removesuffix("_changelist").split("_")
    model_admin = next(
        each for each in admin.site._registry.values()
        if (each.opts.app_label, each.opts.model_name) == (app, model)
    )  # fmt: skip
    request = RequestFactory().get(url)
    request.user = user
    found = model_admin.get_changelist_instance(request)
    assert not getattr(found.paginator, "is_capped", False)
    unknown = {*request.GET} - {spec.parameter_name for spec in found.filter_specs if spec.value()}
    assert not unknown, f"{url}: the list does not narrow by {unknown}"
    return found.result_count


def numbers_on(page):
    """{(address, number)} of all links that count, and of all shapes."""
    html = page.content.decode()
    links = re.findall(r'href="([^"]+)" data-count="(\d+)"', html)
    found = {(unescape(url), int(number)) for url, number in links}
    shapes = (drawings.Bar, drawings.DayCount, drawings.RegionTile)
    context = page.context
    drawn = [*context["bars"], *context["output"]["days"], *context["tiles"]]
    assert all(isinstance(each, shapes) for each in drawn)
    return found | {(each.url, each.number) for each in drawn}


def links_to_lists(page):
    """Addresses on the page that narrow a list, wherever they stand."""
    found = map(unescape, re.findall(r'href="([^"]+)"', page.content.decode()))
    narrowed = {url for url in found if url.startswith("/admin/") and "?" in url}
    return {url for url in narrowed if not url.partition("?")[0].endswith("/change/")}


A_PAST_DAY = timezone.localdate() - 23 * DAY
CASES = {
    "head": ("head", {}),
    "head, a past day": ("head", {"as_of": A_PAST_DAY}),
    "head, a region": ("head", {"region": "busiest"}),
    "head, an officer and a service on a past day": (
        "head", {"as_of": A_PAST_DAY, "owner": "busiest", "service": "advertorial"},
    ),
    "officer, the map of stories": ("officer", {"map": "stories", "service": "news"}),
    "editor, a region": ("editor", {"region": "busiest"}),
}  # fmt: skip


def chosen(query):
    """`query` with the region and the officer of the first agreement that runs."""
    party = Party.objects.filter(order=2, agreement__state="in_force").order_by("pk").first()
    busiest = {"region": party.organization.region_id, "owner": party.agreement.owner_id}
    return {name: busiest[name] if value == "busiest" else value for name, value in query.items()}


@pytest.mark.parametrize("case", CASES)
def test_every_number_and_every_shape_is_what_its_list_counts(case, as_role):
    role, query = CASES[case]
    client, user = as_role(role)
    page = client.get(PAGE, chosen(query))
    assert page.status_code == 200
    found = numbers_on(page)
    assert {(url, listed(user, url, client)) for url, _number in found} == found
    # Nothing that leads to a list is left out of this walk.
    assert links_to_lists(page) - {"/admin/overview/"} <= {url for url, _number in found} | {
        page.context["all_url"]
    }


def test_the_set_has_something_of_everything(as_role):
    client, _user = as_role("head")
    context = client.get(PAGE).context
    figures = [*context["needs"], *context["stages"], context["late"], context["training_count"],
               context["reply_count"], *context["ending_figures"][:1], context["month_short"],
               *context["month"][0][1:]]  # fmt: skip
    assert [figure.label for figure in figures if not figure.number] == []


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        (PAGE, 15),  # the partnerships and the newsroom's output on one page
        (f"{PAGE}?as_of={A_PAST_DAY}&map=stories", 15),
        ("/admin/home/partnerships/", 12),
        ("/admin/board/", 8),
    ],
)
def test_the_page_its_part_of_home_and_the_board_stay_quick(url, queries, as_role):
    client, _user = as_role("head")
    check(client, url, queries)


@pytest.mark.parametrize("query", ["pace=behind", f"as_of={A_PAST_DAY}&need=decision"])
def test_the_lists_that_the_page_leads_to_stay_quick(query, as_role):
    client, _user = as_role("head")
    check(client, f"/admin/partnerships/agreement/?{query}", 16)
