from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        from articles.retraction import more_effects
        from articles.signals import article_moving
        from articles.sitemaps import more_pages
        from partnerships import effects, guards, issuing, ledger, proof
        from partnerships.public import partner_paths
        from partnerships.reporting import kinds

        article_moving.connect(ledger.follow_story, dispatch_uid="partnerships.ledger")
        post_migrate.connect(guards.restore, sender=self, dispatch_uid="partnerships.guards")
        more_pages.append(partner_paths)
        more_effects.append(effects.of_retraction)
        issuing.register(proof.KIND)
        kinds.make_known()
