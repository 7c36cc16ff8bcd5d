"""The second net: rows of another area do not leave the database, whatever the query forgot."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from kependudukan.middleware import ScopeMiddleware
from registry import row_security, scope
from registry.models import CardRecord, Household, Officer, Resident
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OWN, OTHER = "35.16.08.2001", "35.16.01.2001"
TABLES_OF_PEOPLE = [
    "registry_resident",
    "registry_household",
    "registry_cardrecord",
    "registry_cardevent",
    "registry_cardhandover",
    "registry_civilevent",
    "registry_civileventchange",
    "registry_intakechange",
    "registry_heldrow",
    "elections_voterrollentry",
    "elections_match",
    "elections_finding",
    "queueing_invitation",
]


@pytest.fixture(autouse=True)
def regions() -> None:
    plant_regency("35.16")


@pytest.fixture
def neighbours() -> tuple[Resident, Resident]:
    return ResidentFactory.create(region_id=OWN), ResidentFactory.create(region_id=OTHER)


@pytest.mark.parametrize(
    ("area", "seen"),
    [
        ("35.16.08", {OWN}),
        (OWN, {OWN}),
        ("35.16.0", set()),
        ("35.16", {OWN, OTHER}),
        ("00", {OWN, OTHER}),
        ("35.17", set()),
    ],
)
def test_a_query_that_forgot_the_scope_gets_the_rows_of_the_area_only(
    area: str, seen: set[str], neighbours: tuple[Resident, Resident]
) -> None:
    officer = Officer(area_id=area)
    with row_security.of(officer):
        assert set(Resident.unscoped.values_list("region_id", flat=True)) == seen
        assert set(Household.unscoped.values_list("region_id", flat=True)) == seen
        assert CardRecord.objects.count() == len(seen)
    assert Resident.unscoped.count() == 2


def test_an_officer_without_an_area_gets_no_row_at_all(neighbours: tuple[Resident, Resident]) -> None:
    with row_security.of(Officer(area_id=None)):
        assert not Resident.unscoped.exists()


def test_a_row_of_another_area_cannot_be_changed_or_deleted(neighbours: tuple[Resident, Resident]) -> None:
    with row_security.of(Officer(area_id="35.16.08")):
        assert Resident.unscoped.filter(pk=neighbours[1].pk).update(name="LAIN") == 0
    neighbours[1].refresh_from_db()
    assert neighbours[1].name != "LAIN"


def test_a_row_cannot_be_put_into_another_area(neighbours: tuple[Resident, Resident]) -> None:
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        row_security.of(Officer(area_id="35.16.08")),
    ):
        Resident.unscoped.filter(pk=neighbours[0].pk).update(region_id=OTHER)


def test_the_desk_cannot_rewrite_the_access_log() -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        row_security.of(Officer()),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE registry_accessentry SET purpose = 'lain'")


def test_the_owner_is_back_after_a_failure(neighbours: tuple[Resident, Resident]) -> None:
    with pytest.raises(ZeroDivisionError), row_security.of(Officer(area_id="35.17")):
        raise ZeroDivisionError
    assert Resident.unscoped.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_on_the_way_is_bound_as_well(neighbours: tuple[Resident, Resident]) -> None:
    with row_security.of(Officer(area_id="35.16.08")):
        connection.close()
        assert Resident.unscoped.count() == 1
    assert Resident.unscoped.count() == 2


@pytest.mark.parametrize("table", TABLES_OF_PEOPLE)
def test_every_table_of_people_has_the_net(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        assert cursor.fetchone()[0]


def test_the_rows_of_a_download_are_fetched_on_the_officers_behalf(neighbours: tuple[Resident, Resident]) -> None:
    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(person.pk) for person in Resident.objects.all().iterator())

    request = RequestFactory().get("/")
    request.user = OfficerFactory.create(area_id="35.16.08")
    answer = ScopeMiddleware(view)(request)
    assert isinstance(answer, StreamingHttpResponse)
    assert [part.decode() for part in answer.streaming_content] == [str(neighbours[0].pk)]  # type: ignore[union-attr]
    assert Resident.unscoped.count() == 2
    with pytest.raises(scope.ScopeMissing):
        Resident.objects.count()


def test_an_answer_is_made_as_the_desk_and_given_as_the_owner() -> None:
    roles = []

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            roles.append(cursor.fetchone()[0])
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = OfficerFactory.create()
    ScopeMiddleware(view)(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user <> 'kependudukan_desk'")
        assert cursor.fetchone()[0]
    assert roles == [row_security.ROLE]
