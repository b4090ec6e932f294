from django.dispatch import Signal

# Sent after the commit of every move. Arguments: agreement, move, from_state, to_state, by, note.
agreement_moved = Signal()

# Sent when a request for a paper came to its end, in the transaction that closes it: what a
# receiver writes stands with it, or not at all. Arguments: request.
request_finished = Signal()
