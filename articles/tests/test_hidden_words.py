"""What a retraction that protects a child leaves to read, and to whom."""

import pytest

from articles import permissions, workflow
from articles.tests.factories import make_article, make_photo, make_region, make_user

pytestmark = pytest.mark.django_db


def retracted(by, hides_identity):
    story = make_article(
        "published",
        headline="Judul yang menyebut nama",
        dateline="Kisaran",
        lead_photo=make_photo(),
        regions=[make_region()],
    )
    return workflow.retract(
        story, by=by, note="Melindungi anak.", ground="child", hides_identity=hides_identity
    )


@pytest.mark.parametrize("role", ["reporter", "editor", "auditor"])
def test_of_a_story_that_protects_a_child_nothing_telling_is_left(role, roles):
    story = retracted(make_user("head"), hides_identity=True)
    version = story.versions.first()
    shown = permissions.readable_content(make_user(role), version)
    assert shown.keys() == version.content.keys()
    assert {name: shown[name] for name in permissions.TELLING} == permissions.TELLING
    assert shown["section"] == version.content["section"]


def test_the_head_still_reads_it(roles):
    head = make_user("head")
    version = retracted(head, hides_identity=True).versions.first()
    assert permissions.readable_content(head, version) == version.content


def test_another_retraction_hides_nothing_from_the_desk(roles):
    version = retracted(make_user("head"), hides_identity=False).versions.first()
    assert permissions.readable_content(make_user("editor"), version) == version.content
