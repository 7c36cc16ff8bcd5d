"""Team visits: who and what goes where, whose names, and how what became of them flows back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from queueing.actions import recordings, team_visits, visit_answers, visit_names
from queueing.actions.team_visits import Plan
from queueing.actions.visit_answers import Answer
from queueing.choices import VisitEventKind, VisitState
from queueing.models import Office, RecordingSession, TeamVisit, VisitEvent, VisitPerson
from queueing.rules import visits as rules
from queueing.rules.recording import PARTS, PartTold
from registry import scope
from registry.choices import CardStatus
from registry.models import AccessEntry, CardRecord, CorrectionRequest, Officer, Resident
from registry.rules.due import SchoolYear
from tests.factories.hall import today_at
from tests.factories.offices import DeviceFactory
from tests.factories.queueing import OfficeFactory
from tests.factories.visits import MORNING, NOON, a_name, a_visit
from tests.registry.desk import ELSEWHERE, KAUMAN, at_the_desk, number_of, resident

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ALL = tuple(PartTold(part, is_taken=True) for part in PARTS)
RECORDED = Answer(outcome="recorded", parts=ALL, is_checked=True)
ABSENT = Answer(outcome="absent")


@pytest.fixture
def officer() -> Officer:
    return at_the_desk()[1]


@pytest.fixture(autouse=True)
def in_the_regency(officer: Officer) -> Iterator[None]:
    with scope.of(officer):
        yield


@pytest.fixture
def office(officer: Officer) -> Office:
    found: Office = OfficeFactory.create()
    return found


@pytest.fixture
def person(office: Office) -> Resident:
    return unrecorded()


@pytest.fixture
def visit(office: Office, officer: Officer, person: Resident) -> TeamVisit:
    return a_visit(office, officer, person)


def unrecorded(name: str = "BUDI SANTOSO", **given: Any) -> Resident:
    return resident(name, card__state=CardStatus.UNREGISTERED, **given)


def name_of(visit: TeamVisit) -> VisitPerson:
    return VisitPerson.unscoped.get(visit=visit)


def tell(visit: TeamVisit, by: Officer, answer: Answer, key: uuid.UUID | None = None) -> VisitPerson:
    return visit_answers.tell(
        visit=visit.pk, person=name_of(visit).pk, answer=answer, key=key or uuid.uuid4(), by=by, at=timezone.now()
    )


def a_plan(office: Office, officer: Officer, **facts: object) -> Plan:
    device = office.devices.first() or DeviceFactory.create(office=office)
    told = {
        "kind": "school", "place": "SMAN 1", "region": "35.16.08", "office": office, "day": today_at(office),
        "begins_at": MORNING, "ends_at": NOON, "devices": [device], "officers": [officer], **facts,
    }  # fmt: skip
    return Plan(**told)  # type: ignore[arg-type]


def plan(office: Office, officer: Officer, **facts: object) -> TeamVisit:
    return team_visits.plan(plan=a_plan(office, officer, **facts), by=officer, at=timezone.now())


def test_a_device_and_an_officer_go_to_one_place_at_a_time(office: Office, officer: Officer) -> None:
    plan(office, officer)
    with pytest.raises(team_visits.NotFree) as refused:
        plan(office, officer, begins_at=datetime.time(11), ends_at=datetime.time(13))
    assert len(refused.value.names) == 2
    plan(office, officer, begins_at=NOON, ends_at=datetime.time(13))
    plan(office, officer, day=today_at(office) + datetime.timedelta(days=1))


def test_a_visit_that_is_called_off_frees_its_devices(office: Office, officer: Officer) -> None:
    team_visits.call_off(visit=plan(office, officer).pk, by=officer, at=timezone.now())
    plan(office, officer)


def test_a_visit_is_started_and_closed_once(office: Office, officer: Officer) -> None:
    visit, now = plan(office, officer), timezone.now()
    team_visits.start(visit=visit.pk, by=officer, at=now)
    with pytest.raises(team_visits.VisitMoved, match="sedang berjalan"):
        team_visits.call_off(visit=visit.pk, by=officer, at=now)
    team_visits.close(visit=visit.pk, by=officer, at=now)
    with pytest.raises(team_visits.VisitMoved):
        team_visits.close(visit=visit.pk, by=officer, at=now)
    kinds = list(VisitEvent.unscoped.order_by("pk").values_list("kind", flat=True))
    assert kinds == [VisitEventKind.PLANNED, VisitEventKind.STARTED, VisitEventKind.CLOSED]


def test_a_village_gives_its_unrecorded_as_one_walks(office: Office, officer: Officer) -> None:
    later = unrecorded("AGUS", household__rt="009")
    first = unrecorded("ZAINAL", household__rt="001")
    resident("SUDAH REKAM")
    unrecorded("ANAK", birth_date=timezone.localdate() - datetime.timedelta(days=15 * 365))
    unrecorded("TETANGGA", region=KAUMAN)
    visit = a_visit(office, officer)

    added = visit_names.add_unrecorded(visit=visit.pk, by=officer, at=timezone.now())

    assert (added.names, added.left_out) == (2, 0)
    listed = VisitPerson.unscoped.filter(visit=visit).order_by("ordinal").values_list("resident_id", flat=True)
    assert list(listed) == [first.pk, later.pk]
    assert set(AccessEntry.objects.filter(action="change").latest("pk").residents) == {first.pk, later.pk}
    assert visit_names.add_unrecorded(visit=visit.pk, by=officer, at=timezone.now()).names == 0


def test_a_school_year_gives_those_who_turn_17_in_the_district(office: Office, officer: Officer) -> None:
    pupil = unrecorded("SISWA", region=KAUMAN, birth_date=datetime.date(2009, 9, 1))
    unrecorded("KAKAK", birth_date=datetime.date(2008, 1, 1))
    visit = a_visit(office, officer, region_id="35.16.08", kind="school", day=datetime.date(2026, 11, 27))
    visit_names.add_school_year(visit=visit.pk, year=SchoolYear(2026), by=officer, at=timezone.now())
    assert name_of(visit).resident == pupil


def test_a_full_list_says_how_many_are_left_out(
    office: Office, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit_names, "MOST_NAMES", 2)
    for _ in range(3):
        unrecorded()
    visit = a_visit(office, officer)
    added = visit_names.add_unrecorded(visit=visit.pk, by=officer, at=timezone.now())
    assert (added.names, added.left_out) == (2, 1)
    with pytest.raises(visit_names.ListFull):
        visit_names.add_resident(visit=visit.pk, resident=unrecorded().pk, by=officer, at=timezone.now())
    assert rules.MOST_NAMES == 150


def test_one_person_is_added_by_her_nik_once(office: Office, officer: Officer, person: Resident) -> None:
    visit, told = a_visit(office, officer), {"by": officer, "at": timezone.now()}
    visit_names.add_by_nik(visit=visit.pk, nik=number_of(person), **told)  # type: ignore[arg-type]
    with pytest.raises(visit_names.OnTheList):
        visit_names.add_by_nik(visit=visit.pk, nik=number_of(person), **told)  # type: ignore[arg-type]


def test_nobody_of_another_area_comes_onto_a_list(office: Office, officer: Officer) -> None:
    stranger = unrecorded("ORANG JAUH", region=ELSEWHERE)
    visit, told = a_visit(office, officer), {"by": officer, "at": timezone.now()}
    adds: list[Callable[[], None]] = [
        lambda: visit_names.add_by_nik(visit=visit.pk, nik=number_of(stranger), **told),  # type: ignore[arg-type]
        lambda: visit_names.add_resident(visit=visit.pk, resident=stranger.pk, **told),  # type: ignore[arg-type]
    ]
    for add in adds:
        with pytest.raises(visit_names.NotHere):
            add()


def test_a_dropped_name_comes_back_by_hand_and_not_with_the_village(visit: TeamVisit, officer: Officer) -> None:
    now, name = timezone.now(), name_of(visit)
    for _ in range(2):
        visit_names.drop(visit=visit.pk, person=name.pk, by=officer, at=now)
    assert VisitEvent.unscoped.filter(kind=VisitEventKind.DROPPED).count() == 1
    assert visit_names.add_unrecorded(visit=visit.pk, by=officer, at=now).names == 0
    visit_names.add_resident(visit=visit.pk, resident=name.resident_id, by=officer, at=now)
    assert name_of(visit).dropped_at is None


def test_whoever_has_an_outcome_stays_on_the_list(visit: TeamVisit, officer: Officer) -> None:
    tell(visit, officer, ABSENT)
    with pytest.raises(visit_names.HasAnOutcome):
        visit_names.drop(visit=visit.pk, person=name_of(visit).pk, by=officer, at=timezone.now())


def test_a_recording_moves_the_card_and_names_its_session(visit: TeamVisit, officer: Officer, person: Resident) -> None:
    told = tell(visit, officer, RECORDED)
    session = RecordingSession.unscoped.get()
    assert (told.session, session.place, session.outcome) == (session, "Balai Desa", "captured")
    assert CardRecord.objects.get(resident=person).state == CardStatus.BIO_CAPTURED


def test_a_recording_that_is_not_complete_writes_nothing(visit: TeamVisit, officer: Officer) -> None:
    with pytest.raises(recordings.NotComplete):
        tell(visit, officer, Answer(outcome="recorded", parts=ALL[:3], is_checked=True))
    assert not RecordingSession.unscoped.exists()
    assert name_of(visit).outcome == ""


def test_whoever_was_recorded_elsewhere_meanwhile_is_not_recorded_again(
    visit: TeamVisit, officer: Officer, person: Resident
) -> None:
    CardRecord.objects.filter(resident=person).update(state=CardStatus.BIO_CAPTURED)
    with pytest.raises(visit_answers.NoNeedToRecord):
        tell(visit, officer, RECORDED)
    assert not RecordingSession.unscoped.exists()


@pytest.mark.parametrize(("outcome", "asked"), [("moved", 1), ("deceased", 1), ("absent", 0), ("refused", 0)])
def test_a_move_or_a_death_asks_for_a_look_and_changes_no_resident(
    visit: TeamVisit, officer: Officer, person: Resident, outcome: str, asked: int
) -> None:
    tell(visit, officer, Answer(outcome=outcome, note="kata tetangga"))
    assert CorrectionRequest.unscoped.filter(resident=person, noted__endswith="kata tetangga").count() == asked
    assert AccessEntry.objects.filter(purpose="Mencatat hasil jemput bola", residents=[person.pk]).count() == 1
    before = person.residency_status
    person.refresh_from_db()
    assert person.residency_status == before


def test_an_answer_that_is_sent_twice_is_written_once(visit: TeamVisit, officer: Officer) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        tell(visit, officer, Answer(outcome="moved"), key)
    assert VisitEvent.unscoped.count() == CorrectionRequest.unscoped.count() == 1


def test_a_later_answer_replaces_and_a_repeat_of_the_first_changes_nothing(visit: TeamVisit, officer: Officer) -> None:
    first = uuid.uuid4()
    tell(visit, officer, ABSENT, first)
    tell(visit, officer, RECORDED)
    tell(visit, officer, ABSENT, first)
    assert name_of(visit).outcome == "recorded"
    assert list(VisitEvent.unscoped.order_by("pk").values_list("outcome", "replaced")) == [
        ("absent", ""),
        ("recorded", "absent"),
    ]


def test_a_recording_is_not_taken_back(visit: TeamVisit, officer: Officer) -> None:
    tell(visit, officer, RECORDED)
    with pytest.raises(visit_answers.AlreadyRecorded):
        tell(visit, officer, ABSENT)


def test_a_key_of_somebody_else_is_refused(visit: TeamVisit, office: Office, officer: Officer) -> None:
    key = uuid.uuid4()
    tell(visit, officer, ABSENT, key)
    with pytest.raises(visit_answers.KeyOfAnother):
        tell(a_visit(office, officer, unrecorded()), officer, ABSENT, key)


def test_a_visit_that_has_not_begun_takes_no_answers(office: Office, officer: Officer, person: Resident) -> None:
    with pytest.raises(visit_answers.NotStarted):
        tell(a_visit(office, officer, person, state=VisitState.PLANNED), officer, ABSENT)


def test_an_answer_that_waited_for_a_signal_comes_in_after_the_end_and_replaces_nothing(
    visit: TeamVisit, officer: Officer
) -> None:
    team_visits.close(visit=visit.pk, by=officer, at=timezone.now())
    tell(visit, officer, ABSENT)
    with pytest.raises(visit_answers.TakesNoAnswers):
        tell(visit, officer, Answer(outcome="refused"))
    assert name_of(visit).outcome == "absent"


def test_whoever_is_met_is_back_on_the_list(visit: TeamVisit, officer: Officer) -> None:
    visit_names.drop(visit=visit.pk, person=name_of(visit).pk, by=officer, at=timezone.now())
    assert tell(visit, officer, ABSENT).dropped_at is None


def test_whoever_has_no_outcome_stays_due(visit: TeamVisit, office: Office, officer: Officer) -> None:
    team_visits.close(visit=visit.pk, by=officer, at=timezone.now())
    again = a_visit(office, officer)
    assert visit_names.add_unrecorded(visit=again.pk, by=officer, at=timezone.now()).names == 1


def test_a_visit_of_another_area_is_nowhere(visit: TeamVisit) -> None:
    stranger = at_the_desk(area="35.78")[1]
    with scope.of(stranger), pytest.raises(TeamVisit.DoesNotExist):
        tell(visit, stranger, ABSENT)


def test_the_book_is_only_written_at_its_end(visit: TeamVisit, officer: Officer) -> None:
    tell(visit, officer, ABSENT)
    with pytest.raises(DatabaseError, match="only written at its end"), transaction.atomic():
        VisitEvent.unscoped.update(outcome="moved")


WRONG: dict[str, dict[str, Any]] = {
    "an_outcome_of_a_visit_has_its_officer_and_moment": {"outcome": "absent"},
    "recorded_on_a_visit_has_its_session": {"outcome": "recorded"},
    "a_visit_ends_for_a_person_in_a_known_way": {"outcome": "gone"},
    "nobody_with_an_outcome_is_dropped": {"outcome": "absent", "dropped_at": timezone.now()},
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_refuses_names_that_cannot_be(constraint: str, visit: TeamVisit, officer: Officer) -> None:
    told: dict[str, Any] = {"outcome_at": timezone.now(), "outcome_by": officer}
    facts = WRONG[constraint] if constraint.startswith("an_outcome") else {**told, **WRONG[constraint]}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VisitPerson.unscoped.update(**facts)


def test_a_resident_stands_once_on_a_visit(visit: TeamVisit, person: Resident) -> None:
    with pytest.raises(IntegrityError, match="a_resident_stands_once_on_a_visit"), transaction.atomic():
        a_name(visit, person)
