"""A save that came too late: what both made of the story, field by field, and nothing lost.

The page's form holds what was typed; it saves against the story's new version. For each field
that differs the writer keeps the own text, edits it, or takes the other one (`_take-<field>`).
What was sent stays in the story's record in any case (working.refuse).
"""

from contextlib import suppress
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import contents, permissions, versions, working
from articles.admin import lookups
from articles.admin.compare import Comparison, label_of
from articles.admin.forms import CHILD_FIELDS, LINKS, WORDS
from articles.admin.rows import rebased_rows, rows_of_today
from articles.contents import CANONICAL, CHECKS
from articles.editor import with_nonce
from articles.html import clean_html
from articles.models import Photo
from articles.numbers import as_number

FIELDS = (*WORDS, *LINKS)
ROWS = ("credits", "gallery_items")
MINE, THEIRS, BASE = range(3)


@dataclass
class Pair:
    """One field of the page. `who` changed it since the beginning: "mine", "theirs", "both", ""."""

    name: str
    label: str
    differs: bool
    field: object = None  # the field to edit; rows have none
    theirs: str = ""  # how their value reads, where it is no text
    who: str = ""
    my_changes: object = None  # Difference from the common beginning
    their_changes: object = None
    began: object = None

    @property
    def is_body(self):
        return self.name == "body"

    @property
    def is_check(self):
        return self.name in CHECKS

    @property
    def take_theirs(self):
        return self.who == "theirs"


def words_sent(data):
    """{name: value} of a posted form, without what belongs to this one request."""
    skipped = ("csrfmiddlewaretoken", "tab", "sequence", "instead_of")
    return {
        name: value
        for name, value in data.items()
        if name not in skipped and not name.startswith("_")
    }


def page(admin, request, current):
    """Status 409: what was typed, beside `current`, the story as it is now."""
    data, user = request.POST, request.user
    base = _base(data, current)
    sent = words_sent(data)
    began = as_number(data.get("version")) or 0
    working.refuse(current, user=user, base=began, content=sent)
    form_class = admin.writing_form(request)
    form = form_class(instance=current, initial=_typed(form_class, data))
    theirs = form_class(instance=current)
    now = versions.content_of(current)
    comparison = Comparison(contents.from_form(sent, current), now, base or now)
    pairs = [_pair(form, theirs, name, comparison, base) for name in FIELDS]
    pairs += [_row_pair(name, comparison, base) for name in ROWS]
    last_change = current.versions.select_related("by").first()
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Two texts of one story"),
        "opts": admin.opts,
        "original": current,
        "pairs": [pair for pair in pairs if pair.differs],
        "same": [pair for pair in pairs if not pair.differs and pair.field],
        "rows": rebased_rows(data, current, by=user),
        "sent": {
            name: data.get(name, "")
            for name in ("tab", "instead_of", "save_kind", "correction_text", "correction_place")
        },
        "last_change": last_change,
        "by_oneself": last_change is not None and last_change.by_id == user.pk,
        "lead_photo": _photo(data.get("lead_photo", "")),
        "regions": lookups.region_names(),
        "photo_picker_url": reverse("admin:articles_photo_picker"),
        "media": with_nonce(form.media, request),
        "may_edit": permissions.can_edit(user, current),
        "has_base": base is not None,
    }
    return render(request, "admin/articles/article/conflict.html", context, status=409)


def with_choices(data, theirs):
    """The posted form with the fields that the writer gave up replaced by `theirs` (a form)."""
    taken = [name for name in (*FIELDS, *ROWS) if data.get(f"_take-{name}") == "theirs"]
    if not taken:
        return data
    data = data.copy()
    for name in taken:
        if name in ROWS:
            for key in [key for key in data if key.startswith(f"{name}-")]:
                data.pop(key)
            data.update(dict(rows_of_today(theirs.instance, name, by=theirs.by)))
            continue
        value = _value(theirs, name)
        if isinstance(value, bool):
            data.pop(name, None)
            data.update({name: "on"} if value else {})
        else:
            data[name] = value
    return data


def _photo(text):
    return Photo.objects.free().filter(pk=as_number(text)).first()


def _base(data, current):
    """The content that the writer began with, as far as a version of it was kept."""
    began = as_number(data.get("version"))
    if began is None:
        return None
    version = current.versions.filter(number__lte=began).first()
    return version.content if version else None


def _typed(form_class, data):
    typed = {name: data[name] for name in FIELDS if name in data}
    checks = {"child_involved", *CHILD_FIELDS} & form_class.base_fields.keys()
    return typed | {name: data.get(name, "") not in ("", "False") for name in checks}


def _pair(form, theirs, name, comparison, base):
    mine, other = form[name].value(), _value(theirs, name)
    if name == "body":
        # What cannot be cleaned stays as it was typed; the form will say why it cannot be saved.
        with suppress(ValueError):
            mine = clean_html(mine or "")
    pair = Pair(
        name,
        form[name].label,
        differs=_same(mine) != _same(other),
        field=form[name],
        theirs=_shown(theirs, name, other),
    )
    key = CANONICAL.get(name, name)
    if pair.differs and key in comparison.contents[MINE]:
        _tell_changes(pair, key, comparison, base)
    return pair


def _row_pair(name, comparison, base):
    key = CANONICAL.get(name, name)
    mine, theirs, _began = (content[key] for content in comparison.contents)
    pair = Pair(name, label_of(key), differs=mine != theirs)
    if pair.differs:
        _tell_changes(pair, key, comparison, base)
    return pair


def _tell_changes(pair, key, comparison, base):
    if base is None:
        pair.their_changes = comparison.field(key, MINE, THEIRS)
        return
    mine, theirs, began = (content[key] for content in comparison.contents)
    pair.who = "theirs" if mine == began else "mine" if theirs == began else "both"
    pair.my_changes = comparison.field(key, BASE, MINE)
    pair.their_changes = comparison.field(key, BASE, THEIRS, whole=True)
    pair.began = comparison.field(key, BASE, BASE, whole=True)


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
