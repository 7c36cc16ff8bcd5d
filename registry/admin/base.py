"""What every page of the web admin shares, and the one place of this project that names its theme, django-unfold.

Rows are shown, not edited by hand, unless a page says otherwise; and only those of one's own area. The other apps
take these classes over into a base of their own, so that the theme can be dropped in a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from registry import scope
from registry.admin.saved_filters import SavedFiltersMixin
from registry.admin.tabs import TabbedMixin

if TYPE_CHECKING:  # Unfold has no types of its own: to the type checker its classes are those they stand for.
    from django.contrib.admin import ChoicesFieldListFilter as ChoiceFilter
    from django.contrib.admin import ModelAdmin as ThemedAdmin
    from django.contrib.admin import RelatedFieldListFilter as AutocompleteFilter
    from django.contrib.admin import SimpleListFilter as TextFilter
    from django.contrib.admin import StackedInline, TabularInline
    from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
    from django.core.paginator import Paginator as UncountedPaginator
else:
    from unfold.admin import ModelAdmin as ThemedAdmin
    from unfold.admin import StackedInline, TabularInline
    from unfold.contrib.filters.admin import AutocompleteSelectFilter as AutocompleteFilter
    from unfold.contrib.filters.admin import ChoicesDropdownFilter as ChoiceFilter
    from unfold.contrib.filters.admin import TextFilter
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm
    from unfold.forms import UserCreationForm as AdminUserCreationForm
    from unfold.paginator import InfinitePaginator as UncountedPaginator

__all__ = [
    "AccountAdmin",
    "AdminPasswordChangeForm",
    "AdminUserCreationForm",
    "AreaAdmin",
    "AutocompleteFilter",
    "ChoiceFilter",
    "ReadOnlyAdmin",
    "StackedInline",
    "TabularInline",
    "TextFilter",
    "UncountedPaginator",
    "UserChangeForm",
    "within_area",
]


def within_area(owner: BaseModelAdmin[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows of the officer's area, by the region code column that the page names."""
    column: str | None = getattr(owner, "area_column", None)
    return rows.filter(scope.current().condition(column)) if column else rows


class AreaAdmin(SavedFiltersMixin, TabbedMixin, ThemedAdmin[Any]):
    """Shows the rows of the officer's area, 25 to a page.

    `area_column` names the region code column by which rows are cut; models whose default manager is scoped need
    none. `explanation` is a sentence above the list, `changed_where` one that says where these rows are changed.
    """

    area_column: str | None = None
    changed_where = ""
    list_per_page = 25
    show_full_result_count = False
    list_filter_submit = True
    actions: Sequence[str] | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the officer's area."""
        return within_area(self, super().get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list with a sentence that says where its rows are changed."""
        return super().changelist_view(request, {"changed_where": self.changed_where, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one row with the same sentence."""
        more = {"changed_where": self.changed_where, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, more)


class ReadOnlyAdmin(AreaAdmin):
    """Shows rows that only actions and intakes may write."""

    change_form_before_template = "admin/changed_where.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted by hand."""
        return False


class AccountAdmin(AreaAdmin, UserAdmin[Any]):
    """Django's page of accounts in the theme's clothes."""

    form = UserChangeForm
    add_form = AdminUserCreationForm
    change_password_form = AdminPasswordChangeForm
