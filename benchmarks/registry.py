"""How fast people are found and their pages answered among all residents of a regency, and how fast a list is.

    python3 dev.py bench registry [--residents 1119209] [--times 100] [--keep]

Loads the made-up regency through the real intake into an emptied database (`--keep` measures what is there), then asks
for every page in process through the whole middleware, signed in as a clerk of the regency: a few times to warm up,
then `--times` times with other people each time. Printed: p50 and p95 in milliseconds, by the clock and of the
processor alone (ours and the server's; on a busy machine trust these), queries, the answer's size, and how often the
person was shown.
The peer in the same run is Django admin's own list with `search_fields = ["name"]` on the same table, as
django-unfold shows it, with the same permissions and middleware.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._processes import Usage, usage_of
from benchmarks.regency import begin_empty, make, postmaster, server_version, take_in, worker
from elections.actions import elections
from elections.rules.known_elections import PILKADA_2020
from registry import row_security, scope
from registry.actions import intakes
from registry.choices import IntakeKind, Role
from registry.models import IntakeBatch, Officer, Region, Resident
from tests.signing import sign_in

REGENCY = "35.16"
SAMPLE = 400
OLD = (("U", "OE"), ("J", "DJ"), ("Y", "J"), ("C", "TJ"))

Ask = Callable[[Resident], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=None, help="living residents; the full regency if not given")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--keep", action="store_true", help="measure the database as it stands")
    wanted = parser.parse_args()
    if not wanted.keep:
        load(wanted.residents)
    settings.ALLOWED_HOSTS = ["*"]
    # One clerk opens here what a whole office does in a day.
    settings.DAILY_LIMITS = {kind: dict.fromkeys(roles, 10**9) for kind, roles in settings.DAILY_LIMITS.items()}
    client, people = signed_in(), sample()
    print(f"{Resident.unscoped.count():,} residents, {os.cpu_count()} cores, PostgreSQL {server_version()}")
    usage = usage_of({"postgres": postmaster(), "this": os.getpid()})
    print(f"{'page':<44}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'CPU p95':>9}{'queries':>9}{'KB':>7}{'shown':>8}")
    for name, ask in pages(client):
        measure(name, ask, people, wanted.times)
    for name, ask in peers():
        measure(name, ask, people, max(3, wanted.times // 10))
    say_usage(usage())


def load(residents: int | None) -> None:
    """Take the regency in through the real intake and say how long that took."""
    if os.environ.get("DATABASE_URL"):
        sys.exit("This empties the database: unset DATABASE_URL.")
    begin_empty()
    call_command("seed_regions", verbosity=0)
    elections.set_up(PILKADA_2020)
    files = make(residents).regencies[0]
    roots = {"postgres": postmaster(), "this": os.getpid()}
    with worker() as roots["worker"]:
        usage, begun = usage_of(roots), time.perf_counter()
        batch: IntakeBatch = intakes.receive(
            files.siak, kind=IntakeKind.SIAK_EXTRACT, region=REGENCY, by=None, at=timezone.now()
        )
        take_in(batch)
        print(f"SIAK intake with keys and indexes: {batch.rows_in:,} rows in {time.perf_counter() - begun:.1f} s")
        say_usage(usage())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE registry_resident, registry_household, registry_cardrecord")


def signed_in() -> Client:
    officer, _ = Officer.objects.get_or_create(
        username="pengukur", defaults={"role": Role.CLERK, "area": Region.objects.get(code=REGENCY)}
    )
    return sign_in(Client(headers={"host": "localhost"}), officer)


def sample() -> list[Resident]:
    """People drawn at random, always the same ones."""
    with scope.everywhere(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM registry_resident TABLESAMPLE BERNOULLI (1) REPEATABLE (2020) ORDER BY id LIMIT 5000"
        )
        ids = [pk for (pk,) in cursor.fetchall()]
        random.Random(2020).shuffle(ids)
        return list(Resident.objects.filter(pk__in=ids[:SAMPLE]).select_related("household"))


def pages(client: Client) -> Iterator[tuple[str, Ask]]:
    def search(term: Callable[[Resident], str], **fields: Callable[[Resident], object]) -> Ask:
        return lambda who: client.post(
            "/petugas/cari/", {"term": term(who), **{name: given(who) for name, given in fields.items()}}
        )

    def listed(tab: str, asked: Callable[[Resident], dict[str, Any]]) -> Ask:
        return lambda who: client.get("/petugas/daftar/", {"tab": tab, **asked(who)})

    yield "search by NIK", search(lambda who: who.nik)
    yield "search by KK number", search(lambda who: who.household.kk_number)
    yield "search by birth date", search(lambda who: f"{who.birth_date:%d-%m-%Y}")
    yield "search by exact name", search(lambda who: who.name)
    yield "search by a misspelt name", search(lambda who: misspelt(who.name))
    yield "search by a name in old spelling", search(lambda who: in_old_spelling(who.name))
    yield "search by one word of the name", search(lambda who: longest_word(who.name))
    yield (
        "search by misspelt name, village and year",
        search(lambda who: misspelt(who.name), place=lambda who: who.region_id, year=lambda who: who.birth_date.year),
    )
    yield "resident's page", lambda who: client.get(f"/petugas/penduduk/{who.pk}/")
    yield "household's page", lambda who: client.get(f"/petugas/keluarga/{who.household_id}/")
    for tab in ("belum-rekam", "umur-16", "siap-cetak", "perlu-diperiksa", "semua"):
        yield f"list {tab}", listed(tab, lambda who: {"setelah": who.pk})
        yield f"list {tab} of a village", listed(tab, lambda who: {"desa": who.region_id})


class PlainAdmin(admin.ModelAdmin[Any]):
    """What `search_fields` gives without further thought: name ILIKE '%word%' for each word, and a count."""

    search_fields = ["name"]
    list_display = ["name", "birth_date", "sex", "region"]
    list_select_related = ["region"]
    list_per_page = 25
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401, ARG002
        """Let the measuring clerk in."""
        return True


def peers() -> Iterator[tuple[str, Ask]]:
    """The admin's own list, asked without sign-in and middleware: only its queries and its page."""
    site, officer = admin.AdminSite(name="admin"), Officer.objects.get(username="pengukur")
    plain = PlainAdmin(Resident, site)

    def search(term: Callable[[Resident], str]) -> Ask:
        def ask(who: Resident) -> Any:  # noqa: ANN401
            request = RequestFactory().get("/", {"q": term(who)})
            request.user = officer
            with scope.of(officer), row_security.of(officer):
                answer = plain.changelist_view(request)
                assert isinstance(answer, TemplateResponse)
                return answer.render()

        return ask

    yield "peer: admin search_fields, exact name", search(lambda who: who.name)
    yield "peer: admin search_fields, misspelt", search(lambda who: misspelt(who.name))
    yield "peer: admin search_fields, one word", search(lambda who: longest_word(who.name))


def measure(name: str, ask: Ask, people: list[Resident], times: int) -> None:
    for who in people[-3:]:
        answer = ask(who)
        assert answer.status_code == 200, (name, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(people[-1])
    asked, shown, server = len(queries), 0, Path(f"/proc/{backend()}/schedstat")
    took, cpu = [], []
    for at in range(times):
        who = people[at % len(people)]
        begun, used = time.perf_counter(), processor_time(server)
        answer = ask(who)
        took.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (processor_time(server) - used))
        shown += f"/petugas/penduduk/{who.pk}/" in answer.content.decode()
    size = len(answer.content) / 1024
    print(
        f"{name:<44}{middle_and_95th(took)}{middle_and_95th(cpu)}{asked:>9}{size:>7.1f}{shown / times:>8.0%}",
        flush=True,
    )


def middle_and_95th(measured: list[float]) -> str:
    return f"{statistics.median(measured):>9.1f}{statistics.quantiles(measured, n=20)[-1]:>9.1f}"


def processor_time(server: Path) -> float:
    """Return the seconds that this process and the server's have run: waiting for a processor does not count."""
    return time.process_time() + int(server.read_text().split()[0]) / 1e9


def backend() -> int:
    """Return the process that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def misspelt(name: str) -> str:
    """Swap two neighbouring letters in the middle of the longest word."""
    word = longest_word(name)
    at = len(word) // 2
    return name.replace(word, word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]) if len(word) > 4 else name


def in_old_spelling(name: str) -> str:
    for new, old in OLD:
        name = name.replace(new, old)
    return name


def longest_word(name: str) -> str:
    return max(name.replace(".", " ").replace(",", " ").split(), key=len)


def say_usage(usage: Usage) -> None:
    seconds = ", ".join(f"{name} {used:.1f}" for name, used in usage.cpu_seconds.items())
    print(f"CPU s: {seconds}; peak {usage.peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
