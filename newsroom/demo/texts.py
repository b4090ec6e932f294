"""Read the stories from newsroom/demo/stories/*.toml, with times and dates of this moment.

What the fields mean is told in stories/README.md.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

FOLDER = Path(__file__).parent / "stories"
STORY_FILES = ["arsip", "pekan_lalu", "kemarin", "hari_ini", "meja_redaksi"]
FIRST = "kunjungan-batu-bara-2022"

# Readers get Indonesian, whatever language the machine speaks, so the names stand here.
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
]  # fmt: skip

DAY_BEGINS = timedelta(hours=4, minutes=45)
QUIET_BEFORE = 8  # o'clock; earlier, the stories “of today” reach back into the evening before
LATEST = timedelta(minutes=4)
UNITS = {"m": "minutes", "h": "hours"}


@dataclass
class Story:
    key: str
    headline: str
    section: str
    regions: list
    tags: list
    dateline: str
    at: datetime  # when it is (or will be) published, or last moved
    by: list
    body: str
    summary: str = ""
    status: str = "published"
    photographer: str = ""
    photo: str = ""
    gallery: list = field(default_factory=list)
    related: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    story_class: str = "news"
    disclosure: str = ""
    embargo_until: datetime | None = None
    child: bool = False
    note: str = ""
    reason: str = ""
    ground: str = ""
    retract_after: int = 0
    slot: int | None = None
    views: int = 0


def read_stories(now=None):
    """All stories in the order of their time, as they are at `now`."""
    now = (now or timezone.now()).astimezone(timezone.get_default_timezone())
    found = []
    for name in STORY_FILES:
        rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["story"]
        found += [_story(row, now) for row in rows]
    return sorted(found, key=lambda story: story.at)


def read_photos():
    """{name: {"alt", "caption"}} of all pictures that stories use."""
    rows = tomllib.loads((FOLDER / "photos.toml").read_text(encoding="utf-8"))
    return {
        name: {"alt": row["alt"], "caption": f"Ilustrasi: {row['caption']}"}
        for name, row in rows.items()
    }


def tag_name(slug):
    names = tomllib.loads((FOLDER / "tags.toml").read_text(encoding="utf-8"))
    return names.get(slug) or slug.replace("-", " ").capitalize()


def _story(row, now):
    row = dict(row)
    row["at"] = moment(row.pop("when"), now)
    if "embargo" in row:
        row["embargo_until"] = moment(row.pop("embargo"), now)
    day = row["at"].date()
    for name in ("headline", "summary", "note", "reason"):
        row[name] = dated(row.get(name, ""), day)
    row["body"] = html(dated(row["body"], day))
    row["changes"] = [
        {key: dated(value, day) if isinstance(value, str) else value for key, value in c.items()}
        for c in row.get("changes", [])
    ]
    return Story(**row)


def moment(text, now):
    """The time that a story's `when` means, seen from `now` (in the bureau's zone)."""
    if text.startswith("today "):
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight + DAY_BEGINS if now.hour >= QUIET_BEFORE else now - timedelta(hours=10)
        at = start + (now - LATEST - start) * float(text.removeprefix("today "))
    elif found := re.fullmatch(r"([+-]\d+)d (\d\d):(\d\d)", text):
        days, hour, minute = (int(part) for part in found.groups())
        at = (now + timedelta(days=days)).replace(hour=hour, minute=minute)
    elif found := re.fullmatch(r"([+-]\d+)([mh])", text):
        at = now + timedelta(**{UNITS[found[2]]: int(found[1])})
    else:
        at = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=now.tzinfo)
    return at.replace(second=0, microsecond=0)


def dated(text, day):
    """`text` with {hari}, {tanggal}, {bulan} and {tahun}, each with days or months added."""
    return re.sub(r"\{(hari|tanggal|bulan|tahun)([+-]\d+)?\}", lambda m: _date_word(m, day), text)


def _date_word(found, day):
    word, shift = found[1], int(found[2] or 0)
    if word == "tahun":
        return str(day.year)
    if word == "bulan":
        return MONTHS[(day.month - 1 + shift) % 12]
    day += timedelta(days=shift)
    if word == "tanggal":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} ({day.day}/{day.month})"


def html(text):
    blocks = [block.strip() for block in text.strip().split("\n\n")]
    return "\n".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
