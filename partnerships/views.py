"""The public pages of partners: who cooperates with the bureau, on what, and what came of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from articles.http import add_keys, public_page
from articles.paging import keyset_page
from partnerships import public
from partnerships.models import Organization

SHOWN_BESIDES = 8
SHOWN_TRAININGS = 12


@public_page(keys=["list"])
def partners(request):
    """Everybody with a public agreement: those who cooperate now first."""
    by_partner = {}
    for fact in public.agreements():
        for organization in fact.partners:
            by_partner.setdefault(organization, []).append(fact)
    rows = sorted(by_partner.items(), key=lambda row: row[0].name)
    now = [row for row in rows if any(fact.is_open for fact in row[1])]
    context = {
        "now": now,
        "earlier": [row for row in rows if row not in now],
        "trainings": public.trainings(SHOWN_TRAININGS),
    }
    response = render(request, "partnerships/partners.html", context)
    return add_keys(response, *(f"partner-{organization.pk}" for organization in by_partner))


@public_page(keys=["list"])
def partner(request, slug):
    shown = get_object_or_404(
        Organization.objects.partners().select_related("region", "parent").defer("note"), slug=slug
    )
    facts = public.agreements_of(shown)
    if not facts:
        raise Http404
    page = keyset_page(public.coverage_under(facts).for_listing(), request.GET)
    besides = public.coverage_besides(shown)
    context = {
        "organization": shown,
        "facts": facts,
        "trainings": public.trainings_of(shown, facts, SHOWN_TRAININGS),
        "page": page,
        "besides": besides,
        "other_stories": besides.articles.for_listing()[:SHOWN_BESIDES],
    }
    response = render(request, "partnerships/partner.html", context)
    return add_keys(response, f"partner-{shown.pk}")
