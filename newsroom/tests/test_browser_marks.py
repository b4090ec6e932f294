"""The table of attendance in a real browser: keys, a column at once, one session on a phone."""

import pytest
from django.urls import reverse

from articles.tests.browsing import sign_in
from articles.tests.factories import make_user
from partnerships import certificates
from partnerships.models import Attendance
from partnerships.tests.factories import make_participant, make_training

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def training(roles):
    training = make_training(sessions=[(-2, 2), (-1, 2)])
    for name in ("Adi", "Budi", "Citra"):
        make_participant(training, name=name)
    return training


def open_table(page, live_server, training):
    sign_in(page, live_server.url, make_user("officer"))
    path = reverse("admin:partnerships_training_attendance", args=[training.pk])
    page.goto(f"{live_server.url}{path}")


def marks(training, session):
    rows = Attendance.objects.filter(session=session).order_by("participant__name")
    return [(row.participant.name, row.mark) for row in rows]


def test_keys_lead_through_the_table_and_the_rest_of_a_column_is_marked_at_once(
    page, live_server, training
):
    first, second = training.sessions.all()
    adi, budi, _citra = training.participants.all()
    open_table(page, live_server, training)
    page.focus(f"#m-{adi.pk}-{first.pk}")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+ArrowRight")
    assert page.evaluate("document.activeElement.id") == f"m-{budi.pk}-{second.pk}"
    page.select_option(f"#m-{budi.pk}-{second.pk}", "absent")
    page.click("[data-grid-fill='2']")
    with page.expect_navigation():
        page.click(".desk-actions [name=_save]")
    assert marks(training, first) == []
    expected = [("Adi", "present"), ("Budi", "absent"), ("Citra", "present")]
    assert marks(training, second) == expected


def test_a_phone_shows_one_session_first_the_one_with_somebody_to_mark(page, live_server, training):
    first, second = training.sessions.all()
    for person in training.participants.all():
        Attendance.objects.create(participant=person, session=first, mark="present")
    page.set_viewport_size({"width": 360, "height": 800})
    open_table(page, live_server, training)
    adi = training.participants.first()
    assert page.locator(f"#m-{adi.pk}-{second.pk}").is_visible()
    assert page.locator(f"#m-{adi.pk}-{first.pk}").is_hidden()
    page.select_option("[data-grid-one]", "1")
    assert page.locator(f"#m-{adi.pk}-{first.pk}").is_visible()
    assert page.locator(f"#m-{adi.pk}-{second.pk}").is_hidden()


def test_the_number_of_a_certificate_beside_a_name_pushes_no_page_aside(
    page, live_server, training
):
    for person in training.participants.all():
        for session in training.sessions.all():
            Attendance.objects.create(participant=person, session=session, mark="present")
    certificates.issue(training, by=make_user("head"))
    page.set_viewport_size({"width": 360, "height": 800})
    open_table(page, live_server, training)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
