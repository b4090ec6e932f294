"""Indonesian words as search sees them: without affixes, capitals, accents and spelling variants.

All of it is plain Python, so that SQLite and PostgreSQL are given the same stems and find the same.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

MAX_QUERY_WORDS = 12
MAX_QUERY_LENGTH = 500
REGIONS_KEY = "articles.words.regions"

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʼ][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’‘`ʼ")
_CHUNK = re.compile(r'"([^"]*)"|([^"]+)')

# Two words that are also written as one, and that the stemmer then cuts in the wrong place
# ("kerjasama" would become "rjasama"). On the left how they look in one, "me-" taking a T away.
_COMPOUNDS = {
    "kerjasama": ("kerja", "sama"),
    "tandatangan": ("tanda", "tangan"),
    "andatangan": ("tanda", "tangan"),
    "tanggungjawab": ("tanggung", "jawab"),
    "tindaklanjut": ("tindak", "lanjut"),
    "indaklanjut": ("tindak", "lanjut"),
    "ikutserta": ("ikut", "serta"),
    "terimakasih": ("terima", "kasih"),
    "serahterima": ("serah", "terima"),
    "beritahu": ("beri", "tahu"),
    "sebarluas": ("sebar", "luas"),
}
_COMPOUND = re.compile(
    r"(?:mem?per|meng|meny|men|mem|me|peng|peny|pen|pem|per|pe|ber|be|di|ke|ter)?"
    rf"({'|'.join(_COMPOUNDS)})(?:kan|an|i)?(?:nya|lah|kah|pun|ku|mu)?"
)

_stemmer = snowballstemmer.stemmer("indonesian")
_stemmer_lock = Lock()  # it keeps its place in itself, and web servers have threads


@dataclass(frozen=True)
class Word:
    """A word of a text: its stems (two for a compound) and where it stands."""

    stems: tuple
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """What a text must hold: one of the `phrases`, each a tuple of stems that follow each other.

    With `prefix`, the last stem of a phrase may be only the beginning of the one in the text.
    """

    phrases: tuple
    prefix: bool = False
    quoted: bool = False


def words_of(text):
    """The words of `text`, which should be in Unicode's NFC form, in order."""
    for found in _WORD.finditer(text):
        yield Word(stems_of(found[0]), found.start(), found.end())


def stems(text):
    """All stems of `text` in order."""
    text = unicodedata.normalize("NFC", text)
    return [stem for word in words_of(text) for stem in word.stems]


@lru_cache(maxsize=50_000)
def stems_of(word):
    """The stems of one word, of a-z and 0-9 only: every index then cuts texts alike."""
    plain = _plain(word)
    compound = _COMPOUND.fullmatch(plain)
    parts = _COMPOUNDS[compound[1]] if compound else (plain,)
    return tuple(_stem(part) for part in parts)


def _plain(word):
    decomposed = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    if not (plain.isascii() and plain.isalnum()):
        plain = "u" + plain.encode("utf-8", "replace").hex()
    return plain[:60]


def _stem(word):
    # Until nothing changes: "perekonomian" gives "ekonomi", and that word itself "ekonom".
    with _stemmer_lock:
        for _round in range(3):
            stem = _stemmer.stemWord(word)
            if stem == word:
                break
            word = stem
    return word


def terms_of(query, *, prefix=False):
    """What a reader's words ask for, as a list of `Term`; empty where they hold no word.

    Words in quotation marks must follow each other. Compounds and the names of regions are found in
    all their spellings. With `prefix`, the last word may be unfinished.
    """
    query = unicodedata.normalize("NFC", query[:MAX_QUERY_LENGTH])
    terms, left = [], MAX_QUERY_WORDS
    for quoted, plain in _CHUNK.findall(query):
        words = list(words_of(quoted or plain))[:left]
        left -= len(words)
        if quoted and words:
            terms.append(Term((tuple(stem for word in words for stem in word.stems),), quoted=True))
        elif words:
            terms.extend(_terms(words))
    if prefix and terms and not query.endswith((" ", '"')):
        terms[-1] = _unfinished(terms[-1], query)
    return list(dict.fromkeys(terms))


def _terms(words):
    """Cut `words` into names of regions, compounds and single words, the longest first."""
    names = region_names()
    longest = max(map(len, names), default=1)
    flat = [stem for word in words for stem in word.stems]
    at = 0
    while at < len(flat):
        for length in range(min(longest, len(flat) - at), 0, -1):
            phrase = tuple(flat[at : at + length])
            if phrase in names:
                yield Term(names[phrase])
                break
        else:
            length = 2 if tuple(flat[at : at + 2]) in _compound_stems() else 1
            yield Term((tuple(flat[at : at + length]),))
        at += length


@lru_cache(maxsize=1)
def _compound_stems():
    return {tuple(map(_stem, parts)) for parts in _COMPOUNDS.values()}


def _unfinished(term, query):
    last = [found[0] for found in _WORD.finditer(query)][-1]
    return Term(tuple(dict.fromkeys([*term.phrases, (_plain(last),)])), prefix=True)


def region_names():
    """All names of all regions: {stems of one name: (stems of each name of that region, ...)}."""
    return cache.get_or_set(REGIONS_KEY, _read_region_names, 300)


def _read_region_names():
    from articles.models import Region

    names = {}
    for region in Region.objects.order_by("pk"):
        # A name of two words is also written as one: "Batu Bara", "Batubara".
        spellings = [region.name, region.name.replace(" ", ""), *region.aliases]
        variants = tuple(dict.fromkeys(phrase for s in spellings if (phrase := tuple(stems(s)))))
        for phrase in variants:
            names.setdefault(phrase, variants)
    return names


@receiver([post_save, post_delete], sender="articles.Region")
def _forget_region_names(**kwargs):
    cache.delete(REGIONS_KEY)
