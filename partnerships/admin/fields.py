"""Fields that the partnerships' forms share."""

from django import forms
from django.forms.widgets import Script
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.forms import RowChoiceField
from partnerships.models import Organization
from partnerships.steps import presets
from partnerships.tree import Tree


class DayInput(forms.DateInput):
    """One native field for a day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class StepDayInput(DayInput):
    """A day ahead, with buttons for the usual ones (js/desk-move.js)."""

    class Media:
        js = [Script("js/desk-move.js", type="module")]

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        target = (attrs or {}).get("id", f"id_{name}")
        button = (
            '<button type="button" class="button" data-preset="{}" data-preset-for="{}">{}</button>'
        )
        rows = ((day.isoformat(), target, label) for label, day in presets())
        buttons = format_html_join(" ", button, rows)
        return format_html('{}<span class="presets">{}</span>', field, buttons)


class TreeField(RowChoiceField):
    """One of the organizations of a Tree, which has been read already."""

    def __init__(self, tree, leave_out, nobody, **kwargs):
        super().__init__(Organization.objects.none(), **kwargs)
        kept = [row for row in tree.nodes.values() if row.pk not in leave_out]
        self.rows = {str(row.pk): row for row in kept}
        self.choices = [("", nobody), *tree.choices(leave_out)]


class OrganizationField(TreeField):
    """Every partner, in the order of the tree."""

    def __init__(self):
        tree = Tree()
        own = {row.pk for row in tree.nodes.values() if row.kind == Organization.Kind.OWN}
        super().__init__(tree, own, _("Choose…"), label=gettext_lazy("Organization"))
