"""Pieces of lists: words for what is due."""

import pytest
from django.utils import translation

from partnerships.admin import cells


@pytest.mark.parametrize(
    ("weekly", "words"),
    [
        (3.2, "it needs 4 stories a week to finish in time"),
        (3.0000001, "it needs 3 stories a week to finish in time"),
        (0.6, "it needs 1 story a week to finish in time"),
        (0.5, "it needs one story in 2 weeks to finish in time"),
        (0.1, "it needs one story in 10 weeks to finish in time"),
    ],
)
def test_what_a_promise_needs_is_said_in_whole_stories_or_whole_weeks(weekly, words):
    with translation.override("en"):
        assert cells.pace_words(weekly) == words
