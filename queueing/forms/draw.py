"""What a supervisor announces: a draw for the general places of one day of one office."""

from __future__ import annotations

import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from queueing.models import Office
from registry import scope

_MOMENTS: Final = ["%Y-%m-%dT%H:%M", "%d-%m-%Y %H.%M"]


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class AnnounceForm(forms.Form):
    """One draw; moments are on the clocks of its office."""

    kantor = forms.ModelChoiceField(Office.objects.none(), label="Kantor")
    hari = forms.DateField(label="Hari yang diundi", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    dibuka = _moment("Permintaan diterima mulai")
    ditutup = _moment("Permintaan ditutup")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the offices of the officer's own area."""
        super().__init__(*args, **options)
        own = Office.objects.filter(scope.current().condition("region_id"), is_open=True)
        self.fields["kantor"].queryset = own.order_by("region_id", "name")  # type: ignore[attr-defined]

    def moment(self, name: str) -> datetime.datetime:
        """Return a moment as the office's clocks show it; to be asked once the form is valid."""
        office: Office = self.cleaned_data["kantor"]
        local = timezone.make_naive(self.cleaned_data[name])
        return local.replace(tzinfo=ZoneInfo(office.time_zone))
