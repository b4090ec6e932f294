from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import guards, notes
        from articles.signals import article_moving

        article_moving.connect(notes.keep_return_note, dispatch_uid="articles.notes")
        post_migrate.connect(guards.RECORD.restore, sender=self, dispatch_uid="articles.guards")
