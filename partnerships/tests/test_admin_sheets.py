"""Lists of the office as sheets: what is in them, for whom, and what it costs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from articles.tests.factories import make_article, make_region, make_user
from partnerships import sheets
from partnerships.models import Activity, Attendance, Contact, Organization
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
    make_participant,
    make_training,
)
from partnerships.tests.test_sheets import ATTACKS

pytestmark = pytest.mark.django_db
NIP = "198206142006042007"
ORGANIZATIONS, CONTACTS, ACTIVITIES, AGREEMENTS, TRAININGS = (
    f"/admin/partnerships/{name}/sheet/"
    for name in ("organization", "contact", "activity", "agreement", "training")
)


def participants_of(training):
    return reverse("admin:partnerships_training_participants_sheet", args=[training.pk])


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return load_workbook(BytesIO(b"".join(response)))


def rows_of(client, path):
    """[{heading: value}] of the first sheet, as a spreadsheet reads them."""
    book = read(client, path)
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def make_contact(**values):
    organization = values.pop("organization", None) or make_organization()
    defaults = {"name": "Syarifah Nasution", "nip": NIP, "phone": "+6281260001234"}
    return Contact.objects.create(organization=organization, **{**defaults, **values})


def make_activity(**values):
    organization = values.pop("organization", None) or make_organization()
    defaults = {"kind": "visit", "summary": "Kunjungan.", "owner": make_user("officer")}
    return Activity.objects.create(organization=organization, **{**defaults, **values})


# --- what is in them -----------------------------------------------------------------------


def test_organizations_come_with_their_place_in_the_tree_and_their_figures(client, sign_in):
    sign_in("officer")
    government = make_organization(name="Pemkab Uji", region=make_region(name="Asahan"))
    office = make_organization("opd", name="Diskominfo Uji", parent=government)
    make_agreement("in_force", partner=office)
    make_activity(
        organization=office, at=timezone.make_aware(datetime(2026, 3, 4, 9, 30)),
        next_step="Kirim surat", next_step_on=date(2026, 3, 9),
    )  # fmt: skip
    row = next(row for row in rows_of(client, ORGANIZATIONS) if row["Name"] == "Diskominfo Uji")
    assert row["Belongs to"] == "Pemkab Uji"
    assert row["Agreements running"] == 1
    assert row["Last activity (WIB)"] == datetime(2026, 3, 4, 9, 30)
    assert row["Next step"] == "Kirim surat"
    assert row["By"] == datetime(2026, 3, 9)


def test_a_sheet_holds_what_the_list_is_narrowed_to(client, sign_in):
    sign_in("officer")
    make_organization(name="Pemkab Uji")
    make_organization("swasta", name="PT Uji")
    rows = rows_of(client, f"{ORGANIZATIONS}?kind=swasta")
    assert [row["Name"] for row in rows] == ["PT Uji"]
    rows = rows_of(client, f"{ORGANIZATIONS}?q=pemkab")
    assert [row["Name"] for row in rows] == ["Pemkab Uji"]


def test_the_second_sheet_says_what_the_list_is_narrowed_to_and_who_took_it(client, sign_in):
    user = sign_in("officer")
    make_organization("swasta")
    book = read(client, f"{ORGANIZATIONS}?kind=swasta&q=instansi")
    facts = dict(book.worksheets[1].iter_rows(values_only=True))
    assert facts["Narrowed to"] == "kind: private company; “instansi”"
    assert facts["By"] == str(user)
    assert facts["Rows"] == "1"


def test_the_list_offers_the_sheet_with_its_filters(client, sign_in):
    sign_in("officer")
    make_agreement("in_force")
    page = client.get("/admin/partnerships/agreement/?state=open&phase=running&p=1")
    assert page.context["sheet_url"] == f"{AGREEMENTS}?phase=running&state=open"
    assert page.context["sheet_url"].replace("&", "&amp;") in page.content.decode()


def test_a_page_that_does_not_exist_leads_back_to_the_list(client, sign_in):
    sign_in("officer")
    Organization.objects.bulk_create(
        Organization(name=f"Instansi {n}", slug=f"uji-{n}", kind="swasta") for n in range(51)
    )
    response = client.get(f"{ORGANIZATIONS}?p=999")
    assert response.status_code == 302
    assert response["Location"] == "/admin/partnerships/organization/"


def test_contacts_keep_the_digits_of_their_numbers(client, sign_in):
    sign_in("officer")
    make_contact()
    (row,) = rows_of(client, CONTACTS)
    assert (row["NIP"], row["Phone"]) == (NIP, "+6281260001234")


def test_agreements_come_with_dates_as_dates_and_counts_as_numbers(client, sign_in):
    sign_in("officer")
    today = timezone.localdate()
    agreement = make_agreement("in_force", value=Decimal("96000000"))
    line = make_line(agreement, quota_total=4)
    make_claim(line, make_article("published"))
    (row,) = rows_of(client, AGREEMENTS)
    assert row["First day"].date() == today - timedelta(days=100)
    assert (row["Delivered"], row["Promised"], row["Delivered (%)"]) == (1, 4, 0.25)
    assert row["Phase"] == "running"
    assert row["Value (Rp)"] == 96_000_000
    assert row["Our number"].endswith("/PKS/1")


def test_an_agreement_shows_what_its_amendments_made_of_it(client, sign_in):
    sign_in("officer")
    today = timezone.localdate()
    later = today + timedelta(days=300)
    agreement = make_agreement("in_force", value=Decimal("10"))
    make_amendment(agreement, today, ends_on=later.isoformat(), value="25")
    (row,) = rows_of(client, AGREEMENTS)
    assert (row["Last day"].date(), row["Value (Rp)"]) == (later, 25)


def test_the_ledger_of_an_agreement_comes_row_by_row(client, sign_in):
    sign_in("officer")
    line = make_line(unit_price=Decimal("2500000"))
    story = make_article("published", headline="Panen di Uji")
    claim = make_claim(line, story)
    make_claim(line, story, "reverse", reverses=claim, note="Salah butir.")
    rows = rows_of(client, reverse("admin:partnerships_agreement_claims_sheet",
                                   args=[line.agreement_id]))  # fmt: skip
    assert [row["Entry"] for row in rows] == ["accepted", "reversed"]
    assert rows[0]["Story or session"] == "Panen di Uji"
    assert rows[0]["Day that counts"].date() == timezone.localtime(story.first_published_at).date()
    assert rows[0]["Unit price (Rp)"] == 2_500_000
    assert rows[1]["Note"] == "Salah butir."


def test_trainings_come_with_their_days_and_how_many_took_part(client, sign_in):
    sign_in("officer")
    training = make_training(sessions=[(-3, 2), (-1, 2)])
    make_participant(training, "present")
    (row,) = rows_of(client, TRAININGS)
    today = timezone.localdate()
    assert row["State"] == "held"
    assert (row["First day"].date(), row["Last day"].date()) == (
        today - timedelta(days=3),
        today - timedelta(days=1),
    )
    assert (row["Sessions"], row["Participants"], row["Certificates"]) == (2, 1, 0)


def test_participants_come_with_each_session_and_their_scores(client, sign_in):
    sign_in("officer")
    training = make_training(sessions=[(-3, 2), (-1, 2)])
    person = make_participant(training, nip=NIP, pre_score=40, post_score=80)
    first, second = training.sessions.all()
    for session, mark in ((first, "present"), (second, "excused")):
        Attendance.objects.create(participant=person, session=session, mark=mark)
    (row,) = rows_of(client, participants_of(training))
    assert row["NIP"] == NIP
    marks = [value for heading, value in row.items() if heading.startswith(first.topic[:4])]
    assert marks == ["present", "excused"]
    assert (row["Present (%)"], row["Score before"], row["Score after"]) == (50, 40, 80)


# --- for whom ------------------------------------------------------------------------------


def test_reporters_get_the_public_agreements_and_their_public_facts_only(client, sign_in):
    sign_in("reporter")
    make_agreement("in_force", title="Terbuka", value=Decimal("1"))
    make_agreement("in_force", title="Tertutup", is_public=False)
    make_agreement("review", title="Dibahas")
    (row,) = rows_of(client, AGREEMENTS)
    assert row["Title"] == "Terbuka"
    assert list(row) == [
        "State", "Phase", "Title", "Type", "Partner", "First day", "Last day", "Signed on",
    ]  # fmt: skip


def test_editors_get_the_pace_and_no_values(client, sign_in):
    sign_in("editor")
    line = make_line(unit_price=Decimal("7"))
    make_claim(line, make_article("published"))
    (row,) = rows_of(client, AGREEMENTS)
    assert "Pace" in row
    assert "Value (Rp)" not in row
    path = reverse("admin:partnerships_agreement_claims_sheet", args=[line.agreement_id])
    assert "Unit price (Rp)" not in rows_of(client, path)[0]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_names_of_their_people_are_left_out_for_the_editorial_roles(role, client, sign_in):
    sign_in(role)
    make_activity(their_people="Kepala Dinas Rahasia")
    (row,) = rows_of(client, ACTIVITIES)
    assert "Kepala Dinas Rahasia" not in row.values()


def test_an_agreement_that_a_reporter_may_not_read_is_not_named_beside_an_activity(client, sign_in):
    sign_in("reporter")
    make_activity(agreement=make_agreement("review", title="Dibahas"))
    (row,) = rows_of(client, ACTIVITIES)
    assert row["Agreement"] is None


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_participants_are_no_sheet_and_no_number_for_the_editorial_roles(role, client, sign_in):
    sign_in(role)
    training = make_training(sessions=[(-1, 2)])
    assert client.get(participants_of(training)).status_code in (302, 403, 404)
    (row,) = rows_of(client, TRAININGS)
    assert not {"Participants", "Certificates", "Officer"} & set(row)


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_contacts_are_no_sheet_for_the_editorial_roles(role, client, sign_in):
    sign_in(role)
    make_contact()
    assert client.get(CONTACTS).status_code in (302, 403, 404)


def test_who_takes_personal_data_out_is_written_down_without_the_names(client, sign_in):
    user = sign_in("officer")
    make_contact()
    read(client, CONTACTS)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.content_type.model) == (user, "contact")
    assert "1" in entry.change_message
    assert "Syarifah" not in f"{entry.object_repr}{entry.change_message}"


# --- as a file -----------------------------------------------------------------------------


def test_a_sheet_is_an_attachment_of_today_that_nobody_keeps(client, sign_in):
    sign_in("officer")
    response = client.get(ORGANIZATIONS)
    list(response)  # to its end, which closes the file
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="instansi-{today}.xlsx"'
    assert response["Cache-Control"].startswith("no-store, private")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_long_list_is_cut_and_says_so(client, sign_in, monkeypatch):
    sign_in("officer")
    for _n in range(3):
        make_organization()
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    rows = rows_of(client, ORGANIZATIONS)
    assert len(rows) == 3
    assert "2" in rows[2]["Name"]


@pytest.mark.parametrize("attack", ATTACKS[:5])
def test_nothing_that_somebody_typed_runs_in_a_sheet(attack, client, sign_in):
    sign_in("officer")
    organization = make_organization(name=attack, short_name=attack, aliases=[attack])
    make_contact(organization=organization, name=attack, title=attack, nip="", phone="")
    agreement = make_agreement("in_force", partner=organization, title=attack)
    agreement.parties.update(number=attack)
    make_activity(organization=organization, agreement=agreement, summary=attack, place=attack,
                  their_people=attack, next_step=attack, next_step_on="2030-01-02")  # fmt: skip
    story = make_article("published", headline=attack)
    make_claim(make_line(agreement, title=attack), story, note=attack)
    claims = reverse("admin:partnerships_agreement_claims_sheet", args=[agreement.pk])
    training = make_training(organization=organization, title=attack, topic=attack)
    training.sessions.update(topic=attack)
    make_participant(training, name=attack, office=attack, feedback=attack)
    people = participants_of(training)
    for path in (ORGANIZATIONS, CONTACTS, ACTIVITIES, AGREEMENTS, claims, TRAININGS, people):
        book = read(client, path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        typed = [cell for cell in cells if attack in str(cell.value)]
        assert typed, path
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, path
        assert [cell for cell in cells if str(cell.value).startswith(attack[0])] == [], path


# --- what it costs -------------------------------------------------------------------------


def make_rows(number, training=None):
    for n in range(number):
        make_participant(training or make_training(sessions=[(-1, 2)]), "present")
        office = make_organization("opd", aliases=[f"Alias {n}"])
        make_contact(organization=office, nip="")
        agreement = make_agreement("in_force", partner=office)
        activity = make_activity(organization=office, agreement=agreement)
        activity.our_people.add(make_user("officer"))
        make_claim(make_line(agreement), make_article("published"))


@pytest.mark.parametrize("path", [ORGANIZATIONS, CONTACTS, ACTIVITIES, AGREEMENTS, TRAININGS])
def test_a_sheet_costs_the_same_for_one_row_and_for_three(path, client, sign_in):
    sign_in("officer")
    costs = []
    for more in (1, 2):
        make_rows(more)
        read(client, path)  # what the first request of a kind caches
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_ledger_costs_the_same_for_one_row_and_for_three(client, sign_in):
    sign_in("officer")
    line = make_line()
    path = reverse("admin:partnerships_agreement_claims_sheet", args=[line.agreement_id])
    costs = []
    for more in (1, 2):
        for _n in range(more):
            make_claim(line, make_article("published"))
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_participants_cost_the_same_for_one_and_for_three(client, sign_in):
    sign_in("officer")
    training = make_training(sessions=[(-2, 2), (-1, 2)])
    costs = []
    for more in (1, 2):
        make_rows(more, training)
        with CaptureQueriesContext(connection) as queries:
            read(client, participants_of(training))
        costs.append(len(queries))
    assert costs[0] == costs[1]
