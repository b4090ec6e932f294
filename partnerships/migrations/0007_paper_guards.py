from django.db import migrations

from partnerships.guards import PAPERS


def create(apps, schema_editor):
    PAPERS.create(schema_editor.connection)


def drop(apps, schema_editor):
    PAPERS.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_papers")]
    operations = [migrations.RunPython(create, drop)]
