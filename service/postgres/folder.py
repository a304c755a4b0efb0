"""
The data folder: who holds it, and what an earlier holder left behind.

One process holds a folder at a time, by a lock that the kernel releases with the process, so that kill -9 leaves
nothing to be mended by hand. Only the holder touches what is inside.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from service.domain.errors import SetupError

_SOCKET_PATH_BYTES = 100  # sun_path holds 104 bytes on macOS, 108 on Linux
_SOCKET_NAME = ".s.PGSQL.5432"
_PATIENCE_S = 10.0
_LOG_BYTES = 10_000_000


class DataFolder:
    """The folder at *path*, made when missing; `cluster` is Postgres' own folder in it, `log` what Postgres prints."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.cluster = self.path / "postgres"
        self.log = self.path / "postgres.log"
        self._lock: int | None = None

    def lock(self) -> None:
        """Hold the folder until `release`. Raises SetupError when another process holds it, or it cannot be used."""
        try:
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SetupError(
                f"The data folder {self.path} cannot be used: {error.strerror}. Choose another with --data-dir or "
                "VERBALE_DATA_DIR, or mend its owner.",
            ) from error
        if not _locked(handle):
            holder = _holder(handle)
            os.close(handle)
            raise SetupError(
                f"The data folder {self.path} is in use by another verbale (process {holder}). Stop that one "
                f"(kill {holder}), or give this one another folder with --data-dir.",
                pid=holder,
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._lock = handle

    def holder(self) -> str | None:
        """The number of the process that holds the folder now, None when it is free or not there."""
        try:
            handle = os.open(self.path / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return None if _locked(handle) else _holder(handle)
        finally:
            os.close(handle)

    def release(self) -> None:
        """Let the folder go; harmless when it is not held."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def sockets(self) -> Path:
        """
        The folder for the Unix socket, readable by its owner alone.

        Inside the data folder, or in the temporary folder where that path would be too long for a socket.
        """
        inside = self.path / "run"
        if len(os.fsencode(inside / _SOCKET_NAME)) > _SOCKET_PATH_BYTES:
            digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
            inside = Path(tempfile.gettempdir()) / f"verbale-{os.geteuid()}-{digest}"
        inside.mkdir(mode=0o700, exist_ok=True)
        # Someone else may have made it first in a shared temporary folder.
        if inside.is_symlink() or inside.stat().st_mode & 0o077:
            raise SetupError(f"The socket folder {inside} is open to others. Remove it and start again.")
        return inside

    def open_log(self) -> BinaryIO:
        """What Postgres prints into, readable by its owner alone; started anew when it has grown large."""
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.unlink()
        return os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")

    def log_tail(self) -> str:
        """The last lines that Postgres printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])

    def recover(self) -> None:
        """
        End the Postgres that an earlier holder left running here, and remove the pid file that it left.

        Postgres itself would refuse to start as long as any process has the number in a stale pid file.
        """
        assert self._lock is not None
        leftover = self.processes()
        for number, patience in ((None, _PATIENCE_S / 2), (signal.SIGQUIT, _PATIENCE_S), (signal.SIGKILL, _PATIENCE_S)):
            for pid in leftover:
                if number is not None:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)
            deadline = time.monotonic() + patience
            while leftover and time.monotonic() < deadline:
                time.sleep(0.02)
                leftover = self.processes()
        if leftover:
            raise SetupError(f"Processes {leftover} still use {self.cluster} and do not end. End them and start again.")
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def kill_leftovers(self) -> None:
        """Kill every process of a Postgres that has lost its head; a busy one would go on for as long as its query."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def processes(self) -> list[int]:
        """The processes of a Postgres on this folder. On Linux all of them, elsewhere the one in the pid file."""
        if sys.platform == "linux":
            return _working_in(self.cluster)
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return []
        return [pid]


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(handle: int) -> str:
    return os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"


def _working_in(folder: Path) -> list[int]:
    """Every process of Postgres changes into its data folder and stays there."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == folder and (entry / "exe").readlink().name == "postgres":
                    found.append(int(entry.name))
    return found
