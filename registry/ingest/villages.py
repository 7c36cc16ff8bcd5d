"""The villages a file may name, as the checks ask for them: known at all, and inside the file's region."""

from __future__ import annotations

from typing import Final

from registry.choices import RegionLevel
from registry.ingest.checks import Check
from registry.ingest.engine import Engine
from registry.models import IntakeBatch, Region


def refer(engine: Engine, batch: IntakeBatch) -> None:
    """Make `villages(code, is_inside)` and `batch(region, received_on)`."""
    codes = list(Region.objects.filter(level=RegionLevel.VILLAGE).values_list("code", flat=True))
    inside = f"{batch.region_id}."
    engine.list_as("villages", {"code": codes, "is_inside": [code.startswith(inside) for code in codes]})
    engine.list_as("batch", {"region": [batch.region_id], "received_on": [batch.received_at.date()]})


_NO_VILLAGE: Final = "Kode wilayah ini bukan desa atau kelurahan. Betulkan kodenya sesuai daftar Kemendagri."
_ELSEWHERE: Final = (
    "Desa ini di luar wilayah berkas ({detail}). Muat barisnya lewat berkas wilayah itu, atau betulkan kodenya."
)


def checks(column: str, village: str, found: str = "") -> tuple[Check, ...]:
    """Return the checks of a village code.

    Args:
        column: the column that is to be mended.
        village: the reading's column with the dotted code, NULL when it has not the form of one.
        found: SQL text to show, when the code stands in several columns.
    """
    return (
        Check(
            "desa_tidak_dikenal",
            column,
            f"coalesce({village} NOT IN (SELECT code FROM villages), true)",
            _NO_VILLAGE,
            found,
        ),
        Check(
            "desa_di_luar_wilayah",
            column,
            f"{village} IN (SELECT code FROM villages WHERE NOT is_inside)",
            _ELSEWHERE,
            found,
            "(SELECT region FROM batch)",
        ),
    )
