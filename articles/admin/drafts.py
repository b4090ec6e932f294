"""A form filled with words that are not the story's (yet): kept ones, or those of an old version.

Nothing is saved by opening it. What stands in the form is an unsaved change like any other: it is
saved with its kind, and refused where the story has moved on.
"""

from copy import copy as shallow
from dataclasses import dataclass, field

from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles import contents, permissions, working
from articles.admin.rows import rebased_rows
from articles.dates import card_time
from articles.models import Article, Photo
from articles.numbers import as_number


@dataclass
class Draft:
    """What the address of the form asks to be put into it."""

    data: dict
    title: str
    instead_of: str = ""  # “tab sequence” of the copy that goes on in this form
    missing: list = field(default_factory=list)
    compare: str = ""  # the query of the page that compares it with the story


def asked_for(request, article):
    """The Draft that `?copy=` or `?from=` names, if this user may have it; None otherwise."""
    if copy := as_number(request.GET.get("copy")):
        return _of_copy(request.user, copy, article)
    number = as_number(request.GET.get("from"))
    if number is not None and article is not None:
        return _of_version(request.user, number, article)
    return None


def _of_copy(user, pk, article):
    found = working.find(user, pk, article)
    if found is None:
        return None
    data = dict(found.content)
    if article is not None:
        rows = rebased_rows(found.content, article, by=user)
        old = tuple(f"{prefix}-" for prefix in contents.ROWS)
        data = {name: value for name, value in data.items() if not name.startswith(old)}
        data |= dict(rows)
        data["version"] = str(found.base)
    if found.user_id == user.pk:
        title = _("Your words of %(time)s are back in the form.")
    else:
        title = _("The form holds what %(name)s sent at %(time)s.")
    own = found.user_id == user.pk and found.state == found.State.OPEN
    return Draft(
        data,
        title % {"time": card_time(found.kept_at), "name": found.user},
        instead_of=f"{found.tab} {found.sequence}" if own else "",
        compare=f"copy={found.pk}" if article else "",
    )


def _of_version(user, number, article):
    version = article.versions.select_related("by").filter(number=number).first()
    if version is None or not permissions.can_edit(user, article):
        return None
    version.article = article
    data, missing = contents.to_form(permissions.readable_content(user, version), article)
    title = _("The form holds version %(number)d, of %(name)s, %(time)s.")
    values = {"number": number, "name": version.by, "time": card_time(version.at)}
    return Draft(data, title % values, missing=missing, compare=f"a={number}")


def fill(admin, request, context, article, draft):
    """Put `draft` into the page's form and rows, as if it had been typed there just now."""
    data = QueryDict(mutable=True)
    data.update(draft.data)
    request.POST = data  # the rows look here for the photos and stories that they may name
    instance = shallow(article) if article else Article()
    form = admin.writing_form(request)(data, instance=instance)
    _unjudged(form)
    instance.lead_photo = Photo.objects.free().filter(pk=as_number(data.get("lead_photo"))).first()
    formsets = {}
    for formset_class, inline in admin.get_formsets_with_inlines(request, article):
        prefix = formset_class.get_default_prefix()
        formset = formset_class(
            data,
            instance=article or Article(),
            prefix=prefix,
            queryset=inline.get_queryset(request),
        )
        formset._errors, formset._non_form_errors = [], formset.error_class()
        for row in formset.forms:
            _unjudged(row)
            _show_choice(row)
        formset.forms.sort(key=lambda row: as_number(row["order"].value()) or 0)
        formsets[prefix] = formset
    context |= {"story_form": form, "formsets": formsets, "draft": draft}
    context["instead_of"] = draft.instead_of


def _unjudged(form):
    # Bound, so that it shows what was typed; not checked, for nobody has pressed “Save”.
    form._errors = ErrorDict()


def _show_choice(row):
    """Let the row's template find the photo or the story that was chosen."""
    for name in ("photo", "to"):
        if name in row.fields:
            chosen = row.fields[name].rows.get(str(row[name].value()))
            if chosen is not None:
                setattr(row.instance, name, chosen)
