"""The one settings file: safe by default, and different only by environment."""

from csp.constants import NONE, SELF

from rechtop import env

SECRET_KEY = env.secret("django").hex()
DEBUG = False
ALLOWED_HOSTS = env.HOSTS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rechtop.ground.audit",
    "rechtop.ground.vault",
    "rechtop.ground.ui",
    "rechtop.ground.post",
    "rechtop.people.identity",
    "rechtop.people.organisation",
    "rechtop.people.personnel",
    "rechtop.people.invitations",
    "rechtop.people.recovery",
    "rechtop.people.reviews",
    "rechtop.tools.action_points",
    "rechtop.tools.deadlines",
    "rechtop.tools.evidence",
    "rechtop.tools.figures",
    "rechtop.tools.lists",
    "rechtop.tools.policies",
    "rechtop.tools.procedures",
    "rechtop.tools.runs",
    "rechtop.tools.saved_lists",
    "rechtop.tools.proofs",
    "rechtop.tools.retention",
    "rechtop.tools.toolbox",
    "rechtop.work.activities",
    "rechtop.work.cases",
    "rechtop.work.confidants",
    "rechtop.work.good_conversations",
    "rechtop.work.identities",
    "rechtop.work.spoken",
    "rechtop.work.steps",
    "rechtop.work.triage",
    "rechtop.work.protection",
    "rechtop.work.intake",
    "rechtop.work.investigations",
    "rechtop.work.oath",
    "rechtop.work.programme",
    "rechtop.work.requests",
    "rechtop.work.risks",
    "rechtop.work.signpost",
    "rechtop.work.training",
    "rechtop.overview.annual_report",
    "rechtop.overview.calendar",
    "rechtop.overview.handover",
    "rechtop.overview.home",
    "rechtop.overview.example",
    "rechtop.overview.keeping",
    "rechtop.overview.search",
    "rechtop.overview.my_page",
    "rechtop.overview.team",
    "rechtop.overview.year_import",
    "rechtop.overview.trail",
    "rechtop.doors.desk",
    "rechtop.doors.public",
    # After ours, so that our templates come before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.forms",
]

# The desk's middleware does nothing outside /desk: a reporter's request never meets a session.
MIDDLEWARE = [
    "rechtop.doors.public.middleware.answer_calmly",
    "rechtop.doors.public.middleware.only_for_us",
    "rechtop.doors.public.middleware.Https",
    "rechtop.doors.public.middleware.onion_location",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rechtop.doors.desk.middleware.session",
    "rechtop.doors.desk.middleware.authentication",
    "rechtop.doors.desk.middleware.messages",
    "rechtop.doors.desk.middleware.Language",
    "allauth.account.middleware.AccountMiddleware",
    "rechtop.doors.desk.middleware.actor",
    "rechtop.doors.public.middleware.Readable",
    "rechtop.doors.public.middleware.OneCookieCsrf",
    "rechtop.doors.desk.middleware.Csrf",
    "rechtop.doors.desk.middleware.Closed",
    "rechtop.doors.desk.middleware.MakesAgain",
]

ROOT_URLCONF = "rechtop.urls"
WSGI_APPLICATION = "rechtop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rechtop.doors.context.authority",
                "rechtop.doors.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "rechtop.ground.ui.forms.Renderer"

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Used second steps, brakes on guessing, mailboxes that were closed: small and short (ADR 11).
CACHES = {"default": {"BACKEND": "rechtop.people.identity.adapters.Memory"}}

_MAIL = env.mail()
EMAIL_HOST = _MAIL["EMAIL_HOST"]
EMAIL_PORT = _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_SSL = _MAIL["EMAIL_USE_SSL"]
EMAIL_USE_TLS = _MAIL["EMAIL_USE_TLS"]
EMAIL_TIMEOUT = _MAIL["EMAIL_TIMEOUT"]
DEFAULT_FROM_EMAIL = _MAIL["DEFAULT_FROM_EMAIL"]

# Signing in: password and second step, by allauth; nobody signs up by themselves.
AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How long a link works with which someone invited chooses a password: a week, for who works a few
# days of it or is away for some; longer, and a mailbox that is read later opens accounts.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "rechtop.people.identity.adapters.Account"
MFA_ADAPTER = "rechtop.people.identity.adapters.SecondStep"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Passwords are braked by our adapter; "login_failed" is here the brake on the second step.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXIES
MFA_FORMS = {
    "authenticate": "rechtop.people.identity.forms.SecondStep",
    "activate_totp": "rechtop.people.identity.forms.NewSecondStep",
    "authenticate_webauthn": "rechtop.people.identity.forms.Passkey",
    "add_webauthn": "rechtop.people.identity.forms.NewPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.PRODUCTION
MFA_TOTP_ISSUER = "Rechtop"
MFA_TOTP_TOLERANCE = 1  # a code typed as its half minute ends still counts (RFC 6238, 5.2)

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "rechtop_desk"
SESSION_COOKIE_PATH = "/desk"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = env.PRODUCTION
CSRF_COOKIE_NAME = "rechtop_desk_form"
CSRF_COOKIE_PATH = "/desk"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = env.PRODUCTION
# Behind a proxy that speaks https we see http; the browser tells the origin as it sees it.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.HOSTS] if env.PRODUCTION else []
CSRF_FAILURE_VIEW = "rechtop.doors.errors.forged"
VAULT_IDLE_SECONDS = 15 * 60

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [env.CODE / "rechtop" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = env.DATA / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = env.PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^leeft$"]  # who watches the server asks it directly
if env.PRODUCTION:  # elsewhere there is no proxy, and a browser could say what it likes
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{env.PROXY_HEADER.upper().replace('-', '_')}", "https")
SECURE_HSTS_SECONDS = 31536000 if env.PRODUCTION else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Wide enough that the form itself can answer, at the field, to a text that is far too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# The framework's own handlers write clear temporary files.
FILE_UPLOAD_HANDLERS = ["rechtop.ground.ui.uploads.InMemory"]

# Names of what went wrong, never what was in it: no request, no values, no addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "rechtop.doors.logs.Bare"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
    },
}
