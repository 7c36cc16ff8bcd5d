"""`manage.py load_roll` says what became of every row, and refuses in sentences."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from elections.models import Election, VoterRoll
from registry.management.commands import withdraw_batch
from tests.elections.ingest.made_up_rolls import as_csv, voter, voters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def load_roll(path: Path, *more: str, kind: str = "DPT", election: str = "pilkada-2020", region: str = "35.16") -> str:
    out = io.StringIO()
    named = ["--election", election, "--kind", kind, "--region", region]
    call_command("load_roll", str(path), *named, "--here", *more, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dpt.csv"
    path.write_text(as_csv([*voters(4), voter(5, TPS="?"), voter(4), voter(6, NIK="")]))
    return path


def test_a_load_ends_with_its_sums(pilkada: Election, file: Path) -> None:
    said = load_roll(file, "--made-up", "--letter", "470/12/2020")

    roll = VoterRoll.unscoped.get()
    assert "Baris masuk 7 = diterima 5 + ditahan 1 + ditolak 1." in said
    assert "1 baris tidak diterima oleh aturan nomor_tps." in said
    assert "1 baris: NIK kosong" in said
    assert f"held_rows {roll.batch_id}" in said
    assert f"Daftar pemilih nomor {roll.pk}: L 2, P 3; 5 TPS (5 baru) di 3 desa/kelurahan." in said
    assert (roll.made_up, roll.batch.source_letter) == (True, "470/12/2020")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"election": "pilkada-1999"}, "Pemilihan pilkada-1999 tidak dikenal. Yang ada: pilkada-2020"),
        ({"kind": "DPK"}, "pemilihan lain"),
        ({"region": "35"}, "bukan kabupaten atau kota"),
    ],
)
def test_a_roll_that_belongs_nowhere_is_refused_on_the_terminal(
    pilkada: Election, file: Path, named: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        load_roll(file, **named)


def test_a_file_that_is_not_there_is_named(pilkada: Election, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"tidak-ada\.csv tidak dapat dibaca"):
        load_roll(tmp_path / "tidak-ada.csv")


def test_a_file_that_fails_gives_its_sentence(pilkada: Election, file: Path) -> None:
    file.write_text(file.read_text()[:-40])

    with pytest.raises(CommandError, match=r"Berkas dpt\.csv: baris 8: berkas terpotong"):
        load_roll(file)


def test_a_file_without_a_good_row_is_an_error(pilkada: Election, file: Path) -> None:
    file.write_text(as_csv(voters(3, TPS="?")))

    with pytest.raises(CommandError, match="Tidak ada baris yang diterima"):
        load_roll(file)


def test_a_roll_is_withdrawn_by_the_command_for_every_kind_of_file(pilkada: Election, file: Path) -> None:
    load_roll(file)
    roll = VoterRoll.unscoped.get()

    call_command(withdraw_batch.Command(), str(roll.batch_id), stdout=io.StringIO())

    roll.refresh_from_db()
    assert roll.withdrawn_at is not None
