import json

import pytest
from django.conf import settings

from articles import workflow
from articles.models import Correction, GalleryItem
from articles.tests.factories import make_article, make_photo, make_user
from articles.tests.machines import assert_valid_json, full_story, hidden_stories, renditions

pytestmark = pytest.mark.django_db


def address(story):
    return f"/berita/{story.pk}/ninjs.json"


def item(client, story):
    response = client.get(address(story))
    assert response.status_code == 200
    return assert_valid_json("ninjs", response.content)


def by_role(texts):
    return {text["role"]: text["value"] for text in texts}


def test_a_whole_story_is_valid_by_its_schema(client):
    story = full_story(body="<p>Isi &amp; <b>teks</b>.</p>")
    found = item(client, story)
    assert found["uri"] == f"{settings.SITE_URL}/berita/{story.pk}/"
    assert found["pubStatus"] == "usable"
    assert by_role(found["headlines"]) == {"main": story.headline}
    bodies = {"main": "<p>Isi &amp; <b>teks</b>.</p>", "plain": "Isi & teks."}
    assert by_role(found["bodies"]) == bodies
    assert found["by"] == "Rina Siregar, Tamu Luar"
    assert [place["name"] for place in found["places"]] == [story.regions.get().official_name]
    assert [s["name"] for s in found["subjects"]] == [story.section.name, story.tags.get().name]


def test_the_plainest_story_is_valid_too(client):
    found = item(client, make_article("published", credits=[{"name": "Foto", "role": "editor"}]))
    assert found["profile"] == "text-only"
    assert not {"by", "genres", "associations", "places"} & set(found)


def test_a_paid_story_says_so_in_headline_genre_and_description(client):
    story = full_story(story_class="advertorial", disclosure="Atas kerja sama dengan X.")
    found = item(client, story)
    assert found["headlines"][0]["value"] == f"[Advertorial] {story.headline}"
    assert found["genres"] == [{"name": "Advertorial", "literal": "advertorial"}]
    assert by_role(found["descriptions"])["disclosure"] == "Atas kerja sama dengan X."


def test_corrections_come_with_the_story(client):
    story = full_story()
    Correction.objects.create(
        article=story, kind="correction", text="Angka diperbaiki.", by=story.created_by
    )
    assert by_role(item(client, story)["descriptions"])["correction"] == "Angka diperbaiki."


def test_lead_photo_and_gallery_come_with_all_their_renditions_each_once(client):
    story = full_story()
    second = make_photo(renditions=renditions("full") + renditions("full", format_="webp"))
    for order, photo in enumerate([story.lead_photo, second]):
        GalleryItem.objects.create(article=story, photo=photo, order=order, caption="Di sini")
    pictures = item(client, story)["associations"]
    assert [picture["name"] for picture in pictures] == ["lead", "gallery-2"]
    assert pictures[1]["headlines"][0]["value"] == "Di sini"
    assert pictures[1]["renditions"] == [
        {
            "name": f"full-1280-{format_}",
            "href": f"{settings.SITE_URL}/media/foto/k/full-1280.{format_}",
            "contentType": f"image/{format_}",
            "width": 1280,
            "height": 720,
            "sizeInBytes": 54321,
        }
        for format_ in ("jpeg", "webp")
    ]


def test_addresses_of_ours_inside_the_text_are_written_in_full(client):
    story = full_story(
        body='<p><a href="/berita/1/a/" title="t">a</a> '
        '<a href="https://x.id/" rel="noopener">b</a>'
        '<img src="/media/foto/k/full-1280.jpg" alt="c">"/d"</p>'
    )
    site = settings.SITE_URL
    assert by_role(item(client, story)["bodies"])["main"] == (
        f'<p><a href="{site}/berita/1/a/" title="t">a</a> '
        '<a href="https://x.id/" rel="noopener">b</a>'
        f'<img src="{site}/media/foto/k/full-1280.jpg" alt="c">"/d"</p>'
    )


def test_markup_that_passed_the_door_by_is_cleaned_on_the_way_out(client):
    story = full_story()
    type(story).objects.filter(pk=story.pk).update(body="<p onclick=x>a<script>b</script></p>")
    assert by_role(item(client, story)["bodies"])["main"] == "<p>a</p>"


def test_only_a_public_story_or_its_retraction_is_answered(client):
    for story in hidden_stories():
        response = client.get(address(story))
        retracted = story.status == "retracted"
        assert response.status_code == (410 if retracted else 404)
        assert retracted or b"RAHASIA" not in response.content


@pytest.mark.parametrize("pk", [999_999, 2**63, 10**30])
def test_a_story_that_we_do_not_have_is_not_found(client, pk):
    assert client.get(f"/berita/{pk}/ninjs.json").status_code == 404


@pytest.mark.parametrize("hides", [False, True])
def test_a_retracted_story_is_cancelled_and_its_words_are_gone(client, roles, hides):
    story = full_story()
    note = "Keterangan keliru."
    workflow.retract(story, by=make_user("head"), note=note, ground="error", hides_identity=hides)
    response = client.get(address(story))
    assert response.status_code == 410
    assert response["Cache-Control"] == "public, no-cache"
    found = assert_valid_json("ninjs", response.content)
    assert (found["pubStatus"], found["edNote"]) == ("canceled", note)
    assert ("headlines" in found) is not hides
    assert story.summary not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_story_costs_the_same_with_one_and_with_three_photos(
    client, django_assert_num_queries, rows
):
    story = full_story()
    for order in range(rows):
        GalleryItem.objects.create(article=story, photo=make_photo(), order=order)
        Correction.objects.create(
            article=story, kind="correction", text="Diperbaiki.", by=story.created_by
        )
    with django_assert_num_queries(7):
        client.get(address(story))
