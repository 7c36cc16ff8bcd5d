"""Voter rolls: one published list of one regency, and its rows as KPU printed them."""

from __future__ import annotations

from django.db import models

from elections.choices import RollKind, RollMaritalStatus
from registry import sealing
from registry.choices import Sex
from registry.scope import ScopedManager


class VoterRoll(models.Model):
    """One published DPS or DPT of one regency. Immutable once loaded; a newer list is a new roll.

    `made_up` marks rolls of the made-up population: every figure that comes from one is shown as *simulasi*.
    """

    election = models.ForeignKey("elections.Election", models.PROTECT, related_name="rolls", verbose_name="pemilihan")
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    kind = models.CharField("jenis daftar", max_length=5, choices=RollKind)
    batch = models.OneToOneField("registry.IntakeBatch", models.PROTECT, related_name="roll", verbose_name="berkas")
    loaded_at = models.DateTimeField("dimuat pada")
    entry_count = models.PositiveIntegerField("jumlah pemilih")
    made_up = models.BooleanField("data simulasi", default=False)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)

    objects = ScopedManager["VoterRoll"]()
    unscoped = models.Manager["VoterRoll"]()

    class Meta:
        verbose_name = "daftar pemilih"
        verbose_name_plural = "daftar pemilih"
        base_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.region_id}"


class VoterRollEntry(models.Model):
    """One row of a roll, exactly as printed; damaged NIKs and dates stay, since finding them is the point.

    Rows live in one partition per roll and no statement may change them (a trigger refuses); a roll is
    withdrawn by dropping its partition. The indexes are of the numbers as printed and empty where the row is
    blank: a masked or damaged NIK joins nobody, since the registry holds whole NIKs only.
    """

    roll = models.ForeignKey("elections.VoterRoll", models.PROTECT, related_name="entries", db_index=False)
    row_number = models.PositiveIntegerField("baris")
    nik_index = models.UUIDField("indeks NIK", null=True, db_index=True, editable=False)
    nik_sealed = models.BinaryField("NIK tersegel", editable=False)
    kk_number_index = models.UUIDField("indeks nomor KK", null=True, editable=False)
    kk_number_sealed = models.BinaryField("nomor KK tersegel", editable=False)
    name = models.CharField("nama", max_length=120)
    birth_place = models.CharField("tempat lahir", max_length=100, blank=True)
    birth_date = models.DateField("tanggal lahir", null=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex, blank=True)
    marital_status = models.CharField("status kawin", max_length=1, choices=RollMaritalStatus, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    disability_code = models.CharField("disabilitas", max_length=2, blank=True)
    recorded_flag = models.CharField("status perekaman", max_length=1, blank=True)
    remark = models.CharField("keterangan", max_length=100, blank=True)
    region = models.ForeignKey("registry.Region", models.PROTECT, related_name="+", verbose_name="desa/kelurahan")
    tps_number = models.CharField("nomor TPS", max_length=3)

    objects = ScopedManager["VoterRollEntry"]()
    unscoped = models.Manager["VoterRollEntry"]()

    class Meta:
        verbose_name = "baris daftar pemilih"
        verbose_name_plural = "baris daftar pemilih"
        base_manager_name = "unscoped"

    def __str__(self) -> str:
        return self.name

    @property
    def nik(self) -> str:
        """The NIK as printed, in clear; blank where the roll left it blank."""
        if self.nik_index is None:
            return ""
        return sealing.sealer().open(sealing.NIK, self.nik_sealed, self.nik_index)
