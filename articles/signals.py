from django.dispatch import Signal

# Sent after the commit of every move. Arguments: article, move, from_status, to_status, by, note.
article_moved = Signal()

# Sent inside the transaction of every move, with the story locked and written; same arguments.
# A receiver that raises workflow.MoveNotAllowed takes the whole move back.
article_moving = Signal()

# Sent inside the transaction of every save of words, when all of it is written. Arguments:
# article, version (the row), kind (what it says of the change), text (of a public entry), by.
article_saved = Signal()

# Sent inside the transaction of a note on a story. Arguments: note, addressed (users), by.
note_written = Signal()
