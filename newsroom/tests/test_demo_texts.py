"""The demo's text files and pictures, without a database."""

import io
import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from articles.html import clean_html
from newsroom.demo.drawing import draw
from newsroom.demo.drawing.catalogue import PICTURES
from newsroom.demo.partners.loader import read as read_partners
from newsroom.demo.texts import dated, moment, read_photos, read_stories

JAKARTA = ZoneInfo("Asia/Jakarta")
ONE_DAY = timedelta(days=1)


def test_every_claimed_story_of_the_text_files_exists():
    keys = {story.key for story in read_stories()}
    for row in read_partners("agreements")["agreement"]:
        for line in row.get("line", []):
            for name in ("stories", "proposed", "declined", "reversed"):
                assert set(line.get(name, [])) <= keys, row["key"]


@pytest.mark.parametrize("hour", [0, 3, 7, 8, 12, 23])
def test_the_desk_is_busy_at_any_hour(hour):
    now = datetime(2026, 11, 23, hour, 20, tzinfo=JAKARTA)
    out = [s.at for s in read_stories(now) if s.status == "published"]
    assert max(out) < now
    assert now - max(out) < timedelta(minutes=15)
    assert sum(now - at < ONE_DAY for at in out) >= 14
    if hour >= 8:
        assert sum(at.date() == now.date() for at in out) >= 14
        assert sum(at.date() == (now - ONE_DAY).date() for at in out) >= 10


def test_headlines_and_summaries_have_the_length_that_cards_need():
    for story in read_stories():
        assert len(story.headline) <= 100, story.key
        assert len(story.summary) <= 300, story.key


def test_no_two_stories_share_a_paragraph():
    paragraphs = Counter(
        text for s in read_stories() for text in set(re.findall(r"<p>(.*?)</p>", s.body, re.S))
    )
    assert [text for text, n in paragraphs.items() if n > 1] == []


def test_bodies_are_clean_and_their_dates_are_filled_in():
    for story in read_stories():
        assert clean_html(story.body).count("<p>") == story.body.count("<p>"), story.key
        assert "{" not in story.body + story.summary + story.headline, story.key
        assert "(ANTARA)" not in story.body, story.key


def test_changes_find_the_words_that_they_replace():
    for story in read_stories():
        for change in story.changes:
            assert change.get("find", "") in story.body, story.key


def test_dates_are_written_as_the_agency_writes_them():
    day = datetime(2022, 6, 28, tzinfo=JAKARTA).date()
    assert dated("{hari}, {hari-1}, {tanggal+3}, {bulan-6}, {tahun}", day) == (
        "Selasa (28/6), Senin (27/6), 1 Juli 2022, Desember, 2022"
    )


def test_a_time_is_reckoned_in_the_bureaus_zone():
    now = datetime(2026, 3, 1, 0, 30, tzinfo=JAKARTA)
    assert moment("-1d 09:15", now) == datetime(2026, 2, 28, 9, 15, tzinfo=JAKARTA)


# --- the pictures ---------------------------------------------------------------------------------


def test_every_picture_is_described_and_used():
    used = {name for s in read_stories() for name in [s.photo, *s.gallery] if name}
    assert used == set(read_photos()) == set(PICTURES)
    assert len(used) >= 34


def test_a_picture_is_the_same_each_time():
    one = draw("grafik-batang", 7)
    assert one == draw("grafik-batang", 7)
    assert one != draw("grafik-batang", 8)
    with Image.open(io.BytesIO(one)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1067))
