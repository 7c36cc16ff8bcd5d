"""What races are made of: acts in threads of their own, all starting together."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connections


def all_at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these in threads of their own, all starting together; return what each gave or raised, in their order."""
    said: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def go(at: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            said[at] = act()
        except Exception as refusal:
            said[at] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
