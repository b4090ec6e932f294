"""Certificates: issued to all who earned one after a look at the numbers, printed, revoked."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.forms import PlainLabels
from partnerships import certificate_pdf, certificates
from partnerships import training as rules
from partnerships.admin import access
from partnerships.admin.downloads import pdf_response
from partnerships.admin.fields import DayInput
from partnerships.admin.training_pages import back_to, on_form, opened, shown
from partnerships.admin.training_sessions import ReasonForm
from partnerships.models import Certificate, PaperCounter
from partnerships.numbers import CERTIFICATE, number_text


class IssueForm(PlainLabels, forms.Form):
    """`first`: the number that the page announced; other ones are not given."""

    day = forms.DateField(label=gettext_lazy("Dated"), initial=timezone.localdate, widget=DayInput)
    first = forms.CharField(required=False, widget=forms.HiddenInput)


def announced(day, count):
    """The first and the last number that so many certificates of that day would get now."""
    counter = PaperCounter.objects.filter(kind=CERTIFICATE, year=day.year).first()
    first = (counter.last if counter else 0) + 1
    return number_text(CERTIFICATE, first, day), number_text(CERTIFICATE, first + count - 1, day)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk, *, model_admin):
    training = opened(request, pk, model_admin, access.issues_certificates)
    form, problems = IssueForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            issued = _issued(training, form.cleaned_data, request.user)
        except rules.TrainingNotAllowed as refusal:
            problems = on_form(form, refusal.problems)
        else:
            words = {"n": len(issued), "first": issued[0], "last": issued[-1]}
            said = ngettext(
                "%(n)s certificate issued: %(first)s.",
                "%(n)s certificates issued: %(first)s to %(last)s.",
                len(issued),
            )
            messages.success(request, said % words)
            return back_to(training, "certificates")
    grid = rules.attendance_of(training)
    eligible = [row for row in grid.rows if row.eligible]
    # Whoever issues another one to the same person knows why the first was taken back.
    taken_back = Certificate.objects.filter(
        participant__training=training, revoked_at__isnull=False
    )
    revoked = dict(taken_back.order_by("number").values_list("participant", "revoke_reason"))
    day = getattr(form, "cleaned_data", {}).get("day") or timezone.localdate()
    first, last = announced(day, len(eligible))
    if form.is_bound:
        form.data = form.data.copy()
    (form.data if form.is_bound else form.initial)["first"] = first
    return shown(
        request, training, "issue", model_admin=model_admin, title=_("Issue certificates"),
        form=form, problems=problems, eligible=eligible, first=first, last=last,
        named=[(row.participant, revoked.get(row.participant.pk)) for row in eligible],
        not_eligible=[row for row in grid.rows if row.why_not and not row.certificate],
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@transaction.atomic
def _issued(training, values, by):
    issued = certificates.issue(training, by=by, day=values["day"])
    if str(issued[0]) != values["first"]:
        sentence = _("The numbers are others by now: look at them once more, then issue.")
        raise rules.TrainingNotAllowed([(None, sentence)])
    return issued


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, pk, row, *, model_admin):
    training = opened(request, pk, model_admin, access.issues_certificates)
    certificate = _certificate(training, row)
    form, problems = ReasonForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            certificates.revoke(certificate, by=request.user, **form.cleaned_data)
        except rules.TrainingNotAllowed as refusal:
            problems = on_form(form, refusal.problems)
        else:
            said = _("Certificate %(number)s is revoked.") % {"number": certificate}
            messages.success(request, said)
            return back_to(training, "certificates")
    return shown(
        request, training, "revoke", model_admin=model_admin, title=_("Revoke a certificate"),
        certificate=certificate, form=form, problems=problems,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _certificate(training, pk):
    found = Certificate.objects.filter(participant__training=training)
    return get_object_or_404(found.select_related("participant"), pk=pk)


@require_safe
def pdf_of_one(request, pk, row, *, model_admin):
    training = opened(request, pk, model_admin, access.reads_people)
    certificate = _certificate(training, row)
    content = certificate_pdf.pdf(certificate)
    name = f"sertifikat-{certificate.year}-{certificate.number:03d}.pdf"
    return pdf_response(content, name)


@require_safe
def pdf_of_all(request, pk, *, model_admin):
    """Those in force, to be printed in one go."""
    training = opened(request, pk, model_admin, access.reads_people)
    in_force = Certificate.objects.filter(participant__training=training, revoked_at__isnull=True)
    papers = list(in_force.select_related("participant").order_by("year", "number"))
    if not papers:
        raise Http404
    return pdf_response(certificate_pdf.pdf_of(papers), f"sertifikat-pelatihan-{training.pk}.pdf")
