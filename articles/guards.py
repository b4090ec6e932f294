"""Triggers that keep the record: rows are added, never changed, never removed.

The models refuse as well (AppendOnly); these stop what goes around them: an `update()` on the
base manager, an import, a hand in the database's own shell. Other apps guard their own tables
with the same machinery.
"""

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True)
class Guard:
    """One trigger. `condition`: under which the row rests; none: whatever the row says.

    `function`: PostgreSQL's, which raises. `asks_itself`: the function looks at the condition,
    because a trigger's own may hold no query there.
    """

    table: str
    event: str
    condition: str = ""
    function: str = "articles_keep"
    asks_itself: bool = False

    @property
    def name(self):
        return f"{self.table}_no_{self.event.lower()}"

    def create_statement(self, vendor):
        if vendor == "sqlite":
            when = f"WHEN {self.condition} " if self.condition else ""
            return (
                f"CREATE TRIGGER IF NOT EXISTS {self.name} BEFORE {self.event} ON {self.table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{self.table} is only added to'); END"
            )
        when = f"WHEN ({self.condition}) " if self.condition and not self.asks_itself else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW {when}EXECUTE FUNCTION {self.function}()"
        )

    def drop_statement(self, vendor):
        on_table = "" if vendor == "sqlite" else f" ON {self.table}"
        return f"DROP TRIGGER IF EXISTS {self.name}{on_table}"


class Guards:
    """The triggers of one app. `functions`: {name: text} of what PostgreSQL runs."""

    def __init__(self, guards, functions):
        self.guards, self.functions = list(guards), functions
        self.tables = {guard.table for guard in self.guards}

    def create(self, connection):
        statements = [guard.create_statement(connection.vendor) for guard in self.guards]
        if connection.vendor != "sqlite":
            statements = [*self.functions.values(), *statements]
        _run(connection, statements)

    def drop(self, connection):
        statements = [guard.drop_statement(connection.vendor) for guard in self.guards]
        if connection.vendor != "sqlite":
            statements += [f"DROP FUNCTION IF EXISTS {name}()" for name in self.functions]
        _run(connection, statements)

    def restore(self, *, using, **kwargs):
        """Receiver of `post_migrate`: SQLite alters a table by copying it, and loses triggers."""
        connection = connections[using]
        if connection.vendor != "sqlite":
            return
        if self.tables <= set(connection.introspection.table_names()):
            self.create(connection)


def keeps(name, sentence):
    """The text of a PostgreSQL function that refuses whatever asked for it.

    restrict_violation: Django raises IntegrityError, as for a broken constraint.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"RAISE EXCEPTION '% {sentence}', TG_TABLE_NAME USING ERRCODE = '23001'; "
        "END $$ LANGUAGE plpgsql"
    )


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


RECORD = Guards(
    [
        Guard(f"articles_{name}", event)
        for name in ("version", "statuschange", "correction")
        for event in ("UPDATE", "DELETE")
    ],
    {"articles_keep": keeps("articles_keep", "is only added to")},
)
