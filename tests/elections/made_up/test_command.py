from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_the_command_writes_the_files_and_says_what_is_in_them(tmp_path: Path) -> None:
    out = StringIO()
    call_command("make_population", out=tmp_path / "new", residents="5000", stdout=out)
    text = out.getvalue()
    assert "penduduk hidup : 5.000 (5.030 baris SIAK)" in text
    assert "daftar pemilih : 3.677 baris (L 1.829, P 1.848)" in text
    assert "belum merekam  : 46 baris" in text
    names = (
        "siak-35.16.csv",
        "dpt-35.16.csv",
        *(f"truth-{what}-35.16.csv" for what in ("roll", "missing", "findings")),
    )
    for name in (*names, "truth.json"):
        assert str(tmp_path / "new" / name) in text
        assert (tmp_path / "new" / name).stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"residents": "banyak"}, "bukan angka"),
        ({"residents": "-5"}, "bukan angka"),
        ({"residents": "100"}, "terlalu kecil"),
        ({"regency": ["35.99"]}, "'35.99' tidak dikenal"),
    ],
)
def test_bad_arguments_are_refused_in_words(tmp_path: Path, arguments: dict[str, object], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("make_population", out=tmp_path, **{"residents": "5000", **arguments})


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("make_population", out=tmp_path / "file" / "below", residents="5000")
