"""The box of notes beside a story, and what its buttons send.

The buttons belong to a form of their own, outside the story's: a note never saves the story. With
JavaScript the answer is the box alone; without, the story's page again.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import notes
from articles.admin.numbers import as_number
from articles.models.notes import LONGEST
from articles.moves import MoveNotAllowed

BOX = "admin/articles/article/notes.html"


def box(user, article):
    """What templates/admin/articles/article/notes.html reads, or None for who may not read it."""
    if article is None or not article.pk or not notes.can_read(user, article):
        return None
    may_write = notes.can_write(user, article)
    found = notes.threads(article)
    return {
        "open": [thread for thread in found if not thread[0].resolved_at],
        "resolved": [thread for thread in found if thread[0].resolved_at],
        "may_write": may_write,
        "colleagues": notes.colleagues(article, without=user) if may_write else [],
        "longest": LONGEST,
        # Where the browser keeps what this person has not sent yet.
        "draft": f"note:{user.pk}:{article.pk}",
        "url": reverse("admin:articles_article_notes", args=[article.pk]),
    }


@require_POST
def act(request, pk, *, model_admin):
    """Write, answer, resolve or reopen, by the name of the button that was pressed."""
    article = model_admin.visible_or_404(request, pk)
    problem = ""
    try:
        said = _perform(request, article)
    except MoveNotAllowed as refusal:
        said, problem = "", str(refusal)
    if request.headers.get("X-Requested-With") == "fetch":
        context = {
            "notes": box(request.user, article),
            "original": article,
            "said": said,
            "problem": problem,
        }
        return render(request, BOX, context, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, said)
    return redirect(reverse("admin:articles_article_change", args=[pk]) + "#notes")


def _perform(request, article):
    sent = request.POST
    for name, resolved in (("resolve", True), ("reopen", False)):
        if name in sent:
            key = as_number(sent[name])
            if key is None or not notes.resolve(article, key, by=request.user, resolved=resolved):
                raise Http404
            return _("Resolved.") if resolved else _("Open again.")
    # Each thread has a field of its own; the button says which of them is meant.
    thread = sent.get("thread", "0")
    if as_number(thread) is None:
        raise Http404
    chosen = {as_number(key) for key in sent.getlist(f"mention-{thread}")}
    notes.write(
        article,
        by=request.user,
        text=sent.get(f"text-{thread}", ""),
        thread=int(thread),
        mentions=chosen - {None},
    )
    return _("Sent.")
