"""What can count towards a line: a story, or a session of a training.

Each says the same things of itself, so that ledger.py has one set of entries for both: the moment
that decides its day, what is wrong with it, whether a line takes it, and with what it collides.
`Sitting` asks the database nothing, so that whole lists of sessions are judged at once.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions, workflow
from articles.dates import bureau_time, long_date
from articles.models import Article
from partnerships.candidates import matches
from partnerships.models import Attendance, Claim, Deliverable, Session, Training
from partnerships.terms import terms_on
from partnerships.usage import STORY_KINDS, day_counts

K, S, C = Deliverable.Kind, Article.Status, Article.StoryClass
WHOLE = Deliverable.Measure.TRAINING


class Story:
    field = "article"

    def __init__(self, article):
        self.row = article

    @classmethod
    def locked(cls, article):
        # PostgreSQL locks the row here; SQLite has locked the file since BEGIN IMMEDIATE.
        return cls(Article.objects.select_for_update().get(pk=article.pk))

    @property
    def moment(self):
        """When it counts, or None while it is unpublished."""
        return self.row.first_published_at

    def can_view(self, by):
        return permissions.can_view(by, self.row)

    def problems(self):
        if self.row.status == S.RETRACTED:
            return [(None, _("The story was retracted; it counts for nobody."))]
        if self.row.status == S.SPIKED:
            return [(None, _("The story was spiked; revive it first."))]
        return []

    def for_proposal(self, line):
        """Whether it matches, or would once accepting it sets the class."""
        by_class = line.kind in (K.NEWS, K.ADVERTORIAL)
        if matches(line.kind, self.row) or (by_class and not self.row.is_public()):
            return []
        return [("deliverable", kind_sentence(line))]

    def of_line(self, line):
        """Whether the line takes a story of this class and label."""
        problems = []
        if not matches(line.kind, self.row):
            problems.append(("story_class", kind_sentence(line)))
        labelled = self.row.story_class == C.ADVERTORIAL or self.row.disclosure.strip()
        if line.is_paid and not labelled:
            sentence = _(
                "“%(line)s” is paid for, so the story must say so: make it an advertorial or "
                "write its disclosure line."
            )
            problems.append(("disclosure", sentence % {"line": line}))
        return problems

    def rivals(self, line, accepted):
        return [row for row in accepted if row.deliverable_id != line.pk]

    def label(self, by, story_class, disclosure):
        """Take the label on, unsaved. Returns (what changes, problems)."""
        wanted = {
            "story_class": self.row.story_class if story_class is None else story_class,
            "disclosure": self.row.disclosure if disclosure is None else disclosure.strip(),
        }
        if all(getattr(self.row, field) == value for field, value in wanted.items()):
            return {}, []
        problems = []
        if self.row.is_public() and not workflow.may(by, "reclassify", self.row):
            sentence = _(
                "Readers know its class and disclosure line; only the bureau head changes it."
            )
            problems.append(("story_class", sentence))
        for field, value in wanted.items():
            setattr(self.row, field, value)
        return wanted, problems

    def write_label(self, wanted, by, note):
        """Save what label() took on. Raises workflow.MoveNotAllowed."""
        if self.row.is_public():
            workflow.reclassify(self.row, by=by, note=note, **wanted)
        else:
            workflow.set_label(self.row, by=by, **wanted)


class Sitting:
    """A session, with all that the rules look at.

    `siblings`: the sessions of its training. `present`: how many people were. `counted`: accepted
    rows of the ledger, not reversed, of all these sessions.
    """

    field = "session"

    def __init__(self, session, siblings, present, counted):
        self.row, self.siblings = session, siblings
        self.present, self.counted = present, counted

    @classmethod
    def locked(cls, session):
        # The training: its sessions count together, and whoever changes one of them waits.
        training = Training.objects.select_for_update().get(pk=session.training_id)
        siblings = list(Session.objects.filter(training=training))
        own = next((row for row in siblings if row.pk == session.pk), None)
        if own is None:
            raise Session.DoesNotExist
        own.training = training
        present = own.attendance.filter(mark=Attendance.Mark.PRESENT).count()
        return cls(own, siblings, present, list(counted_rows(siblings)))

    @property
    def moment(self):
        return self.row.starts_at

    def can_view(self, by):
        return Training.objects.visible_to(by).filter(pk=self.row.training_id).exists()

    def problems(self):
        if self.row.cancelled_at:
            return [(None, _("The session was called off."))]
        problems = []
        if not self.row.is_over():
            problems.append((None, _("The session is not over yet.")))
        if not self.present:
            problems.append((None, _("Nobody is recorded as present yet.")))
        return problems

    def for_proposal(self, line):
        return self.of_line(line)

    def of_line(self, line):
        """Whether the line takes sessions, of this agreement, and this one where it takes one."""
        if line.kind != K.TRAINING:
            return [
                ("deliverable", _("“%(line)s” is not fulfilled by a session.") % {"line": line})
            ]
        problems = []
        if self.row.training.agreement_id != line.agreement_id:
            problems.append(("deliverable", _("The training stands under another agreement.")))
        if line.measure == WHOLE and not self.stands_for_whole():
            sentence = _(
                "“%(line)s” counts whole trainings: the last session stands for all, once all "
                "are over."
            )
            problems.append(("deliverable", sentence % {"line": line}))
        return problems

    def stands_for_whole(self):
        kept = [session for session in self.siblings if not session.cancelled_at]
        last = max(kept, key=lambda s: (s.ends_at, s.starts_at, s.pk), default=None)
        return last == self.row and all(session.is_over() for session in kept)

    def rivals(self, line, accepted):
        """Those of this session; and of the whole training where either line counts it whole."""
        found = []
        for row in self.counted:
            same = row.session_id == self.row.pk
            whole = WHOLE in (line.measure, row.deliverable.measure)
            if (same and row.deliverable_id != line.pk) or (not same and whole):
                found.append(row)
        return found

    def label(self, by, story_class, disclosure):
        if story_class is not None or disclosure is not None:
            raise TypeError("A session has no class and no disclosure line.")
        return {}, []


def counted_rows(sessions):
    """Accepted rows of the ledger, not reversed, of these sessions."""
    accepted = Claim.objects.filter(entry=Claim.Entry.ACCEPT, reversed_by__isnull=True)
    return accepted.filter(session__in=sessions).select_related("deliverable__agreement", "session")


def opened(row):
    """`row` (a story or a session) read again under lock, as the source that it is."""
    return (Sitting if isinstance(row, Session) else Story).locked(row)


def of_agreement(source, line):
    """Whether the agreement runs on the day that counts: of the source, or today."""
    agreement = line.agreement
    ends_on = terms_on(agreement, timezone.localdate()).ends_on if agreement.is_signed else None
    return day_problems(source, agreement, ends_on, agreement.suspensions.all())


def day_problems(source, agreement, ends_on, suspensions):
    if not agreement.is_signed:
        return [("deliverable", _("The agreement is not signed yet."))]
    day = bureau_time(source.moment or timezone.now()).date()
    # Unpublished, it counts from a day to come; that it may come too early is no reason yet.
    asked = day if source.moment else max(day, agreement.starts_on)
    problems, when = [], {"day": long_date(asked)}
    if not day_counts(agreement, ends_on, asked):
        problems.append(
            ("deliverable", _("%(day)s: that day lies outside the term of the agreement.") % when)
        )
    if any(suspension.covers(asked) for suspension in suspensions):
        problems.append(("deliverable", _("%(day)s: the agreement was suspended then.") % when))
    return problems


def collisions(source, line, accepted):
    """Rule 2: one source, one line, unless both lines are marked shareable."""
    problems = []
    for row in source.rivals(line, accepted):
        other = row.deliverable
        if other.pk == line.pk:
            sentence = _("The training counts already, by its session “%(session)s”.")
            problems.append(("deliverable", sentence % {"session": row.session}))
        elif not (line.shareable and other.shareable):
            sentence = _(
                "It counts towards “%(other)s” of “%(agreement)s” already: one source, one line."
            )
            named = {"other": other, "agreement": other.agreement}
            problems.append(("deliverable", sentence % named))
    return problems


def kind_sentence(line):
    kind = {"line": line, "kind": line.get_kind_display()}
    if line.kind not in STORY_KINDS:
        return _("“%(line)s” (%(kind)s) is not fulfilled by a story.") % kind
    return _("“%(line)s” takes another kind: %(kind)s.") % kind
