"""Inviting those whose recording failed to book a place for another one."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from queueing import links
from queueing.actions import telling
from queueing.actions.telling import Saying
from queueing.choices import NoticeKind
from queueing.models import Party
from queueing.queries import record_again
from queueing.queries.record_again import Reach
from queueing.rules import notice_texts
from registry.actions import access
from registry.models.access import AccessAction
from registry.models.officer import Officer
from registry.queries import cards

#: She is not asked again sooner; assumption (check): time enough to find a free day.
REST: Final = datetime.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of whom, in ids of residents; whoever needs no other recording is in none of them."""

    told: tuple[int, ...] = ()
    without_contact: tuple[int, ...] = ()
    told_lately: tuple[int, ...] = ()
    has_place: tuple[int, ...] = ()


@transaction.atomic
def invite(*, residents: Collection[int], by: Officer, at: datetime.datetime) -> Invited:
    """Invite those of these residents, in the scope in force, whose recording failed and who can be reached.

    Each is told at most once in `REST`, and not while she has a place. Rings nobody: that is the door's.

    Race: two officers who press at once write under the same key, which names the invitation before this one, so
    that there is one notice; both are told that she was invited.
    """
    reached = record_again.reach(cards.to_be_recaptured_of(residents), at=at)
    sorted_out = _sorted_out(reached, at)
    telling.write_many([_saying(reached[resident], at) for resident in sorted_out.told], at)
    if sorted_out.told:
        access.record(
            action=AccessAction.CHANGE,
            subject="undangan rekam ulang",
            purpose="Mengundang merekam ulang",
            residents=sorted_out.told,
            by=by,
            at=at,
        )
    return sorted_out


def _sorted_out(reached: dict[int, Reach], at: datetime.datetime) -> Invited:
    told, without_contact, told_lately, has_place = [], [], [], []
    for resident, how in sorted(reached.items()):
        if how.has_place:
            has_place.append(resident)
        elif how.told_since(at - REST):
            told_lately.append(resident)
        elif how.booking is None:
            without_contact.append(resident)
        else:
            told.append(resident)
    return Invited(tuple(told), tuple(without_contact), tuple(told_lately), tuple(has_place))


def _saying(how: Reach, at: datetime.datetime) -> tuple[Party, Saying]:
    booking = how.booking
    assert booking is not None
    text = notice_texts.record_again(booking.name, links.booking_page(), language=booking.party.language)
    key = f"record_again:{booking.pk}:{how.last.pk if how.last else 'first'}"
    return booking.party, Saying(NoticeKind.RECORD_AGAIN, key, text, expires_at=at + REST)
