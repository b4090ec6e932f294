"""The page that says whether a paper or a certificate is real."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.http import client_ip, network_of, public_page
from articles.popular import keyed_hash, within
from partnerships import public, verifying

FILES_PER_HOUR = 60  # of one visitor's line; an office behind one address checks its papers too


# Exempt from CSRF protection because there is nothing to protect: the request carries no cookie and
# no session, acts for nobody and changes nothing; the file is hashed as it comes and not kept. A
# token would need a cookie, which no public page sets.
@csrf_exempt
def verify_form(request):
    """Ask for a code, or for a file; a typed code leads to its page."""
    if request.method == "POST":
        return _of_file(request, "")
    return _ask(request)


@csrf_exempt
def verify(request, code):
    """Whether the paper of this code is real, was revoked, or is not known (404).

    A code holds 80 random bits: whoever tries a thousand a second finds one of a million papers in
    some 38 million years, so nothing here counts how often somebody asks for one.
    """
    if request.method == "POST":
        return _of_file(request, code)
    return _of_code(request, code)


@public_page()
def _ask(request):
    code = public.bare_code(request.GET.get("kode", ""))
    response = redirect("partnerships:verify", code) if code else _answer(request, {})
    return _kept_by_nobody(response)


@public_page()
def _of_code(request, code):
    found, paper = _known(code)
    context = {"code": public.bare_code(code), "found": found, "paper": paper}
    status = 200 if found or paper else 404
    return _kept_by_nobody(_answer(request, context, status=status))


def _of_file(request, code):
    request.user = AnonymousUser()
    request.__dict__.pop("session", None)
    line = keyed_hash(network_of(client_ip(request)))
    if not within(f"verify-file:{line}:{timezone.now():%Y%m%d%H}", FILES_PER_HOUR):
        return _refused(_("Too many requests. Please try again in an hour."), 429)
    try:
        sha256 = verifying.sha256_of(request, "berkas")
    except verifying.TooLarge:
        return _refused(_("The file is larger than 25 MB, and no paper of ours is."), 413)
    found, paper = _known(code) if code else (None, None)
    same = verifying.paper_of_file(sha256) if sha256 else None
    word, sentence = verifying.sentence_of_file(sha256, same, paper, found)
    context = {
        "code": public.bare_code(code),
        "found": found,
        "paper": paper or same,
        "file_word": word,
        "file_sentence": sentence,
    }
    return _kept_by_nobody(_answer(request, context))


def _known(code):
    """(certificate, paper) of the code: one of them, or neither."""
    found = public.verified(code)
    return found, None if found else verifying.paper_of_code(code)


def _answer(request, context, **options):
    return render(request, "partnerships/verify.html", context, **options)


def _refused(sentence, status):
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return _kept_by_nobody(response)


def _kept_by_nobody(response):
    """Certificates name people: no cache keeps the answer, no search engine lists it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
