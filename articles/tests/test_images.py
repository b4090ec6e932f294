"""Photos: what is refused, what is made of them, and what pages get to read."""

import io
import random
import zlib
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from articles import images, originals, photo_facts
from articles.models import Article, Photo
from articles.pictures import expand_body_images, sources
from articles.tests.test_photo_facts import iim

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
RED, BLUE = (220, 20, 30), (20, 30, 200)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}},
    }


def drawn(width=1800, height=1200, *, mode="RGB", spot=None):
    """A blue picture, with a red spot around the point `spot`."""
    image = Image.new("RGB", (width, height), BLUE)
    if spot:
        x, y = spot[0] * width, spot[1] * height
        ImageDraw.Draw(image).ellipse((x - 30, y - 30, x + 30, y + 30), fill=RED)
    return image.convert(mode)


# As small as a photo may be: for tests that ask nothing about sizes.
small = partial(drawn, 640, 480)


def upload(image, format_="JPEG", name="IMG 1.jpg", **options):
    out = io.BytesIO()
    image.save(out, format_, **options)
    return SimpleUploadedFile(name, out.getvalue())


def make_photo(file=None, **values):
    return Photo.objects.create(original=file or upload(drawn()), **values)


def exif(**tags):
    exif = Image.Exif()
    for name, value in tags.items():
        tag = ExifTags.Base[name]
        if name == "DateTimeOriginal":
            exif.get_ifd(ExifTags.IFD.Exif)[tag] = value
        else:
            exif[tag] = value
    return exif


def opened(rendition):
    with default_storage.open(rendition["name"]) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
        return image


def is_red(pixel):
    return pixel[0] > 150 and pixel[2] < 120


# --- probe -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_is_measured_and_left_at_its_beginning(format_):
    file = upload(drawn(700, 500), format_)
    assert originals.probe(file) == originals.Probe(700, 500, format_, None)
    assert file.tell() == 0


def test_width_and_height_are_those_of_the_upright_picture():
    file = upload(drawn(1200, 800), exif=exif(Orientation=6))
    assert (originals.probe(file).width, originals.probe(file).height) == (800, 1200)


def test_the_cameras_clock_is_taken_for_the_bureaus():
    file = upload(drawn(), exif=exif(DateTimeOriginal="2022:06:28 17:51:00"))
    assert originals.probe(file).taken_at == datetime(2022, 6, 28, 10, 51, tzinfo=UTC)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "", "kemarin"])
def test_a_clock_that_was_never_set_tells_nothing(written):
    assert originals.probe(upload(drawn(), exif=exif(DateTimeOriginal=written))).taken_at is None


def test_a_clock_that_names_its_zone_is_believed():
    notes = exif(DateTimeOriginal="2022:06:28 17:51:00")
    notes.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+09:00"
    taken = originals.probe(upload(drawn(), exif=notes)).taken_at
    assert taken == datetime(2022, 6, 28, 8, 51, tzinfo=UTC)


def photoshop(block):
    """An APP13 segment with this IIM block."""
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(block).to_bytes(4, "big") + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def test_the_notes_of_a_jpeg_are_read_and_its_place_is_not():
    notes = exif(Artist="Kamera", Copyright="Dari EXIF")
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (3.0, 35.0, 0.0)
    xmp = b'<r xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="Dari XMP"/>'
    data = upload(drawn(), exif=notes, xmp=xmp).read()
    data = data[:2] + photoshop(iim((2, 120, b"Dari IIM"), (2, 110, b"IIM"))) + data[2:]
    assert originals.probe(SimpleUploadedFile("a.jpg", data)).facts == {
        "credit": "Dari XMP",
        "caption": "Dari IIM",
        "byline": "Kamera",
        "copyright": "Dari EXIF",
    }


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_the_xmp_of_other_formats_is_read(format_):
    xmp = b'<r xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="Dari XMP"/>'
    options = {"xmp": xmp}
    if format_ == "PNG":
        chunk = PngImagePlugin.PngInfo()
        chunk.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"pnginfo": chunk}
    assert originals.probe(upload(drawn(), format_, **options)).facts == {"credit": "Dari XMP"}


def test_a_broken_block_of_notes_spoils_no_photo():
    data = upload(drawn(), xmp=b"<a" * 500).read()
    data = data[:2] + photoshop(b"\x1c\x02\x78\xff\xff") + data[2:]
    assert originals.probe(SimpleUploadedFile("a.jpg", data)).facts == {}


def cut_short(format_):
    noise = Image.frombytes("RGB", (800, 600), random.Random(1).randbytes(800 * 600 * 3))
    data = upload(noise, format_).read()
    return SimpleUploadedFile("a.jpg", data[: len(data) // 2])


def bomb():
    # A PNG's head that promises 40,000 x 40,000 pixels.
    data = upload(drawn(640, 480), "PNG").read()
    head = b"IHDR" + (40_000).to_bytes(4, "big") * 2 + data[24:29]
    check = zlib.crc32(head).to_bytes(4, "big")
    return SimpleUploadedFile("a.png", data[:12] + head + check + data[33:])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: SimpleUploadedFile("a.jpg", b"<svg/>"), "not_an_image"),
        (lambda: SimpleUploadedFile("a.jpg", b""), "not_an_image"),
        (lambda: upload(drawn(), "TIFF"), "not_an_image"),
        (lambda: upload(drawn(), "BMP"), "not_an_image"),
        (lambda: upload(drawn(), "AVIF"), "not_an_image"),
        (lambda: upload(drawn(639, 900)), "too_small"),
        (lambda: upload(drawn(900, 600), exif=exif(Orientation=8)), "too_small"),
        (lambda: cut_short("JPEG"), "damaged"),
        (lambda: cut_short("PNG"), "damaged"),
        (lambda: cut_short("WEBP"), "damaged"),
        (bomb, "too_many_pixels"),
    ],
)  # fmt: skip
def test_a_file_that_we_cannot_use_is_refused_with_its_reason(make, code):
    with pytest.raises(ValidationError) as refused:
        originals.probe(make())
    assert refused.value.code == code


def test_too_many_megabytes_and_megapixels_are_refused(monkeypatch):
    monkeypatch.setattr(originals, "MAX_MEGAPIXELS", {"JPEG": 1})
    with pytest.raises(ValidationError) as refused:
        originals.probe(upload(drawn()))
    assert refused.value.code == "too_many_pixels"
    file = upload(drawn())
    file.size = 25 * 1024 * 1024 + 1
    with pytest.raises(ValidationError) as refused:
        originals.probe(file)
    assert refused.value.code == "too_heavy"


# --- renditions ------------------------------------------------------------------------------


def test_the_first_rendition_is_one_upright_jpeg(db):
    photo = make_photo(upload(drawn(1800, 1200, spot=(0.1, 0.1)), exif=exif(Orientation=6)))
    images.make_first_rendition(photo)
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (1200, 1800)
    [first] = photo.renditions
    assert first["name"] == f"foto/{photo.key}/full-960.jpg"
    assert (first["shape"], first["format"]) == ("full", "jpeg")
    assert opened(first).size == (first["width"], first["height"]) == (960, 1440)
    # The corner that was at the top left is at the top right of the upright picture.
    assert is_red(opened(first).getpixel((864, 144)))
    assert not photo.renditions_done


def made(file=None, **values):
    photo = make_photo(file, **values)
    images.make_first_rendition(photo)
    assert images.make_renditions(photo)
    photo.refresh_from_db()
    return photo


def sizes_of(photo, shape, format_="jpeg"):
    return [
        (r["width"], r["height"])
        for r in photo.renditions
        if (r["shape"], r["format"]) == (shape, format_)
    ]


def test_each_shape_is_made_in_all_its_widths_as_jpeg_and_webp(db):
    photo = made()
    for format_ in ("jpeg", "webp"):
        assert sizes_of(photo, "full", format_) == [(480, 320), (960, 640), (1600, 1067)]
        assert sizes_of(photo, "card", format_) == [(320, 213), (640, 427)]
        assert sizes_of(photo, "wide", format_) == [(640, 360), (960, 540), (1280, 720)]
    assert photo.renditions_done
    for rendition in photo.renditions:
        image = opened(rendition)
        assert image.size == (rendition["width"], rendition["height"])
        assert image.format.lower() == rendition["format"]
        assert default_storage.size(rendition["name"]) == rendition["bytes"]


def test_avif_is_kept_in_all_widths_where_it_pays_and_in_none_where_not(db, monkeypatch):
    assert sizes_of(made(), "card", "avif") == []
    monkeypatch.setattr(images, "AVIF_PAYS", 1000)
    assert sizes_of(made(), "wide", "avif") == [(640, 360), (960, 540), (1280, 720)]
    monkeypatch.setattr(images, "AVIF_PAYS", 0)
    assert sizes_of(made(), "wide", "avif") == []


def test_nothing_is_made_larger_than_the_original(db):
    photo = made(upload(drawn(700, 500)))
    assert sizes_of(photo, "full") == [(480, 343), (700, 500)]
    assert sizes_of(photo, "card") == [(320, 213), (640, 427)]
    assert sizes_of(photo, "wide") == [(640, 360), (700, 394)]
    flat = made(upload(drawn(900, 90)))
    assert sizes_of(flat, "card") == [(135, 90)]
    assert sizes_of(flat, "wide") == [(160, 90)]


def test_place_device_owner_and_comments_are_left_out(db):
    notes = exif(Make="Kamera Rahasia", Artist="Pemilik Rahasia", Software="Rahasia")
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (3.0, 35.0, 0.0)
    photo = made(upload(small(), exif=notes, comment=b"Rahasia", xmp=b"<x>Rahasia</x>"))
    for rendition in photo.renditions:
        image = opened(rendition)
        assert not image.getexif()
        assert not {"comment", "xmp", "icc_profile", "exif"} & image.info.keys()
        with default_storage.open(rendition["name"]) as file:
            assert b"Rahasia" not in file.read()


CREDITED = {
    "credit": "ANTARA/Rina & <Rekan>",
    "byline": "Rina Söderberg",
    "copyright": "© ANTARA 2022",
    "licence_url": "https://lisensi.example/?a=1&b=2",
}


@pytest.mark.parametrize("first", [True, False])
def test_every_rendition_says_credit_copyright_and_licence_and_nothing_else(db, monkeypatch, first):
    monkeypatch.setattr(images, "AVIF_PAYS", 1000)
    file = upload(drawn(700, 500), exif=exif(Make="Kamera", Artist="Pemilik"))
    if first:
        photo = make_photo(file, **CREDITED)
        images.make_first_rendition(photo)
    else:
        photo = made(file, **CREDITED)
        assert {r["format"] for r in photo.renditions} == {"jpeg", "webp", "avif"}
    for rendition in photo.renditions:
        image = opened(rendition)
        assert {tag: text.encode("latin-1").decode() for tag, text in image.getexif().items()} == {
            ExifTags.Base.Artist: "Rina Söderberg",
            ExifTags.Base.Copyright: "© ANTARA 2022",
        }
        assert photo_facts.from_xmp(image.info["xmp"]) == CREDITED


def test_without_a_copyright_notice_the_credit_holds_it(db):
    photo = make_photo(upload(drawn(640, 480)), credit="ANTARA/Uji")
    images.make_first_rendition(photo)
    said = photo_facts.from_xmp(opened(photo.renditions[0]).info["xmp"])
    assert said == {"credit": "ANTARA/Uji", "copyright": "© ANTARA/Uji"}


def test_a_new_credit_is_written_into_all_renditions_at_their_addresses(db):
    photo = made(upload(drawn(640, 480)), credit="ANTARA/Lama")
    names = {rendition["name"] for rendition in photo.renditions}
    photo.credit = "ANTARA/Baru"
    photo.save()
    assert images.make_renditions(photo)
    photo.refresh_from_db()
    assert {rendition["name"] for rendition in photo.renditions} == names
    said = {photo_facts.from_xmp(opened(r).info["xmp"])["credit"] for r in photo.renditions}
    assert said == {"ANTARA/Baru"}
    _folders, files = default_storage.listdir(f"foto/{photo.key}")
    assert len(files) == len(names)


def test_a_credit_changed_meanwhile_leaves_the_photo_due(db):
    photo = make_photo(upload(drawn(640, 480)))
    images.make_first_rendition(photo)
    Photo.objects.filter(pk=photo.pk).update(credit="ANTARA/Lain")
    assert not images.make_renditions(photo)
    photo.refresh_from_db()
    assert not photo.renditions_done


def test_the_worker_gives_older_photos_their_hash_once_for_the_same_bytes(db):
    first, second = (make_photo(upload(drawn(640, 480))) for _ in range(2))
    for photo in (first, second):
        images.make_first_rendition(photo)
    images.make_due_renditions()
    digests = list(Photo.objects.order_by("pk").values_list("sha256", flat=True))
    with first.original.open("rb") as file:
        assert digests == [originals.fingerprint(file), ""]


def test_jpegs_are_progressive(db):
    assert opened(made(upload(small())).renditions[0]).info["progressive"]


@pytest.mark.parametrize(
    "file",
    [
        lambda: upload(small(mode="CMYK")),
        lambda: upload(small(mode="L")),
        lambda: upload(small(mode="P"), "PNG"),
        lambda: upload(small(mode="RGBA"), "PNG"),
        lambda: upload(small(mode="LA"), "PNG"),
        lambda: upload(small(mode="1"), "PNG"),
        lambda: upload(small(mode="L").convert("I;16"), "PNG"),
        lambda: upload(small(), "GIF", save_all=True, append_images=[small()]),
        lambda: upload(small(mode="RGBA"), "WEBP"),
        lambda: upload(small(), icc_profile=b"no profile"),
        lambda: upload(small(), icc_profile=SRGB),
    ],
)  # fmt: skip
def test_every_kind_of_picture_comes_out_in_srgb(db, file):
    photo = made(file())
    assert {opened(rendition).mode for rendition in photo.renditions} == {"RGB"}


def test_what_was_transparent_is_white(db):
    photo = made(upload(Image.new("RGBA", (800, 600), (0, 0, 0, 0)), "PNG"))
    assert min(opened(photo.renditions[0]).getpixel((5, 5))) > 250


@pytest.mark.parametrize("size", [(900, 450), (640, 1280)])
@pytest.mark.parametrize("focus", [(0.05, 0.05), (0.5, 0.9), (0.95, 0.3), (0, 1)])
def test_every_cut_holds_its_focal_point(db, size, focus):
    photo = made(upload(drawn(*size, spot=focus)), focal_x=focus[0], focal_y=focus[1])
    for shape in ("card", "wide"):
        largest = max(
            (r for r in photo.renditions if (r["shape"], r["format"]) == (shape, "jpeg")),
            key=lambda r: r["width"],
        )
        image = opened(largest)
        reds = sum(is_red(pixel) for pixel in image.resize((160, 90)).get_flattened_data())
        assert reds > 3


def test_a_moved_focal_point_makes_new_names_and_removes_the_old_files(
    db, django_capture_on_commit_callbacks
):
    photo = made(upload(small()))
    before = {r["shape"]: r["name"] for r in photo.renditions}
    photo.focal_x = 0.25
    photo.save()
    with django_capture_on_commit_callbacks(execute=True):
        images.make_renditions(photo)
    after = {r["shape"]: r["name"] for r in photo.renditions}
    assert before["full"] == after["full"]
    assert before["card"] != after["card"]
    assert before["wide"] != after["wide"]
    assert not default_storage.exists(before["card"])
    assert all(default_storage.exists(r["name"]) for r in photo.renditions)


def test_making_renditions_again_changes_nothing(db, django_capture_on_commit_callbacks):
    photo = made(upload(small()))
    renditions = photo.renditions
    with django_capture_on_commit_callbacks(execute=True):
        images.make_renditions(photo)
    photo.refresh_from_db()
    assert photo.renditions == renditions
    folder, files = default_storage.listdir(f"foto/{photo.key}")
    assert len(files) == len(renditions)


def test_a_focal_point_moved_meanwhile_leaves_the_photo_due(db):
    photo = make_photo()
    images.make_first_rendition(photo)
    Photo.objects.filter(pk=photo.pk).update(focal_x=0.9)
    assert not images.make_renditions(photo)
    photo.refresh_from_db()
    assert not photo.renditions_done
    assert len(photo.renditions) == 1


# --- the worker ------------------------------------------------------------------------------


def test_the_worker_makes_what_is_due_oldest_first(db):
    older, newer, done = (
        make_photo(upload(drawn(640, 480)), uploaded_at=datetime(2026, 1, day, tzinfo=UTC))
        for day in (1, 2, 3)
    )
    Photo.objects.filter(pk=done.pk).update(renditions_done=True)
    assert images.make_due_renditions(limit=1) == 1
    assert list(Photo.objects.filter(renditions_done=False)) == [newer]
    assert images.make_due_renditions() == 1
    assert images.make_due_renditions() == 0


def test_a_broken_file_is_logged_once_and_stops_no_other(db, caplog):
    broken, whole = make_photo(), make_photo(upload(drawn(640, 480)))
    images.make_first_rendition(broken)
    with open(broken.original.path, "wb") as file:
        file.write(b"no picture")
    assert images.make_due_renditions() == 1
    assert f"photo {broken.pk}" in caplog.text
    caplog.clear()
    assert images.make_due_renditions() == 0
    assert not caplog.records
    broken.refresh_from_db()
    assert len(broken.renditions) == 1
    whole.refresh_from_db()
    assert whole.renditions_done


def test_a_photo_that_another_worker_has_claimed_is_left_to_it(db):
    photo = make_photo()
    images.cache.add(f"renditions:{photo.pk}", True)
    assert images.make_due_renditions() == 0


# --- what pages read -------------------------------------------------------------------------


def test_sources_are_ordered_and_cost_no_query(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(images, "AVIF_PAYS", 1000)
    photo = made()
    with django_assert_num_queries(0):
        picture = sources(photo, "wide")
    start = f"/media/foto/{photo.key}/wide"
    assert (picture.src, picture.width, picture.height) == (f"{start}-960-500-500.jpg", 960, 540)
    assert [source.type for source in picture.sources] == ["image/avif", "image/webp"]
    assert picture.sources[1].srcset == (
        f"{start}-640-500-500.webp 640w, {start}-960-500-500.webp 960w, "
        f"{start}-1280-500-500.webp 1280w"
    )
    assert picture.srcset == picture.sources[1].srcset.replace(".webp", ".jpg")


def test_a_shape_that_is_not_made_yet_falls_back_to_the_first_rendition(db):
    photo = make_photo()
    assert sources(photo, "card") is None
    images.make_first_rendition(photo)
    picture = sources(photo, "card")
    assert (picture.src, picture.width, picture.height, picture.sources) == (
        f"/media/foto/{photo.key}/full-960.jpg", 960, 640, (),
    )  # fmt: skip


def rendered(template, **context):
    return Template("{% load articles %}" + template).render(Context(context)).strip()


def test_the_picture_tag_reserves_the_size_and_loads_late_unless_it_leads(db):
    photo = make_photo(alt='Rapat "A"')
    images.make_first_rendition(photo)
    src = f"/media/foto/{photo.key}/full-960.jpg"
    assert rendered('{% picture photo "card" sizes="50vw" %}', photo=photo) == (
        f'<picture><img src="{src}" srcset="{src} 960w" sizes="50vw" width="960" height="640" '
        'alt="Rapat &quot;A&quot;" loading="lazy" decoding="async"></picture>'
    )
    lead = rendered('{% picture photo "wide" alt="" lazy=False %}', photo=photo)
    assert 'alt="" fetchpriority="high" decoding="async"' in lead
    assert "loading" not in lead
    assert rendered("{% picture photo %}", photo=None) == ""


def test_photos_in_a_body_get_all_their_sizes_in_one_query(db, django_assert_num_queries):
    photos = [made(upload(drawn(640, 480)), alt="dari foto") for _ in range(2)]
    body = "".join(
        f'<figure><img src="/media/foto/{photo.key}/full-640.jpg" alt="a &lt; b"></figure>'
        for photo in photos
    )
    with django_assert_num_queries(1):
        html = rendered("{% article_body article %}", article=Article(body=body))
    assert html.count("<picture>") == 2
    assert html.count('alt="a &lt; b"') == 2
    assert html.count('width="640" height="480"') == 2
    assert f"/media/foto/{photos[1].key}/full-480.webp 480w" in html


def test_a_body_without_photos_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rendered("{% article_body article %}", article=Article(body="<p>a")) == "<p>a</p>"


def test_a_picture_that_left_the_library_stays_as_it_stands(db):
    html = '<img src="/media/foto/aaaaaaaaaaaaaaaaaaaaaa/full-960.jpg" alt="x">'
    assert expand_body_images(html) == html
