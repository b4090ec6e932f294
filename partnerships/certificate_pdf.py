"""Certificates as PDF, A4 landscape, in the bureau's language whoever asks for them."""

from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from partnerships.people import nip_groups
from partnerships.typeset import breakable, compile_pdf, days, long_day, qr_rows


def pdf(certificate):
    """The bytes of one certificate's PDF; across a revoked one stands that it is."""
    return pdf_of([certificate])


def pdf_of(certificates):
    """One PDF for several certificates, a page each, in the order given."""
    certificates = list(certificates)
    with translation.override(settings.LANGUAGE_CODE):
        pages = [_page(certificate) for certificate in certificates]
        data = {
            "title": _title(certificates),
            "author": settings.BUREAU_NAME,
            "lang": settings.LANGUAGE_CODE,
            "pages": pages,
        }
    newest = max(certificate.issued_at for certificate in certificates)
    return compile_pdf("certificate.typ", data, timestamp=newest)


def _title(certificates):
    numbers = [str(certificate) for certificate in certificates]
    if len(numbers) == 1:
        return _("Certificate %(number)s") % {"number": numbers[0]}
    return _("Certificates %(first)s to %(last)s") % {"first": numbers[0], "last": numbers[-1]}


def _page(certificate):
    facts = {
        name: breakable(value) if isinstance(value, str) else value
        for name, value in certificate.facts.items()
    }
    url = settings.SITE_URL + certificate.get_absolute_url()
    day = parse_date(facts["day"])
    return {
        "bureau": facts["bureau"],
        "heading": _("CERTIFICATE"),
        "number": _("Number: %(number)s") % facts,
        "given-to": _("is given to"),
        "name": facts["name"] or _("(name removed)"),
        "nip": f"NIP {nip_groups(facts['nip'])}" if facts["nip"] else "",
        "office": facts["office"],
        "for-what": _("who completed the training"),
        "training": facts["training"],
        "topic": "" if facts["topic"] == facts["training"] else facts["topic"],
        "held": _held(facts),
        "dated": f"{facts['city']}, {long_day(day)}",
        "signer": facts["signer"],
        "signer-title": ", ".join(filter(None, [facts["signer_title"], facts["bureau"]])),
        "revoked": _revoked(certificate),
        "url": url,
        "check": _("Whether this certificate is real:"),
        "code-label": _("Code"),
        "code": certificate.code,
        "qr": qr_rows(url),
        "qr-alt": _("QR code of the address %(url)s") % {"url": url},
    }


def _revoked(certificate):
    return _("REVOKED") if certificate.revoked_at else ""


def _held(facts):
    first, last = parse_date(facts["first"]), parse_date(facts["last"])
    when = days(first, last)
    said = {"organization": facts["organization"], "days": when, "place": facts["place"]}
    said["hours"] = floatformat(facts["hours"])  # as the page that verifies it says them
    if facts["place"]:
        return _("for %(organization)s, %(days)s, in %(place)s, %(hours)s hours") % said
    return _("for %(organization)s, %(days)s, %(hours)s hours") % said
