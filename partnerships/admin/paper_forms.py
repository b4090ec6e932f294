"""The form of one kind of paper, from its parameters (partnerships/paper_params.py)."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.forms import PlainLabels
from partnerships.admin.fields import DayInput
from partnerships.paper_params import Day, Flag, Month, Number, Row

# The newest; what is older is asked for from its own page.
MOST_CHOICES = 300
DAYS = 90


class MonthInput(forms.DateInput):
    """One native field for a month; a browser without one takes “2026-11”."""

    input_type = "month"

    def __init__(self, attrs=None):
        attrs = {"placeholder": "2026-11", "pattern": r"\d{4}-\d{2}", **(attrs or {})}
        super().__init__(attrs, format="%Y-%m")


class AskForm(PlainLabels, forms.Form):
    tell_by_mail = forms.BooleanField(
        label=gettext_lazy("Tell me by e-mail when it is ready"), required=False
    )


def ask_form(askable, user, data, given):
    """`given`: values of the address, which come before the usual ones."""
    usual = _usual(timezone.localdate())
    form = AskForm(data)
    if not (settings.MAIL_IS_ON and user.email):
        del form.fields["tell_by_mail"]
    for name, param in askable.params.items():
        if isinstance(param, Flag) and param.permission and not user.has_perm(param.permission):
            continue
        value = given.get(name)
        form.fields[name] = _field(param, user, value)
        form.initial[name] = usual.get(name) if value is None else value
    order = [*askable.params, "tell_by_mail"]
    form.order_fields(order)
    return form


def _usual(today):
    first = today.replace(day=1)
    last_month = (first - timedelta(days=1)).replace(day=1)
    return {
        "as_of": today,
        "days": DAYS,
        "month": last_month,
        "first": last_month,
        "last": today,
    }


def _field(param, user, value):
    common = {
        "label": param.label,
        "help_text": param.help,
        "required": False,  # ask() says what is missing, along with all else
    }
    if isinstance(param, Month):
        return forms.CharField(widget=MonthInput, max_length=10, **common)
    if isinstance(param, Day):
        return forms.CharField(widget=DayInput, max_length=10, **common)
    if isinstance(param, Number):
        widget = forms.NumberInput({"min": param.least, "max": param.most})
        return forms.CharField(widget=widget, max_length=10, **common)
    if isinstance(param, Flag):
        return forms.BooleanField(**common)
    if isinstance(param, Row):
        return forms.CharField(widget=forms.Select(choices=_choices(param, user, value)), **common)
    raise TypeError(param)


def _choices(param, user, value):
    """The newest of what the person may see, and the one that the address names."""
    found = param.found(user)
    rows = list(found.order_by("-created_at", "-pk")[:MOST_CHOICES])
    if value and value.isdecimal() and all(str(row.pk) != value for row in rows):
        rows += found.filter(pk=int(value[:15]))
    nobody = _("Choose…") if param.required else _("All")
    return [("", nobody), *[(str(row.pk), str(row)) for row in rows]]
