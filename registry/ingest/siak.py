"""The SIAK extract: its columns, how they are read, what holds a row back, what is merged.

The father's and mother's names and numbers, religion, blood group, certificates and passport are read past and
never stored: nothing here needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from registry import sealing
from registry.choices import CardStatus, IntakeKind, MaritalStatus, RelationToHead, ResidencyStatus
from registry.ingest import checks, siak_merge, siak_preview, siak_withdrawal, twins, villages
from registry.ingest.checks import Check, Notice
from registry.ingest.engine import Engine
from registry.ingest.kinds import FileKind
from registry.ingest.layout import Column, Holds, Layout
from registry.ingest.staging import Stage
from registry.models import IntakeBatch

LAYOUT: Final = Layout(
    "Data penduduk SIAK",
    (
        Column("NO_KK", Holds.NUMBER, ("NKK", "NOMOR_KK")),
        Column("NIK", Holds.NUMBER),
        Column("NAMA_LGKP", Holds.NAME, ("NAMA", "NAMA_LENGKAP")),
        Column("STATUS", aliases=("STATUS_DASAR",)),
        Column("TMPT_LHR", aliases=("TEMPAT_LAHIR",)),
        Column("TGL_LHR", Holds.DATE, ("TANGGAL_LAHIR", "TGL_LAHIR")),
        Column("JENIS_KLMIN", aliases=("JENIS_KELAMIN",)),
        Column("STAT_KWN", aliases=("STATUS_KAWIN",)),
        Column("SHDK", aliases=("STAT_HBKEL",)),
        Column("ALAMAT"),
        Column("NO_RW", aliases=("RW",)),
        Column("NO_RT", aliases=("RT",)),
        Column("JENIS_PKRJN", aliases=("PEKERJAAN",)),
        Column("NO_PROP"),
        Column("NO_KAB"),
        Column("NO_KEC"),
        Column("NO_KEL"),
        Column("STATUS_EKTP", aliases=("STATUS_KTP_EL",)),
    ),
)

READING: Final = r"""
    SELECT *,
        written_number(NO_KK) AS kk_number,
        written_number(NIK) AS nik_number,
        plain_text(NAMA_LGKP) AS full_name,
        code_number(STATUS) AS residency_status,
        plain_text(TMPT_LHR) AS birth_place,
        calendar_date(TGL_LHR) AS birth_date,
        CASE trim(JENIS_KLMIN) WHEN '1' THEN 'L' WHEN '2' THEN 'P' END AS sex,
        code_number(STAT_KWN) AS marital_status,
        code_number(SHDK) AS relation_to_head,
        plain_text(ALAMAT) AS address,
        CASE WHEN trim(NO_RW) IN ('', '-') THEN '' ELSE figures(NO_RW, 3) END AS rw_number,
        CASE WHEN trim(NO_RT) IN ('', '-') THEN '' ELSE figures(NO_RT, 3) END AS rt_number,
        code_number(JENIS_PKRJN) AS occupation_code,
        figures(NO_PROP, 2) || '.' || figures(NO_KAB, 2) || '.' || figures(NO_KEC, 2) || '.' || figures(NO_KEL, 4)
            AS village,
        upper(plain_text(STATUS_EKTP)) AS card_state
    FROM incoming
"""

_WRITTEN: Final = tuple(column.name for column in LAYOUT.columns)
_AREA: Final = "concat_ws('.', trim(NO_PROP), trim(NO_KAB), trim(NO_KEC), trim(NO_KEL))"
_STATES: Final = ", ".join(f"'{state}'" for state in CardStatus.values)

CHECKS: Final = (
    twins.repeated_check("NIK"),
    *checks.text_checks(_WRITTEN),
    *checks.number_checks("NIK", "nik_number", "NIK"),
    *checks.number_checks("NO_KK", "kk_number", "Nomor KK"),
    checks.name_check("NAMA_LGKP", "full_name"),
    checks.length_check("NAMA_LGKP", "full_name", 120),
    checks.length_check("TMPT_LHR", "birth_place", 100),
    checks.length_check("ALAMAT", "address", 200),
    *checks.no_number_inside(("NAMA_LGKP", "TMPT_LHR", "ALAMAT")),
    *checks.date_checks("TGL_LHR", "birth_date"),
    Check(
        "tanggal_di_masa_depan",
        "TGL_LHR",
        "birth_date > (SELECT received_on FROM batch)",
        "Tanggal lahir belum tiba pada hari berkas diterima. Betulkan sesuai akta.",
    ),
    Check(
        "kode_jenis_klmin",
        "JENIS_KLMIN",
        "sex IS NULL",
        "Kode jenis kelamin harus 1 (laki-laki) atau 2 (perempuan). Betulkan kodenya sesuai daftar SIAK.",
    ),
    checks.code_check("STATUS", "residency_status", ResidencyStatus.values, "status dasar"),
    checks.code_check("STAT_KWN", "marital_status", MaritalStatus.values, "status kawin"),
    checks.code_check("SHDK", "relation_to_head", RelationToHead.values, "hubungan keluarga"),
    checks.code_check("JENIS_PKRJN", "occupation_code", range(1, 90), "pekerjaan", may_be_blank=True),
    Check("rt_rw", "NO_RT", "rt_number IS NULL", "RT harus tiga angka, misalnya 003, atau kosong."),
    Check("rt_rw", "NO_RW", "rw_number IS NULL", "RW harus tiga angka, misalnya 003, atau kosong."),
    Check(
        "kode_status_ektp",
        "STATUS_EKTP",
        f"card_state NOT IN ({_STATES})",
        "Status KTP-el tidak dikenal. Tulis nama status seperti di aplikasi KTP-el, misalnya CARD_ISSUED.",
    ),
    *villages.checks("NO_KEL", "village", _AREA),
    twins.contradicting_check("NIK"),
)

NOTICES: Final = (
    Notice(
        "nik_wilayah_lain",
        "left(nik_number, 6) <> substr(replace(village, '.', ''), 1, 6)",
        "NIK diterbitkan di wilayah lain; wajar bagi penduduk yang pernah pindah.",
    ),
    Notice(
        "nik_tanggal_berbeda",
        "substr(nik_number, 9, 4) <> strftime(birth_date, '%m%y')"
        " OR try_cast(substr(nik_number, 7, 2) AS INT) % 40 <> day(birth_date)",
        "Tanggal lahir di NIK berbeda dengan yang tercatat; wajar bila pernah dibetulkan.",
    ),
    Notice(
        "nik_kelamin_berbeda",
        "(substr(nik_number, 7, 2) > '40') <> (sex = 'P')",
        "Jenis kelamin di NIK berbeda dengan yang tercatat; wajar bila pernah dibetulkan.",
    ),
    Notice(
        "nomor_dibersihkan",
        "nik_number <> NIK OR kk_number <> NO_KK",
        "Spasi, titik, tanda petik, atau huruf tak terlihat di dalam NIK atau nomor KK diabaikan.",
    ),
)

# A household lives where its head does; without a head, where its first row says.
_HOUSEHOLDS: Final = """
    CREATE TABLE households AS
    SELECT kk_number, home.village, home.address, home.rt_number, home.rw_number,
           CAST(row_number() OVER (ORDER BY home.village, kk_number) AS INTEGER) AS household
    FROM (SELECT kk_number, arg_min(struct_pack(village, address, rt_number, rw_number),
                                    struct_pack(follows := relation_to_head <> 1, row_number)) AS home
          FROM accepted GROUP BY kk_number)
"""

STAGES: Final = (
    Stage(
        "household",
        "SELECT kk_number AS kk, household, village, address, rt_number AS rt, rw_number AS rw FROM households"
        " ORDER BY household",
        {"household": "integer", "village": "text", "address": "text", "rt": "text", "rw": "text"},
        {"kk": sealing.KK_NUMBER},
    ),
    Stage(
        "resident",
        """SELECT nik_number AS nik, household, relation_to_head, full_name AS name, accepted.birth_place, birth_date,
                  sex, marital_status, occupation_code, residency_status, accepted.village, card_state
           FROM accepted JOIN households USING (kk_number) ORDER BY household, row_number""",
        {
            "household": "integer",
            "relation_to_head": "smallint",
            "name": "text",
            "birth_place": "text",
            "birth_date": "date",
            "sex": "text",
            "marital_status": "smallint",
            "occupation_code": "smallint",
            "residency_status": "smallint",
            "village": "text",
            "card_state": "text",
        },
        {"nik": sealing.NIK},
        # Made here and not in the merge: the server has time while the numbers are sealed.
        {"name_key": "text GENERATED ALWAYS AS (name_key(name)) STORED"},
    ),
)


class SiakExtract(FileKind):
    """Data penduduk as SIAK writes it out, one row a resident."""

    kind = IntakeKind.SIAK_EXTRACT
    layout = LAYOUT
    reading = READING
    checks = CHECKS
    notices = NOTICES
    stages = STAGES

    def refer(self, engine: Engine, batch: IntakeBatch) -> None:
        """Give the villages, and find the NIKs that stand in more than one row."""
        villages.refer(engine, batch)
        twins.find(engine, LAYOUT, "nik_number")

    def arrange(self, engine: Engine) -> None:
        """Make one row a household."""
        engine.execute(_HOUSEHOLDS)

    def preview(self, batch: IntakeBatch, stages: Mapping[str, str], table: str) -> dict[str, Any]:
        """See `siak_preview`."""
        return siak_preview.preview(batch, stages["household"], stages["resident"], table)

    def merge(self, batch: IntakeBatch, stages: Mapping[str, str], progress: Callable[[str], None]) -> dict[str, Any]:
        """See `siak_merge`."""
        return siak_merge.merge(batch, stages["household"], stages["resident"], progress)

    def withdraw(self, batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, Any]:
        """See `siak_withdrawal`."""
        return siak_withdrawal.withdraw(batch, progress)
