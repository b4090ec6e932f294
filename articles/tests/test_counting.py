import pytest

from articles.counting import count_capped, count_together
from articles.models import Article
from articles.tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def six_drafts():
    for _n in range(6):
        make_article()
    return Article.objects.all()


def test_counting_stops_at_the_cap(six_drafts):
    assert count_capped(six_drafts, cap=6) == (6, False)
    assert count_capped(six_drafts, cap=5) == (5, True)


def test_many_lists_are_counted_in_one_query(six_drafts, django_assert_num_queries):
    lists = {
        "drafts": six_drafts.filter(status="draft"),
        "one": six_drafts.filter(pk=six_drafts.first().pk),
        "nothing": six_drafts.none(),
    }
    with django_assert_num_queries(1):
        found = count_together(lists, cap=5)
    assert found == {"drafts": (5, True), "one": (1, False), "nothing": (0, False)}


def test_without_a_cap_everything_is_counted(six_drafts):
    assert count_together({"all": six_drafts}, cap=None) == {"all": (6, False)}


def test_counting_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_together({"nothing": Article.objects.none()}) == {"nothing": (0, False)}
