"""The photo library: who may upload and change, what the picker lists, what stays private."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import library
from articles.admin import picker
from articles.models import HomeSlot, Photo
from articles.tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/photo/"
PICKER = "/admin/articles/photo/picker/"
UPLOAD = "/admin/articles/photo/picker/upload/"
WORDS = "/admin/articles/photo/words/"
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


def jpeg(name="foto.jpg", size=(1200, 800), kind="JPEG", color="olive", **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind, **options)
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
    answer = client.post(UPLOAD, {"files": [jpeg(), bad, jpeg(color="navy")]}, **JSON).json()
    assert len(answer["photos"]) == Photo.objects.count() == 2
    assert [row["name"] for row in answer["refused"]] == ["catatan.jpg"]


def test_the_stored_name_follows_what_the_file_is(client, reporter):
    client.post(UPLOAD, {"files": jpeg("../../x.php", kind="PNG")}, **JSON)
    photo = Photo.objects.get()
    assert photo.original.name == f"originals/{photo.key[:2]}/{photo.key}.png"


def test_a_plain_form_without_scripts_leads_to_the_words_of_the_new_photos(client, reporter):
    response = client.post(UPLOAD, {"files": [jpeg(), jpeg(color="navy")]}, follow=True)
    query = "&".join(f"photo={photo.pk}" for photo in Photo.objects.order_by("pk"))
    assert response.redirect_chain == [(f"{WORDS}?{query}", 302)]


def test_a_plain_form_that_brings_nothing_new_gets_the_grid_back(client, reporter):
    client.post(UPLOAD, {"files": jpeg()}, **JSON)
    response = client.post(UPLOAD, {"files": jpeg("lain.jpg")}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "lain.jpg" in response.content.decode()


def test_the_same_file_again_is_offered_and_not_stored_twice(client, reporter, tmp_path):
    client.post(UPLOAD, {"files": jpeg(), "caption": "Panen."}, **JSON)
    before = sorted(tmp_path.rglob("*"))
    answer = client.post(UPLOAD, {"files": jpeg("lain.jpg"), "caption": "Lain"}, **JSON)
    photo = Photo.objects.get()
    [known] = answer.json()["known"]
    assert answer.status_code == 200
    assert (known["name"], known["photo"]["id"]) == ("lain.jpg", photo.pk)
    assert (answer.json()["photos"], photo.caption) == ([], "Panen.")
    assert sorted(tmp_path.rglob("*")) == before
    add = reverse("admin:articles_photo_add")
    response = client.post(add, {"original": jpeg(), "rights": ""}, follow=True)
    assert response.redirect_chain == [(change_url(photo), 302)]


XMP = (
    b'<r xmlns:p="http://ns.adobe.com/photoshop/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/" '
    b'p:Credit="ANTARA"><d:description>Dari berkas</d:description></r>'
)


def test_what_was_typed_stays_and_the_file_fills_the_rest(client, reporter):
    client.post(UPLOAD, {"files": jpeg(xmp=XMP), "caption": "Diketik"}, **JSON)
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit, photo.rights) == ("Diketik", "ANTARA", "")
    assert photo.facts == {"caption": "Dari berkas", "credit": "ANTARA"}


def test_the_form_tells_what_came_from_the_file_and_what_a_person_changed(client, reporter):
    client.post(UPLOAD, {"files": jpeg(xmp=XMP), "caption": "<b>Diketik</b>"}, **JSON)
    page = client.get(change_url(Photo.objects.get()))
    rows = [row for _title, rows in page.context["photo_form"].groups() for row in rows]
    said = {field.name: (text, changed) for field, text, changed in rows if text}
    assert said == {"caption": ("Dari berkas", True), "credit": ("ANTARA", False)}
    assert "“Dari berkas”" in page.content.decode()
    assert "<b>Diketik" not in page.content.decode()


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


@pytest.mark.parametrize("name", ["credit", "byline", "copyright", "licence_url"])
def test_what_renditions_say_of_themselves_makes_them_due_when_it_changes(client, editor, name):
    photo = make_photo(renditions_done=True)
    value = "https://lisensi.example/" if name == "licence_url" else "Lain"
    client.post(change_url(photo), words(photo, **{name: value}))
    photo = again(photo)
    assert (getattr(photo, name), photo.renditions_done) == (value, False)


def test_a_use_that_ends_before_it_begins_is_refused_with_its_reason(client, editor):
    photo = make_photo()
    dates = {"usable_from": "2022-06-28T10:00", "usable_until": "2022-06-28T09:00"}
    response = client.post(change_url(photo), words(photo, **dates))
    assert response.context["photo_form"].non_field_errors()
    assert again(photo).usable_from is None


def test_a_limit_that_a_scheduled_story_passes_is_told(client, editor):
    photo = make_photo()
    ahead = timezone.now() + timedelta(days=2)
    make_article("published", lead_photo=photo, publish_at=ahead)
    tomorrow = timezone.localtime(ahead - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    response = client.post(change_url(photo), words(photo, usable_until=tomorrow), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["warning", "success"]


@pytest.mark.parametrize("place", ["lead", "gallery", "text"])
@pytest.mark.parametrize("name", ["alt", "credit", "rights"])
def test_what_publishing_asked_for_is_not_taken_from_a_public_story(client, editor, place, name):
    photo = make_photo()
    show(photo, place, "published")
    client.post(change_url(photo), words(photo, **{name: ""}))
    assert getattr(again(photo), name)


def show(photo, place, status="draft", **values):
    body = f'<p>A</p><img src="/media/foto/{photo.key}/full-960.jpg">'
    places = {"lead": {"lead_photo": photo}, "text": {"body": body}, "gallery": {}}
    story = make_article(status, **places[place], **values)
    if place == "gallery":
        story.gallery_items.create(photo=photo)
    return story


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


def test_where_a_photo_is_used_is_listed_with_every_place(client, editor):
    photo = make_photo()
    story = show(photo, "lead", "published", body=f'<img src="/media/foto/{photo.key}/a.jpg">')
    story.gallery_items.create(photo=photo)
    HomeSlot.objects.create(position=0, article=story)
    context = client.get(change_url(photo)).context
    assert context["uses"] == [(story, ["lead", "gallery", "text", "front"])]
    assert context["hidden_uses"] == 0


def test_where_a_photo_is_used_counts_hidden_stories_and_names_none(client, reporter):
    photo = make_photo(uploaded_by=reporter)
    for place in ("lead", "gallery", "text"):
        show(photo, place, headline="Rahasia dapur")
    shown = show(photo, "gallery", "published", headline="Judul terbit")
    page = client.get(change_url(photo))
    assert [story for story, _places in page.context["uses"]] == [shown]
    assert page.context["hidden_uses"] == 3
    assert "Rahasia dapur" not in page.content.decode()


@pytest.mark.parametrize("stories", [1, 3])
def test_where_a_photo_is_used_costs_the_same_for_one_and_for_three(
    client, editor, stories, django_assert_num_queries
):
    photo = make_photo()
    for _ in range(stories):
        HomeSlot.objects.create(position=_, article=show(photo, "gallery"))
    editor.get_all_permissions()  # read once in a request
    with django_assert_num_queries(2):
        found, _more = library.uses(photo, editor)
    assert len(found) == stories


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


# --- Signed out, and what a retraction hides ---------------------------------------------------


def test_signed_out_the_scripts_are_told_so_in_words_they_can_read(client, db):
    for answer in (client.post(UPLOAD, {"files": jpeg()}, **JSON), client.get(PICKER)):
        assert (answer.status_code, answer.json()) == (403, {"signed_out": True})
    plain = client.post(UPLOAD, {"files": jpeg()})
    assert (plain.status_code, plain["Location"]) == (302, "/admin/login/")
    assert not Photo.objects.exists()


@pytest.fixture
def hidden(roles):
    """The photo of a story that was retracted to protect a child."""
    photo = make_photo(caption="Nama anak itu")
    story = make_article("retracted", lead_photo=photo, retraction_hides_identity=True)
    assert story.lead_photo == photo
    return photo


def places_of(photo):
    change = change_url(photo)
    return [change, change.replace("change", "history"), change.replace("change", "original")]


def test_what_a_retraction_hides_is_hidden_in_the_library_too(client, editor, hidden):
    other = make_photo(caption="Sawah")
    shown = [photo["id"] for photo in client.get(PICKER).json()["photos"]]
    found = [photo["id"] for photo in client.get(PICKER, {"q": "anak"}).json()["photos"]]
    assert (shown, found) == ([other.pk], [])
    for url in (LIST, *places_of(hidden)):
        assert "Nama anak itu" not in client.get(url, follow=True).content.decode()
    client.post(change_url(hidden), {"caption": "Lain"})
    assert client.get(WORDS, {"photo": hidden.pk}).status_code == 403
    assert Photo.objects.filter(pk=hidden.pk, caption="Nama anak itu").exists()


def test_the_head_still_sees_what_a_retraction_hides(client, hidden):
    client.force_login(make_user("head"))
    assert "Nama anak itu" in client.get(change_url(hidden)).content.decode()
    assert [photo["id"] for photo in client.get(PICKER).json()["photos"]] == [hidden.pk]


def test_a_photo_that_readers_have_in_another_story_is_no_secret(client, editor, hidden):
    make_article("published", lead_photo=hidden)
    assert [photo["id"] for photo in client.get(PICKER).json()["photos"]] == [hidden.pk]


def test_the_same_file_again_tells_nothing_of_a_hidden_photo(client, editor):
    first = client.post(UPLOAD, {"files": jpeg(), "caption": "Nama anak itu"}, **JSON).json()
    photo = Photo.objects.get(pk=first["photos"][0]["id"])
    make_article("retracted", lead_photo=photo, retraction_hides_identity=True)
    again = client.post(UPLOAD, {"files": jpeg()}, **JSON)
    assert (again.status_code, again.json()["known"]) == (422, [])
    assert "Nama anak" not in again.content.decode()
    form = client.post(f"{LIST}add/", {"original": jpeg()}, follow=True)
    assert (form.redirect_chain, Photo.objects.count()) == ([(LIST, 302)], 1)


def test_saving_a_caption_leaves_the_seconds_of_the_camera(client, editor):
    taken = timezone.now().replace(second=23, microsecond=0)
    photo = make_photo(taken_at=taken)
    shown = client.get(change_url(photo)).context["adminform"].form
    data = {name: shown[name].value() or "" for name in shown.fields}
    data["taken_at"] = timezone.localtime(taken).strftime("%Y-%m-%dT%H:%M")
    assert client.post(change_url(photo), data | {"caption": "Panen."}).status_code == 302
    assert Photo.objects.values_list("caption", "taken_at").get() == ("Panen.", taken)


def test_the_page_refuses_the_same_weight_as_the_desk(client, editor, monkeypatch):
    monkeypatch.setattr("articles.originals.MAX_MEGABYTES", 7)
    page = client.get(LIST).content.decode()
    assert 'data-max-megabytes="7"' in page
    assert "7 MB" in page
