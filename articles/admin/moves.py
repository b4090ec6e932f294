"""A page for every move of a story: what will happen, what it needs, and the button."""

from copy import deepcopy
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import retraction, workflow
from articles.admin.forms import MomentField, PlainLabels
from articles.admin.retraction import AskForm
from articles.dates import bureau_time, long_time
from articles.models import Article

# What the page asks for in `note`, who reads it, and what will happen when the button is pressed.
# What a retraction asks for is AskForm's.
NOTES = {
    "return": (
        gettext_lazy("Note to the reporter"),
        gettext_lazy("What should change, and where?"),
    ),
    "spike": (gettext_lazy("Reason"), gettext_lazy("Kept in the record of the story.")),
    "unschedule": (gettext_lazy("Note"), gettext_lazy("Kept in the record of the story.")),
    "reclassify": (gettext_lazy("Reason"), gettext_lazy("Kept in the record of the story.")),
}
EFFECTS = {
    "submit": gettext_lazy(
        "The story joins the desk's queue. You can read it, and no longer change it, until the "
        "desk publishes or returns it."
    ),
    "return": gettext_lazy("The story goes back to the reporter as a draft, with your note."),
    "publish": gettext_lazy("Readers can see the story at once, on every page and in every feed."),
    "schedule": gettext_lazy(
        "The story appears by itself at that moment. Until then it can be changed or taken back."
    ),
    "reschedule": gettext_lazy("The story appears at the new moment, and not before."),
    "unschedule": gettext_lazy("The story goes back to the queue and will not appear."),
    "spike": gettext_lazy("The story leaves the queue. Its text is kept, and it can be revived."),
    "revive": gettext_lazy("The story becomes a draft again."),
    "reclassify": gettext_lazy("Readers see the new label at once; the record keeps the old one."),
    "retract": gettext_lazy(
        "The story leaves every list, feed and search at once. Its address stays and shows the "
        "reason. This cannot be undone."
    ),
}
DONE = {
    "submit": gettext_lazy("“%(story)s” is with the desk."),
    "return": gettext_lazy("“%(story)s” went back to the reporter."),
    "publish": gettext_lazy("“%(story)s” is published."),
    "schedule": gettext_lazy("“%(story)s” will appear on %(time)s."),
    "reschedule": gettext_lazy("“%(story)s” will appear on %(time)s."),
    "unschedule": gettext_lazy("“%(story)s” is back in the queue."),
    "spike": gettext_lazy("“%(story)s” is spiked."),
    "revive": gettext_lazy("“%(story)s” is a draft again."),
    "reclassify": gettext_lazy("The label of “%(story)s” is changed."),
    "retract": gettext_lazy("“%(story)s” is retracted."),
}
# After these the work is elsewhere: back to the desk's home page.
LEAVES = {"submit", "return", "spike"}
FUNCTIONS = {
    "submit": workflow.submit,
    "return": workflow.return_to_writer,
    "publish": workflow.publish,
    "schedule": workflow.publish,
    "reschedule": workflow.reschedule,
    "unschedule": workflow.unschedule,
    "spike": workflow.spike,
    "revive": workflow.revive,
    "reclassify": workflow.reclassify,
    "retract": workflow.retract,
}


class MoveForm(PlainLabels, forms.Form):
    """What one move asks for; whether it may happen is the workflow's to decide."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, move, article, data=None):
        super().__init__(data, initial={"version": article.version})
        if move.name in NOTES:
            label, help_text = NOTES[move.name]
            self.fields["note"] = forms.CharField(
                label=label,
                help_text=help_text,
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 4}),
            )
        if move.takes_time:
            self.fields["at"] = MomentField(
                label=_("Day and time"),
                # Without a time publish() means now: an empty field must never get that far.
                error_messages={"required": _("Choose the day and the time.")},
                initial=article.publish_at or article.embargo_until,
            )
        if move.name == "retract":
            self.fields |= deepcopy(AskForm.base_fields)
            if asked := retraction.open_request(article):
                self.initial |= {
                    "ground": asked.ground,
                    "note": asked.reason,
                    "hides_identity": asked.hides_identity,
                }
        if move.name == "reclassify":
            for name in ("story_class", "disclosure"):
                self.fields[name] = Article._meta.get_field(name).formfield(
                    required=False, initial=getattr(article, name)
                )

    def values(self):
        """The keyword arguments of the workflow's function."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, name, *, model_admin):
    if name not in workflow.MOVES:
        raise Http404
    article = model_admin.visible_or_404(request, pk)
    wanted = workflow.MOVES[name]
    if not _permitted(request.user, wanted, article):
        raise PermissionDenied
    if not workflow.may(request.user, name, article):
        if article.status in wanted.from_statuses and not _is_public_move(wanted):
            raise PermissionDenied
        sentence = _("“%(move)s” is not possible now: look at the state of the story.")
        messages.error(request, sentence % {"move": wanted.label})
        return redirect("admin:articles_article_change", pk)
    form = MoveForm(wanted, article, request.POST or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            moved = _perform(name, article, form, by=request.user)
        except workflow.MoveNotAllowed as refusal:
            problems = _on_their_fields(form, refusal.problems)
        else:
            _say_done(request, name, moved)
            if name in LEAVES:
                return redirect("admin:index")
            return redirect("admin:articles_article_change", pk)
    elif request.method == "GET" and name in ("publish", "schedule"):
        problems = workflow.missing_for_publication(article)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": wanted.label,
        "opts": model_admin.opts,
        "original": article,
        "move": wanted,
        "effect": EFFECTS[name],
        "more_effects": retraction.effects(article) if name == "retract" else [],
        "form": form,
        "problems": problems,
        # No obstacle to a submission, but the writer should know.
        "missing": workflow.missing_for_publication(article) if name == "submit" else [],
        "presets": presets() if wanted.takes_time else [],
        "may_edit": model_admin.has_change_permission(request, article),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/articles/article/move.html", context, status=status)


def _permitted(user, wanted, article):
    own = wanted.own_draft and article.created_by_id == user.pk
    return user.has_perm(wanted.permission) or own


def _is_public_move(wanted):
    """Moves that the clock opens and closes, whoever asks."""
    return wanted.from_statuses == (Article.Status.PUBLISHED,)


@transaction.atomic
def _perform(name, article, form, *, by):
    # Nobody publishes, returns or retracts a text that they have not seen.
    version = Article.objects.select_for_update().values_list("version", flat=True)
    if version.get(pk=article.pk) != form.cleaned_data["version"]:
        raise workflow.MoveNotAllowed(
            [(None, _("The story was changed since you opened this page. Read it once more."))]
        )
    return FUNCTIONS[name](article, by=by, **form.values())


def _on_their_fields(form, problems):
    """Put problems on this page's fields; return those that belong to the story's own form."""
    elsewhere = []
    for field, sentence in problems:
        if field in form.fields:
            form.add_error(field, sentence)
        else:
            elsewhere.append((field, sentence))
    return elsewhere


def _say_done(request, name, article):
    values = {"story": str(article)}
    if article.publish_at:
        values["time"] = long_time(article.publish_at)
    sentence = DONE[name] % values
    if article.is_public():
        sentence = format_html(
            '{} <a href="{}">{}</a>', sentence, article.get_absolute_url(), _("See it on the site")
        )
    messages.success(request, sentence)


def presets(now=None):
    """[(label, moment)] for the buttons beside a time; only those that lie ahead."""
    now = bureau_time(now or timezone.now())
    hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    tonight = now.replace(hour=19, minute=0, second=0, microsecond=0)
    morning = (now + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)
    choices = [
        (_("In an hour"), hour),
        (_("Tonight 19:00"), tonight),
        (_("Tomorrow 06:00"), morning),
    ]
    return [(label, moment) for label, moment in choices if moment > now]
