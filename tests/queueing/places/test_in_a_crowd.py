"""What every form of a crowd asks is asked in one message, and answered as it stands at that moment."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from queueing.models import Office, Party
from queueing.queries import in_a_crowd
from tests.factories.queueing import OfficeFactory, SlotFactory, a_party

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_slot_comes_with_its_office_in_one_question() -> None:
    slot = SlotFactory.create()
    Office.objects.filter(pk=slot.office_id).update(is_open=False)

    with CaptureQueriesContext(connection) as asked:
        found = in_a_crowd.slot(slot.pk, office=slot.office_id)

        assert found is not None
        assert (found, found.office, found.office.is_open) == (slot, slot.office, False)
    assert len(asked) == 1
    assert (found.day, found.starts_at, found.ends_at) == (slot.day, slot.starts_at, slot.ends_at)


def test_a_slot_of_another_office_is_none() -> None:
    other = OfficeFactory.create()

    assert in_a_crowd.slot(SlotFactory.create().pk, office=other.pk) is None


def test_a_party_is_found_whole_or_not_at_all() -> None:
    party = a_party(SlotFactory.create())

    found = in_a_crowd.party(party.pk)

    assert not found.get_deferred_fields()
    assert (found.state, found.contact, found.slot) == (party.state, party.contact, party.slot)
    with pytest.raises(Party.DoesNotExist):
        in_a_crowd.party(uuid.uuid4())
