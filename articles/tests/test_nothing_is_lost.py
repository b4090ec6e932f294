"""Two editors, many tabs, any order: no sentence that was typed is ever out of reach."""

import random

import pytest
from django.db import transaction

from articles import contents, workflow, working
from articles.models import Article, Version, WorkingCopy
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ROUNDS = 500


class Tab:
    """One open form. It knows what its browser knows, and asks the domain for everything else."""

    def __init__(self, desk, user, name, body=None, base=None, instead_of=None):
        self.desk, self.user, self.name = desk, user, name
        story = desk.story()
        self.body = story.body if body is None else body
        self.base = story.version if base is None else base
        self.instead_of, self.sequence = instead_of, 0

    @property
    def content(self):
        return {"headline": "Judul", "body": self.body}

    def type(self):
        sentence = f"Kalimat nomor {len(self.desk.typed)} dari {self.user.pk}."
        self.desk.typed.append(sentence)
        self.body += f"<p>{sentence}</p>"
        self.sequence += 1
        self.autosave()

    def autosave(self):
        working.keep(
            self.desk.story(), user=self.user, tab=self.name, sequence=self.sequence,
            base=self.base, content=self.content, instead_of=self.instead_of,
        )  # fmt: skip
        self.instead_of = None

    def save(self):
        """As the admin's form saves. Too late: the page of two texts, and one of its choices."""
        try:
            with transaction.atomic():
                story = workflow.lock_for_edit(
                    self.desk.article.pk, version=self.base, by=self.user
                )
                story.body = contents.cleaned(self.body)
                story.save(update_fields=["body"])
                workflow.save_content(story, by=self.user)
                working.mark_saved(
                    story, user=self.user, tab=self.name, sequence=self.sequence,
                    instead_of=self.instead_of,
                )  # fmt: skip
        except workflow.StaleStory as stale:
            working.refuse(stale.current, user=self.user, base=self.base, content=self.content)
            self.base = stale.current.version
            if self.desk.dice.random() < 0.5:
                self.body = stale.current.body
            self.sequence += 1
            return False
        self.desk.reopen(self)
        return True


class Desk:
    def __init__(self, article, users, dice, name):
        self.article, self.users, self.dice, self.name = article, users, dice, name
        self.typed, self.opened = [], 0
        self.tabs = [self.tab(user) for user in users for _ in range(2)]

    def story(self):
        return Article.objects.get(pk=self.article.pk)

    def tab(self, user, **values):
        self.opened += 1
        return Tab(self, user, f"{self.name}-tab-{self.opened:06d}", **values)

    def reopen(self, tab, **values):
        self.tabs[self.tabs.index(tab)] = self.tab(tab.user, **values)

    def restore(self, tab):
        """Into another form: a kept copy of one's own, or an older version."""
        copies = list(working.of(tab.user, self.story()))
        if copies and self.dice.random() < 0.7:
            copy = self.dice.choice(copies)
            named = (copy.tab, copy.sequence)
            body, base = copy.content["body"], copy.base
            self.reopen(tab, body=body, base=base, instead_of=named)
        else:
            version = self.dice.choice(list(self.article.versions.all()))
            data, _missing = contents.to_form(version.content, self.story())
            self.reopen(tab, body=data["body"], base=int(data["version"]))

    def take_over(self, tab):
        for copy in working.around(self.story(), tab.user)[1][:1]:
            version = working.take_over(copy.pk, self.story(), by=tab.user)
            self.reopen(tab, body=version.content["body"], base=self.story().version)

    def round(self):
        tab = self.dice.choice(self.tabs)
        acts = [tab.type, tab.type, tab.autosave, tab.save, lambda: self.restore(tab),
                lambda: self.reopen(tab), lambda: self.take_over(tab)]  # fmt: skip
        self.dice.choice(acts)()

    def within_reach(self):
        """All that anybody can still have: versions, and copies in any state."""
        kept = [version.content["body"] for version in Version.objects.filter(article=self.article)]
        copies = WorkingCopy.objects.filter(article=self.article).exclude(content={})
        return "\n".join(kept + [copy.content["body"] for copy in copies])


@pytest.mark.parametrize("seed", range(5))
def test_no_sentence_is_out_of_reach_whatever_two_editors_do(roles, seed):
    users = [make_user("editor"), make_user("editor")]
    desk = Desk(make_article(by=users[0]), users, random.Random(seed), f"desk{seed}")
    for number in range(ROUNDS // 5):
        desk.round()
        if number % 10 == 9:
            there = desk.within_reach()
            assert [sentence for sentence in desk.typed if sentence not in there] == []
    assert len(desk.typed) > 15


def test_the_proof_would_see_a_loss(roles):
    """The negative control: where a save that came too late keeps nothing, a sentence is lost."""
    users = [make_user("editor"), make_user("editor")]
    desk = Desk(make_article(by=users[0]), users, random.Random(1), "control")
    first, second = desk.tabs[0], desk.tabs[2]
    second.type()
    first.type()
    first.save()
    WorkingCopy.objects.filter(user=second.user).delete()
    assert desk.typed[0] not in desk.within_reach()
    second.save()
    assert desk.typed[0] in desk.within_reach()
