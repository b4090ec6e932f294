"""Partners of the demo newsroom, their agreements moved by the people who may, at their time.

Everything that happened becomes an event; all events run in the order of their time, each with
the clock set to it, through the same functions that the desk calls.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from articles.models import Region
from newsroom.demo.clock import clock_at
from newsroom.demo.partners.papers import paper_events
from newsroom.demo.partners.pdf import one_page
from newsroom.demo.partners.trainings import training_events
from newsroom.demo.texts import MONTHS
from partnerships import documents, issuing, ledger, lifecycle, terms
from partnerships.models import (
    Activity,
    Agreement,
    Amendment,
    AmendmentChange,
    AmendmentNumber,
    Contact,
    Deliverable,
    Evaluation,
    Obligation,
    Organization,
    Paper,
    Party,
    Signatory,
)

FOLDER = Path(__file__).parent
OFFICER, EDITOR, HEAD = "kemitraan", "redaktur", "kepala"
OWN = "antara-sumut"
HEADS_MOVES = {"approve", "redraft", "confirm", "suspend", "terminate", "complete", "cancel"}
# What is uploaded before a move: its kind, title, and whether the partner may see it.
PAPERS = {
    "offer": ("offer", "Penawaran", True),
    "review": ("draft", "Rancangan naskah", False),
    "confirm": ("scan", "Naskah bertanda tangan", True),
    "complete": ("report", "Laporan akhir", True),
}
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def read(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def add_partners(now, people, articles):
    """Load partners, agreements and trainings; returns how many agreements.

    `articles`: by the keys of their texts.
    """
    organizations = add_organizations()
    events = []
    rows = read("agreements")["agreement"]
    made = {}
    for number, row in enumerate(rows, 1):
        case = _Case(row, number, now, people, organizations, articles, made)
        events += case.events()
    for row in read("trainings")["training"]:
        events += training_events(row, timezone.localdate(now), people, organizations, made)
    events += paper_events(now, people)
    for moment, happen in sorted(events, key=lambda event: event[0]):
        with clock_at(moment):
            happen()
    return len(rows)


def add_organizations():
    regions = {region.slug: region for region in Region.objects.all()}
    made = {}
    for row in read("organizations")["organization"]:
        organization = Organization(
            name=row["name"],
            short_name=row["short"],
            slug=row["slug"],
            kind=row["kind"],
            parent=made.get(row.get("parent")),
            region=regions.get(row.get("region")),
            aliases=row.get("aliases", []),
        )
        organization.full_clean()
        organization.save()
        made[row["slug"]] = organization
        for name, title, nip, phone, email, acting in row.get("contacts", []):
            contact = Contact(organization=organization, name=name, title=title, acting=acting,
                              nip=nip, phone=phone, email=email)  # fmt: skip
            contact.full_clean()
            contact.save()
    return made


class _Case:
    """One agreement of the text file, as a list of events."""

    def __init__(self, row, number, now, people, organizations, articles, made):
        self.row, self.number, self.now, self.people = row, number, now, people
        self.organizations, self.articles, self.made = organizations, articles, made
        self.today = timezone.localdate(now)
        self.lines = []

    def day(self, value):
        return value if isinstance(value, date) else self.today + timedelta(days=value)

    def moment(self, value, hour, minute=0):
        local = datetime.combine(self.day(value), time(hour, minute))
        return local.replace(tzinfo=timezone.get_default_timezone())

    @property
    def agreement(self):
        return self.made[self.row["key"]]

    def events(self):
        """[(moment, what happens then)]."""
        row = self.row
        activities = row.get("activity", [])
        created = row.get("created", activities[0]["at"])
        found = [(self.moment(created, 8), self.make)]
        for activity in activities:
            found.append((self.moment(activity["at"], 14), lambda a=activity: self.log(a)))
        for name, value in row["path"].items():
            move = name.removesuffix("_again")
            if move in PAPERS:
                found.append((self.moment(value, 15), lambda m=move: self.upload(m)))
            if move == "confirm":
                found.append((self.moment(value, 15, 30), self.sign))
            if move == "complete":
                found.append((self.moment(value, 15, 30), self.evaluate))
            found.append((self.moment(value, 16), lambda m=move: self.move(m)))
        if "returned" in row:
            found.append((self.moment(row["returned"], 13), self.partners_sign))
        for amendment in row.get("amendment", []):
            found.append((self.moment(amendment["signed"], 11), lambda a=amendment: self.amend(a)))
        for number, proof in enumerate(row.get("proof", [])):
            found += self.proof(proof, 9 + 4 * number)
        return found + self.claims()

    # --- the agreement -----------------------------------------------------------------------

    def make(self):
        row = self.row
        agreement = Agreement(
            title=row["title"],
            slug=row["key"],
            type=row.get("type", ""),
            scope=row["scope"],
            umbrella=self.made.get(row.get("umbrella")),
            renews=self.made.get(row.get("renews")),
            starts_on=self.day(row["starts"]) if "starts" in row else None,
            ends_on=self.day(row["ends"]) if "ends" in row else None,
            counts_before_signing=row.get("counts_before_signing", False),
            value=row.get("value"),
            order_reference=row.get("reference", ""),
            dprd_consent=row.get("consent", "na"),
            owner=self.people[OFFICER],
            is_public=row.get("public", True),
            created_at=timezone.now(),
        )
        agreement.full_clean()
        agreement.save()
        self.made[row["key"]] = agreement
        for order, slug in enumerate([OWN, *row["partners"]], 1):
            Party.objects.create(
                agreement=agreement, organization=self.organizations[slug], order=order
            )
        for line in row.get("line", []):
            self.lines.append(self._line(agreement, line))
        for duty in row.get("obligation", []):
            Obligation.objects.create(
                agreement=agreement,
                side=duty["side"],
                text=duty["text"],
                due_on=self.day(duty["due"]),
                done_on=self.day(duty["done"]) if "done" in duty else None,
            )

    def _line(self, agreement, row):
        line = Deliverable(
            agreement=agreement,
            kind=row["kind"],
            measure=row.get("measure", "piece"),
            title=row["title"],
            quota_total=row.get("total"),
            quota_period=row.get("each"),
            period=row.get("period", ""),
            carry_over=row.get("carry", "none"),
            unit_price=row.get("price"),
            is_paid=row.get("paid", False),
            shareable=row.get("shareable", False),
        )
        line.full_clean()
        line.save()
        return line

    def log(self, row):
        done = self.moment(row["done"], 16) if "done" in row else None
        activity = Activity.objects.create(
            organization=self.organizations[row["organization"]],
            agreement=self.agreement,
            kind=row["kind"],
            at=timezone.now(),
            place=row.get("place", ""),
            their_people=row.get("theirs", ""),
            summary=row["summary"],
            next_step=row.get("step", ""),
            next_step_on=self.day(row["step_on"]) if "step" in row else None,
            next_step_done_at=done,
            owner=self.people[OFFICER],
        )
        names = [OFFICER, HEAD] if row["kind"] in ("visit", "meeting") else [OFFICER]
        activity.our_people.set([self.people[name] for name in names])

    def move(self, name):
        by = self.people[HEAD if name in HEADS_MOVES else OFFICER]
        note = self.row.get("notes", {}).get(name, "")
        lifecycle.move(name, self.agreement, by=by, note=note)
        if name == "approve":
            self._number(self.row.get("numbers", True))

    def upload(self, move):
        kind, title, shared = PAPERS[move]
        file = ContentFile(one_page(title, self._paragraphs(kind)), name=f"{kind}.pdf")
        by = self.people[OFFICER]
        earlier = self.agreement.documents.filter(kind=kind).first()
        if earlier:
            documents.add_version(earlier, file, by=by)
        else:
            documents.add(
                self.agreement, file, kind=kind, title=f"{title}: {self.row['title']}"[:160],
                shared=shared, by=by,
            )  # fmt: skip

    def _paragraphs(self, kind):
        parties = ", ".join(self.organizations[slug].name for slug in [OWN, *self.row["partners"]])
        day = timezone.localdate()
        written = f"Medan, {day.day} {MONTHS[day.month - 1]} {day.year}."
        body = self.row["report"] if kind == "report" else self.row["scope"]
        return [self.row["title"], f"Para pihak: {parties}.", body, written]

    def _number(self, partners_too):
        """Our own number when the text goes out; the partner's may come later."""
        day = timezone.localdate()
        kind = (self.row["type"] or "ks").upper()
        own = f"{self.number:02}/{kind}/ANT-SU/{ROMAN[day.month - 1]}/{day.year}"
        for party in self.agreement.parties.all():
            ours = party.organization.slug == OWN
            theirs = f"100.3.7.1/{self.number * 7 + 100}/CONTOH/{day.year}"
            if not party.number and (ours or partners_too):
                party.number = own if ours else theirs
                party.save()

    def partners_sign(self):
        """The text comes back with their signatures; what else it needs still follows."""
        theirs = self.agreement.parties.exclude(organization__slug=OWN)
        theirs.update(signed_on=timezone.localdate())

    def sign(self):
        signed = self.day(self.row["signed"])
        Agreement.objects.filter(pk=self.agreement.pk).update(signed_on=signed)
        self._number(partners_too=True)
        self.agreement.parties.update(signed_on=signed)
        head = self.people[HEAD]
        for party in self.agreement.parties.select_related("organization"):
            ours = party.organization.slug == OWN
            name, title, *power = (str(head), "Kepala Biro") if ours else self.row["signer"]
            Signatory.objects.create(
                party=party, name=name, title=title, power_of_attorney="".join(power)
            )

    def evaluate(self):
        Evaluation.objects.create(
            agreement=self.agreement,
            from_day=self.day(self.row["starts"]),
            until_day=self.day(self.row["ends"]),
            text=self.row["evaluation"],
            by=self.people[OFFICER],
            at=timezone.now(),
        )

    def amend(self, row):
        amendment = Amendment.objects.create(
            agreement=self.agreement,
            title=row["title"],
            reason=row["reason"],
            effective_on=self.day(row["effective"]),
        )
        for change in row["changes"]:
            line = self.lines[change["line"]] if "line" in change else None
            AmendmentChange.objects.create(
                amendment=amendment,
                term=change["term"],
                deliverable=line,
                new_value=change["value"],
            )
        for party in self.agreement.parties.all():
            AmendmentNumber.objects.create(
                amendment=amendment, party=party, number=f"{party.number}/AD-1"
            )
        terms.sign_amendment(amendment, by=self.people[HEAD], signed_on=self.day(row["signed"]))

    def proof(self, row, hour):
        """Issued by the officer; revoked by the head two hours later where the text says why."""

        def issue():
            self.paper = issuing.issue(
                Paper.Kind.PROOF, by=self.people[OFFICER], agreement=self.agreement,
                first=self.day(row["first"]), last=self.day(row["last"]),
            )  # fmt: skip

        def revoke():
            issuing.revoke(self.paper, by=self.people[HEAD], reason=row["revoked"])

        found = [(self.moment(row["on"], hour), issue)]
        if "revoked" in row:
            found.append((self.moment(row["on"], hour + 2), revoke))
        return found

    # --- claims --------------------------------------------------------------------------------

    def claims(self):
        found = []
        for index, row in enumerate(self.row.get("line", [])):
            for key in row.get("stories", []):
                found += self._claim(index, key, "accept")
            for key in row.get("proposed", []):
                found += self._claim(index, key)
            for key, note in row.get("declined", {}).items():
                found += self._claim(index, key, "decline", note)
            for key, note in row.get("reversed", {}).items():
                found += self._claim(index, key, "accept", reversal=note)
        return found

    def _claim(self, index, key, answer="", note="", reversal=""):
        """The writer proposes soon after publication, an editor answers, the head may reverse."""
        story = self.articles[key]
        story.refresh_from_db()
        proposed = max(
            story.first_published_at + timedelta(minutes=40),
            self.moment(self.row["path"]["confirm"], 17),
        )
        proposed = min(proposed, self.now - timedelta(minutes=2))
        answered = min(proposed + timedelta(minutes=25), self.now - timedelta(minutes=1))
        editor, head = self.people[EDITOR], self.people[HEAD]

        def propose():
            ledger.propose(story, self.lines[index], by=story.created_by)

        def reply():
            getattr(ledger, answer)(story, self.lines[index], by=editor, note=note)

        def take_back():
            accepted = story.claims.get(deliverable=self.lines[index], entry="accept")
            ledger.reverse(accepted, by=head, note=reversal)

        found = [(proposed, propose)]
        if answer:
            found.append((answered, reply))
        if reversal:
            found.append((answered + timedelta(days=1), take_back))
        return found
