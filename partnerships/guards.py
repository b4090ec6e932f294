"""Triggers that keep the ledger and the record: rows are added, never changed, never removed.

The models refuse as well (AppendOnly); these stop what goes around them: an `update()` on the
base manager, an import, a hand in the database's own shell. A signed amendment rests likewise.
"""

# What must never change, whatever the row says.
RECORDS = ("partnerships_claim", "partnerships_statechange", "partnerships_documentversion")
# {table: condition on OLD under which it rests}
SIGNED = {
    "partnerships_amendment": "OLD.signed_on IS NOT NULL",
    "partnerships_amendmentchange": (
        "EXISTS (SELECT 1 FROM partnerships_amendment"
        " WHERE id = OLD.amendment_id AND signed_on IS NOT NULL)"
    ),
}
EVENTS = ("UPDATE", "DELETE")


def create_statements(vendor):
    rests = {**dict.fromkeys(RECORDS, ""), **SIGNED}
    if vendor == "sqlite":
        return [
            _on_sqlite(table, event, condition)
            for table, condition in rests.items()
            for event in EVENTS
        ]
    return [
        # restrict_violation: Django raises IntegrityError, as for a broken constraint.
        "CREATE OR REPLACE FUNCTION partnerships_keep() RETURNS trigger AS $$ BEGIN "
        "RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = '23001'; "
        "END $$ LANGUAGE plpgsql",
        # A trigger's own condition may hold no query, so this one asks in its body.
        "CREATE OR REPLACE FUNCTION partnerships_keep_signed() RETURNS trigger AS $$ BEGIN "
        f"IF {SIGNED['partnerships_amendmentchange']} THEN "
        "RAISE EXCEPTION '% is signed', TG_TABLE_NAME USING ERRCODE = '23001'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        *(_on_postgresql(table, condition) for table, condition in rests.items()),
    ]


def drop_statements(vendor):
    tables = [*RECORDS, *SIGNED]
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {_name(table, event)}" for table in tables for event in EVENTS
        ]
    return [
        *(f"DROP TRIGGER IF EXISTS {table}_keep ON {table}" for table in tables),
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
    if connection.vendor == "sqlite" and tables.issuperset([*RECORDS, *SIGNED]):
        create(connection)


def _name(table, event):
    return f"{table}_no_{event.lower()}"


def _on_sqlite(table, event, condition):
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, event)} BEFORE {event} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
    )


def _on_postgresql(table, condition):
    asks_others = "EXISTS" in condition
    when = f"WHEN ({condition}) " if condition and not asks_others else ""
    function = "partnerships_keep_signed" if asks_others else "partnerships_keep"
    return (
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {when}EXECUTE FUNCTION {function}()"
    )


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
