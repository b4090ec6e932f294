"""Nobody's words are lost: each promise of it in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from articles import working
from articles.models import Article, Presence, Version, WorkingCopy
from articles.tests.browsing import (
    ADD,
    form_of,
    keep_now,
    sign_in,
    wait_for_answer,
    wait_for_state,
    write,
)
from articles.tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVE = ".desk-actions [name=_save]"


@pytest.fixture
def visit(browser, live_server, roles):
    """visit(user, story): a new browser of that user at the story's form (None: a new story)."""
    contexts = []

    def open_form(user, story=None, context=None):
        if context is None:
            context = browser.new_context()
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.clock.install()
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, live_server.url, user)
        page.goto(live_server.url + form_of(story))
        page.wait_for_selector(".ProseMirror")
        # Its first sign of life is answered: the server knows of this page, and it of the others.
        wait_for_answer(page)
        return page

    yield open_form
    for context in contexts:
        context.close()


@pytest.fixture
def reporter(roles):
    return make_user("reporter", byline="Rina Uji")


@pytest.fixture
def editor(roles):
    return make_user("editor", byline="Edi Uji")


def put_back(page):
    page.click("[data-kept-restore]")
    page.wait_for_url("**?copy=*")
    page.wait_for_selector(".ProseMirror")


def save(page):
    page.click(SAVE)
    page.wait_for_load_state()


def test_words_of_a_tab_that_was_closed_are_put_back_and_saved(visit, reporter):
    page = visit(reporter)
    page.fill("#id_headline", "Judul yang belum tersimpan")
    write(page, "Naskah dari lapangan.")
    page.reload()
    put_back(page)
    assert page.input_value("#id_headline") == "Judul yang belum tersimpan"
    save(page)
    page.wait_for_url("**/change/")
    story = Article.objects.get()
    assert (story.headline, story.body) == (
        "Judul yang belum tersimpan",
        "<p>Naskah dari lapangan.</p>",
    )
    again = visit(reporter, context=page.context)
    wait_for_answer(again)
    expect(again.locator("[data-kept]")).to_be_hidden()


def test_a_killed_browser_loses_no_field(visit, reporter):
    page = visit(reporter, story := make_article(by=reporter))
    page.fill("#id_summary", "Ringkasan sebelum baterai habis.")
    page.fill("#id_dateline", "Binjai")
    page.click("#credits-group [data-rows-add]")
    page.fill("[name=credits-1-name]", "Kontributor Langkat")
    keep_now(page)
    page.context.close()  # with it goes all that this browser kept
    page = visit(reporter, story)
    put_back(page)
    assert page.input_value("#id_summary") == "Ringkasan sebelum baterai habis."
    assert page.input_value("#id_dateline") == "Binjai"
    assert page.input_value("[name=credits-1-name]") == "Kontributor Langkat"
    save(page)
    story.refresh_from_db()
    assert (story.summary, story.dateline) == ("Ringkasan sebelum baterai habis.", "Binjai")
    assert [str(credit) for credit in story.credits.all()] == ["Rina Uji", "Kontributor Langkat"]
    assert not working.of(reporter, story)


def test_a_minute_without_a_line_keeps_the_words_and_then_sends_them(visit, reporter):
    story = make_article(by=reporter, body="<p>Awal.</p>")
    page = visit(reporter, story)
    page.context.set_offline(True)
    write(page, " Kalimat pertama.")
    page.clock.run_for(30_000)
    wait_for_state(page, "offline")
    write(page, " Kalimat kedua.")
    page.clock.run_for(30_000)
    page.click(SAVE)  # the form stays, and says why
    assert page.url.endswith("/change/")
    assert not WorkingCopy.objects.exists()
    page.context.set_offline(False)
    keep_now(page)
    copy = WorkingCopy.objects.get()
    assert copy.content["body"] == "<p>Awal. Kalimat pertama. Kalimat kedua.</p>"
    save(page)
    story.refresh_from_db()
    assert story.body == "<p>Awal. Kalimat pertama. Kalimat kedua.</p>"


def test_after_a_sign_in_in_another_tab_the_waiting_form_saves(visit, reporter, live_server):
    reporter.set_password("sandi-uji-2022")
    reporter.save()
    page = visit(reporter, story := make_article(by=reporter, body="<p>Awal.</p>"))
    page.context.clear_cookies(name="sessionid")
    write(page, " Masih di sini.")
    page.clock.run_for(9_000)
    wait_for_state(page, "signedOut")
    expect(page.locator("[data-sign-in] a")).to_be_visible()
    page.click(SAVE)  # leads nowhere, and takes nothing away
    tab = page.context.new_page()
    tab.goto(f"{live_server.url}/admin/login/")
    tab.fill("#id_username", reporter.username)
    tab.fill("#id_password", "sandi-uji-2022")
    tab.click("[type=submit]")
    tab.wait_for_url("**/admin/")
    keep_now(page)
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    story.refresh_from_db()
    assert story.body == "<p>Awal. Masih di sini.</p>"


def test_somebody_else_who_signs_in_here_gets_nobodys_words(visit, reporter, editor, live_server):
    page = visit(reporter, make_article(by=reporter))
    sign_in(page, live_server.url, editor)
    write(page, "Milik Rina.")
    page.clock.run_for(9_000)
    wait_for_state(page, "other")
    assert not WorkingCopy.objects.exists()


def test_of_two_browsers_the_later_chooses_and_the_other_text_stays(visit, reporter, editor):
    story = make_article(by=reporter, summary="Awal.", body="<p>Bupati datang ke Medan.</p>")
    first, second = visit(reporter, story), visit(editor, story)
    first.fill("#id_summary", "Ringkasan reporter.")
    save(first)
    second.clock.run_for(9_000)
    expect(second.locator("[data-changed]")).to_contain_text("Rina Uji")
    second.fill("#id_summary", "Ringkasan redaktur.")
    write(second, " Dua kali.")
    save(second)
    expect(second.locator("h1")).to_be_visible()
    assert second.locator(".desk-pair").count() == 2
    theirs = second.locator(".desk-pair__side--theirs ins").first
    expect(theirs).to_contain_text("Ringkasan reporter")
    second.check("[name=_take-summary][value=theirs]")
    save(second)
    second.wait_for_url("**/change/")
    story.refresh_from_db()
    assert story.summary == "Ringkasan reporter."
    assert story.body == "<p>Bupati datang ke Medan. Dua kali.</p>"
    (lost,) = working.in_record(editor, story).filter(state="refused")
    assert lost.content["summary"] == "Ringkasan redaktur."


def test_the_same_person_in_two_tabs_gets_both_texts_too(visit, reporter):
    story = make_article(by=reporter, summary="Awal.")
    first = visit(reporter, story)
    second = visit(reporter, story, context=first.context)
    first.fill("#id_summary", "Dari tab satu.")
    second.fill("#id_summary", "Dari tab dua.")
    keep_now(first)
    keep_now(second)
    assert WorkingCopy.objects.filter(state="open").count() == 2
    save(first)
    save(second)
    assert second.locator(".desk-pair").count() == 1
    expect(second.locator(".desk-pair__side--theirs ins")).to_contain_text("satu")
    assert second.input_value("#id_summary") == "Dari tab dua."


def test_each_sees_who_else_is_in_the_story_until_they_have_gone(visit, reporter, editor):
    story = make_article("draft", by=reporter)
    page = visit(reporter, story)
    other = visit(editor, story)
    page.clock.run_for(9_000)
    expect(page.locator("[data-here]")).to_contain_text("Edi Uji")
    other.context.close()
    # Half a minute later, as the server's clock has it.
    gone = Presence.objects.get(user=editor)
    gone.seen_at -= timedelta(seconds=30)
    gone.save()
    page.clock.run_for(9_000)
    expect(page.locator("[data-here]")).to_be_hidden()


def test_an_absent_colleagues_words_are_taken_over_and_the_colleague_is_told(
    visit, reporter, editor
):
    story = make_article("draft", by=reporter, body="<p>Awal.</p>")
    page = visit(reporter, story)
    write(page, " Kutipan dari lapangan.")
    keep_now(page)
    page.context.close()
    Presence.objects.update(seen_at=story.created_at - timedelta(minutes=1))
    desk = visit(editor, story)
    desk.click("text=/Ambil alih|Take them over/")
    desk.wait_for_url("**?from=*")
    assert "Kutipan dari lapangan." in desk.inner_text(".ProseMirror")
    version = Version.objects.get(article=story, number=1)
    assert version.content["body"] == "<p>Awal. Kutipan dari lapangan.</p>"
    assert "Rina Uji" in version.note
    story.refresh_from_db()
    assert story.body == "<p>Awal.</p>"  # until the editor saves
    desk.wait_for_selector(SAVE)
    save(desk)
    story.refresh_from_db()
    assert story.body == "<p>Awal. Kutipan dari lapangan.</p>"
    back = visit(reporter, story)
    expect(back.locator(".desk-note").first).to_contain_text("Edi Uji")


def test_words_sent_in_vain_outlive_a_look_at_another_story(visit, reporter, live_server):
    page = visit(reporter)
    other = make_article(by=reporter)
    page.fill("#id_headline", "Judul yang tertahan")
    page.context.clear_cookies(name="sessionid")
    page.click(SAVE)
    page.wait_for_selector("[name=username]")
    sign_in(page, live_server.url, reporter)
    page.goto(live_server.url + form_of(other))
    page.wait_for_selector(".ProseMirror")
    page.goto(live_server.url + ADD)
    put_back(page)
    assert page.input_value("#id_headline") == "Judul yang tertahan"


def test_words_thrown_away_are_not_offered_again_and_can_still_be_had(visit, reporter):
    story = make_article(by=reporter)
    page = visit(reporter, story)
    page.fill("#id_summary", "Bukan yang ini.")
    keep_now(page)
    page.reload()
    page.click("[data-kept-discard]")
    expect(page.locator("[data-kept]")).to_be_hidden()
    page.reload()
    wait_for_answer(page)
    expect(page.locator("[data-kept]")).to_be_hidden()
    (copy,) = working.in_record(reporter, story)
    assert copy.content["summary"] == "Bukan yang ini."
