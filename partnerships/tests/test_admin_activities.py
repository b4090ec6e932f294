"""The list of activities, logging one, and ticking off its next step."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Activity
from partnerships.tests.factories import make_agreement, make_organization
from partnerships.tests.test_steps import make_activity

pytestmark = pytest.mark.django_db
LIST = "/admin/partnerships/activity/"
ADD = f"{LIST}add/"
DAY = timedelta(days=1)


def listed(client, query=""):
    return list(client.get(LIST + query).context["cl"].result_list)


def typed(organization, owner, **values):
    return {
        "organization": organization.pk,
        "kind": "visit",
        "at": "2022-06-28T10:00",
        "summary": "Kunjungan penjajakan.",
        "owner": owner.pk,
        **values,
    }


def done_page(activity):
    return reverse("admin:partnerships_activity_done", args=[activity.pk])


def test_an_activity_is_logged_with_its_next_step_and_leads_to_the_organization(client, sign_in):
    me, partner = sign_in("officer"), make_organization()
    step = {"next_step": "Kirim penawaran", "next_step_on": "2022-07-05"}
    answer = client.post(ADD, typed(partner, me, **step))
    activity = Activity.objects.get()
    assert answer.url == reverse("admin:partnerships_organization_change", args=[partner.pk])
    assert (activity.organization, activity.owner, activity.next_step) == (
        partner,
        me,
        "Kirim penawaran",
    )


def test_the_form_opens_with_the_partner_and_with_me_as_who_follows_up(client, sign_in):
    me, partner = sign_in("officer"), make_organization()
    form = client.get(f"{ADD}?organization={partner.pk}").context["adminform"].form
    assert form["organization"].value() == str(partner.pk)
    assert form["owner"].value() == me.pk


def test_a_step_without_its_day_is_refused_in_words(client, sign_in):
    me, partner = sign_in("officer"), make_organization()
    page = client.post(ADD, typed(partner, me, next_step="Kirim penawaran"))
    assert page.status_code == 200
    assert page.context["adminform"].form.non_field_errors()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_who_only_reads_gets_no_form_to_log_and_none_to_tick_off(role, client, sign_in):
    me, activity = sign_in(role), make_activity()
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, typed(activity.organization, me)).status_code == 403
    assert client.get(done_page(activity)).status_code == 403
    assert client.post(done_page(activity), {"kind": "call"}).status_code == 403
    assert ADD not in client.get("/admin/").content.decode()
    assert Activity.objects.open_steps().count() == 1


def test_logging_is_one_click_away_from_every_page_of_the_desk(client, sign_in):
    for role in ("officer", "head"):
        sign_in(role)
        for page in ("/admin/", "/admin/articles/article/", LIST):
            assert f'href="{ADD}"' in client.get(page).content.decode(), (role, page)


def test_an_open_step_is_ticked_off_from_the_list_by_those_who_may(client, sign_in):
    activity = make_activity()
    offered = {}
    for role in ("officer", "editor"):
        sign_in(role)
        offered[role] = done_page(activity) in client.get(LIST).content.decode()
    assert offered == {"officer": True, "editor": False}


def test_ticking_off_with_a_note_logs_it(client, sign_in):
    sign_in("officer")
    activity = make_activity()
    answer = client.post(done_page(activity), {"kind": "call", "note": "Sudah diterima."})
    assert answer.status_code == 302
    assert Activity.objects.filter(summary="Sudah diterima.", kind="call").count() == 1
    assert not Activity.objects.open_steps().exists()


def test_a_second_tick_is_told_that_it_is_done(client, sign_in):
    sign_in("officer")
    activity = make_activity(next_step_done_at=timezone.now())
    answer = client.post(done_page(activity), {"kind": "call", "note": "Lagi."})
    assert answer.status_code == 422
    assert Activity.objects.count() == 1


def test_the_list_is_narrowed_to_mine_open_overdue_kind_and_partner(client, sign_in):
    me, today = sign_in("officer"), timezone.localdate()
    late = make_activity(owner=me, next_step_on=today - DAY)
    soon = make_activity(owner=me, next_step_on=today, kind="call")
    other = make_activity(next_step_on=today - 2 * DAY)
    done = make_activity(owner=me, next_step_on=today - DAY, next_step_done_at=timezone.now())
    assert set(listed(client)) == {late, soon, other, done}
    assert set(listed(client, "?mine=yes")) == {late, soon, done}
    assert listed(client, "?mine=yes&open=yes") == [late, soon]
    assert listed(client, "?overdue=yes") == [other, late]
    assert listed(client, "?kind=call") == [soon]
    assert listed(client, f"?organization={other.organization.pk}") == [other]


def test_the_list_is_searched_by_partner_and_by_what_was_said(client, sign_in):
    sign_in("officer")
    partner = make_organization(name="Pemkab Batu Bara", aliases=["Batubara"])
    one = make_activity(organization=partner)
    two = make_activity(summary="Membahas silabus pelatihan.")
    assert listed(client, "?q=Batubara") == [one]
    assert listed(client, "?q=silabus") == [two]


def test_names_of_their_people_are_shown_to_those_who_may_see_contacts_only(client, sign_in):
    activity = make_activity(their_people="Syarifah Nasution")
    page = reverse("admin:partnerships_activity_change", args=[activity.pk])
    whole = reverse("admin:partnerships_organization_change", args=[activity.organization.pk])
    seen = {}
    for role in ("reporter", "editor", "officer", "head", "auditor"):
        sign_in(role)
        texts = [client.get(each).content.decode() for each in (page, whole)]
        seen[role] = ["Syarifah" in text for text in texts]
    yes, no = [True, True], [False, False]
    assert seen == {"reporter": no, "editor": no, "officer": yes, "head": yes, "auditor": yes}


def test_an_agreement_that_a_reporter_may_not_read_is_not_named(client, sign_in):
    agreement = make_agreement("drafting", title="Rancangan rahasia")
    activity = make_activity(agreement=agreement)
    page = reverse("admin:partnerships_activity_change", args=[activity.pk])
    sign_in("officer")
    assert "Rancangan rahasia" in client.get(page).content.decode()
    sign_in("reporter")
    assert "Rancangan rahasia" not in client.get(page).content.decode()
    assert "Rancangan rahasia" not in client.get(LIST).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client, sign_in):
    sign_in("officer")

    def cost():
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    make_activity(agreement=make_agreement())
    one = cost()
    make_activity(agreement=make_agreement())
    make_activity(agreement=make_agreement())
    assert cost() == one
