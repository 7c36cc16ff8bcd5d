"""What was scanned or typed at the front desk."""

from __future__ import annotations

import uuid

import pytest

from queueing import links
from queueing.rules.scanned import Kind, read

NIK = "3516080108900007"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("K7QF-2M9X", Kind.CODE, "K7QF-2M9X"),
        (" k7qf2m9x\n", Kind.CODE, "K7QF-2M9X"),
        ("a12", Kind.NUMBER, "A-012"),
        ("B-007", Kind.NUMBER, "B-007"),
        (NIK, Kind.NIK, NIK),
        ("3516 0801 0890 0007", Kind.NIK, NIK),
        ("3516080108900000", Kind.NOTHING, ""),
        ("351608010890000", Kind.NOTHING, ""),
        ("", Kind.NOTHING, ""),
        ("SITI", Kind.NOTHING, ""),
    ],
)
def test_what_was_scanned(text: str, kind: Kind, value: str) -> None:
    found = read(text)

    assert (found.kind, found.value) == (kind, value)
    assert bool(found.hint) == (kind == Kind.NOTHING)
    assert NIK not in repr(found)


def test_the_link_on_a_receipt_of_the_hall_is_read() -> None:
    party = uuid.uuid4()

    found = read(links.address_of(party))

    assert found.kind == Kind.LINK
    assert links.party_of(found.value) == party
