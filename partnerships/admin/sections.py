"""What the small forms of the working file share: back to their section, or shown once more."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from partnerships.admin import working_file


def back_to(agreement, section):
    page = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    return redirect(f"{page}#{section}")


def refused(request, agreement, model_admin, **forms):
    """The section's form on a page of its own, with what was typed and why it was not taken."""
    ((name, form),) = forms.items()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(agreement),
        "opts": model_admin.opts,
        "original": agreement,
        "form": form,
        "heading": working_file.HEADINGS[name],
        "is_multipart": form.is_multipart(),
    }
    return TemplateResponse(
        request, "admin/partnerships/agreement/section.html", context, status=422
    )
