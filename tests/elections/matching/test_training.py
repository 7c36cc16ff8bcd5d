"""A model is learned from two lists and people's decisions, says what it changes, and is the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from elections.matching import learning, training
from elections.matching.contexts import CONTEXTS
from elections.matching.inputs import BadInput
from elections.matching.model import CURRENT, Model, load, save
from elections.matching.vocabulary import LEVELS, KkLevel, NameLevel, NikLevel
from tests.elections.matching.crowd import Crowd, make

Train = Callable[..., Model]


@pytest.fixture(scope="module")
def few() -> Crowd:
    return make(3_000, seed=17)


@pytest.fixture(scope="module")
def train(few: Crowd) -> Iterator[Train]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "RANDOM_PAIRS", 200_000)
        patch.setattr(learning, "SEEN_OFTEN_ENOUGH", 20)
        patch.setattr(learning, "SAMPLE", 500)

        def _train(roll: pa.Table | None = None, **more: object) -> Model:
            return training.train(
                few.residents_table(),
                few.roll_table() if roll is None else roll,
                version="coba",
                memory_limit="1GB",
                **more,  # type: ignore[arg-type]
            )

        yield _train


@pytest.fixture(scope="module")
def taught(train: Train) -> Model:
    return train()


def test_the_model_of_the_package_knows_every_level() -> None:
    model = load(CURRENT)
    for field, levels in LEVELS.items():
        if field == "standing":
            continue
        known = set(model.fields[field])
        assert known == {level for level in levels if level.value and level not in learning.UNJUDGED.get(field, ())}
    learned = {context.name for contexts in CONTEXTS.values() for context in contexts if context.least}
    assert learned <= set(model.fields)
    assert model.about["splink"]
    assert model.about["known_pairs"] > 100_000


def test_the_same_lists_teach_the_same_model(train: Train, taught: Model, few: Crowd) -> None:
    assert taught.as_dict()["fields"] == train().as_dict()["fields"]
    assert taught.about["residents"] == len(few.residents)
    assert taught.about["entries"] == len(few.roll)


def test_agreement_is_learned_to_be_likelier_of_one_person(taught: Model) -> None:
    for field, best in (("nik", NikLevel.EQUAL), ("name", NameLevel.EQUAL), ("kk_number", KkLevel.EQUAL)):
        assert taught.fields[field][best].same > 0.5 > taught.fields[field][best].random


def test_a_field_that_the_lists_leave_blank_keeps_what_was_known(train: Train, few: Crowd) -> None:
    before = load(CURRENT)
    roll = few.roll_table().drop_columns("kk_number")
    assert train(roll, before=before).fields["kk_number"] == before.fields["kk_number"]


def test_what_people_decided_is_taken_before_the_nik(train: Train, taught: Model, few: Crowd, tmp_path: Path) -> None:
    by_nik = {person.nik: person.resident_id for person in few.residents}
    rows = [row for row in few.roll if row["nik"] in by_nik][:500]
    decisions = tmp_path / "keputusan.csv"
    lines = [f"{row['entry_id']},{by_nik[row['nik']]},0" for row in rows]
    decisions.write_text("entry_id,resident_id,same\n" + "\n".join(lines) + "\n", encoding="utf-8")
    decided = train(decisions=decisions)
    assert decided.about["decisions"] == len(rows)
    assert decided.about["known_pairs"] == taught.about["known_pairs"] - len(rows)


def test_decisions_that_cannot_be_read_are_refused_by_name(train: Train, tmp_path: Path) -> None:
    decisions = tmp_path / "keputusan.csv"
    decisions.write_text("baris,orang\nsatu,dua\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"keputusan\.csv"):
        train(decisions=decisions)


def test_a_model_comes_back_from_its_file_as_it_was(taught: Model, tmp_path: Path) -> None:
    save(taught, tmp_path / "model.json")
    assert load(str(tmp_path / "model.json")) == taught


def test_the_command_writes_a_model_and_tells_what_changed(
    train: Train, few: Crowd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del train  # only what it sets: few pairs
    residents, roll, out = (tmp_path / name for name in ("penduduk.parquet", "daftar.parquet", "model.json"))
    pq.write_table(few.residents_table(), residents)
    pq.write_table(few.roll_table(), roll)
    asked = [str(residents), str(roll), "--version", "coba", "--out", str(out), "--memory", "1GB"]
    assert training.main(asked) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Model coba ditulis ke {out}.")
    assert " -> " in told
    assert training.main(["tidak-ada.parquet", *asked[1:]]) == 2
    assert "tidak-ada.parquet" in capsys.readouterr().err
