"""System checks for what a server must have, beyond Django's own `check --deploy`.

Django's asks whether a setting is there; these ask whether its value does any good.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MONTH = 30 * 24 * 3600
STRONG_HASHERS = ("Argon2PasswordHasher", "ScryptPasswordHasher", "PBKDF2PasswordHasher")
UNSAFE_SOURCES = {"*", "'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:"}
_deploy = register(Tags.security, deploy=True)


@_deploy
def secret_key_is_our_own(app_configs, **kwargs):
    if settings.SECRET_KEY == settings.DEV_SECRET_KEY:
        return [Error("SECRET_KEY is the one printed in the source.", id="newsroom.E001")]
    return []


@_deploy
def demo_is_not_public(app_configs, **kwargs):
    host = urlsplit(settings.SITE_URL).hostname
    if settings.DEMO and (host not in LOOPBACK or settings.HOST not in LOOPBACK):
        reason = "DEMO is on, and its accounts of known password can be reached from outside."
        return [Error(reason, hint="Set DEMO=false.", id="newsroom.E002")]
    return []


@_deploy
def demo_is_over(app_configs, **kwargs):
    from newsroom.demo.loader import is_loaded  # models: not before the apps are loaded

    try:
        left = not settings.DEMO and is_loaded()
    except DatabaseError:
        return []  # No database or no tables yet: nothing invented stands in them.
    if left:
        reason = "The database holds the demo newsroom: invented stories, under the bureau's name."
        hint = "Begin with an empty VAR_DIR or DATABASE_URL."
        return [Error(reason, hint=hint, id="newsroom.E010")]
    return []


@_deploy
def hosts_are_named(app_configs, **kwargs):
    if "*" in settings.ALLOWED_HOSTS:
        reason = "ALLOWED_HOSTS answers to any name, also in links that are sent by e-mail."
        return [Error(reason, hint="List the bureau's host names.", id="newsroom.E003")]
    return []


@_deploy
def passwords_are_hashed_slowly(app_configs, **kwargs):
    first = settings.PASSWORD_HASHERS[0]
    if not first.endswith(STRONG_HASHERS):
        return [Error(f"Passwords are stored with {first}.", id="newsroom.E004")]
    return []


@_deploy
def scripts_are_confined(app_configs, **kwargs):
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}
    directives = policy.get("DIRECTIVES", {})
    if "csp.middleware.CSPMiddleware" not in settings.MIDDLEWARE or not directives:
        return [Error("There is no Content-Security-Policy.", id="newsroom.E005")]
    scripts = directives.get("script-src", directives.get("default-src", ["*"]))
    weak = sorted(UNSAFE_SOURCES & {str(source) for source in scripts})
    if weak:
        return [Error(f"script-src lets in {', '.join(weak)}.", id="newsroom.E006")]
    return []


@_deploy
def https_stays_https(app_configs, **kwargs):
    if not settings.SITE_URL.startswith("https://"):
        reason = "SITE_URL is plain http: passwords and sessions travel in the open."
        return [checks.Warning(reason, id="newsroom.W001")]
    if settings.SECURE_HSTS_SECONDS < MONTH:
        reason = f"HSTS lasts {settings.SECURE_HSTS_SECONDS} seconds, less than a month."
        return [Error(reason, id="newsroom.E007")]
    return []


@_deploy
def processes_share_a_cache(app_configs, **kwargs):
    if settings.WEB_PROCESSES > 1 and not settings.CACHE_IS_SHARED:
        reason = "Several web processes, each with a cache of its own: pages would disagree."
        return [Error(reason, hint="Set CACHE_URL=redis://…", id="newsroom.E008")]
    return []


@_deploy
def logins_are_limited(app_configs, **kwargs):
    limited = getattr(settings, "AXES_ENABLED", True)
    if not limited or not 0 < settings.AXES_FAILURE_LIMIT <= 20:
        return [Error("Passwords can be guessed without an effective limit.", id="newsroom.E009")]
    return []


@_deploy
def mail_goes_out(app_configs, **kwargs):
    if settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".dummy.EmailBackend")):
        reason = "E-mail is only printed: nobody can reset a password."
        return [checks.Warning(reason, hint="Set EMAIL_URL.", id="newsroom.W002")]
    return []
