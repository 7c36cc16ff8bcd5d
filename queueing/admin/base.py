"""The bases of the web admin, taken over from the registry; see there."""

from registry.admin.base import AreaAdmin, ChoiceFilter, ReadOnlyAdmin, StackedInline, TabularInline
from registry.admin.tabs import Tab

__all__ = ["AreaAdmin", "ChoiceFilter", "ReadOnlyAdmin", "StackedInline", "Tab", "TabularInline"]
