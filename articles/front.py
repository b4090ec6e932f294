"""What stands on the home page: places that editors filled, and the newest in all others."""

from dataclasses import dataclass, field
from itertools import islice

from django.db.models import F
from django.utils import timezone

from articles import popular
from articles.models import Article, HomeSlot, Region, Section

STREAM = 12
BLOCK = 4
MOST_READ = 7
NEWEST = 60


@dataclass
class Block:
    section: Section
    stories: list


@dataclass
class HomePage:
    lead: Article | None
    headlines: list
    stream: list
    blocks: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    most_read: list = field(default_factory=list)


def home_page(at=None):
    """Everything on the home page at that moment (now by default). Eight queries at most."""
    at = at or timezone.now()
    chosen = _chosen(at)
    newest = list(Article.objects.published(at=at).newest().for_listing()[:NEWEST])
    top = _filled(chosen, newest)
    shown = {story.pk for story in top}
    return HomePage(
        lead=top[0] if top else None,
        headlines=top[1:],
        stream=[story for story in newest if story.pk not in shown][:STREAM],
        blocks=section_blocks(newest, at, without=shown),
        regions=list(Region.objects.all()),
        most_read=popular.most_read()[:MOST_READ],
    )


def _chosen(at):
    """{place: story} of the places whose story readers may see now."""
    slots = Article.objects.published(at=at).filter(home_slot__isnull=False)
    slots = slots.annotate(place=F("home_slot__position")).for_listing()
    return {story.place: story for story in slots}


def _filled(chosen, newest):
    """The stories of all places, none twice.

    An empty place gets the newest story with a photo, then any. An advertorial or a press
    release is put at the top by an editor, or only where there is nothing else.
    """
    taken = {story.pk for story in chosen.values()}
    free = [story for story in newest if story.pk not in taken]
    # sorted() keeps the newest first among equals.
    free = iter(sorted(free, key=lambda s: (s.label != "", s.lead_photo_id is None)))
    places = (chosen.get(place) or next(free, None) for place in range(HomeSlot.LAST + 1))
    return [story for story in places if story]


def section_blocks(newest, at, *, without=(), size=BLOCK):
    """The newest of each section that has a block, those of the sections below it among them.

    Two queries at most. Busy sections are found among `newest`; for the others the second query
    reads an index range each, whatever the archive holds.
    """
    sections = list(Section.objects.all())
    on_home = [section for section in sections if section.show_on_home]
    members = {
        block.pk: {s.pk for s in sections if block.pk in (s.pk, s.parent_id)} for block in on_home
    }

    def chosen(stories, block):
        found = (s for s in stories if s.section_id in members[block.pk] and s.pk not in without)
        return list(islice(found, size))

    quiet = [block for block in on_home if len(chosen(newest, block)) < size]
    wanted = set().union(*(members[block.pk] for block in quiet))
    rest = _newest_of(wanted, size, at, without)
    blocks = [
        Block(block, _picture_first(chosen(rest if block in quiet else newest, block)))
        for block in on_home
    ]
    return [block for block in blocks if block.stories]


def _newest_of(sections, size, at, without):
    """The newest `size` of each of these sections, newest first."""
    if not sections:
        return []
    public = Article.objects.published(at=at).exclude(pk__in=without)
    ranges = [public.filter(section=pk).newest().values("pk")[:size] for pk in sorted(sections)]
    # Each limit in a subquery of its own: SQLite takes none inside a union.
    first, *others = [Article.objects.filter(pk__in=r).order_by().values("pk") for r in ranges]
    return list(public.filter(pk__in=first.union(*others, all=True)).newest().for_listing())


def _picture_first(stories):
    """The first story with a photo leads the block; the others keep their order."""
    return sorted(stories, key=lambda story: story is not _first_with_photo(stories))


def _first_with_photo(stories):
    return next((story for story in stories if story.lead_photo_id), stories[0])
