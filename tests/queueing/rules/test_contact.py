"""Addresses masked, and the link by which a clerk writes by hand."""

from __future__ import annotations

import pytest

from queueing.rules.contact import mask_address, wa_link


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("+6281234567890", "+62812*****890"),
        ("+628123456789", "+62812****789"),
        ("+62812345", "*********"),
        ("siti.aminah@contoh.example", "s***@contoh.example"),
        ("s@contoh.example", "s***@contoh.example"),
        ("@contoh.example", "***********"),
        ("081234567890", "***********"),
        ("", "***********"),
    ],
)
def test_an_address_is_known_again_by_its_owner_alone(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def test_the_link_opens_whatsapp_with_the_text_written() -> None:
    assert (
        wa_link("+6281234567890", "Tempat Anda: 7 & 8?\nBawa KK.")
        == "https://wa.me/6281234567890?text=Tempat%20Anda%3A%207%20%26%208%3F%0ABawa%20KK."
    )


@pytest.mark.parametrize("phone", ["081234567890", "6281234567890", "+62 812", "", "+62x", "+6281234567890/../"])
def test_no_link_is_made_of_what_is_no_number(phone: str) -> None:
    with pytest.raises(ValueError, match=r"E\.164"):
        wa_link(phone, "Halo")
