"""The facts of the reports: what each says of a day or a period, in constant queries."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import certificates, issuing
from partnerships.models import Suspension, Training
from partnerships.reporting import (
    audit,
    ending,
    evaluation,
    fulfilment,
    pipeline,
    register,
    training,
)
from partnerships.tests.factories import (
    make_amendment,
    make_claim,
    make_held,
    make_line,
    make_organization,
    make_participant,
    make_training,
)
from partnerships.tests.reports import (
    DAY,
    SPAN,
    at,
    evaluated,
    everything,
    moved,
    published,
    signed,
    step,
)

CHILD = dict.fromkeys(
    ("child_involved", "child_identity_hidden", "child_consent", "child_no_harm"), True
)
pytestmark = pytest.mark.django_db


def titles(rows):
    return [row["title"] for row in rows]


# --- the register --------------------------------------------------------------------------------


def test_the_register_names_each_party_with_its_number_and_the_terms_of_the_day(roles):
    partner = make_organization(name="Pemerintah Kabupaten Batu Bara")
    agreement = signed(partner=partner, title="PKS Batu Bara", value=1_000_000)
    make_amendment(agreement, date(2025, 6, 1), ends_on="2026-06-30", value="1250000")
    (row,) = register.facts(as_of=DAY, with_values=True)["rows"]
    own, theirs = row["parties"]
    assert own["own"]
    assert (theirs["name"], theirs["number"]) == (partner.name, agreement.parties.last().number)
    assert (row["ends_on"], row["value"]) == ("2026-06-30", "1250000.00")
    assert (row["state"], row["phase"]) == ("in_force", "running")
    (before,) = register.facts(as_of=date(2025, 5, 31), with_values=True)["rows"]
    assert (before["ends_on"], before["value"]) == ("2025-12-31", "1000000.00")


def test_the_register_holds_no_value_unless_it_was_asked_for(roles):
    signed(value=1_000_000)
    assert "1000000" not in str(register.facts(as_of=DAY))


def test_the_register_lists_what_was_in_force_by_that_day_the_oldest_signing_first(roles):
    later = signed(title="Kedua", signed_on=date(2025, 3, 2))
    signed(title="Pertama", signed_on=date(2025, 3, 1))
    signed(title="Belum", signed_on=date(2025, 7, 1))
    waiting = signed(title="Belum disahkan", signed_on=date(2025, 6, 1))
    moved(waiting, "confirm", "signature", "in_force", at(7, 2))
    moved(later, "confirm", "signature", "in_force", at(3, 3))
    signed("exploring", title="Dijajaki")
    assert titles(register.facts(as_of=DAY)["rows"]) == ["Pertama", "Kedua"]


def test_the_register_says_the_state_as_it_was_that_day(roles):
    agreement = signed("terminated", terminated_on=date(2025, 8, 1))
    moved(agreement, "terminate", "in_force", "terminated", at(8, 1))
    assert register.facts(as_of=DAY)["rows"][0]["state"] == "in_force"
    after = register.facts(as_of=date(2025, 8, 1))["rows"][0]
    assert (after["state"], after["phase"]) == ("terminated", "ended")


# --- what ends -----------------------------------------------------------------------------------


def test_what_ends_within_the_days_comes_by_its_amended_last_day(roles):
    signed(title="Nanti", ends_on=date(2025, 9, 28))
    signed(title="Segera", ends_on=date(2025, 7, 1))
    moved_away = signed(title="Diperpanjang", ends_on=date(2025, 7, 15))
    make_amendment(moved_away, date(2025, 5, 1), ends_on="2026-07-15")
    signed(title="Jauh", ends_on=date(2025, 9, 29))
    signed("suspended", title="Ditangguhkan", ends_on=date(2025, 7, 2))
    rows = ending.facts(as_of=DAY, days=90)["rows"]
    assert [(row["title"], row["left"]) for row in rows] == [("Segera", 1), ("Nanti", 90)]


def test_what_ends_tells_its_successor_and_the_step_that_was_open_that_day(roles):
    agreement = signed(ends_on=date(2025, 7, 31))
    signed("drafting", title="Perpanjangan", renews=agreement, created_at=at(6, 1))
    step(agreement, "Telepon", date(2025, 6, 20))
    step(agreement, "Rapat", date(2025, 6, 1), done=at(6, 2))
    (row,) = ending.facts(as_of=DAY, days=90)["rows"]
    assert row["successor"] == {"title": "Perpanjangan", "state": "drafting"}
    assert row["step"] == {"text": "Telepon", "on": "2025-06-20", "late": True}
    (before,) = ending.facts(as_of=date(2025, 5, 31), days=90)["rows"]
    assert before["successor"] is None
    assert before["step"]["text"] == "Rapat"  # it was done in June


# --- the pipeline --------------------------------------------------------------------------------


def test_the_pipeline_tells_how_long_each_has_stood_where_it_was_that_day(roles):
    offered = signed("offered", title="Baru", created_at=at(6, 1))
    moved(offered, "offer", "exploring", "offered", at(6, 10))
    long = signed("drafting", title="Lama", created_at=at(1, 1))
    moved(long, "offer", "exploring", "offered", at(2, 1))
    moved(long, "draft", "offered", "drafting", at(7, 2))  # after that day
    signed("exploring", title="Esok", created_at=at(7, 1))
    states = {each["state"]: each["rows"] for each in pipeline.facts(as_of=DAY)["states"]}
    assert list(states) == ["exploring", "offered", "drafting", "review", "signature"]
    rows = [(row["title"], row["since"], row["days"]) for row in states["offered"]]
    assert rows == [("Lama", "2025-02-01", 149), ("Baru", "2025-06-10", 20)]
    assert not any(rows for state, rows in states.items() if state != "offered")


# --- fulfilment ----------------------------------------------------------------------------------


def test_a_month_tells_due_delivered_carried_and_missing_of_each_line(roles):
    agreement = signed(title="PKS", starts_on=date(2025, 5, 1), signed_on=date(2025, 5, 1))
    monthly = make_line(
        agreement, title="Bulanan", quota_period=4, period="month", carry_over="next"
    )
    whole = make_line(agreement, title="Semua", quota_total=10)
    make_line(agreement, title="Laporan", kind="report", quota_total=1)
    published(monthly, at(5, 5))
    for day in (1, 30):
        published(monthly, at(6, day))
    published(whole, at(5, 31))
    published(whole, at(6, 2))
    published(whole, at(7, 1))  # not of the month
    (row,) = fulfilment.facts(month=date(2025, 6, 1), today=date(2025, 12, 1))["agreements"]
    names = ("title", "due", "carried", "delivered", "missing", "surplus", "in_month", "counted")
    assert [tuple(line[name] for name in names) for line in row["lines"]] == [
        ("Bulanan", 7, 3, 2, 5, 0, 2, True),
        ("Semua", 10, 0, 2, 8, 0, 1, True),
        ("Laporan", 1, 0, 0, 1, 0, 0, False),
    ]
    assert row["lines"][0]["from"], row["lines"][0]["until"] == ("2025-06-01", "2025-06-30")


def test_a_month_that_runs_is_counted_until_today(roles):
    line = make_line(signed(), quota_total=5)
    published(line, at(6, 9))
    published(line, at(6, 11))
    found = fulfilment.facts(month=date(2025, 6, 1), today=date(2025, 6, 10))
    assert found["as_of"] == "2025-06-10"
    assert found["agreements"][0]["lines"][0]["in_month"] == 1


def test_a_month_holds_the_agreements_whose_term_touches_it(roles):
    signed(title="Berjalan")
    signed(title="Berakhir", ends_on=date(2025, 6, 1))
    signed(title="Mulai", starts_on=date(2025, 6, 30), signed_on=date(2025, 6, 30))
    signed(title="Lewat", ends_on=date(2025, 5, 31))
    signed("terminated", title="Diakhiri", terminated_on=date(2025, 6, 1))
    signed("review", title="Belum")
    found = fulfilment.facts(month=date(2025, 6, 1), today=date(2025, 12, 1))
    assert titles(found["agreements"]) == ["Berakhir", "Berjalan", "Mulai"]


def test_a_month_tells_of_its_suspended_days(roles):
    agreement = signed()
    Suspension.objects.create(
        agreement=agreement, from_day=date(2025, 6, 5), until_day=date(2025, 6, 9)
    )
    Suspension.objects.create(agreement=agreement, from_day=date(2025, 7, 1))
    (row,) = fulfilment.facts(month=date(2025, 6, 1), today=date(2025, 12, 1))["agreements"]
    assert row["suspended"] == [["2025-06-05", "2025-06-09"]]


# --- a training ----------------------------------------------------------------------------------


def test_the_recap_holds_sessions_people_marks_scores_and_certificates(roles):
    held = make_training(sessions=[(-2, 2), (-1, 3)])
    cancelled = held.sessions.first()
    cancelled.cancelled_at, cancelled.cancel_reason = timezone.now(), "Banjir"
    cancelled.save()
    held.sessions.last().speakers.create(name="Rina Siregar")
    person = make_participant(
        held, "present", name="Siti Aminah", nip="198001152005011002", pre_score=50,
        post_score=80, rating=5, feedback="Bagus.\nTeruskan.",
    )  # fmt: skip
    (certificate,) = certificates.issue(held, by=make_user("head"))
    found = training.facts(training=held)
    sessions = [(row["number"], row["cancelled"], row["speakers"]) for row in found["sessions"]]
    assert sessions == [(0, "Banjir", []), (1, "", ["Rina Siregar"])]
    (row,) = found["people"]
    assert (row["name"], row["nip"], row["marks"]) == (person.name, person.nip, ["present"])
    assert (row["share"], row["pre"], row["post"]) == (100, 50, 80)
    assert row["certificate"] == str(certificate)
    assert (found["figures"]["gain"], found["ratings"][0]) == (30, [5, 1])
    assert found["feedback"] == ["Bagus.\nTeruskan."]


def test_what_the_database_keeps_of_a_recap_names_nobody(roles):
    held = make_held(title="Pelatihan Menulis")
    person = held.participants.get()
    person.name, person.nip, person.feedback = "Siti Aminah", "198001152005011002", "Bagus."
    person.office = "Dinas Rahasia"
    person.save()
    text = str(training.impersonal(training.facts(training=held)))
    assert "Pelatihan Menulis" in text
    for secret in (person.name, person.nip, person.feedback, person.office):
        assert secret not in text


# --- evaluations ---------------------------------------------------------------------------------


def test_evaluations_whose_time_touches_the_period_come_by_agreement(roles):
    one, two = signed(title="Satu"), signed(title="Dua")
    evaluated(one, date(2025, 1, 1), date(2025, 6, 1), "Baik.\n\nLancar.")
    evaluated(one, date(2025, 6, 2), date(2025, 6, 30), "Lebih baik.")
    evaluated(one, date(2025, 7, 1), date(2025, 7, 31), "Nanti.")
    evaluated(two, date(2025, 6, 30), date(2025, 8, 1), "Cukup.")
    found = evaluation.facts(**SPAN)["agreements"]
    texts = {row["title"]: [each["text"] for each in row["evaluations"]] for row in found}
    assert texts == {"Dua": [["Cukup."]], "Satu": [["Lebih baik."], ["Baik.", "Lancar."]]}
    assert titles(evaluation.facts(**SPAN, agreement=two)["agreements"]) == ["Dua"]


# --- the audit log -------------------------------------------------------------------------------


def audited():
    return audit.facts(first=date(2025, 6, 1), last=DAY)


def test_the_audit_log_holds_moves_of_the_period_with_who_and_why(roles):
    agreement = signed(title="PKS")
    for when in (at(5, 31, 23), at(6, 1, 0), at(6, 30, 23), at(7, 1, 0)):
        moved(agreement, "suspend", "in_force", "suspended", when)
    assert [row["at"] for row in audited()["moves"]] == [
        "2025-06-01T00:00:00+07:00",
        "2025-06-30T23:00:00+07:00",
    ]
    row = audited()["moves"][0]
    assert (row["by"], row["agreement"], row["move"]) == (str(agreement.owner), "PKS", "suspend")


def test_the_audit_log_holds_claims_and_names_no_story_that_involves_a_child(roles):
    line = make_line(signed())
    plain = published(line, at(6, 2), headline="Jembatan dibuka")
    hidden = published(line, at(6, 3), headline="Anak hilang", **CHILD)
    claim = line.claims.get(article=plain)
    make_claim(line, plain, "reverse", reverses=claim, at=at(6, 4), note="Keliru")
    rows = [
        (row["entry"], row["source"], row["number"], row["note"]) for row in audited()["claims"]
    ]
    assert rows == [
        ("accept", "Jembatan dibuka", plain.pk, ""),
        ("accept", "", hidden.pk, ""),
        ("reverse", "Jembatan dibuka", plain.pk, "Keliru"),
    ]


def test_the_audit_log_holds_amendments_with_their_new_terms(roles):
    agreement = signed()
    line = make_line(agreement, title="Berita")
    make_amendment(agreement, date(2025, 7, 1), line=line, quota_total="20", value="5")
    found = audit.facts(first=date(2025, 1, 1), last=date(2025, 1, 31))["amendments"]
    assert [change["value"] for change in found[0]["changes"]] == ["20", "5"]
    assert found[0]["changes"][0]["line"] == "Berita"


def test_the_audit_log_holds_papers_and_certificates_issued_and_revoked(roles):
    head = make_user("head")
    held = make_held(title="Pelatihan")
    (certificate,) = certificates.issue(held, by=head)
    certificates.revoke(certificate, by=head, reason="Salah nama.")
    paper = issuing.issue("pipeline", by=head, as_of=timezone.localdate())
    issuing.revoke(paper, by=head, reason="Salah hari.")
    today = timezone.localdate()
    found = audit.facts(first=today - timedelta(days=1), last=today)
    assert [(row["what"], row["number"], row["note"]) for row in found["papers"]] == [
        ("issued", str(paper), ""),
        ("revoked", str(paper), "Salah hari."),
    ]
    assert [(row["what"], row["of"], row["note"]) for row in found["certificates"]] == [
        ("issued", "Pelatihan", ""),
        ("revoked", "Pelatihan", "Salah nama."),
    ]


def test_the_audit_log_holds_what_took_personal_data_out_and_no_common_edit(roles):
    kind = ContentType.objects.get_for_model(Training)
    for text, when in [("Data pribadi diunduh.", at(6, 5)), ('[{"changed": {}}]', at(6, 6))]:
        entry = LogEntry.objects.create(
            user=make_user("officer"), content_type=kind, object_id="1", object_repr="rekap.pdf",
            action_flag=CHANGE, change_message=text,
        )  # fmt: skip
        LogEntry.objects.filter(pk=entry.pk).update(action_time=when)
    rows = [(row["of"], row["what"]) for row in audited()["personal"]]
    assert rows == [("rekap.pdf", "Data pribadi diunduh.")]


def test_a_period_with_more_than_one_paper_holds_is_known_beforehand(roles, monkeypatch):
    agreement = signed()
    for hour in (1, 2, 3):
        moved(agreement, "suspend", "in_force", "suspended", at(6, 1, hour))
    span = SPAN["first"], SPAN["last"]
    monkeypatch.setattr(audit, "MOST", 3)
    assert not audit.is_too_much(*span)
    monkeypatch.setattr(audit, "MOST", 2)
    assert audit.is_too_much(*span)


# --- what it costs -------------------------------------------------------------------------------


REPORTS = {
    "register": (lambda: register.facts(as_of=DAY, with_values=True), 4),
    "ending": (lambda: ending.facts(as_of=DAY, days=90), 7),
    "pipeline": (lambda: pipeline.facts(as_of=DAY), 6),
    "fulfilment": (lambda: fulfilment.facts(month=DAY, today=date(2025, 12, 1)), 7),
    "evaluation": (lambda: evaluation.facts(**SPAN), 6),
    "audit": (lambda: audit.facts(**SPAN), 8),
}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_costs_the_same_for_one_and_for_three(rows, roles, django_assert_num_queries):
    for n in range(1, rows + 1):
        everything("Isi", n)
    for facts, queries in REPORTS.values():
        with django_assert_num_queries(queries):
            facts()


@pytest.mark.parametrize("people", [1, 3])
def test_a_recap_costs_the_same_for_one_and_for_three(people, roles, django_assert_num_queries):
    held = make_held(people=people, sessions=people)
    for session in held.sessions.all():
        session.speakers.create(user=make_user("reporter"))
    held = Training.objects.select_related("organization", "owner").get(pk=held.pk)
    with django_assert_num_queries(7):
        training.facts(training=held)
