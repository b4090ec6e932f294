"""What a hostile reporter, a nosy officer or a careless editor does with the desk's own forms."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from zeal import zeal_ignore

from articles import images, originals, workflow
from articles.admin.article import ArticleAdmin
from articles.admin.conflict import rebased_rows
from articles.models import Article, BodyPhoto, Photo, RelatedStory, StatusChange, Tag
from articles.tests.desk_pages import page_of, save, typed
from articles.tests.factories import make_article, make_tag, make_user

pytestmark = pytest.mark.django_db
SECRET = "Rahasia rekan sebelum terbit"
JUNK = ["abc", "²", "9" * 30, "9" * 5000]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def reporter(roles):
    return make_user("reporter")


@pytest.fixture
def editor(roles):
    return make_user("editor")


def picture(size=(800, 600), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "olive").save(out, "JPEG", **options)
    return SimpleUploadedFile("foto.jpg", out.getvalue())


def stored_photo(**values):
    """A photo with its file, as an upload leaves it."""
    words = {"alt": "Gambar", "caption": "Keterangan.", "credit": "ANTARA/Uji", "rights": "staff"}
    photo = Photo(**words, **values)
    photo.original = picture()
    photo.save()
    images.make_first_rendition(photo)
    return photo


def photo_form(photo, **changes):
    names = ("alt", "caption", "credit", "rights", "focal_x", "focal_y")
    return {name: getattr(photo, name) for name in names} | changes


def change_photo(client, photo, **changes):
    url = reverse("admin:articles_photo_change", args=[photo.pk])
    response = client.post(url, photo_form(photo, **changes))
    photo.refresh_from_db()
    return response


# --- Lists that tell --------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["tag", "section", "region"])
def test_no_list_tells_to_what_a_draft_of_a_colleague_belongs(model, client, reporter):
    draft = make_article("draft", tags=[make_tag()])
    client.force_login(reporter)
    url = reverse(f"admin:articles_{model}_changelist")
    assert client.get(url, {"articles": draft.pk}).status_code == 400


def test_the_list_of_people_is_narrowed_by_its_own_filters_alone(client, roles):
    client.force_login(make_user("head"))
    url = reverse("admin:newsroom_user_changelist")
    assert client.get(url, {"is_active__exact": "1"}).status_code == 200
    assert client.get(url, {"email__startswith": "a"}).status_code == 400


@pytest.fixture
def own_with_hidden(reporter):
    """A reporter's draft to which an editor related a colleague's unpublished story."""
    story = make_article("draft", by=reporter)
    link = RelatedStory.objects.create(article=story, to=make_article("draft", headline=SECRET))
    return story, link


def test_a_related_story_that_is_not_public_yet_is_not_told_to_the_writer(
    client, reporter, own_with_hidden
):
    client.force_login(reporter)
    assert SECRET not in page_of(client, own_with_hidden[0]).content.decode()


def test_a_related_story_that_the_writer_cannot_see_stays_when_they_save(
    client, reporter, own_with_hidden
):
    story, link = own_with_hidden
    client.force_login(reporter)
    assert save(client, story, headline="Judul lain").status_code == 302
    assert list(story.related_links.all()) == [link]


def test_two_texts_of_a_story_send_no_related_story_that_the_writer_cannot_see(
    reporter, editor, own_with_hidden
):
    story, link = own_with_hidden
    name = "related_links-0-to"
    assert name not in dict(rebased_rows({}, story, by=reporter))
    assert dict(rebased_rows({}, story, by=editor))[name] == str(link.to_id)


def test_notes_between_editor_and_writer_are_theirs(client, reporter, editor, roles):
    story = make_article("published", by=reporter)
    StatusChange.objects.create(article=story, move="return", note="Kurang sopan.", by=editor)
    url = reverse("admin:articles_article_history", args=[story.pk])
    shown = {}
    for user in (reporter, editor, make_user("reporter"), make_user("officer")):
        client.force_login(user)
        shown[user] = "Kurang sopan." in client.get(url).content.decode()
    assert list(shown.values()) == [True, True, False, False]


# --- Words under photos -----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["lead", "gallery", "text"])
@pytest.mark.parametrize("status", ["submitted", "published", "retracted"])
def test_a_reporter_cannot_change_a_photo_whose_story_left_their_hands(
    status, where, client, reporter
):
    photo = stored_photo(uploaded_by=reporter)
    story = make_article(status, by=reporter, lead_photo=photo if where == "lead" else None)
    if where == "gallery":
        story.gallery_items.create(photo=photo)
    if where == "text":
        BodyPhoto.objects.create(article=story, photo=photo)
    client.force_login(reporter)
    assert change_photo(client, photo, caption="Fitnah").status_code == 403
    assert photo.caption != "Fitnah"


def test_a_reporter_changes_a_photo_of_an_own_draft(client, reporter):
    photo = stored_photo(uploaded_by=reporter)
    make_article("draft", by=reporter, lead_photo=photo)
    client.force_login(reporter)
    assert change_photo(client, photo, caption="Panen raya.").status_code == 302
    assert photo.caption == "Panen raya."


@pytest.mark.parametrize("name", ["alt", "caption", "credit"])
def test_the_words_of_a_public_lead_photo_cannot_be_emptied(name, client, editor):
    photo = stored_photo()
    make_article("published", lead_photo=photo)
    client.force_login(editor)
    assert change_photo(client, photo, **{name: " "}).status_code == 200
    assert getattr(photo, name)


def test_new_words_of_a_photo_are_written_down_with_each_public_story(client, editor):
    photo = stored_photo()
    led, with_gallery = (make_article("published", lead_photo=p) for p in (photo, None))
    with_gallery.gallery_items.create(photo=photo)
    draft = make_article("draft", lead_photo=photo)
    client.force_login(editor)
    with zeal_ignore():  # a version is made of each story by itself
        change_photo(client, photo, caption="Keterangan baru.")
    latest = [story.versions.first() for story in (led, with_gallery, draft)]
    assert [version.kind for version in latest] == ["silent", "silent", "save"]
    assert latest[0].content["lead_photo"]["caption"] == "Keterangan baru."
    assert latest[0].previous_sha256 == led.versions.last().sha256


# --- Pictures and moments that cannot be --------------------------------------------------------


@pytest.mark.parametrize("size", [(700, 7001), (7001, 700)])
def test_a_ribbon_is_refused(size, roles):
    with pytest.raises(ValidationError) as refusal:
        originals.probe(picture(size))
    assert refusal.value.code == "too_narrow"


def test_a_large_picture_is_made_small_before_it_is_worked_on(roles, monkeypatch):
    sizes, compose = [], Image.alpha_composite
    monkeypatch.setattr(
        images.Image, "alpha_composite", lambda a, b: sizes.append(a.size) or compose(a, b)
    )
    out = io.BytesIO()
    Image.new("RGBA", (4000, 3000)).save(out, "PNG")
    images.make_first_rendition(
        Photo.objects.create(original=SimpleUploadedFile("besar.png", out.getvalue()))
    )
    assert {width for width, _height in sizes} == {1000}
    assert sum(height for _width, height in sizes) == 750


def test_a_camera_without_a_clock_gives_no_moment():
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "0001:01:01 00:00:00"
    assert originals.probe(picture(exif=exif)).taken_at is None


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_that_no_calendar_holds_is_refused(moment, client, editor):
    client.force_login(editor)
    story, photo = make_article("submitted"), stored_photo()
    assert save(client, story, embargo_until=moment).status_code == 200
    assert change_photo(client, photo, taken_at=moment).status_code == 200
    url = reverse("admin:articles_article_move", args=[story.pk, "schedule"])
    assert client.post(url, {"version": story.version, "at": moment}).status_code == 422
    story.refresh_from_db()
    assert (story.status, story.embargo_until, photo.taken_at) == ("submitted", None, None)


def test_words_of_an_upload_lose_their_nul(client, reporter):
    client.force_login(reporter)
    url = reverse("admin:articles_photo_upload")
    client.post(url, {"files": picture(), "alt": "a\0b"}, HTTP_ACCEPT="application/json")
    assert Photo.objects.get().alt == "a b"


# --- Numbers that are none ---------------------------------------------------------------------


@pytest.mark.parametrize("junk", JUNK)
def test_a_choice_that_is_no_number_is_none(junk, client, editor):
    client.force_login(editor)
    url = reverse("admin:articles_article_changelist")
    data = {"action": "publish_selected", "_selected_action": junk}
    assert client.post(url, data).status_code in (200, 302)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", ["version", "credits-TOTAL_FORMS", "lead_photo"])
def test_a_late_save_with_odd_numbers_still_gets_both_texts(name, junk, client, editor):
    story = make_article("draft")
    client.force_login(editor)
    response = page_of(client, story)
    workflow.save_content(story, by=story.created_by)
    data = typed(response, headline="Ketikan saya", **{name: junk})
    late = client.post(response.request["PATH_INFO"], data)
    assert late.status_code == 409
    assert "Ketikan saya" in late.content.decode()


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", ["up", "clear", "put", "place-7"])
def test_the_front_page_form_takes_no_odd_number(name, junk, client, editor):
    client.force_login(editor)
    url = reverse("admin:articles_homeslot_changelist")
    assert client.post(url, {"put": "7", name: junk}).status_code in (200, 302, 422)


@pytest.mark.parametrize("junk", JUNK)
def test_a_role_that_is_no_number_is_none(junk, client, roles):
    client.force_login(make_user("head"))
    person = make_user()
    url = reverse("admin:newsroom_user_change", args=[person.pk])
    with zeal_ignore():  # the one who manages and the one managed are both users
        assert client.post(url, {"username": "orang", "groups": junk}).status_code == 302
    assert not person.groups.exists()


# --- Topics -------------------------------------------------------------------------------------


def test_a_text_pasted_among_the_topics_makes_none(client, editor):
    story = make_article("draft")
    client.force_login(editor)
    words = ", ".join(f"kata {number}" for number in range(41))
    assert save(client, story, tag_choices=words).status_code == 200
    assert not Tag.objects.exists()


def test_a_topic_that_a_colleague_made_a_moment_ago_is_taken(editor, rf):
    story = make_article("draft", by=editor)
    request = rf.get("/")
    request.user = editor
    form_class = ArticleAdmin.writing_form(None, request)
    data = {"headline": "Judul", "tag_choices": "Banjir", "version": story.version}
    form = form_class({**data, "story_class": "news"}, instance=Article.objects.get(pk=story.pk))
    assert form.is_valid(), form.errors
    made = make_tag(name="Banjir", slug="banjir")
    form.save_links()
    assert list(story.tags.all()) == [made]


# --- A child's photos ----------------------------------------------------------------------------


def address(photo):
    return f"/media/{photo.renditions[0]['name']}"


def retract(story, django_capture_on_commit_callbacks, **values):
    with django_capture_on_commit_callbacks(execute=True):
        workflow.retract(
            story, by=make_user("head"), note="Melindungi anak.", ground="child", **values
        )


def test_a_retraction_for_a_child_takes_its_photos_from_their_addresses(
    client, roles, django_capture_on_commit_callbacks
):
    lead, shared = stored_photo(), stored_photo()
    story = make_article("published", lead_photo=lead)
    story.gallery_items.create(photo=shared)
    make_article("published", lead_photo=shared)
    before, kept = address(lead), address(shared)
    assert client.get(before).status_code == 200
    retract(story, django_capture_on_commit_callbacks, hides_identity=True)
    assert client.get(before).status_code == 404
    assert client.get(kept).status_code == 200
    key = lead.key
    lead.refresh_from_db()
    images.make_renditions(lead)  # the library shows it again, but not where it was
    assert lead.renditions
    assert key not in str(lead.renditions)
    assert client.get(before).status_code == 404


def test_another_retraction_leaves_the_photos(client, roles, django_capture_on_commit_callbacks):
    photo = stored_photo()
    story = make_article("published", lead_photo=photo)
    retract(story, django_capture_on_commit_callbacks)
    assert client.get(address(photo)).status_code == 200
