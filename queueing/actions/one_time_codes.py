"""One-time codes are sent and tried here: whoever fills the form shows that she reads what goes to her contact."""

from __future__ import annotations

import datetime
import hmac
import secrets
import uuid
from typing import Final

from django.db import transaction
from django.db.models import F

from queueing import locks
from queueing.actions import limits, notices
from queueing.actions.limits import TooManyCodes
from queueing.choices import NoticeKind
from queueing.models import OneTimeCode, Party
from queueing.rules import notice_texts
from queueing.rules.limits import OTP_FIGURES, OTP_MINUTES, OTP_PAUSE_SECONDS, OTP_SENDINGS, OTP_TRIES
from registry import sealing

LIFE: Final = datetime.timedelta(minutes=OTP_MINUTES)
PAUSE: Final = datetime.timedelta(seconds=OTP_PAUSE_SECONDS)


class NoContact(Exception):
    """The form has no contact yet."""

    def __init__(self) -> None:
        super().__init__("Isi dahulu nomor WhatsApp atau alamat email.")


class TooSoon(Exception):
    """The last code is on its way; `again_at` is when the next may be sent."""

    def __init__(self, again_at: datetime.datetime) -> None:
        super().__init__("Kode baru saja dikirim. Tunggu satu menit sebelum meminta lagi.")
        self.again_at = again_at


class SentTooOften(Exception):
    """Three codes were sent for this form."""

    def __init__(self) -> None:
        super().__init__(
            f"Kode sudah dikirim {OTP_SENDINGS} kali. Periksa nomor atau alamat Anda, atau mulai dari memilih sesi."
        )


class WrongCode(Exception):
    """The figures are not those that were sent; `left` is how many tries are left."""

    def __init__(self, left: int) -> None:
        super().__init__(f"Kode ini tidak cocok. Anda boleh mencoba {left} kali lagi.")
        self.left = left


class CodeOver(Exception):
    """There is no code that could be tried: none was sent, it is too old, or five tries were wrong."""

    def __init__(self) -> None:
        super().__init__("Kode ini tidak berlaku lagi. Minta kode baru.")


def send_first(*, party: Party, at: datetime.datetime) -> bool:
    """Send a code where the contact needs one and has none yet; called with the party locked.

    Returns:
        Whether one was sent; where the limits forbid it the page of the code says so, and the form is kept.
    """
    if party.contact_index is None or party.contact_proved_at is not None:
        return False
    code = OneTimeCode.objects.filter(party=party).first()
    if code is not None and code.used_at is None and code.expires_at > at:
        return False
    try:
        _send(party, code, at)
    except (TooSoon, SentTooOften, TooManyCodes):
        return False
    return True


def send(*, party: uuid.UUID, at: datetime.datetime) -> OneTimeCode:
    """Send the party's contact a new code, which takes the place of the former one.

    Two askings at once send one code: the party's row is locked, and the second finds that a minute is not over.

    Raises:
        NoContact: see the class; so do the others.
        TooSoon: ...
        SentTooOften: ...
        TooManyCodes: ...
        locks.Crowded: ...
    """
    with locks.patient():
        found = locks.lock_party(party)
        return _send(found, OneTimeCode.objects.filter(party=found).first(), at)


def prove(*, party: uuid.UUID, figures: str, at: datetime.datetime) -> None:
    """Take the figures as proof that the contact is read by whoever fills the form; a repeat after that does nothing.

    Every try is counted before it is compared, in one guarded update that is committed whatever comes of it: guesses
    sent at once are five at most (`tests/races/test_one_time_codes.py`).

    Raises:
        WrongCode: see the class; so does CodeOver.
    """
    try:
        _prove(Party.unscoped.get(pk=party), figures, at)
    except CodeOver:
        if not Party.unscoped.filter(pk=party, contact_proved_at__isnull=False).exists():
            raise


def _prove(party: Party, figures: str, at: datetime.datetime) -> None:
    digest, tries = _count_try(party, at)
    if not hmac.compare_digest(digest, _digest(party, figures)):
        raise WrongCode(OTP_TRIES - tries) if tries < OTP_TRIES else CodeOver
    with transaction.atomic():
        if not OneTimeCode.objects.filter(party=party, digest=digest, used_at=None).update(used_at=at):
            raise CodeOver
        Party.unscoped.filter(pk=party.pk, contact_index=party.contact_index).update(contact_proved_at=at)


def _count_try(party: Party, at: datetime.datetime) -> tuple[bytes, int]:
    """Count a try; the row stays ours until the count is committed, so what is read is what was counted."""
    with transaction.atomic():
        alive = OneTimeCode.objects.filter(party=party, used_at=None, expires_at__gt=at, tries__lt=OTP_TRIES)
        if not alive.update(tries=F("tries") + 1):
            raise CodeOver
        code = OneTimeCode.objects.get(party=party)
    return bytes(code.digest), code.tries


def _send(party: Party, code: OneTimeCode | None, at: datetime.datetime) -> OneTimeCode:
    if party.contact_index is None:
        raise NoContact
    if code is not None and code.sendings >= OTP_SENDINGS:
        raise SentTooOften
    if code is not None and at < code.sent_at + PAUSE:
        raise TooSoon(code.sent_at + PAUSE)
    limits.note_code(contact_index=party.contact_index, at=at)
    figures = f"{secrets.randbelow(10**OTP_FIGURES):0{OTP_FIGURES}}"
    sent, _ = OneTimeCode.objects.update_or_create(
        party=party,
        defaults={
            "digest": _digest(party, figures),
            "sent_at": at,
            "expires_at": at + LIFE,
            "sendings": code.sendings + 1 if code else 1,
            "tries": 0,
            "used_at": None,
        },
    )
    text = notice_texts.one_time_code(figures, OTP_MINUTES, language=party.language)
    notices.put(
        kind=NoticeKind.ONE_TIME_CODE,
        party_id=party.pk,
        area=party.area,
        channel=party.channel,
        address=party.contact,
        once_key=f"one_time_code:{party.pk}:{sent.sendings}",
        subject=text.subject,
        body=text.body,
        language=party.language,
        at=at,
        expires_at=at + LIFE,
    )
    return sent


def _digest(party: Party, figures: str) -> bytes:
    """Return the keyed digest of figures for this party and this contact: good for no other, and unreadable."""
    return sealing.sealer().index("one_time_code", f"{party.pk}:{party.contact_index}:{figures}").bytes
