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
create, drop, restore = GUARDS.create, GUARDS.drop, GUARDS.restore
