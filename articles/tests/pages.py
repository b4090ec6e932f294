"""What the tests of the public pages share."""

from django.utils import timezone

from articles.models import Correction, GalleryItem, HourlyViews
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)

WIDE = {"shape": "wide", "format": "jpeg", "width": 960, "height": 540, "name": "foto/w.jpg"}


def text_of(response):
    return response.content.decode()


def published(**values):
    return make_article("published", **values)


def read(client, article):
    return client.get(article.get_absolute_url())


def figure(photo):
    src = f"/media/foto/{photo.key}/full-960.jpg"
    return f'<figure><img src="{src}" alt="Isi" width="960" height="640"></figure>'


def full_story(number):
    """A story with everything that costs a query."""
    photo = make_photo(renditions=[WIDE])
    user = make_user(slug=f"penulis-{photo.pk}")
    body = "<p>Isi.</p>" + "".join(figure(make_photo()) for _ in range(number))
    values = {"lead_photo": photo, "body": body}
    article = published(
        regions=[make_region() for _ in range(number)],
        tags=[make_tag() for _ in range(number)],
        credits=[{"user": user}, *({"name": f"Luar {n}"} for n in range(number))],
        **values,
    )
    for _ in range(number):
        Correction.objects.create(article=article, kind="correction", text="Teks.", by=user)
        GalleryItem.objects.create(article=article, photo=make_photo())
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        HourlyViews.objects.create(article=published(tags=article.tags.all()), hour=hour, count=3)
    return article


def lists_of(article):
    """Every public list that could show the story."""
    return [
        "/",
        article.section.get_absolute_url(),
        *(link.region.get_absolute_url() for link in article.region_links.all()),
        *(link.tag.get_absolute_url() for link in article.tag_links.all()),
        *(c.user.get_absolute_url() for c in article.credits.all() if c.user.slug),
        "/indeks/",
        "/cari/?q=kepiting",
        "/terpopuler/",
        "/terpopuler/?rentang=7",
    ]


def shown_everywhere(status, **values):
    user = make_user(byline="Nama Penulis", slug="nama-penulis")
    article = make_article(
        status,
        headline="Kepiting bakau dari Langkat",
        section=make_section(show_on_home=True),
        regions=[make_region()],
        tags=[make_tag()],
        credits=[{"user": user}],
        **values,
    )
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    HourlyViews.objects.create(article=article, hour=hour, count=5)
    article.daily_views.create(day=timezone.localdate(), count=5)
    return article
