"""KPU invitations: which rows of a list are kept, what is said of the others, who may look."""

from __future__ import annotations

import datetime
import io
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from queueing.actions import forgetting, invitations
from queueing.actions.invitations import Loaded
from queueing.models import Invitation
from queueing.queries.invitations import is_invited
from queueing.rules.invited_name import could_be_named
from registry import sealing
from registry.actions import purging
from registry.choices import Role, RowVerdict
from registry.ingest.bad_file import BadFile
from registry.models import AccessEntry
from registry.models.access import AccessAction
from tests.factories.elections import ElectionFactory, make_region
from tests.registry.desk import resident
from tests.web_admin.signing_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NIK, OTHER = "3516084108907731", "3516084108907732"
ELECTION, LETTER = "pilkada-2020", "124/PL.02.1/3516/2020"


@pytest.fixture(autouse=True)
def regency() -> None:
    make_region("35.16")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "undangan.csv"


def load(file: Path, *rows: str, header: str = "NIK;NAMA", **changed: str) -> Loaded:
    file.write_text("\n".join([header, *rows]) + "\n")
    given = {"region": "35.16", "election": ELECTION, "letter_number": LETTER} | changed
    return invitations.load(file, by=None, at=timezone.now(), **given)


def index_of(nik: str) -> uuid.UUID:
    return sealing.sealer().index(sealing.NIK, nik)


def test_an_invited_nik_is_known_by_its_index_alone(file: Path) -> None:
    done = load(file, f"{NIK};DEWI LESTARI", f"'{OTHER};AGUS")
    assert (done.rows_in, done.accepted, done.complaints) == (2, 2, [])
    assert is_invited(index_of(NIK), ELECTION)
    assert is_invited(index_of(OTHER), ELECTION)
    assert not is_invited(index_of(NIK), "pemilu-2024")
    kept = Invitation.unscoped.get(nik_index=index_of(NIK))
    assert (kept.letter_number, kept.region_id) == (LETTER, "35.16")
    assert not {NIK, "DEWI LESTARI"} & {str(value) for value in vars(kept).values()}


def test_a_workbook_is_read_like_a_csv_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[list[str | int]] = [["No", "Nama Lengkap", "NIK"], [1, "DEWI LESTARI", NIK], [2, "AGUS", int(OTHER)]]
    for row in rows:
        sheet.append(row)
    file = tmp_path / "undangan.xlsx"
    book.save(file)
    done = invitations.load(file, region="35.16", election=ELECTION, letter_number=LETTER, by=None, at=timezone.now())
    assert (done.accepted, done.held) == (1, 1)
    assert "bilangan ilmiah" in done.complaints[0].advice


@pytest.mark.parametrize(
    ("row", "column", "found", "words"),
    [
        ("351608410890773;DEWI", "NIK", "*" * 15, "16 angka. Yang tertulis 15 angka."),
        (";DEWI", "NIK", "", "NIK kosong"),
        ("351608410890****;DEWI", "NIK", "351608******" + "****", "disamarkan"),
        ("2222222222222222;DEWI", "NIK", "222222******2222", "Semua angka NIK sama"),
        ("3516083102030001;DEWI", "NIK", "351608******0001", "bukan tanggal lahir yang sah"),
        ("9916084108907731;DEWI", "NIK", "991608******7731", "bukan kode provinsi"),
        ("3516084108900000;DEWI", "NIK", "351608******0000", "nomor urut"),
        (f"{NIK};", "NAMA", "", "Nama kosong"),
        (f"{NIK};DEWI;LESTARI", "", "3 kolom", "Jumlah kolom"),
    ],
)
def test_a_bad_row_is_held_with_what_to_do_and_the_good_ones_are_kept(
    file: Path, row: str, column: str, found: str, words: str
) -> None:
    done = load(file, f"{OTHER};AGUS", row)
    assert (done.rows_in, done.accepted, done.held, done.rejected) == (2, 1, 1, 0)
    complaint = done.complaints[0]
    assert (complaint.row_number, complaint.column, complaint.found) == (3, column, found)
    assert words in complaint.advice
    assert Invitation.unscoped.count() == 1


def test_a_name_that_is_not_that_of_the_nik_is_held(file: Path) -> None:
    resident("SITI NURHAYATI", number=NIK)
    done = load(file, f"{NIK};JOKO SUSILO")
    assert (done.accepted, done.held, done.complaints[0].found) == (0, 1, "J*** S*****")
    assert "tidak cocok" in done.complaints[0].advice
    assert load(file, f"{NIK};ST. NUR HAYATI").accepted == 1


@pytest.mark.parametrize(
    ("written", "recorded", "fits"),
    [
        ("SITI NURHAYATI", "ST. NUR HAYATI, S.Pd", True),
        ("MOH. SOEKARDJO", "MUHAMMAD SUKARJO", True),
        ("SUKARJO", "HADI SUKARJO", True),
        ("DEWI LESTARI", "JOKO SUSILO", False),
        ("", "JOKO", False),
    ],
)
def test_a_name_fits_when_a_word_of_it_sounds_alike(written: str, recorded: str, *, fits: bool) -> None:
    assert could_be_named(written, recorded) is fits


def test_a_nik_that_comes_twice_is_kept_once(file: Path) -> None:
    done = load(file, f"{NIK};DEWI", f"{NIK};DEWI LESTARI")
    assert (done.accepted, done.rejected) == (1, 1)
    assert done.complaints[0].verdict is RowVerdict.REJECTED
    assert "baris lain" in done.complaints[0].advice


def test_the_same_list_again_changes_nothing(file: Path) -> None:
    load(file, f"{NIK};DEWI")
    done = load(file, f"{NIK};DEWI", f"{OTHER};AGUS")
    assert (done.accepted, done.rejected) == (1, 1)
    assert "sudah dimuat" in done.complaints[0].advice
    assert load(file, f"{NIK};DEWI", election="pemilu-2024").accepted == 1


def test_blank_rows_are_passed_over(file: Path) -> None:
    assert load(file, ";", f"{NIK};DEWI", " ; ").rows_in == 1


@pytest.mark.parametrize(
    ("header", "rows", "changed", "refusal", "words"),
    [
        ("NIK;ALAMAT", [f"{NIK};X"], {}, BadFile, "kolom NAMA"),
        (NIK, ["X"], {}, BadFile, "bukan judul kolom"),
        ("NIK;NAMA", [f'{NIK};"DEWI'], {}, BadFile, "tanda kutip"),
        ("NIK;NAMA", [], {"region": "99.99"}, invitations.NoSuchRegency, "99.99 tidak dikenal"),
        ("NIK;NAMA", [], {"letter_number": " "}, invitations.NoLetter, "Nomor surat"),
        ("NIK;NAMA", [], {"letter_number": "x" * 101}, invitations.NoLetter, "100 huruf"),
    ],
)
def test_a_list_that_cannot_be_taken_in_leaves_nothing(
    file: Path, header: str, rows: list[str], changed: dict[str, str], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        load(file, *rows, header=header, **changed)
    assert not Invitation.unscoped.exists()
    assert not AccessEntry.objects.exists()


def test_a_list_leaves_one_entry_in_the_trail(file: Path) -> None:
    load(file, f"{NIK};DEWI", "x;y")
    entry = AccessEntry.objects.get(action=AccessAction.LOAD)
    assert (entry.subject, entry.row_count, entry.area) == (f"undangan KPU {ELECTION}", 1, "35.16")
    assert LETTER in entry.purpose


def test_the_database_holds_one_invitation_to_a_resident_and_election(file: Path) -> None:
    load(file, f"{NIK};DEWI")
    again = Invitation(
        nik_index=index_of(NIK), election=ELECTION, letter_number="2", region_id="35.16", loaded_at=timezone.now()
    )
    with pytest.raises(IntegrityError, match="one_invitation_per_resident_and_election"):
        again.save()


def test_the_command_tells_the_sums_and_writes_the_bad_rows_down(file: Path, tmp_path: Path) -> None:
    ElectionFactory.create()
    file.write_text(f"NIK;NAMA\n{NIK};DEWI\n351608410890773;AGUS\n")
    said, report = io.StringIO(), tmp_path / "laporan.csv"
    options = {"region": "35.16", "election": ELECTION, "letter": LETTER, "report": report}
    call_command("load_invitations", file, stdout=said, **options)
    assert "Baris masuk 2 = diterima 1 + ditahan 1 + ditolak 0." in said.getvalue()
    assert f"undangan.csv, baris 3, NIK “{'*' * 15}”: NIK harus 16 angka." in said.getvalue()
    assert "undangan.csv,3,NIK,***************,Ditahan untuk diperiksa," in report.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("election", "name"), [("pilkada-2002", "undangan.csv"), (ELECTION, "tidak-ada.csv")])
def test_the_command_refuses_an_unknown_election_and_a_missing_file(tmp_path: Path, election: str, name: str) -> None:
    ElectionFactory.create()
    (tmp_path / "undangan.csv").write_text(f"NIK;NAMA\n{NIK};DEWI\n")
    with pytest.raises(CommandError, match="tidak d"):
        call_command("load_invitations", tmp_path / name, region="35.16", election=election, letter=LETTER)


def test_invitations_are_forgotten_after_their_time(file: Path) -> None:
    load(file, f"{NIK};DEWI")
    step, now = next(one for one in forgetting.STEPS if one.title == "undangan KPU"), timezone.now()
    assert purging.purge(step, at=now + datetime.timedelta(days=179)) == 0
    assert purging.purge(step, at=now + datetime.timedelta(days=181)) == 1
    assert "undangan KPU" in {step.title for step in purging.steps()}


def test_officers_see_the_letters_of_their_own_area_and_change_nothing(file: Path) -> None:
    make_region("35.17")
    load(file, f"{NIK};DEWI")
    load(file, f"{OTHER};AGUS", region="35.17", letter_number="999/TETANGGA")
    client = client_of(Role.CLERK)
    shown = client.get("/admin/queueing/invitation/").content.decode()
    assert LETTER in shown
    assert "999/TETANGGA" not in shown
    assert client.post("/admin/queueing/invitation/add/", {}).status_code == 403
