"""The same facts as an XLSX file: a sheet for each table of the paper."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Correction
from partnerships.proof import words
from partnerships.sheets import Column, Table, write_tables


def sheet(paper):
    facts = paper.facts
    titles = {line["id"]: line["title"] for line in facts["lines"]}
    tables = [
        _stories(facts, titles),
        _summary(facts),
        _sessions(facts, titles),
        _adjustments(facts),
    ]
    if facts["with_values"]:
        tables.append(_prices(facts))
    return write_tables([t for t in tables if t.rows], facts=_about(paper))


def _about(paper):
    facts = paper.facts
    agreement = facts["agreement"]
    parties = [
        (capfirst(party["name"]), party["number"] or _("none")) for party in agreement["parties"]
    ]
    return [
        (_("Paper"), _("Proof of publication")),
        (_("Number"), facts["number"]),
        (_("Agreement"), agreement["title"]),
        *parties,
        (_("Days of this proof"), words.days(*_days(facts))),
        (_("As of"), words.long_day(date.fromisoformat(facts["as_of"]))),
        (_("Fingerprint of the content (SHA-256)"), paper.facts_sha256),
        (_("Code"), paper.code),
    ]


def _days(facts):
    return date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])


def _lines(each, titles):
    return "; ".join(titles[pk] for pk in each["lines"] if pk in titles)


def _entries(each):
    found = [
        f"{capfirst(Correction.Kind(entry['kind']).label)}: {entry['text']}"
        for entry in each["entries"]
    ]
    return " / ".join(found)


def _stories(facts, titles):
    columns = [
        Column(pgettext("proof", "No."), lambda s: s["number"], "number", 6),
        Column(_("Headline"), words.headline, width=60),
        Column(_("Address"), lambda s: s["url"], width=50),
        Column(_("First published"), lambda s: datetime.fromisoformat(s["published_at"]), "moment"),
        Column(_("Section"), lambda s: s["section"], width=16),
        Column(_("By"), lambda s: words.credits_words(s["credits"]), width=40),
        Column(_("Label"), lambda s: capfirst(s["label"]), width=14),
        Column(_("Disclosure line"), lambda s: s["disclosure"], width=40),
        Column(pgettext("proof", "Counts for"), lambda s: _lines(s, titles), width=30),
        Column(pgettext("proof", "Counts"), lambda s: _("yes") if s["counts"] else _("no")),
        Column(_("Views"), lambda s: s["views"], "number"),
        Column(_("Excerpt"), words.excerpt, width=60),
        Column(_("Corrections"), _entries, width=40),
        Column(_("Retraction"), words.state_words, width=40),
        Column(_("Fingerprint (SHA-256)"), lambda s: s["sha256"], width=66),
    ]
    return Table(_("Stories"), columns, facts["stories"])


def _summary(facts):
    rows = [
        (line, kind, each)
        for line in facts["lines"]
        for kind, each in [
            *(("month", m) for m in line["months"] if line["period"] != "month"),
            *(("period", p) for p in line["periods"]),
            *([("term", line)] if not line["period"] or line["quota_total"] else []),
        ]
    ]
    periods = {"period"}

    def number(name):
        return lambda row: row[2][name] if row[1] in periods else None

    columns = [
        Column(pgettext("proof", "Line"), lambda row: row[0]["title"], width=40),
        Column(_("Days"), _span, width=30),
        Column(_("Quota"), lambda row: row[2].get("quota"), "number"),
        Column(_("Carried over"), number("carried"), "number"),
        Column(pgettext("proof", "Due"), number("due"), "number"),
        Column(_("In this proof"), _here, "number"),
        Column(_("Delivered so far"), lambda row: row[2].get("used"), "number"),
    ]
    return Table(_("Summary"), columns, rows)


def _span(row):
    return _("Whole term") if row[1] == "term" else words.span(row[2])


def _here(row):
    return row[2]["here"] if row[0]["counted"] else None


def _sessions(facts, titles):
    columns = [
        Column(_("Began"), lambda s: datetime.fromisoformat(s["starts_at"]), "moment"),
        Column(_("Training"), lambda s: s["training"], width=40),
        Column(_("Topic"), lambda s: s["topic"], width=40),
        Column(_("For"), lambda s: s["organization"], width=30),
        Column(pgettext("location", "Place"), lambda s: s["place"], width=24),
        Column(pgettext("proof", "Hours"), lambda s: s["hours"], "decimal"),
        Column(_("Present"), lambda s: s["present"], "number"),
        Column(pgettext("proof", "Counts for"), lambda s: _lines(s, titles), width=30),
    ]
    return Table(_("Sessions"), columns, facts["sessions"])


def _adjustments(facts):
    columns = [
        Column(_("Proof"), lambda a: a["proof"], width=30),
        Column(_("Day"), lambda a: date.fromisoformat(a["day"]), "day"),
        Column(_("Story or session"), lambda a: a["title"], width=60),
        Column(pgettext("proof", "Line"), lambda a: a["line_title"], width=30),
        Column(_("Why"), words.reason, width=30),
        Column(pgettext("proof", "Change"), lambda a: 1 if a["added"] else -1, "number"),
    ]
    return Table(_("Adjustments"), columns, facts["adjustments"])


def _prices(facts):
    columns = [
        Column(pgettext("proof", "Line"), lambda p: p["title"], width=40),
        Column(pgettext("proof", "Number"), lambda p: p["number"], "number"),
        Column(_("Unit price"), lambda p: Decimal(p["price"]), "money"),
        Column(_("Amount"), lambda p: Decimal(p["amount"]), "money"),
    ]
    return Table(_("Prices"), columns, facts["prices"])
