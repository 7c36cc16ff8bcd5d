"""Which list, of which place, from where on."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.forms.places import PlaceField
from registry.queries.worklists import TITLES, Tab, Worklist


class WorklistForm(forms.Form):
    """Read from the address; it names no person."""

    tab = forms.ChoiceField(choices=list(TITLES.items()), required=False, widget=forms.HiddenInput)
    desa = PlaceField()
    setelah = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].help_text = "Kosongkan untuk seluruh wilayah Anda."

    def worklist(self) -> Worklist:
        """Return the list that is asked for, once the form is valid."""
        given = self.cleaned_data
        return Worklist(Tab(given["tab"] or Tab.UNRECORDED), given["desa"], given["setelah"] or 0)
