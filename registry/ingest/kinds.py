"""What a kind of file must say of itself to come in through the common path, and the register of kinds.

An app names its kinds in its `AppConfig`: `file_kinds = {"siak_extract": "registry.ingest.siak.SiakExtract"}`. So
the registry knows none but its own, and a web process that only receives files loads no data engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.utils.module_loading import import_string

from registry.choices import IntakeKind
from registry.ingest.checks import Check, Notice
from registry.ingest.engine import Engine
from registry.ingest.layout import Layout
from registry.ingest.staging import Stage
from registry.models import IntakeBatch


class FileKind(ABC):
    """One kind of file. Everything but the methods is data.

    Attributes:
        kind: its code in `registry.choices.IntakeKind`.
        layout: the columns to read.
        reading: SELECT over `incoming` that keeps its columns and adds the values as they will be stored.
        checks: in the order in which they decide.
        notices: what is counted and not held.
        stages: the tables that the merge reads.
        batches_stand_alone: whether one may be withdrawn while a newer one of the region stays.
        may_mend: whether held rows can be mended on screen and loaded as a small file of their own.
        village: SQL for the village of a row of the reading.
        parameter_form: dotted path of the form that asks at the desk for what must be named with such a file.
    """

    kind: ClassVar[str]
    layout: ClassVar[Layout]
    reading: ClassVar[str]
    checks: ClassVar[Sequence[Check]]
    notices: ClassVar[Sequence[Notice]] = ()
    stages: ClassVar[Sequence[Stage]]
    batches_stand_alone: ClassVar[bool] = False
    may_mend: ClassVar[bool] = True
    village: ClassVar[str] = "village"
    parameter_form: ClassVar[str] = ""

    def refuse_parameters(self, region: str, parameters: Mapping[str, Any]) -> None:  # noqa: B027 - most need none
        """Refuse a batch before it is made when what the sender named with it does not do.

        Raises:
            BadFile: with a sentence that says what to name.
        """

    @abstractmethod
    def refer(self, engine: Engine, batch: IntakeBatch) -> None:
        """Give the engine the tables and views that checks and stages refer to, after `reading` is defined.

        Raises:
            BadFile: the batch cannot be checked as a whole (an election without a date).
        """

    def arrange(self, engine: Engine) -> None:  # noqa: B027 - most need none
        """Make tables from `accepted` that several stages read; called once the rows are checked."""

    @abstractmethod
    def preview(self, batch: IntakeBatch, stages: Mapping[str, str], table: str) -> dict[str, Any]:
        """Say what a merge would do without doing it, inside the open transaction; return its counts.

        Makes `table` with a sample of `previewing.SAMPLE` rows, in the columns of `previewing.COLUMNS`.
        """

    @abstractmethod
    def merge(self, batch: IntakeBatch, stages: Mapping[str, str], progress: Callable[[str], None]) -> dict[str, Any]:
        """Bring the staged rows into the register, inside the open transaction; return additions to the summary.

        Args:
            batch: the batch.
            stages: name of a stage -> name of its table.
            progress: told what is being done; what it raises rolls everything back.

        Raises:
            CheckedTooEarly: the register has changed since in what the rows were checked against.
        """

    @abstractmethod
    def withdraw(self, batch: IntakeBatch, progress: Callable[[str], None]) -> dict[str, Any]:
        """Undo the merge as a whole, inside the open transaction; return what was undone, for the summary.

        Args:
            batch: the batch.
            progress: told what is being done.

        Raises:
            BatchIsInUse: what came with it is referred to by something later.
        """


class BatchIsInUse(Exception):
    """A batch cannot be withdrawn; the message says in Indonesian what stands in the way and what to do first."""


class CheckedTooEarly(Exception):
    """What the rows were checked against has changed before they came in: they are checked again."""


def offered() -> tuple[FileKind, ...]:
    """Return every kind that an installed app brings, in the order of `IntakeKind`."""
    return tuple(of(kind) for kind in IntakeKind.values if _path_of(kind))


@cache
def of(kind: str) -> FileKind:
    """Return the kind of that code, imported when first asked for.

    Raises:
        LookupError: no installed app brings it.
    """
    path = _path_of(kind)
    if not path:
        raise LookupError(f"no app brings files of kind {kind}")
    made: FileKind = import_string(path)()
    return made


def _path_of(kind: str) -> str:
    paths = (getattr(config, "file_kinds", {}).get(kind, "") for config in apps.get_app_configs())
    return next(filter(None, paths), "")
