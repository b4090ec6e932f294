"""The box “Cooperation” of the story form: who proposes, who accepts, and that no word is lost."""

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from articles.tests.desk_pages import save
from articles.tests.factories import make_article, make_user
from partnerships import ledger
from partnerships.models import Claim
from partnerships.tests.factories import make_agreement, make_line

pytestmark = pytest.mark.django_db
BOX_QUERIES = 16


def page_of(client, story):
    """The story's page with its box, as a browser without scripts asks for it."""
    return client.get(reverse("admin:articles_article_change", args=[story.pk]), {"claims": 1})


def button(story, line, name):
    return reverse("admin:articles_article_claim", args=[story.pk, line.pk, name])


def entries(story):
    return list(Claim.objects.filter(article=story).order_by("id").values_list("entry", flat=True))


def test_a_reporter_proposes_by_saving_and_the_words_are_kept(sign_in, client):
    story = make_article("draft", by=sign_in("reporter"))
    line = make_line()
    response = save(client, story, headline="Judul yang baru diketik", _claim=f"propose:{line.pk}")
    assert response.status_code == 302
    story.refresh_from_db()
    assert story.headline == "Judul yang baru diketik"
    assert entries(story) == ["propose"]


def test_where_the_form_cannot_be_saved_nothing_is_claimed_and_the_words_stand(sign_in, client):
    story = make_article("draft", by=sign_in("reporter"))
    line = make_line()
    response = save(client, story, headline="J" * 400, _claim=f"propose:{line.pk}")
    assert response.status_code == 200
    assert "J" * 400 in response.content.decode()
    assert entries(story) == []


def test_a_reporter_cannot_accept(sign_in, client):
    story = make_article("draft", by=sign_in("reporter"))
    line = make_line()
    assert 'value="propose:' in page_of(client, story).content.decode()
    assert 'value="accept:' not in page_of(client, story).content.decode()
    assert client.post(button(story, line, "accept")).status_code == 403
    assert save(client, story, _claim=f"accept:{line.pk}").status_code == 403
    assert entries(story) == []


def test_a_line_of_an_agreement_that_the_reporter_may_not_know_is_not_found(sign_in, client):
    story = make_article("draft", by=sign_in("reporter"))
    line = make_line(make_agreement("in_force", is_public=False), title="Butir tertutup")
    assert "Butir tertutup" not in page_of(client, story).content.decode()
    assert client.post(button(story, line, "propose")).status_code == 404


def test_a_story_that_one_may_not_see_is_not_found(sign_in, client):
    sign_in("reporter")
    story = make_article("draft", by=make_user("reporter"))
    assert client.post(button(story, make_line(), "propose")).status_code == 404


def test_accepting_a_paid_line_sets_the_disclosure_that_readers_will_see(sign_in, client):
    sign_in("editor")
    story, line = make_article("draft"), make_line(is_paid=True)
    partner = line.agreement.parties.get(order=2).organization
    page = page_of(client, story)
    assert partner.name in page.content.decode()
    field = f"claim-disclosure-{line.pk}"
    assert f'name="{field}"' in page.content.decode()
    with zeal_ignore():  # each step of one save locks the story anew
        save(client, story, _claim=f"accept:{line.pk}", **{field: "Kerja sama dengan Pemkab."})
    story.refresh_from_db()
    assert story.disclosure == "Kerja sama dengan Pemkab."
    assert entries(story) == ["accept"]


def test_a_proposal_for_a_paid_line_offers_the_line_that_readers_will_see(sign_in, client):
    reporter, line = make_user("reporter"), make_line(is_paid=True)
    story = make_article("submitted", by=reporter)
    ledger.propose(story, line, by=reporter)
    sign_in("editor")
    field = f"claim-disclosure-{line.pk}"
    assert f'name="{field}"' in page_of(client, story).content.decode()
    with zeal_ignore():  # each step of one save locks the story anew
        save(client, story, _claim=f"accept:{line.pk}", **{field: "Kerja sama dengan Pemkab."})
    story.refresh_from_db()
    assert story.disclosure == "Kerja sama dengan Pemkab."
    assert story.claims.filter(entry="accept").exists()


def test_accepting_an_advertorial_line_makes_the_unpublished_story_one(sign_in, client):
    sign_in("editor")
    story, line = make_article("draft"), make_line(kind="advertorial", is_paid=True)
    with zeal_ignore():  # each step of one save locks the story anew
        save(
            client,
            story,
            _claim=f"accept:{line.pk}",
            **{f"claim-disclosure-{line.pk}": "Kerja sama dengan Pemkab."},
        )
    story.refresh_from_db()
    label = (story.story_class, story.disclosure)
    assert label == ("advertorial", "Kerja sama dengan Pemkab.")
    assert entries(story) == ["accept"]


def test_a_published_story_is_accepted_without_saving_it(sign_in, client):
    sign_in("editor")
    story, line = make_article("published"), make_line()
    url = button(story, line, "accept")
    assert f'formaction="{url}"' in page_of(client, story).content.decode()
    version = story.version
    assert client.post(url).status_code == 302
    story.refresh_from_db()
    assert (entries(story), story.version) == (["accept"], version)


def test_a_refusal_gives_every_reason(sign_in, client):
    sign_in("editor")
    story = make_article("published")
    line = make_line(kind="advertorial", is_paid=True)
    response = client.post(button(story, line, "accept"), follow=True)
    with pytest.raises(ledger.ClaimNotAllowed) as refusal:
        ledger.accept(story, line, by=make_user("editor"))
    said = [str(message) for message in response.context["messages"]]
    assert len(said) > 1
    assert said == [str(sentence) for _field, sentence in refusal.value.problems]


def test_what_stands_already_is_shown_with_its_state(sign_in, client):
    editor = sign_in("editor")
    story, line = make_article("published"), make_line(title="Butir yang diterima")
    ledger.accept(story, line, by=editor)
    text = page_of(client, story).content.decode()
    assert "Butir yang diterima" in text
    assert "chip--in_force" in text
    assert f'formaction="{button(story, line, "accept")}"' not in text


def test_the_box_does_not_open_by_reading(sign_in, client):
    sign_in("editor")
    story, line = make_article("published"), make_line()
    assert client.get(button(story, line, "accept")).status_code == 405
    assert entries(story) == []


@pytest.mark.parametrize("role", ["auditor"])
def test_an_auditor_sees_what_stands_and_no_button(sign_in, client, role):
    editor = make_user("editor")
    story, line = make_article("published"), make_line(title="Butir yang diterima")
    ledger.accept(story, line, by=editor)
    sign_in(role)
    text = page_of(client, story).content.decode()
    assert "Butir yang diterima" in text
    assert "formaction" not in text
    assert client.post(button(story, line, "propose")).status_code == 403


def test_enter_in_a_field_saves_and_claims_nothing(sign_in, client):
    story = make_article("draft", by=sign_in("reporter"))
    make_line()
    text = page_of(client, story).content.decode()
    form = text[text.index('id="story-form"') :]
    assert form.index('name="_save"') < form.index('name="_claim"')


@pytest.mark.parametrize("rows", [1, 3])
def test_the_box_costs_the_same_for_one_line_and_for_three(
    sign_in, client, rows, django_assert_num_queries
):
    story = make_article("draft", by=sign_in("editor"))
    agreement = make_agreement("in_force")
    for _ in range(rows):
        make_line(agreement)
    page_of(client, story)  # content types are asked for once in a process
    with django_assert_num_queries(BOX_QUERIES):
        client.get(reverse("admin:articles_article_claims", args=[story.pk]))


def test_the_form_asks_for_the_box_once_it_stands(sign_in, client):
    sign_in("editor")
    story, line = make_article("draft"), make_line(title="Butir yang cocok")
    page = client.get(reverse("admin:articles_article_change", args=[story.pk])).content.decode()
    box = reverse("admin:articles_article_claims", args=[story.pk])
    assert f'data-later="{box}"' in page
    assert "Butir yang cocok" not in page
    assert f'value="accept:{line.pk}"' in client.get(box).content.decode()


def test_the_box_is_not_for_who_may_not_see_the_story(sign_in, client):
    sign_in("reporter")
    box = reverse("admin:articles_article_claims", args=[make_article("draft").pk])
    assert client.get(box).status_code == 404
