"""What is the same everywhere. Addresses of servers and secrets come from the environment and from nowhere else.

| variable | what |
| --- | --- |
| DATABASE_URL, DATABASE_OWNER_URL | the same database as the app role (web, worker, beat) and as the owner (migrate) |
| DATABASE_ROLE | `owner` makes this process use DATABASE_OWNER_URL; manage.py sets it for the commands that need it |
| REDIS_URL | queue and cache; `unix:///path` or `redis://host:port/0` |
| EMAIL_URL, EMAIL_FROM | where and as whom mail is sent |
| EXCHANGE_LEASE_SECONDS | how long a call by e-mail is left to whoever claimed it (60); longer than a call may take |
| CLAMD_SOCKET | the virus scanner: a path, or `host:port` |
| S3_BUCKET, S3_ENDPOINT_URL, S3_REGION, S3_ACCESS_KEY, S3_SECRET_KEY | object storage; else files in FILES_ROOT |
| SEAL_FOLDER, SEAL_PASSPHRASE | each authority's seal key, `CODE.p12` |
| OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME | who signs people in |
| PUBLIC_URL | the address people type, for letters and mail |
| SECRET_KEY, ALLOWED_HOSTS, SECURE_SSL_REDIRECT | Django's own; the last one is on unless set to 0 |
| PROXY_COUNT | how many proxies stand before the web process in production (1) |
| INVITATION_DAYS | how many days a worker's invitation can be used (14) |
| SIMULATION_DAYS | days the numbers of a draft of law are kept (30) |
| DRAFT_DAYS, DRAFT_REMINDER_DAYS | days an unchanged draft is kept (90); days before, its filer is reminded (14) |
| DEMO_CLOCK, DEMO_VALUES | law time may be moved; invented law values are loaded. Refused in production |
| DEMO_THIRD_PHASE | authorities, comma between them, that take announced applications. Refused in production |
"""

from pathlib import Path

import environ

from portal import databases
from portal.settings import sign_in
from portal.settings.logs import logging_for

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Django ------------------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "applications",
    "exchange",
    "regions",
    "federal",
    "portal.accounts",
    "portal.ui",
    "portal.public",
    "portal.applicant",
    "portal.desk",
    "portal.partner",
    "portal.inbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_countries",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.ActorMiddleware",
    "portal.plain_paths.PlainPathMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
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
                "portal.ui.context.chrome",
            ],
        },
    }
]
FORM_RENDERER = "portal.ui.forms.Renderer"

# --- Languages and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"  # the language of the source; a person's own comes from the cookie or the browser
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "applications" / "locale",
    BASE_DIR / "regions" / "ostbelgien" / "locale",
    BASE_DIR / "regions" / "flanders" / "locale",
    BASE_DIR / "regions" / "wallonia" / "locale",
    BASE_DIR / "regions" / "brussels" / "locale",
    BASE_DIR / "federal" / "locale",
]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Database, queue, cache --------------------------------------------------------------------------------------

DATABASE_ROLE = env.str("DATABASE_ROLE", default="app")
DATABASES = {
    "default": {
        **databases.for_django(
            env.str("DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL", default="postgresql:///wib")
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a queue that is away for an hour finds its worker waiting
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# --- People ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.backend.AccountBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "portal.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "portal.accounts.adapter.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = sign_in.providers(
    issuer=OIDC_ISSUER,
    client_id=env.str("OIDC_CLIENT_ID", default=""),
    secret=env.str("OIDC_CLIENT_SECRET", default=""),
    name=env.str("OIDC_NAME", default="CSAM"),
)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = set()  # no passwords here: the check below wants a form for them
SILENCED_SYSTEM_CHECKS = ["account.W001"]
ACCOUNT_SIGNUP_FIELDS = ["email"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # workers who came in by an invitation (P20); see portal.accounts.doors
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "request_login_code": "portal.accounts.forms.AskCodeForm",
    "confirm_login_code": "portal.accounts.forms.CodeForm",
}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
ACCOUNT_UNIQUE_EMAIL = False  # two people of one office may share an address; the subject tells them apart

# --- Security ----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = sign_in.content_policy(issuer=OIDC_ISSUER)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # how long a worker's invitation can be used

# --- Files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

FILES_ROOT = env.str("FILES_ROOT", default=str(BASE_DIR / "var" / "files"))
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default="us-east-1"),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
            "signature_version": "s3v4",
            "file_overwrite": False,
            "default_acl": None,
        },
    }
    if env.str("S3_BUCKET", default="")
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # everything but the files
FILE_UPLOAD_PERMISSIONS = 0o600

SEAL_FOLDER = env.str("SEAL_FOLDER", default="")  # empty: beside FILES_ROOT, where the demo makes its own
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", default="")

CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")

# --- Mail --------------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 10
EXCHANGE_LEASE_SECONDS = env.int("EXCHANGE_LEASE_SECONDS", default=60)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="Working in Belgium <no-reply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Drafts ------------------------------------------------------------------------------------------------------

DRAFT_DAYS = env.int("DRAFT_DAYS", default=90)  # so long without a change a draft is kept
DRAFT_REMINDER_DAYS = env.int("DRAFT_REMINDER_DAYS", default=14)  # so long before its end the filer is reminded

SIMULATION_DAYS = env.int("SIMULATION_DAYS", default=30)  # so long what a draft of law would change is kept

# --- The demo's liberties ----------------------------------------------------------------------------------------

DEMO_CLOCK = env.bool("DEMO_CLOCK", default=False)
DEMO_VALUES = env.bool("DEMO_VALUES", default=False)
DEMO_THIRD_PHASE = env.list("DEMO_THIRD_PHASE", default=[])  # authorities that take announced applications (P28)
EXCHANGE_CLOCK = "applications.now.law_now"  # the post office dates receipts in the sender's law time

# --- Logs --------------------------------------------------------------------------------------------------------

LOGGING = logging_for("json")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # where somebody sits is personal, and not needed to find a fault
