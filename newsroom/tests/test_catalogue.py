"""The Indonesian catalogue is whole: each string of the sources, translated, and nothing else.

The sources are read by Babel, and templates turned into calls by Django itself, so that this
needs no GNU gettext.
"""

import gettext
import io
import re
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

PO = Path(settings.BASE_DIR, "locale/id/LC_MESSAGES/django.po")
NOT_OURS = {"var", "build", "dist", "node_modules", "__pycache__"}
# A name or “Anda” has its capital wherever it stands, and Indonesian puts them elsewhere.
NAMES = {"Kemendagri code", "BPS code", "you"}
PLAIN, PLURAL, IN_CONTEXT = None, (1, 2), ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], PLAIN),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], PLURAL),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], IN_CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}


def sources(suffix):
    for path in sorted(Path(settings.BASE_DIR).rglob(f"*{suffix}")):
        parts = path.relative_to(settings.BASE_DIR).parts
        if not NOT_OURS.intersection(parts) and not any(part.startswith(".") for part in parts):
            yield path


def python_of(template):
    """The strings of a template as calls of gettext. Its indents mean nothing to Python."""
    calls = templatize(template.read_text(), origin=str(template))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def strings_of(code, where):
    for _line, message, _comments, context in extract("python", io.BytesIO(code), KEYWORDS):
        yield (context, key_of(message)), where


def key_of(message):
    return message if isinstance(message, str) else tuple(message)


@pytest.fixture(scope="module")
def in_sources():
    """{(context, string, or singular and plural): the file that says it}"""
    found = {}
    for path in sources(".py"):
        found |= dict(strings_of(path.read_bytes(), path.name))
    for suffix in (".html", ".txt"):
        for path in sources(suffix):
            found |= dict(strings_of(python_of(path), path.name))
    return found


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as lines:
        return read_po(lines, locale="id", abort_invalid=True)


@pytest.fixture(scope="module")
def entries(catalogue):
    return {(entry.context, key_of(entry.id)): entry for entry in catalogue if entry.id}


def forms(string):
    """A plain string as a tuple of one, so that plurals need no other code."""
    return (string,) if isinstance(string, str) else tuple(string)


def placeholders(string):
    return set(re.findall(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}", string))


def test_every_string_of_the_sources_stands_in_the_catalogue(in_sources, entries):
    missing = {key: where for key, where in in_sources.items() if key not in entries}
    assert not missing, "run `make messages` and translate what is new"


def test_the_catalogue_holds_no_string_that_the_sources_lost(in_sources, entries):
    assert not set(entries) - set(in_sources), "run `make messages`"


def test_no_entry_is_obsolete(catalogue):
    assert not list(catalogue.obsolete)


def test_no_entry_is_untranslated(entries):
    assert not [key for key, entry in entries.items() if not all(forms(entry.string))]


def test_no_entry_is_fuzzy(catalogue, entries):
    assert not catalogue.fuzzy
    assert not [key for key, entry in entries.items() if entry.fuzzy]


def test_a_translation_keeps_every_placeholder(entries):
    differing = [
        entry.id
        for entry in entries.values()
        for string in forms(entry.string)
        if placeholders(string) != set().union(*map(placeholders, forms(entry.id)))
    ]
    assert not differing


def test_a_translation_ends_as_its_source_ends(entries):
    # A sentence stays a sentence, a label a label, and “…:” still announces something.
    def ending(string):
        return string[-1] if string[-1] in ".:…?!," else ""

    differing = [
        entry.id
        for entry in entries.values()
        if ending(forms(entry.id)[0]) != ending(forms(entry.string)[0])
    ]
    assert not differing


def test_a_label_keeps_its_first_letter_small_or_capital(entries):
    # Templates write labels in the middle of sentences; who wants a capital there asks for it.
    differing = [
        entry.id
        for entry in entries.values()
        if entry.id not in NAMES
        for source, string in [(forms(entry.id)[0], forms(entry.string)[0])]
        if source[0].isalpha() and string[0].isalpha()
        if source[0].isupper() != string[0].isupper()
    ]
    assert not differing


def test_django_still_says_what_we_say_better():
    path = Path(settings.BASE_DIR, "newsroom/django_words.py")
    ours = dict(strings_of(path.read_bytes(), path.name))
    theirs = set()
    for path in Path(django.__file__).parent.rglob("locale/id/LC_MESSAGES/django.po"):
        with path.open("rb") as lines:
            theirs |= {(entry.context, key_of(entry.id)) for entry in read_po(lines)}
    assert not set(ours) - theirs


def test_what_is_compiled_is_what_was_written(entries):
    with PO.with_suffix(".mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    stale = [
        entry.id
        for entry in entries.values()
        if entry.context is None and spoken.gettext(forms(entry.id)[0]) != forms(entry.string)[0]
    ]
    assert not stale, "run `make setup`, which compiles the catalogue"
