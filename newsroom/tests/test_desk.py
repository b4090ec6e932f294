"""The frame of the desk: who gets which home, navigation, counts, language and theme."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Correction
from articles.tests.factories import make_article, make_photo, make_user
from newsroom.roles import LABELS

pytestmark = pytest.mark.django_db
HOME = "/admin/"
WHOLE = f"{HOME}?all=1"  # with the parts that a page asks for later
MINUTE = timedelta(minutes=1)


def titles(rows):
    return [row.headline for row in rows]


# --- Home by role ------------------------------------------------------------------------------


def test_a_reporter_sees_own_work_by_what_is_to_be_done_and_nobody_elses(client, sign_in):
    me, other = sign_in("reporter"), make_user("reporter")
    for by, name in ((me, "saya"), (other, "orang lain")):
        make_article("draft", by=by, headline=f"Draf {name}")
        make_article("draft", by=by, headline=f"Kembali {name}", return_note="Lengkapi.")
        make_article("submitted", by=by, headline=f"Antre {name}")
        make_article(
            "published",
            by=by,
            headline=f"Jadwal {name}",
            publish_at=timezone.now() + timedelta(hours=1),
        )
    shown = client.get(HOME).context
    assert titles(shown["drafts"]) == ["Draf saya"]
    assert titles(shown["returned"]) == ["Kembali saya"]
    assert titles(shown["waiting"]) == ["Antre saya"]
    assert titles(shown["scheduled"]) == ["Jadwal saya"]


def test_a_returned_story_stands_with_the_editors_note(client, sign_in):
    make_article("draft", by=sign_in("reporter"), return_note="Sebutkan jumlah peserta.")
    assert "Sebutkan jumlah peserta." in client.get(HOME).content.decode()


def test_the_queue_begins_with_who_waited_longest_and_marks_more_than_two_hours(client, sign_in):
    sign_in("editor")
    now = timezone.now()
    for minutes in (5, 125, 60):
        make_article("submitted", submitted_at=now - minutes * MINUTE)
    rows = client.get(HOME).context["queue"]
    assert [(row.waits, row.waits_long) for row in rows] == [
        ("2:05", True),
        ("1:00", False),
        ("0:05", False),
    ]


def test_the_schedule_begins_with_the_next_story(client, sign_in):
    sign_in("editor")
    now = timezone.now()
    for hours in (5, 1, 30):
        make_article("published", headline=f"Jam {hours}", publish_at=now + timedelta(hours=hours))
    assert titles(client.get(HOME).context["scheduled"]) == ["Jam 1", "Jam 5", "Jam 30"]


@pytest.mark.parametrize("role", ["editor", "head", "auditor", "officer"])
def test_every_count_is_what_its_link_shows(role, client, sign_in):
    sign_in(role)
    now = timezone.now()
    for status in ("draft", "submitted", "submitted", "published", "retracted", "spiked"):
        make_article(status)
    make_article("draft", return_note="Lengkapi.")
    make_article("published", publish_at=now + timedelta(days=1))
    make_article("published", publish_at=now - timedelta(days=2))
    fixed = make_article("published", corrected_at=now - timedelta(days=3))
    Correction.objects.create(
        article=fixed, kind="correction", text="Angka.", by=make_user("editor")
    )
    counts = client.get(HOME).context["counts"]
    assert counts
    for count in counts:
        assert client.get(count.url).context["cl"].result_count == count.number, count


@pytest.mark.parametrize("role", ["head", "auditor"])
def test_the_figures_of_the_week_are_what_their_links_show(role, client, sign_in):
    sign_in(role)
    make_article("published")
    make_article("published", publish_at=timezone.now() - timedelta(days=3))
    page = client.get(WHOLE)
    links = re.findall(r'href="([^"]*day=7[^"]*)">(\d+)<', page.content.decode())
    assert links
    for url, number in links:
        shown = client.get(url.replace("&amp;", "&")).context["cl"].result_count
        assert shown == int(number)


def test_only_head_and_auditor_get_the_figures(client, sign_in):
    found = set()
    for role in LABELS:
        sign_in(role)
        if client.get(WHOLE).context.get("figures"):
            found.add(role)
    assert found == {"head", "auditor"}


@pytest.mark.parametrize(("name", "those"), [("figures", "head auditor"), ("partnerships", "head")])
def test_a_later_part_is_for_its_roles_alone(name, those, client, sign_in):
    found = set()
    for role in LABELS:
        sign_in(role)
        answer = client.get(reverse("admin:home_part", args=[name]))
        assert (f'id="home-{name}"' in answer.content.decode()) is (answer.status_code == 200)
        if answer.status_code == 200:
            found.add(role)
    assert found == set(those.split())


def test_an_officer_sees_what_is_public_and_no_queue(client, sign_in):
    sign_in("officer")
    make_article("submitted", headline="Rahasia antrean")
    make_article("draft", headline="Rahasia draf")
    make_article("published", headline="Sudah terbit", publish_at=timezone.now() - MINUTE)
    page = client.get(HOME).content.decode()
    assert "Rahasia" not in page


@pytest.mark.parametrize("role", LABELS)
def test_home_costs_the_same_for_one_story_of_each_kind_and_for_three(role, client, sign_in):
    me = sign_in(role)

    def one_more():
        make_article("draft", by=me)
        make_article("draft", by=me, return_note="Lengkapi.")
        make_article("submitted", by=me)
        make_article("published", by=me)
        make_article("published", by=me, publish_at=timezone.now() + timedelta(hours=1))

    def cost():
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(HOME)
        return len(queries)

    one_more()
    first = cost()
    one_more()
    one_more()
    assert cost() == first


@pytest.mark.parametrize("role", LABELS)
def test_home_of_an_empty_newsroom_says_what_to_do(role, client, sign_in):
    sign_in(role)
    page = client.get(HOME)
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


def test_an_account_without_a_role_gets_a_home_without_stories(client, sign_in):
    sign_in()
    make_article("published", headline="Sudah terbit")
    page = client.get(HOME)
    assert page.status_code == 200
    assert "Sudah terbit" not in page.content.decode()


# --- Frame -------------------------------------------------------------------------------------

RECORD = ["replyrequest", "schedulereceipt"]
PARTNERS = ["organization", "agreement", "activity", "training"]
FILES = ["overview", "board"]  # for whoever reads the agreements' files
STRUCTURE = ["section", "region", "tag", "page", "user"]
LISTS = {
    "reporter": ["article", "photo", *PARTNERS],
    "officer": ["article", "photo", *FILES, "alerts", "papers", *PARTNERS, "contact"],
    "editor": ["article", *RECORD, "photo", "homeslot", *FILES, *PARTNERS, "tag"],
    "head": [
        "article", *RECORD, "photo", "homeslot", *FILES, "alerts", "papers", *PARTNERS, "contact",
        *STRUCTURE,
    ],
    "auditor": [
        "article", *RECORD, "photo", "homeslot", *FILES, "papers", *PARTNERS, "contact",
        *STRUCTURE,
    ],
}  # fmt: skip


@pytest.mark.parametrize("role", LABELS)
def test_the_navigation_holds_what_the_role_works_with(role, client, sign_in):
    sign_in(role)
    groups = client.get(HOME).context["desk_navigation"]
    links = [link for _group, links in groups for link in links]
    assert [link["model"] for link in links] == LISTS[role]
    for link in links:
        assert client.get(link["url"]).status_code == 200


def test_the_page_of_an_application_leads_home(client, sign_in):
    sign_in("head")
    assert client.get("/admin/articles/").url == HOME
    assert client.get("/admin/nothing/").status_code == 404


def test_the_log_of_django_is_shown_to_nobody_on_home(client, sign_in):
    me = sign_in("editor")
    LogEntry.objects.create(
        user=me,
        content_type=ContentType.objects.get_for_model(Article),
        object_repr="Rahasia log",
        action_flag=CHANGE,
    )
    page = client.get(HOME)
    assert list(page.context["log_entries"]) == []
    assert "Rahasia log" not in page.content.decode()


def test_the_user_chooses_the_language_of_the_desk(client, sign_in):
    sign_in("editor")
    assert '<html lang="id"' in client.get(HOME).content.decode()
    client.post("/admin/language/", {"language": "en", "next": HOME})
    assert '<html lang="en"' in client.get(HOME).content.decode()


def test_somebody_without_an_account_can_sign_in_and_gets_no_navigation(client, roles):
    user = make_user("editor", username="redaktur")
    user.set_password("kata-sandi-uji")
    user.save()
    page = client.get(HOME, follow=True)
    assert "desk_navigation" not in page.context
    data = {"username": "redaktur", "password": "kata-sandi-uji", "next": HOME}
    assert client.post("/admin/login/", data).url == HOME


def test_groups_and_the_lock_of_logins_are_closed_to_all_but_superusers(client, sign_in):
    sign_in("head")
    assert client.get("/admin/auth/group/").status_code == 404
    assert client.get("/admin/axes/accessattempt/").status_code == 403
    client.force_login(get_user_model().objects.create_superuser("root"))
    assert client.get("/admin/auth/group/").status_code == 404
    assert client.get("/admin/axes/accessattempt/").status_code == 200


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.model_name)
def test_no_list_of_the_desk_holds_what_the_browser_would_refuse(model, client, sign_in):
    sign_in("head")
    make_article("published")
    make_photo()
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    page = client.get(url).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or "nonce=" in attributes or "json" in attributes


def values_of(css):
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", css))


def test_both_themes_to_choose_have_the_colours_that_readers_get():
    folder = Path(settings.BASE_DIR, "static/css")
    tokens = (folder / "tokens.css").read_text()
    light_part, dark_part = tokens.split("@media (prefers-color-scheme: dark)")
    themes = (folder / "admin-themes.css").read_text()
    light, dark = themes.split('html[data-theme="dark"]')
    dark_values = values_of(dark_part)
    assert values_of(dark) == dark_values
    readers = values_of(light_part)
    assert values_of(light) == {name: readers[name] for name in dark_values}
