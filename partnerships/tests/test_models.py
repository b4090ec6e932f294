"""What the database itself refuses, whoever writes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models.record import AppendOnlyError
from articles.tests.factories import make_article, make_user
from partnerships import guards
from partnerships.models import (
    Activity,
    Agreement,
    AmendmentChange,
    Claim,
    Contact,
    Deliverable,
    Document,
    DocumentVersion,
    Evaluation,
    Organization,
    Party,
    StateChange,
    Suspension,
)
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_line,
    make_organization,
)

pytestmark = pytest.mark.django_db
DAY, MAY = timedelta(days=1), date(2025, 5, 1)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"ends_on": date(2020, 1, 1), "starts_on": date(2020, 1, 2)},
        {"starts_on": None},
        {"ends_on": None},
        {"signed_on": None},
        {"type": ""},
        {"state": "terminated"},
        {"terminated_on": date(2030, 1, 1)},
        {"value": -1},
    ],
    ids=",".join,
)
def test_the_database_refuses_a_signed_agreement_that_breaks_a_rule(values):
    agreement = make_agreement("in_force")
    refused(lambda: Agreement.objects.filter(pk=agreement.pk).update(**values))


def test_only_a_pks_stands_under_an_umbrella_and_never_under_itself():
    umbrella, agreement = make_agreement("in_force", type="mou"), make_agreement(type="mou")
    rows = Agreement.objects.filter(pk=agreement.pk)
    refused(lambda: rows.update(umbrella=umbrella))
    rows.update(umbrella=umbrella, type="pks")
    refused(lambda: rows.update(umbrella=agreement))


def test_an_agreement_is_renewed_once_and_never_by_itself():
    first = make_agreement("completed")
    make_agreement(renews=first)
    refused(lambda: make_agreement(renews=first))
    refused(lambda: Agreement.objects.filter(pk=first.pk).update(renews=first))


def test_a_partner_signs_an_agreement_once():
    party = make_agreement().parties.last()
    refused(
        lambda: Party.objects.create(agreement=party.agreement, organization=party.organization)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"quota_total": None},
        {"quota_total": 0},
        {"quota_period": 5},
        {"period": "month"},
        {"quota_total": None, "quota_period": 0, "period": "month"},
    ],
    ids=",".join,
)
def test_a_line_has_a_quota_and_a_period_only_with_its_own(values):
    line = make_line()
    refused(lambda: Deliverable.objects.filter(pk=line.pk).update(**values))


def test_a_reversal_names_its_row_and_no_other_entry_does():
    line, story = make_line(), make_article("published")
    claim = make_claim(line, story)
    refused(lambda: make_claim(line, story, "reverse"))
    refused(lambda: make_claim(line, story, "accept", reverses=claim))
    make_claim(line, story, "reverse", reverses=claim)
    refused(lambda: make_claim(line, story, "reverse", reverses=claim))


def test_one_suspension_is_open_at_a_time_and_its_days_are_in_order():
    agreement = make_agreement("in_force")
    refused(
        lambda: Suspension.objects.create(agreement=agreement, from_day=MAY, until_day=MAY - DAY)
    )
    Suspension.objects.create(agreement=agreement, from_day=MAY)
    refused(lambda: Suspension.objects.create(agreement=agreement, from_day=MAY + DAY))


def test_an_amendment_changes_a_term_once_and_a_quota_names_its_line():
    agreement = make_agreement("in_force")
    line = make_line(agreement)
    amendment = make_amendment(agreement, MAY, line=line, signed=False, value="5", quota_total="5")

    def change(term, of=None):
        return lambda: AmendmentChange.objects.create(
            amendment=amendment, term=term, deliverable=of, new_value="6"
        )

    for act in (change("value"), change("quota_total", line), change("unit_price"),
                change("ends_on", line)):  # fmt: skip
        refused(act)


@pytest.mark.parametrize(
    "values",
    [{"kind": "opd"}, {"kind": "klub"}],
    ids=str,
)
def test_an_organization_is_of_a_known_kind_and_an_office_belongs_somewhere(values):
    organization = make_organization()
    refused(lambda: Organization.objects.filter(pk=organization.pk).update(**values))


def test_the_tree_of_organizations_has_no_rings():
    above = make_organization()
    below = make_organization("opd", parent=above)
    refused(lambda: Organization.objects.filter(pk=above.pk).update(parent=above))
    above.parent = below
    with pytest.raises(ValidationError):
        above.clean()


def test_an_office_stands_under_a_government_or_an_office():
    office = make_organization("opd", parent=make_organization("bumn"))
    with pytest.raises(ValidationError):
        office.clean()


@pytest.mark.parametrize(
    "values",
    [
        {"nip": "123"},
        {"valid_from": MAY, "valid_until": MAY - DAY},
        {"anonymised_at": timezone.now(), "phone": "+6281234567"},
    ],
    ids=",".join,
)
def test_the_database_refuses_a_contact_that_breaks_a_rule(values):
    refused(lambda: Contact.objects.create(organization=make_organization(), name="X", **values))


def test_an_anonymised_contact_keeps_the_office_and_no_person():
    contact = Contact.objects.create(
        organization=make_organization(), name="Nama", title="Kepala Dinas", nip="1" * 18,
        phone="+6281234567", email="a@example.org",
    )  # fmt: skip
    contact.anonymise()
    contact.refresh_from_db()
    assert (contact.nip, contact.phone, contact.email) == ("", "", "")
    assert "Nama" not in str(contact)
    assert contact.title == "Kepala Dinas"


@pytest.mark.parametrize("values", [{"next_step": "Surat"}, {"next_step_on": MAY}], ids=str)
def test_a_next_step_has_its_day_and_a_day_its_step(values):
    refused(
        lambda: Activity.objects.create(
            organization=make_organization(), kind="visit", summary="X", owner=make_user(), **values
        )
    )


def test_an_evaluation_covers_days_in_order():
    agreement = make_agreement("in_force")
    refused(
        lambda: Evaluation.objects.create(
            agreement=agreement, from_day=MAY, until_day=MAY - DAY, text="X", by=agreement.owner
        )
    )


def rows_of_the_record():
    """{table: primary key} of one row in each table that is only added to."""
    agreement = make_agreement("in_force")
    claim = make_claim(make_line(agreement), make_article("published"))
    change = StateChange.objects.create(
        agreement=agreement, move="offer", from_state="exploring", to_state="offered",
        by=agreement.owner,
    )  # fmt: skip
    document = Document.objects.create(agreement=agreement, kind="scan", title="Pindaian")
    version = DocumentVersion.objects.create(
        document=document, number=1, file="agreements/x", name="x.pdf", sha256="0" * 64, size=1,
        by=agreement.owner,
    )  # fmt: skip
    return [claim, change, version]


@pytest.mark.parametrize("model", [Claim, StateChange, DocumentVersion])
def test_the_record_is_only_added_to(model):
    rows_of_the_record()
    row = model.objects.get()
    for act in (
        row.save,
        row.delete,
        lambda: model.objects.update(by=1),
        lambda: model.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            act()


@pytest.mark.parametrize("model", [Claim, StateChange, DocumentVersion])
@pytest.mark.parametrize("statement", ["UPDATE {} SET by_id = by_id", "DELETE FROM {}"])
def test_the_database_itself_keeps_the_record_from_raw_sql(model, statement):
    rows_of_the_record()
    table = model._meta.db_table
    assert table in guards.RECORDS
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(statement.format(table)))
    assert model.objects.count() == 1


@pytest.mark.parametrize("model", [Claim, StateChange, DocumentVersion])
def test_without_its_trigger_the_same_statement_would_pass(model):
    rows_of_the_record()
    with connection.cursor() as cursor:
        guards.drop(connection)
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
        guards.create(connection)
    assert not model.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_amendment SET effective_on = '2030-01-01'",
        "UPDATE partnerships_amendment SET signed_on = NULL",
        "DELETE FROM partnerships_amendment",
        "UPDATE partnerships_amendmentchange SET new_value = '1'",
        "DELETE FROM partnerships_amendmentchange",
    ],
)
@pytest.mark.parametrize("signed", [True, False])
def test_an_amendment_rests_once_it_is_signed(statement, signed):
    amendment = make_amendment(make_agreement("in_force"), MAY, signed=signed, value="700")
    if not signed and statement.startswith("DELETE FROM partnerships_amendment"):
        amendment.delete()
        assert not AmendmentChange.objects.exists()
        return
    with connection.cursor() as cursor:
        if signed:
            refused(lambda: cursor.execute(statement))
        else:
            cursor.execute(statement)


def test_nothing_is_added_to_a_signed_amendment():
    amendment = make_amendment(make_agreement("in_force"), MAY, value="700")
    refused(
        lambda: AmendmentChange.objects.create(
            amendment=amendment, term="ends_on", new_value="2030-01-01"
        )
    )


def test_what_the_ledger_stands_on_cannot_be_deleted():
    claim = rows_of_the_record()[0]
    for row in (claim.article, claim.deliverable, claim.deliverable.agreement):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alters a table by copying it")
@pytest.mark.django_db(transaction=True)
def test_the_triggers_come_back_after_a_migration_that_lost_them():
    guards.drop(connection)
    call_command("migrate", verbosity=0)
    rows_of_the_record()
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM partnerships_claim"))


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_in_tests_with_real_transactions_too():
    rows_of_the_record()
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM partnerships_claim"))
