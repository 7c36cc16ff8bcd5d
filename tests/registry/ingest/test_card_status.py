"""The status file of the centre: what it may move, what is held and why, and the way back."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from registry import scope
from registry.actions import cards, intakes
from registry.choices import IntakeKind, IntakeState
from registry.ingest import card_status_merge, mending, running
from registry.models import CardBefore, CardEvent, CardRecord, HeldRow, IntakeBatch, IntakeChange, Resident
from registry.rules.card_reports import NAMES
from registry.rules.card_status import CardState
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.registry.ingest.conftest import MOMENT, Load
from tests.registry.ingest.extracts import people, write_csv

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TODAY = "20-11-2020"
LATER = MOMENT + datetime.timedelta(hours=1)

LoadStatus = Callable[..., IntakeBatch]


@pytest.fixture
def load_status(load: Load, tmp_path: Path) -> LoadStatus:
    """Load rows of (NIK, status, date) as a status file."""

    def load_status(*rows: tuple[str, ...], header: str = "NIK;STATUS;TANGGAL", **named: object) -> IntakeBatch:
        text = "\n".join([header, *(";".join(row) for row in rows)])
        path = tmp_path / f"status{IntakeBatch.objects.count()}.csv"
        path.write_text(text)
        return load(path, kind=IntakeKind.CARD_STATUS, **named)

    return load_status


def _somebody(state: str, **given: object) -> Resident:
    return ResidentFactory.create(card__state=state, **given)


def _state(person: Resident) -> str:
    return CardRecord.objects.get(pk=person.pk).state


@pytest.fixture
def captured(regency: str) -> Resident:
    return _somebody(CardState.BIO_CAPTURED)


def test_cards_move_with_an_event_each_and_the_batch_adds_up(load_status: LoadStatus, captured: Resident) -> None:
    issued, ready = _somebody(CardState.CARD_ISSUED), _somebody(CardState.PRINT_READY_RECORD)
    unknown = "3516080108901234"

    batch = load_status(
        (captured.nik, "SFE", TODAY),
        (ready.nik, "Card Printed", "2020-11-19"),
        (issued.nik, "CARD_ISSUED", TODAY),
        (unknown, "PRR", TODAY),
        (ready.nik, "Card Printed", "2020-11-19"),
        ("351608", "PRR", TODAY),
    )

    assert batch.state == IntakeState.DONE, batch.failure
    assert (batch.rows_in, batch.accepted, batch.held, batch.rejected) == (6, 3, 2, 1)
    assert (batch.summary["cards_changed"], batch.summary["cards_unchanged"]) == (2, 1)
    assert batch.summary["states"] == {"CARD_PRINTED": 1, "SENT_FOR_ENROLLMENT": 1}
    assert batch.summary["notices"] == {"status_sama": 1}
    assert (_state(captured), _state(ready), _state(issued)) == ("SENT_FOR_ENROLLMENT", "CARD_PRINTED", "CARD_ISSUED")
    event = CardEvent.objects.get(resident=captured)
    assert (event.from_state, event.to_state, event.by, event.batch, event.at, event.reported_on) == (
        "BIO_CAPTURED", "SENT_FOR_ENROLLMENT", None, batch, MOMENT, datetime.date(2020, 11, 20),
    )  # fmt: skip
    assert CardEvent.objects.get(resident=ready).reported_on == datetime.date(2020, 11, 19)
    assert not CardEvent.objects.filter(resident=issued).exists()
    assert CardBefore.objects.count() == IntakeChange.objects.filter(batch=batch).count() == 2


def test_a_step_that_is_impossible_is_held_with_both_states_in_words(
    load_status: LoadStatus, captured: Resident
) -> None:
    unrecorded = _somebody(CardState.UNREGISTERED)

    batch = load_status((unrecorded.nik, "PRR", TODAY), (captured.nik, "BELUM REKAM", TODAY))

    assert (batch.accepted, batch.held) == (0, 2)
    first, second = HeldRow.objects.order_by("row_number")
    assert (first.rule, first.column, first.found) == ("status_tidak_lanjut", "STATUS_EKTP", "PRR")
    assert first.advice.startswith("Status di register: Belum merekam KTP-el; berkas: Data siap cetak. ")
    assert second.advice.startswith(
        "Status di register: Sudah merekam, data baru diambil; berkas: Belum merekam KTP-el. "
    )
    assert first.village == unrecorded.region_id


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("{nik}", "HILANG", TODAY), "kode_status_ektp"),
        (("{nik}", "", TODAY), "kode_status_ektp"),
        (("{nik}", "SFE", ""), "tanggal_status"),
        (("{nik}", "SFE", "31-02-2020"), "tanggal_status"),
        (("{nik}", "SFE", "21-11-2020"), "tanggal_status_di_depan"),
        (("3516080108901234", "SFE", TODAY), "nik_tidak_di_register"),
        (("3516080108900000", "SFE", TODAY), "nik_serial_zero"),
        (("3,51608E+15", "SFE", TODAY), "nik_scientific"),
    ],
)
def test_what_cannot_be_read_or_found_is_held_with_its_reason(
    load_status: LoadStatus, captured: Resident, row: tuple[str, ...], rule: str
) -> None:
    batch = load_status(tuple(cell.format(nik=captured.nik) for cell in row))

    assert HeldRow.objects.get(batch=batch).rule == rule
    assert _state(captured) == CardState.BIO_CAPTURED


def test_somebody_of_another_regency_is_unknown_in_this_file(load_status: LoadStatus, captured: Resident) -> None:
    plant_regency("35.17")
    elsewhere = _somebody(CardState.BIO_CAPTURED, region_id="35.17.01.2001", number="3517010108900001")

    batch = load_status((elsewhere.nik, "SFE", TODAY))

    assert HeldRow.objects.get(batch=batch).rule == "nik_tidak_di_register"
    assert _state(elsewhere) == CardState.BIO_CAPTURED


def test_one_nik_with_two_states_is_held_twice(load_status: LoadStatus, captured: Resident) -> None:
    batch = load_status((captured.nik, "SFE", TODAY), (captured.nik, "PRR", TODAY))
    assert list(HeldRow.objects.filter(batch=batch).values_list("rule", flat=True)) == ["nik_ganda"] * 2


def test_the_file_is_read_by_the_names_of_the_rule(load_status: LoadStatus, regency: str) -> None:
    written = [(_somebody(state).nik, name.lower().replace("_", " "), TODAY) for name, state in NAMES.items()]
    batch = load_status(*written)
    assert batch.accepted == batch.summary["cards_unchanged"] == len(NAMES)


def test_a_file_older_than_what_an_officer_wrote_down_is_held(load_status: LoadStatus, captured: Resident) -> None:
    """The card was handed over on the 20th: a row of the 18th is no news of a card to be printed again."""
    officer = OfficerFactory.create(area_id="35.16")
    shipped = _somebody(CardState.CARD_SHIPPED)
    with scope.of(officer):
        cards.issue(resident=shipped.pk, by=officer, at=MOMENT, taken_by="herself")  # type: ignore[arg-type]

    batch = load_status((shipped.nik, "PRR", "18-11-2020"))

    row = HeldRow.objects.get(batch=batch)
    assert (row.rule, row.column) == ("status_lebih_lama", "TANGGAL")
    assert "20-11-2020" in row.advice
    assert _state(shipped) == CardState.CARD_ISSUED


def test_the_day_of_the_centre_counts_and_not_the_day_of_the_load(load_status: LoadStatus, captured: Resident) -> None:
    load_status((captured.nik, "SFE", "16-11-2020"))
    batch = load_status((captured.nik, "PRR", "18-11-2020"))
    assert (batch.accepted, _state(captured)) == (1, "PRINT_READY_RECORD")


def test_a_spreadsheet_is_read_as_well(load: Load, captured: Resident, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["NIK", "STATUS KTP EL", "TGL STATUS"])
    sheet.append([captured.nik, "SFE", datetime.datetime(2020, 11, 20)])
    book.save(tmp_path / "status.xlsx")

    batch = load(tmp_path / "status.xlsx", kind=IntakeKind.CARD_STATUS)

    assert (batch.accepted, _state(captured)) == (1, "SENT_FOR_ENROLLMENT"), batch.failure


def test_whoever_has_no_card_yet_gets_one(load_status: LoadStatus, regency: str) -> None:
    person = _somebody(CardState.UNREGISTERED)
    CardRecord.objects.filter(pk=person.pk).delete()
    batch = load_status((person.nik, "BIO_CAPTURED", TODAY))
    assert (batch.accepted, _state(person)) == (1, "BIO_CAPTURED")


# --- Between the checking and the merge ---


def test_a_file_whose_cards_moved_before_it_was_approved_is_checked_again(
    load_status: LoadStatus, captured: Resident
) -> None:
    officer, other = OfficerFactory.create(area_id="35.16"), _somebody(CardState.UNREGISTERED)
    batch = load_status((captured.nik, "SFE", TODAY), (other.nik, "BIO_CAPTURED", TODAY), needs_approval=True)
    assert (batch.state, batch.accepted) == (IntakeState.WAITING, 2)
    preview = batch.summary["preview"]
    assert (preview["cards_changed"], preview["cards_unchanged"], preview["sample"]) == (2, 0, 2)
    with scope.of(officer):
        cards.move(resident=captured.pk, to="PROCESSING", by=officer, at=MOMENT)
        cards.move(resident=captured.pk, to="SENT_FOR_ENROLLMENT", by=officer, at=MOMENT)
        cards.move(resident=captured.pk, to="RECEIVED_AT_CENTRAL", by=officer, at=MOMENT)

    intakes.approve(batch, by=officer, at=MOMENT)
    running.run(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.accepted, batch.held) == (IntakeState.DONE, 1, 1), batch.failure
    assert HeldRow.objects.get(batch=batch).rule == "status_tidak_lanjut"
    assert (_state(captured), _state(other)) == ("RECEIVED_AT_CENTRAL", "BIO_CAPTURED")


def test_a_held_row_fits_once_the_step_before_it_is_written_down(load_status: LoadStatus, regency: str) -> None:
    officer, person = OfficerFactory.create(area_id="35.16"), _somebody(CardState.UNREGISTERED)
    batch = load_status((person.nik, "SFE", TODAY))
    row = HeldRow.objects.select_related("batch").get(batch=batch)
    cells = mending.cells_of(row)
    refused = mending.check(row, cells)
    assert refused is not None
    assert refused.rule == "status_tidak_lanjut"

    with scope.of(officer):
        cards.capture(resident=person.pk, by=officer, at=MOMENT)

    assert mending.check(row, cells) is None


# --- The way back ---


def test_a_batch_taken_back_leaves_every_card_where_it_stood(load_status: LoadStatus, captured: Resident) -> None:
    issued = _somebody(CardState.CARD_ISSUED)
    batch = load_status((captured.nik, "PRR", TODAY), (issued.nik, "PRR", TODAY))

    withdrawn = intakes.withdraw(batch, by=None, at=LATER)

    assert withdrawn.summary["withdrawn"]["cards_restored"] == 2
    assert (_state(captured), _state(issued)) == ("BIO_CAPTURED", "CARD_ISSUED")
    assert not CardEvent.objects.exists()
    assert not IntakeChange.objects.exists()


def test_a_batch_one_of_whose_cards_an_officer_moved_on_stays(load_status: LoadStatus, captured: Resident) -> None:
    officer = OfficerFactory.create(area_id="35.16")
    batch = load_status((captured.nik, "PRR", TODAY))
    with scope.of(officer):
        cards.move(resident=captured.pk, to="SENT_FOR_CARD_PRINTING", by=officer, at=MOMENT)

    with pytest.raises(intakes.BatchIsInUse, match=r"Status KTP-el 1 penduduk sudah berubah lagi.*tidak dapat ditarik"):
        intakes.withdraw(batch, by=None, at=LATER)

    assert _state(captured) == CardState.SENT_FOR_CARD_PRINTING


def test_of_two_batches_the_later_one_goes_first(load_status: LoadStatus, captured: Resident) -> None:
    first, later = load_status((captured.nik, "SFE", TODAY)), load_status((captured.nik, "PRR", TODAY))
    with pytest.raises(intakes.BatchIsInUse, match=f"Tarik dahulu berkas no {later.pk}"):
        intakes.withdraw(first, by=None, at=LATER)

    intakes.withdraw(later, by=None, at=LATER)
    intakes.withdraw(first, by=None, at=LATER)

    assert _state(captured) == CardState.BIO_CAPTURED


def test_an_extract_stays_while_a_status_file_stands_on_it(load: Load, load_status: LoadStatus, tmp_path: Path) -> None:
    extract = load(write_csv(tmp_path / "penduduk.csv", people(4)))
    person = Resident.unscoped.filter(card__state=CardState.CARD_ISSUED)[0]
    status = load_status((person.nik, "PRR", TODAY))
    with pytest.raises(intakes.BatchIsInUse, match=f"Tarik dahulu berkas no {status.pk}"):
        intakes.withdraw(extract, by=None, at=LATER)


def test_nothing_of_a_file_that_breaks_in_its_merge_stays(
    load_status: LoadStatus, captured: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_status_merge, "_MOVE", "SELECT 1/0")
    batch = load_status((captured.nik, "PRR", TODAY), ("1", "PRR", TODAY))
    assert batch.state == IntakeState.FAILED
    assert _state(captured) == CardState.BIO_CAPTURED
    assert not CardEvent.objects.exists()
    assert not HeldRow.objects.exists()


def test_the_command_says_what_became_of_the_file(captured: Resident, tmp_path: Path) -> None:
    path, out = tmp_path / "status.csv", io.StringIO()
    path.write_text(f"NIK;STATUS;TANGGAL\n{captured.nik};SFE;20-11-2020\n1;SFE;20-11-2020\n")

    call_command("load_card_status", str(path), "--region", "35.16", "--here", stdout=out)

    said = out.getvalue()
    assert "Baris masuk 2 = diterima 1 + ditahan 1 + ditolak 0." in said
    assert "Status KTP-el berubah 1, tetap 0." in said
    assert "1 menjadi: Data dalam pengiriman ke pusat" in said
