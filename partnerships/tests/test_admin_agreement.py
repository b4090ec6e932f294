"""The agreement as a working file: who reads what, who writes what, and that nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_region
from partnerships.admin.agreement_forms import free_slug
from partnerships.models import Agreement
from partnerships.tests.factories import make_agreement, make_line, make_organization

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES = 12, 40


def page(agreement):
    return reverse("admin:partnerships_agreement_change", args=[agreement.pk])


@pytest.mark.parametrize("role", ["officer", "head", "editor", "auditor"])
@pytest.mark.parametrize("state", Agreement.State.values)
def test_the_file_opens_in_every_state_for_those_who_read_it(sign_in, client, role, state):
    sign_in(role)
    agreement = make_agreement(state)
    make_line(agreement)
    response = client.get(page(agreement))
    assert response.status_code == 200
    assert agreement.title in response.content.decode()


# Who reads what.


def test_a_reporter_finds_public_agreements_alone_and_their_public_facts_alone(sign_in, client):
    sign_in("reporter")
    signed = make_agreement("in_force", value=77_000_000, order_reference="SPK-9")
    make_line(signed, title="Butir rahasia")
    hidden = make_agreement("in_force", is_public=False)
    draft = make_agreement("drafting")
    text = client.get(page(signed)).content.decode()
    assert signed.title in text
    assert signed.scope in text
    number = signed.parties.first().number
    for secret in ("77.000.000", "SPK-9", "Butir rahasia", number, "Penanda", str(signed.owner)):
        assert secret not in text
    assert client.get(page(hidden)).status_code == 302
    assert client.get(page(draft)).status_code == 302


@pytest.mark.parametrize(("role", "sees"), [("editor", False), ("auditor", True), ("head", True)])
def test_values_prices_and_their_changes_are_for_those_who_may_see_them(
    sign_in, client, role, sees
):
    agreement = make_agreement("in_force", value=77_000_000)
    make_line(agreement, unit_price=2_500_000)
    draft = agreement.amendments.create(title="Adendum", effective_on=agreement.ends_on)
    draft.changes.create(term="value", new_value="91000000")
    sign_in(role)
    text = client.get(page(agreement)).content.decode()
    found = [value in text for value in ("77.000.000", "2.500.000", "91.000.000")]
    assert found == [sees] * 3


@pytest.mark.parametrize("role", ["editor", "reporter", "officer", "head", "auditor"])
def test_lists_show_no_values(sign_in, client, role):
    make_agreement("in_force", value=77_654_321)
    sign_in(role)
    text = client.get(reverse("admin:partnerships_agreement_changelist")).content.decode()
    assert not re.search(r"77.?654.?321", text.split("result_list")[1].split("</table>")[0])


def test_a_missing_number_is_said_in_words(sign_in, client):
    sign_in("auditor")
    agreement = make_agreement("in_force")
    agreement.parties.filter(order=2).update(number="")
    text = client.get(page(agreement)).content.decode()
    assert 'class="parties__gap"' in text


# The list.


def listed(client, **query):
    response = client.get(reverse("admin:partnerships_agreement_changelist"), query)
    return set(response.context["cl"].result_list)


def test_the_list_narrows_by_state_end_phase_owner_region_and_pace(sign_in, client):
    officer, today = sign_in("officer"), timezone.localdate()
    region = make_region()
    soon = make_agreement(
        "in_force",
        ends_on=today + timedelta(days=20),
        owner=officer,
        partner=make_organization(region=region),
    )
    make_line(soon, quota_total=50)
    other = make_agreement("drafting")
    assert listed(client) == {soon, other}
    assert listed(client, state="drafting") == {other}
    assert listed(client, ending="90") == {soon}
    assert listed(client, phase="unsigned") == {other}
    assert listed(client, mine="yes") == {soon}
    assert listed(client, owner=str(other.owner_id)) == {other}
    assert listed(client, region=str(region.pk)) == {soon}
    assert listed(client, pace="behind") == {soon}
    assert listed(client, pace="ahead") == set()


def test_the_list_is_searched_by_title_partner_other_name_and_number(sign_in, client):
    sign_in("officer")
    partner = make_organization(name="Pemkab Batu Bara", aliases=["Batubara"])
    wanted = make_agreement("in_force", partner=partner, title="Publikasi pembangunan")
    make_agreement("in_force")
    for words in ("publikasi", "Batubara", "batu bara", wanted.parties.last().number):
        assert listed(client, q=words) == {wanted}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    sign_in, client, rows, django_assert_num_queries
):
    sign_in("officer")
    for _ in range(rows):
        make_line(make_agreement("in_force"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("admin:partnerships_agreement_changelist"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    sign_in, client, rows, django_assert_num_queries
):
    officer = sign_in("officer")
    agreement = make_agreement("drafting")
    for n in range(rows):
        make_line(agreement, title=f"Butir {n}")
        agreement.obligations.create(side="ours", text=f"Kewajiban {n}")
        document = agreement.documents.create(kind="draft", title=f"Konsep {n}")
        document.versions.create(number=1, name="a.pdf", sha256="0" * 64, size=1, by=officer)
    ContentType.objects.get_for_model(Agreement)  # asked for once in a process
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page(agreement))


# The form.


def typed(response, **changes):
    """What a browser would send for the agreement's form, with `changes` typed over it."""
    forms = [response.context["file_form"]]
    for formset in response.context["formsets"].values():
        forms += [formset.management_form, *formset.forms]
        for form in formset.forms:
            if hasattr(form, "signers"):
                forms += [form.signers.management_form, *form.signers.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = "on" if value is True else value
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_an_officer_begins_an_agreement_with_its_parties(sign_in, client):
    officer = sign_in("officer")
    make_organization("own")
    partner = make_organization()
    url = reverse("admin:partnerships_agreement_add") + f"?organization={partner.pk}"
    response = client.get(url)
    sent = typed(response, title="Nota kesepahaman baru")
    assert client.post(url, sent).status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.title, agreement.owner) == ("Nota kesepahaman baru", officer)
    assert (agreement.state, agreement.slug) == ("exploring", "nota-kesepahaman-baru")
    assert partner in [party.organization for party in agreement.parties.all()]


def test_two_agreements_of_one_title_get_two_addresses(db):
    make_agreement(slug="kerja-sama-media")
    assert free_slug("Kerja sama media") == "kerja-sama-media-2"


def test_a_party_is_saved_with_who_signs_for_it(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("drafting")
    sent = typed(
        client.get(page(agreement)),
        **{
            "parties-1-number": "15/MoU/2026",
            "parties-1-signers-0-name": "Zahir",
            "parties-1-signers-0-title": "Bupati",
        },
    )
    assert client.post(page(agreement), sent).status_code == 302
    party = agreement.parties.get(order=2)
    assert party.number == "15/MoU/2026"
    assert [str(each) for each in party.signatories.all()] == ["Zahir, Bupati"]


def test_a_save_that_comes_too_late_changes_nothing_and_loses_nothing(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("drafting", title="Judul lama")
    sent = typed(client.get(page(agreement)), title="Judul saya")
    Agreement.objects.filter(pk=agreement.pk).update(title="Judul rekan", version=7)
    response = client.post(page(agreement), sent)
    text = response.content.decode()
    agreement.refresh_from_db()
    assert agreement.title == "Judul rekan"
    assert "Judul saya" in text
    assert "Judul rekan" in text
    again = client.post(page(agreement), typed(response))
    agreement.refresh_from_db()
    assert (again.status_code, agreement.title) == (302, "Judul saya")


def test_signed_terms_are_refused_with_the_typed_text_kept(sign_in, client):
    sign_in("head")
    agreement = make_agreement("in_force", title="Judul tertanda")
    response = client.get(page(agreement))
    assert "title" not in response.context["file_form"].fields
    refused = client.post(page(agreement), typed(response, title="Judul lain"))
    agreement.refresh_from_db()
    assert agreement.title == "Judul tertanda"
    assert "Judul lain" in refused.content.decode()
    assert refused.context["file_form"].errors["title"]


def test_the_head_still_changes_what_is_no_core_term(sign_in, client):
    sign_in("head")
    agreement = make_agreement("in_force")
    sent = typed(client.get(page(agreement)), scope="Ruang lingkup baru", is_public=None)
    assert client.post(page(agreement), sent).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.scope, agreement.is_public) == ("Ruang lingkup baru", False)


def test_an_officer_whose_form_was_overtaken_by_the_signing_keeps_the_words(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("drafting")
    sent = typed(client.get(page(agreement)), scope="Kata-kata petugas")
    Agreement.objects.filter(pk=agreement.pk).update(
        state="in_force", signed_on=agreement.starts_on, version=3
    )
    response = client.post(page(agreement), sent)
    assert "Kata-kata petugas" in response.content.decode()
    agreement.refresh_from_db()
    assert agreement.scope != "Kata-kata petugas"


def test_while_it_awaits_signature_the_officer_records_the_signing_and_no_more(sign_in, client):
    sign_in("officer")
    agreement = make_agreement("signature")
    response = client.get(page(agreement))
    assert set(response.context["file_form"].fields) == {"signed_on", "version"}
    day = timezone.localdate().isoformat()
    other = make_organization()
    sent = typed(
        response,
        **{"signed_on": day, "parties-1-number": "9/PKS", "parties-1-organization": other.pk},
    )
    assert client.post(page(agreement), sent).status_code == 302
    party = agreement.parties.get(order=2)
    assert party.number == "9/PKS"
    assert party.organization != other
    refused = client.post(page(agreement), typed(client.get(page(agreement)), title="Lain"))
    assert refused.context["file_form"].errors["title"]


@pytest.mark.parametrize("role", ["editor", "reporter", "auditor"])
def test_those_who_read_cannot_save(sign_in, client, role):
    sign_in(role)
    agreement = make_agreement("in_force")
    assert client.post(page(agreement), {"title": "Lain", "version": 0}).status_code == 403


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "kemarin"])
def test_a_day_that_is_none_shows_the_page_of_today(day, client, sign_in):
    sign_in("officer")
    agreement = make_agreement("in_force")
    make_line(agreement, quota_total=2)
    assert client.get(page(agreement), {"as_of": day}).status_code == 200
