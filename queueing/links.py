"""The link of a party: its id, signed, so that none can be guessed or made by changing another.

The paths stand here as well as in `queueing/urls.py` (a test holds both together): to look one up loads every page of
the system, in a worker seconds for which a transaction would keep its locks.
"""

from __future__ import annotations

import base64
import uuid
from typing import Final

from django.conf import settings
from django.core import signing

_SIGNER: Final = signing.Signer(salt="queueing.party")
_BOOKING: Final = "/antre/"
_FORM: Final = "/antre/isi/{}/"
_WAITING: Final = "/antre/tunggu/{}/"
_TICKET: Final = "/tiket/{}/"
_PROPOSAL: Final = "/tiket/{}/usul/"
_PRIORITY: Final = "/tiket/{}/prioritas/"


class TamperedLink(ValueError):
    """A link that this system did not make, or that was cut or changed on its way."""

    def __init__(self) -> None:
        super().__init__("Tautan ini tidak lengkap atau berubah. Buka lagi dari pesan yang Anda terima.")


def link_of(party: uuid.UUID) -> str:
    """Return the part of the address that stands for the party; it gives whoever has it the party's ticket."""
    return _SIGNER.sign(base64.urlsafe_b64encode(party.bytes).rstrip(b"=").decode()).replace(":", ".")


def address_of(party: uuid.UUID) -> str:
    """Return the whole address of the party's ticket, as it stands in messages."""
    return f"{settings.PUBLIC_URL}{_TICKET.format(link_of(party))}"


def waiting_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party that waits sees its place in line and answers an offer."""
    return f"{settings.PUBLIC_URL}{_WAITING.format(link_of(party))}"


def proposal_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party answers whether it comes another time."""
    return f"{settings.PUBLIC_URL}{_PROPOSAL.format(link_of(party))}"


def priority_address_of(party: uuid.UUID) -> str:
    """Return the whole address at which a party that waited in vain takes a place with priority."""
    return f"{settings.PUBLIC_URL}{_PRIORITY.format(link_of(party))}"


def form_of(party: uuid.UUID) -> str:
    """Return the path of the party's form, where it is filled in and confirmed."""
    return _FORM.format(link_of(party))


def booking_page() -> str:
    """Return the whole address at which everybody books a place."""
    return f"{settings.PUBLIC_URL}{_BOOKING}"


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
