"""Certificates in the desk: who earned one, the numbers announced and given, PDF, revocation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_user
from partnerships import certificates
from partnerships.models import Certificate
from partnerships.tests.factories import make_participant, make_training

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(roles, client):
    client.force_login(make_user("officer"))
    return make_training()


def url(name, training, *keys):
    return reverse(f"admin:partnerships_training_{name}", args=[training.pk, *keys])


def page(training):
    return reverse("admin:partnerships_training_change", args=[training.pk])


def sent(response, **changes):
    form = response.context["form"]
    return {"day": timezone.localdate().isoformat(), "first": form["first"].value(), **changes}


def test_the_page_says_who_gets_one_who_does_not_and_why(client, training):
    siti, budi = make_participant(training, mark="present"), make_participant(training)
    response = client.get(url("issue", training))
    assert [row.participant for row in response.context["eligible"]] == [siti]
    ((row),) = response.context["not_eligible"]
    assert row.participant == budi
    assert row.why_not[0] in response.content.decode()


def test_the_numbers_that_the_page_announces_are_the_ones_that_are_given(client, training):
    make_participant(training, mark="present")
    make_participant(training, mark="present")
    response = client.get(url("issue", training))
    assert Certificate.objects.count() == 0
    announced = response.context["first"], response.context["last"]
    assert client.post(url("issue", training), sent(response)).status_code == 302
    first, last = Certificate.objects.order_by("number")
    assert (str(first), str(last)) == announced


def test_numbers_given_to_others_meanwhile_are_shown_before_any_is_given(client, training):
    make_participant(training, mark="present")
    response = client.get(url("issue", training))
    other = make_training()
    make_participant(other, mark="present")
    (theirs,) = certificates.issue(other, by=make_user("head"))
    again = client.post(url("issue", training), sent(response))
    assert again.status_code == 422
    assert list(Certificate.objects.all()) == [theirs]
    assert client.post(url("issue", training), sent(again)).status_code == 302
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2]


def test_nothing_is_issued_where_nobody_earned_one(client, training):
    make_participant(training, mark="absent")
    response = client.post(url("issue", training), {"day": timezone.localdate().isoformat()})
    assert response.status_code == 422
    assert not Certificate.objects.exists()


def test_a_day_to_come_is_refused_at_its_field(client, training):
    make_participant(training, mark="present")
    response = client.get(url("issue", training))
    refused = client.post(url("issue", training), sent(response, day="2099-01-01"))
    assert refused.context["form"].errors["day"]
    assert not Certificate.objects.exists()


def issued(training, number=1):
    for _ in range(number):
        make_participant(training, mark="present")
    return certificates.issue(training, by=make_user("head"))


def test_the_page_lists_number_name_and_state(client, training):
    (certificate,) = issued(training)
    text = client.get(page(training)).content.decode()
    assert str(certificate) in text
    assert url("certificate", training, certificate.pk) in text
    assert url("pdf", training) in text


def test_one_certificate_and_all_of_them_come_as_pdf(client, training):
    one, _two = issued(training, 2)
    for address in (url("certificate", training, one.pk), url("pdf", training)):
        response = client.get(address)
        assert response.content.startswith(b"%PDF-")
        assert response["Content-Disposition"].startswith("attachment")
        assert "no-store" in response["Cache-Control"]


def test_there_is_no_pdf_of_no_certificates(client, training):
    assert client.get(url("pdf", training)).status_code == 404


def test_a_certificate_of_another_training_is_not_reached_through_this_one(client, training):
    (certificate,) = issued(make_training())
    assert client.get(url("certificate", training, certificate.pk)).status_code == 404
    answer = client.post(url("certificate_revoke", training, certificate.pk), {"reason": "Salah"})
    assert answer.status_code == 404
    assert Certificate.objects.get().revoked_at is None


def test_a_certificate_is_revoked_with_its_reason(client, training):
    (certificate,) = issued(training)
    address = url("certificate_revoke", training, certificate.pk)
    assert client.get(address).status_code == 200
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"]
    assert client.post(address, {"reason": "Nama keliru"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.revoke_reason == "Nama keliru"
    text = client.get(page(training)).content.decode()
    assert "Nama keliru" in text
    assert address not in text


def test_whoever_issues_another_one_reads_why_the_first_was_revoked(client, training):
    (certificate,) = issued(training)
    make_participant(training, mark="present")
    certificates.revoke(certificate, by=make_user("head"), reason="Orang lain yang datang")
    response = client.get(url("issue", training))
    assert [why for _person, why in response.context["named"] if why] == ["Orang lain yang datang"]
    assert response.content.decode().count("Orang lain yang datang") == 1


def test_the_history_tells_of_certificates_of_one_day_in_one_line(client, training):
    first, _second, last = issued(training, 3)
    sentences = [
        sentence for _at, sentence, _who, _n in client.get(page(training)).context["history"]
    ]
    assert len(sentences) == 2  # and “Planned”
    assert str(first) in sentences[0]
    assert str(last) in sentences[0]
