"""How notices leave the house: one port, and behind it what the office has chosen for each channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from queueing.notifying.console import Console
from queueing.notifying.email import Email
from queueing.notifying.file import File
from queueing.notifying.http import Http
from queueing.notifying.port import Message, Notifier, NotSent, Refused, Unreachable
from queueing.notifying.switched_off import SwitchedOff

__all__ = ["NOTIFIERS", "Message", "NotSent", "Notifier", "Refused", "Unreachable", "notifier_for"]

#: What NOTIFIER_WHATSAPP and NOTIFIER_EMAIL may say.
NOTIFIERS: Final[dict[str, Callable[[], Notifier]]] = {
    "off": SwitchedOff,
    "console": Console,
    "file": File,
    "email": Email,
    "http": Http,
}


def notifier_for(channel: str) -> Notifier:
    """Return a notifier for a channel.

    Raises:
        ImproperlyConfigured: the settings name one that is not known, or one that lacks what it needs.
    """
    name = settings.NOTIFIER_OF.get(channel, "off")
    if name not in NOTIFIERS:
        raise ImproperlyConfigured(f"{name} is no notifier for {channel}: choose one of {', '.join(NOTIFIERS)}")
    return NOTIFIERS[name]()
