from django.db import migrations

from partnerships.guards import CERTIFICATES


def create(apps, schema_editor):
    CERTIFICATES.create(schema_editor.connection)


def drop(apps, schema_editor):
    CERTIFICATES.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_trainings")]
    operations = [migrations.RunPython(create, drop)]
