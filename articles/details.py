"""All that the page of one story needs besides the story, in one query."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import (
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from articles.models import (
    ArticleRegion,
    ArticleTag,
    Correction,
    Credit,
    GalleryItem,
    Photo,
    Region,
    Tag,
)
from articles.pictures import keys_in


def dateline(article):
    """“Medan (ANTARA)”: what is printed before the first paragraph."""
    return f"{article.dateline} ({settings.BUREAU_AGENCY})"


def load_details(article):
    """Load credits, region_links, tag_links and corrections, as prefetch_related() would.

    Four short lists from four indexes, in one query: so a story's page keeps to its six. Of
    people, regions and tags only what a link to them needs is there.
    """
    corrections = Correction.objects.filter(article=article)
    others = [
        _rows("credit", Credit.objects.filter(article=article),
              ("pk", "order", "user_id"), ("role", "name", "user__slug", "user__byline",
                                           "user__username")),
        _rows("region", ArticleRegion.objects.filter(article=article),
              ("region_id", "region__order"), ("region__name", "region__slug", "region__kind")),
        _rows("tag", ArticleTag.objects.filter(article=article),
              ("tag_id",), ("tag__name", "tag__slug")),
    ]  # fmt: skip
    rows = _rows("correction", corrections, ("pk",), ("kind", "text", "place"), "at")
    found = {"correction": [], "credit": [], "region": [], "tag": []}
    for kind, *row in rows.union(*others, all=True):
        found[kind].append(_MAKERS[kind](article, *row))
    _remember(article, "corrections", sorted(found["correction"], key=lambda c: (c.at, c.pk)))
    _remember(article, "credits", sorted(found["credit"], key=lambda c: (c.order, c.pk)))
    _remember(article, "region_links", sorted(found["region"], key=lambda li: li.region.order))
    _remember(article, "tag_links", sorted(found["tag"], key=lambda li: li.tag.name))


def load_photos(article):
    """The story's gallery, as GalleryItems in order; and keep the photos of its text for
    pictures.expand_body_images(). One query for both, or none where there is neither.
    """
    items = GalleryItem.objects.filter(article=article)
    shown = Q(key__in=keys_in(article.body))
    if getattr(article, "has_gallery", True):
        shown |= Q(pk__in=items.values("photo"))
    place = items.filter(photo=OuterRef("pk"))
    photos = Photo.objects.filter(shown).annotate(
        in_order=Subquery(place.values("order")[:1]),
        item=Subquery(place.values("pk")[:1]),
        words=Subquery(place.values("caption")[:1]),
    )
    # An `IN ()` of nothing is known to be empty: then Django asks no database.
    article.body_photos_by_key = {photo.key: photo for photo in photos}
    gallery = [photo for photo in article.body_photos_by_key.values() if photo.item]
    return [
        GalleryItem(article=article, photo=photo, caption=photo.words, order=photo.in_order)
        for photo in sorted(gallery, key=lambda photo: (photo.in_order, photo.item))
    ]


def _rows(kind, queryset, numbers, texts, moment=None):
    """Rows of one shape, (kind, 3 numbers, 5 texts, moment), so that a union can hold them."""
    columns = [Cast(Value(kind), TextField())]
    columns += [_cast(name, IntegerField()) for name in _padded(numbers, 3)]
    columns += [_cast(name, TextField()) for name in _padded(texts, 5)]
    # Not cast where it is a column: SQLite would lose the type of a moment.
    columns += [moment or _cast(None, DateTimeField())]
    return queryset.order_by().values_list(*columns)


def _padded(names, length):
    return [*names, *[None] * (length - len(names))]


def _cast(name, field):
    return Cast(Value(None) if name is None else name, field)


def _correction(article, pk, _n1, _n2, kind, text, place, _t1, _t2, at):
    return Correction(article=article, pk=pk, kind=kind, text=text, place=place, at=at)


def _credit(article, pk, order, user_id, role, name, slug, byline, username, _at):
    person = user_id and get_user_model()(
        pk=user_id, slug=slug or None, byline=byline, username=username
    )
    return Credit(article=article, pk=pk, order=order, role=role, name=name, user=person or None)


def _region(article, pk, order, _n, name, slug, kind, _t1, _t2, _at):
    region = Region(pk=pk, order=order, name=name, slug=slug, kind=kind)
    return ArticleRegion(article=article, region=region)


def _tag(article, pk, _n1, _n2, name, slug, _t1, _t2, _t3, _at):
    return ArticleTag(article=article, tag=Tag(pk=pk, name=name, slug=slug))


_MAKERS = {"correction": _correction, "credit": _credit, "region": _region, "tag": _tag}


def _remember(article, name, rows):
    """What prefetch_related() leaves: `article.<name>.all()` costs no query from now on."""
    kept = getattr(article, name).all()
    kept._result_cache, kept._prefetch_done = rows, True
    article.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept
