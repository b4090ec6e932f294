from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import HourlyViews, Page
from articles.tests.factories import make_article, make_photo, make_region, make_section

pytestmark = pytest.mark.django_db


def test_the_home_page_of_an_empty_newsroom_is_there(client):
    assert client.get("/").status_code == 200


def test_the_home_page_names_the_bureau_and_the_day(client, settings):
    text = client.get("/").content.decode()
    today = timezone.localtime(timezone.now(), timezone.get_default_timezone()).date()
    assert settings.BUREAU_NAME.removeprefix(settings.BUREAU_AGENCY).strip() in text
    assert f'datetime="{today.isoformat()}"' in text


def test_the_home_page_links_sections_regions_and_static_pages(client):
    section, region = make_section(), make_region()
    page = Page.objects.create(slug="redaksi", title="Redaksi", body="<p>Susunan.</p>")
    text = client.get("/").content.decode()
    for target in (section, region, page):
        assert f'href="{target.get_absolute_url()}"' in text


def test_a_changed_section_is_in_the_menu_at_once(client):
    section = make_section()
    client.get("/")
    section.name = "Rubrik Baru"
    section.save()
    assert "Rubrik Baru" in client.get("/").content.decode()


def test_only_the_first_photo_is_loaded_at_once(client):
    for number in range(4):
        moment = timezone.now() - timedelta(minutes=number + 1)
        make_article("published", lead_photo=make_photo(), publish_at=moment)
    text = client.get("/").content.decode()
    assert text.count('fetchpriority="high"') == 1
    assert text.count('loading="lazy"') == text.count("<img ") - 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_page_costs_ten_queries_at_most_with_nothing_kept(
    rows, client, django_assert_max_num_queries
):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for _ in range(rows):
        section = make_section(show_on_home=True)
        article = make_article(
            "published", section=section, lead_photo=make_photo(), regions=[make_region()]
        )
        HourlyViews.objects.create(article=article, hour=hour, count=2)
    cache.clear()
    with django_assert_max_num_queries(10):
        client.get("/")
