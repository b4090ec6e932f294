"""What a rule of a training says when it refuses: everything at once, as the moves do."""


class TrainingNotAllowed(Exception):
    """`problems`: list of (field or None, sentence for the user), all of them."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(sentence) for _field, sentence in problems))


class RowsNotAllowed(TrainingNotAllowed):
    """Rows that cannot be taken over. `rows`: list of (row number, column, sentence)."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__([(column, sentence) for _number, column, sentence in rows])


def refuse(problems):
    if problems:
        raise TrainingNotAllowed(problems)
