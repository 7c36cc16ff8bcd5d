"""The national ranking published: announced figures as they are, everything else filled up and marked as simulated."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count
from django.utils.formats import date_format

from elections.actions import elections, scores
from elections.choices import FigureSource
from elections.models import Election, RankingEdition
from elections.rules import national_series as published
from elections.rules.known_elections import PILKADA_2020
from elections.rules.national_simulation import Area, participants, simulate
from registry.choices import RegionLevel
from registry.models.officer import Officer
from registry.models.region import Region

TITLE: Final = "Nasional, Pilkada Serentak 2020"
METHOD: Final = (
    "Persen perekaman = pemilih yang sudah merekam dibagi semua pemilih dalam daftar (DPT). Angka resmi ditulis "
    "seperti yang diumumkan; jumlah per daerah tidak pernah diumumkan lengkap. Karena itu angka daerah lain, dan "
    "daerah mana yang ikut di luar sembilan provinsi pemilihan gubernur dan Jawa Timur, adalah contoh yang dibuat "
    "agar jumlahnya tepat sama dengan angka resmi. Semuanya bertanda simulasi. Urutan: persen tertinggi, lalu sisa "
    "paling sedikit, lalu daftar paling besar, lalu kode wilayah. Wilayah yang sama nilainya berbagi peringkat."
)
# unnest gives one row per regency; nothing was compared, so three columns stay empty.
_AREAS: Final = """
    SELECT code, voters, NULL::bigint, recorded, NULL::bigint, NULL::bigint
    FROM unnest(%(codes)s::text[], %(voters)s::bigint[], %(recorded)s::bigint[]) AS area (code, voters, recorded)
"""


class RegionsMissing(Exception):
    """The region table is empty or incomplete, so there is nothing to rank."""


@transaction.atomic
def publish(*, by: Officer | None, at: datetime.datetime) -> RankingEdition:
    """Freeze the national edition of 25 November 2020; where it stands already, return it.

    Two callers at once wait for each other on the election's row.

    Raises:
        RegionsMissing: see the class.
        elections.actions.scores.FiguresDoNotAddUp: see there.
    """
    election = Election.objects.select_for_update().get(pk=elections.set_up(PILKADA_2020).pk)
    day = published.EDITION_DAY
    frozen = RankingEdition.objects.filter(election=election, run=None, as_of=day).first()
    if frozen is not None:
        return frozen
    edition = RankingEdition.objects.create(
        title=TITLE, election=election, as_of=day, method=METHOD, sources=_sources(), frozen_at=at, frozen_by=by
    )
    scores.freeze(edition, _leaves(_areas()), voters=published.NATIONAL_VOTERS)
    return edition


def _areas() -> list[Area]:
    districts = _districts_by_regency()
    codes = participants(districts)
    if len(codes) != published.PARTICIPATING_REGENCIES or published.MOJOKERTO not in codes:
        raise RegionsMissing("Tabel wilayah belum lengkap. Jalankan `manage.py seed_regions`, lalu ulangi.")
    return simulate({code: districts[code] for code in codes})


def _districts_by_regency() -> dict[str, int]:
    """Count the districts of every regency whose code is in force."""
    in_force = Region.objects.filter(level=RegionLevel.DISTRICT, valid_to=None, parent__valid_to=None)
    return dict(in_force.values_list("parent_id").annotate(number=Count("code")).order_by("parent_id"))


def _leaves(areas: list[Area]) -> scores.Leaves:
    return scores.Leaves(
        query=_AREAS,
        parameters={
            "codes": [area.code for area in areas],
            "voters": [area.voters for area in areas],
            "recorded": [area.voters - area.unrecorded for area in areas],
        },
        source=FigureSource.SIMULATED,
        simulated=True,
        published=(published.NATION, published.MOJOKERTO),
    )


def _sources() -> list[dict[str, Any]]:
    """Say of every published figure where it stood; `regions` and `figures` tie a source to what it backs."""
    national = next(count for count in published.NATIONAL_SERIES if count.day == published.EDITION_DAY)
    entries = [
        _entry(f"Pemilih belum merekam, nasional, {date_format(national.day, 'j F Y')}", national.source)
        | {"regions": [published.NATION], "figures": ["voters", "unrecorded"]},
        _entry("Pemilih belum merekam, Kabupaten Mojokerto", published.MOJOKERTO_UNRECORDED_SOURCE)
        | {"regions": [published.MOJOKERTO], "figures": ["unrecorded"]},
        _entry("Peringkat Kabupaten Mojokerto", published.MOJOKERTO_RANK_SOURCE)
        | {"regions": [published.MOJOKERTO], "figures": ["rank"]},
    ]
    by_source: dict[published.Source, list[str]] = {}
    for roll in published.PUBLISHED_ROLLS:
        by_source.setdefault(roll.source, []).append(roll.code)
    return entries + [
        _entry("Pemilih dalam daftar (DPT)", source) | {"regions": codes, "figures": ["voters"]}
        for source, codes in by_source.items()
    ]


def _entry(figure: str, source: published.Source) -> dict[str, Any]:
    return {"text": f"{figure}: {source.text}.", "url": source.url}
