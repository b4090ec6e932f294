"""From the head's map to the paper that a partner pays on, in a real browser."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from articles.tests.factories import make_article
from newsroom.tests.test_journey_partnerships import bureau
from partnerships import ledger, paper_requests
from partnerships.models import Organization, Paper
from partnerships.tests.factories import make_agreement, make_line

__all__ = ["bureau"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture
def late(bureau):
    """An agreement in the middle of its term with one of ten stories, and one that could count."""
    users = get_user_model().objects
    today, now = timezone.localdate(), timezone.now()
    partner = Organization.objects.get(slug="pemkab-batu-bara")
    agreement = make_agreement(
        "in_force", partner=partner, title="PKS Yang Tertinggal",
        owner=users.get(byline="Nama Officer"),
        starts_on=today - 100 * DAY, ends_on=today + 100 * DAY,
        created_at=now - 140 * DAY,
    )  # fmt: skip
    line = make_line(agreement, title="Berita daerah", quota_total=10)
    regions = [partner.region]
    counted = make_article(
        "published", headline="Panen padi membaik", publish_at=now - 5 * DAY, regions=regions
    )
    ledger.accept(counted, line, by=users.get(byline="Nama Editor"))
    make_article(
        "published", headline="Gudang es nelayan dibuka", publish_at=now - 3 * DAY, regions=regions
    )
    return agreement


def test_the_head_finds_what_lags_and_the_partner_gets_a_proof_that_holds(bureau, late):
    head, officer, partner = bureau["head"], bureau["officer"], bureau["reader"]

    # From the map to the list, the drawing and the stories that could still count.
    head.go("/admin/overview/")
    head.page.locator(".drawing__link[aria-label*='Batu Bara']").first.click()
    head.page.wait_for_url("**/admin/partnerships/agreement/?**")
    rows = head.page.locator("#result_list tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.locator(".pace--behind")).to_be_visible()
    rows.locator("a.story-link").click()
    burn = head.page.locator(".progress-now")
    expect(burn.locator("svg").first).to_be_visible()
    expect(burn.locator(".gaps li")).to_have_count(1)
    burn.locator(".gaps__where a").last.click()
    head.page.wait_for_url("**/admin/articles/article/?**")
    expect(head.page.locator("#result_list")).to_contain_text("Gudang es nelayan dibuka")

    # The officer has the proof made; the worker makes it, and the page says when it is there.
    first, last = timezone.localdate() - 30 * DAY, timezone.localdate() - DAY
    file = f"/admin/partnerships/agreement/{late.pk}"
    officer.go(f"{file}/paper/?first={first}&last={last}")
    expect(officer.page.locator(".desk-move__headline")).to_have_text("1 berita")
    officer.page.click(".desk-button--primary")
    officer.page.wait_for_selector("#paper-request[data-poll]")
    paper_requests.make_due()
    with officer.page.expect_download() as download:
        officer.page.click("#paper-request a[href$='/pdf/']")
    printed = download.value.path().read_bytes()
    paper = Paper.objects.get()

    # The partner opens a link without an account, and finds the proof there.
    officer.go(f"{file}/change/")
    officer.page.click("#partner-links .fold--form > summary")
    officer.page.fill("[name=partner_link-reader]", "Kepala Diskominfo")
    officer.page.check("[name=partner_link-term][value=month]")
    officer.page.click("#partner-links .fold--form button")
    page = partner.page
    page.goto(officer.page.locator("[data-copy-from]").input_value())
    expect(page.locator(".sum__number")).to_contain_text("1")
    with page.expect_download() as download:
        page.click(f"a[href$='/surat/{paper.pk}/']")
    assert download.value.path().read_bytes() == printed

    # By its code it is real, by its bytes it is ours; one letter more, and it is not.
    partner.go("/verifikasi/")
    page.fill("#kode", paper.code)
    page.click("form:has(#kode) button")
    expect(page.locator(".verdict--real")).to_be_visible()
    expect(page.locator(".verify__facts")).to_contain_text(str(paper))
    for content, verdict in [(printed, "real"), (printed + b" ", "unknown")]:
        upload = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": content}
        page.set_input_files("#berkas", [upload])
        page.click("form:has(#berkas) button")
        expect(page.locator(f"p.verdict--{verdict}[role=status]")).to_be_visible()
