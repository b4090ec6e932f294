"""The library itself: one photo for one file, whoever is faster; and deleting under guard."""

import io
import threading

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from PIL import Image

from articles import images, library, originals
from articles.models import Photo
from articles.tests.factories import make_article, make_photo, make_user


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    private = FileSystemStorage(tmp_path / "private")
    monkeypatch.setattr(Photo._meta.get_field("original"), "storage", private)


def upload():
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "olive").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue())


def add(by):
    file = upload()
    return library.add(Photo(original=file), originals.probe(file), by=by)


def stored_files(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def test_an_upload_that_loses_the_race_leaves_no_file_and_names_the_winner(
    db, monkeypatch, tmp_path
):
    by = make_user()
    winner = add(by)
    files = stored_files(tmp_path)
    # As if the other upload was committed between the look and the save.
    first = Photo.objects.filter
    looks = iter([Photo.objects.none()])
    monkeypatch.setattr(Photo.objects, "filter", lambda **values: next(looks, first(**values)))
    with pytest.raises(library.AlreadyThereError) as there:
        add(by)
    assert there.value.photo == winner
    assert stored_files(tmp_path) == files


@pytest.mark.django_db(transaction=True)
def test_of_eight_uploads_of_one_file_at_once_one_is_stored(tmp_path):
    by, results = make_user(), []
    gate = threading.Barrier(8)

    def client():
        gate.wait()
        try:
            results.append(add(by).pk)
        except library.AlreadyThereError as there:
            results.append(there.photo.pk)
        finally:
            connection.close()

    clients = [threading.Thread(target=client) for _ in range(8)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    photo = Photo.objects.get()
    assert results == [photo.pk] * 8
    assert len(stored_files(tmp_path)) == 2  # the original and its first rendition


def test_the_database_holds_one_photo_of_the_same_bytes(db):
    make_photo(sha256="a" * 64)
    make_photo(), make_photo()  # not counted yet
    with pytest.raises(IntegrityError):
        make_photo(sha256="a" * 64)


def test_a_licence_that_is_no_address_is_left_out(db):
    file = upload()
    probed = originals.Probe(800, 600, "JPEG", None, {"licence_url": "https://", "credit": "A"})
    photo = library.add(Photo(original=file), probed, by=make_user())
    assert (photo.licence_url, photo.credit) == ("", "A")


@pytest.mark.parametrize("where", ["lead", "gallery", "text"])
def test_a_photo_in_use_is_not_deleted_and_keeps_its_files(db, where):
    photo = make_photo()
    body = f'<p>A</p><img src="/media/foto/{photo.key}/full-960.jpg">'
    places = {"lead": {"lead_photo": photo}, "text": {"body": body}, "gallery": {}}
    story = make_article("draft", **places[where])
    if where == "gallery":
        story.gallery_items.create(photo=photo)
    with pytest.raises(library.InUseError):
        library.delete(photo)
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_a_changed_credit_reaches_the_files_by_the_due_job(db):
    editor = make_user()
    photo = add(editor)
    images.make_due_renditions()
    photo = Photo.objects.get()
    photo.credit = "ANTARA/Baru"
    library.change(photo, ["credit"], by=editor)
    assert images.make_due_renditions() == 1
    photo = Photo.objects.get()
    for rendition in photo.renditions:
        with storages["default"].open(rendition["name"]) as file:
            assert b"ANTARA/Baru" in file.read()
