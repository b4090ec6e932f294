"""The same walk as test_permission_walk.py for trainings, their people and their papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsroom.tests.test_permission_walk import (
    ALL,
    NOBODY,
    READS,
    ROUTES,
    address,
    clients,
    people,
    who_gets_in,
)
from partnerships import certificates, documents
from partnerships.models import Attendance, Certificate, Claim, Participant, Session, Training
from partnerships.tests.factories import (
    make_agreement,
    make_line,
    make_participant,
    make_training,
)

__all__ = ["clients", "people"]  # fixtures
KEEPS, PERSONAL, KNOWS = "ohs", "ohus", "eohus"
P = "admin:partnerships_training_"
TRAINING = {
    f"{P}changelist": READS,
    f"{P}add": KEEPS,
    f"{P}change": READS,
    f"{P}history": NOBODY,  # its page shows the record: sent there
    f"{P}delete": NOBODY,
    f"{P}session_cancel": KEEPS,
    # Personal data: UU 27/2022.
    f"{P}participants": KEEPS,
    f"{P}participant_add": KEEPS,
    f"{P}participant": KEEPS,
    f"{P}participant_remove": KEEPS,
    f"{P}participant_anonymise": KEEPS,
    f"{P}attendance": KEEPS,
    f"{P}scores": KEEPS,
    f"{P}issue": KEEPS,
    f"{P}pdf": PERSONAL,
    f"{P}certificate": PERSONAL,
    f"{P}certificate_revoke": KEEPS,
    f"{P}material_add": NOBODY,  # by POST only
    f"{P}material": PERSONAL,
}
CLAIM = "admin:partnerships_agreement_session"
WALKED = {*TRAINING, CLAIM}


@pytest.fixture
def training(people, settings, tmp_path):
    """With a row of each kind."""
    training = make_training()
    make_participant(training, mark="present")
    certificates.issue(training, by=people["h"])
    documents.add_material(
        training, SimpleUploadedFile("modul.pdf", b"%PDF-1.4 uji"), title="Modul", by=people["o"]
    )
    return training


def path_of(name, training):
    route = ROUTES[name].replace("<int:pk>", str(training.pk), 1)
    kinds = {
        "session": training.sessions,
        "participant": training.participants,
        "certificate": Certificate.objects,
        "material": training.materials,
    }
    rows = next((rows for kind, rows in kinds.items() if f"_{kind}" in name), None)
    return address(route, pk=rows.first().pk if "<int:row>" in route else training.pk)


def test_a_page_of_a_training_opens_for_those_in_its_row_and_nobody_else(clients, training):
    found = {name: who_gets_in(clients, path_of(name, training)) for name in TRAINING}
    assert found == TRAINING


def state(training):
    return [
        list(Training.objects.values()),
        list(Session.objects.values()),
        list(Participant.objects.values()),
        list(Attendance.objects.values()),
        list(Certificate.objects.values()),
        training.materials.count(),
    ]


def test_a_forged_post_changes_nothing_for_those_who_do_not_keep_trainings(clients, training):
    before, person = state(training), training.participants.get()
    session = training.sessions.get()
    data = {
        "title": "Diubah", "topic": "Diubah", "reason": "Alasan", "name": "Orang lain",
        "text": "Orang lain", "rows": "1", "do": "add", "name-1": "Orang lain",
        f"m-{person.pk}-{session.pk}": "absent", f"post_score-{person.pk}": "99",
        "material-title": "Lain",
    }  # fmt: skip
    posts = [name for name, row in TRAINING.items() if row in (KEEPS, NOBODY)] + [f"{P}change"]
    for name in posts:
        for letter in sorted(set(ALL) - set(KEEPS)):
            clients[letter].post(path_of(name, training), data)
            assert state(training) == before, (name, letter)


@pytest.mark.parametrize("act", ["propose", "accept"])
def test_a_session_is_claimed_by_post_only_by_those_who_may(act, clients):
    agreement = make_agreement("in_force")
    line = make_line(agreement, kind="training", measure="session")
    training = make_training(agreement=agreement)
    make_participant(training, mark="present")
    session = training.sessions.get()
    route = ROUTES[CLAIM].replace("<int:pk>", str(agreement.pk), 1)
    path = address(route, pk=session.pk, name=act)
    assert who_gets_in(clients, path) == NOBODY
    made = ""
    for letter in ALL:
        clients[letter].post(path, {"line": line.pk})
        if Claim.objects.exists():
            made = letter
            break
    assert made == "e"  # the first in the row who may; a reporter reads no claims of a file
    refused = {"propose": "anru", "accept": "anrou"}[act]
    for letter in refused:
        clients[letter].post(path, {"line": line.pk})
    assert Claim.objects.count() == 1


def test_a_reporter_finds_trainings_for_the_public_and_the_own_alone(clients, people):
    public = make_training(title="Pelatihan umum")
    make_training(title="Pelatihan tertutup", is_public=False)
    make_training(title="Pelatihan rintisan", agreement=make_agreement("exploring"))
    own = make_training(title="Pelatihan pembicara", is_public=False)
    own.sessions.get().speakers.create(user=people["r"])
    page = clients["r"].get(address(ROUTES[f"{P}changelist"])).content.decode()
    shown = {title for title in Training.objects.values_list("title", flat=True) if title in page}
    assert shown == {public.title, own.title}
