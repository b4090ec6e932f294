"""What differs between two texts, word by word, readable and with its markup.

Pure functions: nothing here asks a database. The work is limited, whatever the texts are: beyond
the limits a stretch counts as taken out and put in as a whole. difflib has no such limit (a text of
one word repeated takes it minutes), so the comparison is Myers' algorithm, which stops at a number
of changes.
"""

import re
from dataclasses import dataclass

from articles.html_tokens import decode, tokens

SAME, GONE, NEW = "same", "gone", "new"
MOST_BLOCKS = 3_000  # paragraphs and the like; what follows is compared as one
MOST_WORDS = 6_000  # of one paragraph
MOST_CHANGES = 200  # of words within one paragraph
MOST_BLOCK_CHANGES = 600
MOST_PAIRS = 2_500  # paragraphs compared to find which became which
LIKE = 0.4  # the share of words that makes two paragraphs one that was changed

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_BLOCKS = {
    "p", "h2", "h3", "h4", "li", "blockquote", "cite", "figcaption", "td", "th", "hr",
}  # fmt: skip
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "u", "s": "s",
          "sub": "sub", "sup": "sup"}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Words of one fate and one look: `change` is SAME, GONE or NEW, `marks` e.g. ("strong",)."""

    change: str
    text: str
    marks: tuple = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, caption or picture with its runs."""

    kind: str
    change: str
    runs: tuple


def of_texts(old, new):
    """[Block] of two plain texts, one block for each line."""
    return _compare(_lines(old), _lines(new))


def of_markup(old, new):
    """[Block] of two texts with markup. Both are read as tokens, so no markup can break out."""
    return _compare(_blocks(old), _blocks(new))


def of_lists(old, new):
    """[Block] of two lists of plain lines: topics, credits, photos."""
    return _compare([("line", _words(line)) for line in old], [("line", _words(x)) for x in new])


def changed(blocks):
    return any(block.change != SAME or _is_changed(block.runs) for block in blocks)


def condensed(blocks, around=1):
    """`blocks` with long stretches of unchanged ones replaced by None."""
    near = set()
    for index, block in enumerate(blocks):
        if block.change != SAME or _is_changed(block.runs):
            near.update(range(index - around, index + around + 1))
    kept = []
    for index, block in enumerate(blocks):
        if index in near:
            kept.append(block)
        elif not kept or kept[-1] is not None:
            kept.append(None)
    return kept


# --- Reading ---------------------------------------------------------------------------------


def _lines(text):
    return [("p", _words(line)) for line in text.splitlines() if line.strip()]


def _words(text, marks=()):
    return [(word, marks) for word in _WORD.findall(text)]


def _blocks(html):
    """[(kind, [(word, marks)])] of a story's markup."""
    reader = _Reader()
    for what, name, value in tokens(html):
        if what == "text":
            reader.text(decode(value))
        elif name in _MARKS:
            reader.mark(_MARKS[name], opens=what == "open")
        elif name == "a":
            reader.link(value)
        elif name == "img" and what == "open":
            reader.picture(dict(value))
        elif name in _BLOCKS:
            reader.begin(name if what == "open" else "p")
        elif name == "br":
            reader.words.append((" ↵ ", ()))
    reader.end()
    return reader.blocks


class _Reader:
    """Puts tokens together to blocks of words with their marks."""

    def __init__(self):
        self.blocks, self.kind, self.words, self.marks, self.links = [], "p", [], [], []

    def text(self, text):
        text = re.sub(r"\s+", " ", text)
        text = text if self.words else text.lstrip()
        self.words += _words(text, tuple(sorted(set(self.marks))))

    def mark(self, name, *, opens):
        if opens:
            self.marks.append(name)
        elif name in self.marks:
            self.marks.remove(name)

    def link(self, attributes):
        if attributes is not None:
            self.links.append(decode(dict(attributes).get("href", "")))
        elif self.links:
            self.words.append((f" [{self.links.pop()}]", ("link",)))

    def picture(self, shown):
        self.end()
        source = decode(shown.get("src", ""))
        words = [*_words(decode(shown.get("alt", ""))), (f" [{source}]", ("link",))]
        self.blocks.append(("photo", words))

    def begin(self, kind):
        self.end()
        self.kind = kind
        if kind == "hr":
            self.end()
            self.kind = "p"

    def end(self):
        while self.words and self.words[-1][0].isspace():
            self.words.pop()
        if self.words or self.kind == "hr":
            self.blocks.append((self.kind, self.words))
        self.words = []


# --- Comparing -------------------------------------------------------------------------------


def _compare(old, new):
    old, new = _capped(old), _capped(new)
    keys = [_key(block) for block in old], [_key(block) for block in new]
    found, gone, added = [], [], []
    for change, index in _script(*keys, MOST_BLOCK_CHANGES):
        if change == SAME:
            found += _paired(gone, added)
            gone, added = [], []
            found.append(_whole(SAME, new[index]))
        elif change == GONE:
            gone.append(old[index])
        else:
            added.append(new[index])
    return found + _paired(gone, added)


def _capped(blocks):
    """`blocks`, the last of too many holding all that follows."""
    if len(blocks) <= MOST_BLOCKS:
        return blocks
    rest = [word for _kind, words in blocks[MOST_BLOCKS - 1 :] for word in (*words, (" ", ()))]
    return [*blocks[: MOST_BLOCKS - 1], ("p", rest)]


def _key(block):
    kind, words = block
    return kind, tuple(words)


def _paired(gone, added):
    """Blocks that stand between two unchanged ones: which of them became which?"""
    found, at = [], 0
    may_search = len(gone) * len(added) <= MOST_PAIRS
    bags = [_bag(block) for block in gone]
    for index, block in enumerate(added):
        bag = _bag(block)
        partner = None
        if may_search:
            scores = [(_likeness(bags[place], bag), -place) for place in range(at, len(gone))]
            best = max(scores, default=(0, 0))
            partner = -best[1] if best[0] >= LIKE else None
        elif at < len(gone) and len(gone) == len(added):
            partner = index
        if partner is None:
            found.append(_whole(NEW, block))
            continue
        found += [_whole(GONE, each) for each in gone[at:partner]]
        found.append(_changed_block(gone[partner], block))
        at = partner + 1
    rest = [_whole(GONE, each) for each in gone[at:]]
    # What was taken out stands before what was put in its place.
    return rest + found if rest and not at else found + rest


def _bag(block):
    return frozenset(word.casefold() for word, _marks in block[1] if word[0].isalnum())


def _likeness(one, other):
    if not one and not other:
        return 1
    return len(one & other) / (len(one | other) or 1)


def _whole(change, block):
    kind, words = block
    return Block(kind, change, tuple(_runs([(change, word) for word in words])))


def _changed_block(old, new):
    kind, words = new
    if len(old[1]) > MOST_WORDS or len(words) > MOST_WORDS:
        parts = [(GONE, word) for word in old[1]] + [(NEW, word) for word in words]
    else:
        parts = [
            (change, old[1][index] if change == GONE else words[index])
            for change, index in _script(old[1], words, MOST_CHANGES)
        ]
    return Block(kind, SAME if old[0] == kind else NEW, tuple(_runs(_calmed(parts))))


def _calmed(parts):
    """Changed words with only a space between them read as one change."""
    calm = list(parts)
    for index in range(1, len(parts) - 1):
        change, word = parts[index]
        if change == SAME and word[0].isspace():
            before, after = calm[index - 1][0], parts[index + 1][0]
            if before != SAME and after != SAME:
                calm[index] = ("both", word)
    found, gone, new = [], [], []
    for change, word in calm:
        if change == SAME:
            found += gone + new
            gone, new = [], []
            found.append((SAME, word))
        elif change == "both":
            gone.append((GONE, word))
            new.append((NEW, word))
        else:
            (gone if change == GONE else new).append((change, word))
    return found + gone + new


def _runs(parts):
    """Neighbours of one fate and one look as one run."""
    held = []
    for change, (word, marks) in parts:
        if held and held[-1][0] == change and held[-1][1] == marks:
            held[-1][2].append(word)
        else:
            held.append((change, marks, [word]))
    return [Run(change, "".join(words), marks) for change, marks, words in held]


def _is_changed(runs):
    return any(run.change != SAME for run in runs)


def _script(old, new, most):
    """[(SAME, index in new) | (GONE, index in old) | (NEW, index in new)], in reading order.

    The shortest one where it has at most `most` changes, else everything out and everything in.
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    middle = _myers(left, right, most)
    if middle is None:
        middle = [(GONE, index) for index in range(len(left))]
        middle += [(NEW, index) for index in range(len(right))]
    same = [(SAME, index) for index in range(start)]
    rest = [(SAME, index) for index in range(len(new) - end, len(new))]
    return same + [(change, index + start) for change, index in middle] + rest


def _myers(old, new, most):
    """The shortest way from `old` to `new` (E. Myers 1986), or None beyond `most` changes."""
    reached, trace = {1: 0}, []
    for changes in range(min(most, len(old) + len(new)) + 1):
        trace.append(dict(reached))
        for line in range(-changes, changes + 1, 2):
            down = line == -changes or (
                line != changes and reached.get(line - 1, -1) < reached.get(line + 1, -1)
            )
            x = reached.get(line + 1, 0) if down else reached.get(line - 1, 0) + 1
            y = x - line
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached[line] = x
            if x >= len(old) and y >= len(new):
                return _walk_back(trace, len(old), len(new))
    return None


def _walk_back(trace, x, y):
    steps = []
    for changes in range(len(trace) - 1, -1, -1):
        reached, line = trace[changes], x - y
        down = line == -changes or (
            line != changes and reached.get(line - 1, -1) < reached.get(line + 1, -1)
        )
        before = line + 1 if down else line - 1
        from_x = reached.get(before, 0)
        from_y = from_x - before
        begins = (from_x, from_y + 1) if down else (from_x + 1, from_y)
        while (x, y) != (begins if changes else (0, 0)):
            x, y = x - 1, y - 1
            steps.append((SAME, y))
        if changes:
            if down:
                y -= 1
                steps.append((NEW, y))
            else:
                x -= 1
                steps.append((GONE, x))
    return steps[::-1]
