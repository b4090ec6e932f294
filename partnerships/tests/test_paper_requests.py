"""Long jobs: asked for once, made once whatever is killed, refused to whom they are not for."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils import timezone, translation

from articles.tests.factories import make_user
from partnerships import certificates, issuing, paper_requests
from partnerships.askable import ASKABLE
from partnerships.files import private_storage
from partnerships.issuing import PaperNotAllowed
from partnerships.models import Paper, PaperRequest
from partnerships.paper_requests import ask, claim, make_due
from partnerships.signals import request_finished
from partnerships.tests.factories import make_held

TODAY = {"as_of": "2026-11-30"}


@pytest.fixture
def head(roles):
    return make_user("head")


def fresh(request):
    return PaperRequest.objects.get(pk=request.pk)


def stored():
    """Names of the files of papers."""
    try:
        return set(private_storage().listdir("papers")[1])
    except FileNotFoundError:
        return set()


def pass_time(request, **span):
    """As if the row had waited so long."""
    PaperRequest.objects.filter(pk=request.pk).update(due_at=timezone.now() - timedelta(**span))


# --- asking --------------------------------------------------------------------------------------


def test_a_request_keeps_what_was_checked_and_says_it_in_words(head):
    with translation.override("en"):
        made = ask("register", {"as_of": "2026-11-30", "with_values": "on"}, head)
    assert (made.kind, made.state, made.asked_by) == ("register", "waiting", head)
    assert made.params == {"as_of": "2026-11-30", "with_values": True}
    assert made.subject == "as of 30 November 2026, with values"


def test_the_same_open_request_of_the_same_person_is_not_doubled(head):
    first = ask("pipeline", TODAY, head)
    assert ask("pipeline", TODAY, head) == first
    assert ask("pipeline", {"as_of": "2026-11-29"}, head) != first
    assert ask("pipeline", TODAY, make_user("head")) != first


def test_what_came_to_its_end_may_be_asked_for_again(head):
    first = ask("pipeline", TODAY, head)
    paper_requests.cancel(first, by=head)
    assert ask("pipeline", TODAY, head) != first


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        ("register", "officer", True),
        ("register", "auditor", False),
        ("register", "editor", False),
        ("audit", "officer", False),
        ("audit", "auditor", True),
        ("audit", "head", True),
        ("certificates", "auditor", True),
        ("certificates", "editor", False),
        ("unheard", "head", False),
    ],
)
def test_who_may_ask_is_settled_by_the_role(kind, role, may, roles):
    params = {"as_of": "2026-11-30", "first": "2026-11-01", "last": "2026-11-30"}
    params["training"] = make_held().pk
    known = ASKABLE[kind].params if kind in ASKABLE else {}
    params = {name: value for name, value in params.items() if name in known}
    refused = PermissionDenied if not may else PaperNotAllowed
    if may and kind != "certificates":
        assert ask(kind, params, make_user(role))
        return
    with pytest.raises(refused):  # there is no certificate yet
        ask(kind, params, make_user(role))


def test_nobody_waits_for_more_than_ten_papers(head):
    for day in range(1, paper_requests.MOST_OPEN + 1):
        ask("pipeline", {"as_of": f"2026-11-{day:02d}"}, head)
    with pytest.raises(PaperNotAllowed):
        ask("pipeline", TODAY, head)
    assert ask("pipeline", {"as_of": "2026-11-01"}, head)  # one of the ten
    assert ask("pipeline", TODAY, make_user("head"))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_which_no_zone_can_say_when_it_begins_is_none(day, head):
    with pytest.raises(PaperNotAllowed):
        ask("audit", {"first": day, "last": day}, head)


def test_a_parameter_that_the_kind_does_not_know_is_a_fault_and_not_lost(head):
    with pytest.raises(TypeError, match="with_pages"):
        ask("register", {"as_of": "2026-11-30", "with_pages": True}, head)


def test_everything_that_is_wrong_is_said_at_once(head):
    with pytest.raises(PaperNotAllowed) as refused:
        ask("evaluation", {"first": "kemarin", "agreement": "999"}, head)
    assert [field for field, _sentence in refused.value.problems] == ["first", "last", "agreement"]
    assert not PaperRequest.objects.exists()


def test_values_are_asked_for_by_those_alone_who_may_see_them(roles, monkeypatch):
    person = make_user("officer")
    monkeypatch.setattr(
        type(person), "has_perm", lambda self, name, obj=None: name != "partnerships.view_value"
    )
    with pytest.raises(PaperNotAllowed) as refused:
        ask("register", {"as_of": "2026-11-30", "with_values": True}, person)
    assert [field for field, _sentence in refused.value.problems] == ["with_values"]


# --- making --------------------------------------------------------------------------------------


def test_a_worker_makes_the_paper_and_closes_the_request(head):
    made = ask("pipeline", TODAY, head)
    assert make_due() == 1
    made = fresh(made)
    assert (made.state, made.attempts, made.error) == ("done", 1, "")
    assert made.finished_at is not None
    paper = made.paper
    assert (paper.kind, paper.number, paper.issued_by) == ("pipeline", 1, head)
    assert paper.pdf.open().read(5) == b"%PDF-"
    assert paper.sheet.open().read(2) == b"PK"
    assert make_due() == 0


def test_certificates_in_bulk_are_a_file_without_a_number(head):
    training = make_held()
    certificates.issue(training, by=head)
    made = ask("certificates", {"training": training.pk}, head)
    make_due()
    made = fresh(made)
    assert (made.state, made.paper) == ("done", None)
    assert made.file_name == f"sertifikat-pelatihan-{training.pk}.pdf"
    assert made.file.open().read(5) == b"%PDF-"
    assert not Paper.objects.exists()


def test_a_lost_role_is_refused_when_its_turn_comes(head):
    with translation.override("en"):
        made = ask("pipeline", TODAY, head)
    head.groups.clear()
    assert make_due() == 1
    made = fresh(made)
    assert made.state == "failed"
    assert made.error == "You may not have this any more: your role has changed."
    assert not Paper.objects.exists()


def test_an_account_that_was_closed_gets_nothing(head):
    made = ask("pipeline", TODAY, head)
    head.is_active = False
    head.save()
    make_due()
    assert fresh(made).state == "failed"


def test_the_sentence_of_a_failure_is_in_the_askers_language(head):
    with translation.override("id"):
        made = ask("pipeline", TODAY, head)
    head.groups.clear()
    with translation.override("en"):
        make_due()
    assert fresh(made).error.startswith("Anda tidak berhak lagi")


def test_what_is_refused_by_a_rule_meanwhile_says_the_rule(head):
    training = make_held()
    (certificate,) = certificates.issue(training, by=head)
    with translation.override("en"):
        made = ask("certificates", {"training": training.pk}, head)
    certificates.revoke(certificate, by=head, reason="Keliru.")
    make_due()
    assert fresh(made).error == "This training has no certificate in force."


def test_what_breaks_is_tried_again_later_and_given_up_in_the_end(head, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("no disk")

    made, before = ask("pipeline", TODAY, head), stored()
    monkeypatch.setattr(issuing, "compile_pdf", break_down)
    for attempt, pause in enumerate(paper_requests.PAUSES, 1):
        assert make_due() == 0
        made = fresh(made)
        assert (made.state, made.attempts) == ("waiting", attempt)
        assert timezone.now() + pause - timedelta(seconds=20) < made.due_at
        assert make_due() == 0
        pass_time(made, seconds=1)
    assert make_due() == 1
    made = fresh(made)
    assert made.state == "failed"
    assert str(made.pk) in made.error
    assert "no disk" not in made.error
    assert stored() == before


def test_a_fault_of_the_database_is_left_to_the_lease(head, monkeypatch):
    made = ask("pipeline", TODAY, head)
    monkeypatch.setattr(paper_requests, "_carry_out", broken_database)
    with pytest.raises(DatabaseError):
        make_due()
    made = fresh(made)
    assert (made.state, made.attempts) == ("working", 1)
    assert made.due_at > timezone.now()


def broken_database(request):
    raise DatabaseError


# --- killed --------------------------------------------------------------------------------------


class Killed(BaseException):
    """As if the process were gone: nothing of ours catches it."""


def kill(*args, **kwargs):
    raise Killed


@pytest.mark.parametrize(
    "step",
    [
        (paper_requests, "_carry_out"),
        (issuing, "compile_pdf"),
        (issuing, "next_number"),
        (paper_requests, "_close"),
    ],
    ids=["claimed", "facts read", "files made", "paper written"],
)
def test_a_worker_that_is_killed_at_any_step_leaves_one_paper_in_the_end(step, head, monkeypatch):
    made, before = ask("pipeline", TODAY, head), stored()
    with monkeypatch.context() as patch:
        patch.setattr(*step, kill)
        with pytest.raises(Killed):
            make_due()
    assert not Paper.objects.exists()
    assert stored() == before
    assert make_due() == 0  # the dead one's time has not run out
    pass_time(made, seconds=1)
    assert make_due() == 1
    assert [paper.number for paper in Paper.objects.all()] == [1]
    assert fresh(made).paper == Paper.objects.get()


def test_killed_after_the_commit_nothing_is_made_again(head):
    made = ask("pipeline", TODAY, head)
    make_due()
    pass_time(made, days=1)
    assert make_due() == 0
    assert Paper.objects.count() == 1


def test_a_request_that_kills_its_worker_each_time_is_given_up(head, monkeypatch):
    made = ask("pipeline", TODAY, head)
    monkeypatch.setattr(paper_requests, "_carry_out", kill)
    for _attempt in range(paper_requests.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            make_due()
        pass_time(made, seconds=1)
    assert make_due() == 1
    assert fresh(made).state == "failed"


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(head):
    made, before = ask("pipeline", TODAY, head), stored()
    slow = claim()
    pass_time(made, seconds=1)
    other = claim()
    assert (slow.attempts, other.attempts) == (1, 2)
    assert paper_requests._make(slow) == 0
    assert not Paper.objects.exists()
    assert stored() == before
    assert paper_requests._make(other) == 1
    assert Paper.objects.count() == 1


def test_a_lease_lost_at_the_last_moment_takes_the_paper_back(head, monkeypatch):
    """The other worker took over while this one was typesetting."""
    made = ask("pipeline", TODAY, head)
    real = issuing.compile_pdf

    def overtaken(*args, **kwargs):
        PaperRequest.objects.filter(pk=made.pk).update(attempts=7)
        return real(*args, **kwargs)

    monkeypatch.setattr(issuing, "compile_pdf", overtaken)
    assert make_due() == 0
    assert not Paper.objects.exists()


def test_what_a_receiver_writes_stands_with_the_paper_or_not_at_all(head):
    def refuse(**kwargs):
        raise Killed

    made = ask("pipeline", TODAY, head)
    request_finished.connect(refuse)
    try:
        with pytest.raises(Killed):
            make_due()
    finally:
        request_finished.disconnect(refuse)
    assert not Paper.objects.exists()
    assert fresh(made).state == "working"
