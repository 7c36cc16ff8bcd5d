"""Who may vote: one table a clerk can read."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.rules.eligibility import (
    SENTENCES,
    Person,
    Reason,
    is_of_voting_age,
    latest_voting_birth_date,
    may_vote,
)

POLLING_DAY = date(2020, 12, 9)
MOJOKERTO = ["35.16"]
VOTER = Person(birth_date=date(1990, 8, 1), ever_married=False, region_code="35.16.08.2001")


@pytest.mark.parametrize(
    ("born", "ever_married", "on", "reasons"),
    [
        (date(2003, 12, 9), False, POLLING_DAY, ()),
        (date(2003, 12, 10), False, POLLING_DAY, (Reason.UNDER_AGE,)),
        (date(2003, 12, 10), True, POLLING_DAY, ()),
        (date(2006, 1, 1), True, POLLING_DAY, ()),
        (date(2003, 12, 8), False, POLLING_DAY, ()),
        (date(1915, 7, 1), False, POLLING_DAY, ()),
        (None, False, POLLING_DAY, (Reason.AGE_UNKNOWN,)),
        (None, True, POLLING_DAY, ()),
        (date(2004, 2, 29), False, date(2021, 2, 28), (Reason.UNDER_AGE,)),
        (date(2004, 2, 29), False, date(2021, 3, 1), ()),
        (date(2004, 2, 29), False, POLLING_DAY, (Reason.UNDER_AGE,)),
        (date(2003, 2, 28), False, date(2020, 2, 29), ()),
        (date(2003, 3, 1), False, date(2020, 2, 29), (Reason.UNDER_AGE,)),
        (date(2007, 2, 14), False, date(2024, 2, 14), ()),
        (date(2007, 2, 15), False, date(2024, 2, 14), (Reason.UNDER_AGE,)),
    ],
)
def test_seventeen_on_polling_day_or_ever_married(
    born: date | None, ever_married: bool, on: date, reasons: tuple[Reason, ...]
) -> None:
    person = replace(VOTER, birth_date=born, ever_married=ever_married)
    assert may_vote(person, on=on, areas=MOJOKERTO).reasons == reasons


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, ()),
        ({"is_citizen": False}, (Reason.NOT_CITIZEN,)),
        ({"occupation_code": 5}, ()),
        ({"occupation_code": 6}, (Reason.MILITARY,)),
        ({"occupation_code": 7}, (Reason.POLICE,)),
        ({"right_revoked": True}, (Reason.RIGHT_REVOKED,)),
        ({"residency_status": 2}, (Reason.DECEASED,)),
        ({"residency_status": 3}, (Reason.MOVED_AWAY,)),
        ({"residency_status": 4}, (Reason.MISSING,)),
        ({"residency_status": 6}, (Reason.MOVED_AWAY,)),
        ({"residency_status": 9}, (Reason.RECORD_INVALID,)),
        ({"region_code": "35.76.01.1001"}, (Reason.NOT_RESIDENT,)),
        (
            {
                "residency_status": 2,
                "occupation_code": 6,
                "birth_date": date(2010, 1, 1),
                "region_code": "11",
            },
            (Reason.DECEASED, Reason.UNDER_AGE, Reason.MILITARY, Reason.NOT_RESIDENT),
        ),
        ({"occupation_code": 7, "ever_married": True}, (Reason.POLICE,)),
    ],
)
def test_every_reason_against_a_vote_is_given(changed: dict[str, object], reasons: tuple[Reason, ...]) -> None:
    verdict = may_vote(replace(VOTER, **changed), on=POLLING_DAY, areas=MOJOKERTO)  # type: ignore[arg-type]
    assert verdict.reasons == reasons
    assert verdict.may_vote is (not reasons)


@pytest.mark.parametrize(
    ("home", "areas", "expected"),
    [
        ("35.16.08.2001", ["35.16"], True),
        ("35.16.08.2001", ["35"], True),
        ("35.16.08.2001", ["35.16.08.2001"], True),
        ("35.16.08.2001", ["35.15", "35.16"], True),
        ("35.16.08.2001", [], True),
        ("35.16.08.2001", ["35.1"], False),
        ("35.16.08.2001", ["35.76"], False),
        ("35", ["35.16"], False),
        ("", ["35.16"], False),
    ],
)
def test_the_home_must_lie_in_the_area_of_the_vote(home: str, areas: Collection[str], expected: bool) -> None:
    person = replace(VOTER, region_code=home)
    assert may_vote(person, on=POLLING_DAY, areas=areas).may_vote is expected


def test_each_reason_is_said_in_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    verdict = may_vote(replace(VOTER, birth_date=date(2003, 12, 10)), on=POLLING_DAY, areas=MOJOKERTO)
    assert verdict.sentences == ("Anda belum berumur 17 tahun pada hari pemungutan suara dan belum pernah kawin.",)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(-800, 800))
def test_the_rule_for_one_person_and_the_border_for_a_database_agree(on: date, shift: int) -> None:
    border = latest_voting_birth_date(on)
    born = border + timedelta(days=shift)
    assert is_of_voting_age(born, ever_married=False, on=on) is (born <= border)
