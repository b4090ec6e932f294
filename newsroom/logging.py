"""One line for each event, as key=value pairs, with the id of the request it belongs to."""

import contextvars
import datetime
import json
import logging
import re

# The rest of these paths is a key to somebody's private page: it must not stay in a log.
PRIVATE_PREFIXES = ("/p/", "/pratinjau/", "/verifikasi/", "/kalender/")
# In a path of its own, or in a full address.
_PRIVATE_PATH = re.compile(
    r"((?:^|[^\w/.-]|://[^/\s\"'\\]+)(?:"
    + "|".join(map(re.escape, PRIVATE_PREFIXES))
    + r"))[^\s\"'\\)>]+"
)

request_id = contextvars.ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = request_id.get()
        return True


class LineFormatter(logging.Formatter):
    """time=… level=… logger=… request=… then `record.fields`, or the message.

    A value that could break the line (space, quote, control character) is quoted, so nothing a
    visitor sends can forge a second line. A traceback follows on lines of its own. Django writes
    the path of what it refuses and of what broke: of a private one only the beginning is kept.
    """

    def format(self, record):
        fields = {
            "time": time_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            **getattr(record, "fields", {"message": record.getMessage()}),
        }
        line = " ".join(f"{key}={quoted(value)}" for key, value in fields.items())
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return without_keys(line)


def time_of(record):
    moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def without_keys(text):
    """`text`, whoever wrote it, without the keys in the addresses of private pages."""
    return _PRIVATE_PATH.sub(r"\1*", text)


def quoted(value):
    text = str(value)
    plain = text and text.isascii() and text.isprintable() and not set(text) & set(' "=')
    return text if plain else json.dumps(text)
