"""What the people of the demo asked for: a register of agreements, last month's fulfilment."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation

from partnerships import paper_requests


def paper_events(now, people):
    """[(moment, what happens then)]: asked for and made by the functions of the desk."""
    register_at, month_at = now - timedelta(days=1, hours=2), now - timedelta(minutes=40)
    day = timezone.localdate(register_at)
    month = timezone.localdate(month_at).replace(day=1) - timedelta(days=1)
    asked = [
        (register_at, "register", {"as_of": day, "with_values": True}, people["kepala"]),
        (month_at, "fulfilment", {"month": month}, people["kemitraan"]),
    ]
    return [(moment, _asking(kind, params, by)) for moment, kind, params, by in asked]


def _asking(kind, params, by):
    def happen():
        with translation.override(settings.LANGUAGE_CODE):
            paper_requests.ask(kind, params, by)
            paper_requests.make_due()

    return happen
