"""Load the demo newsroom: people, photos and stories, moved through their states by the people.

All or nothing, in one transaction. What is there already is never changed.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.front_slots import PLACES, set_slots
from articles.models import (
    Article,
    ArticleRegion,
    ArticleTag,
    Credit,
    DailyViews,
    GalleryItem,
    HourlyViews,
    Region,
    RelatedStory,
    Section,
    Tag,
)
from newsroom.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from newsroom.demo.clock import clock_at
from newsroom.demo.drawing.pool import paint_all
from newsroom.demo.masthead import write_pages
from newsroom.demo.notes import talk
from newsroom.demo.partners.loader import add_partners
from newsroom.demo.pictures import add_photo
from newsroom.demo.readers import add_readers
from newsroom.demo.replies import ask
from newsroom.demo.staff import STAFF
from newsroom.demo.texts import FIRST, read_photos, read_stories, tag_name

WRITING = timedelta(minutes=95)
EDITING = timedelta(minutes=28)
EDITOR, HEAD, PHOTOGRAPHER = "redaktur", "kepala", "ravi"


class DemoRefused(Exception):
    """The database belongs to somebody: the demo stays out of it."""


def is_loaded():
    """Whether this database holds the demo newsroom, known by the first story of its archive."""
    first = next(story for story in read_stories() if story.key == FIRST)
    return Article.objects.filter(
        headline=first.headline, first_published_at=first.at, created_by__username=first.by[0]
    ).exists()


def check_free():
    """Raise DemoRefused where there are stories or accounts that are not the demo's."""
    if Article.objects.exists():
        raise DemoRefused(
            "This database holds stories that are not the demo's, so nothing was loaded. "
            "Point DATABASE_URL to an empty database to try the demo."
        )
    names = [name for name, *_rest in STAFF]
    taken = get_user_model().objects.filter(username__in=names).values_list("username", flat=True)
    if taken:
        raise DemoRefused(
            f"This database has accounts with names of the demo ({', '.join(sorted(taken))}), so "
            "nothing was loaded. Point DATABASE_URL to an empty database to try the demo."
        )


def load(say=lambda line: None):
    """Load everything into an empty database. `say` is called with lines of progress."""
    check_free()
    now = timezone.now()
    stories = read_stories(now)
    texts = read_photos()
    names = sorted({name for story in stories for name in [story.photo, *story.gallery] if name})
    jpegs = {}
    for number, (name, jpeg) in enumerate(paint_all(names), 1):
        jpegs[name] = jpeg
        if number % 10 == 0 or number == len(names):
            say(f"  pictures painted: {number} of {len(names)}")
    call_command("bootstrap", verbosity=0)
    with transaction.atomic():
        people = make_people()
        first_use = {n: s.at for s in reversed(stories) for n in [s.photo, *s.gallery]}
        photos = {
            name: add_photo(
                jpeg, by=people[PHOTOGRAPHER], at=min(first_use[name], now), **texts[name]
            )
            for name, jpeg in jpegs.items()
        }
        say(f"  photos in the library: {len(photos)}")
        loader = _Loader(now, people, photos)
        for story in stories:
            loader.add(story)
        loader.connect(stories)
        talk(people, loader.articles, now)
        ask(people, loader.articles, now)
        write_pages()
        say(f"  stories moved through the desk: {len(stories)}")
        count = add_partners(now, people, loader.articles)
        say(f"  agreements moved through their states: {count}")


def make_people():
    """The staff by user name. Those of accounts.py can sign in, with the password printed."""
    users = {}
    can_sign_in = {name for name, _role in ACCOUNTS}
    for name, role, byline, initials, slug, bio in STAFF:
        user = get_user_model()(
            username=name, byline=byline, initials=initials, slug=slug, bio=bio, is_staff=True
        )
        user.first_name, _, user.last_name = byline.partition(" ")
        user.set_password(DEMO_PASSWORD if name in can_sign_in else None)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        users[name] = user
    return users


class _Loader:
    """Makes each story and walks it to the state that its text file asks for."""

    def __init__(self, now, people, photos):
        self.now, self.people, self.photos = now, people, photos
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.regions = {region.slug: region for region in Region.objects.all()}
        self.tags = {}
        self.articles = {}

    def add(self, story):
        writer, editor = self.people[story.by[0]], self.people[EDITOR]
        # A story that is ahead of us was written and scheduled in the last hour.
        moved = (
            min(story.at, self.now - timedelta(minutes=15))
            if story.status == "scheduled"
            else story.at
        )
        if story.status == "draft":
            self._write(story, writer, story.at)
            return
        self._write(story, writer, moved - WRITING)
        article = self.articles[story.key]
        submitted = moved if story.status == "submitted" else moved - EDITING
        with clock_at(submitted):
            workflow.submit(article, by=writer)
        moves = {
            "submitted": None,
            "returned": lambda: workflow.return_to_writer(article, by=editor, note=story.note),
            "spiked": lambda: workflow.spike(article, by=editor, note=story.note),
            "scheduled": lambda: workflow.publish(article, by=editor, at=story.at),
            "published": lambda: workflow.publish(article, by=editor),
            "retracted": lambda: workflow.publish(article, by=editor),
        }
        if move := moves[story.status]:
            with clock_at(moved):
                move()
        for change in story.changes:
            self._change(article.pk, change, story.at)
        if story.status == "retracted":
            with clock_at(story.at + timedelta(minutes=story.retract_after)):
                workflow.retract(
                    article, by=self.people[HEAD], note=story.reason, ground=story.ground
                )

    def _write(self, story, writer, at):
        article = Article(
            headline=story.headline,
            summary=story.summary,
            body=story.body,
            section=self.sections[story.section],
            dateline=story.dateline,
            story_class=story.story_class,
            disclosure=story.disclosure,
            embargo_until=story.embargo_until,
            lead_photo=self.photos.get(story.photo),
            child_involved=story.child,
            child_identity_hidden=story.child,
            child_consent=story.child,
            child_no_harm=story.child,
            created_at=at,
        )
        with clock_at(at):
            workflow.create(article, by=writer)
            self._link(article, story)
            workflow.save_content(article, by=writer)
        self.articles[story.key] = article

    def _link(self, article, story):
        for slug in story.regions:
            ArticleRegion.objects.create(article=article, region=self.regions[slug])
        for slug in story.tags:
            ArticleTag.objects.create(article=article, tag=self._tag(slug))
        roles = [(Credit.Role.WRITER, name) for name in story.by]
        if story.status in ("published", "retracted", "scheduled"):
            roles.append((Credit.Role.EDITOR, EDITOR))
        if story.photographer:
            roles.append((Credit.Role.PHOTOGRAPHER, story.photographer))
        for order, (role, name) in enumerate(roles):
            Credit.objects.create(article=article, role=role, user=self.people[name], order=order)
        for order, name in enumerate(story.gallery):
            GalleryItem.objects.create(article=article, photo=self.photos[name], order=order)

    def _tag(self, slug):
        if slug not in self.tags:
            self.tags[slug], _new = Tag.objects.get_or_create(
                slug=slug, defaults={"name": tag_name(slug)}
            )
        return self.tags[slug]

    def _change(self, pk, change, published):
        """One save after publication: an update, a correction, a right of reply, a silent fix."""
        editor = self.people[EDITOR]
        at = min(published + timedelta(minutes=change["after"]), self.now - timedelta(minutes=1))
        with clock_at(at):
            version = Article.objects.values_list("version", flat=True).get(pk=pk)
            article = workflow.lock_for_edit(pk, version=version, by=editor)
            if "find" in change:
                article.body = article.body.replace(change["find"], change["replace"])
            if "append" in change:
                article.body += f"\n<p>{change['append']}</p>"
            article.save()
            workflow.save_content(
                article,
                by=editor,
                kind=change["kind"],
                text=change.get("text", ""),
                note=change.get("note", ""),
            )

    def connect(self, stories):
        """What needs all stories: related ones, the places of the home page, readers."""
        slots = [None] * PLACES
        days, hours = [], []
        for story in stories:
            article = self.articles[story.key]
            article.refresh_from_db()
            for order, key in enumerate(story.related):
                RelatedStory.objects.create(article=article, to=self.articles[key], order=order)
            if story.slot is not None:
                slots[story.slot] = article.pk
            if story.views:
                by_day, by_hour = add_readers(article, story.views, self.now)
                days += by_day
                hours += by_hour
        set_slots(slots, self.people[EDITOR])
        DailyViews.objects.bulk_create(days, batch_size=500)
        HourlyViews.objects.bulk_create(hours, batch_size=500)
