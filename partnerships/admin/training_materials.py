"""Materials of a training: uploaded and handed out like the papers of an agreement."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.admin.forms import PlainLabels
from partnerships import documents
from partnerships.admin import access
from partnerships.admin.downloads import handed_out
from partnerships.admin.training_pages import back_to, opened, shown
from partnerships.models import Material


class MaterialForm(PlainLabels, forms.ModelForm):
    prefix = "material"
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, JPG or PNG; at most 25 MB."),
        widget=forms.FileInput({"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )

    class Meta:
        model = Material
        fields = ["title"]

    def clean_file(self):
        try:
            documents.check(self.cleaned_data["file"])
        except documents.NotAccepted as reason:
            raise forms.ValidationError(str(reason)) from reason
        return self.cleaned_data["file"]


@require_POST
def add(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.works_on_trainings)
    form = MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(
            request, training, "section", model_admin=model_admin, title=str(training),
            status=422, form=form, heading=_("Add a material"),
        )  # fmt: skip
    values = form.cleaned_data
    kept = documents.add_material(training, values["file"], title=values["title"], by=request.user)
    messages.success(request, _("“%(title)s” is kept.") % {"title": kept})
    return back_to(training, "materials")


@require_safe
def download(request, pk, row, *, model_admin):
    """One file, asked for anew each time, so that a lost role closes it."""
    training = opened(request, pk, model_admin, access.reads_people)
    material = get_object_or_404(training.materials, pk=row)
    return handed_out(material.file, material.filename)
