"""The public's pages of the waiting list and of draws, opened as a phone without JavaScript does."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing import links
from queueing.actions import bookings, drawing, offers
from queueing.choices import BookingState, Lane, PartyState
from queueing.models import Booking, Notice, Party, RecordingSlot, Seat
from queueing.views.public import looking
from tests.factories.draws import a_draw, an_entry, slots_to_draw
from tests.factories.elections import make_region
from tests.factories.queueing import SlotFactory, a_booking, a_party, a_waiting_party

pytestmark = pytest.mark.django_db
NIK, KK_NUMBER = "3516080108900001", "3516080108900007"
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def regions() -> None:
    make_region("35.16.08")


@pytest.fixture
def slot() -> RecordingSlot:
    return SlotFactory.create(seats=1, starts_at=timezone.now() + 48 * HOUR)


def page(name: str, *arguments: object) -> str:
    return reverse(f"queueing:{name}", args=arguments)


def of(party: Party, name: str = "waiting") -> str:
    return page(name, links.link_of(party.pk))


def wish(slot: RecordingSlot, **changes: object) -> dict[str, object]:
    days = {"dari": slot.day.isoformat(), "sampai": (slot.day + DAY).isoformat()}
    return {"kunci": uuid.uuid4(), "orang": "2", "prioritas": "tidak", **days, **changes}


def read_code() -> str:
    found = re.search(r"\b(\d{6})\b", Notice.unscoped.filter(kind="one_time_code").latest("created_at").body)
    assert found
    return found[1]


def fill_in(client: Client, form: str, niks: list[str]) -> None:
    """Go through people, code and check, as the form leads on."""
    client.get(form)
    people = {f"nama_{number}": f"ORANG {'AB'[number - 1]}" for number in range(1, len(niks) + 1)}
    numbers = {f"nik_{number}": nik for number, nik in enumerate(niks, start=1)}
    answer = client.post(form, {**people, **numbers, "kk": KK_NUMBER, "kontak": "0812 3456 7890"})
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(answer["Location"], {"kode": read_code()})
    assert answer.status_code == 302, answer.content.decode()


def test_somebody_without_a_place_comes_to_stand_in_line(client: Client, slot: RecordingSlot) -> None:
    a_waiting_party(slot)
    began = client.post(page("wish", slot.office_id), wish(slot))
    assert began.status_code == 302, began.content.decode()
    fill_in(client, began["Location"], [NIK, "3516080108900002"])
    check = began["Location"] + "periksa/"

    told = client.get(check).content.decode()
    answer = client.post(check, follow=True)

    assert "Masuk daftar tunggu" in told
    assert "Anda di urutan 2" in answer.content.decode()
    party = Party.unscoped.get(persons=2)
    assert (party.state, party.wish_until) == (PartyState.WAITING, slot.day + DAY)
    assert Notice.unscoped.filter(kind="joined", party_id=party.pk).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dari": "31-02-2030"}, "Tulis tanggal yang ada"),
        ({"dari": "2020-01-01", "sampai": "2020-01-02"}, "Pilih hari mulai hari ini"),
        ({"sampai": "2020-01-01"}, "Pilih hari mulai hari ini"),
        ({"orang": "7"}, "Pilih 1 sampai 6 orang"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_in_words(
    client: Client, slot: RecordingSlot, changes: dict[str, object], sentence: str
) -> None:
    answer = client.post(page("wish", slot.office_id), wish(slot, **changes))

    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert not Party.unscoped.exists()


def test_a_form_whose_hold_ran_out_turns_to_the_line_with_everything_typed(client: Client, slot: RecordingSlot) -> None:
    party = a_party(slot)
    link = links.link_of(party.pk)

    answer = client.post(page("wish", slot.office_id), wish(slot, lanjut=link))

    assert answer.status_code == 302
    party.refresh_from_db()
    assert party.state == PartyState.ASKING
    assert Seat.objects.get().taken_by is None
    assert Booking.unscoped.get().name == "ORANG 1"


def an_offer(slot: RecordingSlot) -> Party:
    party = a_waiting_party(slot)
    bookings.cancel(party=a_booking(slot).pk, at=timezone.now())
    offers.pass_on(at=timezone.now())
    return party


def test_an_offer_is_taken_with_one_click(client: Client, slot: RecordingSlot) -> None:
    party = an_offer(slot)

    shown = client.get(of(party))
    answer = client.post(of(party, "accept_offer"))

    assert "Ada tempat untuk Anda" in shown.content.decode()
    assert answer["Location"] == of(party, "ticket")
    assert Booking.unscoped.get(party=party).state == BookingState.CONFIRMED


def test_an_offer_is_not_taken_by_opening_its_page(client: Client, slot: RecordingSlot) -> None:
    """Programs that look at messages open every link in them."""
    party = an_offer(slot)

    assert client.get(of(party, "accept_offer")).status_code == 405
    client.get(of(party))

    assert Party.unscoped.get(pk=party.pk).state == PartyState.OFFERED


def test_an_offer_is_declined_and_the_place_in_line_stays(client: Client, slot: RecordingSlot) -> None:
    party = an_offer(slot)

    answer = client.post(of(party, "decline_offer"), follow=True)

    assert "Anda di urutan 1" in answer.content.decode()


def test_an_offer_that_is_over_says_so_when_it_is_opened_late(client: Client, slot: RecordingSlot) -> None:
    party = an_offer(slot)
    Seat.objects.update(offered_until=timezone.now())

    taken = client.post(of(party, "accept_offer"))

    assert taken.status_code == 409
    assert "Tawaran ini sudah berakhir" in taken.content.decode()
    assert "Anda di urutan 1" in client.get(of(party)).content.decode()


def test_whoever_leaves_the_line_is_asked_first(client: Client, slot: RecordingSlot) -> None:
    party = a_waiting_party(slot)

    assert "Anda tidak menunggu lagi?" in client.get(of(party, "leave_line")).content.decode()
    answer = client.post(of(party, "leave_line"), follow=True)

    assert "Permintaan ini sudah dibatalkan" in answer.content.decode()


def test_the_page_of_a_party_that_does_not_wait_leads_on(client: Client, slot: RecordingSlot) -> None:
    party = a_booking(slot)

    for name in ("waiting", "leave_line"):
        assert client.get(of(party, name))["Location"] == of(party, "ticket")
    assert client.get(page("waiting", "tidak-ada")).status_code == 404


def test_a_draw_shows_its_times_before_and_its_seed_after(client: Client) -> None:
    draw = a_draw(slots_to_draw(1))
    for _ in range(2):
        an_entry(draw)
    before = client.get(page("draw", draw.pk)).content.decode()
    assert client.get(page("draw_record", draw.pk)).status_code == 404

    drawn = drawing.draw(draw=draw.pk, at=draw.closes_at)

    after = client.get(page("draw", draw.pk)).content.decode()
    record = client.get(page("draw_record", draw.pk)).json()
    assert draw.seed_digest in before
    assert drawn.seed not in before
    assert drawn.seed in after
    assert "2 orang meminta 1 tempat; 1 orang mendapat tempat." in after
    assert record["entries"] == drawn.entries
    assert client.get(page("draw", uuid.uuid4())).status_code == 404


def test_the_days_of_an_office_say_that_one_of_them_is_drawn_for(client: Client) -> None:
    draw = a_draw(slots_to_draw(1))
    looking.forget()

    for name in ("days", "wish"):
        assert page("draw", draw.pk) in client.get(page(name, draw.office_id)).content.decode()


def test_a_request_comes_to_take_part_in_the_draw(client: Client) -> None:
    draw = a_draw(slots_to_draw(1))
    type(draw).unscoped.filter(pk=draw.pk).update(opens_at=timezone.now())
    sent = {"kunci": uuid.uuid4(), "orang": "1", "sampai": draw.day.isoformat()}

    began = client.post(page("draw", draw.pk), sent)
    assert began.status_code == 302, began.content.decode()
    fill_in(client, began["Location"], [NIK])
    client.get(began["Location"] + "periksa/")
    answer = client.post(began["Location"] + "periksa/", follow=True)

    assert "Anda ikut undian" in answer.content.decode()
    assert drawing.number_of(draw.pk, Party.unscoped.get().pk) in answer.content.decode()


def test_whoever_waits_takes_part_with_one_click(client: Client) -> None:
    slots = slots_to_draw(1)
    party = a_waiting_party(slots[0])
    priority = a_waiting_party(slots[0], lane=Lane.PRIORITY)
    draw = a_draw(slots)
    type(draw).unscoped.filter(pk=draw.pk).update(opens_at=timezone.now())

    assert "Ikut undian" not in client.get(of(priority)).content.decode()
    assert "Ikut undian" in client.get(of(party)).content.decode()
    client.post(of(party, "enter_draw"), {"undian": draw.pk})

    party.refresh_from_db()
    assert party.state == PartyState.DRAWING
