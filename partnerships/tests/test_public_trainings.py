"""Trainings and certificates as readers see them: public facts, and what a code proves."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.tests.factories import make_user
from articles.tests.pages import text_of
from partnerships import public
from partnerships.models import Certificate, Claim, Participant, Session, Speaker, Training
from partnerships.tests.factories import (
    make_agreement,
    make_line,
    make_organization,
    on_one_day,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODE = "ABCDEFGH23456789"
HOLDER = "Fitri Ritonga"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def partner(db):
    partner = make_organization(name="Pemkab Sungai Kepah", slug="sungai-kepah")
    make_agreement("in_force", partner=partner)
    return partner


def make_training(organization, *, sessions=(-10,), **values):
    """`sessions`: how many days from now each begins."""
    defaults = {"title": "Menulis siaran pers", "topic": "Dasar jurnalistik"}
    owner = make_user("officer")
    training = Training.objects.create(
        organization=organization, owner=owner, **{**defaults, **values}
    )
    for days in sessions:
        starts = on_one_day(days, 3)
        session = Session.objects.create(
            training=training, topic="Sesi rahasia", place="Ruang rahasia",
            starts_at=starts, ends_at=starts + 3 * HOUR,
        )  # fmt: skip
        Speaker.objects.create(session=session, name="Narasumber rahasia")
    Participant.objects.create(
        training=training, name="Peserta rahasia", post_score=99, office="Dinas rahasia"
    )
    return training


def page_of(client, partner):
    return text_of(client.get(f"/mitra/{partner.slug}/"))


# --- trainings -----------------------------------------------------------------------------


def test_a_training_held_shows_its_title_topic_days_and_whom_it_was_for(client, partner):
    make_training(partner, sessions=(-12, -10), note="Catatan rahasia")
    for text in (page_of(client, partner), text_of(client.get("/mitra/"))):
        assert "Menulis siaran pers" in text
        assert "Dasar jurnalistik" in text
        assert "rahasia" not in text
        assert "99" not in text.split("Trainings held")[1].split("</section>")[0]
    (fact,) = public.trainings(5)
    today = timezone.localdate()
    assert (fact.first, fact.last) == (today - 12 * DAY, today - 10 * DAY)
    assert fact.organization == partner


def test_only_days_on_which_a_session_took_place_are_told(partner):
    training = make_training(partner, sessions=(-12, -10, 5))
    off = training.sessions.order_by("starts_at")[1]
    off.cancelled_at, off.cancel_reason = timezone.now(), "Banjir"
    off.save()
    (fact,) = public.trainings(5)
    assert fact.first == fact.last == timezone.localdate() - 12 * DAY


@pytest.mark.parametrize("values", [{"sessions": (5,)}, {"sessions": ()}, {"is_public": False}])
def test_a_training_ahead_or_not_to_be_shown_is_shown_nowhere(client, partner, values):
    make_training(partner, **values)
    assert "Menulis siaran pers" not in page_of(client, partner)
    assert "Menulis siaran pers" not in text_of(client.get("/mitra/"))


@pytest.mark.parametrize(
    ("state", "is_public", "seen"),
    [("in_force", True, True), ("in_force", False, False), ("drafting", True, False)],
)
def test_a_training_under_an_agreement_that_readers_do_not_know_is_shown_nowhere(
    client, partner, state, is_public, seen
):
    agreement = make_agreement(state, partner=partner, is_public=is_public)
    make_training(partner, agreement=agreement)
    assert ("Menulis siaran pers" in page_of(client, partner)) is seen
    assert ("Menulis siaran pers" in text_of(client.get("/mitra/"))) is seen


def test_a_training_for_the_bureau_itself_links_to_no_page(client, partner):
    agreement = make_agreement("in_force", partner=partner)
    own = agreement.parties.get(organization__kind="own").organization
    make_training(own, agreement=agreement)
    (fact,) = public.trainings(5)
    assert not fact.has_page
    assert client.get(f"/mitra/{own.slug}/").status_code == 404


def test_a_training_without_an_agreement_stands_on_the_page_of_its_organization(client, partner):
    training = make_training(partner)
    assert training.agreement is None
    assert "Menulis siaran pers" in page_of(client, partner)


def test_a_training_gives_nobody_a_page(client, partner):
    other = make_organization(name="Pemkab Lain", slug="lain")
    make_training(other)
    assert client.get("/mitra/lain/").status_code == 404
    assert "Pemkab Lain" not in text_of(client.get("/mitra/"))


def test_a_training_for_an_office_stands_on_the_page_of_its_government_without_a_link(
    client, partner
):
    office = make_organization("opd", name="Diskominfo Kepah", slug="diskominfo", parent=partner)
    make_training(office)
    text = page_of(client, partner)
    assert "Diskominfo Kepah" in text
    assert "/mitra/diskominfo/" not in text


def test_a_training_of_one_partner_is_not_on_the_page_of_another(client, partner):
    other = make_organization(name="Pemkab Lain", slug="lain")
    make_agreement("in_force", partner=other)
    make_training(other)
    assert "Menulis siaran pers" not in page_of(client, partner)


def test_what_somebody_typed_into_a_training_is_text_on_the_page(client, partner):
    make_training(partner, title="<script>alert(1)</script>", topic="<img src=x>")
    text = page_of(client, partner)
    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_a_counted_session_hides_no_other_coverage(client, partner):
    training = make_training(partner)
    line = make_line(kind="training", measure="session")
    Claim.objects.create(
        deliverable=line, session=training.sessions.get(), entry="accept", by=make_user()
    )
    from articles.tests.pages import published

    published(headline="Pemkab Sungai Kepah menanam bakau", body="<p>Sungai Kepah.</p>")
    assert "menanam bakau" in page_of(client, partner)


@pytest.mark.parametrize("number", [1, 3])
def test_trainings_cost_one_query_more_for_one_and_for_three(
    number, client, partner, django_assert_num_queries
):
    for _n in range(number):
        make_training(make_organization("opd", parent=partner), sessions=(-5, -4))
    cache.clear()
    client.get("/mitra/")  # the menu of the footer is kept
    with django_assert_num_queries(1):
        assert len(public.trainings(5)) == number
    with django_assert_num_queries(1):
        assert len(public.trainings_of(partner, [], 5)) == number


# --- verification --------------------------------------------------------------------------


def make_certificate(**values):
    facts = {
        "number": "001/SERT/UJI/XI/2026", "name": HOLDER, "nip": "198206142006042007",
        "office": "Dinas Rahasia", "training": "Menulis siaran pers", "topic": "Jurnalistik",
        "organization": "Pemkab Sungai Kepah", "hours": 7.5, "first": "2026-11-02",
        "last": "2026-11-03", "place": "Lima Puluh", "day": "2026-11-05", "city": "Medan",
        "bureau": "Biro Uji", "signer": "Kepala", "signer_title": "Kepala Biro",
    } | values.pop("facts", {})  # fmt: skip
    training = make_training(make_organization())
    person = Participant.objects.create(training=training, name=HOLDER)
    defaults = {"participant": person, "year": 2026, "number": 1, "code": CODE, "facts": facts}
    return Certificate.objects.create(**defaults | values, issued_by=training.owner)


def revoke(certificate):
    certificate.revoked_at, certificate.revoked_by = timezone.now(), certificate.issued_by
    certificate.revoke_reason = "Alasan rahasia"
    certificate.save()


def test_a_real_certificate_shows_what_was_printed_and_no_more(client):
    certificate = make_certificate()
    response = client.get(certificate.get_absolute_url())
    text = text_of(response)
    assert response.status_code == 200
    for shown in ("This certificate is real", "001/SERT/UJI/XI/2026", HOLDER, "Jurnalistik",
                  "7.5 hours", "2 November 2026", "5 November 2026", "Biro Uji"):  # fmt: skip
        assert shown in text
    assert "198206142006042007" not in text
    assert "Rahasia" not in text


@pytest.mark.parametrize(
    "typed", [CODE.lower(), "abcd efgh 2345 6789", "ABCD-EFGH-2345-6789", " ABCDEFGH–23456789 "]
)
def test_a_code_is_found_however_it_is_typed(client, typed):
    make_certificate()
    assert "This certificate is real" in text_of(client.get(f"/verifikasi/{typed}/"))
    response = client.get("/verifikasi/", {"kode": typed})
    assert (response.status_code, response["Location"]) == (302, f"/verifikasi/{CODE}/")


def test_a_revoked_certificate_says_so_and_the_day_and_neither_name_nor_reason(client):
    certificate = make_certificate()
    revoke(certificate)
    text = text_of(client.get(certificate.get_absolute_url()))
    today = timezone.localdate()
    assert "This certificate was revoked" in text
    assert f"{today.day} {today:%B} {today.year}" in text
    assert "is real" not in text
    assert HOLDER not in text
    assert "rahasia" not in text


@pytest.mark.parametrize("code", ["ABCDEFGH23456788", "x", "---", "%00", "<script>", "A" * 300])
def test_an_unknown_code_is_not_found_and_the_page_helps(client, code):
    make_certificate()
    response = client.get(f"/verifikasi/{code}/")
    assert response.status_code == 404
    text = text_of(response)
    assert 'name="kode"' in text
    assert HOLDER not in text
    assert "<script>" not in text.split("<main")[1]


def test_a_name_that_was_taken_out_is_not_shown_again(client):
    certificate = make_certificate()
    certificate.participant.anonymise()
    text = text_of(client.get(certificate.get_absolute_url()))
    assert "This certificate is real" in text
    assert "taken out" in text
    assert HOLDER not in text


def test_what_was_printed_is_text_on_the_page(client):
    certificate = make_certificate(facts={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in text_of(client.get(certificate.get_absolute_url()))


@pytest.mark.parametrize("path", ["/verifikasi/", f"/verifikasi/{CODE}/", "/verifikasi/BUKAN/"])
def test_no_cache_keeps_a_verification_and_no_search_engine_lists_it(client, path):
    make_certificate()
    response = client.get(path)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex' in text_of(response)
    assert not response.cookies


def test_the_form_asks_and_an_empty_one_asks_again(client):
    for query in ("", "?kode=", "?kode=---"):
        response = client.get(f"/verifikasi/{query}")
        assert response.status_code == 200
        assert 'name="kode"' in text_of(response)


def test_a_verification_costs_one_query_beyond_the_menu(client, django_assert_num_queries):
    certificate = make_certificate()
    client.get(certificate.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(certificate.get_absolute_url())


def test_no_code_reaches_the_log(client, caplog):
    with caplog.at_level("INFO", "newsroom.request"):
        client.get(f"/verifikasi/{CODE}/")
    assert caplog.records
    assert CODE not in "".join(str(vars(record)) for record in caplog.records)


def test_the_footer_leads_to_the_verification(client):
    assert 'href="/verifikasi/"' in text_of(client.get("/mitra/")).split("<footer")[1]
