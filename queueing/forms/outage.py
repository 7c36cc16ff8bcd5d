"""What is told of an outage: where, in which words, and when it is hoped to be over."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from queueing.models import Office
from queueing.queries import desk


class OutageForm(forms.Form):
    """The estimate is by the clock of the office."""

    kantor = forms.ModelChoiceField(Office.objects.none(), label="Kantor", empty_label=None)
    keterangan = forms.CharField(
        label="Keterangan untuk warga",
        help_text="Satu kalimat, misalnya: SIAK tidak dapat dihubungi sejak pukul 09.00.",
        max_length=120,
    )
    perkiraan = forms.DateTimeField(
        label="Perkiraan selesai",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Menurut jam kantor.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the offices of the officer's area."""
        super().__init__(*args, **kwargs)
        field = self.fields["kantor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = desk.own_offices()

    def clean_perkiraan(self) -> datetime.datetime | None:
        """Read the estimate by the clock of the office, whatever zone the server keeps."""
        typed: datetime.datetime | None = self.cleaned_data["perkiraan"]
        office = self.cleaned_data.get("kantor")
        if typed is None or office is None:
            return typed
        return typed.replace(tzinfo=ZoneInfo(office.time_zone))
