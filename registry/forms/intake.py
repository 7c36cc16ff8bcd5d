"""The forms of the intake desk: a file with what must be said of it, columns matched, reasons given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from registry import scope
from registry.choices import RegionLevel
from registry.ingest.layout import Layout
from registry.models import Region

_ENCODINGS: Final = (("", "UTF-8 atau dikenali sendiri"), ("cp1252", "Windows lama (cp1252)"))


def regencies_in_scope() -> QuerySet[Region]:
    """Return the regencies of today that lie in the officer's area."""
    here = scope.current().condition("code")
    return Region.objects.filter(here, level=RegionLevel.REGENCY, valid_to=None).order_by("code")


class UploadForm(forms.Form):
    """One file, what it is of and where it comes from."""

    file = forms.FileField(
        label="Berkas",
        help_text="CSV atau XLSX, judul kolom di baris 1.",
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "missing": "Pilih berkasnya dahulu.",
            "empty": "Berkas kosong (0 bita). Ambil lagi berkas dari sumbernya.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv"}),
    )
    region = forms.ModelChoiceField(Region.objects.none(), label="Kabupaten/kota", empty_label="Pilih")
    source = forms.CharField(
        label="Sumber",
        max_length=100,
        required=False,
        help_text="Misalnya Dinas Dukcapil atau KPU. Pencocokan kolom diingat untuk tiap sumber.",
    )
    source_letter = forms.CharField(label="Nomor surat pengantar", max_length=100, required=False)
    encoding = forms.ChoiceField(label="Pengodean huruf", choices=_ENCODINGS, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = regencies_in_scope()
        first = list(field.queryset[:2])
        if len(first) == 1:
            field.initial = first[0].pk

    def clean_source(self) -> str:
        """One source is one source, whatever its spaces."""
        return " ".join(str(self.cleaned_data["source"]).split())


class ColumnsForm(forms.Form):
    """For each column of the layout, which column of the file it is."""

    def __init__(self, *args: Any, layout: Layout, cells: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self._layout = layout
        offered = [(str(at), f"{at + 1}. {cell or '(tanpa judul)'}") for at, cell in enumerate(cells)]
        near, sure = layout.nearest(cells), layout.found_in(cells)
        for column in layout.columns:
            note = "" if len(sure[column.name]) == 1 else "Tidak dikenali dari judulnya: periksa."
            self.fields[column.name] = forms.ChoiceField(
                label=column.name,
                choices=[("", "Pilih kolom"), *offered],
                required=column.required,
                initial=str(near.get(column.name, "")),
                help_text=note,
                error_messages={"required": "Pilih kolom di berkas."},
            )

    def clean(self) -> dict[str, Any]:
        """One column of the file stands for one column only."""
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for name, place in list(said.items()):
            if place and place in taken:
                self.add_error(name, f"Kolom ini sudah dipakai untuk {taken[place]}. Pilih kolom lain.")
            taken.setdefault(place, name)
        return said

    def places(self) -> dict[str, int]:
        """Return column -> position in the file."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place != ""}


class ReasonForm(forms.Form):
    """Why something is done that cannot be done without saying why."""

    reason = forms.CharField(label="Alasan", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class DownloadForm(forms.Form):
    """What held rows are fetched for, and in which form."""

    FORMATS: Final = (("xlsx", "XLSX (Excel)"), ("csv", "CSV, dipisah koma"), ("csv-id", "CSV, dipisah titik koma"))

    purpose = forms.CharField(
        label="Tujuan", max_length=150, help_text="Dicatat bersama nama Anda.", initial="Dibetulkan lalu dimuat lagi"
    )
    form = forms.ChoiceField(label="Bentuk", choices=FORMATS)
