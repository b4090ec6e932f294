"""`/p/<token>/`: what a partner sees of its agreement, without an account."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.paging import keyset_page
from articles.private_links import private_page, visitor_of
from partnerships import calendar_feed, calendar_links, issuing, partner_links, partner_page
from partnerships.admin.downloads import handed_out
from partnerships.partner_links import What

STORIES = 20  # on one page
PER_HOUR = 240  # requests of one office's line: a page, its papers, and a calendar or two


def partner_view(view):
    """`view(request, link)` for a link that opens; 404 for an unknown one, 410 for one that ended.

    A cancelled agreement and one that went back to being a draft have ended too.
    """

    @private_page("partner", per_hour=PER_HOUR)
    @wraps(view)
    def opened(request, token, **kwargs):
        link = partner_links.find(token)
        if link is None:
            raise Http404
        if not partner_links.opens(link):
            return render(request, "partnerships/partner_gone.html", status=410)
        request.partner_token = token  # for the addresses on the page; it is kept nowhere else
        return view(request, link, **kwargs)

    return opened


def _note(request, link, what, name=""):
    """Look first, note then: HEAD asks on behalf of nobody."""
    if request.method == "GET":
        partner_links.note_opening(link, what, name, **visitor_of(request))


@partner_view
def page(request, link):
    _note(request, link, What.PAGE)
    today = timezone.localdate()
    agreement = partner_page.agreement_of(link, today)
    stories = keyset_page(partner_page.stories_of(agreement, today), request.GET, size=STORIES)
    stories_shown = [partner_page.story_row(claim) for claim in stories]
    context = {
        "facts": partner_page.facts_of(agreement, today),
        "last_day": link.last_day,
        "pages": stories,
        "stories": stories_shown,
        "today": today,
        "token": request.partner_token,
    }
    # Further pages are of stories alone.
    if not stories.newer:
        lines = partner_page.lines_of(agreement, today)
        context |= {
            "lines": lines,
            "sums": partner_page.sums_of(lines),
            "trainings": partner_page.trainings_of(agreement),
            "documents": partner_page.documents_of(agreement),
            "papers": partner_page.papers_of(agreement),
        }
    return render(request, "partnerships/partner_page.html", context)


@partner_view
def document(request, link, version):
    found = get_object_or_404(partner_page.shared_versions(link.agreement), pk=version)
    response = handed_out(found.file, found.name)
    title = _("%(title)s, version %(number)s") % {
        "title": found.document.title, "number": found.number,
    }  # fmt: skip
    _note(request, link, What.DOCUMENT, title)
    return response


@partner_view
def paper(request, link, pk, form="pdf"):
    shared = partner_page.shared_papers(link.agreement)
    found = next((row for row in shared if row.pk == pk), None)
    file = issuing.paper_file(found, form) if found else None
    if found and file is None and issuing.withheld(found):
        return render(request, "partnerships/partner_withheld.html", status=410)
    if file is None:
        raise Http404
    response = handed_out(file.field, file.name)
    _note(request, link, What.PAPER, f"{found.name} ({form})")
    return response


@partner_view
def calendar(request, link):
    if request.method == "GET":
        partner_links.note_fetch(link, **visitor_of(request))
    return calendar_feed.response_for(calendar_links.partner_feed(link), "kerja-sama")


@private_page("calendar", per_hour=600)
def user_calendar(request, token):
    """A user's own calendar: what it may say is asked of the user's rights each time."""
    link = calendar_links.find(token)
    if link is None or not calendar_links.opens(link):
        raise Http404
    if request.method == "GET":
        calendar_links.note_fetch(link)
    return calendar_feed.response_for(calendar_links.user_feed(link), "biro")
