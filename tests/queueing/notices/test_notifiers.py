"""The notifiers behind the port: what each hands over, and how each says that it could not."""

from __future__ import annotations

import json
import smtplib
import stat
import uuid
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from kependudukan.settings.notifying import NOTIFIER_CHOICES
from queueing.notifying import NOTIFIERS, Message, Refused, Unreachable, notifier_for
from queueing.notifying.console import Console
from queueing.notifying.email import Email
from queueing.notifying.file import NAME, File
from tests.queueing.notices.messages import MESSAGE


def test_the_settings_offer_the_notifiers_there_are() -> None:
    assert set(NOTIFIER_CHOICES) == set(NOTIFIERS)


def test_an_unknown_notifier_is_a_fault_of_the_settings(settings: Settings) -> None:
    settings.NOTIFIER_OF = {"whatsapp": "pigeon"}

    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        notifier_for("whatsapp")


def test_a_channel_that_is_not_named_is_off(settings: Settings) -> None:
    settings.NOTIFIER_OF = {}

    with pytest.raises(Refused, match="Hubungi warga secara langsung"):
        notifier_for("whatsapp").send(MESSAGE)


def test_a_message_that_is_printed_hides_address_and_text() -> None:
    assert str(MESSAGE.id) in repr(MESSAGE)
    assert not [hidden for hidden in (MESSAGE.address, MESSAGE.body, MESSAGE.subject) if hidden in repr(MESSAGE)]


def test_the_console_prints_one_line_without_address_or_text(capsys: pytest.CaptureFixture[str]) -> None:
    Console().send(MESSAGE)

    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "confirmed by whatsapp" in printed
    assert MESSAGE.address not in printed
    assert MESSAGE.body not in printed


def test_the_file_holds_a_line_for_each_message_and_only_its_owner_reads_it(settings: Settings, tmp_path: Path) -> None:
    settings.NOTIFIER_FOLDER = tmp_path / "notices"

    File().send(MESSAGE)
    File().send(MESSAGE)

    path = settings.NOTIFIER_FOLDER / NAME
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["id"], line["address"], line["body"]) for line in lines] == [
        (str(MESSAGE.id), MESSAGE.address, MESSAGE.body)
    ] * 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_cannot_be_written_is_tried_again(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "notices").write_text("a file where the folder should be")
    settings.NOTIFIER_FOLDER = tmp_path / "notices"

    with pytest.raises(Unreachable):
        File().send(MESSAGE)


def written(address: str = "warga@contoh.example", subject: str = "Tempat dipesan") -> Message:
    return Message(
        id=uuid.UUID(int=7), kind="confirmed", channel="email", language="en",
        address=address, subject=subject, body="See you there.",
    )  # fmt: skip


def test_a_mail_bears_the_notice_in_its_message_id(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Antrean <antrean@kantor.example>"

    Email().send(written())

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["warga@contoh.example"], "Tempat dipesan", "See you there.")
    assert sent.message()["Message-ID"] == f"<{uuid.UUID(int=7)}@kantor.example>"
    assert sent.message()["Content-Language"] == "en"


def test_a_mail_goes_through_django_anymail_where_the_settings_say_so(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"

    Email().send(written())

    (sent,) = mail.outbox
    assert sent.anymail_status.status == {"sent"}  # type: ignore[union-attr]


def test_a_subject_of_two_lines_is_refused() -> None:
    with pytest.raises(Refused):
        Email().send(written(subject="Tempat dipesan\nBcc: orang@lain.example"))


class Failing(BaseEmailBackend):
    """A mail server that answers with the error of the test."""

    error: Exception

    def send_messages(self, email_messages: object) -> int:  # noqa: ARG002 - Django's signature
        raise self.error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}), Refused),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"greylisted")}), Unreachable),
        (smtplib.SMTPDataError(554, b"rejected"), Refused),
        (smtplib.SMTPDataError(452, b"full"), Unreachable),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), Unreachable),
        (smtplib.SMTPServerDisconnected("gone"), Unreachable),
        (TimeoutError("slow"), Unreachable),
        (ConnectionRefusedError("closed"), Unreachable),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value),
)
def test_a_mail_server_says_never_or_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception]
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    monkeypatch.setattr("django.core.mail.get_connection", lambda **_: Failing())
    monkeypatch.setattr(Failing, "error", error, raising=False)

    with pytest.raises(kind) as said:
        Email().send(written())

    assert "example" not in str(said.value)
