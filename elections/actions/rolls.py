"""Voter rolls received and taken back; the loading itself is `elections/ingest/`, run by `registry.tasks`."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Final

from elections.models import Election, VoterRoll
from registry.actions import intakes
from registry.choices import IntakeKind, IntakeState
from registry.models.intake import IntakeBatch
from registry.models.officer import Officer

_GONE: Final = [IntakeState.FAILED, IntakeState.CANCELLED, IntakeState.WITHDRAWN]


class FileOfAnotherElection(Exception):
    """This very file was loaded before, for another election; `batch` is where."""

    def __init__(self, batch: IntakeBatch, election: Election | None) -> None:
        of = election.name if election else "pemilihan lain"
        super().__init__(
            f"Berkas ini sudah dimuat sebagai daftar {of}, berkas no {batch.pk}. "
            "Pilih berkas yang benar, atau tarik dahulu berkas itu."
        )
        self.batch = batch


#: What `receive` may refuse with, each with a sentence for the person who sent the file.
REFUSALS: Final = (intakes.BadFile, intakes.SameFile, intakes.AnotherIntakeIsRunning, FileOfAnotherElection)


def receive(
    path: Path,
    *,
    election: Election,
    region: str,
    kind: str,
    by: Officer | None,
    at: datetime.datetime,
    source_letter: str = "",
    made_up: bool = False,
    encoding: str = "",
) -> IntakeBatch:
    """Keep a roll's file and make its batch; the door then rings for `registry.tasks.run_intake`.

    Of two people sending the same file at once for two elections one is refused by `the_same_file_is_loaded_once`.

    Args:
        path: the file, CSV or XLSX in the A-KWK layout.
        election: whose roll it is.
        region: kode wilayah of the kabupaten or kota.
        kind: what the list is, a code of `RollKind` that the election knows.
        by: the officer; None for a command of the office itself.
        at: the moment.
        source_letter: number of the letter it came with.
        made_up: whether its voters are made up; every figure from it is then shown as *simulasi*.
        encoding: "cp1252" when the sender said so.

    Raises:
        BadFile: the roll is of another election or of no regency that takes part (see `ingest/belonging.py`).
        FileOfAnotherElection: see the class.
        registry.actions.intakes.SameFile, registry.actions.intakes.AnotherIntakeIsRunning: see there.
    """
    _refuse_file_of_another_election(path, election)
    parameters = {"election": election.pk, "kind": kind, "made_up": made_up}
    return intakes.receive(
        path,
        kind=IntakeKind.VOTER_ROLL,
        region=region,
        by=by,
        at=at,
        source_letter=source_letter,
        parameters=parameters | ({"encoding": encoding} if encoding else {}),
    )


def withdraw(roll: VoterRoll, *, by: Officer | None, at: datetime.datetime) -> VoterRoll:
    """Take a roll back: its rows go, the roll stays as a mark that it was there, so do its polling stations.

    Raises:
        registry.actions.intakes.BatchIsInUse: a reconciliation rests on it (see `ingest/roll_withdrawal.py`).
        registry.actions.intakes.NotWithdrawable: it was withdrawn already.
    """
    intakes.withdraw(roll.batch, by=by, at=at)
    roll.refresh_from_db()
    return roll


def _refuse_file_of_another_election(path: Path, election: Election) -> None:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    same = IntakeBatch.objects.filter(kind=IntakeKind.VOTER_ROLL, sha256=sha256).exclude(state__in=_GONE)
    other = same.exclude(parameters__election=election.pk).first()
    if other is not None:
        raise FileOfAnotherElection(other, Election.objects.filter(pk=other.parameters.get("election")).first())
