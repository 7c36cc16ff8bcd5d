"""What an officer says of a card: its next state, or into whose hands it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from registry.actions.cards import MOST_OF_A_REASON, ReasonMissing
from registry.choices import CardStatus, CardTaker
from registry.forms.fields import WordsField
from registry.rules.card_status import CardState, next_states


class MoveCardForm(forms.Form):
    """The next state of a card, of those that it may go to from here, and why."""

    to = forms.ChoiceField(
        label="Menjadi",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih status berikutnya.",
            "invalid_choice": "Status KTP-el berubah sejak Anda membuka halaman ini. Pilih lagi.",
        },
    )
    reason = WordsField(
        label="Keterangan",
        max_length=MOST_OF_A_REASON,
        required=False,
        help_text="Jangan menulis NIK atau nama.",
        error_messages={"required": str(ReasonMissing())},
    )

    def __init__(self, *args: Any, now: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        # A handing over has a form of its own.
        field.choices = [
            (state.value, CardStatus(state).label) for state in next_states(now) if state != CardState.CARD_ISSUED
        ]
        if now == CardState.CARD_ISSUED:
            self.fields["reason"].required = True
            self.fields["reason"].label = "Alasan cetak ulang"


class HandOverForm(forms.Form):
    """Who takes the card."""

    taken_by = forms.ChoiceField(
        label="Diambil oleh",
        choices=CardTaker.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih siapa yang mengambil."},
    )
    member = forms.TypedChoiceField(
        label="Anggota keluarga",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Bila diambil keluarga.",
        error_messages={"invalid_choice": "Pengambil bukan anggota keluarga dalam KK yang sama."},
    )
    taker_name = WordsField(
        label="Nama penerima kuasa", max_length=120, required=False, help_text="Seperti di surat kuasa."
    )
    note = WordsField(
        label="Catatan", max_length=MOST_OF_A_REASON, required=False, help_text="Misalnya tanggal surat kuasa."
    )

    def __init__(self, *args: Any, family: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["member"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Pilih"), *family]

    def clean(self) -> dict[str, Any]:
        """Whoever takes it for her is named, by the KK or by the authority."""
        said = super().clean() or {}
        if said.get("taken_by") == CardTaker.FAMILY and not said.get("member"):
            self.add_error("member", "Pilih anggota keluarga yang mengambil.")
        if said.get("taken_by") == CardTaker.AUTHORISED and not said.get("taker_name"):
            self.add_error("taker_name", "Tulis nama pengambil seperti di surat kuasa.")
        return said
