"""Why a whole number is needed: asked before it is shown, and written into the trail."""

from __future__ import annotations

from typing import Final

from django import forms

_OTHER: Final = "Lainnya"
PURPOSES: Final = (
    "Pelayanan di loket, pemilik hadir",
    "Perekaman atau pencetakan KTP-el",
    "Mencocokkan dengan dokumen",
    "Permintaan tertulis instansi",
    _OTHER,
)


class RevealForm(forms.Form):
    """A purpose out of the list, with words of one's own; these are a must for "Lainnya"."""

    purpose = forms.ChoiceField(
        label="Untuk apa nomor ini dibuka?",
        choices=[(purpose, purpose) for purpose in PURPOSES],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih tujuannya."},
    )
    words = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=120,
        help_text="Misalnya nomor surat. Jangan menulis NIK, nomor KK, atau nama.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        """Ask for words where the list has none; refuse a number, which would stand in the trail for ever."""
        words: str = self.cleaned_data["words"].strip()
        if self.cleaned_data.get("purpose") == _OTHER and not words:
            raise forms.ValidationError("Tulis tujuannya.")
        if sum(map(str.isdigit, words)) >= 16:
            raise forms.ValidationError("Jangan menulis NIK atau nomor KK di sini.")
        return words

    def purpose_in_words(self) -> str:
        """Return what goes into the trail."""
        return ": ".join(filter(None, [self.cleaned_data["purpose"], self.cleaned_data["words"]]))
