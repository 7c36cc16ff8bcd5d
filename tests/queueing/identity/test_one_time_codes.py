"""A code proves the contact: sent at most three times a form, tried at most five times, good for ten minutes, once."""

from __future__ import annotations

import datetime

import pytest

from queueing.actions import limits, one_time_codes
from queueing.actions.one_time_codes import CodeOver, NoContact, SentTooOften, TooSoon, WrongCode
from queueing.choices import NoticeKind
from queueing.models import Notice, OneTimeCode, Party
from queueing.rules.limits import OTP_A_DAY
from tests.queueing.identity.filled import NIKS, a_held_form, figures_sent, name, now, prove

MINUTE = datetime.timedelta(minutes=1)


def a_named_form(**given: object) -> Party:
    return name(a_held_form(), NIKS[0], **given)


def other_than(figures: str) -> str:
    return f"{(int(figures) + 1) % 1_000_000:06}"


def is_proven(party: Party) -> bool:
    return Party.unscoped.get(pk=party.pk).contact_proved_at is not None


def test_the_figures_that_were_sent_prove_the_contact() -> None:
    party = a_named_form()

    prove(party)

    assert is_proven(party)


def test_the_figures_are_stored_nowhere_but_in_the_message() -> None:
    party = a_named_form()

    assert figures_sent(party).encode() not in bytes(OneTimeCode.objects.get().digest)
    assert figures_sent(party).encode() not in bytes(Notice.unscoped.get().body_sealed or b"")


def test_a_proof_sent_twice_is_taken_once_and_answered_alike() -> None:
    party = a_named_form()
    figures = figures_sent(party)

    prove(party)
    one_time_codes.prove(party=party.pk, figures=figures, at=now())

    assert OneTimeCode.objects.get().tries == 1


def test_wrong_figures_say_how_many_tries_are_left() -> None:
    party = a_named_form()

    with pytest.raises(WrongCode, match="4 kali lagi"):
        one_time_codes.prove(party=party.pk, figures=other_than(figures_sent(party)), at=now())

    assert not is_proven(party)


def test_the_fifth_try_may_be_right_and_the_sixth_may_not() -> None:
    party = a_named_form()
    figures = figures_sent(party)
    for _ in range(4):
        with pytest.raises(WrongCode):
            one_time_codes.prove(party=party.pk, figures=other_than(figures), at=now())
    other = name(a_held_form(), NIKS[1], contact="siti@contoh.example", channel="email")
    for _ in range(5):
        with pytest.raises((WrongCode, CodeOver)):
            one_time_codes.prove(party=other.pk, figures=other_than(figures_sent(other)), at=now())

    prove(party)
    with pytest.raises(CodeOver):
        prove(other)

    assert (is_proven(party), is_proven(other)) == (True, False)


def test_a_code_is_good_for_ten_minutes() -> None:
    party = a_named_form()

    with pytest.raises(CodeOver):
        one_time_codes.prove(party=party.pk, figures=figures_sent(party), at=now() + 10 * MINUTE)


def test_a_new_code_ends_the_former_one_and_its_tries() -> None:
    party = a_named_form()
    first = figures_sent(party)
    with pytest.raises(WrongCode):
        one_time_codes.prove(party=party.pk, figures=other_than(first), at=now())

    one_time_codes.send(party=party.pk, at=now() + MINUTE)

    assert OneTimeCode.objects.get().tries == 0
    if figures_sent(party) != first:
        with pytest.raises(WrongCode):
            one_time_codes.prove(party=party.pk, figures=first, at=now())
    prove(party)


def test_codes_follow_each_other_by_a_minute() -> None:
    party = a_named_form()

    with pytest.raises(TooSoon) as refusal:
        one_time_codes.send(party=party.pk, at=now() + MINUTE / 2)

    assert refusal.value.again_at == OneTimeCode.objects.get().sent_at + MINUTE


def test_a_form_is_sent_three_codes_and_no_fourth() -> None:
    party = a_named_form()
    for sending in (1, 2):
        one_time_codes.send(party=party.pk, at=now() + sending * MINUTE)

    with pytest.raises(SentTooOften):
        one_time_codes.send(party=party.pk, at=now() + 3 * MINUTE)

    assert Notice.unscoped.filter(kind=NoticeKind.ONE_TIME_CODE).count() == 3


def test_a_form_without_a_contact_is_sent_nothing() -> None:
    with pytest.raises(NoContact):
        one_time_codes.send(party=a_held_form().pk, at=now())


def test_a_code_for_one_contact_proves_no_other() -> None:
    party = a_named_form()
    figures = figures_sent(party)

    name(party, NIKS[0], contact="siti@contoh.example", channel="email")

    with pytest.raises(CodeOver):
        one_time_codes.prove(party=party.pk, figures=figures, at=now())
    assert not is_proven(party)


def test_a_code_of_one_form_proves_no_other() -> None:
    party, other = a_named_form(), a_named_form()
    figures = figures_sent(other)
    if figures != figures_sent(party):
        with pytest.raises(WrongCode):
            one_time_codes.prove(party=party.pk, figures=figures, at=now())
    assert OneTimeCode.objects.get(party=party).digest != OneTimeCode.objects.get(party=other).digest


def test_nobodys_phone_is_rung_all_day() -> None:
    at = now().replace(hour=3, minute=0)
    for _ in range(OTP_A_DAY):
        a_named_form(at=at)

    last = a_named_form(at=at)

    assert not OneTimeCode.objects.filter(party=last).exists(), "the form is kept, and the page says when"
    with pytest.raises(limits.TooManyCodes) as refusal:
        one_time_codes.send(party=last.pk, at=at)
    assert refusal.value.until > at


def test_all_codes_together_have_a_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queueing.rules.limits.OTP_A_MINUTE", 1)
    at = now().replace(second=10)
    a_named_form(at=at)

    last = name(a_held_form(), NIKS[1], contact="siti@contoh.example", channel="email", at=at)

    assert not OneTimeCode.objects.filter(party=last).exists()
    one_time_codes.send(party=last.pk, at=at + MINUTE)
