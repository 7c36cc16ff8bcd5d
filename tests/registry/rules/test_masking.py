"""What each audience sees of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.choices import Role
from registry.rules.masking import Audience, View, mask_name, mask_number, may_unmask, shown_to

NIK = "3516084108900001"
KK = "3516081503120004"
MASKED = View(nik="351608******0001", kk_number="351608******0004", name="SITI AMINAH")
HALF_NAMED = View(nik="351608******0001", kk_number="351608******0004", name="S*** A*****")
WHOLE = View(nik=NIK, kk_number=KK, name="SITI AMINAH")


@pytest.mark.parametrize(
    ("audience", "without_purpose", "with_purpose"),
    [
        (Audience.CLERK, MASKED, WHOLE),
        (Audience.FRONT_DESK, MASKED, MASKED),
        (Audience.REVIEWER, MASKED, WHOLE),
        (Audience.SUPERVISOR, MASKED, WHOLE),
        (Audience.AUDITOR, HALF_NAMED, HALF_NAMED),
        (Audience.ADMINISTRATOR, HALF_NAMED, HALF_NAMED),
        (Audience.RESIDENT, MASKED, MASKED),
        (Audience.PUBLIC, HALF_NAMED, HALF_NAMED),
    ],
)
def test_each_audience_sees_what_its_work_needs(audience: Audience, without_purpose: View, with_purpose: View) -> None:
    person = {"nik": NIK, "kk_number": KK, "name": "SITI AMINAH"}
    assert shown_to(audience, **person) == without_purpose
    assert shown_to(audience, **person, purpose="Pemeriksaan berkas 12/2020") == with_purpose


def test_a_blank_purpose_opens_nothing() -> None:
    assert not may_unmask(Audience.SUPERVISOR, purpose="   ")


def test_every_role_is_an_audience() -> None:
    assert {role.value for role in Role} <= {audience.value for audience in Audience}


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (NIK, "351608******0001"),
        ("351608010890****", "351608**********"),
        ("351608410890001", "***************"),
        ("", ""),
    ],
)
def test_a_number_of_another_length_is_hidden_whole(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("SITI AMINAH", "S*** A*****"),
        ("SUPARMAN", "S*******"),
        ("O", "*"),
        ("M  NUR", "* N**"),
        ("", ""),
    ],
)
def test_a_name_keeps_first_letters_only(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text(max_size=30))
def test_masking_shows_at_most_ten_characters_and_keeps_the_length(number: str) -> None:
    shown = mask_number(number)
    assert len(shown) == len(number)
    assert len(shown.replace("*", "")) <= 10
