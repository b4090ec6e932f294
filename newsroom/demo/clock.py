"""A clock that can be set, for loading stories that happened in the past."""

from contextlib import contextmanager

from django.utils import timezone

from articles.models import StatusChange, Version


@contextmanager
def clock_at(moment):
    """Let everything inside believe that it is `moment`.

    A story's times are part of its hash chain, so they cannot be changed after the moves; the
    moves have to happen at their time. Rows of the record take the real time by their column's
    default, and are set right with the plain manager here, because nobody else may change them.
    """
    real = timezone.now
    started = real()
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
    for model in (StatusChange, Version):
        model._base_manager.filter(at__gte=started).update(at=moment)
