"""The facts of a proof as they read on paper: called in the bureau's language."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.dates import bureau_time, long_time
from articles.models import Correction, Credit
from partnerships.models import Deliverable
from partnerships.proof.rules import rules
from partnerships.typeset import breakable_all, days, long_day, page_frame, rupiah

NONE = "–"
# A block with more letters than this, besides those of every story, may break over pages.
KEPT_TOGETHER = 1_200


def words(paper):
    """What papers/proof.typ prints."""
    facts = paper.facts
    titles = {line["id"]: line["title"] for line in facts["lines"]}
    said = {
        "facts": cover(paper),
        "summary-heading": _("Summary by line and month"),
        "summary": summary(facts),
        "prices-heading": _("At the unit prices of the agreement"),
        "prices": price_table(facts),
        "stories-heading": _("The stories"),
        "no-stories": "" if facts["stories"] else _("No story of these days counts."),
        "stories": [story(each, titles, facts) for each in facts["stories"]],
        "pages-note": pages_note(facts),
        "sessions-heading": _("Sessions of trainings"),
        "sessions": sessions(facts, titles),
        "adjustments-heading": _("Adjustments to earlier proofs"),
        "adjustments-note": _(
            "These days stand in an earlier proof, which stays as it was issued. Since then this "
            "changed; it is told here once."
        ),
        "adjustments": adjustments(facts),
        "rules-heading": _("How it is counted"),
        "rules": rules(facts),
    }
    # The frame is ours but for the names in it, which page_frame() has seen to.
    return {**page_frame(paper, heading=_("Proof of publication")), **breakable_all(said)}


def cover(paper):
    """[(name, value)]; a list is several lines."""
    facts = paper.facts
    agreement = facts["agreement"]
    rows = [
        (_("Agreement"), [agreement["title"], capfirst(agreement["type"])]),
        *((_party_name(party), _party_lines(party)) for party in agreement["parties"]),
        (pgettext("proof", "Term"), days(_day(agreement["starts_on"]), _day(agreement["ends_on"]))),
        (_("Signed on"), long_day(_day(agreement["signed_on"]))),
        (_("Days of this proof"), days(_day(facts["first"]), _day(facts["last"]))),
        (_("As of"), long_day(_day(facts["as_of"]))),
        (_("Content"), content_words(facts)),
    ]
    if agreement["umbrella"]:
        rows.insert(1, (_("Under"), agreement["umbrella"]))
    return rows


def content_words(facts):
    """“12 stories, 2 sessions, 1 adjustment”: of what counts, without what was taken back."""
    stories = sum(story["counts"] for story in facts["stories"])
    sessions_, changed = len(facts["sessions"]), len(facts["adjustments"])
    parts = [ngettext("%(n)s story", "%(n)s stories", stories) % {"n": stories}]
    if sessions_:
        parts.append(ngettext("%(n)s session", "%(n)s sessions", sessions_) % {"n": sessions_})
    if changed:
        parts.append(ngettext("%(n)s adjustment", "%(n)s adjustments", changed) % {"n": changed})
    return ", ".join(parts)


def partners_of(facts):
    """For whom it is: the parties of the other side."""
    return ", ".join(p["name"] for p in facts["agreement"]["parties"] if not p["own"])


def summary(facts):
    """Columns and rows of the summary; a row that is one text heads the rows of its line."""
    columns = [
        _column(pgettext("proof", "Line and days"), 1, "left"),
        _column(_("Quota"), "auto"),
        _column(_("Carried over"), "auto"),
        _column(pgettext("proof", "Due"), "auto"),
        _column(_("In this proof"), "auto"),
        _column(_("Delivered so far"), "auto"),
        _column(_("Difference"), "auto"),
    ]
    rows = []
    for line in facts["lines"]:
        rows.append({"group": _line_title(line), "note": _line_note(line)})
        rows += _line_rows(line)
    return {"columns": columns, "rows": rows}


def _line_rows(line):
    if not line["counted"]:
        return [[_("Whole term"), str(line["quota"]), NONE, str(line["quota"]), NONE, NONE, NONE]]
    monthly = line["period"] == Deliverable.Period.MONTH
    rows = []
    if not monthly:
        rows += [
            [span(each), NONE, NONE, NONE, str(each["here"]), NONE, NONE] for each in line["months"]
        ]
    for each in line["periods"]:
        missing = each["used"] - each["due"]
        rows.append(
            [
                span(each),
                str(each["quota"]),
                signed(each["carried"]) if line["carry_over"] != "none" else NONE,
                str(each["due"]),
                str(each["here"]),
                str(each["used"]),
                signed(missing),
            ]
        )
    if not line["period"] or line["quota_total"]:
        quota = line["quota"]
        rest = signed(line["used"] - quota)
        here, used = str(line["here"]), str(line["used"])
        rows.append([_("Whole term"), str(quota), NONE, str(quota), here, used, rest])
    return rows


def span(period):
    """“November 2026” for a whole month, else its days."""
    first, last = _day(period["first"]), _day(period["last"])
    following = date.fromordinal(last.toordinal() + 1)
    if first.day == 1 and following.day == 1 and (first.year, first.month) == (
        last.year, last.month,
    ):  # fmt: skip
        return dateformat.format(first, "F Y")
    return days(first, last)


def signed(number):
    """“+2”, “−1” with a true minus sign, “0”."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def _line_title(line):
    return f"{line['title']} ({line['office']})" if line["office"] else line["title"]


def _line_note(line):
    said = [line["kind"]]
    if line["paid"]:
        said.append(_("paid, so every story carries its label"))
    if line["period"]:
        said.append(str(Deliverable.CarryOver(line["carry_over"]).label))
    if not line["counted"]:
        said.append(_("not counted from stories or sessions; shown with its quota only"))
    return ", ".join(said)


def price_table(facts):
    if not facts["with_values"]:
        return None
    rows = [
        [each["title"], str(each["number"]), rupiah(Decimal(each["price"])),
         rupiah(Decimal(each["amount"]))]
        for each in facts["prices"]
    ]  # fmt: skip
    priced = {each["line"] for each in facts["prices"]}
    unpriced = any(line["here"] and line["id"] not in priced for line in facts["lines"])
    total = sum((Decimal(each["amount"]) for each in facts["prices"]), Decimal())
    number = sum(each["number"] for each in facts["prices"])
    return {
        "columns": [
            _column(pgettext("proof", "Line"), 1, "left"),
            _column(pgettext("proof", "Number"), "auto"),
            _column(_("Unit price"), "auto"),
            _column(_("Amount"), "auto"),
        ],
        "rows": rows,
        "last": [_("Total"), str(number), "", rupiah(total)],
        "note": _("Lines without a unit price are not listed here.") if unpriced else "",
    }


def story(each, titles, facts):
    photo = each["photo"]
    return {
        "number": str(each["number"]),
        "headline": headline(each),
        "label": capfirst(each["label"]),
        "disclosure": each["disclosure"],
        "url": each["url"],
        "state": state_words(each),
        "rows": story_rows(each, titles, facts),
        "excerpt": excerpt(each),
        "photo": photo["file"] if photo else "",
        "photo-alt": _alt(photo["alt"] if photo else ""),
        "photo-credit": photo["credit"] if photo else "",
        "page": each["page"]["file"] if each.get("page") else "",
        "page-alt": _("The page of the story as readers saw it on the day of issue"),
        "entries": [_entry(entry) for entry in each["entries"]],
        "keep": _letters(each) < KEPT_TOGETHER,
    }


def _letters(each):
    gone = each["retraction"]
    texts = [entry["text"] for entry in each["entries"]] + ([gone["reason"]] if gone else [])
    return sum(map(len, texts))


def _alt(text):
    return text or _("Photo of the story")


def headline(each):
    return each["headline"] or _("(not shown, to protect a child)")


def state_words(each):
    """The sentence that must not be missed, or ""."""
    gone = each["retraction"]
    if not gone:
        return ""
    said = {"time": long_time(_moment(gone["at"])), "reason": gone["reason"]}
    return _("Retracted on %(time)s: it does not count. Reason: %(reason)s") % said


def story_rows(each, titles, facts):
    """[(name, value)] under the headline."""
    lines = [titles[pk] for pk in each["lines"] if pk in titles]
    as_of = {"day": dateformat.format(_day(facts["as_of"]), "j M Y")}
    views = _("no count")
    if each["views"] is not None:
        views = _("%(n)s times") % {"n": format_number(each["views"])}
    return [
        (_("First published"), long_time(_moment(each["published_at"]))),
        (_("Section"), each["section"]),
        (_("By"), credits_words(each["credits"])),
        (pgettext("proof", "Counts for"), lines if each["counts"] else [_("no line")]),
        (_("Read until %(day)s") % as_of, views),
        (_("Fingerprint (SHA-256)"), _hash(each["sha256"])),
    ]


def _hash(sha256):
    """In two halves, a line each."""
    return {"hash": [sha256[:32], sha256[32:]]} if sha256 else NONE


def credits_words(names):
    """“Rina Siregar (Pewarta), Budi (Editor)”."""
    parts = []
    for credit in names:
        role = Credit.Role(credit["role"]).label
        parts.append(f"{credit['name']} ({role})")
    return ", ".join(parts) or NONE


def format_number(number):
    """“12.345”, as people write it here."""
    return f"{number:,}".replace(",", ".")


def excerpt(each):
    if each["hidden"]:
        return _("The text and the photo are not shown, to protect a child.")
    return each["excerpt"]


def _entry(entry):
    kind = capfirst(Correction.Kind(entry["kind"]).label)
    return {"head": f"{kind}, {long_time(_moment(entry['at']))}", "text": entry["text"]}


def pages_note(facts):
    return {
        "": "",
        "made": "",
        "partly": _(
            "Where a story's page is not pictured here, it could not be drawn in the time there is."
        ),
        "none": _(
            "Pictures of the pages were asked for and could not be made on this machine; the "
            "addresses and fingerprints below prove the same."
        ),
    }[facts["pages"]]


def sessions(facts, titles):
    rows = [
        [
            long_time(_moment(each["starts_at"])),
            [each["training"], each["topic"]],
            each["place"] or NONE,
            format_hours(each["hours"]),
            str(each["present"]),
            [titles[pk] for pk in each["lines"] if pk in titles],
        ]
        for each in facts["sessions"]
    ]
    columns = [
        _column(_("Began"), 1.2, "left"),
        _column(_("Training and topic"), 2, "left"),
        _column(pgettext("location", "Place"), 1, "left"),
        _column(pgettext("proof", "Hours"), "auto"),
        _column(_("Present"), "auto"),
        _column(pgettext("proof", "Counts for"), 1.2, "left"),
    ]
    return {"columns": columns, "rows": rows}


def format_hours(hours):
    """“6,5” or “6”."""
    return f"{hours:g}".replace(".", ",")


def adjustments(facts):
    rows = [
        [
            each["proof"],
            dateformat.format(_day(each["day"]), "j M Y"),
            each["title"],
            each["line_title"],
            reason(each),
            "+1" if each["added"] else "−1",
        ]
        for each in facts["adjustments"]
    ]
    columns = [
        _column(_("Proof"), 1.4, "left"),
        _column(_("Day"), "auto", "left"),
        _column(_("Story or session"), 2, "left"),
        _column(pgettext("proof", "Line"), 1.2, "left"),
        _column(_("Why"), 1.4, "left"),
        _column(pgettext("proof", "Change"), "auto"),
    ]
    return {"columns": columns, "rows": rows}


def reason(each):
    when = {"day": long_day(bureau_time(_moment(each["at"])))} if each["at"] else {}
    return {
        "accepted": _("accepted on %(day)s"),
        "retracted": _("retracted on %(day)s"),
        "reversed": _("taken back on %(day)s"),
        "terms": _("no longer within what the agreement counts"),
    }[each["reason"]] % when


def _party_name(party):
    return _("The bureau") if party["own"] else _("The partner")


def _party_lines(party):
    number = party["number"] or _("none")
    return [party["name"], _("Number: %(number)s") % {"number": number}]


def _column(heading, width, side="right"):
    return {"heading": heading, "width": width, "side": side}


def _day(text):
    return date.fromisoformat(text)


def _moment(text):
    return datetime.fromisoformat(text)
