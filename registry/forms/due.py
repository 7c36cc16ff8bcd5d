"""For which place and which birthdays the lists of who is due are asked: a school year, or days typed freely."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django import forms

from registry.forms.fields import DayField
from registry.forms.places import PlaceField
from registry.models.export import ExportFormat
from registry.rules.due import Period, SchoolYear, school_year_named, school_year_of

#: School years that are offered, from the last one on: who is a child of the sixth year from now is not visited yet.
_OFFERED: Final = range(-1, 4)
_LONGEST: Final = datetime.timedelta(days=5 * 366)
FOR_WHOM: Final = ("kepala desa atau lurah", "sekolah", "tim jemput bola", "arsip kantor")


class PeriodForm(forms.Form):
    """The period of the birthdays; days that are typed go before the school year."""

    tahun_ajaran = forms.ChoiceField(label="Tahun ajaran", required=False)
    dari = DayField(label="Atau dari tanggal", required=False, help_text="Kosong berarti mulai besok.")
    sampai = DayField(
        label="Sampai tanggal", required=False, help_text="Misalnya hari pemungutan suara; hari itu ikut dihitung."
    )

    def __init__(self, data: Mapping[str, Any], *, today: datetime.date) -> None:
        this_year = school_year_of(today)
        # The box shows what is meant where the address says nothing.
        super().__init__({**dict(data.items()), "tahun_ajaran": data.get("tahun_ajaran") or this_year.title})
        self.today = today
        field = self.fields["tahun_ajaran"]
        assert isinstance(field, forms.ChoiceField)
        years = [SchoolYear(this_year.begins + step) for step in _OFFERED]
        field.choices = [(year.title, year.title) for year in years]

    def clean(self) -> dict[str, Any]:
        """Refuse a period without an end, one that ends before it begins, and one of more than five years."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("dari"), given.get("sampai")
        if "sampai" not in self.errors and first and not last:
            self.add_error("sampai", "Isi juga tanggal akhirnya.")
        elif last and "dari" not in self.errors:
            begun = first or self.today + datetime.timedelta(days=1)
            if last < begun:
                self.add_error("sampai", "Tanggal akhir mendahului tanggal awal.")
            elif last - begun > _LONGEST:
                self.add_error("sampai", "Pilih paling lama lima tahun.")
        return given

    def period(self) -> Period:
        """Return the period, once the form is valid."""
        if last := self.cleaned_data["sampai"]:
            return Period(self.cleaned_data["dari"] or self.today + datetime.timedelta(days=1), last)
        return self.school_year().period

    def school_year(self) -> SchoolYear:
        """Return the school year that is asked for, or that of today where days are."""
        if self.cleaned_data["sampai"]:
            return school_year_of(self.today)
        return school_year_named(self.cleaned_data["tahun_ajaran"])

    def codes(self) -> dict[str, str]:
        """Return the period as the addresses of its lists carry it."""
        if self.cleaned_data["sampai"]:
            period = self.period()
            return {"dari": f"{period.first:%d-%m-%Y}", "sampai": f"{period.last:%d-%m-%Y}"}
        return {"tahun_ajaran": self.school_year().title}


class DueForm(PeriodForm):
    """The chooser above the numbers."""

    desa = PlaceField()

    field_order = ("desa", "tahun_ajaran", "dari", "sampai")

    def __init__(self, data: Mapping[str, Any], *, today: datetime.date) -> None:
        super().__init__(data, today=today)
        self.fields["desa"].help_text = "Kosongkan untuk seluruh wilayah Anda."


class SheetForm(forms.Form):
    """For whom a list is printed; it goes into the trail and onto the paper."""

    untuk = forms.ChoiceField(label="Dicetak untuk", choices=[(whom, whom.capitalize()) for whom in FOR_WHOM])


class FileForm(forms.Form):
    """A list as a file, by the one way on which files leave."""

    format = forms.ChoiceField(label="Format berkas", choices=ExportFormat.choices)
    tujuan = forms.CharField(
        label="Tujuan",
        max_length=200,
        help_text="Untuk apa dan untuk siapa. Jangan menulis nama atau NIK penduduk.",
        error_messages={"required": "Tulis tujuan berkasnya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
