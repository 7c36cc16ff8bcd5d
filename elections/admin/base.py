"""The bases of the web admin, taken over from the registry; see there."""

from registry.admin.base import AreaAdmin, AutocompleteFilter, ChoiceFilter, ReadOnlyAdmin, UncountedPaginator
from registry.admin.tabs import Tab

__all__ = ["AreaAdmin", "AutocompleteFilter", "ChoiceFilter", "ReadOnlyAdmin", "Tab", "UncountedPaginator"]
