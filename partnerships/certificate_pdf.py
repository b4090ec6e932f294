"""Certificates as PDF, A4 landscape, in the bureau's language whoever asks for them."""

import json
import re
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils import dateformat, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from partnerships.people import nip_groups

TEMPLATE = Path(__file__).parent / "papers" / "certificate.typ"


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
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        ignore_system_fonts=True,  # the same letters on every machine
        sys_inputs={"data": json.dumps(data)},
        timestamp=max(c.issued_at for c in certificates).replace(microsecond=0),
    )


def _title(certificates):
    numbers = [str(certificate) for certificate in certificates]
    if len(numbers) == 1:
        return _("Certificate %(number)s") % {"number": numbers[0]}
    return _("Certificates %(first)s to %(last)s") % {"first": numbers[0], "last": numbers[-1]}


def _page(certificate):
    facts = {
        name: _breakable(value) if isinstance(value, str) else value
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
        "dated": f"{facts['city']}, {_date(day)}",
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


def _breakable(text):
    """No word is wider than the page: one that is too long may break anywhere."""
    return re.sub(r"\S{30,}", lambda word: "\u200b".join(word[0]), text)


def _revoked(certificate):
    return _("REVOKED") if certificate.revoked_at else ""


def _held(facts):
    first, last = parse_date(facts["first"]), parse_date(facts["last"])
    days = _days(first, last)
    said = {"organization": facts["organization"], "days": days, "place": facts["place"]}
    said["hours"] = floatformat(facts["hours"])  # as the page that verifies it says them
    if facts["place"]:
        return _("for %(organization)s, %(days)s, in %(place)s, %(hours)s hours") % said
    return _("for %(organization)s, %(days)s, %(hours)s hours") % said


def _days(first, last):
    """“20–21 November 2026”, or as much of both as differs."""
    if first == last:
        return _date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_date(last)}"
    return f"{_date(first)} – {_date(last)}"


def _date(day):
    return dateformat.format(day, "j F Y")


def qr_rows(text):
    """Rows of “0” and “1”: the modules of a QR code that survives a coffee stain (15 %)."""
    code = segno.make(text, micro=False, error="m", boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
