"""The public pages of partners: public facts, kept apart, and nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.tests.factories import make_article, make_region, make_user
from articles.tests.pages import published, text_of
from partnerships.models import (
    Activity,
    Amendment,
    AmendmentChange,
    Claim,
    Contact,
    Document,
    Evaluation,
    Suspension,
)
from partnerships.tests.factories import make_agreement, make_line, make_organization

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
UNDER, OTHER = "Coverage under the agreement", "Other coverage of the same agency"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def make_partner(state="in_force", **values):
    """(organization, line) of a partner with one agreement in that state."""
    partner = make_organization(name="Pemerintah Kabupaten Sungai Kepah", slug="sungai-kepah",
                                short_name="Pemkab Sungai Kepah", region=make_region())  # fmt: skip
    agreement = make_agreement(state, partner=partner, title="Kerja sama kepiting", **values)
    return partner, make_line(agreement)


def count(line, article, *, reverse=False):
    by = make_user()
    claim = Claim.objects.create(deliverable=line, article=article, entry="accept", by=by)
    if reverse:
        Claim.objects.create(
            deliverable=line, article=article, entry="reverse", reverses=claim, by=by
        )


def page_of(client, partner, query=""):
    return client.get(f"/mitra/{partner.slug}/{query}")


def halves(response):
    """The text of the page before and after the heading of other coverage."""
    under, other = text_of(response).split(OTHER)
    return under.split(UNDER)[1], other


# --- who is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["in_force", "suspended", "terminated", "completed"])
def test_a_partner_with_a_signed_public_agreement_is_shown(client, state):
    partner, _line = make_partner(state)
    assert "Kerja sama kepiting" in text_of(page_of(client, partner))
    text = text_of(client.get("/mitra/"))
    assert "Kerja sama kepiting" in text
    assert f"/mitra/{partner.slug}/" in text


@pytest.mark.parametrize(
    "state", ["exploring", "offered", "drafting", "review", "signature", "cancelled"]
)
def test_what_is_not_signed_is_shown_nowhere(client, state):
    partner, _line = make_partner(state)
    assert page_of(client, partner).status_code == 404
    assert "kepiting" not in text_of(client.get("/mitra/"))
    assert partner.slug not in text_of(client.get("/sitemap-halaman.xml"))


def test_an_agreement_that_is_not_public_is_shown_nowhere(client):
    partner, _line = make_partner(is_public=False)
    assert page_of(client, partner).status_code == 404
    assert "kepiting" not in text_of(client.get("/mitra/"))


def test_beside_a_public_agreement_the_others_stay_unknown(client):
    partner, _line = make_partner()
    make_agreement("in_force", partner=partner, title="Rahasia satu", is_public=False)
    make_agreement("review", partner=partner, title="Rahasia dua")
    for path in ("/mitra/", f"/mitra/{partner.slug}/"):
        assert "Rahasia" not in text_of(client.get(path))


@pytest.mark.parametrize(("public", "shown"), [(True, True), (False, False)])
def test_the_umbrella_is_named_where_readers_may_know_of_it(client, public, shown):
    mou = make_agreement("in_force", type="mou", title="Payung besar", is_public=public)
    partner, _line = make_partner(umbrella=mou)
    assert ("Payung besar" in text_of(page_of(client, partner))) == shown


@pytest.mark.parametrize("public", [True, False])
def test_a_government_shows_what_its_offices_carry_out_under_its_mou(client, public):
    government, mou = make_partner(type="mou")
    office = make_organization("opd", parent=government, slug="dinas-kepiting")
    pks = make_agreement("in_force", partner=office, umbrella=mou.agreement, title="Pelaksanaan",
                         is_public=public)  # fmt: skip
    count(make_line(pks), published(headline="Jalan desa"))
    text = text_of(page_of(client, government))
    assert ("Pelaksanaan" in text) == public
    assert ("/mitra/dinas-kepiting/" in text) == public
    assert ("Jalan desa" in text) == public


def test_our_own_side_is_no_partner(client):
    partner, line = make_partner()
    own = line.agreement.parties.get(organization__kind="own").organization
    assert page_of(client, own).status_code == 404
    assert f"/mitra/{own.slug}/" not in text_of(client.get("/sitemap-halaman.xml"))
    assert f"/mitra/{partner.slug}/" in text_of(client.get("/sitemap-halaman.xml"))


def test_nothing_internal_reaches_a_public_page(client):
    partner, line = make_partner(value=123456789, order_reference="RAHASIA-1")
    agreement = line.agreement
    by = make_user()
    partner.note = "RAHASIA-2"
    partner.save()
    Contact.objects.create(
        organization=partner, name="RAHASIA-3", nip="198001012005011001", phone="+6281200000000"
    )
    Activity.objects.create(
        organization=partner, agreement=agreement, kind="visit", summary="RAHASIA-4", owner=by
    )
    Document.objects.create(agreement=agreement, kind="scan", title="RAHASIA-5")
    today = timezone.localdate()
    Evaluation.objects.create(
        agreement=agreement, from_day=today, until_day=today, text="RAHASIA-6", by=by
    )
    agreement.parties.update(number="RAHASIA-7")
    line.title, line.unit_price = "RAHASIA-8", 987654321
    line.save()
    for path in ("/mitra/", f"/mitra/{partner.slug}/"):
        text = text_of(client.get(path))
        for secret in ("RAHASIA", "123456789", "987654321", "19800101", "+6281200000000"):
            assert secret not in text, (path, secret)


# --- status ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "first", "last", "words"),
    [
        ("in_force", -10, 200, "Running<"),
        ("in_force", -10, 30, "Running, ends within 90 days"),
        ("in_force", -10, -1, "Term has ended"),
        ("in_force", 5, 200, "Signed, not begun yet"),
        ("suspended", -10, 200, "Suspended for now"),
        ("suspended", -10, -1, "Term has ended"),
        ("completed", -10, -1, "Completed"),
        ("terminated", -10, 200, "Ended early on"),
    ],
)
def test_the_status_is_derived_from_the_dates(client, state, first, last, words):
    today = timezone.localdate()
    dates = {"starts_on": today + first * DAY, "ends_on": today + last * DAY, "signed_on": today}
    partner, line = make_partner(state, **dates)
    if state == "suspended":
        Suspension.objects.create(agreement=line.agreement, from_day=today)
    assert words in text_of(page_of(client, partner))


@pytest.mark.parametrize(("signed", "shown"), [(True, "Running<"), (False, "Term has ended")])
def test_a_signed_amendment_moves_the_last_day(client, signed, shown):
    today = timezone.localdate()
    partner, line = make_partner(starts_on=today - 50 * DAY, ends_on=today - DAY)
    amendment = Amendment.objects.create(
        agreement=line.agreement,
        title="Adendum",
        effective_on=today - 5 * DAY,
    )
    AmendmentChange.objects.create(
        amendment=amendment, term="ends_on", new_value=str(today + 200 * DAY)
    )
    if signed:
        amendment.signed_on = amendment.effective_on
        amendment.save()
    assert shown in text_of(page_of(client, partner))


# --- coverage ----------------------------------------------------------------------------------


def test_counted_and_other_stories_are_kept_apart(client):
    partner, line = make_partner()
    counted = published(headline="Jalan desa selesai", regions=[partner.region])
    published(headline="Warga keluhkan jalan", regions=[partner.region])
    count(line, counted)
    under, other = halves(page_of(client, partner))
    assert ("Jalan desa selesai" in under, "Jalan desa selesai" in other) == (True, False)
    assert ("Warga keluhkan jalan" in under, "Warga keluhkan jalan" in other) == (False, True)


def test_a_story_that_any_agreement_counts_is_no_other_coverage(client):
    partner, _line = make_partner()
    article = published(headline="Dihitung untuk yang lain", regions=[partner.region])
    count(make_line(), article)
    assert "Dihitung untuk yang lain" not in text_of(page_of(client, partner))


def test_a_reversed_claim_is_other_coverage_again(client):
    partner, line = make_partner()
    count(line, published(headline="Jalan desa", regions=[partner.region]), reverse=True)
    under, other = halves(page_of(client, partner))
    assert "Jalan desa" not in under
    assert "Jalan desa" in other


def test_a_proposed_story_is_not_yet_under_the_agreement(client):
    partner, line = make_partner()
    article = published(headline="Jalan desa")
    Claim.objects.create(deliverable=line, article=article, entry="propose", by=make_user())
    assert "Jalan desa" not in text_of(page_of(client, partner))


@pytest.mark.parametrize("status", ["draft", "submitted", "spiked", "retracted", "scheduled"])
def test_a_story_that_is_not_public_is_on_no_partner_page(client, status):
    partner, line = make_partner()
    later = {"publish_at": timezone.now() + HOUR} if status == "scheduled" else {}
    state = "published" if status == "scheduled" else status
    for number in (1, 2):
        article = make_article(state, headline=f"Jalan {number}", regions=[partner.region], **later)
        if number == 1:
            count(line, article)
    text = text_of(page_of(client, partner))
    assert "Jalan 1" not in text
    assert "Jalan 2" not in text


def test_an_office_is_found_by_its_name_and_not_by_its_region(client):
    office = make_organization("opd", short_name="Diskominfo Sungai Kepah", region=make_region())
    make_agreement("in_force", partner=office)
    published(headline="Diskominfo buka kelas", body="<p>Di Sungai Kepah.</p>")
    published(headline="Panen kepiting", regions=[office.region])
    _under, other = halves(page_of(client, office))
    assert "Diskominfo buka kelas" in other
    assert "Panen kepiting" not in other
    assert "holds all the words “Diskominfo Sungai Kepah”" in other


def test_the_label_and_the_disclosure_line_stand_on_the_partners_page(client):
    partner, line = make_partner()
    sentence = "Berita ini bagian dari kerja sama dengan Pemkab Sungai Kepah."
    count(line, published(story_class="advertorial", disclosure=sentence))
    under, _other = halves(page_of(client, partner))
    assert sentence in under
    assert "label--advertorial" in under


def test_long_coverage_is_read_page_by_page(client):
    partner, line = make_partner()
    now = timezone.now()
    for n in range(1, 23):
        count(line, published(headline=f"Liputan ke-{n}.", publish_at=now - n * HOUR))
    first = page_of(client, partner)
    second = page_of(client, partner, f"?sebelum={first.context['page'].older}")
    assert (len(first.context["page"]), len(second.context["page"])) == (20, 2)
    assert OTHER not in text_of(second)


# --- cost and caching ----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(client, rows, django_assert_num_queries):
    partner, line = make_partner()
    for _n in range(rows):
        other = make_organization(region=make_region())
        make_agreement("in_force", partner=other)
        make_agreement("in_force", partner=partner, umbrella=None)
        count(line, published(regions=[partner.region]))
        published(regions=[partner.region])
    for path, queries in (("/mitra/", 4), (f"/mitra/{partner.slug}/", 7)):
        cache.clear()
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


def test_a_partner_page_may_be_kept_but_is_asked_for_again(client):
    partner, _line = make_partner()
    response = page_of(client, partner)
    assert response["Cache-Control"] == "public, no-cache"
    assert f"partner-{partner.pk}" in response["Surrogate-Key"].split()
    assert not response.cookies
    again = client.get(f"/mitra/{partner.slug}/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_footer_leads_to_the_partners(client):
    assert 'href="/mitra/"' in text_of(client.get("/mitra/")).split("<footer")[1]
