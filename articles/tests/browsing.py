"""What a test of the desk in a real browser needs again and again."""

from django.test import Client

ADD = "/admin/articles/article/add/"


def sign_in(page, site, user):
    session = Client()
    session.force_login(user)
    cookie = session.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": f"{site}/admin/"}])


def form_of(story):
    return f"/admin/articles/article/{story.pk}/change/" if story else ADD


def write(page, text):
    """Put `text` at the end of the body."""
    page.click(".ProseMirror")
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def wait_for_state(page, state):
    """Until the line beside “Save” says so: browser, server, offline, signedOut ..."""
    page.wait_for_selector(f"[data-keep-state][data-state={state}]", state="attached")


def wait_for_answer(page):
    """Until the server answered the page's first sign of life.

    By a selector: the desk's policy lets no test evaluate a sentence of script again and again.
    """
    page.wait_for_selector("[data-keep-state][data-state]", state="attached")


def keep_now(page):
    """Let the page's own clock run on until what was typed is on the server."""
    page.clock.run_for(4000)
    wait_for_state(page, "server")
