"""What was typed into a form: read back in words before it is confirmed, numbers masked, and listed for the trail."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from registry.forms.fields import KkNumberField, NikField
from registry.rules.masking import mask_number
from registry.rules.written_number import read_number


def of(form: forms.Form) -> list[tuple[str, str]]:
    """Return label and value of every field that was filled in."""
    lines = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        if value in (None, "", []) or isinstance(bound.field.widget, forms.HiddenInput):
            continue
        lines.append((str(bound.label), _in_words(bound, value)))
    return lines


def numbers_in(form: forms.Form) -> list[tuple[str, bool]]:
    """Return every whole number that was typed, and whether it is a NIK."""
    typed = [
        (read_number(str(bound.data or "")), isinstance(bound.field, NikField))
        for bound in form
        if isinstance(bound.field, NikField | KkNumberField)
    ]
    return [(number.text, is_nik) for number, is_nik in typed if number.is_sixteen_digits]


def _in_words(bound: forms.BoundField, value: Any) -> str:  # noqa: ANN401 - what a form has cleaned
    if isinstance(bound.field, NikField | KkNumberField):
        return mask_number(read_number(str(bound.data)).text)
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(bound.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in bound.field.choices}  # type: ignore[union-attr, misc]
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels[str(one)] for one in values)
    return str(bound.data)
