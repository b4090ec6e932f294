"""Sections, regions, topics, authors, days and search: what they show and what never."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction
from articles.tests.factories import (
    make_article,
    make_region,
    make_section,
    make_user,
)
from articles.tests.pages import (
    lists_of,
    published,
    shown_everywhere,
    text_of,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_published_story_is_on_every_list(client):
    article = shown_everywhere("published")
    for path in lists_of(article):
        assert article.get_absolute_url() in text_of(client.get(path)), path


@pytest.mark.parametrize("status", ["draft", "submitted", "spiked", "retracted"])
def test_a_story_that_readers_may_not_see_is_on_no_list(status, client):
    article = shown_everywhere(status)
    for path in lists_of(article):
        text = text_of(client.get(path))
        assert "Kepiting bakau" not in text, path


def test_a_scheduled_story_is_on_no_list(client):
    article = shown_everywhere("published", publish_at=timezone.now() + HOUR)
    for path in lists_of(article):
        assert "Kepiting bakau" not in text_of(client.get(path)), path


@pytest.mark.parametrize("status", ["retracted", "published"])
def test_the_ledger_shows_no_correction_of_a_story_that_is_not_public(status, client):
    later = {"publish_at": timezone.now() + HOUR} if status == "published" else {}
    article = make_article(status, **later)
    Correction.objects.create(article=article, kind="reply", text="Jawaban.", by=make_user())
    assert "Jawaban." not in text_of(client.get(reverse("articles:corrections")))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_five_queries_at_most_with_nothing_kept(
    rows, client, django_assert_max_num_queries
):
    article = shown_everywhere("published")
    shared = {"section": article.section, "regions": article.regions.all()}
    for _ in range(rows - 1):
        published(tags=article.tags.all(), headline="Kepiting lagi", **shared)
    Correction.objects.create(article=article, kind="reply", text="Jawaban.", by=make_user())
    for path in [*lists_of(article)[1:], "/cari/?q=kepiting&urut=relevansi", "/ralat/"]:
        cache.clear()
        with django_assert_max_num_queries(5):
            assert client.get(path).status_code == 200


def test_a_long_list_is_read_page_by_page(client):
    section = make_section()
    made = [published(section=section, publish_at=timezone.now() - n * HOUR) for n in range(1, 26)]
    first = client.get(section.get_absolute_url())
    older = re.search(r'rel="next" href="([^"]+)"', text_of(first))[1]
    second = client.get(section.get_absolute_url() + older)
    assert [s.pk for s in first.context["page"]] == [s.pk for s in made[:20]]
    assert [s.pk for s in second.context["page"]] == [s.pk for s in made[20:]]
    assert 'rel="prev"' in text_of(second)
    assert "noindex" in text_of(second)


def test_a_section_names_the_sections_below_it(client):
    section = make_section()
    child = make_section(parent=section)
    assert child.get_absolute_url() in text_of(client.get(section.get_absolute_url()))


def test_a_region_gives_its_official_name_and_seat(client):
    region = make_region(name="Gunungsitoli", kind="kota", seat="Gunungsitoli")
    text = text_of(client.get(region.get_absolute_url()))
    assert "<h1>Kota Gunungsitoli</h1>" in text


def test_a_user_without_a_slug_has_no_page(client):
    make_user(username="rahasia")
    assert client.get("/penulis/rahasia/").status_code == 404


# --- Days ------------------------------------------------------------------------------------


def test_a_day_lists_its_stories_and_leads_to_its_neighbours(client):
    inside = published(publish_at=datetime(2022, 6, 28, 10, 51, tzinfo=UTC))
    outside = published(publish_at=datetime(2022, 6, 28, 17, 0, tzinfo=UTC))
    text = text_of(client.get("/indeks/?tanggal=2022-06-28"))
    assert inside.get_absolute_url() in text
    assert outside.get_absolute_url() not in text
    assert "?tanggal=2022-06-27" in text
    assert "?tanggal=2022-06-29" in text


@pytest.mark.parametrize("asked", ["kemarin", "2022-13-01", "2022-6-8", "0001-01-01", "x" * 10])
def test_a_date_that_is_none_is_kept_and_named_and_today_is_shown(asked, client):
    article = published()
    response = client.get("/indeks/", {"tanggal": asked})
    text = text_of(response)
    assert response.status_code == 200
    assert f'value="{asked}"' in text
    assert 'role="alert"' in text
    assert article.get_absolute_url() in text


@pytest.mark.parametrize("asked", ["1000-01-01", "9997-12-31"])
def test_the_ends_of_the_calendar_are_empty_days(asked, client):
    assert client.get("/indeks/", {"tanggal": asked}).status_code == 200


# --- Search ----------------------------------------------------------------------------------


def found(client, **query):
    return {story.pk for story in client.get("/cari/", query).context.get("page", [])}


def test_search_narrows_by_section_region_and_days(client):
    section, region = make_section(), make_region()
    child = make_section(parent=section)
    moment = datetime(2022, 6, 28, 10, 0, tzinfo=UTC)
    a = published(headline="Cabai satu", section=child, publish_at=moment)
    b = published(headline="Cabai dua", regions=[region], publish_at=moment - 48 * HOUR)
    assert found(client, q="cabai") == {a.pk, b.pk}
    assert found(client, q="cabai", rubrik=section.slug) == {a.pk}
    assert found(client, q="cabai", daerah=region.slug) == {b.pk}
    assert found(client, q="cabai", dari="2022-06-28") == {a.pk}
    assert found(client, q="cabai", sampai="2022-06-27") == {b.pk}
    assert found(client, dari="2022-06-28", sampai="2022-06-28") == {a.pk}


def test_search_marks_what_it_found_and_nothing_else(client):
    published(headline="Membangun <b>jalan</b>")
    text = text_of(client.get("/cari/?q=pembangunan"))
    assert "<mark>Membangun</mark> &lt;b&gt;jalan&lt;/b&gt;" in text


def test_search_keeps_a_date_that_is_none_and_says_so(client):
    article = published(headline="Cabai")
    response = client.get("/cari/?q=cabai&dari=2022-13-45")
    text = text_of(response)
    assert 'value="2022-13-45"' in text
    assert 'id="dari-salah"' in text
    assert [story.pk for story in response.context["page"]] == [article.pk]


def test_search_says_what_narrows_it(client):
    section, region = make_section(), make_region(kind="kota", name="Binjai")
    query = {"rubrik": section.slug, "daerah": region.slug, "dari": "2022-06-28"}
    form = client.get("/cari/", query).context["form"]
    assert form.active == [section.name, "Kota Binjai", "2022-06-28 – "]


@pytest.mark.parametrize("order", ["terbaru", "relevansi", "aneh"])
def test_search_finds_the_same_in_every_order(order, client):
    article = published(headline="Cabai")
    assert found(client, q="cabai", urut=order) == {article.pk}


def test_search_without_a_question_asks_for_one_and_an_empty_result_helps(client):
    assert "page" not in client.get("/cari/").context
    assert 'href="/indeks/"' in text_of(client.get("/cari/?q=zzzz"))


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%FF%FE",
        "q=" + "a" * 5000,
        "q='\";--",
        "rubrik=x&daerah=y",
        "sebelum=x",
        "q=*%20(OR",
    ],
)
def test_search_survives_what_people_send(query, client):
    assert client.get(f"/cari/?{query}").status_code == 200


def test_pages_of_results_keep_the_question(client):
    for _ in range(21):
        published(headline="Cabai & bawang")
    text = text_of(client.get("/cari/", {"q": "cabai & bawang"}))
    assert 'rel="next" href="?q=cabai+%26+bawang&amp;sebelum=' in text
