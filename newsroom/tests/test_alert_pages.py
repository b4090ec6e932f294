"""“Peringatan” and “Pemberitahuan saya”: what is due, to whom it is shown, and who wants what."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.tests.factories import make_user
from newsroom import alert_choices
from newsroom.models import AlertChoice
from newsroom.models.alerts import DIGEST
from newsroom.roles import LABELS
from partnerships.alert_kinds import Kind
from partnerships.tests.factories import make_organization
from partnerships.tests.test_alerts import TODAY, one_of_each, running
from partnerships.tests.test_steps import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
PAGE, CHOICES = "/admin/alerts/", "/admin/notices/choices/"
DAY = timedelta(days=1)
NOW = timezone.make_aware(timezone.datetime(2026, 11, 30, 9))


@pytest.fixture(autouse=True)
def _today(client):
    client.cookies["django_language"] = "en"
    with time_machine.travel(NOW, tick=False):
        yield


def shown(client):
    return [row.kind for group in client.get(PAGE).context["groups"] for row, _w in group.rows]


def page(client):
    return client.get(PAGE).content.decode()


def test_the_page_lists_what_is_due_by_urgency_each_leading_to_where_it_is_solved(client, sign_in):
    agreement = running(date(2026, 12, 20), title="PKS Karo", owner=sign_in("officer"))
    running(TODAY - DAY, title="PKS Toba", owner=agreement.owner)
    groups = client.get(PAGE).context["groups"]
    assert [(group.name, group.number) for group in groups] == [("late", 1), ("soon", 1)]
    found = page(client)
    assert found.index("PKS Toba") < found.index("PKS Karo")
    assert f'href="/admin/partnerships/agreement/{agreement.pk}/change/"' in found
    assert "Ends on 20 December 2026, in 20 days." in found


def test_every_row_leads_to_a_page_that_its_reader_may_open(client, sign_in):
    one_of_each(sign_in("head"))
    groups = client.get(PAGE).context["groups"]
    addresses = {words.url.partition("#")[0] for group in groups for _row, words in group.rows}
    assert len(addresses) > 3
    assert {client.get(url).status_code for url in addresses} == {200}


def test_an_officer_sees_their_own_and_the_head_everybodys(client, sign_in):
    one_of_each(make_user("officer"))
    sign_in("officer")
    assert shown(client) == []
    sign_in("head")
    assert set(shown(client)) == set(Kind) - {Kind.STEP}


def test_editor_and_reporter_see_what_is_theirs_to_do_and_no_agreement(client, sign_in):
    reporter = sign_in("reporter")
    one_of_each(reporter)
    assert shown(client) == [Kind.STEP]
    sign_in("editor")
    assert shown(client) == [Kind.REPLY]


@pytest.mark.parametrize("role", ["officer", "head", "editor"])
def test_where_nothing_is_due_it_says_that_all_is_well(role, client, sign_in):
    sign_in(role)
    assert "All is well." in page(client)


def test_a_kind_that_is_not_wanted_in_the_desk_is_left_out_and_the_page_says_so(client, sign_in):
    officer = sign_in("officer")
    running(date(2026, 12, 20), owner=officer)
    alert_choices.choose(officer, {Kind.END: (False, True)})
    assert shown(client) == []
    assert "You chose not to see one kind here." in page(client)


def test_a_group_is_bounded_and_says_how_many_more_there_are(client, sign_in, monkeypatch):
    monkeypatch.setattr("newsroom.alert_pages.SHOWN", 2)
    officer = sign_in("officer")
    for _number in range(4):
        make_activity(officer, next_step_on=TODAY - DAY)
    assert len(shown(client)) == 2
    assert "2 more follow once these are solved." in page(client)


def test_what_people_typed_is_text_on_the_page(client, sign_in):
    evil, officer = "<script>alert(1)</script>", sign_in("officer")
    running(date(2026, 12, 20), title=evil, partner=make_organization(name=evil), owner=officer)
    make_activity(officer, next_step=evil, next_step_on=TODAY - DAY)
    found = page(client)
    assert evil not in found
    assert found.count("&lt;script&gt;alert(1)") == 3


@pytest.mark.parametrize("role", ["officer", "head"])
def test_the_page_costs_the_same_for_one_of_each_and_for_three(role, client, sign_in):
    me = sign_in(role)

    def cost():
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    one_of_each(me)
    one = cost()
    for _number in range(2):
        one_of_each(me)
    assert cost() == one <= 13


@pytest.mark.parametrize("role", LABELS)
def test_the_menu_leads_those_there_who_keep_agreements(role, client, sign_in):
    sign_in(role)
    linked = f'href="{PAGE}"' in client.get("/admin/").content.decode()
    assert linked is (role in {"officer", "head"})


# --- Choices -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("reporter", [Kind.STEP]),
        ("editor", [Kind.REPLY, Kind.STEP]),
        ("officer", [kind for kind in Kind if kind != Kind.REPLY]),
        ("head", [*Kind, DIGEST]),
        ("auditor", [Kind.STEP]),
    ],
)
def test_each_chooses_among_what_concerns_their_role(role, kinds, client, sign_in):
    sign_in(role)
    offered = client.get(CHOICES).context["alert_choices"]
    assert [row[0] for row in offered] == kinds


def test_by_default_all_is_in_the_desk_and_the_head_is_mailed_what_needs_a_head(sign_in):
    officer, head = make_user("officer"), make_user("head")
    assert alert_choices.in_desk(officer) == alert_choices.by_mail(officer)
    assert alert_choices.in_desk(head) == set(Kind)
    assert set(Kind) - alert_choices.by_mail(head) == {Kind.DUTY, Kind.NUMBER, Kind.USED}


def test_choices_are_kept_and_what_equals_the_default_is_no_row(client, sign_in):
    officer = sign_in("officer")
    sent = {f"{where}-{kind}": "on" for kind in Kind for where in ("desk", "mail")}
    client.post(CHOICES, {**sent, "mail_language": "id"})
    assert not AlertChoice.objects.exists()
    del sent["desk-used"], sent["mail-pace"]
    client.post(CHOICES, {**sent, "mail-digest": "on", "desk-reply": "on", "mail_language": "id"})
    kept = [(row.kind, row.in_desk, row.by_mail) for row in officer.alert_choices.order_by("kind")]
    assert kept == [("pace", True, False), ("used", False, True)]


def test_a_choice_is_made_of_one_query(django_assert_num_queries):
    officer = make_user("officer")
    officer.has_perm("x.y")  # what a person may is read once in a page
    with django_assert_num_queries(1):
        alert_choices.choices_of(officer)
