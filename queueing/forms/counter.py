"""What a counter's screen sends: which counter is chosen, and which step is taken with what."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from queueing.choices import Service
from queueing.models import Counter
from queueing.queries import counter as questions

#: Steps by the word that a button sends; the key that stands on it is told by the template.
STEPS: Final = ("panggil", "ulang", "tidak-ada", "alih", "selesai", "batal", "istirahat", "lanjut", "tutup")
OPEN, TAKE_OVER = "buka", "ambil"


class SitForm(forms.Form):
    """A counter of the officer's area, to open or to take over."""

    loket = forms.ModelChoiceField(Counter.objects.none())
    langkah = forms.ChoiceField(choices=[(word, word) for word in (OPEN, TAKE_OVER)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["loket"].queryset = questions.own_counters()  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One step of a counter: the number that the screen showed, where it is passed on, and a note."""

    langkah = forms.ChoiceField(choices=[(word, word) for word in STEPS])
    nomor = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    tujuan = forms.CharField(required=False, max_length=24)
    catatan = forms.CharField(required=False, max_length=60)

    def destination(self) -> tuple[int | None, str]:
        """Return the counter, or else the service, that a number is passed on to (`loket-12`, `layanan-C`)."""
        kind, _, which = self.cleaned_data["tujuan"].partition("-")
        if kind == "loket" and which.isascii() and which.isdigit():
            return int(which), ""
        return None, which if kind == "layanan" and which in Service.values else ""
