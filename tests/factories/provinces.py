"""Three small regencies of one province with made-up residents and rolls, read in once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from elections.actions import elections, rolls
from elections.choices import RollKind
from elections.made_up.making import MadeUp, make_population
from elections.models import VoterRoll
from elections.rules.known_elections import PILKADA_2020
from registry.actions import intakes
from registry.choices import IntakeKind
from registry.ingest import running
from registry.models import IntakeBatch
from tests.factories.regions import plant_regency

REGENCIES = ("35.16", "35.17", "35.76")


def make_province(folder: Path, *, residents: int, regencies: Sequence[str] = REGENCIES) -> MadeUp:
    """Write the files of the regencies."""
    return make_population(folder, seed=21, residents=residents, regencies=regencies)


def load_province(made: MadeUp) -> list[VoterRoll]:
    """Read all files in; return the rolls by regency."""
    election, now = elections.set_up(PILKADA_2020), timezone.now()
    for files in made.regencies:
        plant_regency(files.code)
        _take_in(intakes.receive(files.siak, kind=IntakeKind.SIAK_EXTRACT, region=files.code, by=None, at=now))
        _take_in(
            rolls.receive(
                files.roll, election=election, region=files.code, kind=RollKind.DPT, by=None, at=now, made_up=True
            )
        )
    return list(VoterRoll.unscoped.order_by("region_id"))


def _take_in(batch: IntakeBatch) -> None:
    running.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("done", "")
