import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.chain import verify
from articles.dates import long_time
from articles.models import Article


class Command(BaseCommand):
    help = "Prove the chain of public versions, or name each story's first broken link. Reads only."

    def add_arguments(self, parser):
        parser.add_argument("--story", type=int, metavar="ID", help="this story alone")

    def handle(self, *, story=None, **options):
        articles = Article.objects.all()
        if story is not None:
            articles = articles.filter(pk=story)
            if not articles.exists():
                raise CommandError(f"There is no story {story}.")
        links = broken = 0
        # A bar for people; a log gets the lines alone.
        progress = {
            "total": articles.count(),
            "unit": " stories",
            "disable": not sys.stderr.isatty(),
        }
        for article, link, count in tqdm(verify(articles), **progress):
            links += count
            if link:
                broken += 1
                self.stdout.write(self.style.ERROR(self._sentence(article, link)))
        if broken:
            raise CommandError(f"The record is broken in {broken} of {progress['total']} stories.")
        whole = f"The record is whole: {links} public versions of {progress['total']} stories."
        self.stdout.write(self.style.SUCCESS(whole))

    def _sentence(self, article, link):
        version = "" if link.number is None else f", version {link.number}"
        return f"Story {article.pk}{version} ({long_time(link.at)}): {link.reason}."
