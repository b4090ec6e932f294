"""Times as readers write them, in the bureau's zone and in Indonesian."""

from django.utils import dateformat, timezone

# Indonesia's zones by their IANA name; settings refuse any other zone.
ZONE_LABELS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


def bureau_time(moment):
    return timezone.localtime(moment, timezone.get_default_timezone())


def zone_label():
    return ZONE_LABELS[timezone.get_default_timezone_name()]


def long_time(moment):
    """“Selasa, 28 Juni 2022 17:51 WIB”; names of days and months in the active language."""
    return f"{dateformat.format(bureau_time(moment), 'l, j F Y H:i')} {zone_label()}"


def long_date(day):
    """“Selasa, 28 Juni 2022”. `day`: a date, or a moment taken in the bureau's zone."""
    return dateformat.format(bureau_time(day) if hasattr(day, "hour") else day, "l, j F Y")


def short_time(moment):
    """“17:51 WIB”, for a list whose day stands in its heading."""
    return f"{dateformat.format(bureau_time(moment), 'H:i')} {zone_label()}"


def card_time(moment, now=None):
    """“17:51 WIB” today, else “28 Juni 2022 17:51 WIB”.

    Never “5 minutes ago”: a cached page would lie, and its ETag would change by itself.
    """
    moment, now = bureau_time(moment), bureau_time(now or timezone.now())
    if moment.date() == now.date():
        return short_time(moment)
    return f"{dateformat.format(moment, 'j F Y H:i')} {zone_label()}"

