"""Fields of what residents know by heart or read off their KK: names, numbers, a contact, a code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from queueing.choices import Channel
from queueing.rules.limits import OTP_FIGURES
from queueing.rules.person_name import MOST, InvalidName, read_name
from queueing.rules.phone import InvalidPhone, read_phone
from queueing.spoken import spoken
from registry.rules.number_report import Fault, Remark, Report

#: What is said to officers of lists is of no use to somebody with her KK in her hand.
_TO_RESIDENTS: Final = {
    Fault.MASKED: _("Tulis semua angka tanpa tanda bintang. Lihat KK."),
    Fault.SCIENTIFIC: _("Tulis semua angka satu per satu. Lihat KK."),
}
_KEPT: Final = _("Sudah diisi: %(given)s. Kosongkan bila tidak berubah.")
_SPACES: Final = re.compile(r"[\s.\-]+")


class NameField(forms.CharField):
    """A whole name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Nama lengkap"),
            help_text=_("Seperti tertulis di KK, tanpa gelar."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": MOST}),
            error_messages={"required": _("Isi nama lengkap.")},
            **options,
        )

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the name with single spaces."""
        try:
            return read_name(super().clean(value))
        except InvalidName as fault:
            raise forms.ValidationError(spoken(str(fault))) from fault


class NumberField(forms.CharField):
    """A NIK or KK number however it is spaced; what is wrong with it is said in words. Its value is the bare number.

    One that was `given` before, which is its mask, may stay blank; the number itself is never sent back to a page.
    """

    def __init__(self, check: Callable[[str], Report], *, kind: str, given: str, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "data-number": kind}
        if given:
            options["help_text"] = _keep(given)
        super().__init__(required=not given, widget=forms.TextInput(attrs=attrs), **options)
        self._check = check

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the bare number."""
        text: str = super().clean(value)
        if not text:
            return ""
        report = self._check(text)
        if not report.is_valid:
            raise forms.ValidationError([_in_words(fault) for fault in report.errors])
        return report.number


class ContactField(forms.CharField):
    """An Indonesian mobile number or an e-mail address; its value is the contact with its channel, or None."""

    def __init__(self, *, given: str) -> None:
        super().__init__(
            label=_("Nomor WhatsApp atau alamat email"),
            help_text=_keep(given) if given else _("Kode dan tiket dikirim ke sini. Satu untuk semua orang."),
            required=not given,
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "spellcheck": "false", "autocapitalize": "none"}),
            error_messages={"required": _("Isi nomor WhatsApp atau alamat email.")},
        )

    def clean(self, value: Any) -> tuple[str, str] | None:  # noqa: ANN401
        """Return what was typed in the form in which it is kept."""
        text: str = super().clean(value)
        if not text:
            return None
        contact, channel = _email(text) if "@" in text else _phone(text)
        if settings.NOTIFIER_OF.get(channel) == "off" and set(settings.NOTIFIER_OF.values()) != {"off"}:
            raise forms.ValidationError(_NOT_SENT_BY[channel])
        return contact, channel


class CodeField(forms.CharField):
    """The six figures of a one-time code."""

    def __init__(self) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "figures"}
        super().__init__(
            label=_("Kode 6 angka"),
            max_length=20,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Isi kode yang Anda terima.")},
        )

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        """Return the bare figures."""
        figures = _SPACES.sub("", super().clean(value))
        if not re.fullmatch(rf"[0-9]{{{OTP_FIGURES}}}", figures):
            raise forms.ValidationError(gettext("Kode terdiri atas 6 angka. Lihat lagi pesan yang Anda terima."))
        return figures


_NOT_SENT_BY: Final = {
    Channel.WHATSAPP.value: _("Kantor ini belum dapat mengirim WhatsApp. Isi alamat email."),
    Channel.EMAIL.value: _("Kantor ini belum dapat mengirim email. Isi nomor WhatsApp."),
}


def _keep(given: str) -> str:
    return str(_KEPT) % {"given": given}


def _in_words(fault: Remark) -> str:
    own = _TO_RESIDENTS.get(fault.code) if isinstance(fault.code, Fault) else None
    return str(own) if own else spoken(fault.sentence)


def _email(text: str) -> tuple[str, str]:
    try:
        validate_email(text)
    except forms.ValidationError as fault:
        raise forms.ValidationError(gettext("Alamat email ini tidak lengkap. Contoh: siti@contoh.id.")) from fault
    return text.lower(), Channel.EMAIL.value


def _phone(text: str) -> tuple[str, str]:
    try:
        return read_phone(text), Channel.WHATSAPP.value
    except InvalidPhone as fault:
        raise forms.ValidationError(spoken(str(fault))) from fault
