"""The port through which notices leave: what a message is, what a notifier does, how it says that it could not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One message as a notifier gets it. Address and text stay out of whatever prints it."""

    id: uuid.UUID
    kind: str
    channel: str
    language: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)


class NotSent(Exception):
    """The message is not on its way; the text says why, in the office's words and without the address."""


class Refused(NotSent):
    """It will never be taken: trying again is of no use."""


class Unreachable(NotSent):
    """It may be taken later: the server is away, busy, or does not let us in at present."""


class Notifier(Protocol):
    """Hands messages over to whoever carries them; several threads may call it at once."""

    def send(self, message: Message) -> None:
        """Hand the message over within seconds; returning means that it was taken.

        `message.id` goes along, so that a message handed over twice can be delivered once.

        Raises:
            Refused, Unreachable: see there.
        """
