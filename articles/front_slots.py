"""The places of the home page that editors fill: read and written as a whole."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.models import Article, HomeSlot

PLACES = HomeSlot.LAST + 1


class SlotsRefused(Exception):
    """`problems`: {place or None: sentence for the user}."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(map(str, problems.values())))


def chosen_ids():
    """[story or None for each place], by primary key."""
    chosen = dict(HomeSlot.objects.values_list("position", "article"))
    return [chosen.get(place) for place in range(PLACES)]


def fingerprint(ids):
    """The places as a short text: what a form carries to know what it was opened with."""
    return "-".join(str(pk or 0) for pk in ids)


def set_slots(ids, by, *, seen=None):
    """Fill the places with the stories `ids` (None: left to the newest), all or nothing.

    With `seen`, a fingerprint(), the save is refused where a colleague was faster. Raises
    SlotsRefused with what is wrong at which place, PermissionDenied.
    """
    if not by.has_perm("articles.change_homeslot"):
        raise PermissionDenied
    ids = [*ids, *[None] * PLACES][:PLACES]
    try:
        with transaction.atomic():
            # Locks the rows on PostgreSQL; SQLite has locked the file since BEGIN IMMEDIATE.
            list(HomeSlot.objects.select_for_update())
            before = chosen_ids()
            if seen is not None and seen != fingerprint(before):
                raise SlotsRefused({None: _changed()})
            if problems := problems_of(ids, before):
                raise SlotsRefused(problems)
            HomeSlot.objects.all().delete()
            HomeSlot.objects.bulk_create(
                HomeSlot(position=place, article_id=pk) for place, pk in enumerate(ids) if pk
            )
    except IntegrityError as reason:
        # Two first saves at the same moment: there was no row yet to wait for.
        raise SlotsRefused({None: _changed()}) from reason


def problems_of(ids, before=()):
    """{place: sentence}. What stood in `before` may stay, though it is not public any more."""
    wanted = {pk for pk in ids if pk}
    ready = set(
        Article.objects.filter(pk__in=wanted, status="published").values_list("pk", flat=True)
    )
    ready |= wanted & set(before)
    problems, taken = {}, set()
    for place, pk in enumerate(ids):
        if pk and pk in taken:
            problems[place] = _("This story already stands further up.")
        elif pk and pk not in ready:
            problems[place] = _(
                "Number %(number)s is no published or scheduled story. Choose another one."
            ) % {"number": pk}
        taken.add(pk)
    return problems


def _changed():
    return _(
        "A colleague changed the front page meanwhile. It is shown as it is now; choose again."
    )
