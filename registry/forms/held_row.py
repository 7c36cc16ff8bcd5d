"""One held row on screen: its cells to mend, under the names of the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from registry.ingest.engine import HeldLine
from registry.ingest.layout import Holds, Layout

_LONGEST: Final = 400


class HeldRowForm(forms.Form):
    """A field for each column that is read; `revision` is the row's when it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, layout: Layout, columns: Sequence[str], cells: Mapping[str, str], wrong: str, **named: Any
    ) -> None:
        """Make the fields.

        Args:
            *args: as a form's.
            layout: says what a column holds.
            columns: those that the row carries.
            cells: what they hold now.
            wrong: the column that must be mended; it has the focus.
            **named: as a form's.
        """
        super().__init__(*args, **named)
        self._columns = list(columns)
        for name in columns:
            attributes = {"autocomplete": "off", "spellcheck": "false"}
            if layout.column(name).holds is Holds.NUMBER:
                attributes["inputmode"] = "numeric"
            if name == wrong:
                attributes["autofocus"] = ""
            # An error is said once, by the check; a blank column is the check's matter too.
            self.fields[name] = forms.CharField(
                label=name,
                required=False,
                strip=False,
                max_length=_LONGEST,
                initial=cells.get(name, ""),
                widget=forms.TextInput(attrs=attributes),
            )

    def cells(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: self.cleaned_data[name] for name in self._columns}

    def say(self, wrong: HeldLine) -> None:
        """Put what is still wrong at its column."""
        self.add_error(wrong.column if wrong.column in self.fields else None, wrong.advice)
