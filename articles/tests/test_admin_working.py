"""The small request of an open form, the versions' pages, and words put into a form."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from articles import presence, workflow, working
from articles.models import Credit, WorkingCopy
from articles.tests.desk_pages import page_of, typed
from articles.tests.factories import make_article, make_photo, make_tag, make_user

pytestmark = pytest.mark.django_db
TAB = "a" * 32


@pytest.fixture
def reporter(roles):
    return make_user("reporter", byline="Rina Uji")


@pytest.fixture
def editor(roles, client):
    user = make_user("editor", byline="Edi Uji")
    client.force_login(user)
    return user


def say(client, story, user, **said):
    url = reverse("admin:articles_article_working", args=[story.pk])
    said = {"who": user.pk, "tab": TAB, "sequence": 1, "base": 0, **said}
    return client.post(url, json.dumps(said), content_type="application/json")


def get(client, page, story, query=""):
    return client.get(reverse(f"admin:articles_article_{page}", args=[story.pk]) + query)


def test_one_request_keeps_the_words_and_tells_who_is_here(client, editor, reporter):
    story = make_article(by=reporter)
    presence.here(story, user=reporter, tab="b" * 32)
    answer = say(client, story, editor, content={"body": "<p>Kata.</p>"}).json()
    assert (answer["kept"], answer["version"]) == (True, 0)
    assert [person["name"] for person in answer["here"]] == ["Rina Uji"]
    assert [user for user, _since, _tabs in presence.in_story(story)] == [reporter, editor]


def test_a_page_is_told_early_that_somebody_saved(client, editor, reporter):
    story = make_article(by=reporter)
    workflow.save_content(story, by=reporter)
    changed = say(client, story, editor).json()["changed"]
    assert (changed["name"], changed["own"]) == ("Rina Uji", False)


def test_whose_session_ended_is_told_so_in_words_for_a_script(client, editor, reporter):
    story = make_article(by=reporter)
    client.logout()
    answer = say(client, story, editor, content={"body": "x"})
    assert (answer.status_code, answer.json()) == (403, {"signed_out": True})
    assert not WorkingCopy.objects.exists()


def test_a_stale_token_is_refused_and_a_fresh_one_is_there_to_be_had(editor, reporter):
    story = make_article(by=reporter)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert say(strict, story, editor).status_code == 403
    token = get(strict, "working", story).json()["token"]
    url = reverse("admin:articles_article_working", args=[story.pk])
    said = json.dumps({"who": editor.pk, "tab": TAB, "sequence": 1, "base": 0})
    answer = strict.post(url, said, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_words_are_not_kept_for_somebody_else_who_signed_in(client, editor, reporter):
    story = make_article(by=reporter)
    answer = say(client, story, reporter, content={"body": "x"})
    assert (answer.status_code, answer.json()) == (409, {"other": "Edi Uji"})
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    "said",
    [b"", b"[]", b"7", b"{", b'{"tab": 1}', b"\xff", b"[" * 100_000,
     json.dumps({"who": 1, "tab": TAB, "sequence": -1, "base": 0}).encode(),
     json.dumps({"who": 1, "tab": TAB, "sequence": 2**80, "base": 0}).encode(),
     json.dumps({"who": 1, "tab": TAB, "sequence": True, "base": 0}).encode(),
     json.dumps({"who": 1, "tab": TAB, "sequence": 1, "base": 0, "tabs": "x"}).encode()],
)  # fmt: skip
def test_what_is_no_message_is_refused(client, editor, reporter, said):
    url = reverse("admin:articles_article_working", args=[make_article(by=reporter).pk])
    assert client.post(url, said, content_type="application/json").status_code == 400


@pytest.mark.parametrize("copies", [1, 3])
def test_a_sign_of_life_costs_the_same_for_one_and_for_three(
    client, editor, reporter, copies, django_assert_num_queries
):
    story = make_article(by=reporter)
    for n in range(copies):
        working.keep(story, user=editor, tab=f"{n}" * 32, sequence=1, base=0, content={"body": "x"})
        presence.here(story, user=make_user("editor"), tab=TAB)
    presence.here(story, user=editor, tab=TAB)
    with django_assert_num_queries(7):
        say(client, story, editor, tabs=[])


# --- Words put into a form -------------------------------------------------------------------


def test_a_version_comes_back_as_an_unsaved_change_with_its_rows(client, editor, reporter):
    tag, photo = make_tag(name="Banjir"), make_photo(caption="Air.")
    story = make_article(by=reporter, headline="Judul lama", tags=[tag])
    story.gallery_items.create(photo=photo, order=0)
    Credit.objects.create(article=story, name="Dari luar", order=1)
    workflow.save_content(story, by=reporter)
    story.headline = "Judul baru"
    story.save()
    story.tag_links.all().delete()
    story.gallery_items.all().delete()
    story.credits.filter(name="Dari luar").delete()
    workflow.save_content(story, by=reporter)
    response = get(client, "change", story, "?from=1")
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Judul baru", 2)
    url = reverse("admin:articles_article_change", args=[story.pk])
    saved = client.post(url, typed(response))
    assert saved.status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Judul lama", 3)
    assert list(story.tags.all()) == [tag]
    assert [item.photo for item in story.gallery_items.all()] == [photo]
    assert [str(credit) for credit in story.credits.all()] == ["Rina Uji", "Dari luar"]


def test_a_version_of_a_public_story_is_not_saved_without_its_kind(client, editor, reporter):
    story = make_article("published", by=reporter, headline="Judul pertama")
    story.headline = "Judul kedua"
    story.save()
    workflow.save_content(story, by=reporter, kind="update")
    response = get(client, "change", story, "?from=0")
    url = reverse("admin:articles_article_change", args=[story.pk])
    refused = client.post(url, typed(response))
    assert "save_kind" in refused.context["story_form"].errors
    story.refresh_from_db()
    assert story.headline == "Judul kedua"
    client.post(url, typed(response, save_kind="correction", correction_text="Judul diperbaiki."))
    story.refresh_from_db()
    assert story.headline == "Judul pertama"


def test_what_an_old_version_speaks_of_and_is_no_more_is_named(client, editor, reporter):
    tag = make_tag(name="Pilkada", slug="pilkada")
    story = make_article(by=reporter, tags=[tag])
    workflow.save_content(story, by=reporter)
    story.tag_links.all().delete()
    tag.delete()
    response = get(client, "change", story, "?from=1")
    assert response.context["draft"].missing == ["pilkada"]


@pytest.mark.parametrize(
    "query", ["?from=99", "?from=x", "?copy=99", "?copy=²", "?copy=" + "9" * 40]
)
def test_a_query_that_names_nothing_shows_the_story_itself(client, editor, reporter, query):
    response = get(client, "change", make_article(by=reporter, headline="Apa adanya"), query)
    assert response.context["story_form"]["headline"].value() == "Apa adanya"


# --- Versions --------------------------------------------------------------------------------


def changed_story(reporter, editor):
    story = make_article("submitted", by=reporter, body="<p>Bupati datang kemarin.</p>")
    story.body = "<p>Bupati datang <strong>hari ini</strong>.</p>"
    story.save()
    workflow.save_content(story, by=editor)
    return story


def test_a_reporter_sees_word_by_word_what_the_desk_changed(client, editor, reporter):
    story = changed_story(reporter, editor)
    story = workflow.return_to_writer(story, by=editor, note="Periksa harinya.")
    client.force_login(reporter)
    assert "?since=mine" in page_of(client, story).content.decode()
    response = get(client, "compare", story, "?since=mine")
    (difference,) = response.context["differences"]
    runs = [(run.change, run.text) for run in difference.blocks[0].runs if run.change != "same"]
    assert runs == [("gone", "kemarin"), ("new", "hari ini")]


def test_markup_of_a_version_is_shown_as_text(client, editor, reporter):
    story = make_article(by=reporter, headline="<script>alert(1)</script>")
    workflow.save_content(story, by=editor)
    story.headline = "<b>Tebal</b>"
    story.save()
    workflow.save_content(story, by=editor)
    page = get(client, "compare", story).content.decode()
    assert "<script>alert" not in page
    assert "<b>Tebal" not in page


def test_versions_of_a_story_that_protects_a_child_are_empty_but_for_the_head(
    client, editor, reporter
):
    story = make_article("published", by=reporter, body="<p>Nama anak.</p>")
    story.body = "<p>Nama lengkap anak.</p>"
    story.save()
    workflow.save_content(story, by=editor, kind="silent")
    head = make_user("head")
    workflow.retract(story, by=head, note="Anak dikenali.", ground="child", hides_identity=True)
    assert "Nama" not in get(client, "compare", story).content.decode()
    client.force_login(head)
    assert "lengkap" in get(client, "compare", story).content.decode()


@pytest.mark.parametrize("versions", [1, 3])
def test_the_record_costs_the_same_for_one_version_and_for_three(
    client, editor, reporter, versions, django_assert_max_num_queries
):
    story = make_article(by=reporter)
    for n in range(versions):
        workflow.save_content(story, by=reporter)
        working.refuse(story, user=reporter, base=n, content={"body": f"{n}"})
    with django_assert_max_num_queries(12):
        get(client, "history", story)
    with django_assert_max_num_queries(14):
        get(client, "compare", story)


def test_kept_words_are_compared_with_the_story_alone(client, editor, reporter):
    story = changed_story(reporter, editor)
    copy = working.refuse(story, user=reporter, base=1, content={"body": "<p>Telat.</p>"})
    assert "compare-b" not in get(client, "compare", story, f"?copy={copy.pk}").content.decode()
    assert "compare-b" in get(client, "compare", story).content.decode()


def test_words_taken_over_are_compared_with_the_story(client, editor, reporter):
    story = make_article(by=reporter, body="<p>Tersimpan.</p>")
    content = {"body": "<p>Belum tersimpan.</p>"}
    copy = working.keep(story, user=reporter, tab=TAB, sequence=1, base=0, content=content)
    taken = client.post(
        reverse("admin:articles_article_take_over", args=[story.pk, copy.pk]), follow=True
    )
    draft = taken.context["draft"]
    (difference,) = get(client, "compare", story, f"?{draft.compare}").context["differences"]
    assert difference.name == "body"
