"""Differences word by word: readable, with markup, and never slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import differences
from articles.differences import GONE, NEW, SAME, Block, Run

PIECES = st.sampled_from(
    ["<p>", "</p>", "<strong>", "</strong>", "<a href='/x'>", "</a>", "<li>", "<hr>",
     "<img src='a'>", "<td>", "kata ", "dua ", "&amp;", "<", "\u0000", "<script>x</script>",
     "😀 ", "<!--", "\n"]
)  # fmt: skip
MARKUP = st.lists(PIECES, max_size=30).map("".join)


def words(blocks, *changes):
    """What is left of the blocks when only these changes are read."""
    return [
        "".join(run.text for run in block.runs if run.change in changes)
        for block in blocks
        if any(run.change in changes for run in block.runs)
    ]


def test_a_changed_word_is_shown_in_its_sentence():
    (block,) = differences.of_markup("<p>Bupati datang kemarin.</p>", "<p>Bupati datang pagi.</p>")
    assert block == Block(
        "p",
        SAME,
        (
            Run(SAME, "Bupati datang "),
            Run(GONE, "kemarin"),
            Run(NEW, "pagi"),
            Run(SAME, "."),
        ),
    )


def test_each_change_stands_where_it_was_made():
    (block,) = differences.of_texts(
        "Hari Senin ia pergi ke kota Medan.", "Hari Senin ia pulang ke kota Medan lama."
    )
    assert [(run.change, run.text) for run in block.runs] == [
        (SAME, "Hari Senin ia "),
        (GONE, "pergi"),
        (NEW, "pulang"),
        (SAME, " ke kota Medan"),
        (NEW, " lama"),
        (SAME, "."),
    ]


def test_bold_alone_and_the_address_of_a_link_are_differences():
    old = '<p>Kata <a href="https://satu.id">tautan</a></p>'
    new = '<p><strong>Kata</strong> <a href="https://dua.id">tautan</a></p>'
    (block,) = differences.of_markup(old, new)
    assert Run(NEW, "Kata", ("strong",)) in block.runs
    assert Run(GONE, " [https://satu.id]", ("link",)) in block.runs


def test_changed_words_with_a_space_between_them_are_one_change():
    old, new = "Satu dua tiga empat lima enam tujuh.", "Satu dua TIGA EMPAT lima enam tujuh."
    (block,) = differences.of_texts(old, new)
    assert [run.text for run in block.runs if run.change == GONE] == ["tiga empat"]


def test_a_paragraph_put_in_leaves_its_neighbours_alone():
    old = "<p>Satu.</p><p>Tiga.</p>"
    found = differences.of_markup(old, "<p>Satu.</p><h2>Dua</h2><p>Tiga.</p>")
    assert [(block.kind, block.change) for block in found] == [
        ("p", SAME),
        ("h2", NEW),
        ("p", SAME),
    ]


def test_a_paragraph_that_became_a_heading_is_a_change():
    found = differences.of_markup("<p>Judul baru</p>", "<h2>Judul baru</h2>")
    assert differences.changed(found)
    assert not differences.changed(differences.of_markup("<p>a</p>", "<p>a</p>"))


def test_a_picture_that_was_exchanged_is_a_difference():
    found = differences.of_markup('<img src="/a.jpg" alt="A">', '<img src="/b.jpg" alt="A">')
    assert differences.changed(found)


def test_long_unchanged_stretches_are_left_out():
    old = "".join(f"<p>Alinea {n}.</p>" for n in range(9))
    found = differences.condensed(differences.of_markup(old, old + "<p>Baru.</p>"))
    assert [block and block.change for block in found] == [None, SAME, NEW]


@settings(max_examples=150, deadline=None, database=None)
@given(MARKUP, MARKUP)
def test_both_texts_can_be_read_from_the_differences(old, new):
    there = differences.of_markup(old, old), differences.of_markup(new, new)
    found = differences.of_markup(old, new)
    assert sorted("".join(words(found, SAME, NEW))) == sorted("".join(words(there[1], SAME)))
    assert sorted("".join(words(found, SAME, GONE))) == sorted("".join(words(there[0], SAME)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>" + "a " * 70_000 + "</p>", "<p>" + "b a " * 35_000 + "</p>"),
        ("<p>a</p>" * 12_000, "<p>b</p><p>a</p>" * 6_000),
        ("<p>" + "<strong>a</strong> " * 6_000 + "</p>", "<p>" + "<em>a</em> " * 6_000 + "</p>"),
        ("<" * 50_000, "<p" * 25_000),
        ("".join(f"<p>{'x y ' * 900}{n}</p>" for n in range(60)),
         "".join(f"<p>{'y x z ' * 600}{n}</p>" for n in range(60))),
    ],
)  # fmt: skip
def test_no_text_keeps_the_comparison_busy(old, new):
    began = time.process_time()
    differences.of_markup(old, new)
    differences.of_texts(old, new)
    assert time.process_time() - began < 4
