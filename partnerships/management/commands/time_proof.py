from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from partnerships.proof.trial import trial


class Command(BaseCommand):
    help = (
        "Make a proof of publication of the newest stories, and say how long it took. Reads only."
    )

    def add_arguments(self, parser):
        parser.add_argument("--stories", type=int, default=100)

    def handle(self, *, stories, **options):
        by = get_user_model().objects.order_by("pk").first()
        if by is None:
            raise CommandError("There is nobody here who could issue a paper: load the demo first.")
        made = trial(stories, by=by)
        seconds = made.gathering + made.typesetting
        self.stdout.write(
            f"{made.stories} stories with {made.pictures} pictures: {seconds:.2f} s "
            f"({made.gathering:.2f} gathering, {made.typesetting:.2f} typesetting and sheet; "
            f"{made.cpu:.2f} of the processor), {made.bytes / 1_000_000:.1f} MB"
        )
