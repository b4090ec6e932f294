"""The board in a real browser: cards are dragged, or reached and moved by the keyboard alone."""

import pytest

from articles.tests.browsing import sign_in
from articles.tests.factories import make_user
from partnerships.models import Agreement
from partnerships.tests.factories import make_agreement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def board(page, live_server, roles):
    """The head's board with two cards; `page` is there."""
    cards = [make_agreement("review", title="Naskah A"), make_agreement("signature", title="B")]
    sign_in(page, live_server.url, make_user("head"))
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{live_server.url}/admin/board/")
    return cards


def card(page, agreement):
    return page.locator(f"[data-card='{agreement.title}']")


def column(page, state):
    return page.locator(f"[data-column={state}]")


def test_a_card_that_is_dropped_where_it_may_go_opens_the_page_that_asks(page, board):
    review, _signature = board
    with page.expect_navigation():
        card(page, review).drag_to(column(page, "signature"))
    assert page.url.endswith(f"/agreement/{review.pk}/move/approve/")
    assert Agreement.objects.get(pk=review.pk).state == "review"


def test_a_card_that_cannot_go_there_stays_and_the_page_says_why(page, board):
    review, _signature = board
    before = page.url
    card(page, review).drag_to(column(page, "exploring"))
    said = page.locator("[data-board-says]")
    said.filter(has_text="Naskah A").wait_for()
    assert said.get_attribute("aria-live") == "polite"
    assert page.url == before


def test_the_keyboard_goes_from_card_to_card_and_opens_a_move(page, board):
    review, signature = board
    card(page, review).locator(".card__title").focus()
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.closest('[data-card]').dataset.card"
    assert page.evaluate(focused) == signature.title
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the menu of the card
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/agreement/{review.pk}/move/approve/")


def test_escape_closes_the_menu_of_a_card(page, board):
    review, _signature = board
    menu = card(page, review).locator("details")
    menu.locator("summary").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
