"""The page behind a link that was given to somebody outside: a story that is not public."""

from django.http import Http404
from django.shortcuts import redirect, render

from articles import sharing, views
from articles.details import load_details
from articles.private_links import private_page, visitor_of


@private_page("shared", per_hour=120)
def shared(request, token):
    link = sharing.find(token)
    if link is None:
        raise Http404
    article = link.article
    if link.is_open() and article.is_public():
        return redirect(article)
    if not sharing.opens(link):
        return render(request, "articles/shared_gone.html", status=410)
    if request.method == "GET":
        sharing.note_opening(link, **visitor_of(request))
    load_details(article)
    context = {**views.story_context(article), "preview": True, "link": link}
    return render(request, "articles/shared.html", context)
