"""What became of one person of a team visit, as a page without JavaScript posts it and as a phone sends it later."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from queueing.actions.visit_answers import Answer
from queueing.choices import RecordedPart, VisitOutcome
from queueing.forms import recorded_parts
from registry.forms.fields import WordsField


class AnswerForm(forms.Form):
    """`kunci` is made where the answer is given: under it the answer is written once."""

    hasil = forms.ChoiceField(label="Hasil", choices=VisitOutcome.choices)
    kunci = forms.UUIDField(widget=forms.HiddenInput)
    cocok = forms.BooleanField(label="Orangnya cocok dengan data register", required=False)
    catatan = WordsField(
        label="Catatan",
        max_length=200,
        required=False,
        help_text="Misalnya ke mana pindahnya. Jangan tulis NIK.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a field for each part, and a new key for a page that is shown the first time."""
        super().__init__(*args, **kwargs)
        self.fields["kunci"].initial = uuid.uuid4()
        for part in RecordedPart:
            self.fields[part.value] = recorded_parts.field_of(part)

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of the four parts."""
        return [self[part.value] for part in RecordedPart]

    def answer(self) -> Answer:
        """Return what was told; only after `is_valid`."""
        said = self.cleaned_data
        if said["hasil"] != VisitOutcome.RECORDED:
            return Answer(outcome=said["hasil"], note=said["catatan"])
        return Answer(
            outcome=said["hasil"],
            parts=list(recorded_parts.told(said)),
            is_checked=said["cocok"],
            note=said["catatan"],
        )
