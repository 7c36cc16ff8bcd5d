"""Who may do what: each role is a list of permissions, in code, so that a change of rights is a reviewed change."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from registry.choices import Role
from registry.models import Officer

#: What is kept on the page of an office.
_PARTS_OF_AN_OFFICE: Final = (
    "openinghours",
    "device",
    "counter",
    "closure",
    "extraopening",
    "protocolperiod",
    "releaseplan",
)

_SEE_THE_WORK: Final = frozenset(
    {
        "registry.view_region",
        "registry.view_intakebatch",
        "elections.view_election",
        "elections.view_voterroll",
        "elections.view_reconciliationrun",
        "elections.view_reconciliationround",
        "elections.view_rankingedition",
        "elections.view_pollingstation",
        "queueing.view_office",
        *(f"queueing.view_{noun}" for noun in _PARTS_OF_AN_OFFICE),
        "queueing.view_holiday",
        "queueing.view_invitation",
    }
)

_SEE_RESULTS: Final = frozenset({"elections.view_match", "elections.view_finding"})

_OPEN_RESIDENTS: Final = frozenset({"registry.view_resident", "registry.view_household"})
_SERVE_RESIDENTS: Final = _OPEN_RESIDENTS | {
    "registry.reveal_number",
    "registry.view_civilevent",
    "registry.record_civil_event",
    "registry.change_household",
    "registry.change_cardrecord",
    "queueing.view_booking",
}
_WORK_ON_FILES: Final = frozenset({"registry.load_file", "registry.view_heldrow", "registry.change_heldrow"})

_KEEP_OFFICES: Final = frozenset(
    {
        "queueing.view_office",
        "queueing.add_office",
        "queueing.change_office",
        *(f"queueing.{act}_{noun}" for act in ("view", "add", "change", "delete") for noun in _PARTS_OF_AN_OFFICE),
    }
)

_WATCH_NOTICES: Final = frozenset({"queueing.view_notice", "queueing.change_notice"})

_SEE_BOOKINGS: Final = frozenset({"queueing.view_booking"})
_KEEP_BOOKINGS: Final = _SEE_BOOKINGS | {"queueing.change_booking"}

_RECEIVE: Final = frozenset({"queueing.receive_visitors"})
_SERVE: Final = _RECEIVE | {
    "queueing.serve_counter",
    "queueing.record_resident",
    "queueing.view_recordingsession",
    "queueing.lead_visit",
}

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    Role.CLERK: _SEE_THE_WORK
    | _SEE_RESULTS
    | _SERVE_RESIDENTS
    | _WORK_ON_FILES
    | _KEEP_BOOKINGS
    | _SERVE
    | {"registry.export_resident", "registry.view_exportrequest"},
    Role.FRONT_DESK: frozenset({"registry.view_region", "registry.view_resident"}) | _KEEP_BOOKINGS | _RECEIVE,
    Role.REVIEWER: _SEE_THE_WORK
    | _SEE_RESULTS
    | _OPEN_RESIDENTS
    | {
        "registry.reveal_number",
        "registry.view_heldrow",
        "registry.change_heldrow",
        "registry.view_exportrequest",
    },
    Role.SUPERVISOR: _SEE_THE_WORK
    | _SEE_RESULTS
    | _SERVE_RESIDENTS
    | _WORK_ON_FILES
    | _KEEP_OFFICES
    | _WATCH_NOTICES
    | _KEEP_BOOKINGS
    | _SERVE
    | {
        "queueing.watch_the_day",
        "queueing.announce_draw",
        "queueing.cut_capacity",
        "queueing.declare_outage",
        "queueing.view_proof",
        "registry.withdraw_file",
        "registry.view_quality",
        "registry.export_resident",
        "registry.view_exportrequest",
        "registry.approve_export",
        "registry.review_alarm",
        "registry.view_accessentry",
        "registry.print_trail",
        "registry.view_officer",
    },
    Role.AUDITOR: _SEE_THE_WORK
    | _SEE_RESULTS
    | {
        "queueing.view_proof",
        "queueing.watch_the_day",
        "registry.view_accessentry",
        "registry.view_exportrequest",
        "registry.print_trail",
        "registry.view_officer",
        "registry.view_quality",
    },
    Role.ADMINISTRATOR: _SEE_THE_WORK
    | _KEEP_OFFICES
    | _WATCH_NOTICES
    | {
        "registry.view_officer",
        "registry.add_officer",
        "registry.change_officer",
        "registry.view_accessentry",
        "registry.view_exportrequest",
        "elections.change_election",
        # Days off are those of all offices.
        "queueing.add_holiday",
        "queueing.change_holiday",
    },
}

#: What shows people: a role that holds any of these signs in with a second factor.
SHOWS_PEOPLE: Final = frozenset(
    {
        *_SERVE_RESIDENTS,
        *_SEE_RESULTS,
        *_WORK_ON_FILES,
        *_WATCH_NOTICES,
        *_SEE_BOOKINGS,
        *_SERVE,
        "registry.export_resident",
        "registry.view_accessentry",
        "registry.view_officer",
    }
)
NEED_A_SECOND_FACTOR: Final = frozenset(role for role in Role if PERMISSIONS[role] & SHOWS_PEOPLE)


class RoleBackend(ModelBackend):
    """Signs officers in with their password and asks their role for permissions; groups are not used."""

    def get_all_permissions(self, user_obj: AbstractBaseUser | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return the permissions of the officer's role; an inactive or unknown user has none."""
        if not isinstance(user_obj, Officer) or not user_obj.is_active or obj is not None:
            return set()
        return set(PERMISSIONS.get(user_obj.role, frozenset()))

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        """Return whether the role holds the permission."""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        """Return whether the role holds any permission of the app."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
