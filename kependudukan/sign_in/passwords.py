"""Passwords that are little more than the office's own words."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

OFFICE_WORDS: Final = (
    "kependudukan",
    "disdukcapil",
    "dukcapil",
    "mojokerto",
    "mojosari",
    "kecamatan",
    "kabupaten",
    "indonesia",
    "penduduk",
    "password",
    "rahasia",
    "petugas",
    "pilkada",
    "pemilu",
    "admin",
    "siak",
    "sandi",
    "kata",
    "ektp",
    "ktp",
    "nik",
)
#: What has to be left of a password once these words, figures and signs are taken away.
OWN_LETTERS: Final = 6


class NotMadeOfOfficeWords:
    """Refuses a password of which little is left without the words that anybody would try here first."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's form
        """Accept the password, or say why not.

        Raises:
            ValidationError: it holds such a word and fewer than six letters besides.
        """
        rest = password.lower()
        for word in OFFICE_WORDS:
            rest = rest.replace(word, " ")
        if rest != password.lower() and sum(letter.isalpha() for letter in rest) < OWN_LETTERS:
            raise ValidationError(
                "Kata sandi ini hampir seluruhnya berisi kata yang mudah ditebak di kantor ini.",
                code="password_of_office_words",
            )

    def get_help_text(self) -> str:
        """Return the rule as people read it."""
        return "Jangan hanya memakai kata yang mudah ditebak di kantor, misalnya dukcapil, KTP, atau nama daerah."
