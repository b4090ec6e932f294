"""What was printed of a training names its people: the files go when one of them is erased.

The papers stay in the record with their numbers and hashes; what the database keeps of them names
nobody (reporting/training.py, impersonal). Whoever needs a recap asks for a new one.
"""

from functools import partial

from django.apps import apps
from django.db import transaction

FILES = ["certificates"]  # kinds of requests that lead to a file of one training


def nobody_erased_since(training, moment):
    """Whether what was read of the training at `moment` may still be handed out.

    For the transaction that does so. It waits for whoever erases, and is waited for: the training
    is locked by both, so that the file is either refused here or deleted there.
    """
    rows = apps.get_model("partnerships", "Training").objects.filter(pk=training.pk)
    locked = rows.select_for_update(of=("self",)).get()
    return not locked.participants.filter(anonymised_at__gte=moment).exists()


def erase_files(training):
    """Delete the files of recaps and of bulk certificates once the caller's transaction stands."""
    paper_of, request_of = (
        apps.get_model("partnerships", name) for name in ("Paper", "PaperRequest")
    )
    fields = []
    for paper in paper_of.objects.filter(training=training, kind="training").only("pdf", "sheet"):
        fields += [paper.pdf, paper.sheet]
    made = request_of.objects.filter(kind__in=FILES, params__training=training.pk)
    made = made.filter(state="done")
    fields += [row.file for row in made.only("file")]
    # Such a request has nothing left to fetch.
    made.delete()
    for field in filter(None, fields):
        transaction.on_commit(partial(field.storage.delete, field.name))
