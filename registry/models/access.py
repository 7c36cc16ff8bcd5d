"""The access log: who saw, changed or exported whose data, and why. Append-only."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Length

from registry.choices import Role

models.BinaryField.register_lookup(Length, "length")


class AccessAction(models.TextChoices):
    """What was done. The first four show people to the officer; a search or a list shows many at once."""

    VIEW = "view", "Melihat penduduk"
    SEARCH = "search", "Mencari penduduk"
    LIST = "list", "Melihat daftar"
    REVEAL = "reveal", "Membuka nomor"
    PRINT = "print", "Mencetak"
    EXPORT = "export", "Mengunduh data"
    CHANGE = "change", "Mengubah data"
    LOAD = "load", "Memuat berkas"
    WITHDRAW = "withdraw", "Menarik berkas"
    RECONCILE = "reconcile", "Memadankan data"
    TRAIL = "trail", "Membaca jejak"
    ANSWER = "answer", "Menjawab penduduk"
    ACCOUNT = "account", "Mengatur akun"
    PURGE = "purge", "Menghapus data"


class AccessEntry(models.Model):
    """One use of personal data, written in the same transaction, before the answer is sent.

    `subject` says what was touched in ids ("berkas 3", "pemadanan 7"), never in a NIK, a KK number or a name.
    `residents` holds the ids of the people who were shown or touched one by one; it is no foreign key, since the
    log outlives a batch that is withdrawn. The last `beside` of them were not opened themselves: they are the family
    on the page of somebody else, and do not count towards the daily limit. `mark` is the keyed index of what was
    searched for: "did anybody search for this NIK" can be answered from the NIK, and never the other way. `digest` is
    written by the database itself (migration 0010) and goes into the seals of `AccessSeal`.
    """

    at = models.DateTimeField("pada", db_index=True)
    officer = models.ForeignKey(
        "registry.Officer", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="petugas"
    )
    role = models.CharField("peran", max_length=16, blank=True, choices=Role)
    area = models.CharField("wilayah kerja", max_length=13, blank=True)
    action = models.CharField("tindakan", max_length=12, choices=AccessAction)
    residents = ArrayField(models.BigIntegerField(), verbose_name="penduduk", default=list, blank=True)
    beside = models.PositiveIntegerField("di antaranya hanya tampak", default=0)
    subject = models.CharField("objek", max_length=120, blank=True)
    purpose = models.CharField("tujuan", max_length=200)
    row_count = models.PositiveIntegerField("jumlah baris", default=0)
    mark = models.UUIDField("sidik pencarian", null=True, editable=False)
    request_id = models.CharField("nomor permintaan", max_length=32, blank=True)
    address = models.GenericIPAddressField("alamat jaringan", null=True)
    digest = models.BinaryField("sidik catatan", editable=False, default=bytes)

    class Meta:
        verbose_name = "catatan akses"
        verbose_name_plural = "catatan akses"
        indexes = [
            GinIndex(fields=["residents"], name="access_by_resident"),
            models.Index(fields=["officer", "at"], name="access_by_officer_and_moment"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_has_a_purpose"),
            models.CheckConstraint(
                condition=models.Q(action__in=AccessAction.values), name="access_is_of_a_known_kind"
            ),
            models.CheckConstraint(condition=models.Q(digest__length=32), name="access_carries_its_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"
