"""What parties that wait are told, written by the transaction that does it: they wait, have an offer, lost a draw."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from queueing import links
from queueing.actions import telling
from queueing.actions.telling import Saying
from queueing.choices import BookingState, NoticeKind, PartyState
from queueing.models import Booking, Draw, Party, RecordingSlot
from queueing.queries import availability
from queueing.rules import notice_texts
from queueing.rules.notice_words import Place


def joined(*, party: Party, at: datetime.datetime) -> None:
    """Tell a party that it stands in line or takes part in a draw, with the link under which it may leave."""
    in_draw = party.state == PartyState.DRAWING
    link = links.waiting_address_of(party.pk)
    text = notice_texts.joined(party.office.name, link, language=party.language, in_draw=in_draw)
    telling.write(party, at, [Saying(NoticeKind.JOINED, f"joined:{party.pk}:{at:%Y%m%dT%H%M%S%f}", text)])


def offered(*, party: Party, slot: RecordingSlot, until: datetime.datetime, at: datetime.datetime) -> None:
    """Tell a party that places of the slot are kept for it until that moment."""
    text = notice_texts.offer(_place(party, slot), until, links.waiting_address_of(party.pk), language=party.language)
    key = f"offer:{party.pk}:{slot.pk}:{at:%Y%m%dT%H%M%S%f}"
    telling.write(party, at, [Saying(NoticeKind.OFFER, key, text, expires_at=until)])


def offer_expired(*, party: Party, slot: RecordingSlot, at: datetime.datetime, is_last: bool) -> None:
    """Tell a party that it has let an offer pass; after its last one it has to look for a place itself."""
    link = links.booking_page() if is_last else links.waiting_address_of(party.pk)
    text = notice_texts.offer_expired(_place(party, slot), link, language=party.language, waits_on=not is_last)
    key = f"offer_expired:{party.pk}:{slot.pk}:{at:%Y%m%dT%H%M%S%f}"
    telling.write(party, at, [Saying(NoticeKind.OFFER_EXPIRED, key, text)])


def draw_lost(*, parties: Sequence[Party], draw: Draw, first: RecordingSlot, at: datetime.datetime) -> None:
    """Tell parties that they got no place in the draw, and when the next places open; all in one statement."""
    office = availability.office(draw.office_id, at)
    opening = office.next_opening if office else None
    place = Place(draw.office.name, draw.office.address, first.starts_at, draw.office.time_zone)
    telling.write_many(
        (
            (
                party,
                Saying(
                    NoticeKind.DRAW_LOST,
                    f"draw_lost:{party.pk}:{draw.pk}",
                    notice_texts.draw_lost(
                        place,
                        opening.at if opening else None,
                        links.waiting_address_of(party.pk),
                        language=party.language,
                    ),
                ),
            )
            for party in parties
        ),
        at,
    )


def _place(party: Party, slot: RecordingSlot) -> Place:
    people = Booking.unscoped.filter(party=party, state=BookingState.WISHED).order_by("ordinal")
    return Place(
        office=slot.office.name,
        address=slot.office.address,
        starts_at=slot.starts_at,
        zone=slot.office.time_zone,
        people=tuple(people.values_list("name", flat=True)),
    )
