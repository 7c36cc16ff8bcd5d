"""Which address a request comes from, whatever the caller writes into its headers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from kependudukan.client_address import client_address, network_of
from kependudukan.middleware import ScopeMiddleware
from registry import asking


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connected", "expected"),
    [
        (0, None, "192.0.2.7", "192.0.2.7"),
        (0, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, None, "10.0.0.1", "10.0.0.1"),
        (0, None, "", "0.0.0.0"),
        (0, None, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(
    settings: Settings, proxies: int, forwarded: str | None, connected: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=connected)) == expected


def test_a_house_with_many_addresses_is_counted_as_one() -> None:
    one, other, neighbour = (
        network_of(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == other != neighbour


def test_a_visitor_who_is_not_signed_in_is_known_to_the_trail_by_number_and_address() -> None:
    seen: list[asking.Asking] = []
    request = RequestFactory().get("/antre/", REMOTE_ADDR="203.0.113.7")
    request.user = AnonymousUser()

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(asking.current())
        return HttpResponse()

    ScopeMiddleware(view)(request)
    assert seen[0].address == "203.0.113.7"
    assert len(seen[0].request_id) == 32
    assert asking.current() == asking.NOBODY
