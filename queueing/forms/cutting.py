"""What a supervisor says of a cut: which office and day, from when until when, how many devices, and why."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from queueing.models import Office
from queueing.queries import desk
from queueing.queries.cuts import Cutting

_TIME: Final = {"type": "time"}


class CuttingForm(forms.Form):
    """Without times it is the whole day; without devices the office is closed."""

    kantor = forms.ModelChoiceField(Office.objects.none(), label="Kantor", empty_label=None)
    tanggal = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    dari = forms.TimeField(label="Dari pukul", required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    sampai = forms.TimeField(label="Sampai pukul", required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    alat = forms.IntegerField(
        label="Berapa alat berhenti",
        help_text="Kosongkan bila kantor tutup sama sekali pada waktu itu.",
        required=False,
        min_value=1,
        max_value=99,
    )
    alasan = forms.CharField(
        label="Alasan untuk warga",
        help_text="Satu kalimat pendek, misalnya: Dua alat rusak.",
        max_length=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the offices of the officer's area."""
        super().__init__(*args, **kwargs)
        field = self.fields["kantor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = desk.own_offices()

    def clean(self) -> dict[str, Any]:
        """Refuse a stretch with one end, or that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("dari"), given.get("sampai")
        if bool(begins) != bool(ends) and not self.errors:
            raise ValidationError("Isi kedua pukul, atau kosongkan keduanya untuk sehari penuh.")
        if begins and ends and ends <= begins:
            raise ValidationError("Pukul selesai harus sesudah pukul mulai.")
        return given

    @property
    def cutting(self) -> Cutting:
        """The stretch that was asked for; to be read once the form is valid."""
        given = self.cleaned_data
        return Cutting(given["kantor"], given["tanggal"], given["dari"], given["sampai"], given["alat"])
