"""“Letters and reports”: asked for, waited for, fetched; each by those alone who may."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import certificates, issuing, paper_requests
from partnerships.files import private_storage
from partnerships.models import Paper, PaperRequest
from partnerships.paper_requests import ask, make_due
from partnerships.tests.factories import make_agreement, make_held, make_line

PAGE = reverse("admin:papers")
TODAY = {"as_of": "2026-11-30"}
pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def head(sign_in, english):
    return sign_in("head")


def made(kind, person, **params):
    """What somebody asked for, and a worker made."""
    request = ask(kind, params or TODAY, person)
    make_due()
    return PaperRequest.objects.get(pk=request.pk)


def issued(by, **values):
    """A paper without typesetting, for lists."""
    number = Paper.objects.count() + 1
    values = {
        "kind": "pipeline", "year": 2025, "number": number, "as_of": "2025-06-30",
        "facts": {"number": f"{number:03d}/PROSES"}, "pdf": "papers/x", "issued_by": by, **values,
    }  # fmt: skip
    return Paper.objects.create(**values)


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("head", {"register", "ending", "pipeline", "fulfilment", "training", "certificates",
                  "evaluation", "audit"}),
        ("officer", {"register", "ending", "pipeline", "fulfilment", "training", "certificates",
                     "evaluation"}),
        ("auditor", {"certificates", "audit"}),
    ],
)  # fmt: skip
def test_the_page_offers_each_role_what_it_may_ask_for(role, offered, client, sign_in):
    sign_in(role)
    page = client.get(PAGE).content.decode()
    assert set(re.findall(r"/admin/papers/ask/(\w+)/", page)) == offered


def test_the_form_asks_and_leads_to_the_page_of_the_request(client, head):
    response = client.post(url("paper_ask", "register"), {**TODAY, "with_values": "on"})
    request = PaperRequest.objects.get()
    assert response["Location"] == url("paper_request", request.pk)
    assert request.params == {"as_of": "2026-11-30", "with_values": True}
    assert "as of 30 November 2026, with values" in text_of(client.get(response["Location"]))


def test_the_form_says_what_is_wrong_beside_the_field(client, head):
    response = client.post(url("paper_ask", "ending"), {"as_of": "2999-01-01", "days": "90"})
    assert response.status_code == 422
    assert "That day has not come yet." in text_of(response)
    response = client.post(url("paper_ask", "ending"), {"as_of": "", "days": "0"})
    assert "Fill this in." in text_of(response)
    assert "Give a number from 1 to 366." in text_of(response)
    assert not PaperRequest.objects.exists()


def test_the_form_begins_with_what_the_address_names(client, head):
    training = make_held(title="Menulis berita")
    page = client.get(url("paper_ask", "training"), {"training": training.pk}).content.decode()
    assert f'<option value="{training.pk}" selected>Menulis berita</option>' in page
    page = client.get(url("paper_ask", "fulfilment"), {"month": "2025-06"}).content.decode()
    assert 'value="2025-06"' in page


def test_a_forged_choice_is_no_choice(client, head):
    response = client.post(url("paper_ask", "training"), {"training": "999999"})
    assert "Choose one from the list." in text_of(response)


def test_mail_is_offered_where_one_can_come(client, head, settings):
    assert "tell_by_mail" not in client.get(url("paper_ask", "pipeline")).content.decode()
    settings.MAIL_IS_ON = True
    head.email = "kepala@example.org"
    head.save()
    assert "tell_by_mail" in client.get(url("paper_ask", "pipeline")).content.decode()
    client.post(url("paper_ask", "pipeline"), {**TODAY, "tell_by_mail": "on"})
    assert PaperRequest.objects.get().tell_by_mail


# --- waiting -------------------------------------------------------------------------------------


def test_an_open_request_is_polled_and_a_finished_one_is_not(client, head):
    request = ask("pipeline", TODAY, head)
    poll = f'data-poll="{url("paper_request_state", request.pk)}"'
    assert poll in client.get(url("paper_request", request.pk)).content.decode()
    assert f'data-poll="{url("papers_mine")}"' in client.get(PAGE).content.decode()
    make_due()
    state = client.get(url("paper_request_state", request.pk)).content.decode()
    assert "data-poll" not in state
    assert "<html" not in state
    assert "001/PROSES/" in state
    assert "data-poll" not in client.get(url("papers_mine")).content.decode()


def test_progress_is_shown(client, head):
    request = ask("pipeline", TODAY, head)
    paper_requests._Progress(paper_requests.claim())(3, 8)
    page = client.get(url("paper_request_state", request.pk)).content.decode()
    assert 'max="8" value="3"' in page


def test_without_a_worker_the_page_says_so_and_since_when(client, head):
    request = ask("pipeline", TODAY, head)
    assert "None seems to run" not in text_of(client.get(PAGE))
    since = timezone.now() - timedelta(hours=2)
    PaperRequest.objects.update(due_at=since)
    for path in (PAGE, url("paper_request", request.pk)):
        page = text_of(client.get(path))
        assert "waits for the background worker since" in page
        assert timezone.localtime(since).strftime("%H:%M") in page


def test_what_is_asked_for_can_be_cancelled(client, head):
    request = ask("pipeline", TODAY, head)
    client.post(url("paper_request_cancel", request.pk))
    assert PaperRequest.objects.get().state == "cancelled"
    page = client.get(url("paper_request", request.pk)).content.decode()
    assert f"{url('paper_ask', 'pipeline')}?as_of=2026-11-30" in page


def test_a_failure_is_told_in_its_sentence(client, head):
    held = make_held()
    certificates.issue(held, by=head)
    request = ask("certificates", {"training": held.pk}, head)
    certificates.revoke(held.participants.get().certificates.get(), by=head, reason="Keliru.")
    make_due()
    assert "belum punya sertifikat" in text_of(client.get(url("paper_request", request.pk)))


# --- fetching ------------------------------------------------------------------------------------


def test_the_paper_is_fetched_as_an_attachment_that_nobody_keeps(client, head):
    request = made("pipeline", head)
    page = client.get(url("paper_request", request.pk)).content.decode()
    for form, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        path = url("paper_file", request.paper_id, form)
        assert path in page
        response = client.get(path)
        assert b"".join(response).startswith(start)
        name = f'attachment; filename="kesepakatan-disiapkan-001-{request.paper.year}.{form}"'
        assert response["Content-Disposition"] == name
        assert response["Cache-Control"].startswith("no-store, private")
    assert client.get(url("paper_file", request.paper_id, "exe")).status_code == 404


def test_a_file_without_a_number_is_fetched_by_its_asker_and_written_down(client, head):
    held = make_held()
    certificates.issue(held, by=head)
    request = made("certificates", head, training=held.pk)
    response = client.get(url("paper_request_file", request.pk))
    assert b"".join(response).startswith(b"%PDF-")
    assert response["Cache-Control"].startswith("no-store, private")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (head, str(held.pk))
    head.groups.clear()
    assert client.get(url("paper_request_file", request.pk)).status_code in (302, 403)


def test_a_recap_that_is_fetched_is_written_down(client, head):
    held = make_held()
    request = made("training", head, training=held.pk)
    b"".join(client.get(url("paper_file", request.paper_id, "pdf")))
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.object_repr[:15]) == (str(held.pk), "rekap-pelatihan")


def test_a_file_that_is_gone_is_not_found(client, head):
    request = made("pipeline", head)
    private_storage().delete(request.paper.pdf.name)
    assert client.get(url("paper_file", request.paper_id, "pdf")).status_code == 404


def test_a_request_is_its_askers_alone(client, sign_in):
    request = ask("pipeline", TODAY, make_user("head"))
    sign_in("head")
    assert client.get(url("paper_request", request.pk)).status_code == 404
    assert client.get(url("paper_request_state", request.pk)).status_code == 404
    assert client.post(url("paper_request_cancel", request.pk)).status_code == 404
    assert PaperRequest.objects.get().state == "waiting"


# --- papers --------------------------------------------------------------------------------------


def test_the_papers_of_others_are_listed_for_whoever_may_read_their_kind(client, sign_in):
    head = make_user("head")
    issued(head)
    audit = issued(head, kind="audit", facts={"number": "001/AUDIT"})
    sign_in("officer")
    page = text_of(client.get(url("papers_issued")))
    assert "001/PROSES" in page
    assert "001/AUDIT" not in page
    assert client.get(url("paper", audit.pk)).status_code in (302, 403)
    sign_in("auditor")
    assert "001/AUDIT" in text_of(client.get(url("papers_issued")))


def test_papers_with_values_are_listed_for_those_alone_who_see_values(client, sign_in, monkeypatch):
    head = make_user("head")
    issued(head, kind="register", facts={"number": "001/REG", "with_values": True})
    issued(head, kind="register", facts={"number": "002/REG", "with_values": False})
    issued(head)
    person = sign_in("officer")
    group = person.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_value"))
    page = text_of(client.get(url("papers_issued")))
    assert [number in page for number in ("001/REG", "002/REG", "003/PROSES")] == [
        False,
        True,
        True,
    ]


def test_papers_are_narrowed_to_a_kind(client, head):
    issued(head)
    issued(head, kind="ending", facts={"number": "001/JT"})
    page = text_of(client.get(url("papers_issued"), {"kind": "ending"}))
    assert "001/JT" in page
    assert "001/PROSES" not in page


def test_the_head_revokes_a_paper_with_a_reason(client, head):
    paper = issued(head)
    response = client.post(url("paper_revoke", paper.pk), {"reason": " "})
    assert response.status_code == 422
    client.post(url("paper_revoke", paper.pk), {"reason": "Salah hari."})
    page = text_of(client.get(url("paper", paper.pk)))
    assert "Salah hari." in page
    assert url("paper_revoke", paper.pk) not in page


def test_the_page_of_a_paper_says_that_its_files_rest(client, head):
    held = make_held()
    request = made("training", head, training=held.pk)
    assert "Its files rest" not in text_of(client.get(url("paper", request.paper_id)))
    held.participants.get().anonymise()
    page = client.get(url("paper", request.paper_id))
    assert "Its files rest" in text_of(page)


def test_a_proof_is_issued_in_the_background(client, head):
    agreement = make_agreement("in_force")
    make_line(agreement)
    today = timezone.localdate()
    days = {"first": today - timedelta(days=9), "last": today - timedelta(days=1)}
    path = url("partnerships_agreement_paper_issue", agreement.pk)
    response = client.post(path, {name: day.isoformat() for name, day in days.items()})
    request = PaperRequest.objects.get()
    assert response["Location"] == url("paper_request", request.pk)
    make_due()
    request.refresh_from_db()
    assert (request.state, request.paper.kind) == ("done", "proof")
    assert request.paper.agreement == agreement


def test_a_proof_that_failed_is_asked_for_again_at_its_agreement(client, head):
    agreement = make_agreement("in_force")
    make_line(agreement)
    days = {"first": agreement.starts_on.isoformat(), "last": agreement.starts_on.isoformat()}
    request = ask("proof", {"agreement": agreement.pk, **days}, head)
    paper_requests.cancel(request, by=head)
    page = client.get(url("paper_request", request.pk)).content.decode()
    path = url("partnerships_agreement_paper_issue", agreement.pk)
    assert f"{path}?first={days['first']}&amp;last={days['last']}" in page
    assert client.get(url("paper_ask", "proof")).status_code == 404


# --- what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(
    rows, client, head, django_assert_num_queries
):
    held = make_held()
    now = timezone.now()
    for n in range(rows):
        paper = issued(head, agreement=make_agreement("in_force"), training=held)
        PaperRequest.objects.create(
            kind="pipeline", params={}, key=f"{n}", language="id", asked_by=head, state="done",
            finished_at=now, paper=paper,
        )  # fmt: skip
        ask("pipeline", {"as_of": f"2026-11-{n + 1:02d}"}, head)
    client.get(PAGE)  # the first page of a session reads more
    for path, queries in [(PAGE, 6), (url("papers_mine"), 5), (url("papers_issued"), 5)]:
        with django_assert_num_queries(queries):
            client.get(path)


def test_long_lists_are_read_page_by_page(client, head, monkeypatch):
    monkeypatch.setattr("partnerships.admin.paper_pages.ISSUED_PAGE", 2)
    for _n in range(3):
        issued(head)
    first = client.get(url("papers_issued"))
    (older,) = re.findall(r'href="(\?sebelum=[^"]+)"', first.content.decode())
    second = text_of(client.get(url("papers_issued") + older))
    assert "001/PROSES" in second
    assert "003/PROSES" not in second


def test_issuing_knows_no_kind_that_the_list_leaves_out(roles):
    head = make_user("head")
    assert all(head.has_perm(kind.reads) for kind in issuing.KINDS.values())
