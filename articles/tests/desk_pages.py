"""What a browser would send for the desk's story form: every field as the page shows it."""

from django.urls import reverse


def page_of(client, story):
    return client.get(reverse("admin:articles_article_change", args=[story.pk]))


def typed(response, **changes):
    """The data of the form on this page, with `changes` typed over it; None leaves a field out."""
    forms = [response.context["story_form"]]
    for formset in response.context["formsets"].values():
        forms += [formset.management_form, *formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value if value is not True else "on"
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def save(client, story, **changes):
    """Open the story's form, type `changes` and save."""
    response = page_of(client, story)
    return client.post(response.request["PATH_INFO"], typed(response, **changes))
