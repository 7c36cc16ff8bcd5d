"""An officer of area A asks everything, everywhere, in every way: not one byte of area B comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kependudukan import public_pages
from registry.choices import Role
from registry.models import Household, Resident
from tests.crawler import matrix, planted
from tests.crawler.matrix import MATRIX, Entry, Sent
from tests.crawler.planted import MARK, NUMBER_MARK, OFFICE_MARK, Planted
from tests.crawler.routes import Route, routes
from tests.factories.regions import plant_regency
from tests.factories.registry import OfficerFactory, ResidentFactory
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
#: Officers of another regency, of every role; and of another district of the same one.
OFFICERS = [*((role, "35.16") for role in Role), (Role.SUPERVISOR, "35.17.02"), (Role.CLERK, "35.17.02")]


@pytest.fixture
def area_b() -> Planted:
    for regency in ("35.16", "35.17"):
        plant_regency(regency)
    return planted.plant()


@pytest.fixture
def own() -> Planted:
    """Somebody of area A, whose pages are sent forms that name people of B."""
    person = ResidentFactory.create(region_id="35.16.08.2001")
    return Planted({Resident: person, Household: person.household})


def admin_entry(route: Route) -> Entry | None:
    """Return what is sent to the pages that the web admin makes of a model."""
    for model in admin.site._registry:
        own = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        bare = f"admin:admin/{model._meta.app_label}/{model._meta.model_name}/<path:object_id>/"
        if route.name == bare or (route.name.startswith(own) and "object_id" in route.arguments):
            return Entry({"object_id": model._meta.label}, forms=({"post": "yes"}, {"_save": "1"}))
        if route.name.startswith(own) and not route.arguments:
            return Entry(
                queries=matrix.NARROWED, forms=({"action": "delete_selected", "_selected_action": model._meta.label},)
            )
    return None


def entry_of(route: Route) -> Entry | None:
    """Return the entry with what stands for each argument."""
    entry = MATRIX.get(route.name) or admin_entry(route)
    if entry is None:
        return None
    known = {name: meant for name, meant in matrix.ARGUMENTS.items() if name in route.arguments}
    return replace(entry, arguments={**known, **entry.arguments})


def of_ours() -> list[Route]:
    return [
        route
        for route in routes()
        if route.name not in matrix.LEFT_ALONE and not route.name.startswith("admin:admin/(?P<url>")
    ]


def test_every_route_is_in_the_matrix() -> None:
    missing = [
        f"{route.name} {route.arguments}"
        for route in of_ours()
        if route.name != "admin:autocomplete"
        and ((entry := entry_of(route)) is None or set(entry.arguments) < set(route.arguments))
    ]
    assert not missing


def test_no_entry_of_the_matrix_is_stale() -> None:
    known = {route.name for route in routes()}
    assert not [name for name in [*MATRIX, *matrix.LEFT_ALONE] if name not in known]


@pytest.mark.parametrize(("role", "area"), OFFICERS)
def test_an_officer_of_another_area_gets_nothing_of_it(role: Role, area: str, area_b: Planted) -> None:
    client = sign_in(
        Client(raise_request_exception=False), OfficerFactory.create(role=role, area_id=area, is_staff=True)
    )
    before = planted.state_of_b()
    hits, answered = crawl(client, requests(area_b, VERBS if (role, area) == OFFICERS[0] else ("GET", "POST")))
    assert not hits
    assert planted.state_of_b() == before
    assert answered > len(of_ours())


def test_whoever_is_not_signed_in_gets_nothing_of_anybody(area_b: Planted) -> None:
    hits, _ = crawl(Client(raise_request_exception=False), requests(area_b, ("GET", "POST")))
    assert not hits


def test_the_crawler_finds_what_an_officer_of_the_area_may_see(area_b: Planted) -> None:
    """The control: the same crawl from inside the area hits, so its silence elsewhere means something."""
    officer = OfficerFactory.create(role=Role.SUPERVISOR, area_id=planted.REGENCY, is_staff=True)
    hits, _ = crawl(sign_in(Client(raise_request_exception=False), officer), requests(area_b, ("GET",)))
    assert hits


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_a_form_about_ones_own_people_reaches_nobody_elsewhere(role: Role, area_b: Planted, own: Planted) -> None:
    client = sign_in(
        Client(raise_request_exception=False), OfficerFactory.create(role=role, area_id="35.16", is_staff=True)
    )
    before = planted.state_of_b()
    hits, answered = crawl(client, own_requests(area_b, own))
    assert not hits
    assert answered > 5
    assert planted.state_of_b() == before


def crawl(client: Client, asked: Iterator[tuple[str, str, Sent]]) -> tuple[list[str], int]:
    """Return every answer that names somebody of B or breaks, and how many answers there were."""
    hits, answered = [], 0
    for verb, address, sent in asked:
        status, body = ask(client, verb, address, sent)
        answered += 1
        typed, said = str(sent), body.lower()
        # The board of an office hangs in its hall, with the office's name on it.
        for_everybody = public_pages.is_public(address) or address.startswith(public_pages.BOARD)
        marks = [MARK, NUMBER_MARK] if for_everybody else [MARK, NUMBER_MARK, OFFICE_MARK]
        if any(mark in said and mark not in typed for mark in marks):
            at = max(said.find(mark) for mark in marks)
            hits.append(f"{verb} {address} {typed}: …{body[max(0, at - 120) : at + 40]}…")
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            hits.append(f"{verb} {address} {typed}: breaks")
    return hits, answered


def requests(area_b: Planted, verbs: tuple[str, ...]) -> Iterator[tuple[str, str, Sent]]:
    for route in of_ours():
        if route.name == "admin:autocomplete":
            yield from autocompletes(route)
            continue
        entry = entry_of(route)
        address = address_of(route, entry.arguments, area_b) if entry else None
        if entry is None or address is None:
            continue
        for verb in verbs:
            if verb in {"GET", "HEAD"}:
                extra = entry.queries if verb == "GET" else ()
                yield from ((verb, address, filled(query, area_b)) for query in ({}, *extra))
            elif verb == "POST":
                yield from ((verb, address, filled(form, area_b)) for form in ({}, *entry.forms))
            else:
                yield verb, address, {}


def own_requests(area_b: Planted, own: Planted) -> Iterator[tuple[str, str, Sent]]:
    """Send what the matrix holds for the pages of one's own people."""
    for route in of_ours():
        entry = entry_of(route)
        address = address_of(route, entry.arguments, own) if entry and entry.own else None
        if entry and address:
            yield from (("POST", address, filled(form, area_b)) for form in entry.own)


def autocompletes(route: Route) -> Iterator[tuple[str, str, Sent]]:
    """Ask for the choices of every field that refers to another model, whether it offers any or not."""
    for model in admin.site._registry:
        for field in model._meta.fields:
            if field.is_relation:
                asked = {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name)}
                yield "GET", reverse(route.name), {**asked, "field_name": field.name, "term": planted.TYPED}


def address_of(route: Route, arguments: Mapping[str, str], area_b: Planted) -> str | None:
    """Return the address with B's objects in it; None where nothing of B is of that model."""
    values = {}
    for name, meant in arguments.items():
        if "." in meant and meant[0].isalpha():
            if apps.get_model(meant) not in area_b.objects:
                return None
            values[name] = area_b.pk(meant)
        else:
            values[name] = meant
    try:
        return reverse(route.name, kwargs=values)
    except NoReverseMatch:
        # Addresses without a name: what they are made of is filled in by hand.
        path = "/" + route.pattern
        for name, value in values.items():
            path = path.replace(f"<path:{name}>", str(value)).replace(f"<int:{name}>", str(value))
        return path if "<" not in path and "(" not in path else None


def filled(form: Sent, area_b: Planted) -> Sent:
    """Return the form with B's keys where it names a model."""
    return {
        name: str(area_b.pk(value)) if isinstance(value, str) and value in _labels(area_b) else value
        for name, value in form.items()
    }


def _labels(area_b: Planted) -> set[str]:
    return {model._meta.label for model in area_b.objects}


def ask(client: Client, verb: str, address: str, sent: Sent) -> tuple[int, str]:
    """Send one request in a savepoint of its own; return the status and all that came back."""
    with transaction.atomic():
        if verb == "GET":
            answer = client.get(address, dict(sent))
        elif verb == "POST":
            answer = client.post(address, dict(sent))
        else:
            answer = client.generic(verb, address)
        body = answer.getvalue().decode(errors="replace")
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return answer.status_code, f"{headers}\n{body}"


def test_the_planted_people_are_there(area_b: Planted) -> None:
    assert Resident.unscoped.filter(region_id=planted.VILLAGE).count() == planted.PEOPLE
