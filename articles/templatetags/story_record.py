"""What of the record a story's page in the desk says: replies asked for, a retraction asked for."""

from django import template

from articles import dates, reply, retraction
from articles.models import Article, ReplyRequest

register = template.Library()


@register.inclusion_tag("admin/articles/article/record_state.html", takes_context=True)
def story_record(context, article):
    """One query for each thing that this user may know of; none for a story never published."""
    user = context["request"].user
    public = article.status in (Article.Status.PUBLISHED, Article.Status.RETRACTED)
    public = public and not article.is_scheduled()
    sees_replies = public and reply.can_view(user)
    replies = ReplyRequest.objects.filter(article=article, decided_at__isnull=True)
    sees_retraction = article.is_public() and user.has_perm("articles.view_any_article")
    return {
        "article": article,
        "replies": list(replies) if sees_replies else [],
        "asked": retraction.open_request(article) if sees_retraction else None,
        "may_receive": sees_replies and user.has_perm("articles.add_replyrequest"),
        "may_ask": retraction.can_ask(user, article),
    }


@register.inclusion_tag("admin/articles/article/receipts.html")
def schedule_receipts(article):
    """The planned and the seen second of each time the story was scheduled for."""
    return {"receipts": article.receipts.all()}


@register.filter
def to_the_second(moment):
    return dates.bureau_time(moment).strftime("%H:%M:%S")
