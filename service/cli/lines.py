"""
Stalled lines: the system ends a connection whose client takes nothing of what was sent to it for a while.

ASGI knows no way to end one, and the web server keeps it, with what it has gathered for it, for as long as the client
likes. Where the system has no such limit (Linux has), nothing is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from pathlib import Path

STALLED_S = 60
"""So long sent data may wait for a client that takes none of it."""
_TRIES = 100
_PAUSE_S = 0.1
_OPEN = Path("/proc/self/fd")


async def limit() -> None:
    """Set the limit where this process listens, once it does; the lines that it accepts there inherit it."""
    for _ in range(_TRIES):
        if _limited():
            return
        await asyncio.sleep(_PAUSE_S)


def _limited() -> bool:
    """Whether the limit is set, or cannot be."""
    if not hasattr(socket, "TCP_USER_TIMEOUT") or not _OPEN.is_dir():
        return True
    found = False
    for each in _OPEN.iterdir():
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(each.name))) as line:
            if line.family in {socket.AF_INET, socket.AF_INET6} and line.getsockopt(
                socket.SOL_SOCKET, socket.SO_ACCEPTCONN
            ):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_S * 1000)
                found = True
    return found
