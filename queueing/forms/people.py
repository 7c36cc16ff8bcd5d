"""Who comes, with which KK, and where she can be reached: the fourth step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from queueing.actions.people import Person
from queueing.choices import Lane, Priority
from queueing.forms.fields import ContactField, NameField, NumberField
from queueing.models import Booking, Party
from queueing.rules.contact import mask_address
from registry.rules import family_card, nik
from registry.rules.masking import mask_number

#: Reasons that may be declared for a place in the priority lane; they are checked at the desk.
DECLARED: Final = (
    ("", _("Tidak ada")),
    (Priority.ELDERLY.value, _("Lanjut usia")),
    (Priority.DISABLED.value, _("Penyandang disabilitas")),
    (Priority.PREGNANT.value, _("Ibu hamil")),
    (Priority.INFANT.value, _("Membawa bayi")),
    (Priority.NOT_ON_ROLL.value, _("Belum terdaftar dalam DPT")),
    (Priority.INVITED.value, _("Memegang undangan KPU")),
)


class Group(NamedTuple):
    """The questions about one person of the form."""

    number: int
    fields: list[BoundField]


class PeopleForm(forms.Form):
    """Name and NIK of everybody, one KK number, one contact; numbers that were given before may stay blank."""

    def __init__(self, *args: Any, party: Party, people: Sequence[Booking], **options: Any) -> None:
        super().__init__(*args, **options)
        self._lane, self._numbers = party.lane, range(1, len(people) + 1)
        for number, person in zip(self._numbers, people, strict=True):
            self.fields[f"nama_{number}"] = NameField(initial=person.name)
            self.fields[f"nik_{number}"] = _nik_field(person)
            self.fields[f"alasan_{number}"] = _reason_field(person, party.lane)
        self.fields["kk"] = _kk_field(given=all(person.kk_number_index for person in people))
        self.fields["kontak"] = ContactField(given=mask_address(party.contact) if party.contact else "")

    @property
    def groups(self) -> list[Group]:
        """The questions about each person."""
        return [
            Group(number, [self[f"{name}_{number}"] for name in ("nama", "nik", "alasan")]) for number in self._numbers
        ]

    @property
    def shared(self) -> list[BoundField]:
        """The questions about all of them together."""
        return [self["kk"], self["kontak"]]

    @property
    def people(self) -> list[Person]:
        """Everybody as typed; to be asked once the form is valid."""
        return [
            Person(
                name=self.cleaned_data[f"nama_{number}"],
                nik=self.cleaned_data[f"nik_{number}"],
                priority=self._reason(number),
            )
            for number in self._numbers
        ]

    @property
    def contact(self) -> tuple[str, str]:
        """The contact and its channel, both blank where it stays; to be asked once the form is valid."""
        found: tuple[str, str] = self.cleaned_data["kontak"] or ("", "")
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse one NIK for two people, beside the second; ask for one reason in the priority lane."""
        cleaned = super().clean() or self.cleaned_data
        seen: dict[str, int] = {}
        for number in self._numbers:
            typed = cleaned.get(f"nik_{number}")
            if typed and typed in seen:
                sentence = gettext("NIK ini sudah diisi untuk orang ke-%(number)s.") % {"number": seen[typed]}
                self.add_error(f"nik_{number}", sentence)
            elif typed:
                seen[typed] = number
        if self._lane == Lane.PRIORITY and not any(self._reason(number) for number in self._numbers):
            self.add_error("alasan_1", gettext("Pilih alasan prioritas untuk paling sedikit satu orang."))
        return cleaned

    def _reason(self, number: int) -> str:
        given = self.cleaned_data.get(f"alasan_{number}")
        return Priority.INVITED.value if given is True else str(given or "")


def _nik_field(person: Booking) -> NumberField:
    return NumberField(
        nik.check,
        label=_("NIK"),
        kind="nik",
        given=mask_number(person.nik) if person.nik_index else "",
        help_text=_("16 angka, lihat KK. Spasi dan titik boleh."),
        error_messages={"required": _("Isi NIK dari KK.")},
    )


def _kk_field(*, given: bool) -> NumberField:
    return NumberField(
        family_card.check,
        label=_("Nomor KK"),
        kind="kk",
        given="****************" if given else "",
        help_text=_("16 angka di bagian atas KK."),
        error_messages={"required": _("Isi nomor KK.")},
    )


def _reason_field(person: Booking, lane: str) -> forms.Field:
    if lane == Lane.PRIORITY:
        return forms.ChoiceField(label=_("Alasan prioritas"), choices=DECLARED, initial=person.priority, required=False)
    return forms.BooleanField(
        label=_("Memegang undangan KPU"), initial=person.priority == Priority.INVITED, required=False
    )
