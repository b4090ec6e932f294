"""axe on the pages that people live in, light and dark: nothing serious, nothing critical."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import notes, sharing
from articles.models import Correction, HomeSlot
from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)
from partnerships import issuing, paper_requests
from partnerships.tests.factories import (
    make_agreement,
    make_claim,
    make_document,
    make_line,
    make_organization,
    make_partner_link,
    make_training,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = (
    "<p>Pembangunan gudang es selesai.</p><h2>Rincian</h2><ul><li><p>Satu</p></li></ul>"
    "<blockquote><p>Kami siap.</p><cite>Ketua kelompok</cite></blockquote>"
    "<figure><blockquote><p>Laut adalah sawah kami.</p></blockquote>"
    "<figcaption>Nelayan</figcaption></figure>"
    "<table><tbody><tr><th scope='col'>Hari</th></tr><tr><td>Senin</td></tr></tbody></table>"
    '<p>Lihat <a href="https://example.org/">data</a>.</p>'
)


@pytest.fixture
def places(roles):
    """{name: (role or None, path)} of a small, full newsroom."""
    section = make_section(name="Ekonomi", slug="ekonomi", show_on_home=True)
    common = {"section": section, "regions": [make_region(seat="Limapuluh")], "tags": [make_tag()]}
    story = make_article("published", body=BODY, lead_photo=make_photo(), **common)
    writer = story.created_by
    Correction.objects.create(article=story, kind="correction", text="Angka diralat.", by=writer)
    HomeSlot.objects.create(position=0, article=story)
    label = {"story_class": "advertorial", "disclosure": "Kerja sama dengan Dinas Uji"}
    make_article("published", **label, **common)
    make_article("published", corrected_at=timezone.now(), **common)
    make_article("retracted", **common)
    waiting = make_article(
        "submitted", submitted_at=timezone.now() - timedelta(hours=3), body=BODY, **common
    )
    make_article("published", publish_at=timezone.now() + timedelta(hours=1), **common)
    returned = make_article(by=make_user("reporter"), return_note="Tambahkan sumber.", **common)
    note = notes.write(returned, by=make_user("editor"), text="Sumbernya siapa?")
    notes.write(returned, by=returned.created_by, text="Bupati.", thread=note.pk)
    sharing.share(waiting, by=make_user("editor"), reader="Humas", hours=24)
    change = "admin:articles_article_change"
    bare = make_photo(alt="", rights="", restrictions="Satu kali pakai.")
    words = reverse("admin:articles_photo_words")
    partner = make_organization(slug="pemkab-uji")
    agreement = make_agreement("in_force", partner=partner)
    make_line(agreement, quota_total=12)
    make_training(organization=partner)
    today = timezone.localdate()
    paper = issuing.issue(
        "proof", by=make_user("officer"), agreement=agreement,
        first=today - timedelta(days=20), last=today - timedelta(days=10),
    )  # fmt: skip
    asker = make_user("head")
    day = (today - timedelta(days=1)).isoformat()
    made = paper_requests.ask("pipeline", {"as_of": day}, asker)
    paper_requests.make_due()
    waiting_for = paper_requests.ask("ending", {"as_of": day, "days": 90}, asker)
    counted = make_line(agreement, quota_period=2, period="month", title="Berita per bulan")
    make_claim(counted, story)
    make_document(agreement)
    make_training(agreement=agreement)
    _link, private = make_partner_link(agreement)
    _closed, ended = make_partner_link(make_agreement("cancelled"))
    exploring = make_agreement()
    file = "admin:partnerships_agreement_change"
    return {
        "home": (None, "/"),
        "story": (None, story.get_absolute_url()),
        "list": (None, section.get_absolute_url()),
        "search": (None, "/cari/?q=berita"),
        "corrections": (None, "/ralat/"),
        "login": (None, "/admin/login/"),
        "queue": ("editor", "/admin/"),
        "head's home": ("head", "/admin/"),
        "partnerships": ("head", reverse("admin:overview")),
        "board of agreements": ("head", reverse("admin:board")),
        "stories": ("editor", reverse("admin:articles_article_changelist")),
        "new story": ("reporter", reverse("admin:articles_article_add")),
        "story form": ("editor", reverse(change, args=[waiting.pk])),
        "public story form": ("editor", reverse(change, args=[story.pk])),
        "returned story form": (returned.created_by, reverse(change, args=[returned.pk])),
        "move": ("editor", reverse("admin:articles_article_move", args=[waiting.pk, "schedule"])),
        "notices": (returned.created_by, reverse("admin:notices")),
        "alerts": ("head", reverse("admin:alerts")),
        "choices of notices": ("head", reverse("admin:notice_choices")),
        "links for others": ("editor", reverse("admin:articles_article_share", args=[waiting.pk])),
        "front page": ("editor", reverse("admin:articles_homeslot_changelist")),
        "photos": ("editor", reverse("admin:articles_photo_changelist")),
        "photo": ("editor", reverse("admin:articles_photo_change", args=[story.lead_photo_id])),
        "words of photos": ("editor", f"{words}?photo={story.lead_photo_id}&photo={bare.pk}"),
        "accounts": ("head", reverse("admin:newsroom_user_changelist")),
        "partners": (None, "/mitra/"),
        "partner": (None, "/mitra/pemkab-uji/"),
        "verification": (None, "/verifikasi/"),
        "unknown certificate": (None, "/verifikasi/BUKAN/"),
        "real paper": (None, paper.get_absolute_url()),
        "proof to be issued": (
            "officer",
            reverse("admin:partnerships_agreement_paper_issue", args=[agreement.pk]),
        ),
        "paper to be revoked": (
            "head",
            reverse("admin:partnerships_agreement_paper_revoke", args=[agreement.pk, paper.pk]),
        ),
        "letters and reports": (asker, reverse("admin:papers")),
        "paper to be asked for": (asker, reverse("admin:paper_ask", args=["evaluation"])),
        "paper that waits": (asker, reverse("admin:paper_request", args=[waiting_for.pk])),
        "paper that is ready": (asker, reverse("admin:paper_request", args=[made.pk])),
        "papers issued": (asker, reverse("admin:papers_issued")),
        "issued paper": (asker, reverse("admin:paper", args=[paper.pk])),
        "partner's own page": (None, private),
        "partner's ended link": (None, ended),
        "calendars": ("officer", reverse("admin:calendars")),
        "officer's home": ("officer", "/admin/"),
        "agreements": ("officer", reverse("admin:partnerships_agreement_changelist")),
        "agreement": ("head", reverse(file, args=[agreement.pk])),
        "agreement at work": ("officer", reverse(file, args=[exploring.pk])),
        "organization": (
            "officer",
            reverse("admin:partnerships_organization_change", args=[partner.pk]),
        ),
        "new activity": ("officer", reverse("admin:partnerships_activity_add")),
    }


def sign_in(context, site, who):
    session = Client()
    session.force_login(make_user(who) if isinstance(who, str) else who)
    cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": f"{site}/admin/"}])


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scheme, width, places, browser, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = {}
    for name, (who, path) in places.items():
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, locale="id-ID"
        )
        if who:
            sign_in(context, live_server.url, who)
        page = context.new_page()
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        rows = Axe().run(page).response["violations"]
        bad = [
            (row["id"], node["html"][:160])
            for row in rows
            if row["impact"] in {"serious", "critical"}
            for node in row["nodes"][:3]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            bad.append(("wider than the screen", width))
        if bad:
            found[name] = bad
        context.close()
    assert found == {}
