"""A cut closes what is free, asks whom it must and nobody else, moves nobody without a word, and can be taken back."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from queueing import links
from queueing.actions import bookings, cuts, holds, proposal_answers, proposals
from queueing.choices import BookingState, NoticeKind, PartyState, ProposalState, Withheld
from queueing.models import Booking, CapacityCut, Closure, MoveProposal, Notice, Party, RecordingSlot, Seat
from queueing.queries import invariants
from queueing.queries.cuts import Cutting, preview
from registry.models import Officer
from tests.factories.queueing import SlotFactory, a_booking, a_party, open_daily

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def slot(supervisor: Officer) -> RecordingSlot:
    """Four seats tomorrow at nine, in an office that is open every day."""
    tomorrow = (timezone.localtime() + 24 * HOUR).replace(hour=9, minute=0, second=0, microsecond=0)
    found: RecordingSlot = SlotFactory.create(seats=4, starts_at=tomorrow)
    open_daily(found.office, datetime.time(7), datetime.time(17))
    return found


@pytest.fixture
def later(slot: RecordingSlot) -> RecordingSlot:
    """Another session of the day, one hour later."""
    found: RecordingSlot = SlotFactory.create(office=slot.office, seats=3, starts_at=slot.starts_at + HOUR)
    return found


def the_slot(slot: RecordingSlot) -> Cutting:
    return Cutting(slot.office, slot.day, slot.local_start.time(), slot.local_end.time())


def cut(slot: RecordingSlot, by: Officer, cutting: Cutting | None = None) -> CapacityCut:
    return cuts.make(cutting=cutting or the_slot(slot), reason="Dua alat rusak.", by=by, at=timezone.now())


def sound() -> bool:
    return all(proof.holds for proof in invariants.prove())


def test_a_device_that_stops_asks_the_latest_alone_and_keeps_a_place_for_her(
    slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    first, last = a_booking(slot), a_booking(slot, persons=2)
    one_device = Cutting(slot.office, slot.day, slot.local_start.time(), slot.local_end.time(), devices=1)

    plan, asked = preview(one_device, timezone.now())
    made = cut(slot, supervisor, one_device)

    assert [one.party for one in asked] == [last]
    assert [room.id for room in asked[0].near] == [later.pk]
    assert len(plan.surplus) == 2
    proposal = MoveProposal.unscoped.get()
    assert (proposal.party, proposal.proposed, proposal.state) == (last, later, ProposalState.OPEN)
    assert Seat.objects.filter(offered_to=last, slot=later).count() == 2
    assert Seat.objects.filter(cut=made, withheld=Withheld.CUT).count() == 3
    assert Seat.objects.get(taken_by__party=first).withheld == ""
    assert set(Booking.unscoped.values_list("slot", "state")) == {(slot.pk, BookingState.CONFIRMED)}
    told = Notice.unscoped.get(kind=NoticeKind.MOVED)
    assert told.party_id == last.pk
    assert f"/tiket/{links.link_of(last.pk)}/usul/" in told.body
    assert sound()


def test_free_seats_close_before_anybody_is_asked(slot: RecordingSlot, supervisor: Officer) -> None:
    a_booking(slot)
    one_device = Cutting(slot.office, slot.day, devices=1)

    cut(slot, supervisor, one_device)

    assert not MoveProposal.unscoped.exists()
    with pytest.raises(holds.SlotFull):
        a_party(slot)


def test_a_closed_day_ends_unfinished_forms_and_is_not_published(slot: RecordingSlot, supervisor: Officer) -> None:
    form = a_party(slot)

    cut(slot, supervisor, Cutting(slot.office, slot.day))

    form.refresh_from_db()
    assert form.state == PartyState.EXPIRED
    assert Closure.objects.get().day == slot.day
    assert Seat.objects.filter(withheld=Withheld.CUT, taken_by=None).count() == 4
    assert sound()


def test_whoever_agrees_sits_on_the_new_place_and_keeps_both_changes(
    client: Client, slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(slot, persons=2)
    cut(slot, supervisor)
    page = reverse("queueing:proposal", args=[links.link_of(party.pk)])

    assert "Setuju, pindahkan saya" in client.get(page).content.decode()
    assert client.post(page, {"setuju": "ya"}).status_code == 302
    assert client.post(page, {"setuju": "ya"}).status_code == 302

    party.refresh_from_db()
    assert (party.slot, party.changes) == (later, 0)
    assert Seat.objects.filter(taken_by__party=party, slot=later, offered_to=None).count() == 2
    assert MoveProposal.unscoped.get().state == ProposalState.ACCEPTED
    assert Notice.unscoped.filter(kind=NoticeKind.CHANGED, party_id=party.pk).count() == 1
    assert sound()


def test_whoever_was_asked_nothing_has_nothing_to_agree_to(client: Client, slot: RecordingSlot) -> None:
    party = a_booking(slot)
    link = links.link_of(party.pk)

    answer = client.post(reverse("queueing:proposal", args=[link]), {"setuju": "ya"})

    assert (answer.status_code, answer["Location"]) == (302, reverse("queueing:ticket", args=[link]))
    with pytest.raises(proposal_answers.ProposalOver):
        proposal_answers.accept(party=party.pk, at=timezone.now())
    party.refresh_from_db()
    assert party.slot == slot


def test_whoever_chooses_another_time_frees_what_was_kept(
    client: Client, slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    other = SlotFactory.create(office=slot.office, seats=1, starts_at=slot.starts_at + 3 * HOUR)
    party = a_booking(slot)
    Party.unscoped.filter(pk=party.pk).update(changes=2)
    cut(slot, supervisor)

    answer = client.post(reverse("queueing:proposal", args=[links.link_of(party.pk)]), {"sesi": str(other.pk)})

    party.refresh_from_db()
    assert answer.status_code == 302
    assert (party.slot, party.changes) == (other, 2)
    assert not Seat.objects.filter(offered_to=party).exists()
    assert MoveProposal.unscoped.get().state == ProposalState.CHOSEN
    assert later.seats.filter(offered_to=None, taken_by=None).count() == 3
    assert sound()


def test_whoever_cancels_ends_the_question(slot: RecordingSlot, later: RecordingSlot, supervisor: Officer) -> None:
    party = a_booking(slot)
    cut(slot, supervisor)

    bookings.cancel(party=party.pk, at=timezone.now())

    assert MoveProposal.unscoped.get().state == ProposalState.CANCELLED
    assert not Seat.objects.filter(offered_to=party).exists()
    assert sound()


def test_whoever_does_not_answer_keeps_her_booking_and_is_left_for_a_clerk(
    slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(slot)
    cut(slot, supervisor)
    until = MoveProposal.unscoped.get().answer_by

    assert proposals.leave_unanswered(at=until - datetime.timedelta(seconds=1)) == 0
    assert proposals.leave_unanswered(at=until) == 1

    assert MoveProposal.unscoped.get().state == ProposalState.UNANSWERED
    assert Booking.unscoped.get(party=party).slot == slot
    assert not Seat.objects.filter(offered_to=party).exists()
    with pytest.raises(proposal_answers.ProposalOver):
        proposal_answers.accept(party=party.pk, at=timezone.now())
    assert sound()


def test_a_place_that_is_cut_too_is_kept_for_nobody(
    slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(slot)
    cut(slot, supervisor)
    cut(later, supervisor)

    with pytest.raises(proposal_answers.ProposalOver):
        proposal_answers.accept(party=party.pk, at=timezone.now())
    assert proposals.leave_unanswered(at=timezone.now()) == 1


def test_a_cut_that_moved_nobody_is_taken_back_and_she_is_told(
    slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    party = a_booking(slot)
    made = cut(slot, supervisor)

    cuts.undo(cut=made.pk, by=supervisor, at=timezone.now())

    assert MoveProposal.unscoped.get().state == ProposalState.WITHDRAWN
    assert not Seat.objects.exclude(withheld="").exists()
    assert not Seat.objects.filter(offered_to__isnull=False).exists()
    assert not Closure.objects.exists()
    assert "tetap berlaku" in Notice.unscoped.filter(party_id=party.pk).latest("created_at").body
    with pytest.raises(cuts.AlreadyUndone):
        cuts.undo(cut=made.pk, by=supervisor, at=timezone.now())


def test_a_cut_that_moved_somebody_stays(slot: RecordingSlot, later: RecordingSlot, supervisor: Officer) -> None:
    party = a_booking(slot)
    made = cut(slot, supervisor)
    proposal_answers.accept(party=party.pk, at=timezone.now())

    with pytest.raises(cuts.SomebodyMoved):
        cuts.undo(cut=made.pk, by=supervisor, at=timezone.now())

    assert Seat.objects.filter(withheld=Withheld.CUT).count() == 4


def test_taking_one_cut_back_leaves_another_asking(
    slot: RecordingSlot, later: RecordingSlot, supervisor: Officer
) -> None:
    a_booking(slot, persons=3)
    one = Cutting(slot.office, slot.day, slot.local_start.time(), slot.local_end.time(), devices=1)
    first = cut(slot, supervisor, one)
    second = cut(slot, supervisor)

    cuts.undo(cut=first.pk, by=supervisor, at=timezone.now())

    asked = MoveProposal.unscoped.get()
    assert (asked.cut, asked.state) == (second, ProposalState.OPEN)
    assert sound()


def test_a_cut_asks_no_other_people_than_were_shown(slot: RecordingSlot, supervisor: Officer) -> None:
    shown = [person.pk for one in preview(the_slot(slot), timezone.now())[1] for person in one.people]
    a_booking(slot)

    with pytest.raises(cuts.SurplusChanged):
        cuts.make(cutting=the_slot(slot), reason="Rusak.", by=supervisor, at=timezone.now(), seen=shown)

    assert not Seat.objects.filter(withheld=Withheld.CUT).exists()


def test_devices_cannot_stop_where_no_session_is_to_come(slot: RecordingSlot, supervisor: Officer) -> None:
    day = slot.day + datetime.timedelta(days=40)

    with pytest.raises(cuts.NothingToCut):
        cut(slot, supervisor, Cutting(slot.office, day, devices=1))

    cut(slot, supervisor, Cutting(slot.office, day))
    assert Closure.objects.get().day == day
