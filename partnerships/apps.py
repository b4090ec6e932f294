from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        from articles.sitemaps import more_pages
        from partnerships.public import partner_paths

        more_pages.append(partner_paths)
