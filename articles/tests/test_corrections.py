"""What readers are told after publication, and where they find it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles import workflow
from articles.models import Correction
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
TEXT = "Angka semula tertulis 12, yang benar 21."


@pytest.fixture
def editor(roles):
    return make_user("editor")


def corrected(editor, **values):
    story = make_article("published")
    workflow.save_content(story, by=editor, kind="correction", text=TEXT, **values)
    return story, story.corrections.get()


@pytest.mark.parametrize("place", ["top", "foot"])
def test_an_entry_stands_where_the_editor_put_it(client, editor, place):
    story, entry = corrected(editor, place=place)
    page = client.get(story.get_absolute_url()).content.decode()
    page = page[page.index("<main") :]  # JSON-LD in the head has the text too
    body = page.index('class="story__text')
    assert page.count(TEXT) == 1
    assert (page.index(TEXT) < body) is (place == "top")
    assert (page.index(f'id="ralat-{entry.pk}"') < body) is (place == "top")


@pytest.mark.parametrize("place", ["top", "foot"])
def test_an_entry_and_its_other_end_of_the_story_link_to_each_other(client, editor, place):
    story, entry = corrected(editor, place=place)
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'<a href="#ralat-{entry.pk}">' in page


def test_a_place_that_there_is_not_is_refused_by_the_database(editor):
    with pytest.raises(IntegrityError):
        corrected(editor, place="side")


def test_the_story_and_the_ledger_link_to_each_other_however_old_the_entry_is(client, editor):
    story, entry = corrected(editor)
    for n in range(21):  # a page of the ledger holds twenty
        Correction.objects.create(
            article=story, kind="correction", text=f"Ralat {n}.", by=editor,
            at=timezone.now() + timedelta(seconds=n),
        )  # fmt: skip
    page = client.get(story.get_absolute_url()).content.decode()
    link = entry.get_ledger_url()
    assert f'href="{link}"' in page
    ledger = client.get(link.partition("#")[0]).content.decode()
    assert f'id="ralat-{entry.pk}"' in ledger
    assert f'href="{entry.get_absolute_url()}"' in ledger


def test_the_page_tells_notes_and_never_the_words_that_went_before(client, editor):
    story = make_article("published", body="<p>Semula tertulis dua belas.</p>")
    story.body = "<p>Kini tertulis dua puluh satu.</p>"
    story.save()
    workflow.save_content(story, by=editor, kind="correction", text="Jumlahnya diperbaiki.")
    page = client.get(story.get_absolute_url()).content.decode()
    assert "Jumlahnya diperbaiki." in page
    assert "dua belas" not in page
