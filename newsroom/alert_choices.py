"""What each person wants to be told of what is due: in the desk, by e-mail, both or not at all."""

from django.db import transaction

from newsroom.models import AlertChoice
from newsroom.models.alerts import DIGEST
from partnerships import alerts, lifecycle
from partnerships.alert_kinds import Kind

# The head learns by mail what needs a head; the officers' daily work stands in the desk and in
# the weekly digest. Everybody else is told of their own by mail too.
HEADS_MAIL = {Kind.REPLY, Kind.STEP, Kind.END, Kind.FINAL, Kind.UNSIGNED, Kind.PACE, DIGEST}


def kinds_for(user):
    """What can be chosen: the kinds that can concern `user`, and the digest for the head."""
    heads = [DIGEST] if user.has_perm(lifecycle.HEAD) else []
    return [*alerts.kinds_for(user), *heads]


def default(user, kind):
    """(in the desk, by e-mail) without a choice of one's own. The digest is a mail alone."""
    by_mail = kind in HEADS_MAIL if user.has_perm(lifecycle.HEAD) else True
    return kind != DIGEST, by_mail


def choices_of(user):
    """[(kind, in_desk, by_mail)]: what holds for `user` now. One query."""
    own = {row.kind: (row.in_desk, row.by_mail) for row in user.alert_choices.all()}
    return [(kind, *(own.get(kind) or default(user, kind))) for kind in kinds_for(user)]


def in_desk(user):
    return {kind for kind, in_desk, _by_mail in choices_of(user) if in_desk}


def by_mail(user):
    return {kind for kind, _in_desk, by_mail in choices_of(user) if by_mail}


@transaction.atomic
def choose(user, wanted):
    """Keep `wanted`: {kind: (in_desk, by_mail)}. What equals the default needs no row."""
    user.alert_choices.filter(kind__in=list(wanted)).delete()
    AlertChoice.objects.bulk_create(
        AlertChoice(user=user, kind=kind, in_desk=in_desk, by_mail=by_mail)
        for kind, (in_desk, by_mail) in wanted.items()
        if (in_desk, by_mail) != default(user, kind)
    )
