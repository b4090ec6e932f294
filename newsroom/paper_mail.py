"""A mail to whoever asked for a paper and wanted to be told: it is ready, or why it is not."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.http import absolute
from newsroom import mailing
from partnerships.askable import ASKABLE


def on_finished(sender, *, request, **kwargs):
    """Receiver of request_finished, in its transaction: the mail is queued with it, or neither."""
    person = request.asked_by
    if not (request.tell_by_mail and settings.MAIL_IS_ON and person.is_active and person.email):
        return
    try:
        with transaction.atomic():
            mail_of(request).save()
    except ValidationError:
        return  # No address that a mail could go to; the page of the request says the same.


def mail_of(request):
    """Names neither agreement nor training: a mail lies open in other people's machines."""
    person, askable = request.asked_by, ASKABLE.get(request.kind)
    with translation.override(mailing.language_of(person)):
        label = str(askable.label) if askable else request.kind
        ready = request.state == request.State.DONE
        sentence = _("Ready: %(paper)s") if ready else _("Not made: %(paper)s")
        context = {
            "sentence": sentence % {"paper": label},
            "error": request.error,
            "url": absolute(reverse("admin:paper_request", args=[request.pk])),
            "bureau": settings.BUREAU_NAME,
        }
        body = render_to_string("newsroom/mail/paper.txt", context)
        return mailing.compose(
            person, context["sentence"], body, name=f"paper-request-{request.pk}"
        )
