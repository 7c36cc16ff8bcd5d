"""What became of each person of a team visit is told here, once however often a phone sends it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from queueing import hall_locks, locks
from queueing.actions import recordings, visit_book
from queueing.actions.recordings import NotToBeRecorded, RegisterIsBusy, Told
from queueing.choices import SessionOutcome, VisitEventKind, VisitOutcome, VisitState
from queueing.models import TeamVisit, VisitEvent, VisitPerson
from queueing.rules.recording import PartTold
from queueing.rules.visits import ASKS_FOR_A_LOOK, takes_answers
from registry.actions import access, correction_requests
from registry.models.access import AccessAction
from registry.models.officer import Officer


class NotStarted(Exception):
    """The visit has not begun."""

    def __init__(self) -> None:
        super().__init__("Jemput bola ini belum dimulai. Tekan “Mulai” dahulu, lalu kirim lagi.")


class TakesNoAnswers(Exception):
    """The visit was called off, or closed and this person has her outcome."""

    def __init__(self, state: str) -> None:
        super().__init__(f"Jemput bola ini sudah {state.lower()}; hasilnya tidak diubah lagi.")


class AlreadyRecorded(Exception):
    """She was recorded on this visit: that is not taken back here."""

    def __init__(self) -> None:
        super().__init__("Orang ini sudah tercatat terekam dalam jemput bola ini; hasilnya tidak diubah.")


class NoNeedToRecord(Exception):
    """Her card does not wait for a recording."""

    def __init__(self) -> None:
        super().__init__("Menurut register, KTP-el orang ini tidak menunggu perekaman. Ia tidak perlu direkam lagi.")


class KeyOfAnother(Exception):
    """The key has come with an answer about somebody else: a fault of the phone."""

    def __init__(self) -> None:
        super().__init__("Jawaban ini tidak dapat dibaca. Muat ulang halaman, lalu catat lagi hasilnya.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one person; parts and check count for a recording alone."""

    outcome: str
    parts: Collection[PartTold] = ()
    is_checked: bool = False
    note: str = ""


def tell(*, visit: int, person: int, answer: Answer, key: uuid.UUID, by: Officer, at: datetime.datetime) -> VisitPerson:
    """Write an answer down and let it flow back: a recording moves the card, a move or a death asks for a look.

    The answers of a visit come one after the other, behind its row: one key is written once, and stays written when
    another answer has replaced it (`tests/races/test_team_visits.py`). Whoever was taken off the list meanwhile is
    back on it: somebody has met her.

    Raises:
        TeamVisit.DoesNotExist, VisitPerson.DoesNotExist: there is none in the scope in force.
        NotStarted, TakesNoAnswers, AlreadyRecorded, NoNeedToRecord, KeyOfAnother: see the classes.
        NotComplete, BeingRecorded, TriedEnough: see `actions/recordings.py`.
        Crowded: the visit was not to be had in time.
    """
    with locks.patient():
        found = hall_locks.lock_visit(visit)
        one = VisitPerson.unscoped.get(pk=person, visit=found)
        if told := VisitEvent.unscoped.filter(client_key=key).first():
            if told.person_id != one.pk:
                raise KeyOfAnother
            return one
        _refuse(found, one)
        _write(found, one, answer, key, by, at)
        return one


def _refuse(visit: TeamVisit, one: VisitPerson) -> None:
    if visit.state == VisitState.PLANNED:
        raise NotStarted
    if not takes_answers(visit.state, one.outcome):
        raise TakesNoAnswers(visit.get_state_display())
    if one.outcome == VisitOutcome.RECORDED:
        raise AlreadyRecorded


def _write(
    visit: TeamVisit, one: VisitPerson, answer: Answer, key: uuid.UUID, by: Officer, at: datetime.datetime
) -> None:
    replaced = one.outcome
    if answer.outcome == VisitOutcome.RECORDED:
        one.session_id = _record(visit, one.resident_id, answer, by, at)
    one.outcome, one.outcome_at, one.outcome_by, one.note = answer.outcome, at, by, answer.note
    one.dropped_at = None
    one.save(update_fields=["outcome", "outcome_at", "outcome_by", "note", "dropped_at", "session"])
    visit_book.note(
        visit=visit,
        kind=VisitEventKind.ANSWERED,
        person=one,
        outcome=answer.outcome,
        replaced=replaced,
        key=key,
        note=answer.note,
        by=by,
        at=at,
    )
    access.record(
        action=AccessAction.CHANGE,
        subject=f"jemput bola {visit.pk}",
        purpose="Mencatat hasil jemput bola",
        residents=[one.resident_id],
        by=by,
        at=at,
    )
    if answer.outcome != replaced and (asked := ASKS_FOR_A_LOOK.get(answer.outcome)):
        noted = f"{asked} {answer.note}".strip()
        correction_requests.open_one(resident=one.resident_id, noted=noted, by=by, at=at)


def _record(visit: TeamVisit, resident: int, answer: Answer, by: Officer, at: datetime.datetime) -> int:
    session = recordings.start_elsewhere(
        resident=resident, office=visit.office_id, place=visit.place, device=None, by=by, at=at
    )
    told = Told(outcome=SessionOutcome.CAPTURED, parts=answer.parts, is_checked=answer.is_checked, note=answer.note)
    try:
        recordings.finish(session=session.pk, told=told, by=by, at=at)
    except NotToBeRecorded as refused:
        raise NoNeedToRecord from refused
    except RegisterIsBusy as busy:
        raise locks.Crowded from busy
    return session.pk
