"""Numbers as a form or an address sends them. Whatever is none is left out, never guessed."""

import re


def as_number(text):
    """`text` as a whole number that a primary key can be, or None."""
    # Not int() alone: it takes “²”-like digits for none, and five thousand of them for an error.
    return int(text) if re.fullmatch("[0-9]{1,18}", text or "") else None
