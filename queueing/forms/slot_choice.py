"""Which slot, for how many people, and in which lane."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from queueing.choices import Lane
from queueing.rules.limits import PERSONS_MOST

GENERAL, PRIORITY = "tidak", "ya"
_LANES: Final = {GENERAL: Lane.GENERAL, PRIORITY: Lane.PRIORITY}


class SlotChoice(forms.Form):
    """The form of the page of slots; `kunci` is made with the page and makes a repeat of it harmless."""

    orang = forms.TypedChoiceField(
        choices=[(number, number) for number in range(1, PERSONS_MOST + 1)],
        coerce=int,
        label=_("Berapa orang?"),
        error_messages={"required": _("Pilih jumlah orang."), "invalid_choice": _("Pilih 1 sampai 6 orang.")},
    )
    prioritas = forms.ChoiceField(
        choices=[(GENERAL, GENERAL), (PRIORITY, PRIORITY)],
        label=_("Jalur prioritas?"),
        error_messages={"required": _("Pilih Ya atau Tidak."), "invalid_choice": _("Pilih Ya atau Tidak.")},
    )
    sesi = forms.IntegerField(
        min_value=1,
        max_value=(1 << 63) - 1,
        label=_("Pukul berapa?"),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Pilih jam kedatangan.")),
    )
    kunci = forms.UUIDField(
        error_messages=dict.fromkeys(("required", "invalid"), _("Formulir ini tidak lengkap. Kirim sekali lagi.")),
    )

    def __init__(self, *args: Any, renewed: bool = False, **arguments: Any) -> None:
        """Ask for the slot alone where a form is renewed: how many they are was said before."""
        super().__init__(*args, **arguments)
        if renewed:
            for name in ("orang", "prioritas", "kunci"):
                del self.fields[name]

    @property
    def lane(self) -> Lane:
        """The lane that was declared; to be asked once the form is valid."""
        return _LANES[self.cleaned_data["prioritas"]]
