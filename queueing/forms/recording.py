"""What an officer says of a recording session: the person compared, the four parts, and how it ended."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from queueing.actions.recordings import Told
from queueing.choices import RecordedPart, SessionOutcome, SessionReason
from queueing.forms import recorded_parts
from queueing.models import Office
from queueing.rules.recording import MOST_ATTEMPTS
from registry.forms.fields import without_numbers

#: What ends the name of the field that counts the attempts at a part.
_TIMES: Final = "_kali"


class RecordingForm(forms.Form):
    """One page for the whole session. What was typed stays where something is missing."""

    cocok = forms.BooleanField(label="Orangnya cocok dengan data di atas", required=False)
    berbeda = forms.CharField(
        label="Yang berbeda dari register",
        help_text="Misalnya: nama ibu, ejaan nama, alamat. Jadi permintaan perbaikan data. Jangan tulis NIK.",
        max_length=400,
        required=False,
        validators=[without_numbers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hasil = forms.ChoiceField(label="Hasil", choices=SessionOutcome.choices, widget=forms.RadioSelect)
    alasan = forms.ChoiceField(
        label="Sebab, bila tidak terekam", choices=[("", "Pilih sebab"), *SessionReason.choices], required=False
    )
    catatan = forms.CharField(label="Catatan", max_length=200, required=False, validators=[without_numbers])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add two fields for each part: what became of it, and after how many attempts."""
        super().__init__(*args, **kwargs)
        for part in RecordedPart:
            self.fields[part.value] = recorded_parts.field_of(part)
            self.fields[f"{part.value}{_TIMES}"] = forms.TypedChoiceField(
                label=f"{part.label}: jumlah percobaan",
                choices=[(times, f"{times} kali") for times in range(1, MOST_ATTEMPTS + 1)],
                coerce=int,
                initial=1,
                required=False,
                empty_value=None,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where nothing was recorded, and for none where it was."""
        cleaned = super().clean() or {}
        outcome = cleaned.get("hasil")
        if outcome == SessionOutcome.CAPTURED:
            cleaned["alasan"] = ""
        elif outcome and not cleaned.get("alasan"):
            self.add_error("alasan", "Pilih sebabnya.")
        return cleaned

    @property
    def parts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the four parts, in pairs."""
        return [(self[part.value], self[f"{part.value}{_TIMES}"]) for part in RecordedPart]

    def told(self) -> Told:
        """Return what was said; only after `is_valid`."""
        said = self.cleaned_data
        return Told(
            outcome=said["hasil"],
            parts=list(recorded_parts.told(said, attempts=_TIMES)),
            is_checked=said["cocok"],
            differences=said["berbeda"].strip(),
            reason=said["alasan"],
            note=said["catatan"].strip(),
        )


class StartForm(forms.Form):
    """Where somebody is recorded without a number, and with which device."""

    kantor = forms.ModelChoiceField(Office.objects.none(), label="Kantor", empty_label=None)
    tempat = forms.CharField(label="Tempat", help_text="Misalnya: rumah pemohon, SMA 1 Mojosari, RSUD.", max_length=120)

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        """Offer the offices of the officer's area."""
        super().__init__(*args, **kwargs)
        field = self.fields["kantor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
