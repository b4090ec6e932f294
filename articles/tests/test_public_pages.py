"""What holds for every public page: no cookie, no stranger, sizes, budgets."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.models import Page
from articles.tests.factories import make_article, make_photo
from articles.tests.pages import WIDE, full_story, lists_of, read, shown_everywhere, text_of

pytestmark = pytest.mark.django_db


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
