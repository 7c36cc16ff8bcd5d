"""A list of KPU invitations is loaded: good rows are kept, the others are told one by one."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from queueing import locks
from queueing.ingest import invitations as files
from queueing.ingest.invitations import NAME, NIK, Complaint, Invitee
from queueing.models import Invitation
from queueing.rules.invited_name import could_be_named
from registry import sealing
from registry.actions import access
from registry.choices import RegionLevel, RowVerdict
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.models.region import Region
from registry.queries import recording_facts
from registry.rules.masking import mask_name, mask_number

LONGEST_LETTER: Final = 100
_AT_ONCE: Final = 2_000
_ANOTHER_NAME: Final = (
    "Nama tidak cocok dengan pemilik NIK itu. Periksa NIK pada undangan; bila NIK benar, "
    "tulis nama seperti di KK, lalu muat lagi."
)
_TWICE: Final = "NIK ini sudah ada di baris lain berkas ini. Tidak perlu dimuat lagi."
_KNOWN: Final = "Undangan untuk NIK ini sudah dimuat. Tidak perlu dimuat lagi."


class NoSuchRegency(Exception):
    """A letter comes to a regency, and none has that code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Kabupaten/kota {code} tidak dikenal. Tulis kodenya, misalnya 35.16.")


class NoLetter(Exception):
    """An invitation without its letter cannot be shown to anybody who asks where it came from."""

    def __init__(self) -> None:
        super().__init__(
            f"Nomor surat KPU kosong atau lebih dari {LONGEST_LETTER} huruf. Isi nomor surat pengantar daftar itu."
        )


@dataclass(slots=True)
class Loaded:
    """What became of the rows of one list; `rows_in` is the sum of the three others."""

    accepted: int = 0
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def held(self) -> int:
        """Rows that count once they are mended."""
        return sum(complaint.verdict == RowVerdict.HELD for complaint in self.complaints)

    @property
    def rejected(self) -> int:
        """Rows without which nothing is lost."""
        return len(self.complaints) - self.held

    @property
    def rows_in(self) -> int:
        """Rows of the file that were not blank."""
        return self.accepted + len(self.complaints)


@transaction.atomic
def load(
    path: Path,
    *,
    region: str,
    election: str,
    letter_number: str,
    by: Officer | None,
    at: datetime.datetime,
    encoding: str = "",
) -> Loaded:
    """Keep the invitations of a list. The same list again changes nothing and says so of every row.

    Two loads of one list at once would each find its invitations missing: they take turns
    (tests/races/test_invitations.py), and the database holds one invitation to a resident and election.

    Raises:
        BadFile: nothing of the file was kept.
        NoSuchRegency, NoLetter: see the classes.
    """
    if not Region.objects.filter(code=region, level=RegionLevel.REGENCY).exists():
        raise NoSuchRegency(region)
    letter = letter_number.strip()
    if not 0 < len(letter) <= LONGEST_LETTER:
        raise NoLetter
    locks.take_turn_at_invitations()
    shared = {"election": election, "letter_number": letter, "region_id": region, "loaded_at": at, "by": by}
    done, seen = Loaded(), set[uuid.UUID]()
    rows = files.read(path, encoding)
    while chunk := list(islice(rows, _AT_ONCE)):
        _keep(chunk, shared, seen, done)
    done.complaints.sort(key=lambda complaint: complaint.row_number)
    access.record(
        action=AccessAction.LOAD,
        subject=f"undangan KPU {election}",
        purpose=f"Memuat undangan KPU, surat {letter}",
        by=by,
        at=at,
        row_count=done.accepted,
        area=region,
    )
    return done


def _keep(chunk: Sequence[Invitee | Complaint], shared: dict[str, Any], seen: set[uuid.UUID], done: Loaded) -> None:
    """Keep the new ones of these rows; `shared` is what all have alike, `seen` the NIKs of the file so far."""
    done.complaints += [row for row in chunk if isinstance(row, Complaint)]
    indexed = _indexed(row for row in chunk if isinstance(row, Invitee))
    indexes = [index for index, _ in indexed]
    names = recording_facts.names_of(indexes)
    earlier = Invitation.unscoped.filter(nik_index__in=indexes, election=shared["election"])
    known = set(earlier.values_list("nik_index", flat=True))
    new = []
    for index, row in indexed:
        if index in names and not could_be_named(row.name, names[index]):
            done.complaints.append(Complaint(row.row_number, NAME, mask_name(row.name), _ANOTHER_NAME))
        elif index in seen:
            done.complaints.append(_needless(row, _TWICE))
        elif index in known:
            done.complaints.append(_needless(row, _KNOWN))
        else:
            seen.add(index)
            new.append(Invitation(nik_index=index, **shared))
    done.accepted += len(Invitation.unscoped.bulk_create(new))


def _indexed(rows: Iterable[Invitee]) -> list[tuple[uuid.UUID, Invitee]]:
    kept = list(rows)
    raw = sealing.sealer().index_many(sealing.NIK, [row.nik for row in kept])
    return [(uuid.UUID(bytes=index), row) for index, row in zip(raw, kept, strict=True)]


def _needless(row: Invitee, advice: str) -> Complaint:
    return Complaint(row.row_number, NIK, mask_number(row.nik), advice, RowVerdict.REJECTED)
