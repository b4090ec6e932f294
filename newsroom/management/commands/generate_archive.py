from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.archive.stories import Archive, make_people


class Command(BaseCommand):
    help = (
        "Fill a database with generated stories to measure with (DEMO=true only). The same seed "
        "gives the same stories."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stories", type=int, required=True, help="how many")
        parser.add_argument("--people", type=int, default=20, help="by how many colleagues")
        parser.add_argument("--days", type=int, default=30, help="over how many days before now")
        parser.add_argument("--seed", type=int, default=2022)

    def handle(self, *, stories, people, days, seed, **options):
        if not settings.DEMO:
            raise CommandError("Generated stories are for demo mode only: set DEMO=true.")
        if min(stories, days) < 1 or people < 4:
            raise CommandError("At least one story, one day and four colleagues.")
        call_command("bootstrap", verbosity=0)
        archive = Archive(stories, days=days, people=make_people(people), seed=seed)
        with tqdm(total=stories, unit=" stories", disable=None) as bar:
            for done in archive.batches():
                bar.update(done)
        self.stdout.write(f"{stories} stories by {people} colleagues over {days} days")
