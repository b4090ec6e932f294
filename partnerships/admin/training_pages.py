"""What the pages below a training share: who gets in, their frame, and the way back."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from partnerships.models import Training


def opened(request, pk, model_admin, allowed):
    """The training, for a user whom `allowed` (of access.py) lets in."""
    training = model_admin.visible_or_404(request, pk)
    if not allowed(request.user):
        raise PermissionDenied
    return training


def hold(training):
    """Keep others from changing the training until the transaction ends, to compare and write."""
    Training.objects.select_for_update().get(pk=training.pk)


def shown(request, training, name, *, model_admin, title, status=200, **context):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "original": training,
        **context,
    }
    template = f"admin/partnerships/training/{name}.html"
    return TemplateResponse(request, template, context, status=status)


def back_to(training, section):
    page = reverse("admin:partnerships_training_change", args=[training.pk])
    return redirect(f"{page}#{section}")


def on_form(form, problems):
    """Put the rules' problems on the fields they name; return the sentences of all others."""
    for name, sentence in problems:
        if name in form.fields:
            form.add_error(name, sentence)
    return [sentence for name, sentence in problems if name not in form.fields]
