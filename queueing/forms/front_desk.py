"""What the front desk sends: its office, what was scanned, who of a party has come, and somebody without a booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from queueing.choices import Priority, Service
from queueing.forms.fields import NameField
from queueing.models import Office
from queueing.queries import desk
from queueing.rules import scanned
from queueing.rules.day_offer import DayOffer
from queueing.rules.scanned import Kind, Scanned
from registry.rules.dates import in_words

PAPERS: Final = (("58", "58 mm"), ("80", "80 mm"))
#: Reasons that an officer can see at the desk.
SEEN: Final = (
    ("", "Tidak ada"),
    (Priority.ELDERLY.value, Priority.ELDERLY.label),
    (Priority.DISABLED.value, Priority.DISABLED.label),
    (Priority.PREGNANT.value, Priority.PREGNANT.label),
    (Priority.INFANT.value, Priority.INFANT.label),
    (Priority.INVITED.value, Priority.INVITED.label),
)
YES, NO = "ya", "tidak"


class DeskForm(forms.Form):
    """Which office this desk stands in, and how wide its paper is."""

    kantor = forms.ModelChoiceField(queryset=Office.objects.none(), label="Kantor", empty_label=None)
    kertas = forms.ChoiceField(choices=PAPERS, label="Lebar kertas nomor", widget=forms.RadioSelect, initial="58")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = self.fields["kantor"]
        assert isinstance(offices, forms.ModelChoiceField)
        offices.queryset = desk.own_offices()


class ScanForm(forms.Form):
    """The one field."""

    cari = forms.CharField(
        label="Pindai tiket, atau ketik kode, NIK, atau nomor antrean",
        max_length=400,
        error_messages={"required": "Pindai tiket, atau tulis kode pemesanan, NIK, atau nomor antrean."},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )

    def clean_cari(self) -> Scanned:
        """Return what it is; what is nothing is refused with what to do."""
        found = scanned.read(self.cleaned_data["cari"])
        if found.kind == Kind.NOTHING:
            raise forms.ValidationError(found.hint)
        return found


class ComingForm(forms.Form):
    """Who of a party has come, and whether a declared reason for priority holds."""

    def __init__(self, data: Any) -> None:  # noqa: ANN401 - Django's own QueryDict
        super().__init__(data)
        self._chosen = [int(one) for one in data.getlist("orang") if one.isascii() and one.isdigit() and len(one) < 19]

    @property
    def coming(self) -> list[int]:
        """The bookings of those who have come."""
        return self._chosen

    @property
    def reasons(self) -> dict[int, bool]:
        """Of whom a reason was looked at: whether it holds."""
        answers = {one: self.data.get(f"alasan_{one}") for one in self._chosen}
        return {one: answer == YES for one, answer in answers.items() if answer in (YES, NO)}


class WalkInForm(forms.Form):
    """Somebody without a booking: what she comes for, her name where the registry has none, a reason that is seen."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    pesanan = forms.IntegerField(widget=forms.HiddenInput, required=False)
    layanan = forms.ChoiceField(choices=Service, label="Keperluan", widget=forms.RadioSelect)
    nama = NameField()
    alasan = forms.ChoiceField(choices=SEEN, label="Prioritas", required=False)

    def __init__(self, *args: Any, known: bool = False, services: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nama"].help_text = "Seperti tertulis di KK atau KTP."
        if known:
            del self.fields["nama"]
        if services:
            layanan = self.fields["layanan"]
            assert isinstance(layanan, forms.ChoiceField)
            layanan.choices = [(value, label) for value, label in Service.choices if value in services]
            layanan.initial = services[0]
            layanan.widget.attrs["autofocus"] = True


class DayForm(forms.Form):
    """Another day for somebody without a telephone: which session, and her name where the registry has none."""

    kunci = forms.UUIDField(widget=forms.HiddenInput)
    nama = NameField()
    sesi = forms.IntegerField(label="Sesi", min_value=1, widget=forms.Select)

    def __init__(
        self, *args: Any, known: bool = False, days: Sequence[DayOffer] = (), zone: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "lain_%s", **options})
        if known:
            del self.fields["nama"]
        sessions = self.fields["sesi"].widget
        assert isinstance(sessions, forms.Select)
        sessions.choices = [(in_words(day.day), _sessions(day, zone)) for day in days]


def _sessions(day: DayOffer, zone: str) -> list[tuple[int, str]]:
    begins = {slot: slot.starts_at.astimezone(ZoneInfo(zone)) for slot in day.slots if slot.general}
    return [(slot.id, f"{at:%d-%m-%Y} pukul {at:%H.%M}, sisa {slot.general}") for slot, at in begins.items()]
