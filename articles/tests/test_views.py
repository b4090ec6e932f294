"""One story: the right one at the right address, and nothing that is not for readers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, GalleryItem
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)
from articles.tests.pages import (
    full_story,
    published,
    read,
    text_of,
)
from articles.views import story_context

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_story_is_read_at_its_address(client):
    article = published(headline="Jalan Kabanjahe dibuka lagi")
    response = read(client, article)
    assert response.status_code == 200
    assert "<h1>Jalan Kabanjahe dibuka lagi</h1>" in text_of(response)


@pytest.mark.parametrize("path", ["/berita/{}/", "/berita/{}/salah/"])
def test_a_wrong_or_missing_slug_leads_to_the_right_one(path, client):
    article = published()
    response = client.get(path.format(article.pk))
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


@pytest.mark.parametrize("status", ["draft", "submitted", "spiked"])
def test_a_story_that_is_not_published_is_not_there(status, client):
    assert read(client, make_article(status)).status_code == 404


def test_a_scheduled_story_is_not_there_and_its_address_tells_nothing(client):
    article = published(publish_at=timezone.now() + HOUR, headline="Rahasia besok")
    for path in (article.get_absolute_url(), f"/berita/{article.pk}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "Rahasia besok" not in text_of(response)


def test_a_retracted_story_is_gone_with_reason_and_time(client):
    moment = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    article = make_article(
        "retracted",
        headline="Harga beras naik",
        body="<p>Isi yang salah.</p>",
        retraction_reason="Angka berasal dari sumber yang keliru.",
        retracted_at=moment,
    )
    response = read(client, article)
    text = text_of(response)
    assert response.status_code == 410
    assert "Harga beras naik" in text
    assert "Angka berasal dari sumber yang keliru." in text
    assert 'datetime="2026-03-02T10:00:00+07:00"' in text
    assert "Isi yang salah" not in text


def test_a_retraction_that_protects_a_child_leaves_not_even_the_headline(client):
    article = make_article("retracted", headline="Nama Anak", retraction_hides_identity=True)
    for path in (
        f"/berita/{article.pk}/",
        article.get_absolute_url(),
        reverse("articles:corrections"),
    ):
        text = text_of(client.get(path))
        assert "Nama Anak" not in text
        assert "nama-anak" not in text


def test_the_dateline_stands_inside_the_first_paragraph(client):
    article = published(dateline="Limapuluh", body="<h2>Awal</h2><p>Isi satu.</p><p>Isi dua.</p>")
    text = text_of(read(client, article))
    assert '<p><strong class="dateline">Limapuluh (ANTARA)</strong> - Isi satu.</p>' in text
    assert text.count("Limapuluh (ANTARA)") == 1


def test_the_region_of_the_dateline_comes_first(client):
    other, home = make_region(order=1), make_region(name="Medan", order=9)
    response = read(client, published(regions=[other, home], dateline="Medan"))
    assert response.context["regions"] == [home, other]


def test_two_writers_are_parted_by_a_comma(client):
    text = text_of(read(client, published(credits=[{"name": "Ucok"}, {"name": "Butet"}])))
    assert "Ucok, Butet" in text


def test_a_right_of_reply_is_not_called_a_correction(client):
    article = published()
    Correction.objects.create(article=article, kind="reply", text="Jawaban.", by=make_user())
    # One label, on the box below the text; a correction also stands above the headline.
    assert text_of(read(client, article)).count("label--ralat") == 1


def test_a_place_with_markup_in_its_name_is_printed_as_text(client):
    text = text_of(read(client, published(dateline="<b>Medan</b>")))
    assert "&lt;b&gt;Medan&lt;/b&gt; (ANTARA)" in text


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"story_class": "advertorial", "disclosure": "Kerja sama Dinas X."}, "advertorial"),
        ({"story_class": "release"}, "release"),
    ],
)
def test_a_story_that_is_no_news_says_so_wherever_it_is_named(values, label, client):
    section = make_section(show_on_home=True)
    article = published(section=section, **values)
    for path in (article.get_absolute_url(), section.get_absolute_url(), "/", "/indeks/"):
        text = text_of(client.get(path))
        assert f"label--{label}" in text
        assert values.get("disclosure", "") in text


def test_the_line_of_a_cooperation_goes_wherever_the_story_is_named(client):
    line = "Berita ini bagian dari kerja sama dengan Pemkab Uji."
    section = make_section(show_on_home=True)
    article = published(section=section, headline="Kepiting bakau", disclosure=line)
    paths = [article.get_absolute_url(), section.get_absolute_url(), "/", "/indeks/"]
    paths += ["/cari/?q=kepiting", "/rss.xml", "/atom.xml", "/feed.json"]
    paths += [f"/berita/{article.pk}/ninjs.json"]
    assert [path for path in paths if line not in text_of(client.get(path))] == []


def test_plain_news_carries_no_label(client):
    assert "label--" not in text_of(read(client, published()))


def test_a_correction_is_shown_with_an_anchor_and_its_time(client):
    article = published()
    entry = Correction.objects.create(
        article=article, kind="correction", text="Bukan 12, melainkan 21.", by=make_user(),
        at=datetime(2026, 3, 2, 3, 0, tzinfo=UTC),
    )  # fmt: skip
    text = text_of(read(client, article))
    assert f'id="ralat-{entry.pk}"' in text
    assert "Bukan 12, melainkan 21." in text
    assert 'datetime="2026-03-02T10:00:00+07:00"' in text
    assert entry.get_absolute_url() in text_of(client.get(reverse("articles:corrections")))


def test_the_makers_are_named_and_linked_where_they_have_a_page(client):
    writer = make_user(byline="Rina Siregar", slug="rina-siregar")
    people = [{"user": writer}, {"name": "Ucok Lubis", "role": "photographer"}]
    text = text_of(read(client, published(credits=people)))
    assert '<a rel="author" href="/penulis/rina-siregar/">Rina Siregar</a>' in text
    assert "Ucok Lubis" in text
    assert "/penulis/ucok-lubis/" not in text


def test_only_a_story_of_more_than_a_year_says_that_it_is_old(client):
    now = timezone.now()
    old = published(publish_at=now - timedelta(days=367))
    new = published(publish_at=now - timedelta(days=360))
    assert 'class="notice"' in text_of(read(client, old))
    assert 'class="notice"' not in text_of(read(client, new))


def test_an_update_is_shown_with_its_time(client):
    moment = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert "2026-03-02T10:00:00+07:00" in text_of(read(client, published(revised_at=moment)))


def test_a_story_offers_its_gallery_related_stories_and_topics(client):
    tag = make_tag(name="Danau Toba", slug="danau-toba")
    article, other = published(tags=[tag]), published(tags=[tag], headline="Terkait sekali")
    photo = make_photo(caption="Kapal di dermaga.")
    GalleryItem.objects.create(article=article, photo=photo)
    text = text_of(read(client, article))
    assert "Kapal di dermaga." in text
    assert other.get_absolute_url() in text
    assert 'href="/topik/danau-toba/"' in text


def test_a_story_tells_where_its_readers_are_counted(client):
    article = published()
    assert f'data-beacon="/hitung/{article.pk}/"' in text_of(read(client, article))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_story_costs_six_queries_with_everything_in_it(
    rows, client, django_assert_max_num_queries
):
    article = full_story(rows)
    cache.clear()  # neither the menu nor the ranking of the minute is kept
    with django_assert_max_num_queries(6):
        text = read(client, article).content.decode()
    assert text.count("<picture") == 1 + 2 * rows  # the lead's, the gallery's and the text's


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plain_story_costs_six_queries_with_nothing_kept(
    rows, client, django_assert_max_num_queries
):
    article = [published() for _ in range(rows)][0]
    cache.clear()
    with django_assert_max_num_queries(6):
        read(client, article)


def test_a_bare_draft_can_be_previewed(rf):
    article = make_article(section=None, headline="", summary="", body="", credits=[])
    context = {**story_context(article), "preview": True}
    text = render_to_string("articles/detail.html", context, request=rf.get("/"))
    assert "noindex" in text
    assert "data-beacon" not in text
