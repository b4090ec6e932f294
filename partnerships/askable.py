"""What can be asked for: every kind of paper, and files that get no number of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partnerships import issuing
from partnerships.certificate_pdf import pdf_of
from partnerships.erasure import nobody_erased_since
from partnerships.models import Agreement, Certificate, Training
from partnerships.paper_params import Day, Flag, Month, Number, Row
from partnerships.reporting.ending import MOST_DAYS
from partnerships.reporting.kinds import PEOPLE, VALUES


@dataclass(frozen=True)
class Made:
    """A file that a request leads to."""

    name: str
    content: bytes
    still: Callable = lambda: True  # as of issuing.Draft


@dataclass(frozen=True)
class Askable:
    """`make(progress, **values)` for a file; None: a paper, by issuing.issue()."""

    name: str
    label: object
    why: object
    params: dict = field(default_factory=dict)
    make: Callable | None = None
    problems: Callable | None = None
    permission: str = ""  # of a file; papers have those of their kind
    reads: str = ""
    in_page: bool = True  # offered on the page of all papers, not only where it belongs

    def may(self, user):
        if self.make:
            return user.has_perm(self.permission)
        return user.has_perm(issuing.KINDS[self.name].permission)

    def problems_of(self, by, values):
        if self.make:
            return self.problems(**values) if self.problems else []
        return issuing.problems_of(self.name, by=by, **values)

    @property
    def is_personal(self):
        """Whether the result names people who are not of the bureau."""
        reads = self.reads or issuing.KINDS[self.name].reads
        return reads == PEOPLE


def _agreements(user):
    return Agreement.objects.visible_to(user)


def _trainings(user):
    return Training.objects.visible_to(user)


def _in_force(training):
    return Certificate.objects.filter(participant__training=training, revoked_at__isnull=True)


def _certificates(progress, *, training):
    still = partial(nobody_erased_since, training, timezone.now())
    found = list(_in_force(training).select_related("participant").order_by("year", "number"))
    progress(1, 2)
    return Made(f"sertifikat-pelatihan-{training.pk}.pdf", pdf_of(found), still)


def _no_certificates(*, training):
    if not _in_force(training).exists():
        return [("training", gettext("This training has no certificate in force."))]
    return []


VALUES_TOO = {
    "help": _("Only those who may see values can read it."),
    "words": _("with values"),
    "permission": VALUES,
}
AS_OF = Day(_("As of"), _("The end of that day; today or a past one."), words=_("as of %(day)s"))
FIRST = Day(pgettext_lazy("day", "From"), words=_("from %(day)s"))
LAST = Day(pgettext_lazy("day", "To"), words=_("to %(day)s"))

ASKABLE = {
    kind.name: kind
    for kind in [
        Askable(
            "register",
            _("Register of agreements"),
            _("Every signed agreement with the number of each party, its term and its state."),
            {
                "as_of": AS_OF,
                "with_values": Flag(_("With what each is worth"), **VALUES_TOO),
            },
        ),
        Askable(
            "ending",
            _("Agreements that end"),
            _("What ends soon, what follows it, and the next step: to talk about in time."),
            {
                "as_of": AS_OF,
                "days": Number(
                    _("Within how many days"), words=_("within %(number)d days"), most=MOST_DAYS
                ),
            },
        ),
        Askable(
            "pipeline",
            _("Agreements in preparation"),
            _("What is on its way to a signature, how long it has stood there, what comes next."),
            {"as_of": AS_OF},
        ),
        Askable(
            "fulfilment",
            _("Monthly fulfilment"),
            _("For each agreement and line: due, delivered, carried and missing in one month."),
            {"month": Month(_("Month"))},
        ),
        Askable(
            "training",
            _("Training recap"),
            _("Sessions, attendance, scores and certificates of one training, with the names."),
            {"training": Row(_("Training"), found=_trainings)},
        ),
        Askable(
            "certificates",
            _("Certificates of a training"),
            _("All certificates in force in one PDF, a page each, to be printed in one go."),
            {"training": Row(_("Training"), found=_trainings)},
            make=_certificates,
            problems=_no_certificates,
            permission=PEOPLE,
            reads=PEOPLE,
        ),
        Askable(
            "evaluation",
            _("Evaluation of agreements"),
            _("What was written of how it went, of one agreement or of all, in a period."),
            {
                "first": FIRST,
                "last": LAST,
                "agreement": Row(
                    _("Agreement"), _("Empty: all of them."), required=False, found=_agreements
                ),
            },
        ),
        Askable(
            "audit",
            _("Audit log"),
            _("Who moved, counted, took back, amended, issued, revoked or took out data."),
            {"first": FIRST, "last": LAST},
        ),
        Askable(
            "proof",
            _("Proof of publication"),
            _("What was delivered for one agreement in a time, story by story, for payment."),
            {
                "agreement": Row(_("Agreement"), found=_agreements),
                "first": FIRST,
                "last": LAST,
                "with_values": Flag(_("with unit prices and amounts"), **VALUES_TOO),
                "with_pages": Flag(
                    _("with pictures of the pages"), words=_("with pictures of the pages")
                ),
            },
            in_page=False,  # its form is a look at what it will hold, at the agreement
        ),
    ]
}
