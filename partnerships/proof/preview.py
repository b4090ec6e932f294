"""What a proof of some days would hold, before anybody issues it."""

from dataclasses import dataclass

from articles.dates import bureau_time
from partnerships.proof.counting import (
    SESSION,
    STORY,
    changes_since,
    counted_rows,
    line_usage,
    proofs_of,
)


@dataclass(frozen=True)
class Preview:
    stories: int  # each once, whatever lines it counts for
    sessions: int
    lines: list  # of (LineUsage, how many of these days)
    changes: int  # adjustments to earlier proofs


def preview(agreement, first, last, *, at):
    as_of = bureau_time(at).date()
    rows = counted_rows(agreement, as_of)
    own = [row for row in rows if first <= row.day <= last]
    things = {row.thing for row in own}
    usage = line_usage(agreement, rows, as_of)
    return Preview(
        stories=sum(source == STORY for source, _pk in things),
        sessions=sum(source == SESSION for source, _pk in things),
        lines=[(line, sum(row.line == line.line.pk for row in own)) for line in usage],
        changes=len(changes_since(list(proofs_of(agreement)), rows)),
    )
