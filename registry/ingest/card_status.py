"""The status file of the centre: a NIK, where its card stands, since which day; one row a card.

Rows are checked against the register itself: whose NIK it is, where the card stands here, and whether the file may
take it from there (`registry/rules/card_reports.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from registry import sealing
from registry.choices import CardStatus, IntakeKind
from registry.ingest import card_standing, card_status_merge, card_status_withdrawal, checks, twins, villages
from registry.ingest.checks import Check, Notice
from registry.ingest.engine import Engine
from registry.ingest.kinds import FileKind
from registry.ingest.layout import Column, Holds, Layout
from registry.ingest.staging import Stage
from registry.models import IntakeBatch
from registry.rules.card_reports import NAMES
from registry.rules.dates import DateFault

LAYOUT: Final = Layout(
    "Berkas status KTP-el",
    (
        Column("NIK", Holds.NUMBER),
        Column("STATUS_EKTP", aliases=("STATUS", "STATUS_KTP_EL", "STATUS_KTP", "STATUS_REKAM", "STATUS_PEREKAMAN")),
        Column("TANGGAL", Holds.DATE, ("TGL", "TGL_STATUS", "TANGGAL_STATUS", "TGL_UPDATE")),
    ),
)

_PLAIN_NAME: Final = "trim(regexp_replace(upper(plain_text(STATUS_EKTP)), '[^A-Z0-9]+', '_', 'g'), '_')"
_BY_NAME: Final = " ".join(f"WHEN '{name}' THEN '{state.value}'" for name, state in sorted(NAMES.items()))

READING: Final = f"""
    SELECT *,
        written_number(NIK) AS nik_number,
        CASE {_PLAIN_NAME} {_BY_NAME} END AS card_state,
        calendar_date(TANGGAL) AS reported_on
    FROM incoming
"""

_KNOWN: Final = "nik_number IN (SELECT nik FROM standing)"
_STATE_HERE: Final = "(SELECT state FROM standing WHERE standing.nik = nik_number)"
_LAST_HERE: Final = "(SELECT last_on FROM standing WHERE standing.nik = nik_number)"
_BOTH_IN_WORDS: Final = f"""
    'Status di register: ' || (SELECT words FROM state_words WHERE state_words.state = {_STATE_HERE})
    || '; berkas: ' || (SELECT words FROM state_words WHERE state_words.state = card_state) || '.'
"""
_OF_A_STATUS: Final = {
    DateFault.UNKNOWN_PART: "Hari, bulan, atau tahun tertulis 00. Isi tanggal status dari pusat.",
    DateFault.IMPOSSIBLE: "Tanggal ini tidak ada di kalender. Periksa kembali pada berkas pusat.",
}


def _date_checks() -> tuple[Check, ...]:
    """Return the checks of a date under one rule of their own: it is no date of birth."""
    return tuple(
        dataclasses.replace(check, rule="tanggal_status", advice=_OF_A_STATUS.get(fault, check.advice))
        for fault, check in zip(DateFault, checks.date_checks("TANGGAL", "reported_on"), strict=True)
    )


CHECKS: Final = (
    twins.repeated_check("NIK"),
    *checks.text_checks(tuple(column.name for column in LAYOUT.columns)),
    *checks.number_checks("NIK", "nik_number", "NIK"),
    Check(
        "kode_status_ektp",
        "STATUS_EKTP",
        "card_state IS NULL",
        "Status KTP-el tidak dikenal. Tulis nama status seperti di aplikasi KTP-el, misalnya SFE, PRR, atau "
        "CARD_PRINTED.",
    ),
    *_date_checks(),
    Check(
        "tanggal_status_di_depan",
        "TANGGAL",
        "reported_on > (SELECT received_on FROM batch)",
        "Tanggal status belum tiba pada hari berkas diterima. Betulkan tanggalnya.",
    ),
    twins.contradicting_check("NIK"),
    Check(
        "nik_tidak_di_register",
        "NIK",
        f"NOT ({_KNOWN})",
        "NIK ini tidak ada di register wilayah berkas ({detail}). Muat dahulu data penduduknya, atau muat baris ini "
        "lewat berkas wilayah lain.",
        detail="(SELECT region FROM batch)",
    ),
    Check(
        "status_tidak_lanjut",
        "STATUS_EKTP",
        f"{_STATE_HERE} <> card_state"
        f" AND ({_STATE_HERE}, card_state) NOT IN (SELECT (now_state, to_state) FROM card_report)",
        "{detail} Langkah ini tidak mungkin: catat dahulu langkah yang kurang, atau berkas ini lebih lama daripada "
        "register.",
        detail=_BOTH_IN_WORDS,
    ),
    Check(
        "status_lebih_lama",
        "TANGGAL",
        f"{_STATE_HERE} <> card_state AND reported_on < {_LAST_HERE}",
        "Register mencatat perubahan terakhir pada {detail}, sesudah tanggal di berkas. Berkas ini mungkin sudah lama.",
        detail=f"strftime({_LAST_HERE}, '%d-%m-%Y')",
    ),
)

NOTICES: Final = (
    Notice(
        "status_sama",
        f"{_STATE_HERE} = card_state",
        "Status di berkas sama dengan di register; tidak ada yang berubah.",
    ),
)

STAGES: Final = (
    Stage(
        "status",
        """SELECT nik_number AS nik, card_state, standing.state AS seen_state, reported_on
           FROM accepted JOIN standing ON standing.nik = nik_number ORDER BY row_number""",
        {"card_state": "text", "seen_state": "text", "reported_on": "date"},
        {"nik": sealing.NIK},
    ),
)


class CardStatusFile(FileKind):
    """Where the cards of one regency stand, as the centre tells it."""

    kind = IntakeKind.CARD_STATUS
    layout = LAYOUT
    reading = READING
    checks = CHECKS
    notices = NOTICES
    stages = STAGES
    # Each card is looked at by itself: one that has moved on since keeps the batch.
    batches_stand_alone = True
    village = "(SELECT village FROM standing WHERE standing.nik = nik_number)"

    def refer(self, engine: Engine, batch: IntakeBatch) -> None:
        """Give where the cards stand here, what may be reported, and the NIKs that stand in more than one row."""
        villages.refer(engine, batch)
        card_standing.refer(engine, batch)
        engine.list_as("state_words", {"state": CardStatus.values, "words": CardStatus.labels})
        twins.find(engine, LAYOUT, "nik_number")

    def preview(self, batch: IntakeBatch, stages: Mapping[str, str], table: str) -> dict[str, Any]:
        """See `card_status_merge`."""
        return card_status_merge.preview(batch, stages["status"], table)

    def merge(self, batch: IntakeBatch, stages: Mapping[str, str], progress: Callable[[str], None]) -> dict[str, Any]:
        """See `card_status_merge`."""
        return card_status_merge.merge(batch, stages["status"], progress)

    def withdraw(self, batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, Any]:
        """See `card_status_withdrawal`."""
        return card_status_withdrawal.withdraw(batch, progress)
