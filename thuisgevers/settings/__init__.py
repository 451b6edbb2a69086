"""Django's settings, from the typed environment. Everything that differs per place comes from `environment.py`."""

import pghistory
from django.utils.csp import CSP

from thuisgevers.settings.environment import BASE_DIR, read_environment

from .allauth import *  # noqa: F403
from .attachments import attachment_storage
from .database import database_from_url

environment = read_environment()
relaxed = environment.debug or environment.demo

DEBUG = environment.debug
DEMO = environment.demo
SECRET_KEY = environment.secret_key.get_secret_value() or ("relaxed-mode-only-" + "x" * 50 if relaxed else "")
ENCRYPTION_KEYS = [key.get_secret_value() for key in environment.encryption_keys]
if not ENCRYPTION_KEYS and relaxed:
    ENCRYPTION_KEYS = ["demo:ZGVtby1tb2RlLW9ubHktbm90LWEtc2VjcmV0LWtleSE="]
ALLOWED_HOSTS = environment.allowed_hosts or (["localhost", "127.0.0.1", "[::1]", "testserver"] if relaxed else [])
BASE_URL = environment.base_url
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "thuisgevers.common",
    "thuisgevers.accounts",
    "thuisgevers.municipalities",
    "thuisgevers.audit",
    "thuisgevers.attachments",
    "thuisgevers.notifications",
    "thuisgevers.documents",
    "thuisgevers.members",
    "housing",
    "initiatives",
    "thuisgevers.guidance",
    "buddies",
    "thuisgevers.national",
    "thuisgevers.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "guardian",
    "pgtrigger",
    "pghistory",
    *ALLAUTH_APPS,  # noqa: F405
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "thuisgevers.common.middleware.PrivacyHeadersMiddleware",
    "thuisgevers.common.middleware.LanguageMiddleware",
    "thuisgevers.common.middleware.RequestLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thuisgevers.common.middleware.RefusedMethodMiddleware",
    *ALLAUTH_MIDDLEWARE,  # noqa: F405
]

ROOT_URLCONF = "thuisgevers.urls"
WSGI_APPLICATION = "thuisgevers.wsgi.application"
FORM_RENDERER = "thuisgevers.common.renderers.ThuisRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "thuisgevers.common.templatetags.ui",
                "thuisgevers.common.templatetags.dutch",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "thuisgevers.common.templatetags.fast",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thuisgevers.municipalities.menu.main_menu",
            ],
        },
    },
]

_owner_url = environment.database_owner_url.get_secret_value()
_app_url = environment.database_url.get_secret_value()
DB_ROLE = environment.db_role
DATABASES = {"default": database_from_url(_owner_url if DB_ROLE == "owner" and _owner_url else _app_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

REDIS_URL = environment.redis_url.get_secret_value()
CACHES = {
    "default": {
        "BACKEND": "thuisgevers.common.cache.FallbackCache",
        "LOCATION": REDIS_URL,
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "thuisgevers.common.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None
GUARDIAN_GET_INIT_ANONYMOUS_USER = None

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
# Written as .po; `thuisgevers.common.translations` makes the .mo that Django reads.
LOCALE_PATHS = [BASE_DIR / "thuisgevers" / "locale"]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [("dist", path) for path in (BASE_DIR / "static" / "dist",) if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": attachment_storage(environment),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if relaxed
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = relaxed
STORAGE_DIR = environment.storage_dir
DOCUMENT_STORAGE_DIR = STORAGE_DIR / "documents"
_beside = BASE_DIR.parent / "shared" / "geo"
GEODATA_DIR = environment.geodata_dir or (_beside if _beside.is_dir() else None)

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": environment.mail_host,
            "port": environment.mail_port,
            "username": environment.mail_user,
            "password": environment.mail_password.get_secret_value(),
            "use_tls": environment.mail_security == "starttls",
            "use_ssl": environment.mail_security == "tls",
            "timeout": 15,
        },
    }
    if environment.mail_host
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"},
}
DEFAULT_FROM_EMAIL = environment.mail_from
NATIONAL_EMAIL = environment.mail_national
#: Answers by mail to conversations; empty: not possible. The server is who writes the Authentication-Results that we believe.
REPLY_MAIL_ADDRESS = environment.reply_mail_address
REPLY_IMAP_URL = environment.reply_imap_url.get_secret_value()
REPLY_AUTH_SERVER = environment.reply_auth_server
#: Where addresses are looked up; empty: by hand.
PDOK_URL = environment.pdok_url

ATTACHMENT_MAX_BYTES = environment.attachment_max_mb * 1024 * 1024
#: One request of a form with several files, where the browser runs no scripts (with scripts each file is a request).
ATTACHMENT_MAX_REQUEST_BYTES = 5 * ATTACHMENT_MAX_BYTES
ATTACHMENT_ACCEL_PREFIX = environment.attachment_accel_prefix
CLAMAV_ADDRESS = environment.clamav_address

DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *OIDC_FORM_ORIGINS],  # noqa: F405
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not relaxed:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
if environment.behind_tls_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.log_level},
    # At INFO these two tell every step of every render.
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
