"""What a retraction that protects a child leaves to read, and to whom."""

import pytest
from django.urls import reverse

from articles import permissions, workflow
from articles.admin.forms import PHOTO_GONE
from articles.models import Article, Photo
from articles.search import reindex, search_articles
from articles.tests.desk_pages import save
from articles.tests.factories import make_article, make_photo, make_region, make_user

pytestmark = pytest.mark.django_db


def retracted(by, hides_identity):
    story = make_article(
        "published",
        headline="Judul yang menyebut nama",
        dateline="Kisaran",
        lead_photo=make_photo(),
        regions=[make_region()],
    )
    return workflow.retract(
        story, by=by, note="Melindungi anak.", ground="child", hides_identity=hides_identity
    )


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_of_a_story_that_protects_a_child_nothing_telling_is_left(role, roles):
    story = retracted(make_user("head"), hides_identity=True)
    version = story.versions.first()
    shown = permissions.readable_content(make_user(role), version)
    assert shown.keys() == version.content.keys()
    assert {name: shown[name] for name in permissions.TELLING} == permissions.TELLING
    assert shown["section"] == version.content["section"]


def test_the_head_still_reads_it(roles):
    head = make_user("head")
    version = retracted(head, hides_identity=True).versions.first()
    assert permissions.readable_content(head, version) == version.content


def test_another_retraction_hides_nothing_from_the_desk(roles):
    version = retracted(make_user("head"), hides_identity=False).versions.first()
    assert permissions.readable_content(make_user("editor"), version) == version.content


@pytest.mark.parametrize("page", ["change", "history", "compare", "retraction", "list"])
def test_no_page_of_the_desk_tells_what_such_a_story_said(page, roles, client):
    story = retracted(make_user("head"), hides_identity=True)
    client.force_login(make_user("editor"))
    args = [] if page == "list" else [story.pk]
    name = "articles_article_changelist" if page == "list" else f"articles_article_{page}"
    response = client.get(reverse(f"admin:{name}", args=args))
    assert response.status_code == 200
    for word in (story.headline, "Kisaran", story.summary):
        assert word not in response.content.decode()


def test_nobody_is_led_to_a_preview_that_refuses_them(roles, client):
    head, editor = make_user("head"), make_user("editor")
    story = retracted(head, hides_identity=True)
    led = {}
    for person in (editor, head):
        client.force_login(person)
        page = client.get(reverse("admin:articles_article_change", args=[story.pk]))
        preview = reverse("admin:articles_article_preview", args=[story.pk])
        led[person] = f'href="{preview}"' in page.content.decode()
    assert led == {editor: False, head: True}


def test_the_list_does_not_tell_its_region(roles, client):
    story = retracted(make_user("head"), hides_identity=True)
    client.force_login(make_user("editor"))
    page = client.get(reverse("admin:articles_article_changelist")).content.decode()
    row = page.partition('class="story-link"')[2].partition("</td>")[0]
    assert f"#{story.pk}" in row
    assert str(story.regions.get()) not in row


def test_the_heads_page_shows_its_words(roles, client):
    head = make_user("head")
    story = retracted(head, hides_identity=True)
    client.force_login(head)
    page = client.get(reverse("admin:articles_article_change", args=[story.pk]))
    for word in (story.headline, "Kisaran", story.summary):
        assert word in page.content.decode()


def test_the_record_keeps_notes_that_may_name_the_child_from_the_desk(roles, client):
    head, editor = make_user("head"), make_user("editor")
    story = make_article("submitted")
    workflow.return_to_writer(story, by=editor, note="Hapus nama Budi.")
    workflow.submit(story, by=story.created_by)
    workflow.publish(story, by=editor)
    workflow.retract(story, by=head, note="Anak.", ground="child", hides_identity=True)
    shown = {}
    for person in (editor, head):
        client.force_login(person)
        page = client.get(reverse("admin:articles_article_history", args=[story.pk]))
        shown[person] = "Hapus nama Budi." in page.content.decode()
    assert shown == {editor: False, head: True}


def test_its_words_find_it_no_more_and_not_after_indexing_anew_either(roles):
    story = retracted(make_user("head"), hides_identity=True)
    assert not search_articles(Article.objects.filter(pk=story.pk), "menyebut nama").exists()
    reindex()
    assert not search_articles(Article.objects.filter(pk=story.pk), "menyebut nama").exists()


@pytest.mark.parametrize("role", ["editor", "head"])
def test_its_photo_is_no_other_storys_photo(role, roles, client):
    user = make_user(role)
    photo = retracted(make_user("head"), hides_identity=True).lead_photo
    other = make_article("submitted")
    client.force_login(user)
    page = save(client, other, lead_photo=str(photo.pk))
    assert page.status_code == 200
    assert str(PHOTO_GONE) in page.content.decode()
    other.refresh_from_db()
    assert other.lead_photo is None


def test_a_draft_that_shows_its_photo_is_not_published(roles):
    head = make_user("head")
    photo = retracted(head, hides_identity=True).lead_photo
    other = make_article("submitted", lead_photo=photo)
    with pytest.raises(workflow.MoveNotAllowed) as refused:
        workflow.publish(other, by=head)
    assert [field for field, _sentence in refused.value.problems] == ["lead_photo"]


def test_a_photo_that_another_public_story_shows_stays_free(roles):
    photo = retracted(make_user("head"), hides_identity=True).lead_photo
    make_article("published", lead_photo=photo)
    assert Photo.objects.free().filter(pk=photo.pk).exists()
