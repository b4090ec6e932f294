"""The rows of a story's form (credits, gallery, related stories) against the rows of today."""

from articles.contents import KEYS, ROWS, posted_rows, row_values
from articles.models import Article


def rebased_rows(data, article, *, by):
    """[(name, value)] of the posted credits, gallery and related stories, for today's rows.

    Rows that somebody else added stay; rows that somebody else removed come back as new ones.
    A related story that `by` may not see is not theirs to send: its row stays untouched.
    """
    pairs = []
    for prefix in ROWS:
        now = {str(row.pk): row_values(prefix, row) for row in rows_for(by, article, prefix)}
        posted = list(posted_rows(data, prefix))
        kept = [row for row in posted if row["id"] in now]
        seen = {row["id"] for row in kept}
        kept += [{"id": pk, **values} for pk, values in now.items() if pk not in seen]
        known = {_key(row, prefix) for row in kept}
        new = [row | {"id": ""} for row in posted if row["id"] not in now]
        new = [row for row in new if any(_key(row, prefix)) and _key(row, prefix) not in known]
        pairs += _pairs(prefix, kept, new, article)
    return pairs


def rows_of_today(article, prefix, *, by):
    """[(name, value)] that leaves the rows of one kind as they are."""
    kept = [{"id": str(row.pk), **row_values(prefix, row)} for row in rows_for(by, article, prefix)]
    return _pairs(prefix, kept, [], article)


def rows_for(user, article, prefix):
    rows = getattr(article, prefix).all()
    if prefix == "related_links":
        rows = rows.filter(to__in=Article.objects.visible_to(user))
    return rows


def _pairs(prefix, kept, new, article):
    counts = {"TOTAL_FORMS": len(kept + new), "INITIAL_FORMS": len(kept)}
    pairs = [(f"{prefix}-{name}", str(count)) for name, count in counts.items()]
    for index, row in enumerate(kept + new):
        values = {**row, "article": str(article.pk)}
        pairs += [(f"{prefix}-{index}-{name}", value) for name, value in values.items() if value]
    return pairs


def _key(row, prefix):
    """What makes a row the same as another: who or which, not its place or its caption."""
    key = tuple(row.get(name, "") for name in KEYS[prefix])
    return key if any(key[-2:]) else ()
