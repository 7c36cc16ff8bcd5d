"""No NIK and no KK number of a file stands in clear in any table, log line or message."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.db import connection

from registry.actions import held_rows
from registry.ingest import running
from registry.tasks import run_intake
from tests.registry.ingest.conftest import MOMENT, Load
from tests.registry.ingest.extracts import people, person, write_csv

ACCEPTED = people(30)
BAD = [
    person(101, NIK="351608010890123"),
    person(102, NIK="3516080132901234"),
    person(103, NO_KK="3516083208901234"),
    person(104, NAMA_LGKP="3516080108909999"),
    person(105, ALAMAT="3516 0801 0890 8888"),
    person(106, STATUS="3516080108907777"),
    person(107, TGL_LHR="3516080108906666"),
    person(108, NAMA_LGKP="SAMA"),
    person(108, NAMA_LGKP="LAIN"),
]
CANARIES = {cells[column] for cells in (*ACCEPTED, *BAD) for column in ("NIK", "NO_KK")} | {
    "3516080108909999", "3516 0801 0890 8888", "3516080108907777", "3516080108906666",
}  # fmt: skip


def _texts_of_every_table() -> str:
    """Return all that is stored as text, JSON or bytes, bytes both as hex and as the characters they may be."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT table_name, string_agg(
                CASE WHEN data_type = 'bytea'
                     THEN format('encode(%1$I, ''escape'') || encode(%1$I, ''hex'')', column_name)
                     ELSE format('coalesce(%I::text, '''')', column_name) END, ' || ' )
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
              AND data_type IN ('bytea', 'text', 'character varying', 'jsonb', 'json')
            GROUP BY table_name
        """)
        texts = []
        for table, expression in cursor.fetchall():
            cursor.execute(f'SELECT string_agg({expression}, chr(10)) FROM "{table}"')
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


def _in_clear(text: str) -> set[str]:
    return {number for number in CANARIES if number in text or number.encode().hex() in text}


def test_no_table_holds_a_number_in_clear_at_any_step(
    receive: Load, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    staged: list[str] = []
    real = running.merge

    def looking(*given: object) -> None:
        staged.append(_texts_of_every_table())
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "merge", looking)
    batch = receive(write_csv(tmp_path / "penduduk.csv", [*ACCEPTED, *BAD]))
    run_intake(batch.pk)
    batch.refresh_from_db()

    assert (batch.accepted, batch.held) == (30, len(BAD))
    assert "SITI AMINAH" in staged[0]
    assert _in_clear(staged[0]) == set()
    assert _in_clear(_texts_of_every_table()) == set()
    assert _in_clear(caplog.text) == set()


def test_the_search_would_find_a_number(receive: Load, tmp_path: Path) -> None:
    """Control: a number that somebody stores in clear is found."""
    batch = receive(write_csv(tmp_path / "penduduk.csv", ACCEPTED), source_letter=ACCEPTED[0]["NIK"])
    batch.save()

    assert _in_clear(_texts_of_every_table()) == {ACCEPTED[0]["NIK"]}


def test_a_failed_file_says_nothing_of_its_numbers(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "penduduk.csv"
    path.write_text("\n".join(",".join(cells.values()) for cells in ACCEPTED))

    failure = load(path).failure

    assert "berisi data, bukan judul" in failure
    assert _in_clear(failure) == set()


def test_the_export_is_the_one_place_where_a_number_leaves_and_it_is_recorded(load: Load, tmp_path: Path) -> None:
    from registry.models import AccessEntry

    batch = load(write_csv(tmp_path / "penduduk.csv", BAD))

    rows = list(held_rows.export(batch, by=None, at=MOMENT, purpose="Membetulkan data"))

    assert BAD[0]["NIK"] in str(rows)
    entry = AccessEntry.objects.get(action="export")
    assert (entry.subject, entry.purpose, entry.row_count) == (
        f"baris tertahan berkas {batch.pk}", "Membetulkan data", len(BAD),
    )  # fmt: skip
