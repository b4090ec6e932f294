"""Triggers that keep the ledger and the record: rows are added, never changed, never removed.

The models refuse as well (AppendOnly); these stop what goes around them: an `update()` on the
base manager, an import, a hand in the database's own shell. A signed amendment rests likewise.
"""

# What must never change, whatever the row says.
RECORDS = ("partnerships_claim", "partnerships_statechange", "partnerships_documentversion")
AMENDMENT, CHANGE = "partnerships_amendment", "partnerships_amendmentchange"
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM partnerships_amendment WHERE signed_on IS NOT NULL AND id = {row})"
)
# (table, event, condition under which the row rests)
GUARDS = [
    *((table, event, "") for table in RECORDS for event in ("UPDATE", "DELETE")),
    *((AMENDMENT, event, "OLD.signed_on IS NOT NULL") for event in ("UPDATE", "DELETE")),
    (CHANGE, "INSERT", IS_SIGNED.format(row="NEW.amendment_id")),
    (CHANGE, "UPDATE", IS_SIGNED.format(row="OLD.amendment_id")),
    (CHANGE, "DELETE", IS_SIGNED.format(row="OLD.amendment_id")),
]
TABLES = {table for table, _event, _condition in GUARDS}
# restrict_violation: Django raises IntegrityError, as for a broken constraint. A trigger's own
# condition may hold no query on PostgreSQL, so the change of an amendment asks in its body.
FUNCTIONS = [
    "CREATE OR REPLACE FUNCTION partnerships_keep() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = '23001'; "
    "END $$ LANGUAGE plpgsql",
    "CREATE OR REPLACE FUNCTION partnerships_keep_signed() RETURNS trigger AS $$ BEGIN "
    f"IF {IS_SIGNED.format(row='OLD.amendment_id')} OR {IS_SIGNED.format(row='NEW.amendment_id')} "
    "THEN RAISE EXCEPTION '% is signed', TG_TABLE_NAME USING ERRCODE = '23001'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
]


def create_statements(vendor):
    if vendor == "sqlite":
        return [_on_sqlite(*guard) for guard in GUARDS]
    return FUNCTIONS + [_on_postgresql(*guard) for guard in GUARDS]


def drop_statements(vendor):
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {_name(*guard)}" for guard in GUARDS]
    return [
        *(f"DROP TRIGGER IF EXISTS {_name(*guard)} ON {guard[0]}" for guard in GUARDS),
        "DROP FUNCTION IF EXISTS partnerships_keep()",
        "DROP FUNCTION IF EXISTS partnerships_keep_signed()",
    ]


def create(connection):
    _run(connection, create_statements(connection.vendor))


def drop(connection):
    _run(connection, drop_statements(connection.vendor))


def restore(*, using, **kwargs):
    """Receiver of `post_migrate`: SQLite alters a table by copying it, and loses its triggers."""
    from django.db import connections

    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if connection.vendor == "sqlite" and tables.issuperset(TABLES):
        create(connection)


def _name(table, event, condition=""):
    return f"{table}_no_{event.lower()}"


def _on_sqlite(table, event, condition):
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, event)} BEFORE {event} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
    )


def _on_postgresql(table, event, condition):
    when = f"WHEN ({condition}) " if condition and table != CHANGE else ""
    function = "partnerships_keep_signed" if table == CHANGE else "partnerships_keep"
    return (
        f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
        f"FOR EACH ROW {when}EXECUTE FUNCTION {function}()"
    )


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
