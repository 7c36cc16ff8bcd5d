"""What a row was before somebody changed or deleted it: django-pghistory, row by row, in the database itself.

Only changes are kept, never first values: a first load of a million residents writes nothing here (its batch is the
event, docs/decisions/0006), and neither does taking that load back, which names its batch to the triggers with
`kependudukan.withdrawn_batch`. Sealed numbers are not copied; their blind indexes are, so that a changed number shows.

This is the one module of the registry that imports pghistory. Who did it and why is carried by `asked_by` and
`because`, and by the transaction to its end: a reason given is not taken back before the commit. Both hold ids and the
office's own sentences, never a NIK, a name or an address of a page.
"""
# mypy: disable-error-code="misc"
# The bases are made by pghistory at run time.

from __future__ import annotations

from typing import Any, Final

import pghistory
import pghistory.models
import pgtrigger
from django.db import models

from registry.models.card import CardRecord
from registry.models.household import Household
from registry.models.officer import Officer
from registry.models.resident import Resident
from registry.scope import ScopedManager

_NOT_BY_WITHDRAWAL: Final = (
    "OLD.batch_id IS NULL OR OLD.batch_id::text IS DISTINCT FROM current_setting('kependudukan.withdrawn_batch', true)"
)


def before(tracked: type[models.Model], *fields: str, comes_with_a_batch: bool = False) -> Any:  # noqa: ANN401 - made
    """Return the base of a model that keeps these columns of a row as they were."""
    condition = pgtrigger.Condition(_NOT_BY_WITHDRAWAL) if comes_with_a_batch else None
    links = {name: _remembered_link(tracked, name) for name in fields if tracked._meta.get_field(name).is_relation}
    return pghistory.create_event_model(
        tracked,
        pghistory.UpdateEvent("update", row=pghistory.Old),
        pghistory.DeleteEvent("delete", row=pghistory.Old, condition=condition),
        fields=list(fields),
        attrs=links,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # it may be: the context stands in one column
    )


def _remembered_link(tracked: type[models.Model], name: str) -> models.ForeignKey[Any, Any]:
    """Return a key to what may be gone by now: no constraint, no index, no way back."""
    field: Any = tracked._meta.get_field(name)
    return models.ForeignKey(
        field.remote_field.model,
        models.DO_NOTHING,
        null=field.null,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name=field.verbose_name,
    )


def asked_by(*, officer: int | None, request_id: str) -> pghistory.context:
    """Return the context of one request: every change made in it names the officer and the request."""
    return pghistory.context(officer=officer, request=request_id)


def because(reason: str) -> pghistory.context:
    """Return a context that says why: "berkas 3", or the words an officer gave for the change."""
    return pghistory.context(reason=reason)


class ResidentBefore(
    before(
        Resident,
        "nik_index",
        "household",
        "relation_to_head",
        "name",
        "birth_place",
        "birth_date",
        "sex",
        "marital_status",
        "occupation_code",
        "residency_status",
        "region",
        "batch",
        comes_with_a_batch=True,
    )
):
    """A resident as she stood before a change."""

    objects = ScopedManager["ResidentBefore"]()
    unscoped = models.Manager["ResidentBefore"]()

    class Meta:
        verbose_name = "penduduk sebelum diubah"
        verbose_name_plural = "penduduk sebelum diubah"
        base_manager_name = "unscoped"


class HouseholdBefore(
    before(Household, "kk_number_index", "region", "address", "rt", "rw", "batch", comes_with_a_batch=True)
):
    """A household as it stood before a change."""

    objects = ScopedManager["HouseholdBefore"]()
    unscoped = models.Manager["HouseholdBefore"]()

    class Meta:
        verbose_name = "keluarga sebelum diubah"
        verbose_name_plural = "keluarga sebelum diubah"
        base_manager_name = "unscoped"


class CardBefore(before(CardRecord, "state", "batch", comes_with_a_batch=True)):
    """The state of a card before a change."""

    class Meta:
        verbose_name = "kartu sebelum diubah"
        verbose_name_plural = "kartu sebelum diubah"


class OfficerBefore(
    before(
        Officer,
        "username",
        "first_name",
        "last_name",
        "email",
        "role",
        "area",
        "is_active",
        "is_staff",
        "is_superuser",
        "must_change_password",
    )
):
    """An officer as she stood before a change of her role, area or account; never her password."""

    class Meta:
        verbose_name = "petugas sebelum diubah"
        verbose_name_plural = "petugas sebelum diubah"
