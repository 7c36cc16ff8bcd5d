"""What belongs to one office and is kept on its page: hours, devices, exceptions, protocol and plan."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.forms import (
    BaseInlineFormSet,
    CheckboxSelectMultiple,
    ModelChoiceField,
    ModelForm,
    MultipleChoiceField,
)
from django.http import HttpRequest
from django.utils import timezone

from queueing.admin.base import StackedInline, TabularInline
from queueing.admin.overlaps import ApartFormSet
from queueing.choices import Service
from queueing.models import (
    Closure,
    Counter,
    Device,
    ExtraOpening,
    Office,
    OpeningHours,
    ProtocolPeriod,
    ReleasePlan,
)


class DevicesFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Refuses a name twice in words of ours; Django's would name the column."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Say what is wrong."""
        return "Setiap alat punya nama sendiri."


class HoursFormSet(ApartFormSet):
    """Keeps the stretches of a weekday apart."""

    begins, ends = "opens_at", "closes_at"

    def day_of(self, stretch: OpeningHours) -> int:
        """Return the weekday."""
        return stretch.weekday

    def sentence(self, stretch: OpeningHours) -> str:
        """Name the weekday."""
        return f"Jam buka hari {stretch.get_weekday_display()} saling bertumpuk."


class ExtraFormSet(ApartFormSet):
    """Keeps the extra hours of a day apart."""

    begins, ends = "opens_at", "closes_at"

    def day_of(self, stretch: ExtraOpening) -> datetime.date:
        """Return the day."""
        return stretch.day

    def sentence(self, stretch: ExtraOpening) -> str:
        """Name the day."""
        return f"Jam buka tambahan pada {stretch.day:%d-%m-%Y} saling bertumpuk."


class ProtocolFormSet(ApartFormSet):
    """Keeps the periods of an office apart."""

    begins, ends = "starts_on", "ends_on"

    def sentence(self, stretch: ProtocolPeriod) -> str:
        """Name the earlier period."""
        return f"Masa protokol mulai {stretch.starts_on:%d-%m-%Y} bertumpuk dengan masa berikutnya."


class OpeningHoursInline(TabularInline[OpeningHours, Office]):
    """The hours of one office, a line for each stretch of a day."""

    model = OpeningHours
    formset = HoursFormSet
    extra = 0
    ordering = ("weekday", "opens_at")


class DeviceInline(TabularInline[Device, Office]):
    """The recording sets of one office."""

    model = Device
    formset = DevicesFormSet
    extra = 0
    ordering = ("name",)


class CountersFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Refuses a number twice in words of ours."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Say what is wrong."""
        return "Setiap loket punya nomor sendiri."


class CounterForm(ModelForm[Counter]):
    """The letters that a counter calls, to be ticked; none means all."""

    services = MultipleChoiceField(
        label="Layanan", choices=Service.choices, required=False, widget=CheckboxSelectMultiple
    )


class CounterInline(TabularInline[Counter, Office]):
    """The counters of one office. Who sits there opens it, on the counter's own page."""

    model = Counter
    form = CounterForm
    formset = CountersFormSet
    fields = ("number", "services", "device")
    extra = 0
    ordering = ("number",)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Offer the devices of this office."""
        if db_field.name == "device":
            found = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kwargs["queryset"] = Device.objects.filter(office=found).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its calls refer to it; a counter that is gone is not opened any more."""
        return False


class ClosureInline(TabularInline[Closure, Office]):
    """What is closed from today on; without times it is the whole day. Closures may overlap: both hold."""

    model = Closure
    extra = 0
    ordering = ("day", "from_time")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Closure]:
        """Leave out what is over."""
        return super().get_queryset(request).filter(day__gte=timezone.localdate())


class ExtraOpeningInline(TabularInline[ExtraOpening, Office]):
    """Extra hours from today on."""

    model = ExtraOpening
    formset = ExtraFormSet
    extra = 0
    ordering = ("day", "opens_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExtraOpening]:
        """Leave out what is over."""
        return super().get_queryset(request).filter(day__gte=timezone.localdate())


class ProtocolPeriodInline(TabularInline[ProtocolPeriod, Office]):
    """The periods of a health protocol."""

    model = ProtocolPeriod
    formset = ProtocolFormSet
    extra = 0
    ordering = ("starts_on",)


class PlanForm(ModelForm[ReleasePlan]):
    """Puts sentences about the whole plan at its first field: the theme shows none above a form of this kind."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add it where it is seen."""
        whole = getattr(error, "error_dict", {}).pop(NON_FIELD_ERRORS, [])
        super().add_error(field, error)
        if whole:
            super().add_error("slot_minutes", whole)


class ReleasePlanInline(StackedInline[ReleasePlan, Office]):
    """How the office cuts its hours into places, and when it opens them."""

    model = ReleasePlan
    form = PlanForm
    can_delete = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An office always has one."""
        return False


INLINES: list[type[InlineModelAdmin[Any, Any]]] = [
    OpeningHoursInline,
    DeviceInline,
    CounterInline,
    ClosureInline,
    ExtraOpeningInline,
    ProtocolPeriodInline,
    ReleasePlanInline,
]
#: What can take places away from days to come.
SHAPES_DAYS = frozenset({OpeningHours, Device, Closure, ProtocolPeriod, ReleasePlan})
