"""Signing in: passwords, second factors, counted tries, how long a session lasts (docs/decisions/0009)."""

from __future__ import annotations

import datetime
from typing import Any

from kependudukan.settings import environment

APPS = ["allauth", "allauth.account", "allauth.mfa", "axes"]

#: Stands right after Django's sessions, users and messages.
MIDDLEWARE_OF_SESSIONS = [
    "allauth.account.middleware.AccountMiddleware",
    "kependudukan.sign_in.sessions.SessionLimits",
    "kependudukan.sign_in.gate.SecondFactorGate",
]
#: Stands last: turns an answer into the page that says when to come back.
MIDDLEWARE_OF_TRIES = ["axes.middleware.AxesMiddleware"]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "kependudukan.roles.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL

PASSWORD_HASHERS = [
    "kependudukan.sign_in.hashing.BoundedArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # Twelve are enough because no password stands alone: every role needs a second factor (kependudukan/roles.py).
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "kependudukan.sign_in.passwords.NotMadeOfOfficeWords"},
]

#: Whether this is a laptop whose officers are made up, so that their codes may be printed.
TRY_OUT = False

# Who asks, for counting tries and for the access log: the address before this many proxies of our own.
TRUSTED_PROXIES = int(environment.text("TRUSTED_PROXIES", "0"))

# allauth's limits must be shared by the web processes; no other server is needed for that.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kependudukan_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE = datetime.timedelta(minutes=15)
SESSION_LONGEST = datetime.timedelta(hours=9)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
#: How long a second factor that was shown counts for revealing, exporting and changing roles.
STEP_UP_WITHIN = datetime.timedelta(minutes=5)

ACCOUNT_ADAPTER = "kependudukan.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 5 * 60
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(STEP_UP_WITHIN.total_seconds())
ACCOUNT_RATE_LIMITS = {
    # An office signs in from one address at eight o'clock: nobody is counted for coming in.
    "login": None,
    # Codes of a second factor, by officer. Whoever can spend these tries knows the password already.
    "login_failed": "5/5m/key",
    "change_password": "10/15m/user",
    "reauthenticate": "10/5m/user",
}
ACCOUNT_FORMS = {
    "login": "kependudukan.sign_in.forms.SignInForm",
    "change_password": "kependudukan.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "kependudukan.sign_in.forms.PasswordAgainForm",
}
#: Failed passwords of one address, whatever names they are tried on.
FAILURES_OF_AN_ADDRESS = "100/h/ip"

MFA_ADAPTER = "kependudukan.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "kependudukan.sign_in.forms.CodeForm",
    "reauthenticate": "kependudukan.sign_in.forms.CodeAgainForm",
    "activate_totp": "kependudukan.sign_in.forms.FirstCodeForm",
    "add_webauthn": "kependudukan.sign_in.forms.NewKeyForm",
    "edit_webauthn": "kependudukan.sign_in.forms.KeyNameForm",
}
MFA_TOTP_ISSUER = "Kependudukan"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

# Ten failures of one officer from one address close that pair; the officer at another address goes on.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "kependudukan.client_address.network_of"
AXES_LOCKOUT_CALLABLE = "kependudukan.sign_in.throttling.closed"
AXES_HTTP_RESPONSE_CODE = 429
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken", "next"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
