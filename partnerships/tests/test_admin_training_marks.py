"""Attendance and scores: one table each, saved at once, and two who fill it together."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_user
from partnerships import certificates
from partnerships.admin import training_marks
from partnerships.models import Attendance
from partnerships.tests.factories import make_participant, make_training

pytestmark = pytest.mark.django_db
GRID_QUERIES = 9


@pytest.fixture
def training(roles, client):
    client.force_login(make_user("officer"))
    return make_training(sessions=[(-2, 2), (-1, 2)])


def url(name, training):
    return reverse(f"admin:partnerships_training_{name}", args=[training.pk])


def fields(response, **changes):
    """What a browser would send from the page of a table."""
    data = {"base": response.context["base"]}
    for row in response.context["rows"]:
        data |= {cell.key: cell.value for cell in row[-1] if cell.editable}
    return data | changes


def opened(client, name, training):
    return client.get(url(name, training))


def key(person, session):
    return f"m-{person.pk}-{session.pk}"


def marks(training):
    rows = Attendance.objects.filter(participant__training=training)
    return {(row.participant_id, row.session_id): row.mark for row in rows}


def test_the_whole_grid_is_saved_at_once(client, training):
    first, second = training.sessions.all()
    siti, budi = make_participant(training), make_participant(training)
    sent = fields(
        opened(client, "attendance", training),
        **{key(siti, first): "present", key(siti, second): "excused", key(budi, first): "absent"},
    )
    assert client.post(url("attendance", training), sent).status_code == 302
    assert marks(training) == {
        (siti.pk, first.pk): "present",
        (siti.pk, second.pk): "excused",
        (budi.pk, first.pk): "absent",
    }


def test_a_mark_is_cleared_again(client, training):
    first, _second = training.sessions.all()
    siti = make_participant(training, mark="absent")
    sent = fields(opened(client, "attendance", training), **{key(siti, first): ""})
    client.post(url("attendance", training), sent)
    assert (siti.pk, first.pk) not in marks(training)


def test_two_who_fill_different_cells_keep_both_works(client, training):
    first, second = training.sessions.all()
    siti = make_participant(training)
    mine = fields(opened(client, "attendance", training), **{key(siti, first): "present"})
    Attendance.objects.create(participant=siti, session=second, mark="excused")
    assert client.post(url("attendance", training), mine).status_code == 302
    assert marks(training) == {(siti.pk, first.pk): "present", (siti.pk, second.pk): "excused"}


def test_the_same_cell_marked_by_a_colleague_is_shown_with_both_and_nothing_is_lost(
    client, training
):
    first, second = training.sessions.all()
    siti = make_participant(training)
    mine = fields(
        opened(client, "attendance", training),
        **{key(siti, first): "present", key(siti, second): "present"},
    )
    Attendance.objects.create(participant=siti, session=first, mark="absent")
    response = client.post(url("attendance", training), mine)
    assert response.status_code == 422
    assert response.context["late"] == {key(siti, first): "present"}
    assert marks(training) == {(siti.pk, first.pk): "absent"}
    again = mine | {"base": response.context["base"]}
    assert client.post(url("attendance", training), again).status_code == 302
    assert set(marks(training).values()) == {"present"}


def test_a_session_that_has_not_begun_takes_no_mark(client, training):
    coming = make_training(sessions=[(2, 2)])
    siti, session = make_participant(coming), coming.sessions.get()
    sent = {"base": "{}", key(siti, session): "present"}
    response = client.post(url("attendance", coming), sent)
    assert response.status_code == 422
    assert not marks(coming)
    cells = [cell for _row, cells in opened(client, "attendance", coming).context["rows"]
             for cell in cells]  # fmt: skip
    assert [cell.editable for cell in cells] == [False]


def test_a_mark_on_which_a_certificate_rests_stays(client, training):
    siti = make_participant(training, mark="present")
    certificates.issue(training, by=make_user("head"))
    session = training.sessions.first()
    sent = {"base": opened(client, "attendance", training).context["base"]}
    response = client.post(url("attendance", training), sent | {key(siti, session): "absent"})
    assert response.status_code == 422
    assert key(siti, session) in response.context["errors"]
    assert set(marks(training).values()) == {"present"}


@pytest.mark.parametrize("base", ["", "[]", "{", '{"x": {}}'])
def test_a_damaged_memory_of_the_page_loses_nothing(client, training, base):
    siti, session = make_participant(training, mark="absent"), training.sessions.first()
    sent = {"base": base, key(siti, session): "present"}
    assert client.post(url("attendance", training), sent).status_code == 422
    assert set(marks(training).values()) == {"absent"}


def test_a_forged_mark_is_refused(client, training):
    siti, session = make_participant(training), training.sessions.first()
    sent = {"base": "{}", key(siti, session): "<script>"}
    response = client.post(url("attendance", training), sent)
    assert response.status_code == 422
    assert not marks(training)


@pytest.mark.parametrize("people", [1, 3])
def test_the_grid_costs_the_same_for_one_and_for_three(
    client, training, people, django_assert_num_queries
):
    for _ in range(people):
        make_participant(training, mark="present")
    with django_assert_num_queries(GRID_QUERIES):
        client.get(url("attendance", training))


def test_a_large_training_is_cut_into_parts_that_a_browser_can_send(client, training, monkeypatch):
    monkeypatch.setattr("partnerships.admin.training_marks.CELLS", 1)
    make_participant(training)
    response = client.get(url("attendance", training), {"part": "2"})
    assert response.context["parts"] == [(1, False), (2, True)]
    assert response.context["sessions"] == [training.sessions.last()]
    assert client.get(url("attendance", training), {"part": "9" * 30}).status_code == 200


# Scores.


def test_scores_ratings_and_words_are_saved_at_once(client, training):
    siti = make_participant(training)
    sent = fields(
        opened(client, "scores", training),
        **{
            f"pre_score-{siti.pk}": "40",
            f"post_score-{siti.pk}": "85",
            f"rating-{siti.pk}": "5",
            f"feedback-{siti.pk}": "Sangat membantu",
        },
    )
    assert client.post(url("scores", training), sent).status_code == 302
    siti.refresh_from_db()
    found = (siti.pre_score, siti.post_score, siti.rating, siti.feedback)
    assert found == (40, 85, 5, "Sangat membantu")


def test_wrong_scores_stand_beside_their_rows_and_nothing_is_saved(client, training):
    siti, budi = make_participant(training), make_participant(training)
    sent = fields(
        opened(client, "scores", training),
        **{f"post_score-{siti.pk}": "85", f"post_score-{budi.pk}": "185"},
    )
    response = client.post(url("scores", training), sent)
    assert response.status_code == 422
    assert list(response.context["errors"]) == [f"post_score-{budi.pk}"]
    assert 'value="185"' in response.content.decode()
    assert 'value="85"' in response.content.decode()
    siti.refresh_from_db()
    assert siti.post_score is None


def test_a_score_that_a_colleague_wrote_meanwhile_is_shown_with_both(client, training):
    siti = make_participant(training)
    sent = fields(opened(client, "scores", training), **{f"post_score-{siti.pk}": "85"})
    training.participants.update(post_score=70)
    response = client.post(url("scores", training), sent)
    assert response.context["late"] == {f"post_score-{siti.pk}": "85"}
    assert training.participants.get().post_score == 70


def test_a_long_list_of_scores_is_cut_into_parts_that_a_browser_can_send(
    client, training, monkeypatch
):
    monkeypatch.setattr("partnerships.admin.training_marks.CELLS", 4)
    _adi, budi = (make_participant(training, name=name) for name in ("Adi", "Budi"))
    page = f"{url('scores', training)}?part=2"
    response = client.get(page)
    assert response.context["parts"] == [(1, False), (2, True)]
    assert [person for person, _nip, _cells in response.context["rows"]] == [budi]
    sent = fields(response, **{f"post_score-{budi.pk}": "70"})
    assert client.post(page, sent).status_code == 302
    assert list(training.participants.values_list("post_score", flat=True)) == [None, 70]


def test_a_page_of_marks_or_scores_has_fewer_fields_than_a_request_may_carry(settings):
    assert training_marks.CELLS + 100 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
