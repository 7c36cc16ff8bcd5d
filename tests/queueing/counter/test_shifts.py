"""Counters are opened, taken over, paused and closed; one officer sits at one counter."""

from __future__ import annotations

import pytest

from queueing.actions import at_counter, calls, counters
from queueing.models import Counter, CounterShift, Office, Ticket
from registry.models import Officer
from tests.factories.registry import OfficerFactory
from tests.queueing.counter.in_the_hall import MINUTE, NOW, TODAY, a_counter, a_ticket, an_officer_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def sitting(counter: Counter) -> Officer | None:
    shift = CounterShift.objects.filter(counter=counter, ended_at=None).first()
    return shift.officer if shift else None


def test_an_officer_opens_a_counter_and_stays_where_she_sits(office: Office) -> None:
    counter, officer = a_counter(office, is_open=False), OfficerFactory.create()

    for _ in range(2):
        counters.open_counter(counter=counter.pk, by=officer, at=NOW)

    assert CounterShift.objects.get().officer == officer
    assert Counter.objects.get().is_open


def test_a_counter_of_somebody_else_is_not_opened_but_taken_over(counter: Counter, officer: Officer) -> None:
    her = OfficerFactory.create()
    with pytest.raises(counters.CounterTaken):
        counters.open_counter(counter=counter.pk, by=her, at=NOW)

    counters.take_over(counter=counter.pk, by=her, at=NOW)

    assert sitting(counter) == her
    assert CounterShift.objects.get(officer=officer).ended_at == NOW


def test_the_number_in_hand_stays_when_somebody_takes_over(office: Office, counter: Counter, officer: Officer) -> None:
    a_ticket(office)
    ticket = calls.call_next(counter=counter, day=TODAY, by=officer, at=NOW)
    assert ticket is not None
    counters.pause(counter=counter.pk, note="makan siang", by=officer, at=NOW)
    her = OfficerFactory.create()

    counters.take_over(counter=counter.pk, by=her, at=NOW)

    with pytest.raises(at_counter.TakenOver):
        calls.finish(ticket=ticket.pk, by=officer, at=NOW)
    calls.finish(ticket=ticket.pk, by=her, at=NOW)
    found = Counter.objects.get()
    assert (found.is_open, found.paused_at, found.pause_note) == (True, None, "")


def test_an_officer_has_one_counter(office: Office, counter: Counter, officer: Officer) -> None:
    other = a_counter(office, 4)
    with pytest.raises(counters.SitsElsewhere):
        counters.open_counter(counter=other.pk, by=officer, at=NOW)
    an_officer_at(other)
    with pytest.raises(counters.SitsElsewhere):
        counters.take_over(counter=other.pk, by=officer, at=NOW)

    assert sitting(other) != officer


def test_a_break_has_a_note_and_ends(counter: Counter, officer: Officer) -> None:
    counters.pause(counter=counter.pk, note="salat", by=officer, at=NOW)
    found = Counter.objects.get()
    assert (found.is_open, found.paused_at, found.pause_note) == (False, NOW, "salat")

    counters.resume(counter=counter.pk, by=officer)

    found = Counter.objects.get()
    assert (found.is_open, found.paused_at, found.pause_note) == (True, None, "")


def test_a_counter_closes_when_nobody_is_in_hand(office: Office, counter: Counter, officer: Officer) -> None:
    first, second = a_ticket(office), a_ticket(office, wanted_counter=counter)
    calls.call_next(counter=counter, day=TODAY, by=officer, at=NOW)
    with pytest.raises(at_counter.StillServing, match="Selesaikan dahulu A-002"):
        counters.close(counter=counter.pk, by=officer, at=NOW)
    calls.finish(ticket=second.pk, by=officer, at=NOW)
    Ticket.unscoped.filter(pk=first.pk).update(wanted_counter=counter)

    counters.close(counter=counter.pk, by=officer, at=NOW + MINUTE)

    assert sitting(counter) is None
    assert not Counter.objects.get().is_open
    assert Ticket.unscoped.get(pk=first.pk).wanted_counter is None
