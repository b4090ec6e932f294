"""The partner's private page: who is given its address, for how long, and when it opens.

articles/private_links.py has the token, which is shown once, to whoever makes the link.
docs/decisions/0022-partner-pages-and-calendars.md says what the page shows and why.
"""

from calendar import monthrange
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.private_links import digest, new_token
from partnerships.lifecycle import MoveNotAllowed
from partnerships.models import Agreement, PartnerLink, PartnerOpening
from partnerships.people import one_line
from partnerships.querysets import SIGNED
from partnerships.usage import end_of

MANAGE = "partnerships.manage_partner_link"
# What both sides have agreed on, or are about to sign; what is still talked about is nobody's yet.
SHOWN = (Agreement.State.SIGNATURE, *SIGNED)
TERMS = {
    "month": gettext_lazy("one month"),
    "quarter": gettext_lazy("three months"),
    "term": gettext_lazy("until 30 days after the agreement ends"),
}
AFTER_THE_END = timedelta(days=30)
LONGEST = timedelta(days=3 * 365)
MOST_OPEN = 5
What = PartnerOpening.What


def can_see(user, agreement):
    """Whether `user` may see who was given the page: whoever reads values and attachments too."""
    seen = user.has_perm("partnerships.view_any_agreement")
    return seen and user.has_perm("partnerships.view_value")


def can_manage(user, agreement):
    return can_see(user, agreement) and user.has_perm(MANAGE)


def why_not(agreement):
    """The sentence that says why nobody is given a link to it now, or ""."""
    if agreement.state == Agreement.State.CANCELLED:
        return _("A cancelled agreement is shown to nobody.")
    if agreement.state not in SHOWN:
        return _("Links are given once the agreement awaits signature: until then it is a draft.")
    return ""


def last_day_of(term, agreement, today):
    """The last day of a link made `today`, or None where that term gives none."""
    if term == "month":
        return _months_on(today, 1)
    if term == "quarter":
        return _months_on(today, 3)
    ends_on = agreement.terminated_on or agreement.term_ends_on
    if term != "term" or ends_on is None:
        return None
    day = min(ends_on + AFTER_THE_END, today + LONGEST)
    return day if day >= today else None


@transaction.atomic
def make(agreement, *, by, reader, term):
    """Make a link. Returns (link, token): the token is nowhere else, and cannot be had again.

    Raises PermissionDenied, or MoveNotAllowed with what is wrong.
    """
    # Two at once: the second waits here, and counts the first.
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement = Agreement.objects.visible_to(by).with_end().filter(pk=agreement.pk).first()
    if agreement is None or not can_manage(by, agreement):
        raise PermissionDenied
    now, reader = timezone.now(), one_line(reader)[:80].strip()
    last_day = last_day_of(term, agreement, timezone.localdate(now))
    problems = _problems(agreement, reader, term, last_day, now)
    if problems:
        raise MoveNotAllowed(problems)
    token = new_token()
    link = PartnerLink.objects.create(
        agreement=agreement,
        token_sha256=digest(token),
        reader=reader,
        by=by,
        at=now,
        expires_at=end_of(last_day),
    )
    return link, token


def _problems(agreement, reader, term, last_day, now):
    problems = []
    if reason := why_not(agreement):
        problems.append((None, reason))
    if not reader:
        problems.append(("reader", _("Say for whom the link is.")))
    if term not in TERMS:
        problems.append(("term", _("Choose how long the link is valid.")))
    elif last_day is None:
        sentence = _("The agreement has no last day, or ended more than 30 days ago: give a month.")
        problems.append(("term", sentence))
    if agreement.partner_links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        sentence = _("This agreement has %(number)s open links already: close one first.")
        problems.append((None, sentence % {"number": MOST_OPEN}))
    return problems


def revoke(link, *, by):
    """Close the link from this moment on. Closing a closed one changes nothing."""
    agreement = Agreement.objects.visible_to(by).filter(pk=link.agreement_id).first()
    if agreement is None or not can_manage(by, agreement):
        raise PermissionDenied
    closed = PartnerLink.objects.filter(pk=link.pk, revoked_at=None)
    closed.update(revoked_at=timezone.now(), revoked_by=by)


def links_of(agreement):
    """The links with `opened` (how often) and `last_opened`, newest first; one query."""
    links = agreement.partner_links.select_related("by", "revoked_by")
    links = links.annotate(opened=Count("openings"), last_opened=Max("openings__at"))
    return links.order_by("-at", "-pk")


def find(token):
    """The link of this token with its agreement, or None. Whether it opens, opens() says."""
    links = PartnerLink.objects.select_related("agreement")
    return links.filter(token_sha256=digest(token)).first()


def opens(link):
    """Whether the link shows its agreement now."""
    return link.is_open() and not why_not(link.agreement)


def note_opening(link, what, name="", **visitor):
    """`visitor`: as articles.private_links.visitor_of() says it."""
    PartnerOpening.objects.create(link=link, what=what, name=name[:200], **visitor)


def note_fetch(link, **visitor):
    """A program asks for its calendar many times a day: the first time of each day is noted."""
    today = timezone.localdate()
    begun = end_of(today - timedelta(days=1))
    if not link.openings.filter(what=What.CALENDAR, at__gte=begun).exists():
        note_opening(link, What.CALENDAR, **visitor)


def _months_on(day, months):
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
