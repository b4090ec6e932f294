from django.core.exceptions import ValidationError
from django.db import models

from .html import clean_html


class HTMLField(models.TextField):
    """Markup that is cleaned on its way in: by forms with a message, by save() in any case."""

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        try:
            return clean_html(value or "")
        except ValueError as reason:
            raise ValidationError(str(reason), code="html") from reason

    def pre_save(self, model_instance, add):
        cleaned = clean_html(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned
