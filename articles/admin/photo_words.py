"""Captions, credits and rights of many photos on one page, filled from top to bottom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import library
from articles.admin.photo_forms import CommonForm, WordsForm
from articles.models import Photo

MOST = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def words(request, *, model_admin):
    """`?photo=1&photo=2`: those; without any, one's own newest that still lack words."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    photos = _chosen(request)
    allowed = library.changeable(photos, request.user)
    if photos and not allowed:
        raise PermissionDenied
    common = CommonForm(request.POST or None, prefix="all", use_required_attribute=False)
    forms = [_form(photo, request.POST, common) for photo in allowed]
    status = 200
    if request.method == "POST" and forms:
        good = [form for form in forms if form.is_valid()]
        complete = common.is_valid() and len(good) == len(forms)
        for form in good:
            library.change(form.instance, form.changed_data, by=request.user)
        if complete:
            sentence = ngettext("%(number)d photo saved.", "%(number)d photos saved.", len(good))
            messages.success(request, sentence % {"number": len(good)})
            return redirect("admin:articles_photo_changelist")
        status = 422
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Words of the new photos"),
        "opts": model_admin.opts,
        "common": common,
        "rows": forms,
        "left_out": len(photos) - len(allowed),
    }
    return render(request, "admin/articles/photo/words.html", context, status=status)


def _chosen(request):
    sent = (request.POST or request.GET).getlist("photo")[:MOST]
    keys = [int(number) for number in sent if number.isdecimal() and len(number) < 19]
    if sent:
        found = Photo.objects.select_related("uploaded_by").in_bulk(keys)
        # In the order of the upload, as the person who uploaded them knows them.
        return [found[key] for key in dict.fromkeys(keys) if key in found]
    lacking = Q(alt="") | Q(caption="") | Q(credit="") | Q(rights="")
    return list(Photo.objects.filter(lacking, uploaded_by=request.user)[:MOST])


def _form(photo, data, common):
    prefix = f"p{photo.pk}"
    if data and common.is_valid():
        data = _filled(data, prefix, common.cleaned_data)
    return WordsForm(data or None, instance=photo, prefix=prefix, use_required_attribute=False)


def _filled(data, prefix, common):
    """What was sent, with the words for all where a photo's own are empty."""
    filled = QueryDict(mutable=True)
    for name in WordsForm.Meta.fields:
        own = data.get(f"{prefix}-{name}", "")
        filled[f"{prefix}-{name}"] = own.strip() or common.get(name, "")
    return filled
