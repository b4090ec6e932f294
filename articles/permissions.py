"""Who may do what to one story: the table of DESIGN.md. Every door asks here."""

from articles.models import Article

S = Article.Status


def can_view(user, article):
    """Whether `user` may read it in the admin (readers have their own rule: is_public())."""
    if user.has_perm("articles.view_any_article"):
        return True
    if not user.has_perm("articles.view_article"):
        return False
    return article.created_by_id == user.pk or article.is_public()


def can_edit(user, article):
    """Whether `user` may change the words now. Retracted and spiked stories rest."""
    if article.status in (S.RETRACTED, S.SPIKED):
        return False
    if user.has_perm("articles.edit_any_article"):
        return True
    own_draft = article.created_by_id == user.pk and article.status == S.DRAFT
    return own_draft and user.has_perm("articles.change_article")
