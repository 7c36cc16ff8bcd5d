"""What a team visit is planned with, and how names come onto its list."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from queueing.actions.team_visits import Plan
from queueing.choices import VisitKind
from queueing.models import Device, Office, TeamVisit
from queueing.queries import desk, team_visits
from registry.forms.fields import DayField, NikField, WordsField
from registry.forms.places import PlaceField
from registry.models.officer import Officer
from registry.rules.due import SchoolYear, school_year_named, school_year_of

VILLAGE: Final = "desa"
SCHOOL: Final = "sekolah"
NIK: Final = "nik"
#: Who turned 17 in the last school year, in this one, and in the next, who may be recorded already.
_YEARS: Final = (-1, 0, 1)


class _Clock(forms.TimeField):
    """A time of the day, as a phone's picker or a hand writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            error_messages={"invalid": "Tulis jam seperti 08.30."},
            **options,
        )


class _DeviceChoice(forms.ModelMultipleChoiceField["Device"]):
    """Recording sets by name and office."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return what the box says."""
        return f"{obj.name} ({obj.office.name})"


class _OfficerChoice(forms.ModelMultipleChoiceField["Officer"]):
    """Officers by the name that their colleagues know."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return what the box says."""
        return str(obj.get_full_name() or obj.username)


class PlanForm(forms.Form):
    """Place, day, devices and officers; all of them of the officer's area."""

    jenis = forms.ChoiceField(label="Jenis", choices=VisitKind.choices)
    tempat = WordsField(
        label="Tempat",
        max_length=120,
        help_text="Misalnya: Balai Desa Kauman, SMAN 1 Mojosari. Jangan tulis nama warga.",
    )
    desa = PlaceField()
    kantor = forms.ModelChoiceField(Office.objects.none(), label="Kantor", empty_label=None)
    tanggal = DayField(label="Tanggal")
    mulai = _Clock(label="Mulai pukul", help_text="Menurut jam kantor.")
    selesai = _Clock(label="Sampai pukul")
    alat = _DeviceChoice(Device.objects.none(), label="Alat perekaman", widget=forms.CheckboxSelectMultiple)
    petugas = _OfficerChoice(Officer.objects.none(), label="Petugas", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        """Offer what is of the officer's area."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["desa"].required = True
        self._offer("kantor", desk.own_offices())
        self._offer("alat", team_visits.devices())
        self._offer("petugas", team_visits.officers())

    def _offer(self, name: str, offered: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered

    def clean_tanggal(self) -> datetime.date:
        """Refuse a day that is over."""
        day: datetime.date = self.cleaned_data["tanggal"]
        if day < self.today:
            raise forms.ValidationError("Tanggal ini sudah lewat.")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a visit that ends before it begins."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = given.get("mulai"), given.get("selesai")
        if begins and ends and ends <= begins:
            self.add_error("selesai", "Jam selesai harus sesudah jam mulai.")
        return given

    def plan(self) -> Plan:
        """Return what was typed; only after `is_valid`."""
        given = self.cleaned_data
        return Plan(
            kind=given["jenis"],
            place=given["tempat"],
            region=given["desa"],
            office=given["kantor"],
            day=given["tanggal"],
            begins_at=given["mulai"],
            ends_at=given["selesai"],
            devices=list(given["alat"]),
            officers=list(given["petugas"]),
        )


class SchoolForm(forms.Form):
    """Which school year's children are visited: those who turn 17 in it."""

    tahun_ajaran = forms.ChoiceField(label="Menjadi 17 tahun dalam tahun ajaran")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        """Offer the school years around today's."""
        this_year = school_year_of(today)
        super().__init__(*args, **kwargs)
        field = self.fields["tahun_ajaran"]
        assert isinstance(field, forms.ChoiceField)
        field.initial = this_year.title
        years = [SchoolYear(this_year.begins + step) for step in _YEARS]
        field.choices = [(year.title, year.title) for year in years]

    def year(self) -> SchoolYear:
        """Return the school year; only after `is_valid`."""
        return school_year_named(self.cleaned_data["tahun_ajaran"])


class NikForm(forms.Form):
    """One person, by her NIK."""

    nik = NikField(label="NIK")


class _VisitChoice(forms.ModelChoiceField["TeamVisit"]):
    """Visits by day, hour and place."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return what the list says."""
        return f"{obj.day:%d-%m-%Y} {obj.begins_at:%H.%M}, {obj.place}"


class VisitChoiceForm(forms.Form):
    """Onto which visit somebody is put, from her own page."""

    kunjungan = _VisitChoice(TeamVisit.unscoped.none(), label="Jemput bola", empty_label=None)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        """Offer the visits of the officer's area that still take names."""
        super().__init__(*args, **kwargs)
        field = self.fields["kunjungan"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = team_visits.open_ones(today)
        self.any_open = field.queryset.exists()
