"""How a phone number or e-mail address is shown, and the link by which a clerk writes to a phone by hand."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from queueing.rules.phone import mask_phone

_PHONE: Final = re.compile(r"\+[0-9]{8,15}", re.ASCII)


def mask_address(address: str) -> str:
    """Return an address as its owner knows it again and nobody else: +62812*****890, s***@contoh.example."""
    if address.startswith("+"):
        return mask_phone(address)
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at and name else "*" * 11


def wa_link(phone: str, text: str) -> str:
    """Return the link that opens WhatsApp with the text written to this phone, for whoever has no gateway.

    It names the phone, so it is for a clerk's page alone, and never written down. ValueError for what is no number in
    E.164 (+6281234567890).
    """
    if not _PHONE.fullmatch(phone):
        raise ValueError("a phone number in E.164 is needed")
    return f"https://wa.me/{phone[1:]}?text={quote(text, safe='')}"
