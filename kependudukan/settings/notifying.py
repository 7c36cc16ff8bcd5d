"""How notices leave the house: the office's choice for each channel, and what each choice needs (decision 18)."""

from __future__ import annotations

from kependudukan.settings import environment

NOTIFIER_CHOICES = ("off", "console", "file", "email", "http")

#: Channel -> notifier (queueing/notifying). "off": a clerk writes by hand, which the list of failed notices asks for.
NOTIFIER_OF = {
    "whatsapp": environment.choice("NOTIFIER_WHATSAPP", NOTIFIER_CHOICES, "off"),
    "email": environment.choice("NOTIFIER_EMAIL", NOTIFIER_CHOICES, "off"),
}
#: How many messages are on their way at once; a gateway takes a fifth of a second for each.
NOTIFIER_AT_ONCE = 8

NOTIFIER_HTTP_URL = environment.text("NOTIFIER_HTTP_URL", "")
NOTIFIER_HTTP_AUTHORIZATION = environment.text("NOTIFIER_HTTP_AUTHORIZATION", "")
NOTIFIER_HTTP_FIELDS = environment.json_object("NOTIFIER_HTTP_FIELDS", {"to": "{address}", "message": "{body}"})
NOTIFIER_HTTP_TAKEN = environment.json_object("NOTIFIER_HTTP_TAKEN", {})

EMAIL_BACKEND = environment.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "antrean@localhost")
ANYMAIL = {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT, **environment.json_object("ANYMAIL", {})}
