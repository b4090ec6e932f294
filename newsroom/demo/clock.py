"""A clock that can be set, for loading stories that happened in the past."""

from contextlib import contextmanager

from django.utils import timezone

from articles.models import StatusChange, Version
from partnerships.models import Certificate, Claim, DocumentVersion, Material, StateChange

RECORDS = {
    StatusChange: "at",
    Version: "at",
    StateChange: "at",
    Claim: "at",
    DocumentVersion: "at",
    Material: "at",
    Certificate: "issued_at",
}


@contextmanager
def clock_at(moment):
    """Let everything inside believe that it is `moment`.

    A story's times are part of its hash chain, and rows of a record can never be changed, so the
    moves have to happen at their time. The columns' defaults hold the real clock since they were
    declared: they are set too.
    """
    real = timezone.now
    timezone.now = lambda: moment
    columns = [vars(model._meta.get_field(name)) for model, name in RECORDS.items()]
    for column in columns:
        column["_get_default"] = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
        for column in columns:
            del column["_get_default"]  # Django works it out again
