from django.db import migrations

# No foreign key to the story: Django empties tables in its own order, which does not know this one.
# A story that is deleted takes its row along by a signal in articles/search.py.
CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE articles_search USING fts5(headline, body, tokenize = 'ascii')",
    ],
    "postgresql": [
        "CREATE TABLE articles_search (article_id bigint PRIMARY KEY, document tsvector NOT NULL)",
        # fastupdate keeps new rows in a list that every search must read through.
        "CREATE INDEX articles_search_document ON articles_search USING gin (document) WITH (fastupdate = off)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE articles_search")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_initial")]
    operations = [migrations.RunPython(create, drop)]
