"""Trainings of the demo newsroom: planned, held, attended and certified by those who may.

As the agreements: each is a list of events, which run at their time through the same functions
that the desk calls. Who came and what they scored follows from a person's place on the list, so
that every load tells the same.
"""

from datetime import datetime, time, timedelta
from zlib import crc32

from django.core.files.base import ContentFile
from django.utils import timezone

from newsroom.demo.partners.pdf import one_page
from partnerships import certificates, documents, ledger, training
from partnerships.models import Session, Speaker, Training

OFFICER, HEAD = "kemitraan", "kepala"
NOTE = "Data peragaan: semua peserta, NIP, dan nilai adalah rekaan."
OPINIONS = [
    "Contohnya dekat dengan pekerjaan kami.",
    "Waktu praktik perlu ditambah.",
    "Narasumber sabar menjawab pertanyaan.",
    "Mohon ada pelatihan lanjutan untuk video.",
]


def training_events(row, today, people, organizations, agreements):
    """[(moment, what happens then)] of one training. `agreements` fills while events run."""
    case = _Training(row, today, people, organizations, agreements)
    return case.events()


class _Training:
    def __init__(self, row, today, people, organizations, agreements):
        self.row, self.today, self.people = row, today, people
        self.organizations, self.agreements = organizations, agreements
        self.names = [*row["women"], *row["men"]]

    def moment(self, days, hour):
        local = datetime.combine(self.today + timedelta(days=days), time(hour))
        return local.replace(tzinfo=timezone.get_default_timezone())

    def events(self):
        row = self.row
        found = [(self.moment(row["planned"], 10), self.plan)]
        held = [place for place, each in enumerate(row["session"]) if each["on"] < 0]
        for place in held:
            each = row["session"][place]
            over = self.moment(each["on"], each["from"] + each["hours"] + 1)
            found.append((over, lambda p=place: self.attend(p)))
        if "certificates" in row:
            found.append((self.moment(row["certificates"], 9), self.score))
            found.append((self.moment(row["certificates"], 11), self.certify))
        if revoked := row.get("revoked"):
            found.append((self.moment(revoked["on"], 14), self.revoke))
        if claim := row.get("claim"):
            found.append((self.moment(claim["proposed"], 10), self.propose))
            found.append((self.moment(claim["accepted"], 15), self.accept))
        return found

    # --- before -------------------------------------------------------------------------------

    def plan(self):
        row, agreement = self.row, self.agreements.get(self.row.get("agreement"))
        self.training = Training(
            title=row["title"],
            topic=row["topic"],
            organization=self.organizations[row["organization"]],
            agreement=agreement,
            owner=self.people[OFFICER],
            pass_score=row.get("pass_score"),
            note=NOTE,
            created_at=timezone.now(),
        )
        self.training.full_clean()
        self.training.save()
        self.sessions = [self._session(each) for each in row["session"]]
        by = self.people[OFFICER]
        rows = [self._person(place, name) for place, name in enumerate(self.names)]
        self.participants = training.add_participants(self.training, rows, by=by)
        if title := row.get("material"):
            page = one_page(title, [row["title"], row["topic"]])
            file = ContentFile(page, name=f"{row['key']}.pdf")
            documents.add_material(self.training, file, title=title, by=by)

    def _session(self, row):
        starts = self.moment(row["on"], row["from"])
        session = Session.objects.create(
            training=self.training,
            topic=row["topic"],
            place=row["place"],
            starts_at=starts,
            ends_at=starts + timedelta(hours=row["hours"]),
        )
        for order, name in enumerate(row["speakers"]):
            staff = self.people.get(name)
            outside, _comma, title = ("", "", "") if staff else name.partition(", ")
            Speaker.objects.create(
                session=session, user=staff, name=outside, title=title, order=order
            )
        return session

    def _person(self, place, name):
        """(name, NIP, office). The NIP is built as real ones are; one of nine has none."""
        offices, seed = self.row["offices"], crc32(name.encode())
        sex = 2 if place < len(self.row["women"]) else 1
        year = 1972 + seed % 24
        born = f"{year}{1 + seed // 31 % 12:02}{1 + seed // 7 % 28:02}"
        named = f"{year + 23 + seed // 5 % 5}{1 + seed // 11 % 12:02}"
        nip = "" if place % 9 == 8 else f"{born}{named}{sex}{1 + seed // 13 % 90:03}"
        return name, nip, offices[place % len(offices)]

    # --- during and after ---------------------------------------------------------------------

    def attend(self, session):
        marks = {}
        for place, person in enumerate(self.participants):
            mark = "present"
            if (place + 4 * session) % 11 == 3:
                mark = "excused"
            elif (place + 5 * session) % 17 == 9:
                mark = "absent"
            marks[person.pk] = mark
        training.record_attendance(self.sessions[session], marks, by=self.people[OFFICER])

    def score(self):
        scores = {}
        for place, person in enumerate(self.participants):
            before = 38 + place * 17 % 31
            scores[person.pk] = {
                "pre_score": before,
                "post_score": min(98, before + 20 + place * 5 % 23),
                "rating": 3 + (place * 3 + 1) % 5 // 2,
                "feedback": OPINIONS[place // 5 % len(OPINIONS)] if place % 5 == 2 else "",
            }
        training.record_scores(self.training, scores, by=self.people[OFFICER])

    def certify(self):
        certificates.issue(self.training, by=self.people[HEAD])

    def revoke(self):
        revoked = self.row["revoked"]
        paper = self.participants[revoked["person"]].certificates.get()
        certificates.revoke(paper, by=self.people[HEAD], reason=revoked["why"])

    # --- what it counts towards ---------------------------------------------------------------

    def _claimed(self):
        """The session that is claimed, the last unless the text says which; and its line."""
        claim = self.row["claim"]
        lines = self.training.agreement.deliverables.order_by("id")
        return self.sessions[claim.get("session", -1)], lines[claim["line"]]

    def propose(self):
        ledger.propose(*self._claimed(), by=self.people[OFFICER])

    def accept(self):
        ledger.accept(*self._claimed(), by=self.people[HEAD])
