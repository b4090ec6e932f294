"""Notes in a real browser: sent without leaving the page, and never lost on the way."""

import pytest

from articles import notes
from articles.models import Article, Note
from articles.tests.browsing import form_of, sign_in
from articles.tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "[name=thread][value='0']"


@pytest.fixture
def story(roles):
    return make_article("submitted", by=make_user("reporter"))


@pytest.fixture
def desk(page, live_server, story):
    sign_in(page, live_server.url, make_user("editor"))
    page.goto(live_server.url + form_of(story))
    return page


def write_note(desk, text):
    if desk.locator(".notes__new:not([open])").count():
        desk.click(".notes__new > summary")
    desk.fill("#note-0", text)


def test_a_note_is_sent_beside_a_headline_that_is_being_typed_and_saves_none_of_it(desk, story):
    desk.fill("#id_headline", "Judul yang belum disimpan")
    write_note(desk, "Sumbernya siapa?")
    desk.click(NEW)
    desk.locator(".notes__text", has_text="Sumbernya siapa?").wait_for()
    assert desk.input_value("#id_headline") == "Judul yang belum disimpan"
    assert Article.objects.get().headline == story.headline


def test_an_answer_typed_elsewhere_stays_when_another_thread_is_resolved(desk, story):
    editor = make_user("editor")
    first, second = (notes.write(story, by=editor, text=text) for text in ("Satu?", "Dua?"))
    desk.reload()
    desk.click(f"#note-of-{first.pk} .notes__answer > summary")
    desk.fill(f"#note-{first.pk}", "Belum selesai kalimat ini")
    desk.click(f"[name=resolve][value='{second.pk}']")
    desk.locator(".notes__resolved").wait_for()
    assert desk.input_value(f"#note-{first.pk}") == "Belum selesai kalimat ini"


def test_a_note_that_could_not_be_sent_stays_in_its_field_and_in_the_browser(desk):
    write_note(desk, "Tidak boleh hilang")
    desk.context.set_offline(True)
    desk.click(NEW)
    desk.locator(".notes__said--problem").wait_for()
    assert desk.input_value("#note-0") == "Tidak boleh hilang"
    desk.context.set_offline(False)
    desk.reload()
    assert desk.input_value("#note-0") == "Tidak boleh hilang"
    desk.click(NEW)
    desk.locator(".notes__text", has_text="Tidak boleh hilang").wait_for()
    assert Note.objects.get().text == "Tidak boleh hilang"


def test_a_note_alone_is_no_change_of_the_story(desk):
    write_note(desk, "Hanya catatan")
    desk.reload()  # would ask first, and wait for an answer, if the story counted as changed
    assert desk.input_value("#note-0") == "Hanya catatan"
