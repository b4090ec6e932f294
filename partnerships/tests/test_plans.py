"""The ledger and the lists of agreements are read through an index."""

import pytest
from django.db import connection
from django.utils import timezone

from articles.tests.factories import make_article
from partnerships.models import Activity, Agreement, Claim, StateChange
from partnerships.tests.factories import make_agreement, make_line, make_organization

pytestmark = pytest.mark.django_db


def plan_of(queryset):
    if connection.vendor == "postgresql":
        # A test's handful of rows is cheapest read whole; ask what the index could do.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return queryset.explain()


def lists():
    agreement = make_agreement("in_force")
    return {
        "claim_counted": Claim.objects.filter(
            deliverable=make_line(agreement), entry="accept"
        ).order_by(),
        "claim_of_article": Claim.objects.filter(article=make_article(), deliverable=1).order_by(
            "-id"
        ),
        "agreement_newest": Agreement.objects.all(),
        "agreement_ending": Agreement.objects.filter(
            state="in_force", ends_on__gte=timezone.localdate()
        ).order_by("ends_on", "id"),
        "state_of_agreement": StateChange.objects.filter(agreement=agreement),
        "activity_of_organization": Activity.objects.filter(organization=make_organization()),
        "activity_next_steps": Activity.objects.open_steps(),
    }


@pytest.mark.parametrize(
    "index",
    ["claim_counted", "claim_of_article", "agreement_newest", "agreement_ending",
     "state_of_agreement", "activity_of_organization", "activity_next_steps"],
)  # fmt: skip
def test_a_list_reads_its_page_in_the_order_of_an_index(index):
    plan = plan_of(lists()[index].only("pk")[:20])
    assert index in plan
    assert "TEMP B-TREE" not in plan
