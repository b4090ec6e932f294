"""Times as readers write them, in the bureau's zone and in Indonesian."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import dateformat, timezone


def bureau_time(moment):
    return timezone.localtime(moment, timezone.get_default_timezone())


def start_of(day):
    """The first moment of `day` in the bureau's zone."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def end_of(day):
    """The first moment after `day` in the bureau's zone."""
    return start_of(day + timedelta(days=1))


def long_time(moment):
    """“Selasa, 28 Juni 2022 17:51 WIB”; names of days and months in the active language."""
    return f"{dateformat.format(bureau_time(moment), 'l, j F Y H:i')} {settings.BUREAU_ZONE_NAME}"


def long_date(day):
    """“Selasa, 28 Juni 2022”. `day`: a date, or a moment taken in the bureau's zone."""
    return dateformat.format(bureau_time(day) if hasattr(day, "hour") else day, "l, j F Y")


def short_time(moment):
    """“17:51 WIB”, for a list whose day stands in its heading."""
    return f"{dateformat.format(bureau_time(moment), 'H:i')} {settings.BUREAU_ZONE_NAME}"


def card_time(moment, now=None):
    """“17:51 WIB” today, else “28 Juni 2022 17:51 WIB”.

    Never “5 minutes ago”: a cached page would lie, and its ETag would change by itself.
    """
    moment, now = bureau_time(moment), bureau_time(now or timezone.now())
    if moment.date() == now.date():
        return short_time(moment)
    return f"{dateformat.format(moment, 'j F Y H:i')} {settings.BUREAU_ZONE_NAME}"
