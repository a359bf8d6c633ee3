"""Settings, all from the environment or the file .env beside manage.py; see README.md, "Deploy"."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

# What Django's own classes lack at run time: ModelAdmin[Article] says which model a class is of.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)

EXAMPLE_SECRET = "change-me"
SECRET_KEY = env.str("SECRET_KEY", default="")
if SECRET_KEY in ("", EXAMPLE_SECRET):
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or still the example. Run `make setup`, which writes one to .env, or set it to a long "
        "random text of your own."
    )

PORT = env.int("PORT", default=8000)
SITE_URL: str = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
if urlsplit(SITE_URL).scheme not in ("http", "https") or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}. Write it whole, such as https://example.org.")
HTTPS = urlsplit(SITE_URL).scheme == "https"
# Where readers send a correction; empty while there is no such address.
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default="")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", urlsplit(SITE_URL).hostname or "localhost"]
)

INSTALLED_APPS = [
    "web",
    "wtcr_site.apps.WtcrSiteConfig",
    "wtcr_site.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "pictures",
    "drivers",
    "championship",
    "news",
]

MIDDLEWARE = [
    "web.addresses.languages.LanguageMiddleware",
    "web.requests.readable.ReadableMiddleware",
    "championship.live.poll.LivePollMiddleware",
    # In front of all that costs. A page is kept with the headers that those behind it give.
    "web.cache.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.addresses.old_addresses.OldAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wtcr_site.urls"
WSGI_APPLICATION = "wtcr_site.wsgi.application"

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
                "web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "web.templatetags.addresses",
                "web.templatetags.head",
                "web.templatetags.languages",
                "web.templatetags.swaps",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}

# A rehearsal invents orders and publishes them, so it runs on a database of its own or not at all.
REHEARSAL = env.bool("REHEARSAL", default=False)
if REHEARSAL and (
    DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3"
    or Path(DATABASES["default"]["NAME"]).parent.name != "rehearsal"
):
    raise ImproperlyConfigured("A rehearsal runs on a SQLite database in a folder named rehearsal, and on no other.")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 5,
            # A transaction takes the write lock when it begins, so that none fails half-way for want of it.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        },
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "OPTIONS": DATABASES["default"].get("OPTIONS", {}) | {"pool": True}}

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://door-to-door")}
# A cache of its own for pages as somebody asks for them, of which there is no end: no search puts another page out.
CACHES["asked"] = CACHES["default"] | {"KEY_PREFIX": "asked"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # Whatever a process is asked for it holds no more. A page weighs some 40 kB. Where memory that was freed while they
    # were made lies between them, pages take up to two and a half times their weight.
    for name, megabytes, pages in (("default", 40, 2000), ("asked", 10, 500)):
        CACHES[name] |= {
            "BACKEND": "web.cache.process_cache.ProcessCache",
            "LOCATION": f"door-to-door-{name}",
            "OPTIONS": {"MAX_BYTES": megabytes * 1024**2, "MAX_ENTRIES": pages},
        }
elif CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    for name in CACHES:
        # A reader waits no longer than this for what can be made without it.
        CACHES[name] |= {
            "BACKEND": "web.cache.shared_cache.SharedCache",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5} | CACHES[name].get("OPTIONS", {}),
        }
else:
    raise ImproperlyConfigured("CACHE_URL is neither locmemcache:// nor an address of Redis, such as redis://host/0.")

_mail = env.email_url("EMAIL_URL", default="consolemail://")
_mail_options = {
    "host": _mail.get("EMAIL_HOST"),
    "port": _mail.get("EMAIL_PORT"),
    "username": _mail.get("EMAIL_HOST_USER"),
    "password": _mail.get("EMAIL_HOST_PASSWORD"),
    "use_tls": _mail.get("EMAIL_USE_TLS"),
    "use_ssl": _mail.get("EMAIL_USE_SSL"),
}
MAILERS = {
    "default": {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {name: value for name, value in _mail_options.items() if value},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# Ten wrong passwords for one account from one address shut it for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "web.requests.client.address_of"
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "en-gb"
# Each by its own name. Every language but the first has its pages under its code.
LANGUAGES = [("en-gb", "English"), ("sv", "Svenska")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/pictures/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads larger than this are streamed to disk; the pictures app has its own limits.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
