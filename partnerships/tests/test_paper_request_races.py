"""Several workers, or presses of a button, at once; each with a control with its guard off."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.db import connection

from articles.tests.factories import make_user
from partnerships import issuing, paper_requests
from partnerships.models import Paper, PaperRequest
from partnerships.sheets import Written

AT_ONCE = 4
TODAY = {"as_of": "2026-11-30"}
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(act):
    """What `act()` gave in threads that started together."""
    barrier, found = Barrier(AT_ONCE), []

    def run():
        barrier.wait()
        try:
            found.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def head(roles):
    return make_user("head")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Nobody waits for typesetting here."""
    monkeypatch.setattr(issuing, "compile_pdf", lambda *args, **kwargs: b"%PDF-1.7")
    sheet = "partnerships.sheets.write_tables"
    monkeypatch.setattr(sheet, lambda *args, **kwargs: Written(BytesIO(b"PK"), 0, False))


def taken_unguarded():
    """claim() as it would be without its condition: read, then write."""
    request = PaperRequest.objects.select_related("asked_by").get()
    if request.state != "waiting":
        return None
    started.wait()
    request.state, request.attempts = "working", request.attempts + 1
    request.save()
    return request


started = Barrier(AT_ONCE)


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_request_is_taken_by_one_worker(guarded, head):
    paper_requests.ask("pipeline", TODAY, head)
    found = all_at_once(paper_requests.claim if guarded else taken_unguarded)
    assert (len(list(filter(None, found))) == 1) is guarded


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_paper_is_issued_once_though_several_hold_the_request(guarded, head, monkeypatch):
    paper_requests.ask("pipeline", TODAY, head)
    request = paper_requests.claim()
    if not guarded:
        whatever = PaperRequest.objects.filter(pk=request.pk)
        monkeypatch.setattr(paper_requests, "_held", lambda request: whatever.all())
    all_at_once(lambda: paper_requests._make(request))
    assert (Paper.objects.count() == 1) is guarded
    numbers = Paper.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_however_often_one_presses_it_is_asked_for_once(head):
    made = all_at_once(lambda: paper_requests.ask("pipeline", TODAY, head))
    assert len(set(made)) == 1
    assert PaperRequest.objects.count() == 1


def test_several_workers_make_several_requests_once_each(head):
    for day in range(1, AT_ONCE + 1):
        paper_requests.ask("pipeline", {"as_of": f"2026-11-{day:02d}"}, head)
    all_at_once(paper_requests.make_due)
    assert set(PaperRequest.objects.values_list("state", "attempts")) == {("done", 1)}
    numbers = Paper.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 1))
