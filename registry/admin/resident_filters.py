"""By what the list of residents is narrowed: where their card stands, and when they were born."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from registry.admin.base import TextFilter
from registry.choices import CardStatus, MaritalStatus, ResidencyStatus
from registry.rules.card_status import NEEDS_RECAPTURE, RECORDED_STATES

_YEARS: Final = range(1880, 2200)
_ALIVE: Final = Q(residency_status=ResidencyStatus.ALIVE)
_NOT_RECORDED: Final = sorted(set(CardStatus.values) - set(RECORDED_STATES))


def _due(today: datetime.date) -> Q:
    """Return who must have a card: 17 or older, or ever married (UU 24/2013 art. 63)."""
    seventeen = datetime.date(today.year - 17, today.month, min(today.day, 28) if today.month == 2 else today.day)
    return Q(birth_date__lte=seventeen) | ~Q(marital_status=MaritalStatus.SINGLE)


def _conditions(today: datetime.date) -> dict[str, Q]:
    due = _ALIVE & _due(today)
    return {
        "wajib": due,
        "sudah-rekam": due & Q(card__state__in=RECORDED_STATES),
        "belum-rekam": due & (Q(card__state__in=_NOT_RECORDED) | Q(card__isnull=True)),
        "siap-cetak": _ALIVE & Q(card__state=CardStatus.PRINT_READY_RECORD),
        "rekam-ulang": _ALIVE & Q(card__state__in=NEEDS_RECAPTURE),
    }


class CardFilter(admin.SimpleListFilter):
    """Residents by what is to be done about their card."""

    title = "kartu"
    parameter_name = "kartu"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        """Return what can be chosen."""
        return [
            ("wajib", "Wajib KTP-el"),
            ("sudah-rekam", "Wajib dan sudah rekam"),
            ("belum-rekam", "Belum rekam"),
            ("siap-cetak", "Siap cetak"),
            ("rekam-ulang", "Perlu rekam ulang"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to what was chosen."""
        conditions = _conditions(timezone.localdate())
        chosen = conditions.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen)


class BirthYearFilter(TextFilter):
    """Residents born in one year."""

    title = "tahun lahir"
    parameter_name = "tahun_lahir"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[tuple[str, str]]:
        """Offer nothing to choose: the year is typed."""
        return ()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to the year; what is no year finds nobody."""
        typed = (self.value() or "").strip()
        if not typed:
            return queryset
        if not (typed.isascii() and typed.isdigit() and int(typed) in _YEARS):
            return queryset.none()
        year = int(typed)
        return queryset.filter(birth_date__gte=datetime.date(year, 1, 1), birth_date__lt=datetime.date(year + 1, 1, 1))
