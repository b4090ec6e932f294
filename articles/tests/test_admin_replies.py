"""The pages of the right of reply and of asking for a retraction, as the desk uses them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles import reply, retraction
from articles.models import ReplyRequest, RetractionRequest, ScheduleReceipt
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_replyrequest_changelist")
ADD = reverse("admin:articles_replyrequest_add")


@pytest.fixture
def editor(roles, client):
    editor = make_user("editor", is_staff=True)
    client.force_login(editor)
    return editor


def request_of(editor, **values):
    story = make_article("published", publish_at=timezone.now() - timedelta(days=5))
    asked = {"who": "Rahmat", "contact": "0812", "text": "Saya tidak di sana.", **values}
    return reply.receive(story, by=editor, **asked)


def typed(story, **values):
    return {"story": story, "who": "Rahmat", "contact": "0812", "text": "Bukan saya."} | values


@pytest.mark.parametrize("shape", ["{0.pk}", "http://testserver{1}", "{1}"])
def test_a_story_is_named_by_its_address_or_its_number(editor, client, shape):
    story = make_article("published")
    named = shape.format(story, story.get_absolute_url())
    client.post(ADD, typed(named, received_at=f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"))
    assert ReplyRequest.objects.get().article == story


def test_what_is_wrong_stands_on_its_field_and_what_was_typed_stays(editor, client):
    page = client.post(ADD, typed("tidak ada", received_at="2022-06-28T10:00"))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"story"}
    assert "Bukan saya." in page.content.decode()


def test_a_request_is_answered_from_its_page(editor, client):
    request = request_of(editor)
    client.post(request.get_admin_url(), {"do": "answer", "text": "Jawaban.", "place": "top"})
    request.refresh_from_db()
    assert (request.answer.text, request.answer.place) == ("Jawaban.", "top")


def test_an_empty_refusal_stays_on_the_page(editor, client):
    request = request_of(editor)
    page = client.post(request.get_admin_url(), {"do": "refuse", "reason": " "})
    assert (page.status_code, "reason" in page.context["refuse_form"].errors) == (422, True)


def test_a_decided_request_offers_nothing_more(editor, client):
    request = request_of(editor)
    reply.refuse(request, by=editor, reason="Bukan tentang dia.")
    page = client.get(request.get_admin_url()).content.decode()
    assert "Bukan tentang dia." in page
    assert 'name="do"' not in page


@pytest.mark.parametrize(
    ("state", "names"), [("open", ["Baru", "Lama"]), ("late", ["Lama"]), ("refused", ["Ditolak"])]
)
def test_the_list_is_narrowed_by_how_it_stands(editor, client, state, names):
    request_of(editor, who="Baru")
    request_of(editor, who="Lama", received_at=timezone.now() - timedelta(days=4))
    reply.refuse(request_of(editor, who="Ditolak"), by=editor, reason="Bukan tentang dia.")
    rows = client.get(LIST, {"state": state}).context["cl"].result_list
    assert [row.who for row in rows] == names


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    editor, client, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        at = request_of(editor).article.publish_at
        ScheduleReceipt.objects.create(article=make_article("published"), planned_at=at, seen_at=at)
    receipts = reverse("admin:articles_schedulereceipt_changelist")
    for path in (LIST, receipts):
        client.get(path)
        with django_assert_max_num_queries(8):
            client.get(path)


def test_an_editor_asks_for_a_retraction_from_the_storys_page(editor, client):
    story = make_article("published")
    path = reverse("admin:articles_article_retraction", args=[story.pk])
    assert (
        path
        in client.get(reverse("admin:articles_article_change", args=[story.pk])).content.decode()
    )
    assert client.post(path, {"note": "Keliru."}).status_code == 422
    client.post(path, {"ground": "error", "note": "Keliru."})
    assert RetractionRequest.objects.get().article == story


def test_who_asks_a_moment_after_a_colleague_keeps_what_was_typed(editor, client):
    story = make_article("published")
    retraction.ask(story, by=make_user("editor"), ground="error", note="Keliru.")
    path = reverse("admin:articles_article_retraction", args=[story.pk])
    response = client.post(path, {"ground": "child", "note": "Anak dapat dikenali."})
    assert response.status_code == 422
    assert response.context["problems"]
    assert "Anak dapat dikenali." in response.content.decode()
    assert RetractionRequest.objects.count() == 1


def test_who_may_not_edit_the_story_is_offered_no_reply_to_publish(editor, client):
    request, auditor = request_of(editor), make_user("auditor")
    auditor.user_permissions.add(Permission.objects.get(codename="change_replyrequest"))
    client.force_login(auditor)
    page = client.get(request.get_admin_url()).content.decode()
    assert 'value="refuse"' in page
    assert 'value="answer"' not in page
