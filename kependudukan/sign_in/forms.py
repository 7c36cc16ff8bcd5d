"""allauth's forms in the office's words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError


class InOurWords:
    """Gives fields their labels, takes the placeholders away, and lets the first field have the cursor."""

    labels: ClassVar[dict[str, str]]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"{label} harus diisi."
            if "code" in name:
                field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}
        self.fields[next(iter(self.labels))].widget.attrs["autofocus"] = True


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]
    """Name and password."""

    labels = {"login": "Nama pengguna", "password": "Kata sandi"}


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    labels = {"password": "Kata sandi"}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and twice a new one, which must be another."""

    labels = {
        "oldpassword": "Kata sandi sekarang",
        "password1": "Kata sandi baru",
        "password2": "Kata sandi baru sekali lagi",
    }

    def clean(self) -> dict[str, Any]:
        """Refuse to keep the old password and two that differ."""
        given: dict[str, Any] = forms.Form.clean(self) or {}
        new = given.get("password1")
        if new and new == given.get("oldpassword"):
            self.add_error("password1", ValidationError("Pilih kata sandi yang lain dari yang sekarang."))
        if new and given.get("password2") and new != given["password2"]:
            self.add_error("password2", ValidationError("Kedua kata sandi baru tidak sama."))
        return given


class CodeForm(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code of the app or a recovery code, on the way in."""

    labels = {"code": "Kode"}


class CodeAgainForm(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""

    labels = {"code": "Kode"}


class FirstCodeForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that was just set up."""

    labels = {"code": "Kode 6 angka dari aplikasi"}


class NewKeyForm(InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A name for a key; the browser fills in the rest."""

    labels = {"name": "Nama kunci"}


class KeyNameForm(InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    labels = {"name": "Nama kunci"}
