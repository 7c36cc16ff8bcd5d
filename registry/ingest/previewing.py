"""What every preview is made of: a small table with a sample of rows and what a merge would do to each."""

from __future__ import annotations

from typing import Final

#: So many rows are shown.
SAMPLE: Final = 50
#: The stage's name of the sample's table, beside those of the kind.
STAGE: Final = "preview"
NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"
#: The columns of a sample. `number` is a NIK, sealed; `before` and `after` hold the columns that would change.
COLUMNS: Final = """
    what text, number_index uuid, number_sealed bytea, name text, village text, birth_date date,
    before jsonb, after jsonb
"""


def make(table: str) -> str:
    """Return SQL that makes an empty sample; unlogged, as all that is staged."""
    return f"CREATE UNLOGGED TABLE {table} ({COLUMNS})"
