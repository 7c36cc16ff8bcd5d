"""The search: one box, and what helps to tell people of one name apart."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.forms.places import PlaceField
from registry.queries.finding import Wish
from registry.rules import search_term
from registry.rules.dates import UnreadableDate, parse_date
from registry.rules.search_term import Term, UnreadableTerm


class FindingForm(forms.Form):
    """What to look for. It is posted, so that neither a NIK nor a name ever stands in an address."""

    term = forms.CharField(
        label="Nama, NIK, nomor KK, atau tanggal lahir",
        max_length=120,
        help_text="Ejaan lama, singkatan (Moch., St.), dan salah ketik tetap ditemukan. Tanggal: 31-12-1990.",
        error_messages={"required": search_term.TOO_SHORT},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    place = PlaceField()
    year = forms.IntegerField(
        label="Tahun lahir",
        required=False,
        localize=False,
        min_value=1890,
        max_value=2100,
        error_messages={
            "invalid": "Tulis tahun dengan empat angka.",
            "min_value": "Tahun ini terlalu lama.",
            "max_value": "Tahun ini belum tiba.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    birth_date = forms.CharField(
        label="Tanggal lahir",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "dd-mm-yyyy"}),
    )

    def clean_term(self) -> Term:
        """Understand what was typed into the box."""
        try:
            return search_term.read(self.cleaned_data["term"])
        except UnreadableTerm as unreadable:
            raise forms.ValidationError(str(unreadable)) from None

    def clean_birth_date(self) -> Any:  # noqa: ANN401 - a date, or None where the box is empty
        """Read the date with the day first."""
        written = self.cleaned_data["birth_date"]
        if not written:
            return None
        try:
            return parse_date(written)
        except UnreadableDate as unreadable:
            raise forms.ValidationError(str(unreadable)) from None

    def wish(self) -> Wish:
        """Return what is looked for, once the form is valid."""
        given = self.cleaned_data
        return Wish(given["term"], given["place"], given["year"], given["birth_date"])
