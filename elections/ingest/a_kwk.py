"""The A-KWK layout of a voter roll: its columns, how they are read, what holds a row back, what is loaded.

A roll is loaded as KPU printed it. Blank, masked and wrong NIKs, voters who are too young and voters who stand there
twice are what the reconciliation is for: they come in and become findings. Only what cannot be kept as printed is
held: a date that is none, a village of another regency, a number that a spreadsheet has already destroyed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from elections.choices import RollMaritalStatus
from elections.ingest import belonging, roll_merge, roll_preview, roll_withdrawal
from registry import sealing
from registry.choices import IntakeKind, Sex
from registry.ingest import checks, twins, villages
from registry.ingest.checks import Check, Notice
from registry.ingest.engine import Engine
from registry.ingest.kinds import FileKind
from registry.ingest.layout import Column, Holds, Layout
from registry.ingest.staging import Stage
from registry.models.intake import IntakeBatch
from registry.rules.dates import DateFault
from registry.rules.number_report import Fault

LAYOUT: Final = Layout(
    "Daftar pemilih (A-KWK)",
    (
        Column("NO", aliases=("NOMOR", "NO_URUT")),
        Column("NO_KK", Holds.NUMBER, ("NKK", "NOMOR_KK")),
        Column("NIK", Holds.NUMBER),
        Column("NAMA", Holds.NAME, ("NAMA_LENGKAP",)),
        Column("TEMPAT_LAHIR", aliases=("TMPT_LHR",)),
        Column("TANGGAL_LAHIR", Holds.DATE, ("TGL_LAHIR", "TGL_LHR")),
        Column("STATUS_KAWIN", aliases=("STATUS_PERKAWINAN",)),
        Column("JENIS_KELAMIN", aliases=("L_P", "JENIS_KLMIN")),
        Column("ALAMAT"),
        Column("RT", aliases=("NO_RT",)),
        Column("RW", aliases=("NO_RW",)),
        Column("DISABILITAS"),
        Column("STATUS_PEREKAMAN", aliases=("STATUS_PEREKAMAN_KTP_EL",)),
        Column("KETERANGAN", aliases=("KET",)),
        Column("TPS", aliases=("NO_TPS",)),
        Column("KODE_WILAYAH"),
    ),
)

# A dash in a column of codes is how blank is printed. `place` is the same for a row and its repetition only.
READING: Final = r"""
    SELECT *,
        upper(outer_trimmed(NO_KK)) AS kk_printed,
        upper(outer_trimmed(NIK)) AS nik_printed,
        written_number(NO_KK) AS kk_number,
        written_number(NIK) AS nik_number,
        plain_text(NAMA) AS voter_name,
        plain_text(TEMPAT_LAHIR) AS birth_place,
        calendar_date(TANGGAL_LAHIR) AS birth_date,
        upper(trim(JENIS_KELAMIN)) AS sex,
        CASE WHEN trim(STATUS_KAWIN) = '-' THEN '' ELSE upper(trim(STATUS_KAWIN)) END AS marital_status,
        plain_text(ALAMAT) AS address,
        CASE WHEN trim(RT) IN ('', '-') THEN '' ELSE figures(RT, 3) END AS rt_number,
        CASE WHEN trim(RW) IN ('', '-') THEN '' ELSE figures(RW, 3) END AS rw_number,
        CASE WHEN trim(DISABILITAS) = '-' THEN '' ELSE upper(trim(DISABILITAS)) END AS disability,
        CASE WHEN trim(STATUS_PEREKAMAN) = '-' THEN '' ELSE upper(trim(STATUS_PEREKAMAN)) END AS recorded_flag,
        plain_text(KETERANGAN) AS remark,
        figures(TPS, 3) AS tps_number,
        CASE WHEN regexp_full_match(trim(KODE_WILAYAH), '[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}')
             THEN trim(KODE_WILAYAH) END AS village,
        CASE WHEN trim(NO) <> '' THEN trim(NO) || '/' || TPS || '/' || KODE_WILAYAH ELSE '' END AS place
    FROM incoming
"""


def _is_not(read: str, allowed: list[str]) -> str:
    return f"{read} NOT IN ({', '.join(repr(code) for code in allowed)})"


def _damage_checks(column: str, read: str, name: str) -> tuple[Check, ...]:
    """Return the check for what a spreadsheet did; every other fault of a number is the roll's own."""
    every = checks.number_checks(column, read, name)
    return tuple(check for check in every if check.rule.endswith(f"_{Fault.SCIENTIFIC}"))


def _date_checks(column: str, read: str) -> tuple[Check, ...]:
    """Return the checks of a date that may be blank."""
    every = checks.date_checks(column, read)
    return tuple(check for check in every if not check.rule.endswith(f"_{DateFault.BLANK}"))


CHECKS: Final = (
    twins.repeated_check("NO"),
    *checks.text_checks([column.name for column in LAYOUT.columns]),
    *_damage_checks("NIK", "nik_number", "NIK"),
    *_damage_checks("NO_KK", "kk_number", "Nomor KK"),
    checks.length_check("NIK", "nik_printed", 40),
    checks.length_check("NO_KK", "kk_printed", 40),
    Check("nama_kosong", "NAMA", "voter_name = ''", "Nama kosong. Isi nama seperti di daftar yang ditetapkan KPU."),
    checks.length_check("NAMA", "voter_name", 120),
    checks.length_check("TEMPAT_LAHIR", "birth_place", 100),
    checks.length_check("ALAMAT", "address", 200),
    checks.length_check("KETERANGAN", "remark", 100),
    *checks.no_number_inside(("NAMA", "TEMPAT_LAHIR", "ALAMAT", "KETERANGAN")),
    *_date_checks("TANGGAL_LAHIR", "birth_date"),
    Check(
        "jenis_kelamin",
        "JENIS_KELAMIN",
        _is_not("sex", Sex.values),
        "Jenis kelamin harus L atau P. Betulkan sesuai daftar yang ditetapkan KPU.",
    ),
    Check(
        "status_kawin",
        "STATUS_KAWIN",
        _is_not("marital_status", ["", *RollMaritalStatus.values]),
        "Status kawin harus B (belum), S (sudah), P (pernah), atau kosong. Betulkan hurufnya.",
    ),
    Check("rt_rw", "RT", "rt_number IS NULL", "RT harus paling banyak tiga angka, misalnya 003, atau kosong."),
    Check("rt_rw", "RW", "rw_number IS NULL", "RW harus paling banyak tiga angka, misalnya 003, atau kosong."),
    Check(
        "kode_disabilitas",
        "DISABILITAS",
        "NOT regexp_full_match(disability, '[0-9A-Z]{0,2}')",
        "Kode disabilitas harus paling banyak dua huruf atau angka. Tulis kodenya, bukan namanya.",
    ),
    Check(
        "status_perekaman",
        "STATUS_PEREKAMAN",
        _is_not("recorded_flag", ["", "B", "S"]),
        "Status perekaman harus B (belum), S (sudah), atau kosong. Betulkan hurufnya.",
    ),
    Check(
        "nomor_tps",
        "TPS",
        "coalesce(tps_number, '000') = '000'",
        "Nomor TPS harus satu sampai tiga angka, misalnya 001. Betulkan nomornya.",
    ),
    *villages.checks("KODE_WILAYAH", "village"),
)

NOTICES: Final = (
    Notice("nik_kosong", "nik_printed = ''", "NIK kosong; barisnya dimuat dan akan menjadi temuan."),
    Notice(
        "nik_bukan_enam_belas_angka",
        "nik_printed <> '' AND NOT regexp_full_match(nik_number, '[0-9]{16}')",
        "NIK tertutup tanda bintang atau bukan 16 angka; barisnya dimuat dan akan menjadi temuan.",
    ),
    Notice("tanggal_lahir_kosong", "birth_date IS NULL", "Tanggal lahir kosong; umur pemilih tidak dapat diperiksa."),
)

STAGES: Final = (
    Stage(
        "entry",
        """SELECT nullif(kk_printed, '') AS kk, nullif(nik_printed, '') AS nik, row_number, voter_name AS name,
                  birth_place, birth_date, sex, marital_status, address, rt_number AS rt, rw_number AS rw,
                  disability, recorded_flag, remark, village, tps_number AS tps
           FROM accepted ORDER BY row_number""",
        {
            "row_number": "integer",
            "name": "text",
            "birth_place": "text",
            "birth_date": "date",
            "sex": "text",
            "marital_status": "text",
            "address": "text",
            "rt": "text",
            "rw": "text",
            "disability": "text",
            "recorded_flag": "text",
            "remark": "text",
            "village": "text",
            "tps": "text",
        },
        {"kk": sealing.KK_NUMBER, "nik": sealing.NIK},
    ),
)


class VoterRollFile(FileKind):
    """A published list of voters of one regency, one row a voter.

    The batch's parameters: `election` (primary key), `kind` (a code of `RollKind`), `made_up`, `encoding`.
    """

    kind = IntakeKind.VOTER_ROLL
    layout = LAYOUT
    reading = READING
    checks = CHECKS
    notices = NOTICES
    stages = STAGES
    batches_stand_alone = True
    may_mend = False  # a roll is loaded as it was published, whole
    parameter_form = "elections.forms.RollParameters"

    def refuse_parameters(self, region: str, parameters: Mapping[str, Any]) -> None:
        """See `belonging.election_of`."""
        belonging.election_of(region, parameters)

    def refer(self, engine: Engine, batch: IntakeBatch) -> None:
        """Ask again whether the roll belongs here, give the villages, and find the rows that stand there twice."""
        belonging.election_of(batch.region_id, batch.parameters)
        villages.refer(engine, batch)
        twins.find(engine, LAYOUT, "place")

    def preview(self, batch: IntakeBatch, stages: Mapping[str, str], table: str) -> dict[str, Any]:
        """See `roll_preview`."""
        return roll_preview.preview(batch, stages["entry"], table)

    def merge(self, batch: IntakeBatch, stages: Mapping[str, str], progress: Callable[[str], None]) -> dict[str, Any]:
        """See `roll_merge`."""
        return roll_merge.merge(batch, stages["entry"], progress)

    def withdraw(self, batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, Any]:
        """See `roll_withdrawal`."""
        progress("Menghapus daftar pemilih")
        return roll_withdrawal.withdraw(batch)
