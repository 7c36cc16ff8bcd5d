"""What each role may open in the web admin, and for whose area."""

import pytest
from django.test import Client
from django.utils import timezone

from kependudukan.roles import PERMISSIONS
from registry.actions import access, officers
from registry.choices import Role
from registry.models import IntakeBatch, Officer, Region
from registry.models.access import AccessAction
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGES = {
    "/admin/registry/intakebatch/": "registry.view_intakebatch",
    "/admin/registry/heldrow/": "registry.view_heldrow",
    "/admin/registry/officer/": "registry.view_officer",
    "/admin/elections/reconciliationrun/": "elections.view_reconciliationrun",
    "/admin/elections/voterroll/": "elections.view_voterroll",
    "/admin/registry/resident/": "registry.view_resident",
    "/admin/registry/civilevent/": "registry.view_civilevent",
    "/admin/registry/region/": "registry.view_region",
    "/admin/elections/election/": "elections.view_election",
    "/admin/elections/pollingstation/": "elections.view_pollingstation",
    "/admin/elections/match/": "elections.view_match",
    "/admin/elections/finding/": "elections.view_finding",
    "/admin/elections/rankingedition/": "elections.view_rankingedition",
    "/admin/queueing/office/": "queueing.view_office",
    "/admin/queueing/notice/": "queueing.view_notice",
}


@pytest.fixture(autouse=True)
def regions() -> None:
    for code, level, parent in [
        ("00", "nation", None), ("35", "province", "00"), ("35.16", "regency", "35"), ("35.17", "regency", "35"),
    ]:  # fmt: skip
        Region.objects.create(code=code, name=code, level=level, parent_id=parent)


def signed_in(role: Role, area: str) -> Client:
    officer = officers.make(username=f"{role}-{area}", password="x", role=role, area_code=area, name=role.label)
    client = Client()
    sign_in(client, officer)
    return client


def batch(region: str, name: str) -> IntakeBatch:
    return IntakeBatch.objects.create(
        kind="siak_extract", state="done", file_name=name, sha256=f"{len(name):064d}", size=1, region_id=region,
        received_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", PAGES)
def test_a_role_opens_just_the_pages_of_its_permissions(role: Role, page: str) -> None:
    allowed = PAGES[page] in PERMISSIONS[role]
    assert signed_in(role, "35.16").get(page).status_code == (200 if allowed else 403)


def test_an_officer_sees_the_files_of_her_own_area_only() -> None:
    batch("35.16", "milik-sendiri.csv")
    other = batch("35.17", "milik-tetangga-lain.csv")
    client = signed_in(Role.CLERK, "35.16")
    body = client.get("/admin/registry/intakebatch/").content.decode()
    assert "milik-sendiri.csv" in body
    assert "milik-tetangga-lain.csv" not in body
    assert client.get(f"/admin/registry/intakebatch/{other.pk}/change/").status_code == 302


def test_whoever_is_not_signed_in_is_asked_to_sign_in() -> None:
    answer = Client().get("/admin/registry/intakebatch/")
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_a_list_page_asks_the_database_a_fixed_number_of_times(
    page: str, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        batch("35.16", "berkas" + "x" * number)
    client = signed_in(Role.ADMINISTRATOR, "35.16")
    if PAGES[page] in PERMISSIONS[Role.ADMINISTRATOR]:
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(page).status_code == 200


def test_an_administrator_gives_nobody_an_area_beyond_her_own() -> None:
    client = signed_in(Role.ADMINISTRATOR, "35.16")
    password = "sandi-yang-panjang-sekali-2020"
    form = {
        "username": "baru",
        "usable_password": "true",
        "password1": password,
        "password2": password,
        "role": "clerk",
    }
    for beyond in ("00", "35", "35.17"):
        answer = client.post("/admin/registry/officer/add/", {**form, "area": beyond})
        assert answer.status_code == 200, beyond
        assert not Officer.objects.filter(username="baru").exists()
    assert client.post("/admin/registry/officer/add/", {**form, "area": "35.16"}).status_code == 302
    assert Officer.objects.get(username="baru").area_id == "35.16"


def test_an_auditor_reads_the_log_of_her_own_area_only() -> None:
    here, there = (
        officers.make(username=f"petugas-{area}", password="x", role=Role.CLERK, area_code=area, name=area)
        for area in ("35.16", "35.17")
    )
    for officer in (here, there):
        purpose = f"tujuan {officer.username}"
        access.record(action=AccessAction.EXPORT, subject="uji", purpose=purpose, by=officer, at=timezone.now())
    body = signed_in(Role.AUDITOR, "35.16").get("/petugas/jejak/").content.decode()
    assert "tujuan petugas-35.16" in body
    assert "tujuan petugas-35.17" not in body
