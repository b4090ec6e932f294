"""Notes on a story: who may read and write them, whom they reach, and how they are closed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from articles import notes, workflow
from articles.models import Note
from articles.moves import MoveNotAllowed
from articles.signals import note_written
from articles.tests.factories import make_article, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def desk():
    return {name: make_user(name) for name in ("reporter", "editor", "head", "officer", "auditor")}


@pytest.fixture
def told():
    """[(note, names of those it reaches)] of every note written in the test."""
    found = []

    def listen(sender, *, note, addressed, by, **kwargs):
        found.append((note.text, {str(user) for user in addressed}))

    note_written.connect(listen)
    yield found
    note_written.disconnect(listen)


def note_url(story):
    return reverse("admin:articles_article_notes", args=[story.pk])


def story_url(story):
    return reverse("admin:articles_article_change", args=[story.pk])


def test_writer_and_desk_write_notes_auditors_read_them_and_nobody_else_does_either(desk):
    story = make_article("submitted", by=desk["reporter"])
    desk["other"] = make_user("reporter")
    reads = {name for name, user in desk.items() if notes.can_read(user, story)}
    writes = {name for name, user in desk.items() if notes.can_write(user, story)}
    assert reads == {"reporter", "editor", "head", "auditor"}
    assert writes == {"reporter", "editor", "head"}


def test_what_was_written_about_a_story_stays_between_those_who_made_it_once_it_is_public(desk):
    other = make_user("reporter")
    story = make_article("published", by=desk["reporter"], credits=[{"user": other}])
    stranger = make_user("reporter")
    assert notes.can_read(other, story)
    assert not notes.can_read(stranger, story)
    assert not notes.can_read(desk["officer"], story)


def test_the_notes_of_a_story_retracted_for_a_child_are_the_heads_alone(desk):
    story = make_article("retracted", by=desk["reporter"], retraction_hides_identity=True)
    assert {name for name, user in desk.items() if notes.can_read(user, story)} == {"head"}
    assert notes.colleagues(story, without=desk["head"]) == []


def test_only_those_who_may_read_the_notes_can_be_addressed(desk):
    story = make_article("draft", by=desk["reporter"])
    make_user("reporter")
    make_user("editor", is_active=False)
    names = {str(user) for user in notes.colleagues(story, without=desk["editor"])}
    assert names == {str(desk[name]) for name in ("reporter", "head", "auditor")}


def test_a_note_reaches_the_writer_and_whoever_is_named_and_an_answer_those_in_the_talk(desk, told):
    story = make_article("submitted", by=desk["reporter"])
    first = notes.write(story, by=desk["editor"], text="Sumber?", mentions={desk["head"].pk})
    notes.write(story, by=desk["reporter"], text="Bupati.", thread=first.pk)
    assert told == [
        ("Sumber?", {str(desk["reporter"]), str(desk["head"])}),
        ("Bupati.", {str(desk["editor"])}),
    ]


def test_a_forged_mention_of_somebody_who_may_not_see_the_story_reaches_nobody(desk, told):
    story = make_article("draft", by=desk["editor"])
    note = notes.write(story, by=desk["editor"], text="?", mentions={desk["officer"].pk, 10**17})
    assert told == [("?", set())]
    assert not note.mentions.exists()


def test_an_answer_must_belong_to_a_thread_of_the_same_story(desk):
    story, other = make_article("submitted"), make_article("submitted")
    elsewhere = notes.write(other, by=desk["editor"], text="Lain.")
    with pytest.raises(MoveNotAllowed):
        notes.write(story, by=desk["editor"], text="Jawaban.", thread=elsewhere.pk)


def test_a_thread_is_resolved_as_a_whole_and_an_answer_opens_it_again(desk):
    story = make_article("submitted", by=desk["reporter"])
    first = notes.write(story, by=desk["editor"], text="Angka?")
    notes.resolve(story, first.pk, by=desk["reporter"])
    [(shown, answers)] = notes.threads(story)
    assert (shown.resolved_by, answers) == (desk["reporter"], [])
    notes.write(story, by=desk["reporter"], text="Belum.", thread=first.pk)
    assert Note.objects.get(pk=first.pk).resolved_at is None


def test_open_threads_stand_above_resolved_ones_and_the_newest_on_top(desk):
    story = make_article("submitted")
    keys = [notes.write(story, by=desk["editor"], text=text).pk for text in "abc"]
    notes.resolve(story, keys[2], by=desk["editor"])
    assert [first.text for first, _answers in notes.threads(story)] == ["b", "a", "c"]


def test_whoever_may_not_write_is_refused_at_the_domain(desk):
    story = make_article("submitted", by=desk["reporter"])
    for name in ("officer", "auditor"):
        with pytest.raises(PermissionDenied):
            notes.write(story, by=desk[name], text="Halo.")
    first = notes.write(story, by=desk["editor"], text="Halo.")
    with pytest.raises(PermissionDenied):
        notes.resolve(story, first.pk, by=desk["auditor"])


def test_the_note_of_a_return_begins_a_thread_and_the_story_opens_with_it(desk, client):
    story = make_article("submitted", by=desk["reporter"])
    workflow.return_to_writer(story, by=desk["editor"], note="Lengkapi jumlah peserta.")
    assert [(n.text, n.returned, n.by) for n in story.notes.all()] == [
        ("Lengkapi jumlah peserta.", True, desk["editor"])
    ]
    client.force_login(desk["reporter"])
    page = client.get(story_url(story)).content.decode()
    assert page.count("Lengkapi jumlah peserta.") == 2


def test_without_scripts_a_note_is_sent_and_the_story_comes_back_at_its_notes(desk, client):
    story = make_article("submitted", by=desk["reporter"])
    client.force_login(desk["editor"])
    answer = client.post(note_url(story), {"thread": "0", "text-0": "<b>Sumber?</b>"})
    assert answer["Location"] == story_url(story) + "#notes"
    assert "&lt;b&gt;Sumber?&lt;/b&gt;" in client.get(story_url(story)).content.decode()


def test_a_small_fetch_gets_the_box_alone_and_an_empty_note_its_reason(desk, client):
    story = make_article("submitted", by=desk["reporter"])
    client.force_login(desk["editor"])
    fetch = {"headers": {"X-Requested-With": "fetch"}}
    sent = client.post(note_url(story), {"thread": "0", "text-0": "Sumber?"}, **fetch)
    assert sent.status_code == 200
    assert "Sumber?" in sent.content.decode()
    assert "<html" not in sent.content.decode()
    empty = client.post(note_url(story), {"thread": "0", "text-0": " "}, **fetch)
    assert (empty.status_code, Note.objects.count()) == (422, 1)


def test_the_buttons_of_a_thread_resolve_and_reopen_it(desk, client):
    story = make_article("submitted", by=desk["reporter"])
    first = notes.write(story, by=desk["editor"], text="Angka?")
    client.force_login(desk["reporter"])
    client.post(note_url(story), {"resolve": first.pk})
    assert Note.objects.get().resolved_by == desk["reporter"]
    client.post(note_url(story), {"reopen": first.pk})
    assert Note.objects.get().resolved_by is None


@pytest.mark.parametrize("name", ["officer", "auditor", "other"])
def test_a_forged_note_of_somebody_who_may_not_write_is_refused(name, desk, client):
    desk["other"] = make_user("reporter")
    story = make_article("submitted", by=desk["reporter"])
    client.force_login(desk[name])
    answer = client.post(note_url(story), {"thread": "0", "text-0": "Halo."})
    assert answer.status_code in (403, 404)
    assert not Note.objects.exists()


@pytest.mark.parametrize("sent", ["x", "²", "9" * 30, "-1"])
def test_a_number_that_is_none_is_answered_and_not_guessed(sent, desk, client):
    story = make_article("submitted")
    client.force_login(desk["editor"])
    assert client.post(note_url(story), {"resolve": sent}).status_code == 404
    assert client.post(note_url(story), {"thread": sent, "text-0": "a"}).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_readers_never_get_a_note(state, desk, client):
    story = make_article(state, by=desk["reporter"])
    notes.write(story, by=desk["editor"], text="Rahasia meja redaksi")
    page = client.get(f"/berita/{story.pk}/{story.slug}/")
    assert "Rahasia meja redaksi" not in page.content.decode()


def test_a_reader_of_the_desk_gets_no_notes_of_a_story_that_is_not_theirs(desk, client):
    story = make_article("published", by=desk["reporter"])
    notes.write(story, by=desk["editor"], text="Rahasia meja redaksi")
    client.force_login(desk["officer"])
    assert "Rahasia meja redaksi" not in client.get(story_url(story)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_box_costs_the_same_for_one_thread_and_for_three(
    count, desk, django_assert_num_queries
):
    from articles.admin.notes import box

    story = make_article("submitted", by=desk["reporter"])
    for number in range(count):
        first = notes.write(story, by=desk["editor"], text=f"{number}?", mentions={desk["head"].pk})
        notes.write(story, by=desk["reporter"], text="Ya.", thread=first.pk)
    editor = type(desk["editor"]).objects.get(pk=desk["editor"].pk)
    editor.has_perm("articles.view_article")
    with django_assert_num_queries(3):
        shown = box(editor, story)
        assert len([str(person) for n, _a in shown["open"] for person in n.mentions.all()]) == count
