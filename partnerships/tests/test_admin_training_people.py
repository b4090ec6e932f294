"""Participants of a training: a list taken over from a sheet, one by one, and materials."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from articles.tests.factories import make_user
from partnerships import certificates, documents
from partnerships.admin import training_people
from partnerships.models import Participant
from partnerships.tests.factories import make_participant, make_training

pytestmark = pytest.mark.django_db
SHEET = "Nama\tNIP\tInstansi\nSiti Aminah\t19800115 200501 2 002\tDinas Kominfo\nRahmat\t\tBKPSDM"
WRONG = "Siti Aminah\t1980\tDinas Kominfo\nRahmat\t\tBKPSDM\n\t198001152005011003\tBKPSDM"


@pytest.fixture
def training(sign_in):
    sign_in("officer")
    return make_training()


def url(name, training, *keys):
    return reverse(f"admin:partnerships_training_{name}", args=[training.pk, *keys])


def fields(response, **changes):
    """What a browser would send from the page that shows the rows."""
    lines = response.context["lines"]
    data = {"rows": len(lines)}
    for line in lines:
        data |= {f"{column}-{line.number}": value for column, value, _errors in line.cells}
        data |= {f"skip-{line.number}": "on"} if line.skip else {}
    return data | changes


def names(training):
    return sorted(training.participants.values_list("name", "nip", "office"))


SITI, RAHMAT = ("Siti Aminah", "198001152005012002", "Dinas Kominfo"), ("Rahmat", "", "BKPSDM")


def test_a_pasted_list_is_shown_before_anything_is_kept(client, training):
    response = client.post(url("participants", training), {"text": SHEET})
    assert response.status_code == 200
    assert "Siti Aminah" in response.content.decode()
    assert names(training) == []
    client.post(url("participants", training), fields(response, do="add"))
    assert names(training) == [RAHMAT, SITI]


def test_an_excel_file_goes_through_the_same_steps(client, training):
    book, file = Workbook(), io.BytesIO()
    for row in (["Nama", "NIP", "OPD"], ["Siti Aminah", "198001152005012002", "Dinas Kominfo"]):
        book.active.append(row)
    book.save(file)
    upload = SimpleUploadedFile("peserta.xlsx", file.getvalue())
    response = client.post(url("participants", training), {"file": upload})
    client.post(url("participants", training), fields(response, do="add"))
    assert names(training) == [SITI]


def test_a_file_that_is_no_sheet_is_refused_in_words(client, training):
    upload = SimpleUploadedFile("peserta.xlsx", b"MZ bukan berkas Excel")
    response = client.post(url("participants", training), {"file": upload})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_errors_stand_beside_their_rows_and_nothing_is_half_imported(client, training):
    response = client.post(url("participants", training), {"text": WRONG})
    assert response.status_code == 422
    errors = {line.number: sorted(line.errors) for line in response.context["lines"]}
    assert errors == {1: ["nip"], 2: [], 3: ["name"]}
    again = client.post(url("participants", training), fields(response, do="add"))
    assert again.status_code == 422
    assert fields(again) == fields(response)
    assert names(training) == []


def test_a_corrected_row_is_taken_over_with_the_rest(client, training):
    response = client.post(url("participants", training), {"text": WRONG})
    corrected = {"nip-1": "19800115 200501 2 002", "name-3": "", "nip-3": "", "office-3": ""}
    client.post(url("participants", training), fields(response, do="add", **corrected))
    assert names(training) == [RAHMAT, SITI]


def test_the_wrong_rows_can_be_left_out_and_stay_on_the_page(client, training):
    response = client.post(url("participants", training), {"text": WRONG})
    response = client.post(url("participants", training), fields(response, do="drop"))
    assert [line.skip for line in response.context["lines"]] == [True, False, True]
    client.post(url("participants", training), fields(response, do="add"))
    assert names(training) == [RAHMAT]


def test_who_was_added_meanwhile_is_found_out_at_the_last_step(client, training):
    response = client.post(url("participants", training), {"text": SHEET})
    make_participant(training, name="Siti A.", nip=SITI[1])
    response = client.post(url("participants", training), fields(response, do="add"))
    assert [sorted(line.errors) for line in response.context["lines"]] == [["nip"], []]
    assert training.participants.count() == 1


def test_what_was_typed_reaches_the_page_as_text(client, training):
    nasty = '<img src=x onerror=alert(1)>\t19\t"><script>'
    text = client.post(url("participants", training), {"text": nasty}).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
    assert '"><script>' not in text.split("<main")[1]


@pytest.mark.parametrize("rows", ["", "abc", "-1", "9" * 30])
def test_a_forged_number_of_rows_breaks_nothing(client, training, rows):
    response = client.post(url("participants", training), {"rows": rows, "do": "add"})
    assert response.status_code == 200
    assert names(training) == []


def test_more_rows_than_a_list_may_hold_are_refused_with_the_text_kept(client, training):
    text = "\n".join(f"Orang {n}" for n in range(501))
    response = client.post(url("participants", training), {"text": text})
    assert response.status_code == 422
    assert "Orang 500" in response.content.decode()


# One by one.


def test_one_participant_is_added_and_corrected(client, training):
    client.post(url("participant_add", training), {"name": "Siti", "nip": "19800115 200501 2 002"})
    person = training.participants.get()
    assert person.nip == SITI[1]
    sent = {"name": "Siti Aminah", "nip": person.nip, "office": "Dinas Kominfo"}
    client.post(url("participant", training, person.pk), sent)
    assert names(training) == [SITI]


def test_somebody_who_is_on_the_list_already_is_not_added_again(client, training):
    make_participant(training, nip=SITI[1])
    response = client.post(url("participant_add", training), {"name": "Siti", "nip": SITI[1]})
    assert response.status_code == 422
    assert training.participants.count() == 1


def test_the_same_person_may_be_on_two_lists(client, training):
    make_participant(make_training(), nip=SITI[1])
    client.post(url("participant_add", training), {"name": "Siti", "nip": SITI[1]})
    assert training.participants.count() == 1


def test_who_was_put_on_the_list_by_mistake_is_taken_off(client, training):
    person = make_participant(training)
    assert client.get(url("participant_remove", training, person.pk)).status_code == 200
    client.post(url("participant_remove", training, person.pk))
    assert not training.participants.exists()


def test_who_holds_a_certificate_stays_on_the_list(client, training):
    person = make_participant(training, mark="present")
    certificates.issue(training, by=make_user("head"))
    response = client.post(url("participant_remove", training, person.pk))
    assert response.status_code == 422
    assert training.participants.count() == 1


def test_an_anonymised_participant_is_gone_and_not_written_again(client, training):
    person = make_participant(training, name="Siti Aminah", nip=SITI[1])
    client.post(url("participant_anonymise", training, person.pk))
    person.refresh_from_db()
    assert (person.nip, "Siti" in person.name) == ("", False)
    assert client.get(url("participant", training, person.pk)).status_code == 404


def test_a_form_that_comes_while_somebody_is_anonymised_brings_nobody_back(
    client, training, monkeypatch
):
    person = make_participant(training, name="Siti Aminah", nip=SITI[1])

    def hold(_training):  # the other one was first, and this one waited
        training.participants.get().anonymise()

    monkeypatch.setattr(training_people, "hold", hold)
    sent = {"name": "Siti Baru", "nip": SITI[1], "office": person.office}
    assert client.post(url("participant", training, person.pk), sent).status_code == 404
    assert not training.participants.filter(name="Siti Baru").exists()


def test_a_participant_of_another_training_is_not_reached_through_this_one(client, training):
    other = make_participant(make_training())
    for name in ("participant", "participant_remove", "participant_anonymise"):
        assert client.post(url(name, training, other.pk), {"name": "X"}).status_code == 404
    assert Participant.objects.get().name == other.name


# Materials.


def test_a_material_is_kept_privately_and_handed_out_as_an_attachment(client, training):
    file = SimpleUploadedFile("Modul 1.pdf", b"%PDF-1.4 isi")
    client.post(url("material_add", training), {"material-title": "Modul", "material-file": file})
    material = training.materials.get()
    assert "modul" not in material.file.name.lower()
    response = client.get(url("material", training, material.pk))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 isi"
    assert response["Content-Disposition"] == 'attachment; filename="modul-1.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_a_material_of_a_kind_that_is_not_kept_is_refused(client, training):
    file = SimpleUploadedFile("modul.pdf", b"<script>alert(1)</script>")
    sent = {"material-title": "Modul", "material-file": file}
    assert client.post(url("material_add", training), sent).status_code == 422
    assert not training.materials.exists()


def test_a_lost_role_closes_a_material_at_once(sign_in, client):
    officer = sign_in("officer")
    training = make_training()
    file = SimpleUploadedFile("modul.pdf", b"%PDF-1.4 isi")
    material = documents.add_material(training, file, title="Modul", by=officer)
    officer.groups.clear()
    assert client.get(url("material", training, material.pk)).status_code in {403, 404}
