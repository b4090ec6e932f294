"""A proof that is made and not issued: how long it takes and how large it is. Reads only."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation

from articles.models import Article
from partnerships import issuing
from partnerships.models import Paper
from partnerships.proof.stories import stories_of

LINE = 1


@dataclass(frozen=True)
class Trial:
    stories: int
    pictures: int
    gathering: float  # seconds
    typesetting: float
    cpu: float  # seconds of this process, whatever else the machine does
    bytes: int


def trial(number, *, by):
    """Make the proof of the newest `number` public stories, repeated where there are fewer."""
    today, at = timezone.localdate(), timezone.now()
    newest = Article.objects.published().order_by("-publish_at", "-pk")
    pks = list(newest.values_list("pk", flat=True)[:number])
    stories, pictures = [], {}
    began, cpu = time.perf_counter(), time.process_time()
    with translation.override(settings.LANGUAGE_CODE):
        while pks and len(stories) < number:
            some = pks[: number - len(stories)]
            found = {}
            facts = stories_of(some, as_of=today, pictures=found)
            _take(stories, pictures, list(facts.values()), found)
    gathered = time.perf_counter()
    paper = Paper(kind=Paper.Kind.PROOF, year=today.year, issued_at=at, as_of=today)
    said = {**issuing.of_every_paper(at, by), **_frame(stories, today)}
    draft = issuing.Draft(facts=issuing.plain(said), pictures=pictures)
    content, _sheet = issuing.made(paper, issuing.KINDS[paper.kind], draft, 0)
    done = time.perf_counter()
    return Trial(
        stories=len(stories),
        pictures=len(pictures),
        gathering=gathered - began,
        typesetting=done - gathered,
        cpu=time.process_time() - cpu,
        bytes=len(content),
    )


def _take(stories, pictures, facts, found):
    """Add these stories under names of their own; a picture once more weighs once more."""
    for story in facts:
        story |= {"number": len(stories) + 1, "counts": True, "lines": [LINE]}
        if story["photo"]:
            name = f"{len(stories)}-{story['photo']['file']}"
            pictures[name] = _marked(found[story["photo"]["file"]], len(stories))
            story["photo"] = {**story["photo"], "file": name}
        stories.append(story)


def _marked(jpeg, number):
    """The same picture with a comment, so that it is not kept once for all that show it."""
    text = str(number).encode()
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + jpeg[2:]


def _frame(stories, today):
    day, number = today.isoformat(), len(stories)
    line = {
        "id": LINE, "title": "Uji", "kind": "", "office": "", "measure": "piece", "paid": False,
        "counted": True, "period": "", "carry_over": "", "quota": number, "quota_total": number,
        "used": number, "here": number, "periods": [], "months": [],
    }  # fmt: skip
    agreement = {
        "title": "Uji", "type": "", "umbrella": "", "signed_on": day, "starts_on": day,
        "ends_on": day, "terminated_on": "", "counts_before_signing": False, "suspensions": [],
        "parties": [],
    }  # fmt: skip
    return {
        "agreement": agreement, "first": day, "last": day, "as_of": day, "lines": [line],
        "stories": stories, "sessions": [], "counted": [], "adjustments": [], "prices": [],
        "with_values": False, "pages": "",
    }  # fmt: skip
