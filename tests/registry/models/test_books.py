"""Books that are only written at their end: the database refuses, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.models import AccessEntry, IntakeBatch, Region

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def entry() -> AccessEntry:
    return AccessEntry.objects.create(at=timezone.now(), action="export", purpose="uji", subject="berkas 1")


def test_the_access_log_cannot_be_rewritten(entry: AccessEntry) -> None:
    with pytest.raises(IntegrityError, match="only written at its end"), transaction.atomic():
        AccessEntry.objects.filter(pk=entry.pk).update(purpose="lain")
    with pytest.raises(IntegrityError, match="only written at its end"), transaction.atomic():
        entry.delete()


def test_an_access_without_a_purpose_is_refused() -> None:
    with pytest.raises(IntegrityError, match="access_has_a_purpose"):
        AccessEntry.objects.create(at=timezone.now(), action="export", purpose="")


def test_sums_that_do_not_add_up_are_refused() -> None:
    Region.objects.create(code="00", name="Indonesia", level="nation")
    with pytest.raises(IntegrityError, match="rows_in_are_accepted_held_or_rejected"):
        IntakeBatch.objects.create(
            kind="siak_extract", file_name="a.csv", sha256="0" * 64, size=1, region_id="00",
            received_at=timezone.now(), rows_in=10, accepted=8, held=1, rejected=0,
        )  # fmt: skip


@pytest.mark.parametrize("code", ["3516", "35.16.", "35.16.8", "35.16.08.01", "XX", ""])
def test_a_code_that_is_no_kode_wilayah_is_refused(code: str) -> None:
    with pytest.raises(IntegrityError, match="region_code_has_the_form_of_the_ministry"):
        Region.objects.create(code=code, name="?", level="nation")


def test_a_region_cannot_end_before_it_begins() -> None:
    day = datetime.date(2022, 7, 25)
    with pytest.raises(IntegrityError, match="region_ends_after_it_begins"):
        Region.objects.create(code="00", name="?", level="nation", valid_from=day, valid_to=day)
