"""What is asked of the trail, and the words a letter or a review is given."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from registry import scope, sealing
from registry.models import Officer, Resident
from registry.models.access import AccessAction
from registry.queries.trail import Wish

_LENGTH_OF_A_NUMBER: Final = 16


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _mark(purpose: str, number: str) -> uuid.UUID | None:
    return sealing.sealer().index(purpose, number) if number else None


class TrailForm(forms.Form):
    """The filter of the auditor's page. All but NIK and purpose may stand in an address; those two are only posted."""

    petugas = forms.ModelChoiceField(
        Officer.objects.none(), label="Petugas", required=False, empty_label="Semua petugas"
    )
    tindakan = forms.ChoiceField(
        label="Tindakan", required=False, choices=[("", "Semua tindakan"), *AccessAction.choices]
    )
    dari = _day("Dari tanggal")
    sampai = _day("Sampai tanggal")
    wilayah = forms.RegexField(
        r"^[0-9.]{2,13}$",
        label="Kode wilayah kerja petugas",
        required=False,
        error_messages={"invalid": "Tulis kode wilayah, misalnya 35.16.08."},
    )
    penduduk = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    nik = forms.CharField(
        label="NIK penduduk",
        required=False,
        max_length=30,
        help_text="16 angka. Menampilkan siapa yang melihat atau mencari NIK ini.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    tujuan = forms.CharField(label="Tujuan memuat kata", required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = Officer.objects.filter(scope.current().condition("area_id")).order_by("username")
        field = self.fields["petugas"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = officers

    def clean_nik(self) -> str:
        """Return sixteen figures or nothing; what was typed is not repeated in the refusal."""
        number = "".join(self.cleaned_data["nik"].split()).replace(".", "")
        if number and (len(number) != _LENGTH_OF_A_NUMBER or not number.isascii() or not number.isdigit()):
            raise ValidationError("NIK terdiri dari 16 angka.")
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("dari") and given.get("sampai") and given["dari"] > given["sampai"]:
            self.add_error("sampai", "Tanggal akhir mendahului tanggal awal.")
        return given

    def wish(self) -> Wish:
        """Return what is asked; a typed NIK becomes the resident it is of and the mark of a search for it."""
        given = self.cleaned_data
        mark = _mark(sealing.SEARCH, given["nik"])
        index = _mark(sealing.NIK, given["nik"])
        found = Resident.objects.filter(nik_index=index).values_list("pk", flat=True).first() if index else None
        return Wish(
            officer=given["petugas"].pk if given["petugas"] else None,
            action=given["tindakan"],
            since=given["dari"],
            until=given["sampai"],
            area=given["wilayah"],
            resident=found or given["penduduk"],
            purpose=given["tujuan"].strip(),
            mark=mark,
        )


class LetterForm(forms.Form):
    """The period of a letter to a resident, and the request it answers."""

    dari = _day("Dari tanggal", required=True)
    sampai = _day("Sampai tanggal", required=True)
    tujuan = forms.CharField(
        label="Dasar permintaan",
        max_length=200,
        help_text="Misalnya: permohonan tertulis yang bersangkutan, 20-11-2020.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("dari"), given.get("sampai")
        if isinstance(since, datetime.date) and isinstance(until, datetime.date) and since > until:
            self.add_error("sampai", "Tanggal akhir mendahului tanggal awal.")
        return given


class ReviewForm(forms.Form):
    """What a supervisor found, and how many more the officer may see today."""

    catatan = forms.CharField(label="Hasil tinjauan", max_length=200)
    tambahan = forms.IntegerField(
        label="Tambahan penduduk untuk hari ini",
        required=False,
        min_value=0,
        max_value=500,
        help_text="Kosongkan bila tidak ada tambahan.",
    )
    dilihat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
