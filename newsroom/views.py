from django.shortcuts import render

from articles.front import home_page
from articles.http import add_keys, public_page


@public_page(keys=["list"])
def home(request):
    page = home_page()
    response = render(request, "newsroom/home.html", {"page": page})
    return add_keys(response, *(f"section-{block.section.pk}" for block in page.blocks))
