"""What a row was before it changed, who changed it and why; nothing for what is new or taken back as a whole."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from elections.actions import elections
from elections.models import Election, ElectionBefore
from elections.rules.known_elections import PILKADA_2020
from registry.choices import CardStatus, Role
from registry.models import (
    CardBefore,
    CardRecord,
    HouseholdBefore,
    Officer,
    OfficerBefore,
    Resident,
    ResidentBefore,
    history,
)
from tests.factories.regions import plant_regency
from tests.factories.registry import BatchFactory, OfficerFactory, ResidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def regency() -> None:
    plant_regency("35.16")


def test_a_new_resident_leaves_no_former_value() -> None:
    ResidentFactory.create()
    kept = (ResidentBefore.unscoped.count(), HouseholdBefore.unscoped.count(), CardBefore.objects.count())
    assert kept == (0, 0, 0)


def test_a_change_keeps_the_row_as_it_was_with_who_and_why() -> None:
    person = ResidentFactory.create(name="BUDI SANTOSO")
    with history.asked_by(officer=7, request_id="a" * 32), history.because("akta salah ketik"):
        Resident.unscoped.filter(pk=person.pk).update(name="BUDI SANTOSA")
    before = ResidentBefore.unscoped.get()
    assert (before.name, before.pgh_obj_id, before.pgh_label) == ("BUDI SANTOSO", person.pk, "update")
    assert before.pgh_context == {"officer": 7, "request": "a" * 32, "reason": "akta salah ketik"}


def test_a_change_that_changes_nothing_is_not_kept() -> None:
    person = ResidentFactory.create()
    person.save()
    assert not ResidentBefore.unscoped.exists()


def test_a_move_of_a_card_and_of_a_household_is_kept() -> None:
    person = ResidentFactory.create()
    person.household.rt = "009"
    person.household.save()
    state = CardRecord.objects.get(resident=person).state
    CardRecord.objects.filter(resident=person).update(state=CardStatus.BIO_CAPTURED)
    assert HouseholdBefore.unscoped.get().rt == "001"
    assert CardBefore.objects.get().state == state


def test_a_changed_role_is_kept_and_a_password_never() -> None:
    officer = OfficerFactory.create(role=Role.CLERK)
    officer.set_password("sebuah kata sandi baru")
    officer.save()
    assert not OfficerBefore.objects.exists()
    Officer.objects.filter(pk=officer.pk).update(role=Role.SUPERVISOR)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    assert [(kept.role, kept.is_active) for kept in OfficerBefore.objects.order_by("pk")] == [
        (Role.CLERK, True),
        (Role.SUPERVISOR, True),
    ]
    assert "password" not in {field.name for field in OfficerBefore._meta.get_fields()}


def test_signing_in_is_no_change_of_an_officer(client: Client) -> None:
    client.force_login(OfficerFactory.create(), backend="kependudukan.roles.RoleBackend")
    assert not OfficerBefore.objects.exists()


def test_a_deleted_resident_is_kept_unless_her_batch_is_taken_back() -> None:
    batch = BatchFactory.create()
    for person in (ResidentFactory.create(batch=batch, card__batch=batch), ResidentFactory.create()):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL kependudukan.withdrawn_batch = '{batch.pk}'")
            CardRecord.objects.filter(pk=person.pk).delete()
            Resident.unscoped.filter(pk=person.pk).delete()
    assert ResidentBefore.unscoped.get().batch_id is None
    assert CardBefore.objects.count() == 1


def test_former_values_can_neither_be_changed_nor_deleted() -> None:
    person = ResidentFactory.create()
    Resident.unscoped.filter(pk=person.pk).update(name="LAIN")
    with pytest.raises(IntegrityError, match="former value is never changed"), transaction.atomic():
        ResidentBefore.unscoped.update(name="X")
    with pytest.raises(IntegrityError, match="former value is never changed"), transaction.atomic():
        ResidentBefore.unscoped.all().delete()


def test_a_changed_polling_day_is_kept() -> None:
    election = elections.set_up(PILKADA_2020)
    Election.objects.filter(pk=election.pk).update(polling_date=datetime.date(2021, 1, 1))
    assert ElectionBefore.objects.get().polling_date == datetime.date(2020, 12, 9)


def test_no_sealed_number_is_copied() -> None:
    for model in (ResidentBefore, HouseholdBefore):
        assert not [field.name for field in model._meta.get_fields() if field.name.endswith("_sealed")]
