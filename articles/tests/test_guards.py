"""The record in the database itself: rows are added, never changed, never removed."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from articles import workflow
from articles.guards import RECORD
from articles.models import Correction, StatusChange, Version
from articles.tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
MODELS = [StatusChange, Version, Correction]


@pytest.fixture
def record(roles):
    editor = make_user("editor")
    story = workflow.publish(make_article("submitted"), by=editor)
    workflow.save_content(story, by=editor, kind="correction", text="Angka semula keliru.")


def around(model):
    """Past the model's own refusal, as an import or a shell would go."""
    return models.QuerySet(model)


def test_every_table_of_the_record_is_guarded():
    assert {model._meta.db_table for model in MODELS} == RECORD.tables


@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses_to_change_a_row_of_the_record(model, record):
    kept = list(around(model).values())
    assert kept
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        around(model).update(by=make_user())
    assert list(around(model).values()) == kept


@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses_to_remove_a_row_of_the_record(model, record):
    count = around(model).count()
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        around(model).all()._raw_delete(using="default")
    assert around(model).count() == count


@pytest.mark.parametrize("model", MODELS)
def test_without_its_trigger_the_row_could_be_changed(model, record):
    RECORD.drop(connection)
    assert around(model).update(by=make_user())
    RECORD.create(connection)


def test_sqlite_gets_back_the_triggers_that_a_migration_lost(record):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters a table in place")
    RECORD.drop(connection)
    RECORD.restore(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        around(Version).update(note="Lain")
