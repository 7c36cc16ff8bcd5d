"""Which office and which day of the halls is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from queueing.models import Office


class HallDayForm(forms.Form):
    """A day, and one office or all of them; without a day it is today."""

    kantor = forms.TypedChoiceField(label="Kantor", required=False, coerce=int, empty_value=None)
    hari = forms.DateField(
        label="Hari",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Pilih tanggal."},
    )

    def __init__(self, data: Any, *, offices: Sequence[Office], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data, **options)
        field = self.fields["kantor"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Semua kantor"), *((office.pk, office.name) for office in offices)]
