"""What an officer must say of a voter roll before its file is taken in."""

from __future__ import annotations

from django import forms

from elections.choices import RollKind
from elections.models import Election


class RollParameters(forms.Form):
    """The election, which of its lists this is, and whether its voters are made up."""

    election = forms.ModelChoiceField(Election.objects.order_by("-polling_date"), label="Pemilihan")
    kind = forms.ChoiceField(choices=RollKind.choices, label="Jenis daftar")
    made_up = forms.BooleanField(
        label="Pemilihnya buatan",
        required=False,
        help_text="Centang bila daftar ini bukan daftar sungguhan; semua angkanya akan disebut simulasi.",
    )

    def parameters(self) -> dict[str, object]:
        """Return what was said as the batch keeps it."""
        said = self.cleaned_data
        return {"election": said["election"].pk, "kind": said["kind"], "made_up": said["made_up"]}
