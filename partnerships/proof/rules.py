"""The page that says how a proof counts, in sentences that hold for this agreement."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from partnerships.typeset import days, long_day


def rules(facts):
    """[sentence]: DESIGN.md's rules of counting, as the partner may hold us to them."""
    agreement = facts["agreement"]
    return [
        _(
            "A story counts on the calendar day of its first publication in the bureau's zone "
            "(%(zone)s), which never changes; a session on the day on which it began, once it was "
            "held."
        )
        % {"zone": settings.BUREAU_ZONE_NAME},
        _(
            "It counts if the day lies in the term, both ends in, if its kind is that of the line, "
            "and if an editor of the bureau accepted it for that line."
        ),
        _("One story stands for one line, unless both lines say that they may share."),
        _("Stories from before the signing count here, because the agreement says so.")
        if agreement["counts_before_signing"]
        else _("Nothing from before the signing counts."),
        _(
            "A period is the calendar month, quarter or year in full; part of one is not prorated. "
            "What is beyond the quota is recorded, and carried over only by the line's own rule, "
            "which stands beside its title."
        ),
        _(
            "A paid line takes only stories that say so to readers: by their class or by a "
            "disclosure line, as printed here."
        ),
        _(
            "A corrected story still counts. A right of reply never does. A retracted story stops "
            "counting from the moment of its retraction."
        ),
        *_suspended(agreement),
        _(
            "“Delivered so far” and “Difference” are as of %(day)s. This paper is not changed "
            "after its issue; what changes later in its days stands as an adjustment in the next "
            "proof."
        )
        % {"day": long_day(date.fromisoformat(facts["as_of"]))},
        _(
            "Views are readings of the story's page, counted once for each reader in half an hour; "
            "known machines are left out."
        ),
        _(
            "The fingerprint of a story is the SHA-256 of the version that readers saw on the day "
            "of issue, together with that of the version before: whoever changes one of them "
            "changes all that follow."
        ),
    ]


def _suspended(agreement):
    spans = []
    for first, last in agreement["suspensions"]:
        if last:
            spans.append(days(date.fromisoformat(first), date.fromisoformat(last)))
        else:
            spans.append(_("from %(day)s on") % {"day": long_day(date.fromisoformat(first))})
    if not spans:
        return []
    sentence = _("Nothing counts on the days on which the agreement was suspended: %(days)s.")
    return [sentence % {"days": "; ".join(spans)}]
