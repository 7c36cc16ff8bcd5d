"""What is said of a row that is not taken in: where, by which rule, what was found, masked, and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from registry.choices import RowVerdict
from registry.ingest.bad_file import shown
from registry.ingest.checks import Check
from registry.ingest.layout import Holds, Layout
from registry.ingest.rows import Ragged
from registry.rules.masking import mask_name, mask_number

#: The rule that holds a row whose columns cannot be told apart, and what stands for its column.
RAGGED_RULE: Final = "jumlah_kolom"
WHOLE_ROW: Final = "(baris)"
_LONGEST_FOUND: Final = 120
_LONGEST_VILLAGE: Final = 13
_LONGEST_ADVICE: Final = 300


class HeldLine(NamedTuple):
    """One row that is not taken in; `values` is the row as it stands in the file, one JSON list.

    `village` is the code that the row itself gives, known or not.
    """

    row_number: int
    verdict: RowVerdict
    column: str
    rule: str
    found: str
    advice: str
    values: str
    village: str = ""


def of_ragged(ragged: Ragged, width: int) -> HeldLine:
    """Return what is said of a row that has another number of columns than the header's `width`."""
    advice = f"Baris ini harus {width} kolom seperti judulnya. Periksa tanda pemisah dan tanda kutip di dalam isian."
    values = json.dumps([ragged.text], ensure_ascii=False)
    found = f"{ragged.columns} kolom"
    return HeldLine(ragged.row_number, RowVerdict.HELD, WHOLE_ROW, RAGGED_RULE, found, advice, values)


def of_failing(row: Mapping[str, Any], checks: Sequence[Check], layout: Layout) -> HeldLine:
    """Return what is said of a row that failed checks.

    Args:
        row: row_number, failed (places of checks, the deciding one first), found, detail, written (list of cells),
            village_code.
        checks: all checks, as `failed` counts them.
        layout: says what a column holds, and so how it is masked.
    """
    first, *others = [checks[at] for at in row["failed"]]
    advice = first.advice.format(detail=row["detail"])
    also = list(dict.fromkeys(check.column for check in others if check.column != first.column))
    if also:
        advice = f"{advice} Periksa juga {', '.join(also)}."
    return HeldLine(
        row["row_number"],
        first.verdict,
        first.column,
        first.rule,
        _masked(row["found"] or "", first, layout),
        advice if len(advice) <= _LONGEST_ADVICE else advice[: _LONGEST_ADVICE - 1] + "…",
        json.dumps(row["written"], ensure_ascii=False),
        row["village_code"][:_LONGEST_VILLAGE],
    )


def _masked(found: str, check: Check, layout: Layout) -> str:
    holds = layout.column(check.column).holds
    if not check.found and holds is Holds.NUMBER:
        return mask_number(found)[:_LONGEST_FOUND]
    if not check.found and holds is Holds.NAME:
        found = mask_name(found)
    return shown(found, _LONGEST_FOUND)
