from django.db import migrations

from articles.guards import RECORD


def create(apps, schema_editor):
    RECORD.create(schema_editor.connection)


def drop(apps, schema_editor):
    RECORD.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_on_the_record")]
    operations = [migrations.RunPython(create, drop)]
