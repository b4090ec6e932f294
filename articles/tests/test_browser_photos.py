"""The photo desk in a real browser: many at once, their words, and the focal point."""

import io

import pytest
from django.test import Client
from PIL import Image

from articles import images
from articles.models import Photo
from articles.tests.factories import make_photo, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/articles/photo/"


@pytest.fixture
def editor(roles):
    return make_user("editor")


@pytest.fixture
def desk(page, live_server, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    client = Client()
    client.force_login(editor)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    page.goto(live_server.url + LIST)
    yield page
    assert page.failures == []


def picture(name, color="olive"):
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), color).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def states(desk):
    return desk.eval_on_selector_all(
        ".desk-drop__file",
        """rows => rows.map((row) =>
          [row.querySelector("span").textContent, row.className.split("is-")[1]])""",
    )


def test_of_many_photos_each_fails_alone_and_the_good_ones_get_their_words(desk):
    broken = {**picture("rusak.jpg"), "buffer": b"bukan gambar"}
    paper = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    files = [picture("a.jpg"), broken, picture("b.jpg", "navy"), paper, picture("a lagi.jpg")]
    desk.set_input_files("[data-pick-files][multiple]", files)
    desk.wait_for_selector("[data-upload-next]:not([hidden])")
    assert dict(states(desk)) == {
        "a.jpg": "done", "rusak.jpg": "failed", "b.jpg": "done", "surat.pdf": "failed",
        "a lagi.jpg": "known",
    }  # fmt: skip
    desk.click("[data-words-link]")
    desk.wait_for_selector("[data-words]")
    desk.fill("#id_all-credit", "ANTARA/Rina")
    desk.click("[data-common=credit] [data-fill]")
    desk.select_option("#id_all-rights", "staff")
    desk.click("[data-common=rights] [data-fill]")
    for field in desk.query_selector_all("[data-row=caption] textarea, [data-row=alt] textarea"):
        field.fill("Panen raya")
    desk.click("[name=_save]")
    desk.wait_for_url(f"**{LIST}")
    photos = Photo.objects.all()
    assert [photo.credit for photo in photos] == ["ANTARA/Rina"] * 2
    assert not any(photo.missing_for_publication() for photo in photos)


def test_what_the_connection_lost_is_tried_again(desk):
    desk.route("**/picker/upload/", lambda route: route.abort())
    desk.set_input_files("[data-pick-files][multiple]", [picture("a.jpg")])
    desk.wait_for_selector(".is-failed button")
    assert not Photo.objects.exists()
    desk.unroute("**/picker/upload/")
    desk.click(".is-failed button")
    desk.wait_for_url(f"**{LIST}words/?photo=*")  # all are done: on to their words
    assert Photo.objects.count() == 1


def test_photos_are_dropped_anywhere_on_the_page(desk):
    data = list(picture("a.jpg")["buffer"])
    transfer = desk.evaluate_handle(
        """(data) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([new Uint8Array(data)], "a.jpg", { type: "image/jpeg" }))
          return transfer
        }""",
        data,
    )
    desk.dispatch_event("h1", "drop", {"dataTransfer": transfer})
    desk.wait_for_url(f"**{LIST}words/?photo=*")
    assert Photo.objects.count() == 1


def test_the_focal_point_follows_click_and_arrow_keys_and_the_cuts_show_it(
    desk, live_server, editor
):
    desk.set_input_files("[data-pick-files][multiple]", [picture("a.jpg")])
    desk.wait_for_url("**/words/**")
    photo = Photo.objects.get()
    desk.goto(f"{live_server.url}{LIST}{photo.pk}/change/")
    image = desk.locator("[data-focus] img")
    box = image.bounding_box()
    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.1})
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown"):
        desk.keyboard.press(key)
    # 3:2 of a 3:2 picture is all of it; 16:9 is the top, as near as the cut can lie.
    cuts = desk.eval_on_selector_all(
        "[data-crop]", "cuts => cuts.map((c) => c.style.objectPosition)"
    )
    assert cuts == ["50% 0%", "50% 50%"]
    desk.click("[name=_save]")
    desk.wait_for_selector(".messagelist")
    photo = Photo.objects.get()
    assert (round(photo.focal_x, 2), round(photo.focal_y, 2)) == (0.26, 0.21)
    assert not photo.renditions_done


def test_the_same_file_again_offers_the_photo_of_the_library_to_the_story(desk, live_server):
    desk.set_input_files("[data-pick-files][multiple]", [picture("a.jpg")])
    desk.wait_for_url("**/words/**")
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    desk.click("#id_lead_photo_card [data-photo-choose]")
    desk.click("#photo-picker summary")
    desk.set_input_files("#photo-picker [name=files]", [picture("lain.jpg")])
    desk.click("#photo-picker [data-upload] .desk-button--primary")
    desk.wait_for_selector("[data-upload-known]:not([hidden])")
    desk.keyboard.press("Enter")  # the focus is on “use the one in the library”
    desk.wait_for_selector("#id_lead_photo_card [data-photo-picture] img")
    assert desk.input_value("#id_lead_photo") == str(Photo.objects.get().pk)


@pytest.mark.parametrize("focus", [(0.1, 0.9), (0.5, 0.3), (0.8, 0.6)])
def test_the_previewed_cut_is_the_cut_that_is_made(desk, live_server, focus):
    photo = make_photo(width=1600, height=1600, focal_x=focus[0], focal_y=focus[1])
    photo.renditions[0] |= {"width": 960, "height": 960}
    Photo.objects.filter(pk=photo.pk).update(renditions=photo.renditions)
    desk.goto(f"{live_server.url}{LIST}{photo.pk}/change/")
    shown = desk.eval_on_selector_all(
        "[data-crop]", "cuts => cuts.map((c) => parseFloat(c.style.objectPosition.split(' ')[1]))"
    )
    for shape, percent in zip(("wide", "card"), shown, strict=True):
        _left, top, _width, height = images._box(shape, (1600, 1600), focus)
        assert abs(percent - 100 * top / (1600 - height)) < 0.2


def test_an_upload_that_met_the_end_of_the_session_goes_on_after_a_new_sign_in(desk, live_server):
    """Two files: neither is lost, the second is not even sent, and one button sends both."""
    session = next(each for each in desk.context.cookies() if each["name"] == "sessionid")
    desk.context.clear_cookies(name="sessionid")
    desk.set_input_files(
        "[data-pick-files][multiple]", [picture("a.jpg"), picture("b.jpg", "navy")]
    )
    desk.wait_for_selector(".desk-drop__file:nth-child(2).is-failed")
    assert "Anda sudah keluar" in desk.inner_text(".desk-drop__list")
    assert Photo.objects.count() == 0
    # What a sign-in in another tab leaves behind: a session, and a new token.
    desk.context.clear_cookies(name="csrftoken")
    token = {"name": "csrftoken", "value": "n" * 32, "url": f"{live_server.url}/admin/"}
    desk.context.add_cookies([session, token])
    desk.click(".desk-drop__file:first-child button")
    desk.wait_for_url("**/words/?photo=*")
    assert Photo.objects.count() == 2
