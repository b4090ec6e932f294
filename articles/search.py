"""Full-text search: every story is kept as its stems, next to the story.

The stems are computed in Python (articles/words.py). The database only looks them up: SQLite in an
FTS5 table, PostgreSQL in a table with a tsvector and a GIN index; both are made by the migration
0003_search and hold one row for each story, whatever its status.
"""

import unicodedata

from django.db import connection, transaction
from django.db.models import BooleanField, Case, IntegerField, Value, When, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.html import escape
from django.utils.safestring import mark_safe

from articles.html import plain_text
from articles.words import stems, terms_of, words_of

MAX_WORDS = 16_000  # of one body: PostgreSQL numbers places up to 16,383
MAX_RANKED = 1_000
GAP = 20  # so that no phrase begins in the headline and ends in the body

_SQL = {
    "sqlite": {
        "write": "INSERT OR REPLACE INTO articles_search (rowid, headline, body) "
        "VALUES (%s, %s, %s)",
        "remove": "DELETE FROM articles_search WHERE rowid = %s",
        "prune": "DELETE FROM articles_search WHERE rowid NOT IN (SELECT id FROM articles_article)",
        "matching": "SELECT rowid FROM articles_search WHERE articles_search MATCH %s",
        "matches": "EXISTS (SELECT 1 FROM articles_search "
        "WHERE rowid = articles_article.id AND articles_search MATCH %s)",
    },
    "postgresql": {
        "write": "INSERT INTO articles_search (article_id, document) VALUES (%s, %s::tsvector) "
        "ON CONFLICT (article_id) DO UPDATE SET document = EXCLUDED.document",
        "remove": "DELETE FROM articles_search WHERE article_id = %s",
        "prune": "DELETE FROM articles_search "
        "WHERE article_id NOT IN (SELECT id FROM articles_article)",
        "matching": "SELECT article_id FROM articles_search WHERE document @@ %s::tsquery",
        # Not EXISTS: the planner would turn that into a scan of all documents.
        "matches": "(SELECT document @@ %s::tsquery FROM articles_search "
        "WHERE article_id = articles_article.id)",
    },
}


def search_articles(articles, words, *, prefix=False):
    """Narrow `articles` to those in which every word occurs. No words: all of them.

    With `prefix` the last word may be unfinished, for somebody who is still typing. The order stays
    the caller's.
    """
    if not words.strip():
        return articles
    terms = terms_of(words, prefix=prefix)
    return articles.filter(pk__in=_matching(terms)) if terms else articles.none()


def by_relevance(articles, words):
    """The newest 1,000 of `articles` in which every word occurs, the best first.

    Best are those with all the words side by side, then those with more of them in the headline,
    then the newest.
    """
    terms = terms_of(words)
    if not terms:
        return articles.none()
    newest = search_articles(articles.select_related(None), words).order_by("-publish_at", "-pk")
    relevance = sum(
        (_score_if(_matches([term], headline=True), 2) for term in terms),
        _score_if(_matches([_side_by_side(terms)]), 1),
    )
    return (
        articles.filter(pk__in=newest.values("pk")[:MAX_RANKED])
        .annotate(relevance=relevance)
        .order_by("-relevance", "-publish_at", "-pk")
    )


def index_article(article):
    """Make search find `article` by what it now says."""
    _write([article])


def index_articles(articles):
    """The same for many new stories: their topics and regions are read at once."""
    prefetch_related_objects(articles, "tags", "regions")
    _write(articles)


def remove_article(pk):
    with connection.cursor() as cursor:
        cursor.execute(_sql("remove"), [pk])


def reindex(progress=lambda done: None, *, batch=500):
    """Index every story anew, and forget those that are gone. Returns how many there are.

    Readers can search meanwhile. `progress` is called after each batch with the number done.
    """
    from articles.models import Article

    fields = ("headline", "summary", "dateline", "body", "retraction_hides_identity")
    stories = Article.objects.only(*fields).prefetch_related("tags", "regions").order_by("pk")
    done = last = 0
    while chunk := list(stories.filter(pk__gt=last)[:batch]):
        with transaction.atomic():
            _write(chunk)
        done, last = done + len(chunk), chunk[-1].pk
        progress(done)
    with connection.cursor() as cursor:
        cursor.execute(_sql("prune"))
    return done


@receiver(post_delete, sender="articles.Article")
def _forget(instance, **kwargs):
    remove_article(instance.pk)


def highlight(text, words):
    """`text`, escaped, with <mark> around what `words` found in it."""
    text = unicodedata.normalize("NFC", text)
    parts, at = [], 0
    for start, end in _found_in(text, terms_of(words)):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308


def excerpt(article, words, length=220):
    """Where `article` speaks of `words`, highlighted; its summary where the body does not.

    Reads `article.body`: for a list load the bodies with it (`defer(None)`).
    """
    summary = highlight(article.summary, words)
    text = unicodedata.normalize("NFC", " ".join(plain_text(article.body).split()))
    spans = _found_in(text, terms_of(words))
    if not spans or "<mark>" in summary:
        return summary
    start = max(spans[0][0] - length // 3, 0)
    # Whole words only.
    start = text.find(" ", start) + 1 if start else 0
    piece = text[start : start + length]
    if start + length < len(text):
        piece = f"{piece.rpartition(' ')[0] or piece} …"
    return highlight(f"… {piece}" if start else piece, words)


def _found_in(text, terms):
    """Places of the terms in `text`: [(start, end), ...], in order, none within another."""
    words = [(stem, word) for word in words_of(text) for stem in word.stems]
    phrases = {phrase for term in terms for phrase in term.phrases}
    by_first = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase)
    places, at = [], 0
    while at < len(words):
        for phrase in by_first.get(words[at][0], ()):
            if tuple(stem for stem, _word in words[at : at + len(phrase)]) == phrase:
                places.append((words[at][1].start, words[at + len(phrase) - 1][1].end))
                at += len(phrase) - 1
                break
        at += 1
    # One half of a compound may end a phrase, and the other begin the next.
    return [
        place
        for place, before in zip(places, [(0, 0), *places], strict=False)
        if place[0] >= before[1]
    ]


def _sql(name):
    return _SQL[connection.vendor][name]


def _side_by_side(terms):
    first = terms[0]
    return type(first)((tuple(stem for term in terms for stem in term.phrases[0]),))


def _score_if(condition, score):
    return Case(When(condition, then=Value(score)), default=Value(0), output_field=IntegerField())


def _matching(terms):
    """A subquery: the primary keys of the stories that hold all the terms."""
    sql = _sql("matching")
    if any(term.quoted for term in terms) and connection.vendor == "postgresql":
        # The planner takes the words of a phrase for independent, and would walk the whole archive
        # for one that is rare. OFFSET 0 makes it look the words up first.
        sql += " OFFSET 0"
    return RawSQL(sql, [_query(terms)])  # noqa: S611  (constants; the words are a parameter)


def _matches(terms, *, headline=False):
    """A condition on the story of the row, for few rows."""
    query = _query(terms, headline=headline)
    return RawSQL(_sql("matches"), [query], output_field=BooleanField())  # noqa: S611


def _query(terms, *, headline=False):
    if connection.vendor == "sqlite":
        query = " AND ".join(f"({_fts5(term)})" for term in terms)
        return f"headline : ({query})" if headline else query
    return " & ".join(f"({_tsquery(term, 'A' if headline else '')})" for term in terms)


# Stems are of a-z and 0-9 only (articles/words.py), so nothing in them can be an operator.


def _fts5(term):
    star = " *" if term.prefix else ""
    return " OR ".join(f'"{" ".join(phrase)}"{star}' for phrase in term.phrases)


def _tsquery(term, weight):
    def lexeme(stem, *, last):
        flags = ("*" if term.prefix and last else "") + weight
        return f"'{stem}'{':' + flags if flags else ''}"

    return " | ".join(
        "("
        + " <-> ".join(lexeme(stem, last=i == len(phrase)) for i, stem in enumerate(phrase, 1))
        + ")"
        for phrase in term.phrases
    )


def _write(articles):
    rows = [(article.pk, *_indexed(article)) for article in articles]
    if connection.vendor == "sqlite":
        rows = [(pk, " ".join(headline), " ".join(body)) for pk, headline, body in rows]
    else:
        rows = [(pk, _tsvector(headline, body)) for pk, headline, body in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_sql("write"), rows)


def _indexed(article):
    """The stems of headline and body; with the body goes all else by which it may be looked for.

    A story that was retracted to protect a child is found by no word of it: who finds it by a
    name knows the name.
    """
    if article.retraction_hides_identity:
        return [], []
    names = [*article.tags.all(), *article.regions.all()]
    text = "\n".join(
        [article.summary, article.dateline, plain_text(article.body), *map(str, names)]
    )
    return stems(article.headline), stems(text)[:MAX_WORDS]


def _tsvector(headline, body):
    first = len(headline) + GAP
    return " ".join(
        [f"{stem}:{place}A" for place, stem in enumerate(headline, 1)]
        + [f"{stem}:{place}" for place, stem in enumerate(body, first)]
    )
