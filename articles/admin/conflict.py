"""A save that came too late: both texts side by side, and nothing lost.

The page's form holds what was typed; it saves against the story's new version. For each field
that differs the writer keeps the own text or takes the other one (`_take-<field>`).
"""

from contextlib import suppress

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin import lookups
from articles.admin.forms import CHILD_FIELDS, LINKS, WORDS
from articles.admin.numbers import as_number
from articles.editor import with_nonce
from articles.html import clean_html
from articles.models import Article, Photo

ROWS = {
    "credits": ("role", "user", "name", "order"),
    "gallery_items": ("photo", "caption", "order"),
    "related_links": ("to", "order"),
}
FIELDS = (*WORDS, *LINKS)
CANONICAL = {"story_class": "class"}  # names of fields in Version.content, where they differ


def page(admin, request, current):
    """Status 409: what was typed, beside `current`, the story as it is now."""
    base = _base(request, current)
    form_class = admin.writing_form(request)
    form = form_class(instance=current, initial=_typed(form_class, request.POST))
    theirs = form_class(instance=current)
    pairs = [_pair(form, theirs, name, base) for name in FIELDS]
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Two texts of one story"),
        "opts": admin.opts,
        "original": current,
        "pairs": [pair for pair in pairs if pair["differs"]],
        "same": [pair for pair in pairs if not pair["differs"]],
        "rows": rebased_rows(request.POST, current, by=request.user),
        "save_kind": request.POST.get("save_kind", ""),
        "correction_text": request.POST.get("correction_text", ""),
        "last_change": current.versions.select_related("by").first(),
        "lead_photo": _photo(request.POST.get("lead_photo", "")),
        "regions": lookups.region_names(),
        "photo_picker_url": reverse("admin:articles_photo_picker"),
        "media": with_nonce(form.media, request),
        "may_edit": permissions.can_edit(request.user, current),
    }
    return render(request, "admin/articles/article/conflict.html", context, status=409)


def with_choices(data, theirs):
    """The posted form with the fields that the writer gave up replaced by `theirs` (a form)."""
    taken = [name for name in FIELDS if data.get(f"_take-{name}") == "theirs"]
    if not taken:
        return data
    data = data.copy()
    for name in taken:
        value = _value(theirs, name)
        if isinstance(value, bool):
            data.pop(name, None)
            data.update({name: "on"} if value else {})
        else:
            data[name] = value
    return data


def rebased_rows(data, article, *, by):
    """[(name, value)] of the posted credits, gallery and related stories, for today's rows.

    Rows that somebody else added stay; rows that somebody else removed come back as new ones.
    A related story that `by` may not see is not theirs to send: its row stays untouched.
    """
    pairs = []
    for prefix, fields in ROWS.items():
        now = {
            str(row.pk): {name: _text(getattr(row, row._meta.get_field(name).attname))
                          for name in fields}
            for row in rows_for(by, article, prefix)
        }  # fmt: skip
        posted = list(_posted_rows(data, prefix, fields))
        kept = [row for row in posted if row["id"] in now]
        seen = {row["id"] for row in kept}
        kept += [{"id": pk, **values} for pk, values in now.items() if pk not in seen]
        known = {_key(row, fields) for row in kept}
        new = [row | {"id": ""} for row in posted if row["id"] not in now]
        new = [row for row in new if any(_key(row, fields)) and _key(row, fields) not in known]
        pairs.append((f"{prefix}-TOTAL_FORMS", len(kept + new)))
        pairs.append((f"{prefix}-INITIAL_FORMS", len(kept)))
        for index, row in enumerate(kept + new):
            row["article"] = article.pk
            pairs += [(f"{prefix}-{index}-{name}", value) for name, value in row.items() if value]
    return pairs


def rows_for(user, article, prefix):
    rows = getattr(article, prefix).all()
    if prefix == "related_links":
        rows = rows.filter(to__in=Article.objects.visible_to(user))
    return rows


def _posted_rows(data, prefix, fields):
    total = as_number(data.get(f"{prefix}-TOTAL_FORMS")) or 0
    for index in range(min(total, 1000)):
        names = ("id", *fields, "DELETE")
        yield {name: data.get(f"{prefix}-{index}-{name}", "") for name in names}


def _key(row, fields):
    """What makes a row the same as another: who or which, not its place or its caption."""
    what = [name for name in fields if name in ("role", "user", "name", "photo", "to")]
    key = tuple(row.get(name, "") for name in what)
    return key if any(key[-2:]) else ()


def _photo(text):
    return Photo.objects.filter(pk=as_number(text)).first()


def _base(request, current):
    """The content that the writer began with, as far as a version of it was kept."""
    began = as_number(request.POST.get("version"))
    if began is None:
        return {}
    version = current.versions.filter(number__lte=began).first()
    return version.content if version else {}


def _typed(form_class, data):
    typed = {name: data[name] for name in FIELDS if name in data}
    checks = {"child_involved", *CHILD_FIELDS} & form_class.base_fields.keys()
    return typed | {name: data.get(name, "") not in ("", "False") for name in checks}


def _pair(form, theirs, name, base):
    mine, other = form[name].value(), _value(theirs, name)
    if name == "body":
        # What cannot be cleaned stays as it was typed; the form will say why it cannot be saved.
        with suppress(ValueError):
            mine = clean_html(mine or "")
    untouched = CANONICAL.get(name, name) in base and base[CANONICAL.get(name, name)] == mine
    return {
        "name": name,
        "field": form[name],
        "theirs": _shown(theirs, name, other),
        "differs": _same(mine) != _same(other),
        "is_body": name == "body",
        "is_check": name in CHILD_FIELDS or name == "child_involved",
        "take_theirs": untouched,
    }


def _value(form, name):
    value = form[name].value()
    return value if isinstance(value, bool) else _text(form[name].field.widget.format_value(value))


def _text(value):
    if isinstance(value, list):  # what a select calls its value
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _same(value):
    return value if isinstance(value, bool) else " ".join(_text(value).split())


def _shown(form, name, value):
    """How a value reads on the page: names instead of keys."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    article = form.instance
    if name == "story_class":
        return article.get_story_class_display()
    if name in ("section", "lead_photo"):
        return str(getattr(article, name) or "")
    return value
