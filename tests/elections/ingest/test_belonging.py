"""A roll is refused before it is kept when it is of another election, or of no regency that takes part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from elections.actions import elections, rolls
from elections.ingest.belonging import (
    NotARegency,
    PollingDateUnknown,
    RegionNotTakingPart,
    RollOfAnotherElection,
)
from elections.models import Election, VoterRoll
from elections.rules.known_elections import PEMILU_2024
from registry.actions.intakes import AnotherIntakeIsRunning, SameFile
from registry.choices import IntakeState
from registry.ingest import running
from registry.ingest.bad_file import BadFile
from registry.models import IntakeBatch
from tests.elections.ingest.conftest import Load, Receive
from tests.elections.ingest.made_up_rolls import voters

pytestmark = [pytest.mark.django_db, pytest.mark.database]

through_the_worker = pytest.mark.django_db(transaction=True)


def nothing_was_kept() -> bool:
    folder = Path(settings.INTAKE_DIR)
    return not IntakeBatch.objects.exists() and not (folder.exists() and any(folder.iterdir()))


@pytest.mark.parametrize(
    ("named", "refusal", "said"),
    [
        ({"kind": "DPK"}, RollOfAnotherElection, ["DPK", "pemilihan lain", "Pilkada Serentak 2020", "DPTB"]),
        ({"kind": ""}, RollOfAnotherElection, ["tanpa jenis"]),
        ({"region": "35.16.08"}, NotARegency, ["35.16.08", "bukan kabupaten atau kota"]),
        ({"region": "99.99"}, NotARegency, ["99.99"]),
        ({"election": Election(pk=None)}, BadFile, ["Pemilihannya tidak dikenal"]),
    ],
)
def test_a_roll_that_belongs_nowhere_is_refused(
    receive: Receive, named: dict[str, Any], refusal: type[BadFile], said: list[str]
) -> None:
    with pytest.raises(refusal) as refused:
        receive(voters(2), **named)

    assert [word for word in said if word not in str(refused.value)] == []
    assert nothing_was_kept()


@pytest.mark.parametrize(
    ("regions", "refused"), [([], False), (["35.16"], False), (["35"], False), (["35.76"], True), (["35.1"], True)]
)
def test_only_regions_that_take_part_may_send_a_roll(
    receive: Receive, pilkada: Election, regions: list[str], *, refused: bool
) -> None:
    Election.objects.filter(pk=pilkada.pk).update(regions=regions)

    if refused:
        with pytest.raises(RegionNotTakingPart, match=r"Kabupaten Mojokerto \(35\.16\) tidak menyelenggarakan"):
            receive(voters(2))
    else:
        assert receive(voters(2)).region_id == "35.16"


def test_a_roll_without_a_polling_date_is_refused(receive: Receive, pilkada: Election) -> None:
    Election.objects.filter(pk=pilkada.pk).update(polling_date=None)

    with pytest.raises(PollingDateUnknown, match="Hari pemungutan suara Pilkada Serentak 2020 belum diisi"):
        receive(voters(2))

    assert nothing_was_kept()


@through_the_worker
def test_a_polling_date_taken_away_before_the_worker_begins_fails_the_batch(
    receive: Receive, pilkada: Election
) -> None:
    batch = receive(voters(2))
    Election.objects.filter(pk=pilkada.pk).update(polling_date=None)

    running.run(batch.pk)

    batch.refresh_from_db()
    assert batch.state == IntakeState.FAILED
    assert "Hari pemungutan suara" in batch.failure
    assert not VoterRoll.unscoped.exists()


@through_the_worker
def test_a_file_loaded_for_one_election_is_refused_for_another(load: Load, receive: Receive) -> None:
    first = load(voters(2))
    pemilu = elections.set_up(PEMILU_2024)

    with pytest.raises(rolls.FileOfAnotherElection, match=rf"Pilkada Serentak 2020, berkas no {first.pk}"):
        receive(voters(2), election=pemilu)
    with pytest.raises(rolls.FileOfAnotherElection):
        receive(voters(2), election=pemilu, region="35.76")

    assert IntakeBatch.objects.count() == 1


@through_the_worker
def test_the_same_file_twice_for_one_election_is_recognised(load: Load, receive: Receive) -> None:
    load(voters(2))

    with pytest.raises(SameFile, match="sudah dimuat pada"):
        receive(voters(2))


def test_a_second_roll_waits_until_the_first_is_loaded(receive: Receive) -> None:
    receive(voters(2))

    with pytest.raises(AnotherIntakeIsRunning, match="masih diproses"):
        receive(voters(3))
