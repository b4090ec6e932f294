"""Work that no reader waits for: `manage.py tick` does what is due, `manage.py worker` repeats it.

A job is a function without arguments that looks for rows that are due, does them, and returns how
many it did. It must be safe to run twice, at the same time, and to be stopped in the middle.
"""

import logging
import time

from django.db import close_old_connections

from articles import images, popular, receipts, sharing, working
from newsroom import alerting, mailing, notices
from partnerships import calendar_feed, paper_requests

log = logging.getLogger("newsroom.jobs")

JOBS = [
    mailing.queue_due,
    alerting.queue_daily,
    alerting.queue_weekly,
    mailing.send_due,
    receipts.write_due,
    paper_requests.make_due,
    images.make_due_renditions,
    popular.prune,
    notices.prune,
    alerting.prune,
    mailing.prune,
    sharing.prune,
    working.prune,
    calendar_feed.prune,
    paper_requests.prune,
]


def run_all(jobs=None):
    """One pass over the jobs. A failing one is logged and stops no other; returns their names."""
    failed = []
    for job in JOBS if jobs is None else jobs:
        name = f"{job.__module__}.{job.__qualname__}"
        started = time.perf_counter()
        try:
            done = job()
        except Exception:  # noqa: BLE001  (whatever it is, the next job must still run)
            log.exception("job %s failed", name)
            failed.append(name)
        else:
            if done:
                took = round((time.perf_counter() - started) * 1000)
                log.info("job", extra={"fields": {"job": name, "done": done, "ms": took}})
        # A job that broke its connection must not leave it to the next.
        close_old_connections()
    return failed
