"""Settings, by subject. Every variable read here is explained in .env.example."""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsroom.env import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
# Tests neither read the developer's .env nor write to the developer's files.
env = Environment(None if TESTING else BASE_DIR / ".env")

# --- How it runs -----------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEV_SECRET_KEY = "only-for-development-and-demonstration"  # noqa: S105  (checks.py refuses it on a server)
if DEBUG or DEMO or TESTING:
    SECRET_KEY = env.str("SECRET_KEY", default=DEV_SECRET_KEY)
else:
    SECRET_KEY = env.str("SECRET_KEY")

# --- Where it is reached ---------------------------------------------------------------------
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.number("PORT", default=8000, low=1, high=65535)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    raise ImproperlyConfigured("SITE_URL must look like https://news.example.org, without a path")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname, "127.0.0.1", "localhost"])
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", default=0, high=9)
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
ASGI_APPLICATION = "newsroom.asgi.application"

# --- The bureau ------------------------------------------------------------------------------
BUREAU_NAME = env.str("BUREAU_NAME", default="ANTARA Sumatera Utara")
BUREAU_CITY = env.str("BUREAU_CITY", default="Medan")
BUREAU_AGENCY = env.str("BUREAU_AGENCY", default="ANTARA")
BUREAU_ADDRESS = env.str("BUREAU_ADDRESS", default="Medan, Sumatera Utara")
BUREAU_CONTACT_EMAIL = env.str("BUREAU_CONTACT_EMAIL", default="redaksi@example.org")
BUREAU_CONTACT_PHONE = env.str("BUREAU_CONTACT_PHONE", default="+62 61 0000000")
# Whose name stands under certificates; empty: the head who has a login.
BUREAU_HEAD_NAME = env.str("BUREAU_HEAD_NAME", default="")
BUREAU_HEAD_TITLE = env.str("BUREAU_HEAD_TITLE", default="Kepala Biro")
# As numbers of papers hold it: 012/SERT/ANTARA-SUMUT/XI/2026.
BUREAU_PAPER_CODE = env.str("BUREAU_PAPER_CODE", default="ANTARA-SUMUT")
FOUR_EYES = env.bool("FOUR_EYES", default=True)
RIGHT_OF_REPLY_HOURS = env.number("RIGHT_OF_REPLY_HOURS", default=48, low=1, high=720)

# --- Language and time -----------------------------------------------------------------------
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
BUREAU_TIME_ZONE = env.one_of("BUREAU_TIME_ZONE", ZONE_NAMES, default="Asia/Jakarta")
BUREAU_ZONE_NAME = ZONE_NAMES[BUREAU_TIME_ZONE]
TIME_ZONE = BUREAU_TIME_ZONE
USE_TZ = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_prose_editor",
    "post_office",
    "articles",
    "partnerships",
    "newsroom",  # last: it joins what the others register
]
MIDDLEWARE = [
    "newsroom.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.AdminLanguageMiddleware",
    "newsroom.middleware.CacheDefaultMiddleware",
    "newsroom.middleware.DatabaseAwayMiddleware",
    "newsroom.middleware.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
if TESTING:  # zeal turns an N+1 query inside a request into a failed test
    INSTALLED_APPS.insert(0, "zeal")
    MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.bureau",
            ]
        },
    }
]

# --- Files -----------------------------------------------------------------------------------
if TESTING:
    VAR_DIR = Path(tempfile.mkdtemp(prefix="newsroom-test-"))  # conftest.py removes it
else:
    VAR_DIR = BASE_DIR / env.str("VAR_DIR", default="var")
MEDIA_ROOT = VAR_DIR / "media"  # public renditions
MEDIA_URL = "/media/"
PRIVATE_ROOT = VAR_DIR / "private"  # originals: no address leads there
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "newsroom.media.PrivateStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Database --------------------------------------------------------------------------------
_database = env.service(
    "DATABASE_URL",
    default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}",
    schemes=["sqlite", "postgres", "postgresql"],
)
_pool_size = env.number("DATABASE_POOL_SIZE", default=10, low=1, high=200)
if _database["ENGINE"].endswith("sqlite3"):
    if _database["NAME"] != ":memory:":
        _database["NAME"] = BASE_DIR / _database["NAME"]
    # A file, as in production: threads of a test then share one database.
    _database["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    _database["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # The pool keeps connections open, so CONN_MAX_AGE stays 0.
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        # Seconds; for a server that does not even refuse. The URL may name its own.
        "connect_timeout": 3,
        **_database.get("OPTIONS", {}),
        # A request waits `timeout` seconds at most before it is told that the database is away.
        # After `reconnect_timeout` the pool forgets how often it failed, so that it is back soon
        # after the database is, and not minutes later.
        "pool": {"min_size": 1, "max_size": _pool_size, "timeout": 3, "reconnect_timeout": 5},
    }
DATABASES = {"default": _database}

# --- Cache, mail, processes ------------------------------------------------------------------
_cache = env.service("CACHE_URL", "locmemcache://", ["locmemcache", "redis", "rediss"])
CACHES = {"default": {**_cache, "KEY_PREFIX": "newsroom"}}
CACHE_IS_SHARED = not _cache["BACKEND"].endswith("LocMemCache")
if not CACHE_IS_SHARED:
    # Django's default is 300 entries; the readers of half an hour, kept apart there, are more.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 50_000)
EMAIL_CONFIG = env.service(
    "EMAIL_URL",
    "dummymail://",
    ["consolemail", "smtp", "smtps", "smtp+tls", "smtp+ssl", "filemail", "dummymail"],
)
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
MAIL_IS_ON = not EMAIL_BACKEND.endswith("dummy.EmailBackend")  # noqa: F821  (set the line before)
# Its table is the queue; newsroom/mailing.py sends, see docs/decisions/0012-one-mail.md.
POST_OFFICE = {"MESSAGE_ID_ENABLED": True, "MESSAGE_ID_FQDN": _site.hostname, "BATCH_SIZE": 20}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = BUREAU_CONTACT_EMAIL
WEB_PROCESSES = env.number("WEB_PROCESSES", default=2 if CACHE_IS_SHARED else 1, low=1, high=64)
WORKER_INTERVAL = env.number("WORKER_INTERVAL", default=5, low=1, high=3600)

# --- Who may come in -------------------------------------------------------------------------
AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "newsroom.demo.backend.NoDemoPassword",
    "newsroom.backends.RoleBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "newsroom.middleware.client_ip"
AXES_USERNAME_CALLABLE = "newsroom.middleware.attempted_name"
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False

# --- Cookies: the desk's alone, so that a public page never gets or sends one ------------------
HTTPS = _site.scheme == "https" and not DEBUG
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers ---------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk previews the public page in a frame
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Whether HSTS covers other hosts of the domain is not ours to decide; for the frame see above.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]

# --- Logs ------------------------------------------------------------------------------------
LOG_LEVEL = env.one_of("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "newsroom.logging.RequestIdFilter"}},
    "formatters": {"line": {"()": "newsroom.logging.LineFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING" if TESTING else LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Our own line per request says the status; only a crash needs Django's as well.
        "django.request": {"level": "ERROR"},
        # It warns of every HEAD request, whose body Django leaves to the server to drop.
        "gunicorn.http": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "WARNING"},
    },
}

env.refuse_unknown(prefix="BUREAU_")
