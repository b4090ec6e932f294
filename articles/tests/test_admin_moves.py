"""The pages of the moves: what they ask, and that nothing moves but by their button."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin.moves import FUNCTIONS, presets
from articles.dates import bureau_time
from articles.models import Article
from articles.tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TIME = "%Y-%m-%dT%H:%M"


def url(story, name):
    return reverse("admin:articles_article_move", args=[story.pk, name])


@pytest.fixture
def reporter(roles, client):
    user = make_user("reporter")
    client.force_login(user)
    return user


@pytest.fixture
def editor(roles, client):
    user = make_user("editor")
    client.force_login(user)
    return user


@pytest.fixture
def head(roles, client):
    user = make_user("head")
    client.force_login(user)
    return user


def press(client, story, name, **data):
    story.refresh_from_db()
    response = client.post(url(story, name), {"version": story.version, **data})
    story.refresh_from_db()
    return response


def test_every_move_has_its_page():
    assert FUNCTIONS.keys() == workflow.MOVES.keys()


def test_looking_at_the_page_moves_nothing(client, editor):
    story = make_article("submitted")
    page = client.get(url(story, "publish"))
    story.refresh_from_db()
    assert (page.status_code, story.status) == (200, "submitted")
    assert story.headline in page.content.decode()


def test_a_reporter_submits(client, reporter):
    story = make_article(by=reporter)
    response = press(client, story, "submit")
    assert (story.status, response.url) == ("submitted", reverse("admin:index"))


def test_a_writer_sees_what_is_missing_and_may_submit_all_the_same(client, reporter):
    story = make_article(by=reporter, summary="")
    assert "Ringkasan belum diisi." in client.get(url(story, "submit")).text
    press(client, story, "submit")
    assert story.status == "submitted"


def test_an_editor_publishes_and_is_led_to_the_page_on_the_site(client, editor):
    story = make_article("submitted")
    press(client, story, "publish")
    page = client.get(reverse("admin:articles_article_change", args=[story.pk]))
    assert story.is_public()
    assert story.get_absolute_url() in page.content.decode()


def test_what_is_missing_stands_on_the_page_with_links_to_the_fields(client, editor):
    story = make_article("submitted", dateline="", lead_photo=make_photo(alt=""))
    shown = client.get(url(story, "publish")).content.decode()
    refused = press(client, story, "publish")
    form = reverse("admin:articles_article_change", args=[story.pk])
    assert story.status == "submitted"
    assert refused.status_code == 422
    for page in (shown, refused.content.decode()):
        assert f"{form}#id_dateline" in page
        assert f"{form}#id_lead_photo_card" in page


def test_four_eyes_are_asked_for_in_words(client, editor):
    story = make_article("submitted", by=editor)
    response = press(client, story, "publish")
    assert story.status == "submitted"
    assert response.context["problems"][0][0] is None


def test_returning_needs_a_note_and_keeps_it(client, editor):
    story = make_article("submitted")
    response = press(client, story, "return", note=" ")
    assert "note" in response.context["form"].errors
    press(client, story, "return", note="Tambahkan sumber kedua.")
    assert (story.status, story.return_note) == ("draft", "Tambahkan sumber kedua.")


def test_a_time_is_meant_in_the_bureaus_zone(client, editor):
    story = make_article("submitted")
    at = bureau_time(timezone.now() + 30 * HOUR).replace(second=0, microsecond=0)
    press(client, story, "schedule", at=at.strftime(TIME))
    assert (story.status, story.publish_at) == ("published", at)
    assert story.is_scheduled()


@pytest.mark.parametrize("at", ["", "2001-01-01T06:00", "besok"])
def test_no_time_a_past_time_and_nonsense_are_refused_at_their_field(client, editor, at):
    story = make_article("submitted")
    response = press(client, story, "schedule", at=at)
    assert "at" in response.context["form"].errors
    assert story.status == "submitted"


def test_an_embargo_is_kept(client, editor):
    story = make_article("submitted", embargo_until=timezone.now() + 5 * HOUR)
    at = bureau_time(timezone.now() + 2 * HOUR).strftime(TIME)
    assert "at" in press(client, story, "schedule", at=at).context["form"].errors
    assert press(client, story, "publish").context["problems"]
    assert story.status == "submitted"


def test_a_scheduled_story_gets_another_time_and_comes_back(client, editor):
    story = make_article("published", publish_at=timezone.now() + HOUR)
    at = bureau_time(timezone.now() + 9 * HOUR).replace(second=0, microsecond=0)
    press(client, story, "reschedule", at=at.strftime(TIME))
    assert story.publish_at == at
    press(client, story, "unschedule")
    assert (story.status, story.publish_at) == ("submitted", None)


def test_a_spiked_story_is_kept_and_revived(client, reporter):
    story = make_article(by=reporter)
    assert "note" in press(client, story, "spike").context["form"].errors
    press(client, story, "spike", note="Sudah ditulis rekan.")
    assert story.status == "spiked"
    press(client, story, "revive")
    assert story.status == "draft"


def test_the_head_retracts_with_a_reason_for_readers(client, head):
    story = make_article("published")
    assert "note" in press(client, story, "retract").context["form"].errors
    values = {"note": "Keterangan tidak benar.", "ground": "child", "hides_identity": "on"}
    press(client, story, "retract", **values)
    assert (story.status, story.retraction_reason) == ("retracted", "Keterangan tidak benar.")
    assert story.retraction_hides_identity


def test_the_head_changes_the_class_of_a_public_story(client, head):
    story = make_article("published")
    data = {"story_class": "advertorial", "note": "Ternyata berbayar."}
    assert "disclosure" in press(client, story, "reclassify", **data).context["form"].errors
    press(client, story, "reclassify", **data, disclosure="Kerja sama Pemkab")
    assert (story.story_class, story.disclosure) == ("advertorial", "Kerja sama Pemkab")


def test_a_text_that_changed_since_the_page_was_opened_is_not_published(client, editor):
    story = make_article("submitted")
    opened = story.version
    workflow.save_content(story, by=make_user("editor"))
    response = client.post(url(story, "publish"), {"version": opened})
    story.refresh_from_db()
    assert (response.status_code, story.status) == (422, "submitted")
    assert press(client, story, "publish").status_code == 302


def test_a_move_needs_the_token_of_its_page(editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    story = make_article("submitted")
    assert browser.post(url(story, "publish"), {"version": 0}).status_code == 403
    assert Article.objects.get(pk=story.pk).status == "submitted"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reporter_may_not_publish_an_own_story(client, reporter, method):
    story = make_article("submitted", by=reporter)
    assert getattr(client, method)(url(story, "publish")).status_code == 403
    assert getattr(client, method)(url(story, "return")).status_code == 403


@pytest.mark.parametrize("role", ["editor", "auditor", "officer", "reporter"])
def test_only_the_head_retracts(client, roles, role):
    client.force_login(make_user(role))
    story = make_article("published")
    for name in ("retract", "reclassify"):
        assert client.get(url(story, name)).status_code == 403
        assert client.post(url(story, name), {"note": "x"}).status_code == 403
    story.refresh_from_db()
    assert story.status == "published"


def test_a_story_that_one_may_not_see_is_not_there(client, reporter):
    assert client.get(url(make_article("draft"), "submit")).status_code in (302, 404)
    assert client.get("/admin/articles/article/1/move/terbang/").status_code == 404


def test_a_move_that_the_state_does_not_allow_leads_back_with_a_sentence(client, editor):
    story = make_article("published")
    response = client.get(url(story, "return"), follow=True)
    form = reverse("admin:articles_article_change", args=[story.pk])
    assert response.redirect_chain == [(form, 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_presets_lie_ahead_in_the_bureaus_zone():
    zone = timezone.get_default_timezone()
    evening = datetime(2022, 6, 28, 20, 15, 30, tzinfo=zone)
    assert [moment.strftime(TIME) for _label, moment in presets(evening)] == [
        "2022-06-28T21:15",
        "2022-06-29T06:00",
    ]
    noon = evening.replace(hour=12)
    assert presets(noon)[1][1] == datetime(2022, 6, 28, 19, tzinfo=zone)
