from django.dispatch import Signal

# Sent after the commit of every move. Arguments: article, move, from_status, to_status, by, note.
article_moved = Signal()
