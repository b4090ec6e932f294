"""What tests of the machine-readable surfaces share: whole stories, schemas, and what may leak."""

import json
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from jsonschema import Draft202012Validator
from lxml import etree

from articles.tests.factories import (
    make_article,
    make_photo,
    make_region,
    make_section,
    make_tag,
    make_user,
)

SCHEMAS = Path(__file__).parent / "schemas"
HIDDEN_STATES = ("draft", "submitted", "spiked", "retracted")


def renditions(*shapes, width=1280, height=720, format_="jpeg"):
    return [
        {
            "shape": shape,
            "format": format_,
            "width": width,
            "height": height,
            "name": f"foto/k/{shape}-{width}.{format_}",
            "bytes": 54321,
        }
        for shape in shapes
    ]


def full_story(status="published", **values):
    """A story with everything that a machine can be told."""
    author = make_user(byline="Rina Siregar", slug=None)
    author.slug = f"rina-{author.pk}"
    author.save()
    photo = make_photo(renditions=renditions("full", "card", "wide"), caption="Rapat & doa")
    defaults = {
        "headline": "Batu Bara jajaki kerja sama <pelatihan> & liputan",
        "summary": "Diskominfo & biro membahas “pelatihan”.",
        "section": make_section(parent=make_section()),
        "regions": [make_region(name=f"Batu Bara {author.pk}")],
        "tags": [make_tag(name=f"Kerja & sama {author.pk}")],
        "credits": [
            {"user": author},
            {"name": "Tamu Luar"},
            {"name": "Sang Penyunting", "role": "editor"},
        ],
        "by": author,
        "lead_photo": photo,
    }
    return make_article(status, **{**defaults, **values})


def hidden_stories(**values):
    """One story of every kind that no reader may see; each headline holds the word RAHASIA."""
    hidden = [
        make_article(state, headline=f"RAHASIA {state}", summary="RAHASIA", **values)
        for state in HIDDEN_STATES
    ]
    ahead = timezone.now() + timedelta(minutes=5)
    values |= {"headline": "RAHASIA terjadwal", "summary": "RAHASIA", "publish_at": ahead}
    return [*hidden, make_article("published", **values)]


def assert_valid_xml(name, content):
    schema = etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))
    document = etree.fromstring(content)
    assert schema.validate(document), schema.error_log
    return document


def assert_valid_json(name, content):
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    value = json.loads(content)
    Draft202012Validator(schema).validate(value)
    return value


def body_of(response):
    return b"".join(response) if response.streaming else response.content
