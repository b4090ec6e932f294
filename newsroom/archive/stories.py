"""Generated stories with all that hangs on them: links, credits, moves, versions, search, readers.

Rows are written in batches, as an import would; what the workflow keeps true (the chain of
versions, the times of the lists) is true of them too.
"""

import random
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import versions
from articles.models import (
    Article,
    ArticleRegion,
    ArticleTag,
    Credit,
    DailyViews,
    Region,
    RetractionGround,
    Section,
    StatusChange,
    Tag,
    Version,
)
from articles.search import index_articles
from newsroom.archive import words
from newsroom.roles import EDITOR, REPORTER

BATCH = 500
PREFIX = "arsip-"  # of the user names of generated people
S = Article.Status
# Of a hundred stories; the rest are published. What is not lies in the last days alone.
DRAFTS, SUBMITTED, SCHEDULED, RETRACTED, CORRECTED = 3, 2, 1, 1, 2


def make_people(count):
    """`count` invented colleagues who cannot sign in: one editor for three reporters."""
    people = []
    for number in range(count):
        name = f"{words.FIRST[number % len(words.FIRST)]} {words.LAST[number % len(words.LAST)]}"
        user, _new = get_user_model().objects.get_or_create(
            username=f"{PREFIX}{number + 1:02}",
            defaults={"byline": name, "slug": f"{PREFIX}{number + 1:02}", "is_staff": True},
        )
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name=REPORTER if number % 4 else EDITOR))
        people.append(user)
    return people


class Archive:
    """Makes `count` stories of the `days` before now. `seed`: the same stories each time."""

    def __init__(self, count, *, days, people, seed=2022, now=None):
        self.count, self.days = count, days
        self.random = random.Random(seed)  # noqa: S311  (repeatable, not secret)
        self.now = now or timezone.now()
        self.editors, self.reporters = people[::4], [p for n, p in enumerate(people) if n % 4]
        self.sections = list(Section.objects.order_by("pk"))
        self.regions = list(Region.objects.order_by("pk"))
        self.tags = [
            Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
            for name in words.TOPICS
        ]

    def batches(self):
        """Write everything; yields how many stories each step wrote."""
        step = timedelta(days=self.days) / max(self.count, 1)
        moments = (self.now - step * (self.count - n) for n in range(self.count))
        left = self.count
        while left:
            size = min(BATCH, left)
            with transaction.atomic():
                self._write([self._story(next(moments)) for _n in range(size)])
            left -= size
            yield size

    def _story(self, at):
        pick = self.random.choice
        who, does, what = pick(words.WHO), pick(words.DOES), pick(words.WHAT)
        region = pick(self.regions)
        headline = f"{who} {region.name} {does} {what} {pick(words.WHEN)}"
        summary = f"{who} di {region.name} {does} {what}."
        body = "".join(f"<p>{' '.join(self.random.sample(words.MORE, 3))}</p>" for _n in range(6))
        writer = pick(self.reporters)
        article = Article(
            headline=headline,
            slug=slugify(headline)[:120].strip("-"),
            summary=summary,
            body=f"<p>{summary}</p>{body}",
            section=pick(self.sections),
            dateline=region.seat,
            created_by=writer,
            created_at=at - timedelta(minutes=self.random.randint(40, 300)),
            modified_at=at,
            version=1,
        )
        self._decide(article, at)
        article.made_of = {
            "writer": writer,
            "editor": pick(self.editors),
            "region": region,
            "tags": self.random.sample(self.tags, 2),
            "views": int(self.random.paretovariate(1.1) * 8),
        }
        return article

    def _decide(self, article, at: datetime):
        """How far the story got; only the last days hold work that is not done."""
        chance, recent = self.random.random() * 100, self.now - at < timedelta(days=14)
        limit = DRAFTS
        if recent and chance < limit:
            article.status = S.DRAFT
            return
        article.submitted_at = at - timedelta(minutes=self.random.randint(3, 35))
        if recent and chance < (limit := limit + SUBMITTED):
            article.status = S.SUBMITTED
            return
        if recent and chance < (limit := limit + SCHEDULED):
            at = self.now + timedelta(hours=self.random.randint(1, 72))
        article.status, article.version = S.PUBLISHED, 2
        article.publish_at = article.first_published_at = at
        if 10 < chance < 10 + RETRACTED and at < self.now:
            article.status = S.RETRACTED
            article.retracted_at = at + timedelta(hours=2)
            article.retraction_reason = "Keterangan sumber ternyata tidak benar."
            article.retraction_ground = RetractionGround.ERROR
        elif 20 < chance < 20 + CORRECTED and at < self.now:
            article.corrected_at = article.revised_at = min(at + timedelta(hours=1), self.now)

    def _write(self, stories):
        Article.objects.bulk_create(stories, batch_size=100)
        links, tags, names, moves, kept, readers = [], [], [], [], [], []
        for article in stories:
            made = article.made_of
            public = article.status in (S.PUBLISHED, S.RETRACTED)
            listed = article.publish_at if article.status == S.PUBLISHED else None
            links.append(ArticleRegion(article=article, region=made["region"], listed_at=listed))
            tags += [ArticleTag(article=article, tag=tag, listed_at=listed) for tag in made["tags"]]
            made_by = [(Credit.Role.WRITER, made["writer"])]
            if public:
                made_by.append((Credit.Role.EDITOR, made["editor"]))
            article.named = [
                Credit(article=article, role=role, user=user, order=order, listed_at=listed)
                for order, (role, user) in enumerate(made_by)
            ]
            names += article.named
            moves += self._moves(article, made)
            kept += self._versions(article, made, public=public)
            if article.status == S.PUBLISHED and listed < self.now:
                readers.append(
                    DailyViews(article=article, day=timezone.localdate(listed), count=made["views"])
                )
        ArticleRegion.objects.bulk_create(links, batch_size=200)
        ArticleTag.objects.bulk_create(tags, batch_size=200)
        Credit.objects.bulk_create(names, batch_size=150)
        StatusChange.objects.bulk_create(moves, batch_size=100)
        Version.objects.bulk_create(kept, batch_size=100)
        DailyViews.objects.bulk_create(readers, batch_size=300)
        index_articles(stories)

    def _moves(self, article, made):
        steps = []
        if article.submitted_at:
            steps.append(("submit", S.DRAFT, S.SUBMITTED, made["writer"], article.submitted_at))
        if article.first_published_at:
            at = min(article.first_published_at, self.now)
            steps.append(("publish", S.SUBMITTED, S.PUBLISHED, made["editor"], at))
        if article.retracted_at:
            at = article.retracted_at
            steps.append(("retract", S.PUBLISHED, S.RETRACTED, made["editor"], at))
        return [
            StatusChange(
                article=article,
                move=move,
                from_status=was,
                to_status=to,
                ground=article.retraction_ground if move == "retract" else "",
                by=by,
                at=at,
            )
            for move, was, to, by, at in steps
        ]

    def _versions(self, article, made, *, public):
        content = versions.content(
            article,
            regions=[made["region"].slug],
            tags=[tag.slug for tag in made["tags"]],
            names=article.named,
            gallery=[],
        )
        rows = [Version(article=article, number=1, content=content, by=made["writer"],
                        at=article.created_at)]  # fmt: skip
        if public:
            rows.append(
                Version(
                    article=article,
                    number=2,
                    kind=Version.Kind.PUBLISH,
                    content=content,
                    by=made["editor"],
                    at=min(article.publish_at, self.now),
                    sha256=versions.digest(content),
                )
            )
        return rows
