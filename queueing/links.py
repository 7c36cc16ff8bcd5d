"""The link of a party: its id, signed, so that none can be guessed or made by changing another."""

from __future__ import annotations

import base64
import uuid
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SIGNER: Final = signing.Signer(salt="queueing.party")


class TamperedLink(ValueError):
    """A link that this system did not make, or that was cut or changed on its way."""

    def __init__(self) -> None:
        super().__init__("Tautan ini tidak lengkap atau berubah. Buka lagi dari pesan yang Anda terima.")


def link_of(party: uuid.UUID) -> str:
    """Return the part of the address that stands for the party; it gives whoever has it the party's ticket."""
    return _SIGNER.sign(base64.urlsafe_b64encode(party.bytes).rstrip(b"=").decode()).replace(":", ".")


def address_of(party: uuid.UUID) -> str:
    """Return the whole address of the party's ticket, as it stands in messages."""
    return f"{settings.PUBLIC_URL}{reverse('queueing:ticket', args=[link_of(party)])}"


def waiting_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party that waits sees its place in line and answers an offer."""
    return f"{settings.PUBLIC_URL}{reverse('queueing:waiting', args=[link_of(party)])}"


def proposal_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party answers whether it comes another time."""
    return f"{settings.PUBLIC_URL}{reverse('queueing:proposal', args=[link_of(party)])}"


def priority_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party that waited in vain takes a place with priority."""
    return f"{settings.PUBLIC_URL}{reverse('queueing:priority', args=[link_of(party)])}"


def form_of(party: uuid.UUID) -> str:
    """Return the path of the party's form, where it is filled in and confirmed."""
    return f"/antre/isi/{link_of(party)}/"


def booking_page() -> str:
    """Return the whole address at which everybody books a place."""
    return f"{settings.PUBLIC_URL}{reverse('queueing:offices')}"


def party_of(link: str) -> uuid.UUID:
    """Return the party's id.

    Raises:
        TamperedLink: see the class.
    """
    try:
        packed = _SIGNER.unsign(link.replace(".", ":", 1))
        return uuid.UUID(bytes=base64.urlsafe_b64decode(packed + "=="))
    except (signing.BadSignature, ValueError) as error:
        raise TamperedLink from error
