"""Who may book what: every row of the decision, the order of the rows, and that exactly one holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queueing.rules.entitlement import BOOKABLE, Entitlement, RecordingFacts, Standing, Verdict, decide
from queueing.rules.recorded_already import has_been_recorded
from registry.choices import ResidencyStatus
from registry.rules.card_status import CardState

TODAY = date(2020, 11, 23)
POLLING = date(2020, 12, 9)
ADULT = RecordingFacts(
    birth_date=date(1990, 8, 1),
    ever_married=False,
    residency_status=1,
    card_state="UNREGISTERED",
    district="35.16.08",
)
ON_ROLL = Standing(
    election="pilkada-2020",
    polling_date=POLLING,
    on_roll=True,
    hurry=False,
    sentences=("Anda terdaftar dalam DPT.",),
    source="PKPU 18/2020",
)
OFF_ROLL = replace(ON_ROLL, on_roll=False, hurry=True, sentences=("Anda belum terdaftar.",), source="UU 10/2016")
OVER = replace(OFF_ROLL, polling_date=TODAY - timedelta(days=1))
RECENT = [TODAY - timedelta(days=5), TODAY - timedelta(days=2)]

DEAD, RECORDED = replace(ADULT, residency_status=2), replace(ADULT, card_state="CARD_ISSUED")
CHILD = replace(ADULT, birth_date=date(2004, 11, 25))  # sixteen in two days
SIXTEEN = replace(ADULT, birth_date=date(2003, 12, 10))  # seventeen the day after polling day
SEVENTEEN_ON_POLLING_DAY = replace(ADULT, birth_date=POLLING.replace(year=2003))
FAILED = replace(ADULT, card_state="ENROLL_FAILURE_AT_CENTRAL")


def decided(
    known: RecordingFacts | None = ADULT,
    standing: Standing | None = None,
    *,
    invited: bool = False,
    no_shows: list[date] | None = None,
    recording_date: date | None = None,
) -> Entitlement:
    return decide(known, standing, invited=invited, no_shows=no_shows or [], on=TODAY, recording_date=recording_date)


@pytest.mark.parametrize(
    ("known", "standing", "invited", "verdict"),
    [
        (None, None, False, Verdict.CHECK_AT_THE_DESK),
        (DEAD, None, False, Verdict.DECEASED),
        (replace(ADULT, residency_status=3), None, False, Verdict.MOVED),
        (replace(ADULT, residency_status=6), None, False, Verdict.MOVED),
        (replace(ADULT, residency_status=4), None, False, Verdict.INVALID),
        (replace(ADULT, residency_status=9), None, False, Verdict.INVALID),
        (replace(ADULT, residency_status=5), None, False, Verdict.INVALID),
        (RECORDED, None, False, Verdict.ALREADY_RECORDED),
        (replace(ADULT, card_state="BIO_CAPTURED"), None, False, Verdict.ALREADY_RECORDED),
        (replace(ADULT, card_state="DUPLICATE_RECORD"), None, False, Verdict.ALREADY_RECORDED),
        (CHILD, None, False, Verdict.TOO_YOUNG),
        # No election.
        (ADULT, None, False, Verdict.MAY_BOOK),
        (replace(ADULT, card_state=""), None, False, Verdict.MAY_BOOK),
        (FAILED, None, False, Verdict.MAY_BOOK),
        (SIXTEEN, None, False, Verdict.MAY_BOOK),
        (replace(CHILD, ever_married=True), None, False, Verdict.MAY_BOOK),
        (ADULT, None, True, Verdict.PRIORITY),
        # On the DPT.
        (ADULT, ON_ROLL, False, Verdict.NO_HURRY),
        (ADULT, ON_ROLL, True, Verdict.NO_HURRY),
        (ADULT, replace(ON_ROLL, hurry=True), False, Verdict.PRIORITY),
        # Not on the DPT.
        (ADULT, OFF_ROLL, False, Verdict.PRIORITY),
        (ADULT, OFF_ROLL, True, Verdict.PRIORITY),
        (FAILED, OFF_ROLL, False, Verdict.PRIORITY),
        (SEVENTEEN_ON_POLLING_DAY, OFF_ROLL, False, Verdict.PRIORITY),
        (SIXTEEN, OFF_ROLL, False, Verdict.MAY_BOOK),
        (replace(SIXTEEN, ever_married=True), OFF_ROLL, False, Verdict.PRIORITY),
        (SIXTEEN, OFF_ROLL, True, Verdict.PRIORITY),
        (ADULT, replace(OFF_ROLL, hurry=False), False, Verdict.NO_HURRY),
        # Polling day itself, and after it.
        (ADULT, replace(OFF_ROLL, polling_date=TODAY), False, Verdict.PRIORITY),
        (ADULT, replace(ON_ROLL, polling_date=TODAY), False, Verdict.NO_HURRY),
        (ADULT, OVER, False, Verdict.MAY_BOOK),
        (ADULT, OVER, True, Verdict.MAY_BOOK),
    ],
)
def test_every_situation_has_its_verdict(
    known: RecordingFacts | None, standing: Standing | None, *, invited: bool, verdict: Verdict
) -> None:
    assert decided(known, standing, invited=invited).verdict == verdict


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (None, Verdict.CHECK_AT_THE_DESK),
        (replace(CHILD, residency_status=2, card_state="CARD_ISSUED"), Verdict.DECEASED),
        (replace(CHILD, residency_status=3, card_state="CARD_ISSUED"), Verdict.MOVED),
        (replace(CHILD, residency_status=9, card_state="CARD_ISSUED"), Verdict.INVALID),
        (replace(CHILD, card_state="CARD_ISSUED"), Verdict.ALREADY_RECORDED),
        (CHILD, Verdict.TOO_YOUNG),
        (ADULT, Verdict.COOLING_DOWN),
    ],
)
@pytest.mark.parametrize("standing", [None, ON_ROLL, OFF_ROLL, OVER])
@pytest.mark.parametrize("invited", [False, True])
def test_an_earlier_row_of_the_decision_hides_the_later_ones(
    known: RecordingFacts | None, verdict: Verdict, standing: Standing | None, *, invited: bool
) -> None:
    assert decided(known, standing, invited=invited, no_shows=RECENT).verdict == verdict


def test_a_stranger_to_the_registry_is_told_the_same_whatever_holds() -> None:
    answers = {
        decided(None, standing, invited=invited, no_shows=no_shows)
        for standing in (None, ON_ROLL, OFF_ROLL)
        for invited in (False, True)
        for no_shows in ([], RECENT)
    }

    assert [answer.sentences for answer in answers] == [("Data Anda diperiksa di loket.",)]


def test_priority_is_at_the_main_office_in_its_own_lane_and_nothing_else_is() -> None:
    first, other = decided(ADULT, OFF_ROLL), decided(ADULT, ON_ROLL)

    assert (first.may_book, first.lane, first.main_office_only) == (True, "priority", True)
    assert (other.may_book, other.lane, other.main_office_only) == (True, "general", False)


@pytest.mark.parametrize(
    ("entitlement", "says", "from_date"),
    [
        (decided(DEAD), "petugas pencatatan sipil", None),
        (decided(replace(ADULT, residency_status=3)), "tempat tinggal yang baru", None),
        (decided(replace(ADULT, residency_status=6)), "Bila sudah kembali", None),
        (decided(replace(ADULT, residency_status=4)), "tercatat hilang", None),
        (decided(replace(ADULT, residency_status=9)), "tidak valid", None),
        (decided(RECORDED), "KTP-el Anda sudah diserahkan.", None),
        (decided(RECORDED, OFF_ROLL, invited=True), "Undangan KPU untuk merekam sudah Anda penuhi.", None),
        (decided(CHILD), "mulai 25 November 2020, saat Anda berumur 16 tahun.", date(2020, 11, 25)),
        (decided(no_shows=RECENT), "Anda dapat memesan lagi mulai 28 November 2020.", date(2020, 11, 28)),
        (decided(no_shows=RECENT), "datang langsung ke kantor", date(2020, 11, 28)),
        (decided(ADULT, ON_ROLL), "Anda terdaftar dalam DPT.", None),
        (decided(ADULT, ON_ROLL), "sekarang atau sesudah hari pemungutan suara", None),
        (decided(ADULT, ON_ROLL, invited=True), "Dengan undangan KPU pun Anda tidak perlu terburu-buru.", None),
        (decided(ADULT, OFF_ROLL), "Anda belum terdaftar.", None),
        (decided(ADULT, OFF_ROLL), "jalur prioritas", None),
        (decided(ADULT, None, invited=True), "Bawa undangan KPU Anda.", None),
        (decided(FAILED), "Rekaman Anda yang lalu gagal", None),
        (decided(SIXTEEN), "Kartu dicetak mulai 10 Desember 2020", None),
    ],
)
def test_everybody_is_told_what_to_do(entitlement: Entitlement, says: str, from_date: date | None) -> None:
    assert says in " ".join(entitlement.sentences)
    assert entitlement.from_date == from_date


@pytest.mark.parametrize(
    ("known", "waits"),
    [
        (SIXTEEN, True),
        (replace(SIXTEEN, ever_married=True), False),
        (replace(SIXTEEN, birth_date=TODAY.replace(year=2003)), False),
        (ADULT, False),
    ],
)
def test_only_whoever_is_not_due_yet_is_told_that_the_card_comes_later(known: RecordingFacts, *, waits: bool) -> None:
    assert ("Kartu dicetak mulai" in " ".join(decided(known).sentences)) is waits


def test_a_duplicate_recording_fulfils_no_invitation() -> None:
    assert "Undangan" not in " ".join(decided(replace(ADULT, card_state="DUPLICATE_RECORD"), invited=True).sentences)


def test_whoever_is_sixteen_by_the_day_of_the_slot_may_book_it_now() -> None:
    assert decided(CHILD, recording_date=date(2020, 11, 24)).verdict == Verdict.TOO_YOUNG
    assert decided(CHILD, recording_date=date(2020, 11, 25)).verdict == Verdict.MAY_BOOK


@settings(max_examples=400, deadline=None)
@given(
    known=st.none()
    | st.builds(
        RecordingFacts,
        birth_date=st.dates(date(1930, 1, 1), TODAY),
        ever_married=st.booleans(),
        residency_status=st.sampled_from(ResidencyStatus.values),
        card_state=st.sampled_from(list(CardState)),
        district=st.just("35.16.08"),
    ),
    standing=st.sampled_from([None, ON_ROLL, OFF_ROLL, OVER]),
    invited=st.booleans(),
    ago=st.lists(st.integers(0, 200), max_size=4),
)
def test_anybody_gets_one_verdict_that_agrees_with_itself(
    known: RecordingFacts | None, standing: Standing | None, ago: list[int], *, invited: bool
) -> None:
    answer = decided(known, standing, invited=invited, no_shows=[TODAY - timedelta(days=days) for days in ago])

    assert answer.may_book is (answer.verdict in BOOKABLE)
    assert answer.sentences
    assert all(sentence.endswith(".") for sentence in answer.sentences)
    assert (answer.from_date is not None) is (answer.verdict in {Verdict.TOO_YOUNG, Verdict.COOLING_DOWN})
    assert answer.from_date is None or answer.from_date > TODAY
    assert not answer.main_office_only or answer.lane == "priority"
    if known is not None and answer.may_book:
        assert known.residency_status == 1
        assert not has_been_recorded(known.card_state)
