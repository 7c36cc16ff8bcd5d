"""What is done to the sealed trail behind its back is found, and named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.actions import seals
from registry.models import AccessAlarm, AccessEntry, AccessSeal
from registry.queries import trail_seals
from registry.queries.trail_seals import Damage
from tests.factories.registry import MOMENT
from tests.trail.conftest import past_the_guards, sealed, write

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ENTRIES, SEALS = "registry_accessentry", "registry_accessseal"


def found(*known: str) -> list[tuple[int | None, Damage]]:
    return [(fault.seal, fault.damage) for fault in trail_seals.faults(now=timezone.now(), known_heads=known)]


def test_an_untouched_trail_is_whole() -> None:
    sealed(3, 4)
    write(2)
    assert found() == []
    assert list(AccessSeal.objects.values_list("number", "row_count")) == [(1, 3), (2, 4)]


def test_nothing_new_makes_no_seal() -> None:
    sealed(3)
    assert seals.seal(at=MOMENT) is None


def test_an_empty_trail_is_whole() -> None:
    assert (seals.seal(at=MOMENT), found()) == (None, [])


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_deleted_entry_is_found(which: int) -> None:
    entries = sealed(3, 3)
    with past_the_guards(ENTRIES) as do:
        do(f"DELETE FROM {ENTRIES} WHERE id = %s", [entries[which].pk])
    assert found() == [(1, Damage.DELETED)]


@pytest.mark.parametrize(
    "change",
    ["purpose = 'lain'", "officer_id = NULL, at = at + interval '1 microsecond'", "residents = '{}'", "row_count = 9",
     "mark = gen_random_uuid()", "address = '10.0.0.9'", "subject = ''", "action = 'list'"],
)  # fmt: skip
def test_an_edited_entry_is_found(change: str) -> None:
    entries = sealed(3, 3)
    with past_the_guards(ENTRIES) as do:
        do(f"UPDATE {ENTRIES} SET {change} WHERE id = %s", [entries[4].pk])
    assert found() == [(2, Damage.EDITED)]
    assert str(entries[4].pk) in trail_seals.faults(now=timezone.now())[0].detail


def test_an_entry_edited_before_it_is_sealed_is_found() -> None:
    entries = write(2)
    with past_the_guards(ENTRIES) as do:
        do(f"UPDATE {ENTRIES} SET purpose = 'lain' WHERE id = %s", [entries[0].pk])
    assert found() == [(None, Damage.EDITED)]


def test_an_entry_edited_together_with_its_digest_is_found() -> None:
    entries = sealed(3)
    with past_the_guards(ENTRIES) as do:
        do(f"UPDATE {ENTRIES} SET purpose = 'lain' WHERE id = %s", [entries[1].pk])
        do(f"UPDATE {ENTRIES} AS entry SET digest = access_entry_digest(entry)")
    assert found() == [(1, Damage.REARRANGED)]


def test_two_entries_that_changed_places_are_found() -> None:
    first, _, third = sealed(3)
    with past_the_guards(ENTRIES) as do:
        do(f"UPDATE {ENTRIES} SET id = -1 WHERE id = %s", [first.pk])
        do(f"UPDATE {ENTRIES} SET id = %s WHERE id = %s", [first.pk, third.pk])
        do(f"UPDATE {ENTRIES} SET id = %s WHERE id = -1", [third.pk])
    assert found() == [(1, Damage.REARRANGED)]


def test_an_entry_put_in_later_is_found() -> None:
    entries = sealed(3)
    late = AccessEntry(pk=entries[0].pk - 10, at=MOMENT, action="view", purpose="disisipkan")
    late.save(force_insert=True)
    assert found() == [(1, Damage.ADDED)]


def test_an_edited_seal_is_found() -> None:
    sealed(3, 3, 3)
    with past_the_guards(SEALS) as do:
        do(f"UPDATE {SEALS} SET row_count = 2 WHERE number = 2")
    assert (2, Damage.SEAL_EDITED) in found()


def test_a_seal_made_anew_does_not_fit_the_next_one() -> None:
    entries = sealed(3, 3, 3)
    with past_the_guards(ENTRIES, SEALS) as do:
        do(f"UPDATE {ENTRIES} SET purpose = 'lain' WHERE id = %s", [entries[4].pk])
        do(f"UPDATE {ENTRIES} AS entry SET digest = access_entry_digest(entry)")
        do(f"""UPDATE {SEALS} SET rows_digest = (
            SELECT access_rows_digest(string_agg(int8send(id) || digest, ''::bytea ORDER BY id))
            FROM {ENTRIES} AS entry WHERE entry.id BETWEEN first_id AND last_id) WHERE number = 2""")
        do(f"""UPDATE {SEALS} SET digest = access_seal_digest(number, first_id, last_id, row_count, previous,
            rows_digest, sealed_at) WHERE number = 2""")
    assert found() == [(3, Damage.CHAIN_BROKEN)]


def test_a_deleted_seal_is_found() -> None:
    sealed(3, 3, 3)
    with past_the_guards(SEALS) as do:
        do(f"DELETE FROM {SEALS} WHERE number = 2")
    assert (2, Damage.SEAL_MISSING) in found()


def test_a_tail_cut_off_cleanly_is_found_by_a_head_kept_elsewhere() -> None:
    entries = sealed(3, 3)
    head = trail_seals.head()
    assert head is not None
    with past_the_guards(ENTRIES, SEALS) as do:
        do(f"DELETE FROM {SEALS} WHERE number = 2")
        do(f"DELETE FROM {ENTRIES} WHERE id > %s", [entries[2].pk])
    assert found() == []  # the control: from the inside nothing shows
    assert found(head.head) == [(2, Damage.TAIL_CUT)]


def test_a_tail_cut_off_and_grown_again_is_found() -> None:
    entries = sealed(3, 3)
    head = trail_seals.head()
    assert head is not None
    with past_the_guards(ENTRIES, SEALS) as do:
        do(f"DELETE FROM {SEALS} WHERE number = 2")
        do(f"DELETE FROM {ENTRIES} WHERE id > %s", [entries[2].pk])
    sealed(3)
    assert found(head.head) == [(2, Damage.TAIL_CUT)]


def test_the_nightly_check_misses_yesterdays_head_and_raises_an_alarm() -> None:
    entries = sealed(3, 3)
    assert seals.check(at=MOMENT).faults == []
    with past_the_guards(ENTRIES, SEALS) as do:
        do(f"DELETE FROM {SEALS} WHERE number = 2")
        do(f"DELETE FROM {ENTRIES} WHERE id > %s", [entries[2].pk])
    assert len(seals.check(at=MOMENT).faults) == 1
    assert AccessAlarm.objects.get().kind == "trail"


def test_a_seal_can_neither_be_changed_nor_deleted() -> None:
    sealed(2)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AccessSeal.objects.update(row_count=1)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AccessSeal.objects.all().delete()


def test_an_entry_cannot_bring_a_digest_of_its_own() -> None:
    entry = AccessEntry.objects.create(at=MOMENT, action="view", purpose="uji", digest=b"x" * 32)
    entry.refresh_from_db()
    assert bytes(entry.digest) != b"x" * 32
    assert found() == []


def test_the_command_prints_the_head_and_finds_it_again(tmp_path: Path) -> None:
    sealed(3)
    out = io.StringIO()
    call_command("trail_head", stdout=out)
    kept = tmp_path / "segel.txt"
    kept.write_text(f"20-11-2020 {out.getvalue()}")
    call_command("verify_trail", "--head", str(kept), stdout=out)
    assert "Jejak utuh: 3 catatan" in out.getvalue()


def test_the_command_ends_with_one_and_names_the_seal() -> None:
    entries = sealed(2, 3)
    with past_the_guards(ENTRIES) as do:
        do(f"DELETE FROM {ENTRIES} WHERE id = %s", [entries[3].pk])
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("verify_trail", stdout=out)
    assert refusal.value.returncode == 1
    assert "RUSAK segel 2: catatan dihapus, 1 dari 3 hilang" in out.getvalue()


def test_what_is_no_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("verify_trail", "--head", str(tmp_path / "tidak-ada"))
