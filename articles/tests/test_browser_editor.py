"""The editor in a real browser: what is pasted, and how a photo gets into a story."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import library, originals
from articles.html import clean_html
from articles.models import Article, Photo
from articles.tests.browsing import sign_in
from articles.tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/articles/article/add/"

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm} --></style>
</head><body lang=IN><!--StartFragment-->
<h1><span lang=IN>Pelatihan menulis<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8pt'><b style='mso-bidi-font-weight:normal'><span
lang=IN style='font-size:12.0pt'>Medan</span></b><span lang=IN> menjadi <i>tuan
rumah</i>.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span
lang=IN>Menulis<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span
lang=IN>Memotret<o:p></o:p></span></p>
<table class=MsoTableGrid border=1><tr><td width=200 style='padding:0cm'><p class=MsoNormal>Hari
<o:p></o:p></p></td><td><p class=MsoNormal>Selasa<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><img width=200 height=100 src="file:///C:/Users/x/clip_image001.png">Selesai.
<o:p></o:p></p><!--EndFragment--></body></html>"""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-7f0c">
<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;font-weight:400;
font-style:normal;white-space:pre-wrap;">Harga cabai </span><span style="font-size:11pt;
font-weight:700;white-space:pre-wrap;">turun</span><span style="font-weight:400;font-style:italic;
white-space:pre-wrap;"> tajam</span></p><br />
<h2 dir="ltr"><span style="font-weight:400;">Di pasar</span></h2>
<ul><li dir="ltr" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span
style="font-weight:400;">Petisah</span></p></li></ul>
<p dir="ltr"><span><a href="https://example.org/harga" style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;">Data</span></a></span><img
src="https://lh7-rt.googleusercontent.com/docsz/x" width="10" height="10" /></p></b>"""

WHATSAPP = (
    """<meta charset='utf-8'><span dir="ltr" class="_ao3e selectable-text copyable-text">"""
    """<span>Info dari lapangan:\nJalan lintas <strong data-app-text-template="*x*">sudah"""
    """</strong> dibuka\n\nAntrean tinggal 200 meter</span></span>"""
)

PASTE = """([html, text]) => {
  const data = new DataTransfer()
  if (html) data.setData("text/html", html)
  data.setData("text/plain", text)
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def reporter(roles):
    return make_user("reporter", byline="Rina Uji")


@pytest.fixture
def desk(page, live_server, reporter):
    """A signed-in reporter's browser at a new story; a complaint of the console is a failure."""
    complaints = []
    page.on(
        "console",
        lambda said: said.type == "error" and complaints.append((said.text, said.location["url"])),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, live_server.url, reporter)
    page.goto(f"{live_server.url}{ADD}")
    page.wait_for_selector(".ProseMirror")
    yield page
    assert [row for row in complaints if "favicon" not in str(row)] == []


def pasted(page, html, text=""):
    page.click(".ProseMirror")
    page.evaluate(PASTE, [html, text])
    page.wait_for_timeout(300)
    body = page.eval_on_selector("[name=body]", "field => field.value")
    # What the editor can say must be what the site lets through; `rel` is the site's own.
    assert clean_html(body).replace(' rel="noopener"', "") == body
    return body


def test_word_comes_out_as_plain_markup(desk):
    assert pasted(desk, WORD) == (
        "<h2>Pelatihan menulis</h2><p><strong>Medan</strong> menjadi <em>tuan rumah</em>.</p>"
        "<ul><li><p>Menulis</p></li><li><p>Memotret</p></li></ul>"
        "<table><tbody><tr><td><p>Hari</p></td><td><p>Selasa</p></td></tr></tbody></table>"
        "<p>Selesai.</p>"
    )


def test_google_docs_is_not_all_bold_and_brings_no_pictures(desk):
    assert pasted(desk, GOOGLE) == (
        "<p>Harga cabai <strong>turun</strong><em> tajam</em></p><h2>Di pasar</h2>"
        '<ul><li><p>Petisah</p></li></ul><p><a href="https://example.org/harga">Data</a></p>'
    )


def test_whatsapp_keeps_its_line_breaks(desk):
    assert pasted(desk, WHATSAPP) == (
        "<p>Info dari lapangan:<br>Jalan lintas <strong>sudah</strong> dibuka</p>"
        "<p>Antrean tinggal 200 meter</p>"
    )


def test_plain_text_keeps_its_line_breaks(desk):
    assert pasted(desk, "", "Baris satu\nBaris dua\n\nAlinea <dua>") == (
        "<p>Baris satu<br>Baris dua</p><p>Alinea &lt;dua&gt;</p>"
    )


def test_whatsapps_signs_become_bold_and_italic(desk):
    assert pasted(desk, "", "*Banjir Rob*, _ketiga_ tahun ini: 3 * 4 * 5 meter, a_b_c") == (
        "<p><strong>Banjir Rob</strong>, <em>ketiga</em> tahun ini: 3 * 4 * 5 meter, a_b_c</p>"
    )


def test_everything_that_the_site_lets_through_survives_a_visit_to_the_editor(desk):
    body = (
        "<h2>Judul</h2><p>A <strong>b</strong> <em>c</em> <u>d</u> <s>e</s><sub>f</sub>"
        "<sup>g</sup><br>h</p><blockquote><p>Kata.</p><cite>Sumber</cite></blockquote>"
        '<ol start="3"><li><p>tiga</p></li></ol><hr>'
        '<figure><img src="/media/foto/x/full-960.jpg" alt="A" width="960" height="640">'
        "<figcaption>Takarir <em>miring</em></figcaption></figure>"
        "<figure><blockquote><p>Kutipan.</p></blockquote><figcaption>Tokoh</figcaption></figure>"
        '<table><tbody><tr><th colspan="2"><p>Kepala</p></th></tr><tr><td><p>1</p></td><td><p>2</p>'
        "</td></tr></tbody></table><h3>Anak</h3><h4>Cucu</h4><p>Akhir.</p>"
    )
    desk.route("**/media/**", lambda route: route.fulfill(body="", content_type="image/png"))
    assert clean_html(body) == body
    assert pasted(desk, body) == body


def test_the_toolbar_is_one_tab_stop_with_arrows_inside(desk):
    desk.focus("[data-tool=bold]")
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("document.activeElement.dataset.tool") == "italic"
    desk.keyboard.press("End")
    assert desk.evaluate("document.activeElement.dataset.tool") == "redo"
    stops = desk.eval_on_selector_all(
        ".desk-toolbar button", "all => all.filter((b) => b.tabIndex === 0).length"
    )
    assert stops == 1


def test_a_quote_gets_a_place_for_its_source(desk):
    desk.click(".ProseMirror")
    desk.keyboard.type("Kami siap.")
    desk.click("[data-tool=blockquote]")
    desk.click(".ProseMirror cite")
    desk.keyboard.type("Kepala dinas")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Lanjut.")
    desk.wait_for_timeout(300)
    body = desk.eval_on_selector("[name=body]", "field => field.value")
    assert body == (
        "<blockquote><p>Kami siap.</p><cite>Kepala dinas</cite></blockquote><p>Lanjut.</p>"
    )


def test_a_table_stands_after_the_paragraph_and_not_in_the_middle_of_it(desk):
    desk.click(".ProseMirror")
    desk.keyboard.type("Satu alinea.")
    desk.keyboard.press("Home")
    desk.click("[data-tool=table]")
    desk.keyboard.type("Kepala")
    desk.wait_for_timeout(300)
    body = desk.eval_on_selector("[name=body]", "field => field.value")
    assert body.startswith(
        "<p>Satu alinea.</p><table><tbody><tr><th><p>Kepala</p></th><th><p></p></th>"
    )


def photo_bytes():
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), "olive").save(out, "JPEG")
    return out.getvalue()


def test_on_a_phone_a_reporter_writes_attaches_a_photo_and_submits(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.fill("#id_headline", "Panen raya di Deli Serdang")
    desk.click(".ProseMirror")
    desk.keyboard.type("Petani memanen padi.")
    desk.click("#id_lead_photo_card [data-photo-choose]")
    desk.click("#photo-picker summary")
    files = [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}]
    desk.set_input_files("#photo-picker [name=files]", files)
    for name in ("alt", "caption", "credit"):
        desk.fill(f"#photo-picker [name={name}]", f"Isi {name}")
    desk.select_option("#photo-picker [name=rights]", "staff")
    desk.click("#photo-picker [data-upload] button")
    desk.wait_for_selector("#id_lead_photo_card [data-photo-picture] img")
    assert desk.evaluate("document.documentElement.scrollWidth") == 360
    desk.click("button[value=submit]")
    desk.click("form.desk-move button[type=submit]")
    desk.wait_for_url("**/admin/")
    story = Article.objects.get()
    assert (story.status, story.body) == ("submitted", "<p>Petani memanen padi.</p>")
    assert story.lead_photo == Photo.objects.get()
    assert not story.lead_photo.missing_for_publication()


def test_a_photo_of_the_library_becomes_a_figure(desk, settings, tmp_path, reporter):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.jpg", photo_bytes(), content_type="image/jpeg")
    photo = Photo(original=file, alt="Sawah", caption="Panen.", credit="ANTARA/Uji")
    library.add(photo, originals.probe(file), by=reporter)
    desk.click(".ProseMirror")
    desk.keyboard.type("Awal.")
    desk.click("[data-tool=photo]")
    # By keyboard alone: into the search, then to the first picture.
    desk.fill("#photo-search", "sawah")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".desk-picker__tile")
    desk.focus(".desk-picker__tile")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".ProseMirror figure img")
    desk.wait_for_timeout(300)
    body = desk.eval_on_selector("[name=body]", "field => field.value")
    assert body == (
        f'<p>Awal.</p><figure><img src="/media/foto/{photo.key}/full-960.jpg" alt="Sawah" '
        'width="960" height="640"><figcaption>Panen. (ANTARA/Uji)</figcaption></figure>'
    )
    assert clean_html(body) == body
