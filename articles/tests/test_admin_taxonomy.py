"""What orders the stories and frames the site, as the desk keeps it."""

import pytest
from django.urls import reverse

from articles.models import Page, Section
from articles.tests.factories import make_article, make_section, make_user


@pytest.fixture
def head(roles, client):
    user = make_user("head")
    client.force_login(user)
    return user


def delete(client, section):
    url = reverse("admin:articles_section_delete", args=[section.pk])
    client.post(url, {"post": "yes"})
    return not Section.objects.filter(pk=section.pk).exists()


def test_a_section_with_a_story_in_it_stays_and_says_why(client, head):
    section = make_article().section
    url = reverse("admin:articles_section_delete", args=[section.pk])
    page = client.get(url, follow=True)
    assert f"Rubrik “{section}” masih berisi berita" in page.text
    assert delete(client, section) is False


def test_a_section_with_another_below_it_stays(client, head):
    below = make_section(parent=make_section())
    assert delete(client, below.parent) is False


def test_an_empty_section_can_go(client, head):
    assert delete(client, make_section()) is True


def test_an_auditor_reads_a_page_as_text_and_not_as_markup(client, roles):
    client.force_login(make_user("auditor"))
    page = Page.objects.create(
        title="Redaksi", slug="susunan", body="<p>Susunan <b>redaksi</b></p>"
    )
    answer = client.get(reverse("admin:articles_page_change", args=[page.pk])).text
    assert "<p>Susunan <b>redaksi</b></p>" in answer
    assert "&lt;p&gt;" not in answer
