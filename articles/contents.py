"""A story's content in two shapes: as its form sends it, and canonical (articles/versions.py).

The form's shape is {name of a field: text}, as a browser sends it. What the canonical form does
not hold (related stories, the child checklist) stays as the story has it.
"""

from datetime import UTC, datetime
from html import escape

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import versions
from articles.dates import bureau_time, long_time
from articles.html import clean_html
from articles.models import Photo, Region, Section, Tag
from articles.numbers import as_number

MOST_ROWS = 1000
# The rows of the form and their fields; the first names say who or which a row is.
ROWS = {
    "credits": ("role", "user", "name", "order"),
    "gallery_items": ("photo", "caption", "order"),
    "related_links": ("to", "order"),
}
KEYS = {
    "credits": ("role", "user", "name"),
    "gallery_items": ("photo",),
    "related_links": ("to",),
}
CHECKS = ("child_involved", "child_identity_hidden", "child_consent", "child_no_harm")
# The form's names of what the canonical form calls otherwise.
CANONICAL = {
    "story_class": "class",
    "region_choices": "regions",
    "tag_choices": "tags",
    "gallery_items": "gallery",
}


def from_form(data, article):
    """The canonical form of what was typed into the form of `article`. Never raises.

    What cannot be found or cleaned stands there as it was typed.
    """
    found = versions.content_of(article)
    for name in ("headline", "summary", "dateline", "disclosure"):
        if name in data:
            found[name] = " ".join(data[name].split())
    if "body" in data:
        found["body"] = cleaned(data["body"])
    if data.get("story_class"):
        found["class"] = data["story_class"]
    readers = {
        "section": ("section", _section),
        "regions": ("region_choices", _regions),
        "tags": ("tag_choices", lambda text: sorted(map(_tag_slug, _names(text)))),
        "lead_photo": ("lead_photo", _photo),
        "embargo_until": ("embargo_until", _moment),
    }
    found |= {key: read(data[name]) for key, (name, read) in readers.items() if name in data}
    if "credits-TOTAL_FORMS" in data:
        found["credits"] = _credits(data)
    if "gallery_items-TOTAL_FORMS" in data:
        found["gallery"] = _gallery(data)
    return found


def to_form(content, article):
    """What the form of `article` would send to bring it to this canonical content.

    Returns (data, missing): `missing` names what the content speaks of and is no more.
    """
    missing = []

    def one(model, label, **wanted):
        row = model.objects.filter(**wanted).first()
        if row is None:
            missing.append(label)
        return row

    data = {
        "headline": content["headline"],
        "summary": content["summary"],
        "body": content["body"],
        "dateline": content["dateline"],
        "story_class": content["class"],
        "disclosure": content["disclosure"],
        "embargo_until": _local(content["embargo_until"]),
        "version": str(article.version),
    }
    slug, lead = content["section"], content["lead_photo"]
    section = one(Section, slug, slug=slug) if slug else None
    photo = one(Photo, lead["caption"] or lead["alt"], key=lead["key"]) if lead else None
    data["section"] = str(section.pk) if section else ""
    data["lead_photo"] = str(photo.pk) if photo else ""
    for name, model in (("region_choices", Region), ("tag_choices", Tag)):
        slugs = content[CANONICAL[name]]
        known = dict(model.objects.filter(slug__in=slugs).values_list("slug", "name"))
        missing += [each for each in slugs if each not in known]
        data[name] = ", ".join(known[each] for each in slugs if each in known)
    data |= {name: "on" for name in CHECKS if getattr(article, name)}
    people = set(creditable(article).values_list("pk", flat=True))
    makers = [
        {
            "role": row["role"],
            "user": str(row["user"]) if row["user"] in people else "",
            "name": "" if row["user"] in people else row["name"],
        }
        for row in content["credits"]
    ]
    gallery = []
    for row in content["gallery"]:
        shown = one(Photo, row["caption"], key=row["key"])
        if shown:
            own = "" if row["caption"] == shown.caption else row["caption"]
            gallery.append({"photo": str(shown.pk), "caption": own})
    data |= rows_data("credits", makers, article) | rows_data("gallery_items", gallery, article)
    related = [{"to": str(link.to_id)} for link in article.related_links.all()]
    return data | rows_data("related_links", related, article), missing


def creditable(article=None):
    """Who can be named in the credits as staff; who has left the bureau stays on their stories."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    if article is not None:
        users = users | get_user_model().objects.filter(credits__article=article)
    return users.distinct()


def rows_data(prefix, wanted, article):
    """The form's fields that bring these rows of `article` to `wanted`: [{field: text}] in order.

    A row that is there already keeps its number; one that is not wanted is marked as deleted.
    """
    there = {}
    for row in getattr(article, prefix).all():
        there.setdefault(_row_key(prefix, row_values(prefix, row)), []).append(row.pk)
    old, new = [], []
    for order, values in enumerate(wanted):
        same = there.get(_row_key(prefix, values))
        values = {**values, "order": str(order)}
        if same:
            old.append(values | {"id": str(same.pop(0))})
        else:
            new.append(values)
    gone = {str(pk) for rows in there.values() for pk in rows}
    for row in getattr(article, prefix).all():
        if str(row.pk) in gone:
            old.append(row_values(prefix, row) | {"id": str(row.pk), "DELETE": "on"})
    data = {f"{prefix}-TOTAL_FORMS": str(len(old + new)), f"{prefix}-INITIAL_FORMS": str(len(old))}
    for index, values in enumerate(old + new):
        values["article"] = str(article.pk)
        data |= {f"{prefix}-{index}-{name}": value for name, value in values.items()}
    return data


def row_values(prefix, row):
    """A stored row as the form would send it."""
    values = {}
    for name in ROWS[prefix]:
        value = getattr(row, row._meta.get_field(name).attname)
        values[name] = "" if value is None else str(value)
    return values


def posted_rows(data, prefix):
    """[{field: text}] of the rows that were sent, with `id` and `DELETE`."""
    total = as_number(data.get(f"{prefix}-TOTAL_FORMS")) or 0
    for index in range(min(total, MOST_ROWS)):
        names = ("id", *ROWS[prefix], "DELETE")
        yield {name: data.get(f"{prefix}-{index}-{name}", "") for name in names}


def known_regions():
    """{any name, casefolded: Region}."""
    known = {}
    for region in Region.objects.all():
        for name in (region.name, region.official_name, *region.aliases):
            known.setdefault(name.casefold(), region)
    return known


def moment_words(text):
    """A moment of the canonical form as people write it."""
    try:
        return long_time(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


def cleaned(markup):
    """`markup` as it would be saved; what cannot be cleaned becomes plain paragraphs."""
    try:
        return clean_html(markup)
    except ValueError:
        return "".join(f"<p>{escape(line)}</p>" for line in markup.splitlines() if line.strip())


def _section(text):
    section = Section.objects.filter(pk=as_number(text)).first()
    return section and section.slug


def _photo(text):
    photo = Photo.objects.free().filter(pk=as_number(text)).first()
    return photo and {name: getattr(photo, name) for name in ("key", "alt", "caption", "credit")}


def _regions(text):
    known = {name: region.slug for name, region in known_regions().items()}
    return sorted(known.get(name.casefold(), name) for name in _names(text))


def _names(text):
    return list(dict.fromkeys(" ".join(name.split()) for name in text.split(",") if name.strip()))


def _tag_slug(name):
    tag = Tag.objects.filter(name__iexact=name).first()
    return tag.slug if tag else name


def _credits(data):
    rows = _sorted_rows(data, "credits")
    numbers = [number for row in rows if (number := as_number(row["user"])) is not None]
    people = get_user_model().objects.in_bulk(numbers)
    found = []
    for row in rows:
        user = people.get(as_number(row["user"]))
        name = str(user) if user else row["name"].strip()
        if name:
            found.append({"role": row["role"], "name": name, "user": user and user.pk})
    return found


def _gallery(data):
    rows = _sorted_rows(data, "gallery_items")
    numbers = [number for row in rows if (number := as_number(row["photo"])) is not None]
    photos = Photo.objects.free().in_bulk(numbers)
    return [
        {"key": photo.key, "caption": row["caption"] or photo.caption}
        for row in rows
        if (photo := photos.get(as_number(row["photo"])))
    ]


def _sorted_rows(data, prefix):
    rows = [row for row in posted_rows(data, prefix) if not row["DELETE"]]
    return sorted(rows, key=lambda row: as_number(row["order"]) or 0)


def _row_key(prefix, values):
    return tuple(values.get(name, "") for name in KEYS[prefix])


def _moment(text):
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        return text or None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    try:
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:  # the first hours of the year 1
        return text


def _local(text):
    try:
        return f"{bureau_time(datetime.fromisoformat(text)):%Y-%m-%dT%H:%M}" if text else ""
    except (ValueError, OverflowError):
        return text
