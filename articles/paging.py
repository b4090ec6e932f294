"""Pages by key, not by number: the thousandth page costs what the first one does."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

# Sort keys of the two kinds of public list: plain, and by a link (ArticleQuerySet.listed_…).
PLAIN = ("publish_at", "pk")
LISTED = ("listed_at", "listed_pk")


@dataclass
class KeysetPage:
    """`older` and `newer` are cursors for the query string, or "" where there is no such page."""

    items: list
    older: str
    newer: str

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __bool__(self):
        return bool(self.items)


def keyset_page(articles, request_get, *, size=20, by=PLAIN):
    """One page of `articles`, newest first. One query.

    Reads `sebelum` (stories older than that cursor) or `sesudah` (newer) from `request_get`; a
    cursor that was tampered with is taken as none.
    """
    time_key, pk_key = by
    before = parse_cursor(request_get.get("sebelum", ""))
    after = None if before else parse_cursor(request_get.get("sesudah", ""))
    if after:
        moment, pk = after
        articles = articles.filter(
            Q(**{f"{time_key}__gt": moment}) | Q(**{time_key: moment, f"{pk_key}__gt": pk}),
            # The same bound again, plain: an index range that an OR alone would hide.
            **{f"{time_key}__gte": moment},
        ).order_by(time_key, pk_key)
    else:
        articles = articles.order_by(f"-{time_key}", f"-{pk_key}")
        if before:
            moment, pk = before
            articles = articles.filter(
                Q(**{f"{time_key}__lt": moment}) | Q(**{time_key: moment, f"{pk_key}__lt": pk}),
                **{f"{time_key}__lte": moment},
            )
    items = list(articles[: size + 1])
    more, items = len(items) > size, items[:size]
    if after:
        items.reverse()
    has_older = more if not after else bool(items)
    has_newer = more if after else bool(before and items)
    return KeysetPage(
        items=items,
        older=cursor_of(items[-1]) if items and has_older else "",
        newer=cursor_of(items[0]) if items and has_newer else "",
    )


def cursor_of(article):
    return cursor(article.publish_at, article.pk)


def cursor(moment, pk):
    return f"{int(moment.replace(microsecond=0).timestamp())}.{moment.microsecond:06d}-{pk}"


def parse_cursor(text):
    """(moment, pk), or None for anything that is no cursor."""
    try:
        seconds, pk = text.split("-")
        # Through integers: a float of microseconds would miss its own row now and then.
        whole, micros = seconds.split(".")
        moment = datetime.fromtimestamp(int(whole), UTC).replace(microsecond=int(micros))
        return (moment, int(pk)) if 0 < int(pk) < 2**63 else None
    except (ValueError, OverflowError, OSError):
        return None
