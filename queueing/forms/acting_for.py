"""What an officer writes when she acts for somebody: why, in words that name no number."""

from __future__ import annotations

from typing import Final

from django import forms

from registry.forms.fields import without_numbers

CANCEL, RELEASE = "batal", "lepas"
ACTS: Final = (CANCEL, RELEASE)


class ActingForm(forms.Form):
    """Which act, and its reason for the trail."""

    tindakan = forms.ChoiceField(choices=[(act, act) for act in ACTS], widget=forms.HiddenInput)
    alasan = forms.CharField(
        label="Alasan",
        help_text="Misalnya: pemohon menelepon, tidak bisa datang. Jangan tulis NIK.",
        max_length=200,
        validators=[without_numbers],
    )
