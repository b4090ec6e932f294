"""What a form refuses is said in a sentence, not by the name of a constraint."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import Amendment, AmendmentChange, Party
from partnerships.tests.factories import make_agreement

pytestmark = pytest.mark.django_db


def below_zero():
    agreement = make_agreement()
    agreement.value = -5
    return agreement


def signed_without_a_day():
    agreement = make_agreement("in_force")
    agreement.ends_on = None
    return agreement


def party_again():
    party = make_agreement("in_force").parties.first()
    return Party(agreement=party.agreement, organization=party.organization)


def term_again():
    amendment = Amendment.objects.create(
        agreement=make_agreement("in_force"), title="Addendum", effective_on="2030-01-01"
    )
    values = {"amendment": amendment, "term": "value", "new_value": "5"}
    AmendmentChange.objects.create(**values)
    return AmendmentChange(**values)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (below_zero, "The value is below zero."),
        (
            signed_without_a_day,
            "A signed agreement keeps its type, its term and the day of its signing.",
        ),
        (party_again, "An organization is a party once."),
        (term_again, "Another row changes this already. Take one away."),
    ],
)
def test_a_form_says_what_is_wrong_in_a_sentence(make, sentence, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(ValidationError) as refused:
        make().full_clean()
    assert refused.value.message_dict["__all__"] == [sentence]
