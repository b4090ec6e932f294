"""Proof of publication (bukti tayang): what a partner attaches to pay."""

from django.utils.translation import gettext_lazy as _

from articles.models import Article
from partnerships.issuing import Kind
from partnerships.models import Paper
from partnerships.proof.counting import STORY
from partnerships.proof.facts import facts, problems
from partnerships.proof.sheet import sheet
from partnerships.proof.words import content_words, partners_of, words


def withholds(paper):
    """Whether it shows a story that was retracted since to protect a child. One query."""
    shown = [story for story in paper.facts["stories"] if not story["hidden"]]
    shown += [
        change
        for change in paper.facts.get("adjustments", ())
        if change["source"] == STORY and not change.get("hidden")
    ]
    pks = {each["id"] for each in shown}
    hidden = Article.objects.filter(pk__in=pks, retraction_hides_identity=True)
    return hidden.filter(status=Article.Status.RETRACTED).exists()


def brief(paper):
    """For whom and how much: neither titles nor amounts."""
    return [(_("Issued to"), partners_of(paper.facts)), (_("Content"), content_words(paper.facts))]


KIND = Kind(
    name=Paper.Kind.PROOF,
    code="BT",
    label=_("proof of publication"),
    facts=facts,
    template="proof.typ",
    words=words,
    sheet=sheet,
    problems=problems,
    brief=brief,
    withholds=withholds,
)
