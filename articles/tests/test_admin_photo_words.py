"""The page where many photos get their words at once."""

import pytest

from articles.models import Photo
from articles.tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db
WORDS = "/admin/articles/photo/words/"
NAMES = ("caption", "alt", "credit", "rights")


@pytest.fixture
def reporter(roles, client):
    user = make_user("reporter")
    client.force_login(user)
    return user


@pytest.fixture
def bare(reporter):
    """Two photos of the reporter that say nothing yet."""
    return [make_photo(uploaded_by=reporter, **dict.fromkeys(NAMES, "")) for _ in range(2)]


def filled(photos, common=None, **rows):
    """What the page sends: words for all, and own words of each by its place."""
    data = {"photo": [photo.pk for photo in photos]}
    data |= {f"all-{name}": text for name, text in (common or {}).items()}
    for photo, own in zip(photos, rows.get("own", []), strict=False):
        data |= {f"p{photo.pk}-{name}": text for name, text in own.items()}
    return data


def said(photos):
    rows = Photo.objects.in_bulk([photo.pk for photo in photos])
    return [tuple(getattr(rows[photo.pk], name) for name in NAMES) for photo in photos]


def test_each_photo_gets_its_own_words_and_those_for_all_fill_the_rest(client, bare):
    common = {"caption": "Panen raya.", "credit": "ANTARA/Rina", "rights": "staff"}
    own = [{"alt": "Sawah"}, {"alt": "Pasar", "caption": "Pasar pagi.", "rights": "handout"}]
    response = client.post(WORDS, filled(bare, common, own=own))
    assert response.status_code == 302
    assert said(bare) == [
        ("Panen raya.", "Sawah", "ANTARA/Rina", "staff"),
        ("Pasar pagi.", "Pasar", "ANTARA/Rina", "handout"),
    ]


def test_a_bad_row_keeps_its_words_and_the_others_are_saved(client, bare):
    own = [{"alt": "Sawah", "rights": "curian"}, {"alt": "Pasar"}]
    response = client.post(WORDS, filled(bare, own=own))
    assert response.status_code == 422
    assert [row.instance for row in response.context["rows"] if row.errors] == [bare[0]]
    assert "Sawah</textarea>" in response.content.decode()
    assert [alt for _caption, alt, _credit, _rights in said(bare)] == ["", "Pasar"]


def test_a_new_credit_makes_the_renditions_due(client, bare):
    client.post(WORDS, filled(bare, own=[{"credit": "ANTARA/Rina"}, {"alt": "Pasar"}]))
    done = Photo.objects.in_bulk([photo.pk for photo in bare])
    assert [done[photo.pk].renditions_done for photo in bare] == [False, True]


def test_photos_of_others_and_those_at_the_desk_are_left_out(client, reporter, bare):
    others = make_photo()
    make_article("submitted", lead_photo=bare[1])
    asked = [*bare, others]
    response = client.get(WORDS, {"photo": [photo.pk for photo in asked]})
    assert [row.instance for row in response.context["rows"]] == [bare[0]]
    assert response.context["left_out"] == 2
    client.post(WORDS, filled(asked, {"credit": "Dipalsukan"}, own=[{}, {}, {"alt": "Palsu"}]))
    assert said([bare[1], others]) == [("", "", "", ""), said([others])[0]]
    assert said([others])[0][1] != "Palsu"


def test_to_ask_for_nothing_but_what_others_own_is_refused(client, reporter):
    assert client.get(WORDS, {"photo": make_photo().pk}).status_code == 403


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_who_only_reads_gets_no_such_page(client, roles, role):
    client.force_login(make_user(role))
    assert client.get(WORDS).status_code == 403


def test_without_a_choice_it_shows_ones_own_photos_that_lack_words(client, reporter, bare):
    make_photo(uploaded_by=reporter)
    make_photo(alt="")
    response = client.get(WORDS)
    assert {row.instance for row in response.context["rows"]} == set(bare)


@pytest.mark.parametrize("junk", ["abc", "²", "9" * 30, "-1", ""])
def test_a_number_that_is_none_is_no_photo(client, reporter, junk):
    assert client.get(WORDS, {"photo": junk}).status_code == 200


@pytest.mark.parametrize("photos", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    client, reporter, photos, django_assert_num_queries
):
    keys = [make_photo(uploaded_by=reporter).pk for _ in range(photos)]
    with django_assert_num_queries(6):
        client.get(WORDS, {"photo": keys})


def test_words_for_all_that_cannot_be_taken_are_not_dropped_in_silence(client, bare):
    own = [{"alt": "Sawah", "caption": "Panen."}, {"alt": "Ladang", "caption": "Tanam."}]
    answer = client.post(WORDS, filled(bare, {"credit": "x" * 121}, own=own))
    assert answer.status_code == 422
    assert answer.context["common"].errors["credit"]
