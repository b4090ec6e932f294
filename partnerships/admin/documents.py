"""Upload and private download of the papers of an agreement."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.admin.forms import PlainLabels
from partnerships import documents
from partnerships.admin import access
from partnerships.admin.downloads import handed_out
from partnerships.admin.sections import back_to, refused
from partnerships.models import Document, DocumentVersion


class DocumentForm(PlainLabels, forms.ModelForm):
    """A new paper, or a new version of one that is there."""

    prefix = "document"
    of = forms.ModelChoiceField(
        Document.objects.none(),
        label=gettext_lazy("New version of"),
        required=False,
        empty_label=gettext_lazy("none: it is a new paper"),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, JPG or PNG; at most 25 MB."),
        widget=forms.FileInput({"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )

    class Meta:
        model = Document
        fields = ["kind", "title", "shared"]

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = agreement.documents.all()
        self.fields["kind"].required = self.fields["title"].required = False
        self.order_fields(["file", "kind", "title", "of", "shared"])

    def clean(self):
        values = super().clean()
        if values.get("file"):
            try:
                documents.check(values["file"])
            except documents.NotAccepted as reason:
                self.add_error("file", str(reason))
        if not values.get("of"):
            if not values.get("kind"):
                self.add_error("kind", _("Say what kind of paper it is."))
            if not values.get("title"):
                self.add_error("title", _("Give the paper a title."))
        return values


@require_POST
def add(request, pk, *, model_admin):
    agreement = model_admin.visible_or_404(request, pk)
    if not access.can_keep(request.user, agreement):
        raise PermissionDenied
    form = DocumentForm(request.POST, request.FILES, agreement=agreement)
    if not form.is_valid():
        return refused(request, agreement, model_admin, document_form=form)
    values = form.cleaned_data
    if values["of"]:
        kept = documents.add_version(values["of"], values["file"], by=request.user)
    else:
        facts = {name: values[name] for name in ("kind", "title", "shared")}
        kept = documents.add(agreement, values["file"], by=request.user, **facts)
    said = {"title": kept.document.title, "number": kept.number}
    messages.success(request, _("“%(title)s”, version %(number)s, is kept.") % said)
    return back_to(agreement, "documents")


@require_POST
def share(request, pk, row, *, model_admin):
    """Show the paper on the partner's page, or take it away from there."""
    agreement = model_admin.visible_or_404(request, pk)
    document = get_object_or_404(agreement.documents, pk=row)
    documents.share(document, by=request.user, shared="undo" not in request.POST)
    said = (
        _("“%(title)s” is shared with the partner.")
        if document.shared
        else _("“%(title)s” is internal again.")
    )
    messages.success(request, said % {"title": document})
    return back_to(agreement, "documents")


@require_safe
def download(request, pk, version, *, model_admin):
    """One version, as an attachment; asked for anew each time, so that a lost role closes it."""
    agreement = model_admin.visible_or_404(request, pk)
    if not access.sees_values(request.user):
        raise PermissionDenied
    found = DocumentVersion.objects.filter(pk=version, document__agreement=agreement).first()
    if found is None:
        raise Http404
    return handed_out(found.file, found.name)
