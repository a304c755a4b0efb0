"""
Child processes that do not outlive their parent.

On Linux the kernel itself signals the child when the thread that started it dies, kill -9 included; elsewhere the
next start cleans up (see `recovery`). Start such children from the main thread only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

_PR_SET_PDEATHSIG = 1
_libc: Any = ctypes.CDLL(None) if sys.platform == "linux" else None


def set_death_signal(number: signal.Signals) -> None:
    """Have the kernel send *number* to this process when its parent dies; nothing happens off Linux."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` for `subprocess.Popen`: the child gets *number* when this process dies."""
    parent = os.getpid()

    def before_exec() -> None:
        set_death_signal(number)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return before_exec
