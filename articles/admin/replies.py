"""The desk of the right of reply: what was asked, until when, and how it ended."""

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import permissions, reply
from articles.admin.filters import Filter
from articles.admin.forms import MomentField, PlainLabels
from articles.admin.numbers import as_number
from articles.dates import card_time
from articles.duties import clock_words
from articles.models import Article, Correction, ReplyRequest
from articles.moves import MoveNotAllowed

STORY = re.compile(r"(?:^|/berita/)(\d{1,18})(?:/|$)")


class StateFilter(Filter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [
            ("open", _("open")),
            ("late", _("overdue")),
            ("answered", _("answered")),
            ("refused", _("refused")),
        ]

    def narrow(self, request, queryset, value):
        open_ = queryset.filter(decided_at__isnull=True)
        return {
            "open": open_,
            "late": open_.filter(due_at__lt=timezone.now()),
            "answered": queryset.filter(answer__isnull=False),
            "refused": queryset.filter(decided_at__isnull=False, answer__isnull=True),
        }[value]


class ReceiveForm(PlainLabels, forms.ModelForm):
    """`by`: the story must be one that this user may read."""

    story = forms.CharField(
        label=gettext_lazy("Story"),
        help_text=gettext_lazy("Its public address, or its number."),
        max_length=400,
    )

    class Meta:
        model = ReplyRequest
        fields = ["who", "organization", "contact", "received_at", "text"]
        field_classes = {"received_at": MomentField}
        widgets = {"text": forms.Textarea({"rows": 8})}

    field_order = ["story", "who", "organization", "contact", "received_at", "text"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["received_at"].widget = MomentField.widget()

    def clean_story(self):
        found = STORY.search(self.cleaned_data["story"].strip())
        story = found and Article.objects.filter(pk=int(found[1])).first()
        if not story or not permissions.can_view(self.by, story):
            raise ValidationError(_("No story has that address or number."))
        return story


class AnswerForm(PlainLabels, forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What readers will read"),
        widget=forms.Textarea({"rows": 8}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Stands with the story and on /ralat/. It cannot be changed."),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        choices=Correction.Place.choices,
        initial=Correction.Place.FOOT,
    )


class LinkForm(PlainLabels, forms.Form):
    entry = forms.ModelChoiceField(Correction.objects.none(), label=gettext_lazy("Right of reply"))

    def __init__(self, *args, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = entries
        self.fields["entry"].label_from_instance = lambda entry: (
            f"{card_time(entry.at)}: {entry.text[:80]}"
        )


class RefuseForm(PlainLabels, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Kept with the request; readers do not see it."),
    )


@admin.register(ReplyRequest)
class ReplyRequestAdmin(admin.ModelAdmin):
    list_display = ("who_asks", "story", "received", "clock")
    list_display_links = ("who_asks",)
    list_select_related = ("article", "answer")
    list_filter = (StateFilter,)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-received_at", "-id")
    actions = None

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == StateFilter.parameter_name  # no other field by way of the address

    @admin.display(description=gettext_lazy("who asks"))
    def who_asks(self, row):
        return str(row)

    @admin.display(description=gettext_lazy("story"))
    def story(self, row):
        return str(row.article)

    @admin.display(description=gettext_lazy("received at"))
    def received(self, row):
        return card_time(row.received_at)

    @admin.display(description=gettext_lazy("clock"))
    def clock(self, row):
        if row.answer_id:
            words, name = _("answered"), "published"
        elif not row.is_open:
            words, name = _("refused"), "spiked"
        else:
            late = row.is_late()
            words, name = clock_words(row.due_at), "returned" if late else "submitted"
        return format_html('<span class="chip chip--{}">{}</span>', name, words)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        first = {"received_at": timezone.now(), "story": request.GET.get("article", "")[:20]}
        form = ReceiveForm(request.POST or None, by=request.user, initial=first)
        if request.method == "POST" and form.is_valid():
            values = {**form.cleaned_data}
            try:
                row = reply.receive(values.pop("story"), by=request.user, **values)
            except MoveNotAllowed as refusal:
                _put_on(form, refusal.problems, {"article": "story"})
            else:
                messages.success(request, _("The request is recorded; its clock runs."))
                return redirect(row.get_admin_url())
        context = self._context(request, title=_("Record a request for the right of reply"))
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(
            request,
            "admin/articles/replyrequest/add_form.html",
            {**context, "form": form},
            status=status,
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return require_http_methods(["GET", "HEAD", "POST"])(self._page)(request, object_id)

    def _page(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = ReplyRequest.objects.select_related("article", "answer", "recorded_by", "decided_by")
        row = rows.filter(pk=as_number(object_id)).first()
        if row is None:
            raise Http404
        decides = row.is_open and self.has_change_permission(request, row)
        chosen = request.POST.get("do", "") if request.method == "POST" else ""
        if chosen and not self.has_change_permission(request, row):
            raise PermissionDenied
        forms_ = self._forms(row, chosen, request.POST)
        problems = []
        if chosen in forms_ and forms_[chosen].is_valid():
            problems = self._decide(request, row, chosen, forms_[chosen])
            if problems is None:
                return redirect(row.get_admin_url())
        context = self._context(request, title=str(row)) | {
            "original": row,
            "decides": decides,
            "problems": problems,
            "clock": clock_words(row.due_at),
            "is_public": row.article.is_public(),
            "may_answer": row.article.is_public()
            and permissions.can_edit(request.user, row.article),
            **{f"{name}_form": form for name, form in forms_.items()},
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/articles/replyrequest/change_form.html"
        return TemplateResponse(request, template, context, status=status)

    def _forms(self, row, chosen, data):
        def sent(name):
            return data if chosen == name else None

        forms_ = {
            "answer": AnswerForm(sent("answer"), initial={"text": row.text[:2000]}),
            "refuse": RefuseForm(sent("refuse")),
        }
        entries = reply.linkable(row)
        if entries.exists():
            forms_["link"] = LinkForm(sent("link"), entries=entries)
        return forms_

    def _decide(self, request, row, chosen, form):
        """None when it is done, or the problems that belong to no field."""
        functions = {"answer": reply.answer, "refuse": reply.refuse, "link": reply.link}
        try:
            functions[chosen](row, by=request.user, **form.cleaned_data)
        except MoveNotAllowed as refusal:
            return _put_on(form, refusal.problems)
        done = {
            "answer": _("The reply is published with the story."),
            "link": _("The request is answered by that reply."),
            "refuse": _("The request is refused, and the reason is kept."),
        }
        messages.success(request, done[chosen])
        return None

    def history_view(self, request, object_id, extra_context=None):
        """The page itself says who recorded and who decided."""
        return redirect("admin:articles_replyrequest_change", object_id)

    def _context(self, request, **values):
        return {**self.admin_site.each_context(request), "opts": self.opts, **values}


def _put_on(form, problems, names=None):
    """Put problems on the fields of `form`; return the sentences that belong to none."""
    elsewhere = []
    for field, sentence in problems:
        field = (names or {}).get(field, field)
        if field in form.fields:
            form.add_error(field, sentence)
        else:
            elsewhere.append(sentence)
    return elsewhere
