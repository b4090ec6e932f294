import signal
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom import jobs


class Command(BaseCommand):
    help = "Do what is due, again and again, until stopped (every WORKER_INTERVAL seconds)."

    def handle(self, **options):
        # Leaving at once is safe, even inside a job: each is made to be repeated.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        while True:
            jobs.run_all()
            time.sleep(settings.WORKER_INTERVAL)
