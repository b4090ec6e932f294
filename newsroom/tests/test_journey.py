"""The main job in a real browser: from a reporter's paste to the reader, and back out again."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw

from articles.dates import bureau_time
from articles.models import Article
from articles.tests.factories import make_region, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kata-sandi-uji-27"
HEADLINE = "Nelayan Tanjung Tiram membangun gudang es bersama"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=IN><!--StartFragment-->
<p class=MsoNormal style='margin-bottom:8pt'><b style='mso-bidi-font-weight:normal'><span lang=IN
style='font-size:12.0pt'>Nelayan</span></b><span lang=IN> di Tanjung Tiram membangun gudang es
bersama.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body>
</html>"""
PASTE = """(html) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def picture(colour):
    """One of its own for each story: the library keeps no picture twice."""
    image = Image.new("RGB", (1600, 1000), colour)
    ImageDraw.Draw(image).ellipse((500, 200, 1100, 800), fill="khaki")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return {"name": "gudang.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser, site, user=None):
        self.site = site
        self.page = browser.new_context().new_page()
        if user:
            self.go("/admin/")
            self.page.fill("#id_username", user.username)
            self.page.fill("#id_password", PASSWORD)
            self.page.click("form button[type=submit], form input[type=submit]")
            self.page.wait_for_url(f"{site}/admin/")

    def go(self, path):
        return self.page.goto(f"{self.site}{path}")

    def sees(self, path, words):
        response = self.page.request.get(f"{self.site}{path}")
        assert response.status in {200, 404, 410}, path
        return words in response.text()

    def confirm(self, **fields):
        """Fill the page of a move and press its button."""
        for name, value in fields.items():
            self.page.fill(f"#id_{name}", value)
        self.page.click("form.desk-move button[type=submit]")
        self.page.wait_for_load_state()


@pytest.fixture
def bureau(roles, live_server, browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = live_server.url
    make_section(name="Ekonomi", slug="ekonomi", show_on_home=True)
    make_region(name="Batu Bara", slug="batu-bara", aliases=["Batubara"])
    people = {"reader": Person(browser, live_server.url)}
    for role in ("reporter", "editor", "head"):
        user = make_user(role, byline=f"Nama {role.title()}")
        user.set_password(PASSWORD)
        user.save()
        people[role] = Person(browser, live_server.url, user)
    yield people
    for person in people.values():
        person.page.context.close()


def write(reporter, headline):
    """A reporter's new story with a pasted Word paragraph and a photo, sent to the desk."""
    page = reporter.page
    reporter.go("/admin/articles/article/add/")
    page.fill("#id_headline", headline)
    page.fill("#id_summary", "Gudang es bersama menekan biaya melaut.")
    page.fill("#id_dateline", "Limapuluh")
    page.select_option("#id_section", label="Ekonomi")
    page.click(".ProseMirror")
    page.evaluate(PASTE, WORD)
    page.click("#id_lead_photo_card [data-photo-choose]")
    page.click("#photo-picker summary")
    page.set_input_files(
        "#photo-picker [name=files]", [picture(f"hsl({len(headline) * 7 % 360}, 60%, 40%)")]
    )
    for name, value in {"alt": "Gudang es", "caption": "Gudang es.", "credit": "ANTARA"}.items():
        page.fill(f"#photo-picker [name={name}]", value)
    page.select_option(
        "#photo-picker [name=rights]", "staff"
    )  # without rights, nothing is published
    page.click("#photo-picker [data-upload] button")
    page.wait_for_selector("#id_lead_photo_card [data-photo-picture] img")
    page.fill("#id_region_choices", "Batu")
    page.press("#id_region_choices", "Enter")
    page.click("button[value=submit]")
    page.wait_for_selector("form.desk-move")
    reporter.confirm()
    return Article.objects.get(headline=headline)


def test_a_story_goes_from_the_reporter_to_the_reader_and_is_taken_back(bureau):
    reporter, editor, head, reader = (
        bureau[name] for name in ("reporter", "editor", "head", "reader")
    )
    story = write(reporter, HEADLINE)
    assert story.status == "submitted"
    assert story.body == (
        "<p><strong>Nelayan</strong> di Tanjung Tiram membangun gudang es bersama.</p>"
    )
    change = f"/admin/articles/article/{story.pk}/change/"
    move = f"/admin/articles/article/{story.pk}/move"

    # The editor finds it at the top of the queue and returns it with a note.
    editor.go("/admin/")
    assert editor.page.locator(".panel--first .row__title").first.inner_text() == HEADLINE
    editor.go(f"{move}/return/")
    editor.confirm(note="Sebutkan jumlah nelayannya.")

    # The reporter opens the story, reads the note, mends it and submits again.
    reporter.go("/admin/")
    assert "Sebutkan jumlah nelayannya." in reporter.page.content()
    reporter.go(change)
    assert "Sebutkan jumlah nelayannya." in reporter.page.content()
    reporter.page.click(".ProseMirror")
    reporter.page.keyboard.press("Control+End")
    reporter.page.keyboard.press("Enter")
    reporter.page.keyboard.type("Sebanyak 120 nelayan ikut serta.")
    reporter.page.click("button[value=submit]")
    reporter.page.wait_for_selector("form.desk-move")
    reporter.confirm()

    # The editor reads the preview, which is no public page, and publishes.
    public = f"/berita/{story.pk}/nelayan-tanjung-tiram-membangun-gudang-es-bersama/"
    assert not reader.sees(public, HEADLINE)
    preview = editor.go(f"/admin/articles/article/{story.pk}/preview/page/")
    assert "no-store" in preview.headers["cache-control"]
    assert "Sebanyak 120 nelayan" in editor.page.content()
    editor.go(f"{move}/publish/")
    editor.confirm()

    # The reader finds it everywhere.
    surfaces = [
        "/",
        "/rubrik/ekonomi/",
        "/daerah/batu-bara/",
        "/cari/?q=pembangunan+batubara",
        "/rss.xml",
        "/indeks/",
        "/sitemap-news.xml",
    ]
    words = public  # its address, since search marks words inside the headline
    assert [path for path in surfaces if not reader.sees(path, words)] == []
    reader.go("/")
    reader.page.get_by_role("link", name=HEADLINE).first.click()
    reader.page.wait_for_url(f"**{public}")
    assert reader.page.locator("h1").inner_text() == HEADLINE
    photo = reader.page.locator("figure img").first
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0")
    assert reader.page.context.cookies() == []

    # A second one, timed two seconds ahead, appears by the clock: no worker runs here.
    second = write(reporter, "Harga ikan teri di Batu Bara stabil")
    editor.go(f"/admin/articles/article/{second.pk}/move/schedule/")
    at = timezone.now() + timedelta(seconds=4)
    editor.page.locator("#id_at").evaluate(
        "(field, value) => { field.step = 1; field.value = value }",
        bureau_time(at).strftime("%Y-%m-%dT%H:%M:%S"),
    )
    editor.confirm()
    assert Article.objects.get(pk=second.pk).is_scheduled()
    assert not reader.sees("/rss.xml", "Harga ikan teri")
    reader.page.wait_for_timeout((at - timezone.now()).total_seconds() * 1000 + 200)
    assert reader.sees("/rss.xml", "Harga ikan teri")
    assert reader.sees("/", "Harga ikan teri")

    # The head takes the first one back: 410 with the reason, and gone everywhere else.
    head.go(f"{move}/retract/")
    head.page.select_option("[name=ground]", "error")
    head.confirm(note="Jumlah nelayan tidak dapat dipertanggungjawabkan.")
    gone = reader.go(public)
    assert gone.status == 410
    assert "tidak dapat dipertanggungjawabkan" in reader.page.content()
    assert [path for path in surfaces if reader.sees(path, words)] == []
