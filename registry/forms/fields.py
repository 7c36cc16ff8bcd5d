"""Fields that the forms of events share: days, numbers of people and cards, villages, words without numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.formats import get_format

from registry.forms.places import PlaceField
from registry.rules import family_card, nik
from registry.rules.number_report import Report

_VILLAGE_PARTS = 4


def without_numbers(value: str) -> None:
    """Refuse words with a NIK or KK number in them: what is written in the book stands there for ever."""
    if sum(map(str.isdigit, value)) >= 16:
        raise forms.ValidationError("Jangan menulis NIK atau nomor KK di sini.")


class DayField(forms.DateField):
    """A day with the day first; never a month first."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "dd-mm-yyyy"}
        super().__init__(
            widget=forms.DateInput(format="%d-%m-%Y", attrs=attrs),
            input_formats=get_format("DATE_INPUT_FORMATS"),
            error_messages={"invalid": "Tulis tanggal sebagai hari-bulan-tahun, misalnya 31-12-1990."},
            **options,
        )

    def clean(self, value: Any) -> datetime.date | None:  # noqa: ANN401 - Django's own signature
        """Refuse years that are typed wrongly."""
        day: datetime.date | None = super().clean(value)
        if day is not None and day.year < 1890:
            raise forms.ValidationError("Periksa tahunnya.")
        return day


class WordsField(forms.CharField):
    """One line of words: trimmed, without a number of anybody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), validators=[without_numbers], **options)


class CapitalsField(WordsField):
    """A name as the registry writes it: capitals, single spaces."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the words in capitals."""
        return " ".join(super().clean(value).split()).upper()


class _NumberField(forms.CharField):
    """Sixteen figures however they are spaced; its value is the bare number, maybe ""."""

    check: Callable[[str], Report]

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the bare number; every error of its form is said in words."""
        text = super().clean(value)
        if not text:
            return ""
        report = type(self).check(text)
        if not report.is_valid:
            raise forms.ValidationError([error.sentence for error in report.errors])
        return report.number


class NikField(_NumberField):
    """A NIK."""

    check = staticmethod(nik.check)


class KkNumberField(_NumberField):
    """A KK number."""

    check = staticmethod(family_card.check)


class VillageField(PlaceField):
    """A village inside the officer's area."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.label = "Desa atau kelurahan"
        self.required = True

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the code of the village; a district is not where people live."""
        code = super().clean(value)
        if len(code.split(".")) != _VILLAGE_PARTS:
            raise forms.ValidationError("Pilih desa atau kelurahan, bukan kecamatan.")
        return code
