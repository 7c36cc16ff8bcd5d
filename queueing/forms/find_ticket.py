"""The form that finds a ticket: a booking code and the last four figures of a NIK, never the whole."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from queueing.rules import booking_code


class FindTicketForm(forms.Form):
    """A code in its written form, and four figures."""

    code = forms.CharField(
        label=_("Kode pemesanan"),
        help_text=_("Ada pada tiket dan pada pesan Anda, misalnya K7QF-2M9X."),
        max_length=30,
        error_messages={"required": _("Tulis kode pemesanan Anda, misalnya K7QF-2M9X.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    figures = forms.CharField(
        label=_("Empat angka terakhir NIK"),
        help_text=_("Angka NIK orang yang kodenya Anda tulis. Jangan tulis NIK lengkap."),
        error_messages={"required": _("Tulis empat angka terakhir NIK.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "maxlength": "4", "size": "6"}),
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; what is none is refused with what to look at."""
        typed: str = self.cleaned_data["code"]
        if hint := booking_code.hint(typed):
            raise ValidationError(gettext(hint))
        return booking_code.read(typed) or ""

    def clean_figures(self) -> str:
        """Return the four figures; a whole NIK is refused, and not written back into the page."""
        typed: str = re.sub(r"\s", "", self.cleaned_data["figures"])
        if re.fullmatch(r"[0-9]{4}", typed):
            return typed
        self._forget("figures")
        if typed.isdigit() and len(typed) > 4:
            raise ValidationError(gettext("Cukup empat angka terakhir; jangan tulis NIK lengkap."))
        raise ValidationError(gettext("Tulis empat angka terakhir NIK, misalnya 0001."))

    def _forget(self, name: str) -> None:
        """Forget what was typed into a field, so that the page does not show it again."""
        self.data = {**self.data, name: ""}
