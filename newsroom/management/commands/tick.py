from django.core.management.base import BaseCommand, CommandError

from newsroom import jobs


class Command(BaseCommand):
    help = "Do once what is due: renditions, view counts, reminders. Safe to run at any time."

    def handle(self, **options):
        failed = jobs.run_all()
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")
