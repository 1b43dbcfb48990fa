"""Settings, read from the environment; the defaults are a safe site on this machine alone.

``SECRET_KEY``      signing key; else the file ``.secret-key`` that ``./run`` makes once
``DATABASE_URL``    ``postgres://…`` or ``sqlite:///…``; else ``db.sqlite3`` in the project folder
``SITE_URL``        the site's https address; everything that needs HTTPS hangs on it
``ALLOWED_HOSTS``   further host names, parted by commas
``TRUSTED_PROXIES`` how many proxies stand before the site; each adds one X-Forwarded-For entry
``EMAIL_HOST``      mail server for password mails and, with ``SITE_URL``, for notices; else the
                    former are kept in the folder ``mail``, the latter read on the site alone
``EMAIL_PORT``      its port; with ``EMAIL_USER`` and ``EMAIL_PASSWORD`` it is spoken to over TLS
``EMAIL_FROM``      the sender of mails
``ATTACHMENTS_DIR`` folder of the files attached to records; else ``attachments`` in the project
``ATTACHMENT_MEGABYTES`` the most that an attached file may have; else 10
``WORKBOOK_MEGABYTES`` the most that an uploaded workbook may have; else 5
``DEBUG``           ``1`` on a developer's machine
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
import fontpkg_sarabun
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 50
DATABASE_ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def read_secret(debug: bool) -> str:
    """Return the signing key; refuse to start without a good one unless this is a debug site."""
    secret = os.environ.get("SECRET_KEY", "")
    file = BASE_DIR / ".secret-key"
    if not secret and file.exists():
        secret = file.read_text(encoding="utf-8").strip()
    if len(secret) >= SHORTEST_SECRET and not secret.startswith("django-insecure-"):
        return secret
    if debug:
        return secret or "debug-only-" * 8
    raise ImproperlyConfigured(
        f"SECRET_KEY is missing, a default, or shorter than {SHORTEST_SECRET} characters: "
        "set it in the environment, or start ./run once, which makes one."
    )


def read_count(name: str, default: int = 0) -> int:
    """Return a number from the environment, or what holds where it is not set."""
    written = os.environ.get(name, str(default))
    if not written.isascii() or not written.isdigit():
        raise ImproperlyConfigured(f"{name} is a number, such as 1, not {written!r}.")
    return int(written)


DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = read_secret(DEBUG)

SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
BEHIND_HTTPS = SITE_URL.startswith("https://")
if SITE_URL and not BEHIND_HTTPS:
    raise ImproperlyConfigured("SITE_URL is the site's https address: https://…")
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, [urlsplit(SITE_URL).hostname]),
    *filter(None, map(str.strip, os.environ.get("ALLOWED_HOSTS", "").split(","))),
]
TRUSTED_PROXIES = read_count("TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "etda_plan.common",
    "etda_plan.accounts",
    "projects",
    "activities",
    "kpis",
    "budgets",
    "etda_plan.overview",
    "etda_plan.accounts.apps.ManagementConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "simple_history",
    "etda_plan.accounts.apps.SignInRecordsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "etda_plan.common.middleware.ChosenLanguageMiddleware",
    "etda_plan.common.middleware.LargestRequestMiddleware",
    "etda_plan.common.middleware.SampleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "etda_plan.urls"
WSGI_APPLICATION = "etda_plan.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "etda_plan.overview.context.page_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "etda_plan.common.templatetags.figures",
            ],
        },
    }
]


def parse_database_url(url: str) -> dict[str, Any]:
    """Return what a database's address says; refuse all but PostgreSQL's and SQLite's."""
    try:
        database = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        database = {}
    known = database.get("ENGINE") in DATABASE_ENGINES
    if not known or not database.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL is the address of a database: postgres://user@host/name "
            "or sqlite:///file, with special characters percent-encoded."
        )
    return database


def read_database() -> dict[str, Any]:
    """Return the database's settings; SQLite gets the engine that knows Thai order."""
    default = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    database = parse_database_url(os.environ.get("DATABASE_URL") or default)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["ENGINE"] = "etda_plan.common.sqlite"
        database["CONN_MAX_AGE"] = 0  # a file that is taken away must not be written to any more
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
            ),
        }
        database["TEST"] = {"NAME": ":memory:"}
    else:
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return database


DATABASES = {"default": read_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "etda_plan.accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "etda_plan.common.client_address.client_address"
AXES_ENABLE_ADMIN = False  # accounts/admin.py has readable pages

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_of_libraries"]
TIME_ZONE = "Asia/Bangkok"

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
FONT_DIR = Path(fontpkg_sarabun.__file__).resolve().parent / "files"
STATICFILES_DIRS = [("fonts", FONT_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FILE_UPLOAD_HANDLERS = [
    "etda_plan.common.upload_names.MarkFolders",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ATTACHMENTS_DIR = Path(os.environ.get("ATTACHMENTS_DIR") or BASE_DIR / "attachments").absolute()
ATTACHMENT_MEGABYTES = read_count("ATTACHMENT_MEGABYTES", 10)
ATTACHMENT_EXTENSIONS = ("pdf", "png", "jpg", "jpeg", "xlsx", "docx")
WORKBOOK_MEGABYTES = read_count("WORKBOOK_MEGABYTES", 5)
LARGEST_REQUEST_MEGABYTES = 1 + max(10 * ATTACHMENT_MEGABYTES, WORKBOOK_MEGABYTES)

# The form of the monthly plan of work: up to 300 rows of 15 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "etda_plan.common.mail.PrivateFolderBackend"
)
EMAIL_FILE_PATH = BASE_DIR / "mail"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20  # seconds; a mail has less than accounts.models.notices.LEASE for all of it
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "webmaster@localhost")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "lost_database": {"()": "etda_plan.common.lost_database.OneLineForLostDatabase"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["lost_database"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
