"""Whether a roll is of the election and regency it is named with; asked before a file is kept and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elections.models import Election
from registry.choices import RegionLevel
from registry.ingest.bad_file import BadFile
from registry.models.region import Region
from registry.scope import NATION


class ElectionUnknown(BadFile):
    """The batch names no election that is there."""


class RollOfAnotherElection(BadFile):
    """The election has no list of that kind: what a list is called differs from one election to the next."""


class NotARegency(BadFile):
    """A roll is of one kabupaten or kota, and this code is of something else."""


class RegionNotTakingPart(BadFile):
    """The election says where it is held, and not there."""


class PollingDateUnknown(BadFile):
    """Who on a roll is old enough cannot be said without the day of the vote."""


def election_of(region: str, parameters: Mapping[str, Any]) -> Election:
    """Return the election that a batch's parameters name, if a roll of that kind and region belongs to it.

    Args:
        region: kode wilayah of the regency.
        parameters: `election` (primary key) and `kind` (a code of `RollKind`).

    Raises:
        ElectionUnknown, RollOfAnotherElection, PollingDateUnknown, NotARegency, RegionNotTakingPart: see there.
    """
    election = Election.objects.filter(pk=parameters.get("election", 0)).first()
    if election is None:
        raise ElectionUnknown("Pemilihannya tidak dikenal. Sebutkan pemilihan yang ada, lalu muat lagi.")
    _refuse_kind(election, str(parameters.get("kind", "")))
    if election.polling_date is None:
        raise PollingDateUnknown(
            f"Hari pemungutan suara {election.name} belum diisi. Isi tanggalnya pada data pemilihan, lalu muat lagi."
        )
    _refuse_region(election, region)
    return election


def _refuse_kind(election: Election, kind: str) -> None:
    known = election.rules.get("list_types", {})
    if kind not in known:
        raise RollOfAnotherElection(
            f"Daftar {kind or 'tanpa jenis'} adalah daftar pemilihan lain: {election.name} hanya mengenal "
            f"{', '.join(known) or 'tidak satu pun'}. Pilih pemilihan atau jenis daftar yang benar, lalu muat lagi."
        )


def _refuse_region(election: Election, code: str) -> None:
    region = Region.objects.filter(code=code, level=RegionLevel.REGENCY).first()
    if region is None:
        raise NotARegency(
            f"Wilayah {code} bukan kabupaten atau kota. Sebutkan kode kabupaten/kotanya, misalnya 35.16, "
            "lalu muat lagi."
        )
    if election.regions and not _is_inside(code, election.regions):
        raise RegionNotTakingPart(
            f"{region.full_name} ({code}) tidak menyelenggarakan {election.name}. "
            "Pilih pemilihan yang benar, atau lengkapi wilayah penyelenggaranya pada data pemilihan."
        )


def _is_inside(code: str, around: Sequence[str]) -> bool:
    return any(one in {code, NATION} or code.startswith(f"{one}.") for one in around)
