"""The bases of the web admin, taken over from the registry; see there."""

from registry.admin.base import AreaAdmin, ChoiceFilter, ReadOnlyAdmin, StackedInline, TabularInline

__all__ = ["AreaAdmin", "ChoiceFilter", "ReadOnlyAdmin", "StackedInline", "TabularInline"]
