"""What the elections know of one resident: on which rolls and at which TPS, what the comparison says, findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from elections.choices import Outcome, RunState
from elections.models import Finding, Match, ReconciliationRun, VoterRollEntry
from registry.panels import Asker, Panel

TITLE = "Daftar pemilih"


@dataclass(slots=True)
class RollLine:
    """One roll, in words. `is_certain` is false where a person has yet to settle whether it is her."""

    roll: str
    simulated: bool
    place: str = ""
    outcome: str = ""
    is_certain: bool = True
    findings: list[str] = field(default_factory=list)


def panel(resident_id: int, officer: Asker) -> Panel | None:
    """Return the panel, or None for an officer who sees no rolls and where no roll has been compared yet."""
    if not officer.has_perm("elections.view_voterroll"):
        return None
    runs = _latest_runs()
    if not runs:
        return None
    lines = {run_id: RollLine(_title(run), run.roll.made_up) for run_id, run in runs.items()}
    about_her = Q(resident_id=resident_id) | Q(candidate_id=resident_id)
    matches = list(Match.objects.filter(about_her, run__in=runs))
    places = _places(matches, runs)
    for match in matches:
        line = lines[match.run_id]
        line.place = places.get((runs[match.run_id].roll_id, match.entry_id), "")
        line.is_certain = match.resident_id == resident_id
        line.outcome = Outcome(match.outcome).label
    for finding in Finding.objects.filter(_about(resident_id, matches), run__in=runs).order_by("pk"):
        words = f"{finding.get_kind_display()}: {finding.evidence}" if finding.evidence else finding.get_kind_display()
        lines[finding.run_id].findings.append(words)
    return Panel(TITLE, "elections/_resident_panel.html", {"lines": list(lines.values())})


def _latest_runs() -> dict[int, ReconciliationRun]:
    """Return the newest finished comparison of every roll that is still kept, the newest roll first."""
    done = (
        ReconciliationRun.objects.filter(state=RunState.DONE, forgotten_at=None, roll__withdrawn_at=None)
        .select_related("roll__election")
        .order_by("roll_id", "-finished_at", "-pk")
        .distinct("roll_id")
    )
    return {run.pk: run for run in sorted(done, key=lambda run: run.roll_id, reverse=True)}


def _title(run: ReconciliationRun) -> str:
    return f"{run.roll.get_kind_display()} {run.roll.election.name}"


def _about(resident_id: int, matches: list[Match]) -> Q:
    """Findings name the resident, or only the row that was linked to her."""
    about = Q(resident_id=resident_id)
    for match in matches:
        if match.resident_id == resident_id:
            about |= Q(run_id=match.run_id, entry_id=match.entry_id)
    return about


def _places(matches: list[Match], runs: dict[int, ReconciliationRun]) -> dict[tuple[int, int], str]:
    """Return TPS and village of the rows; each is asked for by roll, whose partition it is in."""
    wanted = Q(pk__in=[])
    for match in matches:
        wanted |= Q(roll_id=runs[match.run_id].roll_id, pk=match.entry_id)
    entries = VoterRollEntry.objects.filter(wanted).select_related("region") if matches else []
    return {(entry.roll_id, entry.pk): f"TPS {entry.tps_number}, {entry.region.full_name}" for entry in entries}
