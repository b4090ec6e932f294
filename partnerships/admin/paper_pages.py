"""“Letters and reports”: what can be asked for, what one asked for, and the papers that left.

A request is its asker's alone. A paper is for everybody whose role may read it
(issuing.readable_by), whoever asked for it.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.paging import keyset_page
from partnerships import issuing, paper_requests
from partnerships.admin.downloads import handed_out
from partnerships.admin.paper_forms import ask_form
from partnerships.admin.paper_list import RevokeForm
from partnerships.admin.personal_log import note_fetched
from partnerships.askable import ASKABLE
from partnerships.models import Paper, PaperRequest

PAGE, ISSUED_PAGE = 20, 40


def urls(site):
    """The addresses for NewsroomAdminSite.get_urls()."""
    view = site.admin_view
    return [
        path("papers/", view(index), name="papers"),
        path("papers/mine/", view(mine), name="papers_mine"),
        path("papers/ask/<slug:name>/", view(ask), name="paper_ask"),
        path("papers/requests/<int:pk>/", view(one_request), name="paper_request"),
        path("papers/requests/<int:pk>/state/", view(request_state), name="paper_request_state"),
        path("papers/requests/<int:pk>/cancel/", view(cancel), name="paper_request_cancel"),
        path("papers/requests/<int:pk>/file/", view(request_file), name="paper_request_file"),
        path("papers/issued/", view(issued), name="papers_issued"),
        path("papers/issued/<int:pk>/", view(paper), name="paper"),
        path("papers/issued/<int:pk>/revoke/", view(revoke), name="paper_revoke"),
        path("papers/issued/<int:pk>/<slug:form>/", view(paper_file), name="paper_file"),
    ]


def _entered(request):
    if not request.user.has_perm(issuing.READ):
        raise PermissionDenied


def _context(request, title, **more):
    return {**admin.site.each_context(request), "title": title, **more}


# --- asking --------------------------------------------------------------------------------------


@require_safe
def index(request):
    _entered(request)
    kinds = [kind for kind in ASKABLE.values() if kind.in_page and kind.may(request.user)]
    context = _context(request, _("Letters and reports"), kinds=kinds, **_mine(request))
    return render(request, "admin/papers/index.html", context)


@require_safe
def mine(request):
    """The list of one's own requests by itself: the page asks for it while something is open."""
    _entered(request)
    return render(request, "admin/papers/mine.html", _mine(request))


def _mine(request):
    found = _own(request.user).annotate(publish_at=F("asked_at"))
    page = keyset_page(found, request.GET, size=PAGE, by=("asked_at", "pk"))
    return {
        "page": page,
        "rows": [_row(each) for each in page],
        "is_open": any(each.is_open for each in page),
        "slow_since": paper_requests.slow_since(),
    }


def _own(user):
    """With what _row() reads, and without the facts of the papers."""
    own = PaperRequest.objects.filter(asked_by=user).select_related("paper")
    return own.defer("paper__facts").annotate(paper_text=KeyTextTransform("number", "paper__facts"))


def _row(row):
    askable = ASKABLE.get(row.kind)
    return {"each": row, "label": askable.label if askable else row.kind}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, name):
    askable = ASKABLE.get(name)
    if askable is None or not askable.in_page:
        raise Http404
    if not askable.may(request.user):
        raise PermissionDenied
    form = ask_form(askable, request.user, request.POST or None, request.GET)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            tell = bool(values.pop("tell_by_mail", False))
            try:
                made = paper_requests.ask(name, values, request.user, tell_by_mail=tell)
            except issuing.PaperNotAllowed as refusal:
                for field, sentence in refusal.problems:
                    form.add_error(field if field in form.fields else None, sentence)
            else:
                return redirect("admin:paper_request", made.pk)
    context = _context(request, askable.label, askable=askable, form=form)
    return render(request, "admin/papers/ask.html", context, status=status)


# --- one request ---------------------------------------------------------------------------------


def _found(request, pk):
    row = _own(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _state(request, pk):
    row = _found(request, pk)
    return {
        **_row(row),
        "again": _again(row) if row.state in ("failed", "cancelled") else "",
        "slow_since": paper_requests.slow_since() if row.is_open else None,
        "kept_days": paper_requests.KEPT.days,
    }


def _again(row):
    """The address of the form with the same values in it, or ""."""
    names = ASKABLE[row.kind].params if row.kind in ASKABLE else ()
    given = {name: row.params[name] for name in names if row.params.get(name)}
    if row.kind == Paper.Kind.PROOF:
        url = reverse("admin:partnerships_agreement_paper_issue", args=[given.pop("agreement")])
    elif row.kind in ASKABLE:
        url = reverse("admin:paper_ask", args=[row.kind])
    else:
        return ""
    return f"{url}?{urlencode(given)}"


@require_safe
def one_request(request, pk):
    state = _state(request, pk)
    return render(request, "admin/papers/request.html", _context(request, state["label"], **state))


@require_safe
def request_state(request, pk):
    return render(request, "admin/papers/request_state.html", _state(request, pk))


@require_POST
def cancel(request, pk):
    row = _found(request, pk)
    if paper_requests.cancel(row, by=request.user):
        messages.success(request, _("The request is cancelled. Nothing was issued."))
    else:
        messages.warning(request, _("It had come to its end already."))
    return redirect("admin:paper_request", pk)


@require_safe
def request_file(request, pk):
    """The file of a request that leads to no paper."""
    row = _found(request, pk)
    if not row.file:
        raise Http404
    if not paper_requests.may_fetch(row, request.user):
        raise PermissionDenied
    response = handed_out(row.file, row.file_name)
    if ASKABLE[row.kind].is_personal:
        note_fetched(request.user, row.params["training"], row.file_name)
    return response


# --- papers --------------------------------------------------------------------------------------


@require_safe
def issued(request):
    """Every paper that this user's role may read, the newest first."""
    _entered(request)
    kinds = [kind for kind in issuing.KINDS.values() if request.user.has_perm(kind.reads)]
    chosen = request.GET.get("kind", "")
    found = _readable(request.user, kinds)
    if chosen in {kind.name for kind in kinds}:
        found = found.filter(kind=chosen)
    found = found.annotate(publish_at=F("issued_at"))
    page = keyset_page(found, request.GET, size=ISSUED_PAGE, by=("issued_at", "pk"))
    context = _context(request, _("Papers issued"), page=page, kinds=kinds, chosen=chosen)
    return render(request, "admin/papers/issued.html", context)


def _readable(user, kinds):
    """issuing.readable_by() as a query, with what the list shows and without the facts."""
    found = Paper.objects.listed().filter(kind__in=[kind.name for kind in kinds])
    if not user.has_perm("partnerships.view_value"):
        without = Q(facts__with_values=False) | Q(facts__with_values__isnull=True)
        found = found.filter(without)
    return found.select_related("agreement", "training", "issued_by")


def _opened(request, pk):
    found = Paper.objects.select_related("agreement", "training", "issued_by", "revoked_by")
    row = found.filter(pk=pk).first()
    if row is None:
        raise Http404
    if not issuing.readable_by(request.user, row):
        raise PermissionDenied
    return row


@require_safe
def paper(request, pk):
    row = _opened(request, pk)
    forms = [form for form in issuing.TYPES if _is_there(row, form, request.user)]
    context = _context(
        request,
        str(row),
        paper=row,
        forms=forms,
        withheld=issuing.withheld(row),
        may_revoke=issuing.may_revoke(request.user) and not row.revoked_at,
    )
    return render(request, "admin/papers/paper.html", context)


def _is_there(row, form, user):
    found = issuing.paper_file(row, form, to=user)
    return bool(found) and found.field.storage.exists(found.field.name)


@require_safe
def paper_file(request, pk, form):
    row = _opened(request, pk)
    found = issuing.paper_file(row, form, to=request.user)
    if found is None:
        raise Http404
    response = handed_out(found.field, found.name)
    if row.kind == Paper.Kind.TRAINING:
        note_fetched(request.user, row.training_id, found.name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, pk):
    row = _opened(request, pk)
    if not issuing.may_revoke(request.user):
        raise PermissionDenied
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issuing.revoke(row, by=request.user, **form.cleaned_data)
        except issuing.PaperNotAllowed as refusal:
            for field, sentence in refusal.problems:
                form.add_error(field, sentence)
        else:
            messages.success(request, _("%(number)s is revoked.") % {"number": row})
            return redirect("admin:paper", pk)
    status = 422 if request.method == "POST" else 200
    context = _context(request, _("Revoke a paper"), paper=row, form=form)
    return render(request, "admin/papers/revoke.html", context, status=status)
