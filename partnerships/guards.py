"""Triggers that keep the ledger and the record: rows are added, never changed, never removed.

articles/guards.py has the machinery. A signed amendment rests likewise.
"""

from articles.guards import Guard, Guards, keeps

# What must never change, whatever the row says.
RECORDS = ("partnerships_claim", "partnerships_statechange", "partnerships_documentversion")
AMENDMENT, CHANGE = "partnerships_amendment", "partnerships_amendmentchange"
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM partnerships_amendment WHERE signed_on IS NOT NULL AND id = {row})"
)
KEEP, KEEP_SIGNED = "partnerships_keep", "partnerships_keep_signed"
FUNCTIONS = {
    KEEP: keeps(KEEP, "is only added to"),
    KEEP_SIGNED: (
        f"CREATE OR REPLACE FUNCTION {KEEP_SIGNED}() RETURNS trigger AS $$ BEGIN "
        f"IF {IS_SIGNED.format(row='OLD.amendment_id')} "
        f"OR {IS_SIGNED.format(row='NEW.amendment_id')} "
        "THEN RAISE EXCEPTION '% is signed', TG_TABLE_NAME USING ERRCODE = '23001'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    ),
}


def _of_change(event, row):
    return Guard(CHANGE, event, IS_SIGNED.format(row=row), KEEP_SIGNED, asks_itself=True)


GUARDS = Guards(
    [
        *(Guard(table, event, "", KEEP) for table in RECORDS for event in ("UPDATE", "DELETE")),
        *(
            Guard(AMENDMENT, event, "OLD.signed_on IS NOT NULL", KEEP)
            for event in ("UPDATE", "DELETE")
        ),
        _of_change("INSERT", "NEW.amendment_id"),
        _of_change("UPDATE", "OLD.amendment_id"),
        _of_change("DELETE", "OLD.amendment_id"),
    ],
    FUNCTIONS,
)
create, drop = GUARDS.create, GUARDS.drop

# A certificate stays as it was printed: what follows is one revocation, and that the name of a
# person who was taken out (Participant.anonymise) leaves its facts.
CERTIFICATE, KEEP_CERTIFICATE = "partnerships_certificate", "partnerships_keep_certificate"
_FIXED = ("id", "participant_id", "year", "number", "code", "issued_at", "issued_by_id")
_REVOKED = ("revoked_at", "revoked_by_id", "revoke_reason")
_CHANGES = " OR ".join(
    [
        *(f"OLD.{column} <> NEW.{column}" for column in _FIXED),
        "(OLD.facts <> NEW.facts AND NOT EXISTS (SELECT 1 FROM partnerships_participant "
        "WHERE id = OLD.participant_id AND anonymised_at IS NOT NULL))",
        "(OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS NULL OR "
        + " OR ".join(f"OLD.{column} <> NEW.{column}" for column in _REVOKED)
        + "))",
    ]
)
CERTIFICATES = Guards(
    [
        Guard(CERTIFICATE, "DELETE", "", KEEP_CERTIFICATE),
        Guard(CERTIFICATE, "UPDATE", _CHANGES, KEEP_CERTIFICATE, asks_itself=True),
    ],
    {
        KEEP_CERTIFICATE: (
            f"CREATE OR REPLACE FUNCTION {KEEP_CERTIFICATE}() RETURNS trigger AS $$ BEGIN "
            "IF TG_OP = 'UPDATE' THEN "
            f"IF NOT ({_CHANGES}) THEN RETURN NEW; END IF; END IF; "
            "RAISE EXCEPTION '% is only revoked', TG_TABLE_NAME USING ERRCODE = '23001'; "
            "END $$ LANGUAGE plpgsql"
        )
    },
)


# A paper stays as it was handed out: what follows is one revocation, and whether it is shared.
PAPER, KEEP_PAPER = "partnerships_paper", "partnerships_keep_paper"
_PRINTED = (
    "id", "kind", "year", "number", "code", "agreement_id", "training_id", "first_day", "last_day",
    "as_of", "facts", "facts_sha256", "pdf", "pdf_sha256", "sheet", "issued_at", "issued_by_id",
)  # fmt: skip


def _differs(column):
    """Whether a column that may be empty changes; a comparison with null is neither yes nor no."""
    both_empty = f"(OLD.{column} IS NULL AND NEW.{column} IS NULL)"
    return f"NOT ({both_empty} OR (OLD.{column} = NEW.{column}) IS TRUE)"


_PAPER_CHANGES = " OR ".join(
    [
        *map(_differs, _PRINTED),
        f"(OLD.revoked_at IS NOT NULL AND ({' OR '.join(map(_differs, _REVOKED))}))",
    ]
)
PAPERS = Guards(
    [
        Guard(PAPER, "DELETE", "", KEEP_PAPER),
        Guard(PAPER, "UPDATE", _PAPER_CHANGES, KEEP_PAPER),
    ],
    {KEEP_PAPER: keeps(KEEP_PAPER, "is only revoked")},
)

# What was opened with a partner's link is only added to. A function of its own, since PostgreSQL
# drops none that another group of triggers still calls.
KEEP_OPENING = "partnerships_keep_opening"
OPENINGS = Guards(
    [
        Guard("partnerships_partneropening", event, "", KEEP_OPENING)
        for event in ("UPDATE", "DELETE")
    ],
    {KEEP_OPENING: keeps(KEEP_OPENING, "is only added to")},
)


def restore(**kwargs):
    """Receiver of `post_migrate`, see articles/guards.py."""
    GUARDS.restore(**kwargs)
    CERTIFICATES.restore(**kwargs)
    PAPERS.restore(**kwargs)
    OPENINGS.restore(**kwargs)
