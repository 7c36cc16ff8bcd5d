"""The code that proves the contact: the fifth step."""

from __future__ import annotations

from django import forms

from queueing.forms.fields import CodeField


class CodeForm(forms.Form):
    """Six figures."""

    kode = CodeField()
