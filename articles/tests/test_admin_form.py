"""The form of a story: what it saves, what it refuses, and that it loses nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles import workflow
from articles.models import Article, Correction, Credit, Tag
from articles.tests.desk_pages import page_of, save, typed
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def reporter(roles, client):
    user = make_user("reporter")
    client.force_login(user)
    return user


@pytest.fixture
def editor(roles, client):
    user = make_user("editor")
    client.force_login(user)
    return user


def errors_of(response):
    return response.context["story_form"].errors


# --- A new story -----------------------------------------------------------------------------


def test_a_new_story_is_a_draft_of_its_writer_with_the_writer_as_first_credit(client, reporter):
    section, region = make_section(), make_region(name="Batu Bara", aliases=["Batubara"])
    make_tag(name="Kerja Sama", slug="kerja-sama")
    data = typed(
        client.get(ADD),
        headline="Batu Bara  jajaki\nkerja sama",
        body="<h1>Awal</h1><p onclick='x()'>Isi.</p>",
        section=section.pk,
        region_choices="batubara",
        tag_choices="kerja sama",
    )
    response = client.post(ADD, data)
    story = Article.objects.get()
    assert response.url == reverse("admin:articles_article_change", args=[story.pk])
    assert (story.headline, story.body) == (
        "Batu Bara jajaki kerja sama",
        "<h2>Awal</h2><p>Isi.</p>",
    )
    assert (story.status, story.created_by, story.version) == ("draft", reporter, 1)
    assert story.slug == "batu-bara-jajaki-kerja-sama"
    assert [(c.role, c.user) for c in story.credits.all()] == [("writer", reporter)]
    assert list(story.regions.all()) == [region]
    assert [tag.name for tag in story.tags.all()] == ["Kerja Sama"]
    assert [version.number for version in story.versions.all()] == [1]


def test_a_second_credit_does_not_push_the_writer_out(client, reporter):
    data = typed(client.get(ADD), headline="Judul")
    data |= {
        "credits-TOTAL_FORMS": 2,
        "credits-1-role": "photographer",
        "credits-1-name": "Fotografer Tamu",
        "credits-1-order": 1,
    }
    client.post(ADD, data)
    names = [(c.role, str(c)) for c in Article.objects.get().credits.all()]
    assert names == [("writer", str(reporter)), ("photographer", "Fotografer Tamu")]


def test_a_draft_may_still_lack_everything_but_a_word_to_find_it_by(client, reporter):
    assert client.post(ADD, typed(client.get(ADD), headline="", body="")).status_code == 200
    client.post(ADD, typed(client.get(ADD), headline="Hanya judul"))
    assert Article.objects.get().headline == "Hanya judul"


def test_save_and_submit_leads_to_the_page_of_the_move_and_moves_nothing_yet(client, reporter):
    response = client.post(ADD, typed(client.get(ADD), headline="Judul", _move="submit"))
    story = Article.objects.get()
    assert response.url == reverse("admin:articles_article_move", args=[story.pk, "submit"])
    assert story.status == "draft"


# --- Saving ----------------------------------------------------------------------------------


def test_a_save_writes_the_words_one_version_and_no_log_entry(client, reporter):
    story = make_article(by=reporter)
    save(client, story, headline="Judul baru")
    story.refresh_from_db()
    assert (story.headline, story.slug, story.version) == ("Judul baru", "judul-baru", 1)
    assert [v.content["headline"] for v in story.versions.all()][0] == "Judul baru"
    assert not LogEntry.objects.exists()


def test_links_that_stay_keep_their_rows(client, editor):
    stays, goes, comes = make_region(), make_region(), make_region()
    story = make_article("published", regions=[stays, goes])
    kept = story.region_links.get(region=stays).pk
    save(client, story, region_choices=f"{stays.name}, {comes.name}", save_kind="silent")
    links = {link.region: link for link in story.region_links.select_related("region")}
    assert set(links) == {stays, comes}
    assert links[stays].pk == kept
    assert links[comes].listed_at == story.publish_at


def test_what_the_form_does_not_show_cannot_be_sent(client, reporter):
    story = make_article(by=reporter)
    forged = {
        "status": "published",
        "publish_at": "2022-01-01T00:00",
        "created_by": 99,
        "slug": "x",
    }
    save(client, story, **forged)
    story.refresh_from_db()
    assert (story.status, story.publish_at, story.created_by) == ("draft", None, reporter)
    assert story.slug != "x"


def test_an_editor_makes_a_topic_while_typing_and_a_reporter_does_not(client, reporter):
    story = make_article(by=reporter)
    response = save(client, story, tag_choices="Topik Serba Baru")
    assert "tag_choices" in errors_of(response)
    client.force_login(make_user("editor"))
    save(client, story, tag_choices="Topik Serba Baru")
    assert [tag.slug for tag in Tag.objects.all()] == ["topik-serba-baru"]
    assert list(story.tags.all()) == [Tag.objects.get()]


def test_an_unknown_region_is_named_in_the_refusal(client, reporter):
    response = save(client, make_article(by=reporter), region_choices="Atlantis")
    assert "Atlantis" in errors_of(response)["region_choices"][0]


def test_text_that_cannot_be_cleaned_is_refused_and_kept_in_the_form(client, reporter):
    story = make_article(by=reporter)
    tangled = "<blockquote>" * 60 + "Kalimat yang tidak boleh hilang"
    response = save(client, story, body=tangled)
    assert "body" in errors_of(response)
    assert "Kalimat yang tidak boleh hilang" in response.content.decode()
    story.refresh_from_db()
    assert "Kalimat" not in story.body


def test_a_removed_credit_is_gone_and_an_added_one_is_there(client, reporter):
    story = make_article(by=reporter)
    data = {
        "credits-0-DELETE": "on",
        "credits-TOTAL_FORMS": 2,
        "credits-1-role": "writer",
        "credits-1-name": "Penulis Tamu",
        "credits-1-order": 0,
    }
    save(client, story, **data)
    assert [str(credit) for credit in story.credits.all()] == ["Penulis Tamu"]


def test_a_credit_needs_one_of_staff_and_outside_name(client, reporter):
    story = make_article(by=reporter)
    response = save(client, story, **{"credits-0-name": "Juga tamu"})
    assert response.status_code == 200
    assert [str(credit) for credit in story.credits.all()] == [str(reporter)]


def test_gallery_and_related_stories_are_saved_in_their_order(client, editor):
    story, other = make_article(), make_article("published")
    photos = [make_photo(), make_photo()]
    data = {"gallery_items-TOTAL_FORMS": 2, "related_links-TOTAL_FORMS": 1}
    for index, photo in enumerate(photos):
        data[f"gallery_items-{index}-photo"] = photo.pk
        data[f"gallery_items-{index}-order"] = 1 - index
    data |= {"related_links-0-to": other.pk, "related_links-0-order": 0}
    save(client, story, **data)
    assert [item.photo for item in story.gallery_items.all()] == photos[::-1]
    assert [link.to for link in story.related_links.all()] == [other]


def test_a_story_that_the_writer_cannot_see_cannot_be_related(client, reporter):
    story, hidden = make_article(by=reporter), make_article("draft")
    data = {"related_links-TOTAL_FORMS": 1, "related_links-0-to": hidden.pk}
    assert save(client, story, **data).status_code == 200
    assert not story.related_links.exists()


def test_a_story_without_a_headline_can_be_opened(client, reporter):
    story = make_article(by=reporter, headline="")
    assert page_of(client, story).status_code == 200
    assert save(client, story, body="").status_code == 302


# --- A story that readers see -----------------------------------------------------------------


def test_a_public_story_asks_what_kind_of_change_it_is(client, editor):
    story = make_article("published")
    response = save(client, story, headline="Judul lain")
    assert "save_kind" in errors_of(response)
    story.refresh_from_db()
    assert story.headline != "Judul lain"


def test_a_silent_fix_tells_readers_nothing(client, editor):
    story = make_article("published")
    save(client, story, headline="Judul lain", save_kind="silent")
    story.refresh_from_db()
    assert (story.headline, story.revised_at, story.corrected_at) == ("Judul lain", None, None)


def test_an_update_shows_its_time(client, editor):
    story = make_article("published")
    save(client, story, headline="Judul lain", save_kind="update")
    story.refresh_from_db()
    assert story.revised_at
    assert not Correction.objects.exists()


@pytest.mark.parametrize("kind", ["correction", "reply"])
def test_a_correction_and_a_reply_need_words_for_readers(client, editor, kind):
    story = make_article("published")
    response = save(client, story, save_kind=kind)
    assert "correction_text" in errors_of(response)
    save(client, story, save_kind=kind, correction_text="Yang benar 12 orang.")
    assert [(c.kind, c.text) for c in story.corrections.all()] == [(kind, "Yang benar 12 orang.")]


def test_a_public_story_cannot_be_emptied(client, editor):
    story = make_article("published")
    response = save(client, story, summary="", body="", save_kind="silent")
    assert {"summary", "body"} <= set(errors_of(response))
    response = save(client, story, save_kind="silent", **{"credits-0-DELETE": "on"})
    assert response.status_code == 200
    assert story.credits.count() == 1


def test_class_and_disclosure_of_a_public_story_stay(client, editor):
    story = make_article("published")
    save(client, story, story_class="release", disclosure="Iklan", save_kind="silent")
    story.refresh_from_db()
    assert (story.story_class, story.disclosure) == ("news", "")


# --- Two at once -----------------------------------------------------------------------------


@pytest.fixture
def late(client, editor):
    """A story that a colleague saved after the editor had opened it."""
    colleague = make_user("editor", byline="Rekan Cepat")
    story = make_article(summary="Ringkasan lama.")
    data = typed(page_of(client, story), headline="Judul saya", body="<p>Naskah saya.</p>")
    story.headline = "Judul rekan"
    story.save()
    Credit.objects.create(article=story, name="Dari rekan", order=5)
    workflow.save_content(story, by=colleague)
    return story, data


def test_a_late_save_shows_both_texts_and_changes_nothing(client, late):
    story, data = late
    response = client.post(reverse("admin:articles_article_change", args=[story.pk]), data)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Judul saya", "Naskah saya.", "Judul rekan", "Rekan Cepat"):
        assert words in page
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Judul rekan", 1)


def next_data(response, **changes):
    """What the page of two texts sends."""
    data = dict(response.context["rows"])
    for pair in [*response.context["pairs"], *response.context["same"]]:
        value = pair.field.value() if pair.field else None
        if value is not None and value is not False:
            data[pair.name] = "on" if value is True else value
        if pair.differs:
            data[f"_take-{pair.name}"] = "theirs" if pair.take_theirs else "mine"
    return data | {"version": response.context["original"].version, **changes}


def test_of_two_texts_the_writer_takes_one_and_keeps_another(client, late):
    story, data = late
    url = reverse("admin:articles_article_change", args=[story.pk])
    page = client.post(url, data)
    saved = client.post(url, next_data(page, **{"_take-headline": "theirs"}))
    story.refresh_from_db()
    assert saved.status_code == 302
    assert (story.headline, story.body) == ("Judul rekan", "<p>Naskah saya.</p>")
    assert (story.summary, story.version) == ("Ringkasan lama.", 2)
    assert "Dari rekan" in [str(credit) for credit in story.credits.all()]


def test_two_lead_photos_stand_side_by_side(client, editor):
    mine, theirs = make_photo(caption="Foto saya."), make_photo(caption="Foto rekan.")
    story = make_article()
    data = typed(page_of(client, story), lead_photo=mine.pk)
    story.lead_photo = theirs
    story.save()
    workflow.save_content(story, by=make_user("editor"))
    url = reverse("admin:articles_article_change", args=[story.pk])
    response = client.post(url, data)
    assert [pair.name for pair in response.context["pairs"]] == ["lead_photo"]
    for words in ("Foto saya.", "Foto rekan."):
        assert words in response.content.decode()


def test_a_field_that_only_the_other_changed_is_taken_from_the_other(client, editor):
    story = make_article(by=editor, summary="Ringkasan lama.")
    data = typed(page_of(client, story), headline="Judul saya")
    story.summary = "Ringkasan rekan."
    story.save()
    workflow.save_content(story, by=make_user("editor"))
    url = reverse("admin:articles_article_change", args=[story.pk])
    client.post(url, next_data(client.post(url, data)))
    story.refresh_from_db()
    assert (story.headline, story.summary) == ("Judul saya", "Ringkasan rekan.")


def test_rows_that_only_the_other_changed_stay_as_the_other_left_them(client, editor):
    story = make_article(by=editor)
    data = typed(page_of(client, story), headline="Judul saya")
    story.credits.update(role="editor")
    Credit.objects.create(article=story, name="Dari rekan", order=5)
    workflow.save_content(story, by=make_user("editor"))
    url = reverse("admin:articles_article_change", args=[story.pk])
    page = client.post(url, data)
    assert [(pair.name, pair.who) for pair in page.context["pairs"]] == [
        ("headline", "mine"),
        ("credits", "theirs"),
    ]
    client.post(url, next_data(page))
    assert [(credit.role, str(credit)) for credit in story.credits.all()] == [
        ("editor", str(editor)),
        ("writer", "Dari rekan"),
    ]


def test_a_reporter_whose_story_was_taken_over_still_finds_the_text(client, reporter):
    story = make_article(by=reporter)
    data = typed(page_of(client, story), body="<p>Kalimat terakhir saya.</p>")
    workflow.submit(story, by=reporter)
    url = reverse("admin:articles_article_change", args=[story.pk])
    response = client.post(url, data)
    assert response.status_code == 409
    assert "Kalimat terakhir saya." in response.content.decode()
    assert client.post(url, {**data, "version": 1}).status_code == 403


# --- Who sees what ---------------------------------------------------------------------------


def test_a_reporter_cannot_open_a_colleagues_draft_nor_its_record(client, reporter):
    story = make_article("draft", headline="Rahasia dapur")
    for page in ("change", "history", "preview", "preview_page"):
        response = client.get(reverse(f"admin:articles_article_{page}", args=[story.pk]))
        assert response.status_code in (302, 404)
        assert "Rahasia dapur" not in response.content.decode()


def test_a_reporter_reads_a_published_story_without_a_form(client, reporter):
    story = make_article("published", headline="Judul terbit")
    page = page_of(client, story).content.decode()
    assert "Judul terbit" in page
    assert 'id="story-form"' not in page
    assert client.post(reverse("admin:articles_article_change", args=[story.pk])).status_code == 403


@pytest.mark.parametrize("role", ["reporter", "editor", "head", "officer", "auditor"])
def test_nobody_deletes_a_story(client, roles, role):
    user = make_user(role)
    client.force_login(user)
    story = make_article(by=user)
    url = reverse("admin:articles_article_delete", args=[story.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=story.pk).exists()


def test_the_search_for_related_stories_leaks_no_draft(client, reporter):
    shown = make_article("published", headline="Panen jagung terbit")
    make_article("draft", headline="Panen jagung rahasia")
    url = reverse("admin:articles_article_stories")
    found = client.get(url, {"q": "panen jagung"}).json()["stories"]
    assert [story["id"] for story in found] == [shown.pk]
    hidden = Article.objects.get(headline="Panen jagung rahasia")
    assert client.get(url, {"q": str(hidden.pk)}).json() == {"stories": []}


def test_a_story_of_ones_own_is_found_by_its_number(client, reporter):
    story = make_article("draft", by=reporter)
    found = client.get(reverse("admin:articles_article_stories"), {"q": f"#{story.pk}"}).json()
    assert [row["headline"] for row in found["stories"]] == [story.headline]


def test_topics_are_suggested_beginning_first(client, reporter):
    for name in ("Kerja Bakti", "Bursa Kerja", "Banjir"):
        make_tag(name=name)
    names = client.get(reverse("admin:articles_article_topics"), {"q": "kerja"}).json()["names"]
    assert names == ["Kerja Bakti", "Bursa Kerja"]


def test_the_staff_list_of_credits_shows_by_lines_only(client, reporter):
    make_user("editor", username="nama-masuk", byline="Nama Tampil")
    page = client.get(ADD).content.decode()
    assert "Nama Tampil" in page
    assert "nama-masuk" not in page


def test_the_page_says_what_is_missing_and_shows_the_returned_note(client, reporter):
    story = make_article(by=reporter, summary="", return_note="Tambahkan sumber kedua.")
    response = page_of(client, story)
    assert [field for field, _ in response.context["missing"]] == ["summary"]
    assert "Tambahkan sumber kedua." in response.content.decode()


def test_the_record_shows_moves_and_versions_and_takes_no_post(client, editor):
    story = make_article("submitted")
    workflow.return_to_writer(story, by=editor, note="Kutipan kurang.")
    url = reverse("admin:articles_article_history", args=[story.pk])
    assert "Kutipan kurang." in client.get(url).content.decode()
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_for_one_row_and_for_three(
    client, editor, rows, django_assert_max_num_queries
):
    named = [{"user": make_user("reporter")} for _ in range(rows)]
    story = make_article(credits=named, regions=[make_region() for _ in range(rows)])
    for index in range(rows):
        story.gallery_items.create(photo=make_photo(), order=index)
        story.related_links.create(to=make_article("published"), order=index)
    with django_assert_max_num_queries(25):
        page_of(client, story)
