"""“Front page”: the lead and the six headlines in one form, with what fills the rest."""

import re
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import front
from articles.admin.numbers import as_number
from articles.admin.states import states_of
from articles.dates import card_time
from articles.front_slots import (
    PLACES,
    SlotsRefused,
    chosen_ids,
    fingerprint,
    set_slots,
)
from articles.models import Article, HomeSlot
from articles.search import search_articles

NEWEST, FOUND = 20, 10
NUMBER = "[0-9]{1,18}"
COLUMNS = (
    "headline", "status", "publish_at", "corrected_at", "retraction_hides_identity",
    "section__name",
)  # fmt: skip


@dataclass
class Place:
    """One place as the page shows it. `typed` is what stands in its field."""

    number: int
    name: str
    typed: str
    story: Article | None = None
    automatic: Article | None = None  # what readers see here now
    warning: str = ""
    problem: str = ""


def place_name(place):
    return _("Lead") if place == 0 else _("Headline %(number)s") % {"number": place}


@admin.register(HomeSlot)
class HomeSlotAdmin(admin.ModelAdmin):
    """One page for all places; there are no pages for single rows."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="articles_homeslot_changelist"),
            path("stories/", wrap(self.stories_view), name="articles_homeslot_stories"),
        ]

    def changelist_view(self, request, extra_context=None):
        return never_cache(require_http_methods(["GET", "HEAD", "POST"])(self._page))(request)

    def _page(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._form(request, chosen_ids())
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed = [request.POST.get(f"story-{place}", "").strip() for place in range(PLACES)]
        ids, problems = _parsed(_moved(typed, request.POST))
        if not problems:
            try:
                set_slots(ids, request.user, seen=request.POST.get("seen", ""))
            except SlotsRefused as refusal:
                problems = refusal.problems
            else:
                self._log(request, ids)
                self.message_user(request, _("The front page is saved."), messages.SUCCESS)
                return redirect("admin:articles_homeslot_changelist")
        if None in problems:
            messages.error(request, problems[None])
            return self._form(request, chosen_ids())
        return self._form(request, _moved(typed, request.POST), problems)

    def _form(self, request, ids, problems=None):
        page = front.home_page()
        shown = [story for story in (page.lead, *page.headlines) if story]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Front page"),
            "opts": self.opts,
            "places": _places(ids, shown, problems or {}),
            "seen": fingerprint(chosen_ids()),
            "newest": _newest(),
            "may_change": self.has_change_permission(request),
            "last": _last_log(),
        }
        return TemplateResponse(
            request,
            "admin/articles/homeslot/change_list.html",
            context,
            status=422 if problems else 200,
        )

    def _log(self, request, ids):
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(HomeSlot),
            object_repr=str(self.opts.verbose_name_plural),
            action_flag=CHANGE,
            change_message=fingerprint(ids),
        )

    def stories_view(self, request):
        return never_cache(require_safe(self._stories))(request)

    def _stories(self, request):
        """Published and scheduled stories for somebody who types words or a number."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").strip()[:100]
        stories = _ready()
        if number := re.fullmatch(f"#?({NUMBER})", words):
            stories = stories.filter(pk=int(number[1]))
        else:
            stories = search_articles(stories, words, prefix=True)
        stories = stories.newest().select_related("section").only(*COLUMNS)[:FOUND]
        rows = [{"id": s.pk, "headline": str(s), "facts": _facts(s)} for s in stories]
        return JsonResponse({"stories": rows})


def _moved(typed, post):
    """The fields after the button that was pressed, for a browser without scripts.

    `up`/`down`/`clear`: a place; `put`: a story, to the place chosen beside it.
    """
    typed = list(typed)
    at = as_number(post.get("up") or post.get("down") or post.get("clear"))
    if at is not None and at < PLACES:
        if "clear" in post:
            typed[at] = ""
        else:
            other = at - 1 if "up" in post else at + 1
            if 0 <= other < PLACES:
                typed[at], typed[other] = typed[other], typed[at]
    story = post.get("put", "")
    target = as_number(post.get(f"place-{story}"))
    if story and target is not None and target < PLACES:
        typed = ["" if value == story else value for value in typed]
        typed[target] = story
    return typed


def _parsed(typed):
    ids, problems = [], {}
    for place, value in enumerate(typed):
        number = re.fullmatch(f"#?({NUMBER})", value) if value else None
        ids.append(int(number[1]) if number else None)
        if value and not number:
            problems[place] = _("Type the number of a story, or choose one from the list.")
    return ids, problems


def _places(ids, shown, problems):
    texts = [str(value or "").lstrip("#") for value in ids]
    numbers = [int(text) for text in texts if re.fullmatch(NUMBER, text)]
    found = Article.objects.select_related("section").only(*COLUMNS).in_bulk(numbers)
    now = timezone.now()
    places = []
    for number, typed in enumerate(texts):
        story = found.get(int(typed)) if re.fullmatch(NUMBER, typed) else None
        automatic = shown[number] if number < len(shown) else None
        places.append(
            Place(
                number=number,
                name=place_name(number),
                typed=typed,
                story=story,
                automatic=automatic,
                warning=_warning(story, now) if story else "",
                problem=problems.get(number, ""),
            )
        )
    return places


def _warning(story, now):
    if story.is_public(now):
        return ""
    if story.is_scheduled(now):
        return _("Appears %(time)s; until then the place is filled automatically.") % {
            "time": card_time(story.publish_at, now)
        }
    return _("Readers cannot see this story (%(state)s): the place is filled automatically.") % {
        "state": story.get_status_display()
    }


def _ready():
    """Published and scheduled stories; the time is named for the index, which holds no others."""
    return Article.objects.filter(status="published", publish_at__isnull=False)


def _newest():
    stories = _ready().newest().select_related("section")
    return [(story, _facts(story)) for story in stories.only(*COLUMNS)[:NEWEST]]


def _facts(story):
    state = _("scheduled") if "scheduled" in states_of(story) else ""
    section = story.section.name if story.section else ""
    return " · ".join(filter(None, [f"#{story.pk}", section, state, card_time(story.publish_at)]))


def _last_log():
    kind = ContentType.objects.get_for_model(HomeSlot)
    return LogEntry.objects.filter(content_type=kind).select_related("user").first()
