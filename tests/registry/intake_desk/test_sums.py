"""Of any file: rows in = accepted + held + rejected, the preview adds up, and the merge does what it says."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from registry.choices import IntakeState
from registry.models import HeldRow, Resident
from tests.registry.ingest.extracts import person, text_of
from tests.registry.intake_desk.conftest import HandIn, worked

DAMAGE = [
    {"NIK": ""},
    {"NIK": "3516"},
    {"NO_KK": "1"},
    {"NAMA_LGKP": "-"},
    {"TGL_LHR": "31-02-1990"},
    {"NO_KEL": "9999"},
    {"SHDK": "77"},
    {"ALAMAT": "x" * 300},
]
CHANGES = [{"NAMA_LGKP": "LAIN"}, {"ALAMAT": "JL. LAIN"}, {"STATUS_EKTP": "CARD_SHIPPED"}, {"STATUS": "2"}, {}]


@pytest.mark.parametrize("seed", range(8))
def test_the_sums_of_any_file_are_true(seed: int, hand_in: HandIn, desk: Client) -> None:
    dice = random.Random(seed)

    def some(count: int) -> list[dict[str, str]]:
        rows = [person(dice.randrange(60), **dice.choice(CHANGES)) for _ in range(count)]
        return [row | (dice.choice(DAMAGE) if dice.random() < 0.15 else {}) for row in rows]

    for _ in range(2):
        known = Resident.unscoped.count()
        batch = hand_in(text_of(some(dice.randrange(1, 80))))
        promised = batch.summary["preview"]
        residents = [promised[f"residents_{what}"] for what in ("new", "changed", "unchanged")]
        assert batch.rows_in == batch.accepted + batch.held + batch.rejected
        assert sum(residents) == batch.accepted
        assert HeldRow.objects.filter(batch=batch).count() == batch.held + batch.rejected
        assert sum(batch.summary["rules"].values()) == batch.held + batch.rejected
        desk.post(f"/petugas/berkas/{batch.pk}/setujui/")
        worked(batch)
        assert batch.state == IntakeState.DONE
        assert batch.rows_in == batch.accepted + batch.held + batch.rejected
        assert Resident.unscoped.count() == known + promised["residents_new"]
        for name in ("residents_new", "residents_changed", "residents_unchanged", "cards_changed", "households_new"):
            assert promised[name] == batch.summary[name], name
