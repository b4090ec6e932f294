"""The partnerships' main job in a real browser: from the first visit to the last proof."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.tests.factories import make_region, make_section, make_user
from newsroom.tests.test_journey import PASSWORD, Person
from partnerships import usage
from partnerships.models import Activity, Agreement, Organization
from partnerships.tests.factories import make_agreement, make_line, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOU, PKS = "Kesepakatan Bersama Uji", "PKS Pemberitaan Uji"
PAPER = {"name": "naskah.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 uji"}
DAY = timedelta(days=1)


class Officer(Person):
    """Whoever works on agreements: the officer, and the head."""

    def open(self, agreement):
        return self.go(f"/admin/partnerships/agreement/{agreement.pk}/change/")

    def save(self):
        self.page.click("button[name=_save]")
        self.page.wait_for_load_state()

    def missing(self):
        return self.page.locator(".desk-missing .checklist li").count()

    def upload(self, agreement, kind):
        self.open(agreement)
        self.page.click("#documents .fold--form > summary")
        self.page.set_input_files("#documents input[type=file]", [PAPER])
        self.page.select_option("[name=document-kind]", kind)
        self.page.fill("[name=document-title]", f"Naskah {kind}")
        self.page.click("#documents form.small-form button")
        self.page.wait_for_load_state()

    def move(self, agreement, name, **fields):
        self.go(f"/admin/partnerships/agreement/{agreement.pk}/move/{name}/")
        self.confirm(**fields)
        agreement.refresh_from_db()
        return agreement.state

    def add_line(self, place, **values):
        self.page.click("#deliverables-form [data-rows-add]")
        for name, value in values.items():
            field = self.page.locator(f"[name=deliverables-{place}-{name}]")
            if value is True:
                field.check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)


@pytest.fixture
def bureau(roles, live_server, browser, settings, tmp_path):
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    settings.SITE_URL = live_server.url
    # Each step of one save locks the story anew, which zeal takes for a loop.
    settings.ZEAL_ALLOWLIST = [{"model": "articles.Article", "field": "get()"}]
    make_section(name="Ekonomi", slug="ekonomi", show_on_home=True)
    region = make_region(name="Batu Bara", slug="batu-bara", aliases=["Batubara"])
    make_organization("own", name="Biro Uji")
    make_organization(name="Pemkab Batu Bara", slug="pemkab-batu-bara", region=region)
    people = {"reader": Person(browser, live_server.url)}
    for role in ("reporter", "editor", "officer", "head"):
        user = make_user(role, byline=f"Nama {role.title()}")
        user.set_password(PASSWORD)
        user.save()
        kind = Officer if role in ("officer", "head") else Person
        people[role] = kind(browser, live_server.url, user)
    yield people
    for person in people.values():
        person.page.context.close()


def begin(officer, partner, title, **facts):
    """A new agreement in the form of the desk, with the two parties that it offers."""
    officer.go(f"/admin/partnerships/agreement/add/?organization={partner.pk}")
    page, today = officer.page, timezone.localdate()
    page.fill("#id_title", title)
    page.fill("#id_scope", "Pemberitaan pembangunan dan pelatihan aparatur.")
    page.fill("#id_starts_on", (today - 3 * DAY).isoformat())
    page.fill("#id_ends_on", (today + 360 * DAY).isoformat())
    for name, value in facts.items():
        page.select_option(f"#id_{name}", str(value))


def carry_to_force(officer, head, agreement):
    """Fill what each checklist asks, until the agreement is in force."""
    assert officer.move(agreement, "offer") == "offered"
    officer.open(agreement)
    assert officer.missing() == 1  # the offer
    officer.upload(agreement, "offer")
    assert officer.missing() == 0
    assert officer.move(agreement, "draft") == "drafting"
    officer.upload(agreement, "draft")
    assert officer.missing() == 0
    assert officer.move(agreement, "review") == "review"
    assert head.move(agreement, "approve") == "signature"
    # Only what the signing brings can be written now: numbers, days, who signed.
    officer.open(agreement)
    assert officer.page.locator("#id_title").count() == 0
    day = (timezone.localdate() - 2 * DAY).isoformat()
    officer.page.fill("#id_signed_on", day)
    for place, who in enumerate(("Kepala Biro Uji", "Bupati Uji")):
        party = f"[name=parties-{place}"
        officer.page.fill(f"{party}-number]", f"{place + 1}/UJI/2026")
        officer.page.fill(f"{party}-signed_on]", day)
        officer.page.fill(f"{party}-signers-0-name]", who)
        officer.page.fill(f"{party}-signers-0-title]", "Pimpinan")
    officer.save()
    officer.upload(agreement, "scan")
    assert officer.missing() == 0
    assert head.move(agreement, "confirm") == "in_force"


def log_visit(officer, partner):
    officer.go(f"/admin/partnerships/activity/add/?organization={partner.pk}")
    officer.page.check("[name=kind][value=visit]")
    officer.page.fill("#id_summary", "Kunjungan pertama: pemberitaan dan pelatihan.")
    officer.page.fill("#id_next_step", "Kirim penawaran")
    officer.page.fill("#id_next_step_on", (timezone.localdate() + 7 * DAY).isoformat())
    officer.save()
    return Activity.objects.get()


def belong(officer, activity, agreement):
    """Say which agreement an activity led to."""
    officer.go(f"/admin/partnerships/activity/{activity.pk}/change/")
    officer.page.select_option("#id_agreement", str(agreement.pk))
    officer.save()


def write(reporter, headline):
    """A reporter's new story, sent to the desk."""
    page = reporter.page
    reporter.go("/admin/articles/article/add/")
    page.fill("#id_headline", headline)
    page.fill("#id_summary", "Hasil panen naik pada musim ini.")
    page.fill("#id_dateline", "Limapuluh")
    page.select_option("#id_section", label="Ekonomi")
    page.click(".ProseMirror")
    page.keyboard.type("Hasil panen padi di Batu Bara naik pada musim ini.")
    page.fill("#id_region_choices", "Batu")
    page.press("#id_region_choices", "Enter")
    page.click("button[value=submit]")
    page.wait_for_selector("form.desk-move")
    reporter.confirm()
    return Article.objects.get(headline=headline)


def next_month():
    first = timezone.localdate().replace(day=1)
    return (first + 32 * DAY).replace(day=1)


def used(line, day=None):
    return next(u for u in usage.usage(line.agreement, as_of=day) if u.line == line).used


def test_a_partnership_goes_from_the_first_visit_to_the_last_proof(bureau):
    reporter, editor, officer, head, reader = (
        bureau[name] for name in ("reporter", "editor", "officer", "head", "reader")
    )
    partner = Organization.objects.get(slug="pemkab-batu-bara")

    # The visit, the MoU that comes of it, and what its checklists ask for.
    visit = log_visit(officer, partner)
    officer.go("/admin/")
    assert "Kirim penawaran" in officer.page.content()
    begin(officer, partner, MOU, type="mou")
    officer.save()
    mou = Agreement.objects.get(title=MOU)
    assert officer.missing() == 1  # an activity
    belong(officer, visit, mou)
    carry_to_force(officer, head, mou)
    assert reader.sees("/mitra/", MOU)

    # Under it a PKS: ten paid stories a month and one training.
    begin(officer, partner, PKS, type="pks", umbrella=mou.pk)
    officer.add_line(
        0, kind="news", title="Berita pembangunan", quota_period="10", period="month", is_paid=True
    )
    officer.add_line(1, kind="training", title="Pelatihan ASN", measure="training", quota_total="1")
    officer.save()
    pks = Agreement.objects.get(title=PKS)
    assert not reader.sees("/mitra/", PKS)
    officer.go(f"/admin/partnerships/activity/add/?organization={partner.pk}&agreement={pks.pk}")
    officer.page.check("[name=kind][value=meeting]")
    officer.page.fill("#id_summary", "Rapat tentang kuota.")
    officer.save()
    carry_to_force(officer, head, pks)
    news, training = pks.deliverables.order_by("id")
    assert (news.quota_period, training.measure, training.quota_total) == (10, "training", 1)

    # The reporter's story is proposed for it; the editor accepts it with the line for readers.
    story = write(reporter, "Panen padi di Batu Bara membaik")
    change = f"/admin/articles/article/{story.pk}/change/"
    reporter.go(change)
    reporter.page.locator("#claims button", has_text="Usulkan").first.click()
    reporter.page.wait_for_load_state()
    assert story.claims.get().entry == "propose"
    editor.go(change)
    sentence = editor.page.locator(f"#claim-disclosure-{news.pk}").input_value()
    assert "Pemkab Batu Bara" in sentence
    editor.page.locator("#claims button[name=_claim][value^=accept]").first.click()
    editor.page.wait_for_load_state()
    assert story.claims.filter(entry="accept", deliverable=news).count() == 1
    assert used(news) == 0  # not published yet
    editor.go(f"/admin/articles/article/{story.pk}/move/publish/")
    editor.confirm()
    assert used(news) == 1

    # The reader sees the line with the story, and the story with the partner.
    public = Article.objects.get(pk=story.pk).get_absolute_url()
    reader.go(public)
    assert sentence in reader.page.locator("main").inner_text()
    assert reader.sees("/", sentence)
    assert reader.sees(f"/mitra/{partner.slug}/", public)

    # Retracted, it counts no more; that it did stays on record.
    head.go(f"/admin/articles/article/{story.pk}/move/retract/")
    head.page.select_option("#id_ground", index=1)
    head.confirm(note="Angka panen tidak dapat dipertanggungjawabkan.")
    assert used(news) == 0
    assert list(story.claims.order_by("id").values_list("entry", flat=True)) == [
        "propose", "accept", "reverse",
    ]  # fmt: skip
    assert not reader.sees(f"/mitra/{partner.slug}/", public)

    # A signed amendment raises the quota, from next month on.
    amend(head, pks, news)
    assert quota_shown(head, pks, timezone.localdate()) == "10"
    assert quota_shown(head, pks, next_month()) == "15"


def amend(head, pks, line):
    head.go(f"/admin/partnerships/agreement/{pks.pk}/amendment/")
    page = head.page
    page.fill("#id_title", "Adendum kuota")
    page.fill("#id_effective_on", next_month().isoformat())
    page.fill("#id_reason", "Anggaran bertambah.")
    page.select_option("[name=changes-0-term]", "quota_period")
    page.select_option("[name=changes-0-deliverable]", str(line.pk))
    page.fill("[name=changes-0-new_value]", "15")
    page.click("button[name=_sign]")
    page.click(".desk-move__buttons button:has-text('Catat')")
    page.wait_for_url("**/change/#amendments")
    assert pks.amendments.get().signed_on == timezone.localdate()


def quota_shown(head, pks, day: date):
    """What the working file says of the first line, as of that day."""
    head.go(f"/admin/partnerships/agreement/{pks.pk}/change/?as_of={day.isoformat()}")
    words = head.page.locator("#deliverables .line__title .facts").first.inner_text()
    return next(word for word in words.split() if word.isdecimal())


def test_a_pks_whose_term_is_over_is_completed_with_its_report_and_evaluation(bureau):
    # Its term lies in the past, so that no clock has to be moved under a browser.
    officer, head, reader = (bureau[name] for name in ("officer", "head", "reader"))
    today = timezone.localdate()
    pks = make_agreement(
        "in_force", partner=Organization.objects.get(slug="pemkab-batu-bara"), title=PKS,
        starts_on=today - 400 * DAY, ends_on=today - 35 * DAY,
    )  # fmt: skip
    make_line(pks)
    head.open(pks)
    assert head.missing() == 2  # the report and the evaluation
    officer.upload(pks, "report")
    officer.page.click("#evaluations .fold--form > summary")
    for name, day in (("from_day", pks.starts_on), ("until_day", pks.ends_on)):
        officer.page.fill(f"[name=evaluation-{name}]", day.isoformat())
    officer.page.fill("[name=evaluation-text]", "Semua butir terpenuhi.")
    officer.page.click("#evaluations form.small-form button")
    officer.page.wait_for_load_state()
    assert officer.missing() == 0
    assert head.move(pks, "complete") == "completed"
    assert "selesai" in reader.go("/mitra/pemkab-batu-bara/").text().lower()
