"""What the pages of the intake desk share: a batch of one's own area, sums, the word for each rule."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Field
from django.http import Http404

from registry.choices import CardStatus, IntakeState, MaritalStatus, RelationToHead, ResidencyStatus, Sex
from registry.ingest import kinds
from registry.models import IntakeBatch, Resident
from registry.models.intake import WORKER_STATES
from registry.queries import intakes

PAGE_SIZE: Final = 25
_CODES: Final[dict[str, Any]] = {
    "relation_to_head": RelationToHead,
    "sex": Sex,
    "marital_status": MaritalStatus,
    "residency_status": ResidencyStatus,
    "card_state": CardStatus,
}
_TITLES: Final = {"household_id": "keluarga (KK)", "region_id": "desa/kelurahan", "card_state": "status KTP-el"}


def batch_or_404(batch_id: int) -> IntakeBatch:
    """Return a batch of the officer's area; one of another area is as unknown as one that does not exist."""
    try:
        return intakes.one(batch_id)
    except IntakeBatch.DoesNotExist:
        raise Http404 from None


def is_at_work(batch: IntakeBatch) -> bool:
    """Return whether a worker is on the batch or will be: the page then follows it."""
    return batch.state in WORKER_STATES


def notices_of(batch: IntakeBatch) -> list[tuple[str, int]]:
    """Return what is worth a look and was held nowhere: sentence and number of rows."""
    sentences = {notice.rule: notice.sentence for notice in kinds.of(batch.kind).notices}
    return [(sentences.get(rule, rule), count) for rule, count in batch.summary.get("notices", {}).items()]


def sums_of(batch: IntakeBatch) -> list[tuple[str, int]]:
    """Return what came of the accepted rows, or would come of them, in words."""
    counts = batch.summary if batch.state != IntakeState.WAITING else batch.summary.get("preview", {})
    sums = [(title, counts[name]) for name, title in _SUMS if isinstance(counts.get(name), int)]
    return sums + [(f"menjadi: {CardStatus(state).label}", count) for state, count in counts.get("states", {}).items()]


_SUMS: Final = (
    ("residents_new", "Penduduk baru"),
    ("residents_changed", "Penduduk berubah"),
    ("residents_unchanged", "Penduduk tetap"),
    ("households_new", "Keluarga baru"),
    ("households_changed", "Keluarga berubah"),
    ("cards_changed", "Status KTP-el berubah"),
    ("cards_unchanged", "Status KTP-el tetap"),
    ("entries_new", "Pemilih"),
    ("stations", "TPS"),
    ("men", "Laki-laki"),
    ("women", "Perempuan"),
)


def column_title(name: str) -> str:
    """Return a resident's column as the screen calls it."""
    if name in _TITLES:
        return _TITLES[name]
    field = Resident._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)


def value_in_words(column: str, value: object, *, of_file: bool = False) -> str:
    """Return a stored value as the screen shows it."""
    if column == "household_id":
        return ("keluarga baru" if value is None else "keluarga lain") if of_file else "keluarga sekarang"
    if value in (None, ""):
        return "kosong"
    if column == "birth_date":
        return "-".join(reversed(str(value).split("-")))
    return str(_CODES[column](value).label) if column in _CODES else str(value)
