"""Which rows of the ledger a proof counts, and what changed in the days of earlier proofs.

One query reads the rows; the sums of the summary are made of the same ones.
"""

from dataclasses import dataclass
from datetime import date

from partnerships.models import Paper
from partnerships.terms import terms_on
from partnerships.usage import counted_claims, day_counts, usage_from

STORY, SESSION = "story", "session"


@dataclass(frozen=True)
class Row:
    """One story or session that counts for one line."""

    line: int
    source: str
    pk: int
    day: date
    claim: int

    @property
    def key(self):
        return self.line, self.source, self.pk

    @property
    def thing(self):
        return self.source, self.pk


@dataclass(frozen=True)
class Change:
    """A row that an earlier proof did not count and that counts now, or the other way round."""

    row: Row
    added: bool
    proof: str  # number of the earlier one


def counted_rows(agreement, as_of):
    """[Row] of all that counts for the agreement as of that day, the oldest first."""
    ends_on = terms_on(agreement, as_of).ends_on
    claims = counted_claims([agreement.pk], as_of).values_list(
        "deliverable", "article", "session", "day", "pk"
    )
    rows = {}
    for line, article, session, day, claim in sorted(claims, key=lambda row: (row[3], row[4])):
        if not day_counts(agreement, ends_on, day):
            continue
        source, pk = (STORY, article) if article else (SESSION, session)
        row = Row(line, source, pk, day, claim)
        rows.setdefault(row.key, row)
    return list(rows.values())


def line_usage(agreement, rows, as_of):
    """[LineUsage] of exactly these rows."""
    counts = {}
    for row in rows:
        days = counts.setdefault(row.line, {})
        days[row.day] = days.get(row.day, 0) + 1
    return usage_from(agreement, counts, as_of=as_of)


def proofs_of(agreement):
    """Those in force, in the order of issue."""
    papers = Paper.objects.filter(
        agreement=agreement, kind=Paper.Kind.PROOF, revoked_at__isnull=True
    )
    return papers.order_by("issued_at", "id")


def changes_since(proofs, rows):
    """[Change] between what `proofs` (oldest first) told of their days and `rows`, the ledger now.

    What a later proof told already, as its adjustment, is not told again.
    """
    told, spans = {}, []
    for paper in proofs:
        span = (paper.first_day, paper.last_day)
        # A proof that takes the place of a revoked one tells of all its days anew.
        told = {key: row for key, row in told.items() if not _within(row.day, span)}
        for entry in paper.facts["counted"]:
            row = row_of(entry)
            told[row.key] = row
        for entry in paper.facts["adjustments"]:
            row = row_of(entry)
            told.pop(row.key, None)
            if entry["added"]:
                told[row.key] = row
        spans.append((span, str(paper)))

    def proof_of(day):
        return next((number for span, number in spans if _within(day, span)), None)

    now = {row.key: row for row in rows}
    added = [row for key, row in now.items() if key not in told]
    removed = [row for key, row in told.items() if key not in now]
    changes = [Change(row, True, proof_of(row.day)) for row in added]
    changes += [Change(row, False, proof_of(row.day)) for row in removed]
    kept = [change for change in changes if change.proof]
    return sorted(kept, key=lambda c: (c.row.day, c.row.source, c.row.pk, c.row.line, c.added))


def as_fact(row):
    return {
        "line": row.line,
        "source": row.source,
        "id": row.pk,
        "day": row.day.isoformat(),
        "claim": row.claim,
    }


def row_of(fact):
    day = date.fromisoformat(fact["day"])
    return Row(fact["line"], fact["source"], fact["id"], day, fact["claim"])


def _within(day, span):
    return span[0] <= day <= span[1]
