"""What a reader's browser really fetches, and that nothing jumps while it does."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import images, library, originals
from articles.models import Photo
from articles.tests.factories import make_article, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Buffered, so that what shifted before this ran is counted too.
SHIFT = """() => new Promise((done) => {
  let sum = 0
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(sum), 500)
})"""


def real_photo(number=0):
    out = io.BytesIO()
    Image.new("RGB", (1800, 1200), (46 + 20 * number, 139, 87)).save(out, "JPEG")
    file = SimpleUploadedFile("a.jpg", out.getvalue(), content_type="image/jpeg")
    photo = Photo(original=file, alt="Sawah", caption="Panen.", credit="ANTARA/Uji")
    library.add(photo, originals.probe(file), by=make_user())
    images.make_renditions(photo)
    return photo


@pytest.fixture
def story(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    section = make_section(show_on_home=True)
    stories = [
        make_article("published", section=section, lead_photo=real_photo(n)) for n in range(4)
    ]
    photo = stories[0].lead_photo
    figure = (
        f'<figure><img src="/media/foto/{photo.key}/full-960.jpg" alt="Sawah" width="960" '
        'height="640"><figcaption>Panen.</figcaption></figure>'
    )
    body = f"<p>Awal.</p>{figure}<p>Akhir.</p>"
    return make_article("published", section=section, lead_photo=photo, body=body)


def visit(page, url):
    """Open `url` with pictures and font arriving late; the requests it made."""
    asked = []
    page.on("request", lambda request: asked.append(request))
    for pattern in ("**/media/**", "**/static/fonts/**"):
        page.route(pattern, lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return asked


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("where", ["home", "story"])
def test_nothing_jumps_and_nobody_else_is_asked(where, width, story, page, live_server):
    page.set_viewport_size({"width": width, "height": 800})
    path = "/" if where == "home" else story.get_absolute_url()
    asked = visit(page, live_server.url + path)
    strangers = [request.url for request in asked if not request.url.startswith(live_server.url)]
    fonts = [request.url for request in asked if request.resource_type == "font"]
    assert strangers == []
    assert len(fonts) <= 1
    assert any(request.resource_type == "image" for request in asked)
    assert page.evaluate(SHIFT) < 0.01
