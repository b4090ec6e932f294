from django.dispatch import Signal

# Sent after the commit of every move. Arguments: agreement, move, from_state, to_state, by, note.
agreement_moved = Signal()
