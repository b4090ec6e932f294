from django.core.management.base import BaseCommand

from articles.models import Article
from articles.search import reindex


class Command(BaseCommand):
    help = "Index every story for search anew, as after a change of the words' rules. Repeatable."

    def handle(self, **options):
        total = Article.objects.count()
        done = reindex(lambda done: self.stdout.write(f"{done} of {total}"))
        self.stdout.write(self.style.SUCCESS(f"Indexed {done} stories."))
