from datetime import UTC, datetime

from django.test import override_settings
from django.utils import translation

from articles.dates import card_time, long_date, long_time

VISIT = datetime(2022, 6, 28, 10, 51, tzinfo=UTC)


def test_times_are_written_as_readers_write_them():
    assert long_time(VISIT) == "Selasa, 28 Juni 2022 17:51 WIB"


@override_settings(TIME_ZONE="Asia/Makassar", BUREAU_ZONE_NAME="WITA")
def test_the_zone_of_the_bureau_decides():
    assert long_time(VISIT) == "Selasa, 28 Juni 2022 18:51 WITA"


def test_english_is_switchable():
    with translation.override("en"):
        assert long_date(VISIT) == "Tuesday, 28 June 2022"


def test_a_card_says_the_day_only_where_it_is_not_today():
    assert card_time(VISIT, now=datetime(2022, 6, 28, 16, 0, tzinfo=UTC)) == "17:51 WIB"
    tomorrow = datetime(2022, 6, 28, 17, 0, tzinfo=UTC)
    assert card_time(VISIT, now=tomorrow) == "28 Juni 2022 17:51 WIB"
