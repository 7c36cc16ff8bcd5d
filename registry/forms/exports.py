"""What is asked for in an export, and why."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from registry import scope
from registry.choices import CardStatus, RegionLevel
from registry.models import Region
from registry.models.export import ExportFormat
from registry.queries.exported import UNRECORDED

#: Below this area every village is offered, above it districts or regencies only: a list must stay readable.
_LEVELS: Final = {
    RegionLevel.NATION: [RegionLevel.NATION, RegionLevel.PROVINCE],
    RegionLevel.PROVINCE: [RegionLevel.PROVINCE, RegionLevel.REGENCY],
}


class ExportForm(forms.Form):
    """A list of residents of one place by the state of their cards."""

    wilayah = forms.ChoiceField(label="Wilayah", choices=[])
    kartu = forms.ChoiceField(
        label="Status KTP-el",
        choices=[
            (UNRECORDED, "Wajib KTP-el, belum merekam"),
            ("recapture", "Rekaman gagal, merekam ulang"),
            ("unfetched", "Kartu tercetak, belum diambil"),
            *CardStatus.choices,
        ],
    )
    format = forms.ChoiceField(label="Format berkas", choices=ExportFormat.choices)
    tujuan = forms.CharField(
        label="Tujuan",
        max_length=200,
        help_text="Untuk apa dan untuk siapa daftar ini. Tercetak pada berkas. Jangan menulis nama atau NIK penduduk.",
    )

    def __init__(self, *args: Any, area: Region | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wilayah"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _places(area)

    def codes(self) -> dict[str, str]:
        """Return the filter as codes."""
        return {"region": self.cleaned_data["wilayah"], "cards": self.cleaned_data["kartu"]}


class RefusalForm(forms.Form):
    """Why a request is refused."""

    alasan = forms.CharField(label="Alasan menolak", max_length=200)


class TrailExportForm(forms.Form):
    """Why a part of the trail is taken out."""

    format = forms.ChoiceField(label="Format berkas", choices=ExportFormat.choices)
    tujuan = forms.CharField(label="Tujuan ekspor", max_length=200)


def _places(area: Region | None) -> list[tuple[str, str]]:
    """Return the places an officer may choose, each district followed by its villages."""
    if area is None:
        return []
    inside = Region.objects.filter(scope.current().condition("code"), valid_to=None)
    if levels := _LEVELS.get(RegionLevel(area.level)):
        inside = inside.filter(level__in=levels)
    return [
        (place.code, f"— {place.full_name}" if place.level == RegionLevel.VILLAGE else place.full_name)
        for place in inside.order_by("code")
    ]
