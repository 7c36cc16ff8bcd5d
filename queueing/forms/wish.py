"""A place that is not there yet: for how many people, in which lane, and on which days."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from queueing.actions.asking import Wish
from queueing.choices import Lane
from queueing.forms.slot_choice import SlotChoice

_DATES: Final = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
_WRONG: Final = _("Tulis tanggal yang ada, misalnya 30-11-2026.")


class DayField(forms.DateField):
    """A day between two others, both included; browsers offer a calendar for it, and it may be typed."""

    def __init__(self, label: Any, first: datetime.date, last: datetime.date) -> None:  # noqa: ANN401 - lazy text
        ends = {"min": first.isoformat(), "max": last.isoformat()}
        super().__init__(
            label=label,
            input_formats=_DATES,
            widget=forms.DateInput(attrs={"type": "date", **ends}, format="%Y-%m-%d"),
            error_messages={"required": _WRONG, "invalid": _WRONG},
        )


class WishForm(SlotChoice):
    """The wish of somebody who waits: any day from the first to the last will do."""

    def __init__(self, *args: Any, today: datetime.date, furthest: datetime.date, **arguments: Any) -> None:
        """Ask for days in the place of a slot."""
        super().__init__(*args, **arguments)
        del self.fields["sesi"]
        self.fields["dari"] = DayField(_("Mulai hari"), today, furthest)
        self.fields["sampai"] = DayField(_("Sampai hari"), today, furthest)

    @property
    def wish(self) -> Wish:
        """The days; to be asked once the form is valid."""
        return Wish(self.cleaned_data["dari"], self.cleaned_data["sampai"])


class DrawForm(WishForm):
    """A request for a draw: until which day to wait where it gives no place. It has one lane, the general one."""

    def __init__(self, *args: Any, **arguments: Any) -> None:
        """Leave out what the draw has settled."""
        super().__init__(*args, **arguments)
        self.fields.pop("prioritas", None)
        del self.fields["dari"]
        self.fields["sampai"].label = _("Bila tidak terpilih, tunggu tempat lain sampai hari")

    @property
    def lane(self) -> Lane:
        """The lane that is drawn for."""
        return Lane.GENERAL
