"""What the web admin asks of whoever changes who may do what: a second factor shown a moment ago."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from registry import step_up
from registry.actions import officers
from registry.models import Officer


class TemporaryPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # it has none at run time
    """Gives an officer a password that she has to change before she can do anything else."""

    user: Officer

    def save(self, commit: bool = True) -> Officer:
        """Set the password and mark it as a temporary one."""
        self.user.must_change_password = True
        super().save(commit=commit)
        return self.user


class GuardedOfficerAdmin(admin.ModelAdmin[Officer]):
    """Roles, areas, passwords and factors of others are changed only within minutes of one's own second factor."""

    change_password_form = TemporaryPasswordForm
    actions: Sequence[str] | None = ["remove_second_factors"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show or take in the form; who may only look is not asked."""
        if self.has_change_permission(request) and not step_up.is_recent(request):
            return step_up.ask_again(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        """Give a temporary password."""
        if not step_up.is_recent(request):
            return step_up.ask_again(request)
        return super().user_change_password(request, id, form_url)  # type: ignore[misc]

    def save_model(self, request: HttpRequest, obj: Officer, form: ModelForm[Officer], change: bool) -> None:
        """Save; a new officer comes in by the web admin, with a password that somebody else has chosen."""
        if not change:
            obj.is_staff = obj.must_change_password = True
        super().save_model(request, obj, form, change)

    @admin.action(description="Hapus faktor kedua", permissions=["change"])
    def remove_second_factors(self, request: HttpRequest, chosen: QuerySet[Officer]) -> HttpResponseBase | None:
        """Take the factors of the chosen officers away, so that they set up new ones."""
        if not step_up.is_recent(request):
            return step_up.ask_again(request)
        assert isinstance(request.user, Officer)
        at = timezone.now()
        for officer in chosen:
            officers.remove_second_factors(officer=officer, reason="Lewat halaman petugas", by=request.user, at=at)
        messages.success(request, "Faktor kedua dihapus. Petugas menyiapkannya lagi saat masuk berikutnya.")
        return None
