from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.archive.agreements import Register
from newsroom.archive.stories import Archive, make_people


class Command(BaseCommand):
    help = (
        "Fill a database with generated stories, and agreements with claims on them, to measure "
        "with (DEMO=true only). The same seed gives the same rows."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stories", type=int, required=True, help="how many")
        parser.add_argument("--people", type=int, default=20, help="by how many colleagues")
        parser.add_argument("--days", type=int, default=30, help="over how many days before now")
        parser.add_argument("--agreements", type=int, default=0, help="how many agreements")
        parser.add_argument("--claims", type=int, default=0, help="how many stories count for them")
        parser.add_argument("--seed", type=int, default=2022)

    def handle(self, *, stories, people, days, agreements, claims, seed, **options):
        if not settings.DEMO:
            raise CommandError("Generated stories are for demo mode only: set DEMO=true.")
        if min(stories, days) < 1 or people < 4 or min(agreements, claims) < 0:
            raise CommandError("At least one story, one day and four colleagues.")
        call_command("bootstrap", verbosity=0)
        team = make_people(people)
        archive = Archive(stories, days=days, people=team, seed=seed)
        written = {"stories": self._run(archive.batches(), stories, " stories")}
        if agreements:
            register = Register(agreements, claims, days=days, people=team, seed=seed)
            rows = self._run(register.write(), agreements + claims, " rows")
            written |= {"agreements": agreements, "claims": rows - agreements}
        told = ", ".join(f"{number} {what}" for what, number in written.items())
        self.stdout.write(f"{told}, by {people} colleagues over {days} days")

    def _run(self, steps, total, unit):
        written = 0
        with tqdm(total=total, unit=unit, disable=None) as bar:
            for done in steps:
                bar.update(done)
                written += done
        return written
