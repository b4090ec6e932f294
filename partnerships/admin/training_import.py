"""A list of participants from a sheet: pasted or uploaded, looked at row by row, then taken over.

Nothing is kept before the last step: what was read stands in fields, with every error beside its
row, and is sent along from step to step.
"""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from articles.admin.forms import PlainLabels
from partnerships import people
from partnerships import training as rules
from partnerships.admin import access
from partnerships.admin.training_pages import back_to, opened, shown

COLUMNS = ("name", "nip", "office")


class SheetForm(PlainLabels, forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Rows from the sheet"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "wrap": "off"}),
        help_text=gettext_lazy(
            "Copy the columns name, NIP and office from the sheet and paste them here, with their "
            "heading or without. One person a row."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or an Excel file (xlsx)"),
        required=False,
        help_text=gettext_lazy("Its first sheet is read; at most 2 MB."),
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean(self):
        values = super().clean()
        if not self.errors and not values.get("file") and not values.get("text", "").strip():
            self.add_error("text", _("Paste the rows, or choose a file."))
        return values

    def rows(self):
        """What was read; raises TrainingNotAllowed."""
        if file := self.cleaned_data["file"]:
            return rules.read_rows(file)
        return rules.parse_rows(self.cleaned_data["text"])


@dataclass
class Line:
    """One row on its way: as it was typed, and what is wrong with it."""

    number: int
    name: str
    nip: str
    office: str
    skip: bool = False
    errors: dict = field(default_factory=dict)  # {column: [sentences]}

    @property
    def looks_odd(self):
        return not self.errors and people.nip_looks_odd(people.bare_nip(self.nip))

    @property
    def cells(self):
        return [(column, getattr(self, column), self.errors.get(column, [])) for column in COLUMNS]


@require_http_methods(["GET", "HEAD", "POST"])
def add_many(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    if "rows" in request.POST:
        return _second_step(request, training, model_admin)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = [Line(n, r.name, r.nip, r.office) for n, r in enumerate(form.rows(), 1)]
            if not lines:
                form.add_error("text", _("There is nobody in these rows."))
            elif len(lines) > rules.MOST_ROWS:
                counts = {"n": len(lines), "most": rules.MOST_ROWS}
                sentence = _("These are %(n)s rows; take over %(most)s at most at a time.")
                form.add_error(None, sentence % counts)
            else:
                _check(training, lines, request.user)
                return _preview(request, training, model_admin, lines)
        except rules.RowsNotAllowed as refusal:
            for number, _column, sentence in refusal.rows:
                words = {"number": number, "sentence": sentence}
                form.add_error("text", _("Row %(number)s: %(sentence)s") % words)
        except rules.TrainingNotAllowed as refusal:
            for name, sentence in refusal.problems:
                form.add_error("file" if name == "file" else "text", sentence)
    return shown(
        request, training, "import", model_admin=model_admin,
        title=_("Take over a list of participants"), form=form,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _second_step(request, training, model_admin):
    lines, do = list(_sent(request.POST)), request.POST.get("do")
    if do != "add":
        _check(training, lines, request.user)
        if do == "drop":
            for line in lines:
                line.skip, line.errors = line.skip or bool(line.errors), {}
        return _preview(request, training, model_admin, lines)
    try:
        added = rules.add_participants(training, _rows(lines), by=request.user)
    except rules.TrainingNotAllowed as refusal:
        _put_errors(lines, refusal)
        return _preview(request, training, model_admin, lines)
    said = ngettext("%(n)s participant added.", "%(n)s participants added.", len(added))
    messages.success(request, said % {"n": len(added)})
    return back_to(training, "participants")


def _sent(data):
    """[Line] of the fields of the preview; a row that was emptied is left out for good."""
    total, place = data.get("rows", ""), 0
    total = min(int(total), rules.MOST_ROWS) if total.isdecimal() and len(total) < 9 else 0
    for number in range(1, total + 1):
        values = [data.get(f"{column}-{number}", "").strip()[:1000] for column in COLUMNS]
        if any(values):
            place += 1
            yield Line(place, *values, skip=f"skip-{number}" in data)


def _rows(lines):
    taken = [line for line in lines if not line.skip]
    return [rules.Row(line.name, line.nip, line.office, line.number) for line in taken]


def _check(training, lines, by):
    """Find the errors that taking the lines over now would meet. Writes nothing."""
    try:
        with transaction.atomic():
            if rows := _rows(lines):
                rules.add_participants(training, rows, by=by)
            transaction.set_rollback(True)
    except rules.TrainingNotAllowed as refusal:
        _put_errors(lines, refusal)


def _put_errors(lines, refusal):
    places = {line.number: line for line in lines}
    for number, column, sentence in getattr(refusal, "rows", ()):
        places[number].errors.setdefault(column, []).append(sentence)


def _preview(request, training, model_admin, lines):
    wrong = [line for line in lines if line.errors]
    return shown(
        request, training, "import_rows", model_admin=model_admin,
        title=_("Look at the list"), status=422 if wrong else 200,
        lines=lines, wrong=wrong, taken=sum(not line.skip for line in lines),
        skipped=sum(line.skip for line in lines),
    )  # fmt: skip
