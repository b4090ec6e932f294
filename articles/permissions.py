"""Who may do what to one story: the table of DESIGN.md. Every door asks here."""

from articles.models import Article

S = Article.Status
# What of a canonical form (articles/versions.py) could tell who the child is: all that was said
# and shown. Section, class, times and by-lines stay.
TELLING = {
    "headline": "",
    "slug": "",
    "summary": "",
    "body": "",
    "dateline": "",
    "disclosure": "",
    "regions": [],
    "tags": [],
    "lead_photo": None,
    "gallery": [],
}


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


def can_read_words(user, article):
    """Whether `user` may read what the story says and shows, having passed can_view().

    A retraction that protects a child hides words and photos from everybody but the head, in the
    story's page, its preview and each of its versions.
    """
    hidden = article.status == S.RETRACTED and article.retraction_hides_identity
    return not hidden or user.has_perm("articles.retract_article")


def readable_content(user, version):
    """`version.content` as `user` may read it: the same keys, emptied where a child is protected.

    Every view, comparison and export of a version reads it here.
    """
    content = version.content
    if can_read_words(user, version.article):
        return content
    return content | {name: empty for name, empty in TELLING.items() if name in content}
