"""The story list: how it looks, is searched and narrowed, and what is done to many at once."""

import re
from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import workflow
from articles.admin.filters import FILTERS, PARAMETERS, chosen_state, date_field
from articles.admin.narrowing import NarrowedChangeList
from articles.admin.numbers import ChosenByNumber
from articles.admin.states import LATEST_CHANGE, chips, states_of, waiting_html
from articles.counting import count_capped
from articles.dates import bureau_time, card_time, short_time
from articles.models import Credit
from articles.search import search_articles

CAP = 1_000  # nobody turns more pages than this many stories fill
MINUTE = timedelta(minutes=1)
AT_ONCE = 100  # stories of one bulk move
BULK_MOVES = {"submit": workflow.submit, "publish": workflow.publish}


class CappedPaginator(Paginator):
    """Counts no further than CAP; `is_capped` says that there are more."""

    @cached_property
    def _counted(self):
        return count_capped(self.object_list, CAP)

    @property
    def count(self):
        return self._counted[0]

    @property
    def is_capped(self):
        return self._counted[1]


class StoryChangeList(NarrowedChangeList):
    tabs = ("state", "day")

    def get_queryset(self, request, exclude_parameters=None):
        """What the rows of one page read, in three queries and without the bodies."""
        writers = Credit.objects.filter(role=Credit.Role.WRITER).select_related("user")
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .select_related("section", "created_by")
            .prefetch_related(Prefetch("credits", writers, to_attr="writers"), "regions")
            .defer("body", "retraction_reason")
        )

    def get_results(self, request):
        super().get_results(request)
        for story in self.result_list:
            story.listed_by = date_field(request)

    def state_choices(self):
        return self.choices("state")

    def day_choices(self):
        return self.choices("day")


class StoryListMixin(ChosenByNumber):
    """For ArticleAdmin, which adds the form and says what each user may see and do."""

    list_display = ("state", "story", "people", "when")
    list_display_links = None
    sortable_by = ()  # each state has the order that its work needs; no other has an index
    list_filter = FILTERS
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("headline",)  # that there is a search; get_search_results() does it
    search_help_text = gettext_lazy("Words or number")
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    change_list_template = "admin/articles/article/change_list.html"
    actions = ("submit_selected", "publish_selected")

    def get_changelist(self, request, **kwargs):
        return StoryChangeList

    def get_ordering(self, request):
        state = chosen_state(request)
        return state.ordering if state else LATEST_CHANGE

    def lookup_allowed(self, lookup, value, request=None):
        """Our own filters alone: a free lookup could ask for what no index answers."""
        return lookup in PARAMETERS

    def get_search_results(self, request, queryset, search_term):
        words = search_term.strip()[:200]
        if number := re.fullmatch(r"(#?)(\d{1,18})", words):
            only_number, pk = number[1], int(number[2])
            if only_number:
                return queryset.filter(pk=pk), False
            # The story of that number, and the newest that speak of it: “2022” may be either.
            found = search_articles(queryset, words).values_list("pk", flat=True)[:CAP]
            return queryset.filter(pk__in=[pk, *found]), False
        return search_articles(queryset, words, prefix=True), False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # Cells.

    @admin.display(description=gettext_lazy("state"))
    def state(self, article):
        return chips(article)

    @admin.display(description=gettext_lazy("story"))
    def story(self, article):
        facts = [article.section.name if article.section else _("no section")]
        if not article.retraction_hides_identity:
            facts += [region.name for region in article.regions.all()]
        facts.append(f"#{article.pk}")
        if article.label:
            facts.insert(0, article.label)
        if article.child_involved:
            facts.append(_("child involved"))
        return format_html(
            '<a class="story-link" href="{}">{}</a><span class="facts">{}</span>',
            reverse("admin:articles_article_change", args=[article.pk]),
            article,
            format_html_join(" · ", "{}", ((fact,) for fact in facts)),
        )

    @admin.display(description=gettext_lazy("by"))
    def people(self, article):
        return ", ".join(map(str, article.writers)) or str(article.created_by)

    @admin.display(description=gettext_lazy("time"))
    def when(self, article):
        now = timezone.now()
        if article.submitted_at and article.status == article.Status.SUBMITTED:
            return format_html(
                '{} <span class="facts">{}</span>',
                waiting_html(article.submitted_at, now),
                _("since %(time)s") % {"time": card_time(article.submitted_at, now)},
            )
        sentence, moment = {
            "scheduled": (_("appears"), article.publish_at),
            "published": (_("published"), article.publish_at),
            "retracted": (_("retracted"), article.retracted_at),
        }.get(states_of(article, now)[0], (_("changed"), article.modified_at))
        sorted_by = {"modified_at": _("changed"), "corrected_at": _("corrected")}
        at = getattr(article, article.listed_by)
        if article.listed_by in sorted_by and at and abs(at - moment) >= MINUTE:
            # The time that the list goes by stands first.
            same_day = bureau_time(at).date() == bureau_time(moment).date()
            return format_html(
                '<span class="facts">{}</span> {} <span class="facts">{} {}</span>',
                sorted_by[article.listed_by],
                card_time(at, now),
                sentence,
                short_time(moment) if same_day else card_time(moment, now),
            )
        return format_html('<span class="facts">{}</span> {}', sentence, card_time(moment, now))

    # Moves of many.

    def has_submit_permission(self, request):
        return request.user.has_perm("articles.submit_article")

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    @admin.action(description=gettext_lazy("Submit to the desk"), permissions=["submit"])
    def submit_selected(self, request, queryset):
        return self.move_selected(request, queryset, "submit")

    @admin.action(description=gettext_lazy("Publish now"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        return self.move_selected(request, queryset, "publish")

    def move_selected(self, request, queryset, name):
        """Ask first; then move each story by itself and say of each refusal why."""
        stories = list(queryset[: AT_ONCE + 1])
        if len(stories) > AT_ONCE:
            text = _("Choose at most %(number)s stories at once.") % {"number": AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return None
        if "confirmed" not in request.POST:
            return self.confirm_move(request, stories, name)
        done = 0
        for story in stories:
            try:
                BULK_MOVES[name](story, by=request.user)
                done += 1
            except workflow.MoveNotAllowed as refusal:
                self.refuse(request, story, str(refusal))
            except PermissionDenied:
                self.refuse(request, story, _("You may not do this with this story."))
        if done:
            self.message_user(request, _done(name, done), messages.SUCCESS)
        return None

    def refuse(self, request, story, reason):
        text = _("“%(story)s” (#%(number)s) stays as it is. %(reason)s")
        values = {"story": story, "number": story.pk, "reason": reason}
        self.message_user(request, text % values, messages.ERROR)

    def confirm_move(self, request, stories, name):
        context = {
            **self.admin_site.each_context(request),
            "title": workflow.MOVES[name].label,
            "opts": self.opts,
            "stories": [(story, chips(story)) for story in stories],
            "move": workflow.MOVES[name],
            "action": request.POST["action"],
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/articles/article/bulk_confirm.html", context)


def _done(name, number):
    if name == "submit":
        sentence = ngettext(
            "%(number)s story submitted to the desk.",
            "%(number)s stories submitted to the desk.",
            number,
        )
    else:
        sentence = ngettext("%(number)s story published.", "%(number)s stories published.", number)
    return sentence % {"number": number}
