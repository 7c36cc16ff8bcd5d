"""Lines of one page that must not overlap, told so with a sentence; the database would refuse them without one."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet


class ApartFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Refuses two stretches of one day, or of one office, that overlap; they are half-open and may touch."""

    begins: ClassVar[str]
    ends: ClassVar[str]

    def day_of(self, stretch: Any) -> Hashable:
        """Return what two stretches must share to be compared."""
        return None

    def sentence(self, stretch: Any) -> str:
        """Say that this stretch overlaps the next."""
        raise NotImplementedError

    def clean(self) -> None:
        """Compare the stretches in their order."""
        super().clean()
        days: dict[Hashable, list[Any]] = {}
        for form in self.forms:
            stretch = form.instance
            gone = form.cleaned_data.get("DELETE") if hasattr(form, "cleaned_data") else True
            if not gone and getattr(stretch, self.begins) and getattr(stretch, self.ends):
                days.setdefault(self.day_of(stretch), []).append(stretch)
        for stretches in days.values():
            stretches.sort(key=lambda stretch: getattr(stretch, self.begins))
            for earlier, later in pairwise(stretches):
                if getattr(later, self.begins) < getattr(earlier, self.ends):
                    raise ValidationError(self.sentence(earlier))
