"""The front page form: filling places, by number, by button and by search."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.front_slots import SlotsRefused, chosen_ids, fingerprint, set_slots
from articles.models import HomeSlot
from articles.tests.factories import make_article, make_photo, make_section, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/homeslot/"
EMPTY = [None] * 7


@pytest.fixture
def editor(roles, client):
    user = make_user("editor")
    client.force_login(user)
    return user


def places(*pks):
    return [*pks, *EMPTY][:7]


def stories(number, **values):
    return [make_article("published", **values) for _ in range(number)]


def send(client, *pks, seen=None, **more):
    data = {f"story-{place}": pk or "" for place, pk in enumerate(places(*pks))}
    return client.post(PAGE, {**data, "seen": seen or fingerprint(chosen_ids()), **more})


# --- set_slots ---------------------------------------------------------------------------------


def test_places_are_filled_as_a_whole(editor):
    one, two, three = stories(3)
    set_slots([one.pk, None, two.pk], editor)
    assert chosen_ids() == places(one.pk, None, two.pk)
    set_slots([three.pk, one.pk], editor)
    assert chosen_ids() == places(three.pk, one.pk)


def test_a_story_cannot_stand_twice(editor):
    (one,) = stories(1)
    with pytest.raises(SlotsRefused) as refusal:
        set_slots([one.pk, None, one.pk], editor)
    assert refusal.value.problems.keys() == {2}
    assert chosen_ids() == EMPTY


@pytest.mark.parametrize("status", ["draft", "submitted", "retracted", "spiked"])
def test_only_published_and_scheduled_stories_are_chosen(status, editor):
    story = make_article(status)
    with pytest.raises(SlotsRefused) as refusal:
        set_slots([None, story.pk, 999_999], editor)
    assert refusal.value.problems.keys() == {1, 2}


def test_a_scheduled_story_may_wait_in_its_place(editor):
    story = make_article("published", publish_at=timezone.now() + timedelta(hours=1))
    set_slots([story.pk], editor)
    assert chosen_ids() == places(story.pk)


def test_what_was_retracted_meanwhile_does_not_stop_another_change(editor):
    gone, other = make_article("retracted"), *stories(1)
    HomeSlot.objects.create(position=0, article=gone)
    set_slots([gone.pk, other.pk], editor)
    assert chosen_ids() == places(gone.pk, other.pk)


def test_a_colleagues_change_is_not_overwritten(editor):
    one, two = stories(2)
    opened_with = fingerprint(chosen_ids())
    set_slots([one.pk], editor, seen=opened_with)
    with pytest.raises(SlotsRefused) as refusal:
        set_slots([two.pk], editor, seen=opened_with)
    assert refusal.value.problems.keys() == {None}
    assert chosen_ids() == places(one.pk)


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor"])
def test_other_roles_cannot_fill_places(role, roles):
    (one,) = stories(1)
    with pytest.raises(PermissionDenied):
        set_slots([one.pk], make_user(role))


# --- The page ----------------------------------------------------------------------------------


def test_the_form_saves_all_places_in_one_post(client, editor):
    one, two = stories(2)
    response = send(client, one.pk, None, f"#{two.pk}")
    assert response.status_code == 302
    assert chosen_ids() == places(one.pk, None, two.pk)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ({"up": "1"}, [1, 0, 2]),
        ({"down": "1"}, [0, 2, 1]),
        ({"up": "0"}, [0, 1, 2]),
        ({"clear": "1"}, [0, None, 2]),
        ({"up": "77"}, [0, 1, 2]),
    ],
)
def test_the_buttons_work_without_scripts(button, expected, client, editor):
    chosen = stories(3)
    send(client, *[story.pk for story in chosen], **button)
    assert chosen_ids() == places(*[None if n is None else chosen[n].pk for n in expected])


def test_a_story_is_put_to_a_place_and_leaves_its_old_one(client, editor):
    one, two, new = stories(3)
    send(client, one.pk, two.pk, put=new.pk, **{f"place-{new.pk}": "1"})
    assert chosen_ids() == places(one.pk, new.pk)
    send(client, one.pk, new.pk, put=new.pk, **{f"place-{new.pk}": "0"})
    assert chosen_ids() == places(new.pk)


def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(client, editor):
    (one,) = stories(1)
    response = send(client, one.pk, "cabai merah")
    assert response.status_code == 422
    shown = response.context["places"]
    assert [place.typed for place in shown[:2]] == [str(one.pk), "cabai merah"]
    assert [bool(place.problem) for place in shown] == [False, True, *[False] * 5]
    assert chosen_ids() == EMPTY


def test_a_form_that_was_overtaken_shows_the_front_page_as_it_is(client, editor):
    one, two = stories(2)
    opened_with = fingerprint(chosen_ids())
    set_slots([one.pk], editor)
    response = send(client, two.pk, seen=opened_with)
    assert response.context["places"][0].story == one
    assert chosen_ids() == places(one.pk)


def test_empty_places_show_what_fills_them(client, editor):
    plain, pictured, chosen = (
        make_article("published", publish_at=timezone.now() - timedelta(minutes=1)),
        make_article("published", lead_photo=make_photo()),
        make_article("published", publish_at=timezone.now() - timedelta(days=9)),
    )
    set_slots([None, chosen.pk], editor)
    shown = client.get(PAGE).context["places"]
    assert [place.automatic for place in shown[:3]] == [pictured, chosen, plain]
    assert [place.story for place in shown[:3]] == [None, chosen, None]


def test_a_place_whose_story_readers_cannot_see_is_marked(client, editor):
    later = make_article("published", publish_at=timezone.now() + timedelta(hours=1))
    HomeSlot.objects.create(position=0, article=make_article("retracted"))
    HomeSlot.objects.create(position=1, article=later)
    HomeSlot.objects.create(position=2, article=stories(1)[0])
    shown = client.get(PAGE).context["places"]
    assert [bool(place.warning) for place in shown[:3]] == [True, True, False]


def test_the_page_costs_the_same_for_one_story_and_for_three(client, editor):
    def cost(number):
        # All in one section, with a block of its own: the home page asks once for each of these.
        set_slots([story.pk for story in stories(number, section=section)], editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    section = make_section()
    client.get(PAGE)
    assert cost(1) == cost(3)


def test_the_chooser_finds_published_and_scheduled_stories_alone(client, editor):
    now = timezone.now()
    public = make_article("published", headline="Harga cabai turun")
    later = make_article("published", headline="Panen cabai", publish_at=now + timedelta(days=1))
    make_article("draft", headline="Cabai rahasia")
    found = client.get(f"{PAGE}stories/?q=cab").json()["stories"]
    assert [row["id"] for row in found] == [later.pk, public.pk]
    found = client.get(f"{PAGE}stories/?q={public.pk}").json()["stories"]
    assert [row["headline"] for row in found] == ["Harga cabai turun"]


def test_who_changed_the_front_page_last_stands_on_it(client, editor):
    send(client, stories(1)[0].pk)
    assert client.get(PAGE).context["last"].user == editor


@pytest.mark.parametrize(
    ("role", "page", "search"),
    [("reporter", 403, 403), ("officer", 403, 403), ("auditor", 200, 403), ("head", 200, 200)],
)
def test_each_role_gets_no_more_of_the_form_than_it_may(role, page, search, client, roles):
    client.force_login(make_user(role))
    (one,) = stories(1)
    assert client.get(PAGE).status_code == page
    assert client.get(f"{PAGE}stories/?q=a").status_code == search
    assert send(client, one.pk).status_code == (302 if role == "head" else 403)


def test_the_auditor_reads_without_fields(client, roles):
    client.force_login(make_user("auditor"))
    assert "story-0" not in client.get(PAGE).content.decode()
