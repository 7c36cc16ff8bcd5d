"""A field for a district or a village: typed, with suggestions, without scripts and for 300 villages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from registry.queries import places


class PlaceWidget(forms.TextInput):
    """A box with the officer's own districts and villages as suggestions."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own signature
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the box, and the list it takes its suggestions from."""
        pairs = ((place,) for place in places.offered())
        offered_in = f"{(attrs or {}).get('id', name)}_ditawarkan"
        box = super().render(name, value, {**(attrs or {}), "list": offered_in, "autocomplete": "off"}, renderer)
        return render_to_string(
            "components/_place.html",
            {"box": box, "id": offered_in, "offered": format_html_join("", '<option value="{}"></option>', pairs)},
        )


class PlaceField(forms.CharField):
    """Reads "Kauman", "Kauman, Kecamatan Mojosari (35.16.08.1004)" or a code; its value is the code, maybe ""."""

    widget = PlaceWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=150, label="Desa, kelurahan, atau kecamatan", **options)

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the code of the place inside the officer's area."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return places.named(text).code
        except places.SeveralPlaces as several:
            raise forms.ValidationError(f"Ada beberapa yang bernama itu. Pilih salah satu: {several}.") from None
        except places.NoSuchPlace:
            raise forms.ValidationError("Tidak ada desa, kelurahan, atau kecamatan itu di wilayah Anda.") from None
