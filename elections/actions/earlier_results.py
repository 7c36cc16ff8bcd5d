"""What the last finished run of a regency leaves for the next one: its matches by id, and digests of the rows.

A folder per run, written once and never changed, so that who reads it may link it while another takes its place. It
is personal data (`elections/matching/earlier.py`) and goes with the matches of its run.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from os import link
from pathlib import Path
from typing import Final

from django.conf import settings

from elections.actions import work_files
from elections.choices import RunState
from elections.matching import earlier
from elections.models import ReconciliationRun

_NAME: Final = re.compile(r"earlier-([0-9.]+)-([0-9]+)")


def borrow(run: ReconciliationRun, draft: Path) -> Path | None:
    """Link what the newest run of the same regency left into a draft, where nobody takes it away.

    None where nothing was left. The links go with `give_back`, or with the draft.
    """
    borrowed = draft / "earlier"
    for run_id, kept in sorted(_kept(run.region_id).items(), reverse=True):
        if not _may_be_kept(run_id):
            continue
        with suppress(OSError):
            shutil.copytree(kept, borrowed, copy_function=link)
            return borrowed
        shutil.rmtree(borrowed, ignore_errors=True)
    return None


def give_back(draft: Path) -> None:
    """Remove what was borrowed."""
    shutil.rmtree(draft / "earlier", ignore_errors=True)


def keep(run: ReconciliationRun) -> None:
    """Keep what a saved run left, in place of what older runs of its regency did; a failure costs only time."""
    finished = work_files.folder_of(run.pk)
    if not (finished / earlier.FOLDER).is_dir():
        return
    with suppress(OSError):
        (finished / "findings.parquet").unlink(missing_ok=True)
        finished.rename(finished.with_name(f"earlier-{run.region_id}-{run.pk}"))
    for kept in _outdone(_kept(run.region_id)):
        shutil.rmtree(kept, ignore_errors=True)


def clear() -> None:
    """Remove what was left by runs whose matches are forgotten, and by all but the newest of a regency."""
    regions = {name[1] for path in _folders() if (name := _NAME.fullmatch(path.name))}
    for kept in (_kept(region) for region in regions):
        gone = {run_id: path for run_id, path in kept.items() if not _may_be_kept(run_id)}
        rest = {run_id: path for run_id, path in kept.items() if run_id not in gone}
        for path in [*gone.values(), *_outdone(rest)]:
            shutil.rmtree(path, ignore_errors=True)


def _may_be_kept(run_id: int) -> bool:
    return ReconciliationRun.unscoped.filter(pk=run_id, state=RunState.DONE, forgotten_at=None).exists()


def _kept(region: str) -> dict[int, Path]:
    """The folders of a regency by the run that left them."""
    names = ((path, _NAME.fullmatch(path.name)) for path in _folders())
    return {int(name[2]): path for path, name in names if name and name[1] == region}


def _outdone(kept: dict[int, Path]) -> list[Path]:
    return [path for run_id, path in kept.items() if run_id < max(kept)]


def _folders() -> list[Path]:
    return list(Path(settings.WORK_DIR).glob("earlier-*"))
