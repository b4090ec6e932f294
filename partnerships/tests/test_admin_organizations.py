"""Organizations and their contacts in the desk: the list, the form, the page, personal data."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_region, make_user
from partnerships.models import Contact, Organization
from partnerships.tests.factories import make_agreement, make_organization
from partnerships.tests.test_steps import make_activity

pytestmark = pytest.mark.django_db
LIST = "/admin/partnerships/organization/"
ADD = f"{LIST}add/"
CONTACTS = "/admin/partnerships/contact/"
NIP = "197203141998032004"
DAY = timedelta(days=1)


def make_contact(**values):
    defaults = {
        "name": "Syarifah Nasution",
        "title": "Kepala Dinas",
        "nip": NIP,
        "phone": "+6281260001234",
        "email": "syarifah@contoh.id",
    }
    if "organization" not in values:
        values["organization"] = make_organization()
    return Contact.objects.create(**{**defaults, **values})


def page_of(row, what="change"):
    return reverse(f"admin:partnerships_{row._meta.model_name}_{what}", args=[row.pk])


def text_of(client, url):
    return client.get(url).content.decode()


def listed(client, query=""):
    return list(client.get(LIST + query).context["cl"].result_list)


def words_of(organization, **values):
    return {
        "name": organization.name,
        "kind": organization.kind,
        "parent": organization.parent_id or "",
        "aliases": "",
        **values,
    }


# --- List --------------------------------------------------------------------------------------


def test_the_list_finds_an_organization_by_another_name(client, sign_in):
    sign_in("editor")
    wanted = make_organization(name="Pemkab Batu Bara", aliases=["Batubara"])
    make_organization(name="Pemko Medan")
    assert listed(client, "?q=batubara") == [wanted]


def test_the_list_is_narrowed_to_kind_and_region(client, sign_in):
    sign_in("officer")
    here = make_region()
    one = make_organization(region=here)
    two = make_organization("bumn", region=here)
    make_organization("bumn")
    assert listed(client, f"?region={here.pk}&kind=bumn") == [two]
    assert set(listed(client, f"?region={here.pk}")) == {one, two}


def test_the_list_shows_what_runs_what_was_last_and_what_comes_next(client, sign_in):
    sign_in("officer")
    partner = make_organization()
    make_agreement("in_force", partner=partner)
    make_agreement("drafting", partner=partner)
    make_activity(organization=partner, at=timezone.now() - 9 * DAY, next_step="Nanti")
    step = {"next_step": "Segera", "next_step_on": timezone.localdate() - DAY}
    last = make_activity(organization=partner, **step)
    (row,) = [row for row in listed(client) if row == partner]
    assert (row.running_agreements, row.last_at, row.step_text) == (1, last.at, "Segera")


def test_the_list_counts_for_a_reporter_only_what_is_public(client, sign_in):
    sign_in("reporter")
    partner = make_organization()
    make_agreement("in_force", partner=partner)
    make_agreement("in_force", partner=partner, is_public=False)
    (row,) = [row for row in listed(client) if row == partner]
    assert row.running_agreements == 1


def cost(client, url):
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_list_and_page_cost_the_same_for_one_and_for_three_of_everything(client, sign_in):
    sign_in("officer")
    partner = make_organization(region=make_region())

    def one_more():
        office = make_organization("opd", parent=partner)
        make_contact(organization=partner)
        for each in (partner, office):
            agreement = make_agreement("in_force", partner=each)
            activity = make_activity(organization=each, agreement=agreement)
            activity.our_people.add(make_user("officer"))

    one_more()
    before = cost(client, LIST), cost(client, page_of(partner)), cost(client, CONTACTS)
    one_more()
    one_more()
    assert (cost(client, LIST), cost(client, page_of(partner)), cost(client, CONTACTS)) == before


# --- Form --------------------------------------------------------------------------------------


def test_the_address_is_made_from_the_name_and_other_names_are_typed_one_a_line(client, sign_in):
    sign_in("officer")
    data = {"name": "Pemkab Batu Bara", "kind": "pemda", "aliases": "Batubara\n Pemkab BB \n\n"}
    client.post(ADD, data)
    made = Organization.objects.get()
    assert (made.slug, made.aliases) == ("pemkab-batu-bara", ["Batubara", "Pemkab BB"])


def test_a_taken_address_is_numbered(client, sign_in):
    sign_in("officer")
    make_organization(name="Lain", slug="pemkab-batu-bara")
    client.post(ADD, {"name": "Pemkab Batu Bara", "kind": "pemda", "aliases": ""})
    assert Organization.objects.get(name="Pemkab Batu Bara").slug == "pemkab-batu-bara-2"


def test_the_address_stays_when_the_name_changes(client, sign_in):
    sign_in("officer")
    row = make_organization(name="Lama", slug="lama")
    client.post(page_of(row), words_of(row, name="Baru", slug="baru"))
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Baru", "lama")


def test_an_organization_cannot_stand_below_its_own_office(client, sign_in):
    sign_in("officer")
    top = make_organization()
    middle = make_organization("opd", parent=top)
    low = make_organization("opd", parent=middle)
    for below in (top, middle, low):
        answer = client.post(page_of(top), words_of(top, parent=below.pk))
        assert answer.context["adminform"].form.errors["parent"]
    offered = [pk for pk, _label in answer.context["adminform"].form.fields["parent"].choices]
    assert not {top.pk, middle.pk, low.pk} & set(offered)
    top.refresh_from_db()
    assert top.parent is None


def test_an_office_without_its_government_is_refused_in_words(client, sign_in):
    sign_in("officer")
    answer = client.post(ADD, {"name": "Diskominfo", "kind": "opd", "aliases": ""})
    assert answer.context["adminform"].form.errors
    assert not Organization.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_who_only_reads_gets_the_page_without_a_form(role, client, sign_in):
    sign_in(role)
    row = make_organization()
    assert "office__form" not in text_of(client, page_of(row))
    assert client.post(page_of(row), words_of(row, name="Ubah")).status_code == 403
    assert client.get(ADD).status_code == 403


# --- Page --------------------------------------------------------------------------------------


def test_the_page_shows_the_tree_above_and_below(client, sign_in):
    sign_in("reporter")
    top = make_organization()
    middle = make_organization("opd", parent=top)
    low = make_organization("opd", parent=middle)
    shown = client.get(page_of(middle)).context
    assert (shown["above"], shown["below"]) == ([top], [(1, low)])


def test_the_page_parts_contacts_in_office_from_former_ones(client, sign_in):
    sign_in("officer")
    row = make_organization()
    now = make_contact(organization=row, name="Kini")
    was = make_contact(organization=row, name="Dulu", valid_until=timezone.localdate() - DAY)
    shown = client.get(page_of(row)).context
    assert [card["contact"] for card in shown["in_office"]] == [now]
    assert [card["contact"] for card in shown["former"]] == [was]


def test_a_reporter_finds_only_public_agreements_on_the_page(client, sign_in):
    sign_in("reporter")
    row = make_organization()
    make_agreement("in_force", partner=row, title="Sudah diteken")
    make_agreement("drafting", partner=row, title="Masih rahasia")
    text = text_of(client, page_of(row))
    assert "Sudah diteken" in text
    assert "Masih rahasia" not in text


# --- Personal data -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_the_newsroom_finds_no_trace_of_a_contact_anywhere(role, client, sign_in):
    contact = make_contact()
    contact.organization.note = "Hubungi Syarifah."
    contact.organization.save()
    make_activity(organization=contact.organization, their_people="Syarifah Nasution")
    sign_in("officer")
    client.post(page_of(contact), typed(contact, title="Kepala Badan"))
    sign_in(role)
    whole = contact.organization
    pages = [LIST, f"{LIST}?q=Syarifah", page_of(whole), page_of(whole, "history"), "/admin/"]
    for url in pages:
        answer = client.get(url, follow=True)
        for secret in ("Syarifah Nasution", "Hubungi Syarifah", NIP, "81260001234"):
            assert secret not in answer.content.decode(), (url, secret)
    assert listed(client, "?q=Syarifah") == []
    for what in ("change", "history", "delete", "anonymise", "export"):
        answer = client.get(page_of(contact, what))
        assert answer.status_code in (302, 403), what
        assert "Syarifah" not in answer.content.decode()
    assert client.get(CONTACTS).status_code == 403
    assert client.get(f"{CONTACTS}?_popup=1&q=Syarifah").status_code == 403
    assert client.post(page_of(contact, "anonymise")).status_code == 403


def typed(contact, **values):
    defaults = {"organization": contact.organization.pk, "name": contact.name, "title": "Kepala"}
    return {**defaults, "nip": contact.nip, "phone": contact.phone, **values}


def test_nip_and_phone_are_kept_plain_however_they_are_typed(client, sign_in):
    sign_in("officer")
    contact = make_contact(nip="", phone="")
    client.post(
        page_of(contact), typed(contact, nip="19720314 199803 2 004", phone="0812-6000 1234")
    )
    contact.refresh_from_db()
    assert (contact.nip, contact.phone) == (NIP, "+6281260001234")


def test_an_unusual_nip_is_saved_with_a_warning(client, sign_in):
    sign_in("officer")
    contact = make_contact()
    answer = client.post(page_of(contact), typed(contact, nip="1" * 18), follow=True)
    contact.refresh_from_db()
    assert contact.nip == "1" * 18
    assert [str(m.level_tag) for m in answer.context["messages"]] == ["success", "warning"]


@pytest.mark.parametrize(
    ("field", "value"), [("nip", "1972"), ("phone", "12345"), ("phone", "+14155550100")]
)
def test_what_is_no_nip_or_no_phone_is_refused_at_its_field(field, value, client, sign_in):
    sign_in("officer")
    contact = make_contact()
    answer = client.post(page_of(contact), typed(contact, **{field: value}))
    assert list(answer.context["adminform"].form.errors) == [field]


def test_anonymising_asks_first_and_leaves_no_name_in_page_or_log(client, sign_in):
    sign_in("officer")
    contact = make_contact()
    client.post(page_of(contact), typed(contact, title="Kepala Badan"))
    assert "Syarifah" in text_of(client, page_of(contact, "anonymise"))
    contact.refresh_from_db()
    assert contact.anonymised_at is None
    client.post(page_of(contact, "anonymise"))
    contact.refresh_from_db()
    assert contact.anonymised_at
    assert (contact.nip, contact.phone, contact.email, contact.title) == (
        "",
        "",
        "",
        "Kepala Badan",
    )
    assert "Syarifah" not in text_of(client, page_of(contact.organization))
    logged = LogEntry.objects.values_list("object_repr", "change_message")
    assert len(logged) == 2
    assert "Syarifah" not in str(list(logged))


def test_what_was_erased_is_not_written_again(client, sign_in):
    sign_in("officer")
    contact = make_contact()
    data = typed(contact)
    client.post(page_of(contact, "anonymise"))
    assert client.post(page_of(contact), data).status_code == 403


def test_one_persons_data_is_handed_out_whole_and_kept_by_no_cache(client, sign_in):
    sign_in("officer")
    contact = make_contact()
    named = make_activity(their_people="Ibu Syarifah Nasution")
    answer = client.get(page_of(contact, "export"))
    data = answer.json()
    assert (data["name"], data["nip"], data["phone"]) == (contact.name, NIP, contact.phone)
    assert [row["id"] for row in data["named_in_activities"]] == [named.pk]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_auditor_reads_contacts_and_neither_exports_nor_erases(client, sign_in):
    sign_in("auditor")
    contact = make_contact()
    assert contact.name in text_of(client, page_of(contact.organization))
    assert client.get(page_of(contact, "export")).status_code == 403
    assert client.post(page_of(contact, "anonymise")).status_code == 403
