"""A process of its own in which four counters end whom they serve and call the next, in turn, by the real actions.

Says of every call, as a line of JSON, which number it was and when it was committed.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import itertools
import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kependudukan.settings.local")
django.setup()

from benchmarks.hall import places
from queueing.models import Counter


def main(every: float, seconds: float) -> None:
    begun = time.monotonic()
    for turn, counter in enumerate(itertools.cycle(Counter.objects.select_related("office").order_by("number"))):
        due = begun + (turn + 0.5) * every
        if due >= begun + seconds:
            return
        time.sleep(max(0.0, due - time.monotonic()))
        places.end_in_hand(counter)
        number = places.call_next(counter)
        print(json.dumps({"number": number, "at": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
