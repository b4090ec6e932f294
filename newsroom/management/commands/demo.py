from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from newsroom.demo import loader
from newsroom.demo.accounts import ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Load the demo newsroom into an empty database. Safe to run again: it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="print who can sign in, and load nothing"
        )

    def handle(self, *, accounts, **options):
        if not settings.DEMO:
            raise CommandError("The demo is for demo mode only: set DEMO=true to load it.")
        if accounts:
            for name, role in ACCOUNTS:
                self.stdout.write(f"{name:<12}{role:<10}{DEMO_PASSWORD}")
            return
        if loader.is_loaded():
            self.stdout.write("demo: loaded already, nothing changed")
            return
        self.stdout.write("demo: loading a newsroom of invented people")
        try:
            loader.load(say=self.stdout.write)
        except loader.DemoRefused as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"demo: ready, {Article.objects.count()} stories")
