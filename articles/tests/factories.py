"""Rows for tests. A story made here is whole: it passes every guard of the workflow."""

import itertools
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import versions, workflow
from articles.models import (
    Article,
    ArticleRegion,
    ArticleTag,
    Credit,
    Photo,
    Region,
    Section,
    Tag,
)
from articles.search import index_article

_numbers = itertools.count(1)


def make_user(*roles, **values):
    """A user in these groups (newsroom.roles.make_roles() must have run: fixture `roles`)."""
    n = next(_numbers)
    byline = values.pop("byline", f"Penulis {n}")
    values = {"username": f"user{n}", "byline": byline, "is_staff": True, **values}
    user = get_user_model().objects.create(**values)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_section(**values):
    n = next(_numbers)
    return Section.objects.create(**{"name": f"Rubrik {n}", "slug": f"rubrik-{n}", **values})


def make_region(**values):
    n = next(_numbers)
    defaults = {
        "name": f"Daerah {n}",
        "slug": f"daerah-{n}",
        "kind": "kabupaten",
        "kemendagri_code": f"{n % 100:02}.{n // 100 % 100:02}",
        "bps_code": f"{n % 10000:04}",
        "seat": "Medan",
    }
    return Region.objects.create(**{**defaults, **values})


def make_tag(**values):
    n = next(_numbers)
    return Tag.objects.create(**{"name": f"Topik {n}", "slug": f"topik-{n}", **values})


def make_photo(**values):
    """A row without a file: what lists and guards read. Tests of files use images.py itself."""
    n = next(_numbers)
    defaults = {
        "original": f"originals/{n}.jpg",
        "width": 1600,
        "height": 1067,
        "alt": f"Gambar {n}",
        "caption": f"Keterangan {n}.",
        "credit": "ANTARA/Uji",
        "rights": Photo.Rights.STAFF,
        "renditions_done": True,
    }
    photo = Photo(**{**defaults, **values})
    photo.renditions = values.get(
        "renditions",
        [
            {
                "shape": "full",
                "format": "jpeg",
                "width": 960,
                "height": 640,
                "name": f"foto/{photo.key}/full-960.jpg",
                "bytes": 1000,
            }
        ],
    )
    # bulk_create: ImageField would open the file that is not there to measure it.
    return Photo.objects.bulk_create([photo])[0]


def make_article(
    status="draft", *, by=None, editor=None, regions=(), tags=(), credits=None, **values
):
    """A whole story in any state; `publish_at` ahead makes it scheduled.

    States are reached here by writing them, not by moves: a test of a move makes its own.
    """
    n = next(_numbers)
    now = timezone.now()
    by = by or make_user("reporter")
    defaults = {
        "headline": f"Judul berita nomor {n}",
        "summary": f"Ringkasan berita nomor {n}.",
        "body": f"<p>Isi berita nomor {n}.</p>",
        "dateline": "Medan",
        "created_by": by,
    }
    if "section" not in values:
        defaults["section"] = make_section()
    if status == "submitted":
        defaults["submitted_at"] = now
    if status in ("published", "retracted"):
        moment = values.get("publish_at") or now - timedelta(minutes=5)
        defaults |= {"publish_at": moment, "first_published_at": moment}
    if status == "retracted":
        defaults |= {"retracted_at": now, "retraction_reason": "Keterangan tidak benar."}
    article = Article(**{**defaults, **values, "status": status})
    article.slug = values.get("slug") or article.suggested_slug()
    article.save()
    for region in regions:
        ArticleRegion.objects.create(article=article, region=region)
    for tag in tags:
        ArticleTag.objects.create(article=article, tag=tag)
    for order, credit in enumerate(credits if credits is not None else [{"user": by}]):
        Credit.objects.create(article=article, order=order, **credit)
    workflow.relist(article)
    workflow.link_body_photos(article)
    index_article(article)
    kind = "publish" if status in ("published", "retracted") else "save"
    versions.record(article, by=by, kind=kind)
    return article
