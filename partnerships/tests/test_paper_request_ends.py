"""Requests for papers on their way: progress, cancelling, waiting, and what is forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from articles.tests.factories import make_user
from partnerships import askable, certificates, issuing, paper_requests
from partnerships.files import private_storage
from partnerships.models import Paper, PaperRequest
from partnerships.paper_requests import ask, claim, make_due
from partnerships.tests.factories import make_held
from partnerships.tests.test_paper_requests import TODAY, fresh, head, pass_time, stored

__all__ = ["head"]  # a fixture


def test_progress_is_written_down_and_renews_the_lease(head):
    made = ask("pipeline", TODAY, head)
    request = claim()
    pass_time(made, seconds=1)
    progress = paper_requests._Progress(request)
    progress(3, 8)
    made = fresh(made)
    assert (made.done, made.total) == (3, 8)
    assert made.due_at > timezone.now() + paper_requests.LEASE - timedelta(seconds=20)


def test_progress_does_not_write_more_often_than_people_look(head, django_assert_num_queries):
    ask("pipeline", TODAY, head)
    progress = paper_requests._Progress(claim())
    with django_assert_num_queries(1):
        for done in range(100):
            progress(done, 100)


def test_one_cancels_the_own_request_alone(head):
    made = ask("pipeline", TODAY, head)
    with pytest.raises(PermissionDenied):
        paper_requests.cancel(made, by=make_user("head"))
    assert paper_requests.cancel(made, by=head)
    assert not paper_requests.cancel(made, by=head)
    assert fresh(made).state == "cancelled"
    assert make_due() == 0


def test_cancelled_while_it_is_made_nothing_is_issued(head, monkeypatch):
    made, before = ask("pipeline", TODAY, head), stored()
    real = issuing.compile_pdf

    def cancelled(*args, **kwargs):
        paper_requests.cancel(made, by=head)
        return real(*args, **kwargs)

    monkeypatch.setattr(issuing, "compile_pdf", cancelled)
    assert make_due() == 0
    assert (fresh(made).state, Paper.objects.count()) == ("cancelled", 0)
    assert stored() == before


def test_it_is_known_since_when_no_worker_came(head, settings):
    made = ask("pipeline", TODAY, head)
    assert paper_requests.slow_since() is None
    later = made.due_at + paper_requests.SLOW + timedelta(seconds=settings.WORKER_INTERVAL + 1)
    assert paper_requests.slow_since(later) == made.due_at


def test_while_a_worker_is_at_work_the_others_wait_for_it(head, settings):
    settings.WORKER_INTERVAL = 5
    first = ask("pipeline", TODAY, head)
    second = ask("ending", {**TODAY, "days": 90}, head)
    claim()
    for each in (first, second):
        PaperRequest.objects.filter(pk=each.pk, state="waiting").update(
            due_at=timezone.now() - timedelta(hours=1)
        )
    assert paper_requests.slow_since() is None
    later = timezone.now() + paper_requests.LEASE + timedelta(minutes=1)
    assert paper_requests.slow_since(later) < timezone.now()


def test_old_requests_go_with_their_files_and_papers_stay(head, django_capture_on_commit_callbacks):
    training = make_held()
    certificates.issue(training, by=head)
    with_file = ask("certificates", {"training": training.pk}, head)
    ask("pipeline", TODAY, head)
    make_due()
    young = ask("ending", {**TODAY, "days": 90}, head)
    name = fresh(with_file).file.name
    assert paper_requests.prune() == 0
    later = timezone.now() + paper_requests.KEPT + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert paper_requests.prune(later) == 2
    assert list(PaperRequest.objects.all()) == [young]
    assert not private_storage().exists(name)
    assert Paper.objects.get().pdf.open().read(5) == b"%PDF-"


def test_every_kind_of_paper_can_be_asked_for(roles):
    assert set(issuing.KINDS) <= set(askable.ASKABLE)


@pytest.mark.parametrize("kind", ["certificates", "training"])
def test_what_names_somebody_who_is_erased_while_it_is_made_is_not_handed_out(
    kind, head, monkeypatch
):
    training = make_held()
    certificates.issue(training, by=head)
    request, before = ask(kind, {"training": training.pk}, head), stored()

    def erased_meanwhile(*args, **kwargs):
        for participant in training.participants.all():
            participant.anonymise()
        return b"%PDF-1.7 uji"

    monkeypatch.setattr(askable, "pdf_of", erased_meanwhile)
    monkeypatch.setattr(issuing, "compile_pdf", erased_meanwhile)
    make_due()
    assert fresh(request).state == "failed"
    with translation.override(request.language):
        assert fresh(request).error == issuing.changed_meanwhile()
    assert stored() == before
    assert not Paper.objects.exists()


def test_when_somebody_is_erased_the_files_that_name_them_go(
    head, django_capture_on_commit_callbacks
):
    training = make_held()
    certificates.issue(training, by=head)
    bulk = ask("certificates", {"training": training.pk}, head)
    recap = ask("training", {"training": training.pk}, head)
    make_due()
    paper, file = fresh(recap).paper, fresh(bulk).file
    assert not issuing.withheld(paper)
    person = training.participants.get()
    with django_capture_on_commit_callbacks(execute=True):
        person.anonymise()
    assert issuing.withheld(paper)
    for field in (paper.pdf, paper.sheet, file):
        assert not field.storage.exists(field.name)
    assert not PaperRequest.objects.filter(pk=bulk.pk).exists()
