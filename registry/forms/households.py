"""What is typed of a household operation, and of a stranger who arrives."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from registry.choices import MaritalStatus, RelationToHead, Sex
from registry.forms.events import EventForm
from registry.forms.fields import CapitalsField, DayField, KkNumberField, NikField, VillageField, WordsField
from registry.queries import families, places
from registry.rules import relations
from registry.rules.civil_events.moves import Address
from registry.rules.civil_events.plan import Person

_RELATION: Final = "relation_"
_STAYS: Final = 0
_TAKEN: Final = "Nomor KK ini sudah dipakai keluarga lain di register."
_THREE: Final = r"^[0-9]{3}$"


def _ward(label: str) -> forms.RegexField:
    return forms.RegexField(
        _THREE,
        label=label,
        required=False,
        error_messages={"invalid": "Tulis tiga angka, misalnya 003."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}),
    )


class AddressForm(EventForm):
    """Where a household lives, and why it changes."""

    village = VillageField()
    address = CapitalsField(label="Alamat", max_length=200)
    rt = _ward("RT")
    rw = _ward("RW")
    reason = WordsField(label="Alasan", max_length=200)
    field_order = ("village", "address", "rt", "rw", "reason", "event_date", "document")

    def ask(self) -> None:
        """Begin with where the household lives now."""
        if self.home:
            self.fields["village"].initial = places.written_code(self.home.region_id)
            for column in ("address", "rt", "rw"):
                self.fields[column].initial = getattr(self.home, column)

    def where(self) -> Address:
        """Return the address as a value."""
        given = self.cleaned_data
        return Address(given["village"], given["address"], given["rt"], given["rw"])


class _NewNumber:
    """A KK number that no household of the area has; others are found out when it is written."""

    cleaned_data: dict[str, Any]

    def clean_kk_number(self) -> str:
        """Refuse a number with people on it."""
        number = str(self.cleaned_data["kk_number"])
        found = families.by_kk_number(number) if number else None
        if found is not None and found.members.exists():
            raise forms.ValidationError(_TAKEN)
        return number


class _RelationsForm(EventForm):
    """A choice of relation for each living member."""

    def _add_relations(self, choices: list[tuple[Any, Any]]) -> None:
        for member in self._living():
            present = RelationToHead(member.relation_to_head).label
            self.fields[f"{_RELATION}{member.id}"] = forms.TypedChoiceField(
                label=f"{member.name} (kini {present.lower()})",
                choices=choices,
                coerce=int,
                initial=choices[0][0],
            )

    def relations(self) -> dict[int, int]:
        """Return the chosen relation of each member who does not stay."""
        return {
            int(name.removeprefix(_RELATION)): relation
            for name, relation in self.cleaned_data.items()
            if name.startswith(_RELATION) and relation != _STAYS
        }


class SplitForm(_NewNumber, _RelationsForm, AddressForm):
    """Who founds a household of their own, under which number, where."""

    kk_number = KkNumberField(label="Nomor KK baru", help_text="Nomor yang diterbitkan SIAK.")

    def ask(self) -> None:
        """Put the members first: each stays, or goes as what."""
        super().ask()
        self._add_relations([(_STAYS, "Tetap di keluarga lama"), *RelationToHead.choices])
        members = [name for name in self.fields if name.startswith(_RELATION)]
        self.order_fields([*members, "kk_number", *AddressForm.field_order])


class HouseMoveForm(AddressForm):
    """Where the whole household moves."""

    def ask(self) -> None:
        """Call the day what it is."""
        super().ask()
        self.fields["event_date"].label = "Tanggal pindah"
        self.fields["document"].label = "Nomor surat"


class HeadChangeForm(_NewNumber, _RelationsForm):
    """Everybody's relation to the new head, proposed by the rules, and the number if that changes."""

    kk_number = KkNumberField(
        label="Nomor KK baru", required=False, help_text="Kosongkan bila nomor KK tidak berganti."
    )
    reason = WordsField(label="Alasan", max_length=200)

    def __init__(self, *args: Any, head: int | None = None, **options: Any) -> None:
        self.head = head
        super().__init__(*args, **options)

    def ask(self) -> None:
        """Propose how each stands to the new head."""
        self._add_relations(list(RelationToHead.choices))
        chosen = next((member for member in self._living() if member.id == self.head), None)
        if chosen is not None:
            self._propose(chosen)
        members = [name for name in self.fields if name.startswith(_RELATION)]
        self.order_fields([*members, "kk_number", "reason", "event_date", "document"])

    def _propose(self, chosen: Person) -> None:
        for member in self._living():
            proposed = relations.to_new_head(member.relation_to_head, chosen.relation_to_head, sex=member.sex)
            relation = RelationToHead.HEAD if member is chosen else proposed
            self.fields[f"{_RELATION}{member.id}"].initial = int(relation)


class ArrivalForm(EventForm):
    """Somebody whom the registry has not known, for a household that is here."""

    nik = NikField(label="NIK")
    name = CapitalsField(label="Nama", max_length=120)
    birth_place = CapitalsField(label="Tempat lahir", max_length=100)
    birth_date = DayField(label="Tanggal lahir")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex.choices, widget=forms.RadioSelect)
    marital_status = forms.TypedChoiceField(label="Status kawin", coerce=int, choices=MaritalStatus.choices)
    relation = forms.TypedChoiceField(
        label="Hubungan dengan kepala keluarga", coerce=int, choices=RelationToHead.choices,
        initial=RelationToHead.OTHER_RELATIVE,
    )  # fmt: skip
    origin = CapitalsField(label="Datang dari (kabupaten, provinsi)", max_length=150)
    field_order: tuple[str, ...] = (
        "nik", "name", "birth_place", "birth_date", "sex", "marital_status", "relation", "origin",
        "event_date", "document",
    )  # fmt: skip

    def ask(self) -> None:
        """Call the day what it is."""
        self.fields["event_date"].label = "Tanggal datang"
        self.fields["document"].label = "Nomor surat pindah"


class ArrivalWithCardForm(_NewNumber, ArrivalForm):
    """Somebody who arrives with a new KK: the head of a household that this makes."""

    kk_number = KkNumberField(label="Nomor KK baru")
    village = VillageField()
    address = CapitalsField(label="Alamat", max_length=200)
    rt = _ward("RT")
    rw = _ward("RW")
    field_order: tuple[str, ...] = ("kk_number", "village", "address", "rt", "rw", *ArrivalForm.field_order)

    def ask(self) -> None:
        """The first person of a household is its head."""
        super().ask()
        self.fields["relation"].initial = RelationToHead.HEAD
        self.fields["relation"].widget = forms.HiddenInput()

    def where(self) -> Address:
        """Return the address as a value."""
        given = self.cleaned_data
        return Address(given["village"], given["address"], given["rt"], given["rw"])
