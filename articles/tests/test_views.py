"""What readers get: the right story at the right address, and nothing that is not theirs."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, GalleryItem, HourlyViews, Page
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)
from articles.views import story_context

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WIDE = {"shape": "wide", "format": "jpeg", "width": 960, "height": 540, "name": "foto/w.jpg"}


def text_of(response):
    return response.content.decode()


def published(**values):
    return make_article("published", **values)


def read(client, article):
    return client.get(article.get_absolute_url())


# --- One story -------------------------------------------------------------------------------


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


def full_story(number):
    """A story with everything that costs a query."""
    photo = make_photo(renditions=[WIDE])
    user = make_user(slug=f"penulis-{photo.pk}")
    values = {"lead_photo": photo, "body": "<p>Isi.</p>" * number}
    article = published(
        regions=[make_region() for _ in range(number)],
        tags=[make_tag() for _ in range(number)],
        credits=[{"user": user}, *({"name": f"Luar {n}"} for n in range(number))],
        **values,
    )
    for _ in range(number):
        Correction.objects.create(article=article, kind="correction", text="Teks.", by=user)
        GalleryItem.objects.create(article=article, photo=make_photo())
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        HourlyViews.objects.create(article=published(tags=article.tags.all()), hour=hour, count=3)
    return article


@pytest.mark.parametrize("rows", [1, 3])
def test_a_story_costs_six_queries_with_everything_in_it(
    rows, client, django_assert_max_num_queries
):
    article = full_story(rows)
    read(client, full_story(1))  # the menu is kept, and so is the ranking of the minute
    with django_assert_max_num_queries(6):
        assert read(client, article).status_code == 200


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


# --- Lists -----------------------------------------------------------------------------------


def lists_of(article):
    """Every public list that could show the story."""
    return [
        "/",
        article.section.get_absolute_url(),
        *(link.region.get_absolute_url() for link in article.region_links.all()),
        *(link.tag.get_absolute_url() for link in article.tag_links.all()),
        *(c.user.get_absolute_url() for c in article.credits.all() if c.user.slug),
        "/indeks/",
        "/cari/?q=kepiting",
        "/terpopuler/",
        "/terpopuler/?rentang=7",
    ]


def shown_everywhere(status, **values):
    user = make_user(byline="Nama Penulis", slug="nama-penulis")
    article = make_article(
        status,
        headline="Kepiting bakau dari Langkat",
        section=make_section(show_on_home=True),
        regions=[make_region()],
        tags=[make_tag()],
        credits=[{"user": user}],
        **values,
    )
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    HourlyViews.objects.create(article=article, hour=hour, count=5)
    article.daily_views.create(day=timezone.localdate(), count=5)
    return article


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


# --- What holds for all pages ------------------------------------------------------------------


@pytest.fixture
def public_pages(client):
    article = shown_everywhere("published", lead_photo=make_photo(renditions=[WIDE]))
    Page.objects.create(slug="redaksi", title="Redaksi", body="<p>Susunan.</p>")
    retracted = make_article("retracted")
    others = ["/ralat/", "/redaksi/", "/tidak-ada/", retracted.get_absolute_url()]
    return [client.get(p) for p in [article.get_absolute_url(), *lists_of(article), *others]]


def test_public_pages_set_no_cookie_and_do_not_vary_by_one(public_pages):
    for response in public_pages:
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


def test_every_image_has_its_size_and_a_text(public_pages):
    images = [tag for r in public_pages for tag in re.findall(r"<img[^>]*>", text_of(r))]
    assert images
    for image in images:
        assert re.search(r' width="\d+" height="\d+" alt="', image), image


def test_public_pages_ask_nobody_else_and_carry_no_inline_code(public_pages):
    for response in public_pages:
        text = text_of(response)
        for address in re.findall(r'(?:src|srcset)="([^"]*)"', text):
            assert address.startswith("/"), address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
        scripts = re.findall(r"<script(?![^>]*(?: src=|ld\+json))", text)
        assert not scripts


def test_public_pages_preload_one_font_and_no_more(public_pages):
    for response in public_pages:
        assert text_of(response).count('as="font"') == 1


def zipped(data):
    return len(gzip.compress(data, 9))


def test_a_story_of_800_words_stays_within_its_budget(client):
    words = Path(settings.BASE_DIR, "articles/models/article.py").read_text().split()
    words = [re.sub(r"\W", "", word) or "dan" for word in words][:800]
    paragraphs = [" ".join(words[n : n + 40]) for n in range(0, 800, 40)]
    article = full_story(3)
    article.body = "".join(f"<p>{text}</p>" for text in paragraphs)
    article.save()
    assert zipped(read(client, article).content) <= 20_000


def test_styles_script_and_font_stay_within_their_budget():
    static = Path(settings.BASE_DIR, "static")
    styles = [static / "css" / f"{name}.css" for name in ("tokens", "site", "story")]
    assert zipped(b"".join(path.read_bytes() for path in styles)) <= 20_000
    assert (static / "js/site.js").stat().st_size <= 10_000
    assert (static / "fonts/newsreader.woff2").stat().st_size <= 60_000
