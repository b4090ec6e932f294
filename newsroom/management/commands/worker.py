import os
import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom import jobs


class Command(BaseCommand):
    help = "Do what is due, again and again, until stopped (every WORKER_INTERVAL seconds)."

    def handle(self, **options):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, leave)
        while True:
            jobs.run_all()
            time.sleep(settings.WORKER_INTERVAL)


def leave(*_):
    """End this second, even inside a job: each is made to be killed, and repeated.

    Not by sys.exit(): a job's own good-byes, to a mail server that hangs for instance, and taking
    down the interpreter can last longer than whoever told us to go will wait.
    """
    os._exit(0)
