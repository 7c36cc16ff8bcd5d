"""The process of one contender: `python -m benchmarks.matching.child MODULE LISTS OUT [AREA]`.

The module's `link(lists, out, meter, area)` writes `links.parquet` (entry_id, resident_id: automatic links only), or
the files of our own engine, and
`meter.json` stands beside them afterwards.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from benchmarks.matching.meter import Meter


def main() -> None:
    module, lists, out, *area = sys.argv[1:]
    contender = importlib.import_module(module)
    meter = Meter()
    contender.link(Path(lists), Path(out), meter, *area)
    meter.write(Path(out) / "meter.json")


if __name__ == "__main__":
    main()
