"""Carries claimed notices to their notifiers: decides whether each may still go, and says what became of it."""

from __future__ import annotations

import datetime
import logging
import time
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from threading import Lock
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from queueing.models import Notice
from queueing.notifying import Message, Notifier, Refused, Unreachable, notifier_for
from queueing.rules import back_off
from registry import sealing

#: After so many failures one after another the rest of a channel's messages wait for a moment.
_AWAY_AFTER: Final = 3
_BREATH: Final = datetime.timedelta(seconds=10)

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a claimed notice."""

    SENT = "sent"
    PUT_OFF = "put off"
    LEFT = "left for later"
    FAILED = "failed"
    DROPPED = "dropped"
    IN_OTHER_HANDS = "in other hands"


@dataclass(frozen=True)
class Verdict:
    """An outcome, its reason in the office's words, and how long a notice that was not tried waits."""

    outcome: Outcome
    reason: str = ""
    wait: datetime.timedelta = datetime.timedelta(0)


class Clock:
    """Tells the time from the moment that the door has read, by a clock that nobody sets."""

    def __init__(self, at: datetime.datetime) -> None:
        self._at, self._begun = at, time.monotonic()

    @property
    def elapsed(self) -> datetime.timedelta:
        """How long it is since the door has read its clock."""
        return datetime.timedelta(seconds=time.monotonic() - self._begun)

    @property
    def now(self) -> datetime.datetime:
        """The present moment."""
        return self._at + self.elapsed


class Carrier:
    """Carries the notices of one delivery, in several threads at once; it touches no database.

    What is past its time is dropped, never sent late. Nothing is begun after `begins_within`, so that no lease runs
    out on the way. A channel that fails three times in a row is left alone for the rest of the delivery.
    """

    def __init__(self, clock: Clock, *, begins_within: datetime.timedelta) -> None:
        self._clock, self._begins_within = clock, begins_within
        self._channels: dict[str, _Channel] = {}
        self._lock = Lock()

    def carry(self, notice: Notice) -> Verdict:
        """Send one notice if it may still go."""
        if notice.expires_at is not None and notice.expires_at <= self._clock.now:
            return Verdict(Outcome.DROPPED, "Waktunya sudah lewat.")
        if notice.attempts > back_off.MOST_ATTEMPTS:
            return Verdict(Outcome.FAILED, "Pengirim berhenti setiap kali pesan ini dikirim.")
        if self._clock.elapsed > self._begins_within:
            return Verdict(Outcome.LEFT)
        channel = self._channel_of(notice)
        if channel.is_away:
            return Verdict(Outcome.LEFT, wait=_BREATH)
        try:
            return channel.send(message_of(notice))
        except sealing.Unreadable:
            return Verdict(Outcome.FAILED, "Isi tersegel tidak terbaca: kuncinya tidak terpasang.")

    def _channel_of(self, notice: Notice) -> _Channel:
        with self._lock:
            return self._channels.setdefault(notice.channel, _Channel(notice.channel))


class _Channel:
    """A channel during one delivery: its notifier, and how often in a row it could not be reached."""

    def __init__(self, name: str) -> None:
        self._name, self._in_vain = name, 0
        self._lock = Lock()

    @property
    def is_away(self) -> bool:
        return self._in_vain >= _AWAY_AFTER or self._notifier is None

    @cached_property
    def _notifier(self) -> Notifier | None:
        try:
            return notifier_for(self._name)
        except ImproperlyConfigured as fault:
            log.error("notices by %s wait: %s", self._name, fault)  # noqa: TRY400 - the sentence says it
            return None

    def send(self, message: Message) -> Verdict:
        """Send; a fault of ours is tried again as one of the gateway's is."""
        assert self._notifier is not None
        try:
            self._notifier.send(message)
        except Refused as refusal:
            return Verdict(Outcome.FAILED, str(refusal)[:100])
        except Unreachable as reason:
            return self._failed(str(reason)[:100])
        except Exception as error:  # whatever a notifier raises must not lose the other notices
            return self._failed(f"Kesalahan program: {type(error).__name__}")
        self._in_vain = 0
        return Verdict(Outcome.SENT)

    def _failed(self, reason: str) -> Verdict:
        with self._lock:
            self._in_vain += 1
        return Verdict(Outcome.PUT_OFF, reason)


def message_of(notice: Notice) -> Message:
    """Return what a notifier is given of a notice."""
    return Message(
        id=notice.id,
        kind=notice.kind,
        channel=notice.channel,
        language=notice.language,
        address=notice.address,
        subject=notice.subject,
        body=notice.body,
    )
