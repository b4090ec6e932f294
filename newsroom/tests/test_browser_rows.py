"""Rows of a form in a real browser: the story's credits, and who is party to an agreement."""

import pytest
from django.urls import reverse

from articles.tests.browsing import sign_in
from articles.tests.factories import make_article, make_user
from partnerships.tests.factories import make_agreement, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown(page, group, field):
    """What the rows of `group` say in `field`, in their order; without the removed ones."""
    rows = page.locator(f"{group} [data-row]:visible {field}")
    return [rows.nth(number).input_value() for number in range(rows.count())]


def test_credits_are_added_put_in_order_and_taken_away(page, live_server, roles):
    editor = make_user("editor")
    story = make_article("submitted")
    sign_in(page, live_server.url, editor)
    page.goto(f"{live_server.url}{reverse('admin:articles_article_change', args=[story.pk])}")
    group, name = "#credits-group", "[name$=-name]"
    before = len(shown(page, group, name))
    for outside in ("Pewarta Satu", "Pewarta Dua", "Pewarta Tiga"):
        page.click(f"{group} [data-rows-add]")
        page.locator(f"{group} [data-row]:visible").last.locator(name).fill(outside)
    page.locator(f"{group} [data-row]:visible").last.locator("[data-row-up]").click()
    page.locator(f"{group} [data-row]:visible").nth(before).locator("[data-row-remove]").click()
    assert shown(page, group, name)[before:] == ["Pewarta Tiga", "Pewarta Dua"]
    with page.expect_navigation():
        page.click(".desk-actions [name=_save]")
    kept = story.credits.order_by("order").values_list("name", flat=True)
    assert list(kept)[before:] == ["Pewarta Tiga", "Pewarta Dua"]


def test_a_party_is_added_with_who_signs_and_one_put_there_by_mistake_is_not_saved(
    page, live_server, roles
):
    partner = make_organization(name="Dinas Contoh")
    agreement = make_agreement("drafting")
    sign_in(page, live_server.url, make_user("officer"))
    path = reverse("admin:partnerships_agreement_change", args=[agreement.pk])
    page.goto(f"{live_server.url}{path}")
    count = agreement.parties.count()
    for _twice in range(2):
        page.click("#parties [data-rows-add]")
    rows = page.locator("#parties [data-row]:visible")
    rows.nth(count).locator("[data-row-remove]").click()
    added = rows.nth(count)
    added.locator("[name$=-organization]").select_option(str(partner.pk))
    added.locator("[name$=-signers-0-name]").fill("Siti Uji")
    added.locator("[name$=-signers-0-title]").fill("Kepala Dinas")
    with page.expect_navigation():
        page.click(".desk-actions [name=_save]")
    assert agreement.parties.count() == count + 1
    party = agreement.parties.get(organization=partner)
    assert list(party.signatories.values_list("name", "title")) == [("Siti Uji", "Kepala Dinas")]
