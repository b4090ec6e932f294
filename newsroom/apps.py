from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self):
        from articles.signals import article_moving, article_saved, note_written
        from newsroom import checks, notices, paper_mail  # noqa: F401  (registers the checks)
        from partnerships.signals import request_finished

        article_moving.connect(notices.on_move, dispatch_uid="newsroom.notices")
        article_saved.connect(notices.on_save, dispatch_uid="newsroom.notices")
        note_written.connect(notices.on_note, dispatch_uid="newsroom.notices")
        request_finished.connect(paper_mail.on_finished, dispatch_uid="newsroom.paper_mail")


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "newsroom.admin_site.NewsroomAdminSite"
