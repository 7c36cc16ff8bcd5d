"""Starts Spark for one comparison and ends it, its Java process included."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyspark import SparkContext
from pyspark.sql import SparkSession
from splink.backends.spark import similarity_jar_location

from elections.matching.spark_place import SparkPlace

SILENT = """\
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1}: %m%n
"""
"""Spark tells errors only: its other lines can quote a plan, and a plan can quote a value."""


@contextmanager
def opened(place: SparkPlace, folder: Path) -> Iterator[SparkSession]:
    """Give a session whose checkpoints, and on this machine its spilled rows too, lie in ``folder``."""
    log = folder / "log4j2.properties"
    log.write_text(SILENT)
    builder = SparkSession.builder.appName("pemadanan").master(place.master)
    for name, value in _configuration(place, folder, log).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    try:
        yield session
    finally:
        session.stop()
        _end_java()


def _configuration(place: SparkPlace, folder: Path, log: Path) -> dict[str, str]:
    plain = {
        "spark.jars": similarity_jar_location(),
        # Splink's SQL takes a figure that does not fit for a blank.
        "spark.sql.ansi.enabled": "false",
        "spark.sql.shuffle.partitions": str(place.partitions),
        "spark.default.parallelism": str(place.partitions),
        "spark.driver.memory": place.driver_memory,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # Rows that a shuffle puts on a disk are encrypted there, as DuckDB's are.
        "spark.io.encryption.enabled": "true",
    }
    here = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(folder / "local"),
    }
    return {**plain, **(here if place.master.startswith("local") else {}), **place.options}


def _end_java() -> None:
    """A worker lives for days: without this its Java process, with all of its memory, would live as long."""
    gateway = SparkContext._gateway  # noqa: SLF001 - Spark has no public way to end it
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=30)
    SparkContext._gateway = None  # noqa: SLF001
    SparkContext._jvm = None  # noqa: SLF001
