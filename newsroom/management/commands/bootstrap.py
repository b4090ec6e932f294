from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Page, Region, Section
from newsroom.roles import make_roles


class Command(BaseCommand):
    help = "Load what every newsroom needs: roles, sections, regions and pages. Safe to run again."

    @transaction.atomic
    def handle(self, **options):
        make_roles()
        # A bureau edits these in the admin: what is there already is never overwritten.
        for model, fixture in ((Section, "sections"), (Region, "regions"), (Page, "pages")):
            if not model.objects.exists():
                call_command("loaddata", fixture, verbosity=0)
                self.stdout.write(f"{fixture}: {model.objects.count()} loaded")
