"""The editor for a story's body: what it offers is what clean_html() lets through.

django-prose-editor brings Tiptap; static/js/desk-editor.js puts together the schema and the
toolbar. What the browser sends is cleaned again by HTMLField, so nothing here is a guard.
"""

import json

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import prose_editor_js
from js_asset import ImportMap, Media

IMPORTS = ImportMap(
    {
        "django-prose-editor/editor": "django_prose_editor/editor.js",
        "desk/kept": "js/desk-kept.js",
        "desk/kept-page": "js/desk-kept-page.js",
        "desk/nodes": "js/desk-nodes.js",
        "desk/paste": "js/desk-paste.js",
        "desk/photos": "js/desk-photos.js",
        "desk/rows": "js/rows.js",
        "desk/toolbar": "js/desk-toolbar.js",
        "desk/work": "js/desk-work.js",
    }
)

LABELS = {
    "toolbar": _("Formatting"),
    "text": _("Text of the story"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Subheading"),
    "heading4": _("Small heading"),
    "bold": _("Bold (Ctrl+B)"),
    "italic": _("Italic (Ctrl+I)"),
    "link": _("Link (Ctrl+K)"),
    "unlink": _("Remove link"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "blockquote": _("Quote with source"),
    "pullQuote": _("Pull quote"),
    "photo": _("Photo"),
    "table": _("Table"),
    "rowAdd": _("Add a row"),
    "rowDelete": _("Delete the row"),
    "columnAdd": _("Add a column"),
    "columnDelete": _("Delete the column"),
    "tableDelete": _("Delete the table"),
    "rule": _("Dividing line"),
    "clear": _("Clear formatting"),
    "undo": _("Undo (Ctrl+Z)"),
    "redo": _("Redo (Ctrl+Y)"),
    "source": _("Source: name, title"),
    "caption": _("Caption"),
    "alt": _("Alternative text"),
    "remove": _("Remove"),
    "linkAddress": _("Address of the link"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
    "words": _("words"),
    "characters": _("characters"),
    "start": _("Write here, or paste from Word, Google Docs or WhatsApp."),
}


class StoryEditor(forms.Textarea):
    """A textarea that becomes the editor. Without scripts the markup itself can be edited."""

    template_name = "django/forms/widgets/textarea.html"

    @property
    def media(self):
        return Media(
            importmap=IMPORTS,
            css={
                "all": [
                    "django_prose_editor/material-icons.css",
                    "css/desk-form.css",
                ]
            },
            js=[prose_editor_js, Script("js/desk-editor.js", type="module")],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-story-editor": "",
            "data-media-url": settings.MEDIA_URL,
            "data-labels": json.dumps({key: str(label) for key, label in LABELS.items()}),
        }
        return context

    def use_required_attribute(self, initial):
        # The textarea is hidden behind the editor: the browser could not point at it.
        return False


def with_nonce(media, request):
    """`media` whose import map passes the Content-Security-Policy of this response."""
    return Media.from_media(media).with_nonce(str(request.csp_nonce))
