"""A paper in a real browser: asked for, waited for without a reload, fetched."""

import pytest
from django.urls import reverse

from articles.tests.browsing import sign_in
from articles.tests.factories import make_user
from partnerships import paper_requests
from partnerships.models import PaperRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_of_a_request_turns_into_its_paper_by_itself(page, live_server, roles):
    sign_in(page, live_server.url, make_user("head"))
    page.goto(f"{live_server.url}{reverse('admin:papers')}")
    page.click("a.paper-kind__name[href$='/pipeline/']")
    page.click("form.paper-ask button")
    page.wait_for_selector("#paper-request[data-poll]")
    paper_requests.make_due()
    page.wait_for_selector("#paper-request:not([data-poll]) a[href$='/pdf/']")
    number = page.text_content(".paper-card__number")
    assert number == str(PaperRequest.objects.get().paper)
    with page.expect_download() as download:
        page.click("#paper-request a[href$='/pdf/']")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
