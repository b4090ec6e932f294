"""The partner's page in a real browser: given by the officer, opened without an account, closed."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.tests.factories import make_article
from newsroom.tests.test_journey_partnerships import bureau
from partnerships import documents, ledger
from partnerships.models import Organization, PartnerOpening
from partnerships.tests.factories import make_agreement, make_line

__all__ = ["bureau"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_partner_sees_what_came_downloads_a_paper_and_is_refused_after_the_end(bureau):
    officer, partner = bureau["officer"], bureau["reader"]
    users = get_user_model().objects
    by = {role: users.get(byline=f"Nama {role.title()}") for role in ("officer", "editor")}
    today = timezone.localdate()
    agreement = make_agreement(
        "in_force", partner=Organization.objects.get(slug="pemkab-batu-bara"),
        title="PKS Pemberitaan", owner=by["officer"], starts_on=today - timedelta(days=1),
    )  # fmt: skip
    line = make_line(agreement, title="Berita daerah", quota_period=3, period="month")
    story = make_article("published", headline="Panen padi membaik", publish_at=timezone.now())
    ledger.accept(story, line, by=by["editor"])
    documents.add(
        agreement, SimpleUploadedFile("naskah.pdf", b"%PDF-1.4 naskah"), kind="scan",
        title="Naskah bertanda tangan", shared=True, by=by["officer"],
    )  # fmt: skip

    # The officer gives a link; its address is there once, with a button that copies it.
    officer.open(agreement)
    desk = officer.page
    desk.click("#partner-links .fold--form > summary")
    desk.fill("[name=partner_link-reader]", "Kepala Diskominfo")
    desk.check("[name=partner_link-term][value=month]")
    desk.click("#partner-links .fold--form button")
    address = desk.locator("[data-copy-from]").input_value()
    assert "/p/" in address

    # The partner has no account, and sees on the first screen what was promised and what came.
    page = partner.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    number = page.locator(".sum__number")
    assert number.is_visible()
    assert number.bounding_box()["y"] < 740
    assert number.inner_text().startswith("1 ")
    assert page.locator(".months__now td").all_inner_texts()[:2] == ["3", "1"]
    assert page.get_by_role("link", name="Panen padi membaik").is_visible()
    with page.expect_download() as download:
        page.click(".get")
    assert download.value.suggested_filename == "naskah.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.4 naskah"
    assert [row.what for row in PartnerOpening.objects.order_by("pk")] == ["page", "document"]
    assert not page.context.cookies()

    # Closed, it says whom to ask, and nothing of the agreement.
    officer.open(agreement)
    desk.click(".partner-link form button")
    desk.wait_for_load_state()
    assert page.goto(address).status == 410
    assert "PKS Pemberitaan" not in page.content()
    assert page.locator("main a[href^=mailto]").is_visible()
