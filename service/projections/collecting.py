"""
Collecting: while subjects are resolved, cycles of garbage are looked for seldom.

Nearly all that is made then is kept, or freed at once: each search would go through it again and find next to nothing.
Once nobody resolves any more, the interpreter's own pace stands again.
"""

from __future__ import annotations

import gc

AT_ONCE = 100_000
"""So many new things are waited for, some ten megabytes; 700 otherwise."""


class Seldom:
    """Searches are seldom as long as anyone is inside; several tasks may be."""

    def __init__(self) -> None:
        self._inside = 0
        self._before = 0

    def __enter__(self) -> None:
        if not self._inside:
            self._before = gc.get_threshold()[0]
            gc.set_threshold(AT_ONCE)
        self._inside += 1

    def __exit__(self, *_: object) -> None:
        self._inside -= 1
        if not self._inside:
            gc.set_threshold(self._before)


SELDOM = Seldom()
"""The one of this process."""
