"""The sections and static pages that every page links to, read once and kept."""

from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Value
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse

from articles.models import Page, Section

KEY = "articles.menu"
# Every change empties it at once; this is for changes that came past the models.
SECONDS = 60


@dataclass(frozen=True)
class Entry:
    pk: int
    name: str
    slug: str
    parent: int | None
    url: str


@dataclass(frozen=True)
class Menu:
    sections: list  # main sections, in their order
    children: dict  # primary key of a main section: the sections below it
    pages: list


def load():
    """One query, or none."""
    return cache.get_or_set(KEY, _read, SECONDS)


def family(section):
    """Keys of a section and of those below it: what its page and its feed list."""
    return [section.pk, *(entry.pk for entry in load().children.get(section.pk, []))]


def _read():
    columns = ("pk", "order", "name", "slug", "parent_id")
    sections = (
        Section.objects.order_by().annotate(is_page=Value(0)).values_list(*columns, "is_page")
    )
    # A page has no parent; its own key takes the column's place.
    pages = Page.objects.order_by().annotate(is_page=Value(1))
    pages = pages.values_list("pk", "order", "title", "slug", "pk", "is_page")
    found = sorted(sections.union(pages, all=True), key=lambda row: row[1:3])
    menu = Menu([], {}, [])
    for pk, _order, name, slug, parent, is_page in found:
        kind = "page" if is_page else "section"
        url = reverse(f"articles:{kind}", args=[slug])
        entry = Entry(pk, name, slug, None if is_page else parent, url)
        if is_page:
            menu.pages.append(entry)
        elif parent:
            menu.children.setdefault(parent, []).append(entry)
        else:
            menu.sections.append(entry)
    return menu


@receiver([post_save, post_delete], sender=Section)
@receiver([post_save, post_delete], sender=Page)
def _forget(**kwargs):
    cache.delete(KEY)
    # Again after the commit: a reader in between would have kept the old one.
    transaction.on_commit(partial(cache.delete, KEY))
