"""
The life of one embedded Postgres: start, databases, stop.

While a cluster runs, this process holds the data folder's lock, and the kernel takes Postgres down with this
process; after `stop` no process of it is left, whatever state it was in.
"""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from service.domain.errors import SetupError
from service.postgres import binaries as programs
from service.postgres import privileges
from service.postgres.binaries import Binaries
from service.postgres.folder import DataFolder
from service.postgres.initialise import SUPERUSER, check_version, initialise
from service.postgres.lifeline import die_with_parent
from service.postgres.privileges import Identity

DATABASE = "verbale"

_POLL_S = 0.01
_START_POLLS = 12_000  # two minutes: after kill -9 Postgres reads its log again before it answers
_STOP_STEPS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 7.0), (signal.SIGKILL, 5.0))  # fast, immediate, by force
_CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_wal_senders": "0",
    "wal_level": "minimal",
}
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """
    The Postgres whose files are in *folder*.

    ```python
    async with Cluster(Path("data")) as cluster:
        await cluster.create_database("verbale")
        connection = await asyncpg.connect(cluster.url("verbale"))
    ```

    *durable* False trades safety against power cuts for speed (tests); *configuration* overrides Postgres' settings.
    Start it from the main thread.
    """

    def __init__(self, folder: Path, *, durable: bool = True, configuration: Mapping[str, str] | None = None) -> None:
        self.folder = DataFolder(folder)
        self._durable = durable
        self._configuration = {**_CONFIGURATION, **({} if durable else _CARELESS), **(configuration or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def pid(self) -> int | None:
        """The process number of the postmaster, None before the start."""
        return None if self._process is None else self._process.pid

    def url(self, database: str = DATABASE) -> str:
        """The libpq URL of *database*, good while the cluster runs; it goes through a Unix socket, without password."""
        assert self._sockets is not None, "the cluster has not been started"
        return _url(self._sockets, database)

    async def start(self) -> None:
        """
        Initialise the folder when it is empty, and start Postgres; it answers when this returns.

        Raises SetupError when another process holds the folder, or Postgres cannot start; nothing is left running.
        """
        self.folder.lock()
        try:
            binaries = programs.find()
            self._sockets = self.folder.sockets()
            identity = await asyncio.to_thread(self._prepare, binaries)
            self._spawn(binaries, identity)
            await self._wait_until_it_answers()
        except BaseException:
            await asyncio.shield(self.stop())
            raise

    def _prepare(self, binaries: Binaries) -> Identity:
        assert self._sockets is not None
        cluster = self.folder.cluster
        identity = privileges.choose(binaries.program("initdb"), self._sockets)
        if not (cluster / "PG_VERSION").exists():
            initialise(cluster, binaries, identity, durable=self._durable)
        check_version(cluster, binaries)
        self.folder.recover()
        identity.give(cluster)
        return identity

    def _spawn(self, binaries: Binaries, identity: Identity) -> None:
        command = [*identity.prefix, binaries.program("postgres"), "-D", str(self.folder.cluster)]
        command += ["-k", str(self._sockets)]
        for name, value in self._configuration.items():
            command += ["-c", f"{name}={value}"]
        with self.folder.open_log() as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is ours to pass on
                preexec_fn=die_with_parent(signal.SIGQUIT),  # noqa: PLW1509 - one prctl call, nothing that takes a lock
                **identity.arguments(),
            )

    async def _wait_until_it_answers(self) -> None:
        for _ in range(_START_POLLS):
            if not self.alive():
                raise SetupError(f"Postgres did not start. The end of {self.folder.log}:\n{self.folder.log_tail()}")
            try:
                connection = await asyncpg.connect(self.url("postgres"), timeout=5)
            except (OSError, asyncpg.CannotConnectNowError):
                await asyncio.sleep(_POLL_S)
            else:
                await connection.close()
                return
        raise SetupError(
            f"Postgres started but does not answer. The end of {self.folder.log}:\n{self.folder.log_tail()}"
        )

    def alive(self) -> bool:
        """Whether the postmaster runs."""
        return self._process is not None and self._process.poll() is None

    async def stop(self) -> None:
        """End every process of the cluster and let the folder go; harmless when it does not run."""
        try:
            if self._process is not None:
                for number, patience in _STOP_STEPS:
                    if not self.alive():
                        break
                    self._process.send_signal(number)
                    await self._wait_until_ended(patience)
                self.folder.kill_leftovers()
        finally:
            self._process = None
            self.folder.release()

    async def _wait_until_ended(self, patience_s: float) -> None:
        for _ in range(int(patience_s / _POLL_S)):
            if not self.alive():
                return
            await asyncio.sleep(_POLL_S)

    async def create_database(self, name: str, template: str | None = None) -> str:
        """Create the database *name*, as a copy of *template* (nobody may be connected to it); its URL."""
        copy = "" if template is None else f" TEMPLATE {_quoted(template)}"
        await self._execute(f"CREATE DATABASE {_quoted(name)}{copy}")
        return self.url(name)

    async def ensure_database(self, name: str = DATABASE) -> str:
        """Create the database *name* unless it is there; its URL."""
        try:
            return await self.create_database(name)
        except asyncpg.DuplicateDatabaseError:
            return self.url(name)

    async def drop_database(self, name: str) -> None:
        """Drop the database *name*, and end whoever is connected to it; harmless when it is not there."""
        await self._execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"), timeout=10)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def running(folder: Path) -> str | None:
    """The URL of the database `verbale` on the data folder *folder*, while another process runs it; None otherwise."""
    data = DataFolder(folder)
    return _url(data.sockets(), DATABASE) if data.path.is_dir() and data.holder() is not None else None


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(sockets), safe='')}&port=5432"


def _quoted(name: str) -> str:
    assert re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name), f"not a database name: {name!r}"
    return f'"{name}"'
