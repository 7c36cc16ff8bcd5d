"""Sends by e-mail, through whatever EMAIL_BACKEND names: a server of the office's, or a service by django-anymail."""

from __future__ import annotations

import smtplib
from typing import Final

from anymail.exceptions import AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError

from queueing.notifying.port import Message, Refused, Unreachable

#: Replies of a mail server from here on are final (RFC 5321, 4.2.1).
_FINAL: Final = 500
_NO: Final = "Server surel menolak alamat atau isinya."
_AWAY: Final = "Server surel tidak dapat dihubungi."


class Email:
    """One mail a message, with a Message-ID made of the notice's id: a mail sent twice can be told by it."""

    def send(self, message: Message) -> None:
        """Hand the mail to the server; EMAIL_TIMEOUT bounds the wait."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        try:
            EmailMessage(
                message.subject,
                message.body,
                to=[message.address],
                headers={"Message-ID": f"<{message.id}@{domain}>", "Content-Language": message.language},
            ).send()
        except (BadHeaderError, UnicodeError, AnymailInvalidAddress, AnymailRecipientsRefused) as error:
            raise Refused(_NO) from error
        except smtplib.SMTPRecipientsRefused as error:
            final = all(code >= _FINAL for code, _text in error.recipients.values())
            raise (Refused(_NO) if final else Unreachable(_AWAY)) from error
        except smtplib.SMTPDataError as error:
            raise (Refused(_NO) if error.smtp_code >= _FINAL else Unreachable(_AWAY)) from error
        except (OSError, smtplib.SMTPException, AnymailError) as error:
            raise Unreachable(_AWAY) from error
