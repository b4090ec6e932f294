"""The photo library: who may upload and change, what the picker lists, what stays private."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.admin import picker
from articles.models import Photo
from articles.tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/photo/"
PICKER = "/admin/articles/photo/picker/"
UPLOAD = "/admin/articles/photo/picker/upload/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


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


def jpeg(name="foto.jpg", size=(1200, 800), kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", size, "olive").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def change_url(photo):
    return reverse("admin:articles_photo_change", args=[photo.pk])


# --- Uploading -------------------------------------------------------------------------------


def test_an_upload_comes_back_ready_for_the_story(client, reporter):
    data = {"files": jpeg(), "alt": "Sawah", "caption": "Panen.", "credit": "ANTARA/Uji"}
    data["rights"] = "staff"
    answer = client.post(UPLOAD, data, **JSON).json()
    photo = Photo.objects.get()
    row = answer["photos"][0]
    assert (row["id"], row["width"], row["height"]) == (photo.pk, 960, 640)
    assert row["src"] == f"/media/foto/{photo.key}/full-960.jpg"
    assert (row["alt"], row["caption"], row["credit"]) == ("Sawah", "Panen.", "ANTARA/Uji")
    assert row["missing"] == []
    assert photo.uploaded_by == reporter


def test_of_several_files_each_is_a_photo_and_the_bad_one_is_named(client, reporter):
    bad = SimpleUploadedFile("catatan.jpg", b"bukan gambar", content_type="image/jpeg")
    answer = client.post(UPLOAD, {"files": [jpeg(), bad, jpeg()]}, **JSON).json()
    assert len(answer["photos"]) == Photo.objects.count() == 2
    assert [row["name"] for row in answer["refused"]] == ["catatan.jpg"]


def test_the_stored_name_follows_what_the_file_is(client, reporter):
    client.post(UPLOAD, {"files": jpeg("../../x.php", kind="PNG")}, **JSON)
    photo = Photo.objects.get()
    assert photo.original.name == f"originals/{photo.key[:2]}/{photo.key}.png"


def test_a_plain_form_without_scripts_gets_the_grid_back(client, reporter):
    response = client.post(UPLOAD, {"files": jpeg()}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "articles/photo/change_list.html" in response.templates[0].name


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_who_only_reads_uploads_nothing(client, roles, role):
    client.force_login(make_user(role))
    assert client.post(UPLOAD, {"files": jpeg()}, **JSON).status_code == 403
    assert not Photo.objects.exists()


def test_the_form_of_a_new_photo_refuses_a_file_that_is_none(client, reporter):
    add = reverse("admin:articles_photo_add")
    bad = SimpleUploadedFile("x.jpg", b"<svg/>", content_type="image/jpeg")
    assert client.post(add, {"original": bad, "rights": "staff"}).status_code == 200
    client.post(add, {"original": jpeg(), "rights": "staff", "alt": "Sawah"})
    assert [photo.alt for photo in Photo.objects.all()] == ["Sawah"]


# --- Changing --------------------------------------------------------------------------------


def again(photo):
    # Not refresh_from_db(): an ImageField would look for the file to measure it.
    return Photo.objects.get(pk=photo.pk)


def words(photo, **values):
    names = ("alt", "caption", "credit", "rights", "focal_x", "focal_y")
    return {**{name: getattr(photo, name) for name in names}, **values}


def test_a_reporter_changes_own_uploads_only(client, reporter):
    own, other = make_photo(uploaded_by=reporter), make_photo()
    for photo in (own, other):
        client.post(change_url(photo), words(photo, alt="Kata baru"))
    assert again(own).alt == "Kata baru"
    assert again(other).alt != "Kata baru"
    page = client.get(change_url(other))
    assert page.status_code == 200
    assert 'name="alt"' not in page.content.decode()


def test_an_editor_changes_every_photo(client, editor):
    photo = make_photo()
    client.post(change_url(photo), words(photo, caption="Keterangan baru."))
    assert again(photo).caption == "Keterangan baru."


def test_a_moved_focal_point_makes_the_cuts_due_again(client, editor):
    photo = make_photo(renditions_done=True)
    client.post(change_url(photo), words(photo, alt="Lain"))
    assert again(photo).renditions_done
    client.post(change_url(photo), words(photo, focal_x="0.25"))
    photo = again(photo)
    assert (photo.focal_x, photo.renditions_done) == (0.25, False)


def test_a_photo_of_a_story_cannot_be_deleted(client, editor):
    led, gallery, inside, free = (make_photo() for _ in range(4))
    story = make_article(
        "draft", lead_photo=led, body=f'<p>A</p><img src="/media/foto/{inside.key}/full-960.jpg">'
    )
    story.gallery_items.create(photo=gallery)
    for photo in (led, gallery, inside, free):
        client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
    assert set(Photo.objects.all()) == {led, gallery, inside}


def test_a_reporter_deletes_no_photo(client, reporter):
    photo = make_photo(uploaded_by=reporter)
    url = reverse("admin:articles_photo_delete", args=[photo.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_deleting_a_photo_removes_its_files(
    client, editor, tmp_path, django_capture_on_commit_callbacks
):
    client.post(UPLOAD, {"files": jpeg()}, **JSON)
    photo = Photo.objects.get()
    storage, original = photo.original.storage, photo.original.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
    assert not storage.exists(original)
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def test_where_a_photo_is_used_names_no_hidden_story(client, reporter):
    photo = make_photo(uploaded_by=reporter)
    make_article("draft", lead_photo=photo, headline="Rahasia dapur")
    make_article("published", lead_photo=photo, headline="Judul terbit")
    page = client.get(change_url(photo)).content.decode()
    assert "Judul terbit" in page
    assert "Rahasia dapur" not in page


# --- The original ----------------------------------------------------------------------------


def test_the_original_is_a_download_that_no_cache_keeps(client, reporter):
    client.post(UPLOAD, {"files": jpeg()}, **JSON)
    photo = Photo.objects.get()
    response = client.get(reverse("admin:articles_photo_original", args=[photo.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="foto-{photo.pk}.jpg"'
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert b"".join(response.streaming_content) == photo.original.read()


def test_a_visitor_gets_no_original_and_a_missing_file_is_not_found(client, roles):
    photo = make_photo()
    url = reverse("admin:articles_photo_original", args=[photo.pk])
    assert client.get(url).status_code == 302
    client.force_login(make_user("editor"))
    assert client.get(url).status_code == 404


# --- The picker ------------------------------------------------------------------------------


def test_the_picker_pages_by_key_newest_first(client, reporter, monkeypatch):
    monkeypatch.setattr(picker, "PAGE", 2)
    now = timezone.now()
    # Two of the same moment: the number decides.
    ages = [0, 1, 1, 2, 3]
    photos = [make_photo(uploaded_at=now - timedelta(hours=age)) for age in ages]
    wanted = sorted(photos, key=lambda photo: (photo.uploaded_at, photo.pk), reverse=True)
    seen, before = [], ""
    while True:
        answer = client.get(PICKER, {"before": before}).json()
        seen += [row["id"] for row in answer["photos"]]
        before = answer["older"]
        if not before:
            break
    assert seen == [photo.pk for photo in wanted]


def test_the_picker_finds_a_photo_by_every_word(client, reporter):
    found = make_photo(caption="Panen padi di Deli Serdang", credit="ANTARA/Rina")
    make_photo(caption="Panen jagung", credit="ANTARA/Budi")
    answer = client.get(PICKER, {"q": "panen rina"}).json()
    assert [row["id"] for row in answer["photos"]] == [found.pk]


def test_a_search_looks_back_only_so_far(client, reporter, monkeypatch):
    monkeypatch.setattr(picker, "SEARCHED", 1)
    make_photo(caption="Panen lama", uploaded_at=timezone.now() - timedelta(days=1))
    make_photo(caption="Pasar")
    assert client.get(PICKER, {"q": "panen"}).json()["photos"] == []


def test_who_may_not_see_photos_gets_no_list(client, roles):
    client.force_login(make_user())
    assert client.get(PICKER).status_code == 403
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("photos", [1, 3])
def test_the_grid_costs_the_same_for_one_and_for_three(
    client, editor, photos, django_assert_max_num_queries
):
    for _ in range(photos):
        make_photo()
    with django_assert_max_num_queries(7):
        client.get(LIST)
