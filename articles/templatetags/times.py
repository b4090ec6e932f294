"""The functions of articles/dates.py, for templates."""

from django import template
from django.utils import timezone

from articles import dates

register = template.Library()

for name in ("long_time", "long_date", "short_time", "card_time"):
    register.filter(name, getattr(dates, name))


@register.filter
def iso(moment):
    """For <time datetime>: “2022-06-28T17:51:00+07:00”; a date stays a date."""
    if not hasattr(moment, "hour"):
        return moment.isoformat()
    return dates.bureau_time(moment).isoformat(timespec="seconds")


@register.simple_tag
def today():
    """The day of the bureau's calendar: `{% today as day %}`."""
    return dates.bureau_time(timezone.now()).date()
