"""Search: the same answers on SQLite and PostgreSQL. The suite runs this file on both."""

import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from model_bakery import baker

from articles import search
from articles.models import Article, Region, Tag
from articles.words import stems, stems_of

pytestmark = pytest.mark.django_db

STORIES = {
    "visit": (
        "Diskominfo Batu Bara kunjungi ANTARA Sumut",
        "<p>Keduanya menjajaki kerja sama pelatihan bagi aparatur sipil negara.</p>",
    ),
    "road": (
        "Pembangunan jalan lingkar Toba dipercepat",
        "<p>Pemerintah membangun jalan baru di tepi danau. Warga Balige menyambutnya.</p>",
    ),
    "coal": ("Harga batu naik", "<p>Bara api unggun padam; batu kali tidak.</p>"),
    "memo": (
        "Bupati Batubara menandatangani nota kesepahaman",
        "<p>Penandatanganan itu kerjasama dengan RS Jum&#39;at Sehat &amp; Café Délta.</p>",
    ),
    "palas": ("Panen raya di Palas", "<p>Petani Padang Lawas memanen padi, bukan sawit.</p>"),
    "paluta": ("Banjir di Paluta surut", "<p>COVID-19 disebut dua kali: covid dan 19.</p>"),
}


@pytest.fixture
def stories():
    for name, aliases in [
        ("Batu Bara", ["Batubara"]),
        ("Toba", ["Toba Samosir"]),
        ("Padang Lawas", ["Palas"]),
        ("Padang Lawas Utara", ["Paluta"]),
    ]:
        code = str(Region.objects.count())
        baker.make(
            Region, name=name, slug=name, aliases=aliases, kind="kabupaten", kemendagri_code=code,
            bps_code=code,
        )  # fmt: skip
    made = {}
    for name, (headline, body) in STORIES.items():
        made[name] = baker.make(Article, headline=headline, body=body, summary="", dateline="")
        search.index_article(made[name])
    return made


def found(words, **options):
    names = {headline: name for name, (headline, _body) in STORIES.items()}
    articles = search.search_articles(Article.objects.order_by("pk"), words, **options)
    return [names[article.headline] for article in articles]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("membangun", ["road"]),
        ("pembangunan", ["road"]),
        ("BANGUN", ["road"]),
        ("Batu Bara", ["visit", "memo"]),
        ("Batubara", ["visit", "memo"]),
        ("bupati batu bara", ["memo"]),
        ('"bupati batubara"', ["memo"]),
        ("batu", ["visit", "coal"]),
        ("bara batu", ["visit", "coal"]),
        ("kerja sama", ["visit", "memo"]),
        ("kerjasama", ["visit", "memo"]),
        ("bekerja sama", ["visit", "memo"]),
        ("bekerjasama", ["visit", "memo"]),
        ("kerjasamanya", ["visit", "memo"]),
        ("sama", ["visit", "memo"]),
        ("tanda tangan", ["memo"]),
        ("ditandatangani", ["memo"]),
        ("tangan tanda", ["memo"]),
        ("toba samosir", ["road"]),
        ("padang lawas", ["palas"]),
        ("palas", ["palas"]),
        ("padang lawas utara", ["paluta"]),
        ("paluta", ["paluta"]),
        ("jalan balige", ["road"]),
        ("jalan sawit", []),
        ('"jalan baru"', ["road"]),
        ('"baru jalan"', []),
        ('"toba dipercepat pemerintah"', []),
        ("jumat", ["memo"]),
        ("Jum’at", ["memo"]),
        ("cafe delta", ["memo"]),
        ("CAFE\u0301", ["memo"]),
        ("covid-19", ["paluta"]),
        ("pani", []),
        ("", ["visit", "road", "coal", "memo", "palas", "paluta"]),
        ("  ", ["visit", "road", "coal", "memo", "palas", "paluta"]),
        ("?!", []),
    ],
)
def test_words_find_the_same_stories_on_every_database(stories, words, expected):
    assert found(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        '"', '"""', "'", "\\", "\0", "*", "a*", "(", ") OR (", "NEAR(a b)", "headline:a", "a:*",
        "a & | !b", "<->", "AND", "NOT", "OR", "^a", "-a", "%", "_", "{}", "%s",
        "; DROP TABLE articles_search", "\ud800", "\ufffe", "😀", "汉字", "ا", "ı", "ß",
        "x" * 10_000, "kata " * 2_000, '"' * 10_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", [False, True])
def test_nothing_that_can_be_typed_is_an_error(stories, words, prefix):
    assert isinstance(found(words, prefix=prefix), list)
    assert isinstance(search.highlight("Kata AND *", words), str)
    assert list(search.by_relevance(Article.objects.all(), words)) is not None


def test_only_the_first_twelve_words_count(stories):
    assert found("jalan " * 12 + "sawit") == ["road"]
    assert found("jalan " * 11 + "sawit") == []


def test_an_unfinished_word_finds_by_its_beginning_only_where_asked(stories):
    assert found("simpang sip", prefix=True) == []
    assert found("aparatur sip", prefix=True) == ["visit"]
    assert found("aparatur sip") == []
    assert found("sip aparatur", prefix=True) == []
    assert found("Batub", prefix=True) == ["memo"]


def test_search_narrows_what_it_is_given(stories):
    batu_bara = Article.objects.exclude(pk=stories["memo"].pk)
    assert list(search.search_articles(batu_bara, "batubara")) == [stories["visit"]]


def test_a_story_is_found_by_what_it_says_now(stories):
    road = stories["road"]
    road.headline, road.body = "Jembatan", "<p>Baja.</p>"
    search.index_article(road)
    assert list(search.search_articles(Article.objects.all(), "jembatan")) == [road]
    assert list(search.search_articles(Article.objects.all(), "danau")) == []


def test_a_story_is_found_by_its_topics_regions_and_place(stories):
    road = stories["road"]
    road.tags.add(baker.make(Tag, name="Infrastruktur", slug="i"))
    road.regions.add(Region.objects.get(name="Batu Bara"))
    road.dateline, road.summary = "Parapat", "Ringkasan"
    search.index_article(road)
    assert found("infrastruktur batubara parapat ringkas") == ["road"]


def test_a_new_alias_of_a_region_finds_at_once(stories):
    assert found("Asahan Lama") == []
    region = Region.objects.get(name="Batu Bara")
    region.aliases = ["Batubara", "Asahan Lama"]
    region.save()
    assert found("Asahan Lama") == ["visit", "memo"]


def test_the_index_forgets_a_deleted_story(stories):
    stories["coal"].delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search")
        assert cursor.fetchone() == (len(STORIES) - 1,)


def test_reindex_makes_the_index_anew_in_batches(stories):
    search.remove_article(stories["road"].pk)
    search.index_article(Article(pk=10**6, headline="Hantu"))
    assert found("danau") == []
    seen = []
    assert search.reindex(seen.append, batch=4) == 6
    assert seen == [4, 6]
    assert found("danau") == ["road"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search")
        assert cursor.fetchone() == (6,)


def test_the_reindex_command_says_how_many(stories):
    out = StringIO()
    call_command("reindex", stdout=out, no_color=True)
    assert out.getvalue() == "6 of 6\nIndexed 6 stories.\n"


def test_reindexing_asks_per_batch_and_not_per_story(stories, django_assert_num_queries):
    with django_assert_num_queries(8):
        search.reindex()


def test_relevance_puts_the_headline_and_words_side_by_side_first():
    made = {}
    for name, headline, body in [
        ("both in headline", "Panen padi raya", "<p>a</p>"),
        ("one in headline", "Panen", "<p>padi</p>"),
        ("apart in body", "Berita", "<p>padi yang dipanen</p>"),
        ("side by side", "Kabar", "<p>panen padi</p>"),
        ("newest without", "Lain", "<p>panen</p>"),
    ]:
        made[name] = baker.make(Article, headline=headline, body=body, summary="", dateline="")
        search.index_article(made[name])
    ranked = search.by_relevance(Article.objects.all(), "panen padi")
    assert list(ranked) == [
        made[name]
        for name in ("both in headline", "one in headline", "side by side", "apart in body")
    ]


def test_relevance_ranks_only_the_newest(stories, monkeypatch):
    monkeypatch.setattr(search, "MAX_RANKED", 1)
    assert list(search.by_relevance(Article.objects.all(), "kerja sama")) == [stories["memo"]]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Pembangunan jalan", "membangun", "<mark>Pembangunan</mark> jalan"),
        ("Di Batubara & <b>", "batu bara", "Di <mark>Batubara</mark> &amp; &lt;b&gt;"),
        ("Di Batu Bara", "batubara", "Di <mark>Batu Bara</mark>"),
        ("kerjasama itu", "bekerja sama", "<mark>kerjasama</mark> itu"),
        ("batu kali", "batu bara", "batu kali"),
        ("Café Jum’at", "cafe jumat", "<mark>Café</mark> <mark>Jum’at</mark>"),
        ("satu dua", "", "satu dua"),
    ],
)
def test_what_was_found_is_marked_and_all_else_escaped(stories, text, words, marked):
    assert search.highlight(text, words) == marked


def test_an_excerpt_shows_where_the_body_speaks_of_the_words():
    body = f"<p>{'awal ' * 100}</p><p>Ketua &lt;DPRD&gt; memanen padi.</p><p>{'akhir ' * 100}</p>"
    article = Article(summary="Ringkasan.", body=body)
    text = search.excerpt(article, "panen")
    assert "Ketua &lt;DPRD&gt; <mark>memanen</mark> padi. akhir" in text
    assert text.startswith("… awal awal")
    assert text.endswith("akhir …")
    assert len(text) < 300
    assert search.excerpt(article, "ringkas") == "<mark>Ringkasan</mark>."
    assert search.excerpt(article, "sawit") == "Ringkasan."


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kerjasama", ("kerja", "sama")),
        ("bekerjasama", ("kerja", "sama")),
        ("penandatanganan", ("tanda", "tangan")),
        ("menindaklanjutinya", ("tindak", "lanjut")),
        ("perekonomian", ("ekonom",)),
        ("ekonomi", ("ekonom",)),
        ("pelatihan", ("latih",)),
    ],
)
def test_words_lose_their_affixes_and_compounds_come_apart(word, expected):
    assert stems_of(word) == expected


def test_a_stem_is_plain_letters_and_digits_whatever_the_word():
    assert all(
        s.isascii() and s.isalnum() and len(s) <= 60 for s in stems("汉字 ß İ ½ ا " + "é" * 99)
    )


def test_indexing_a_long_story_takes_milliseconds(stories):
    article = stories["road"]
    article.body = "<p>" + " ".join(f"membangun kata{n % 500}" for n in range(1000)) + "</p>"
    search.index_article(article)
    started = time.process_time()
    search.index_article(article)
    assert time.process_time() - started < 0.1
