"""The embedded Postgres: starts, keeps what it was given, ends with everything that it started."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from service.domain.errors import SetupError
from service.postgres.cluster import Cluster, running

HOLD = """
import asyncio, sys
from pathlib import Path
from service.postgres.cluster import Cluster

async def hold():
    async with Cluster(Path(sys.argv[1])) as cluster:
        print(cluster.pid, cluster.url("postgres"), flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def eventually(what: Callable[[], bool], timeout_s: float = 10.0) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.02)
    return False


def held(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Another process that runs a cluster on *folder*, and its URL."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    return holder, holder.stdout.readline().split()[1]


def kill(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


def small(folder: Path) -> Cluster:
    return Cluster(folder, durable=False)


async def value(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def execute(url: str, statement: str) -> None:
    await value(url, statement)


async def test_what_was_stored_is_there_after_a_restart(folder: Path) -> None:
    async with Cluster(folder) as cluster:
        url = await cluster.ensure_database()
        await execute(url, "CREATE TABLE kept AS SELECT 7 AS x")
    async with Cluster(folder) as cluster:
        url = await cluster.ensure_database()
        assert await value(url, "SELECT x FROM kept") == 7


async def test_nothing_of_it_is_left_after_a_stop_even_with_a_busy_connection(folder: Path) -> None:
    async with small(folder) as cluster:
        connection = await asyncpg.connect(cluster.url("postgres"))
        busy = asyncio.create_task(connection.fetchval("SELECT count(*) FROM generate_series(1, 1000000000000)"))
        await asyncio.sleep(0.1)
        assert len(cluster.folder.processes()) > 1
    with pytest.raises((asyncpg.PostgresError, OSError, asyncpg.InterfaceError)):
        await busy
    assert cluster.folder.processes() == []


async def test_a_killed_postmaster_leaves_no_busy_backend_behind(folder: Path) -> None:
    async with small(folder) as cluster:
        connection = await asyncpg.connect(cluster.url("postgres"))
        busy = asyncio.create_task(connection.fetchval("SELECT count(*) FROM generate_series(1, 1000000000000)"))
        await asyncio.sleep(0.1)
        assert cluster.pid is not None
        os.kill(cluster.pid, signal.SIGKILL)
        await asyncio.sleep(0.1)
        assert not cluster.alive()
        assert cluster.folder.processes() != []
    with pytest.raises((asyncpg.PostgresError, OSError, asyncpg.InterfaceError)):
        await busy
    assert cluster.folder.processes() == []


async def test_a_folder_in_use_is_refused_with_the_process_that_holds_it(folder: Path) -> None:
    async with small(folder) as first:
        with pytest.raises(SetupError, match=rf"in use by another verbale \(process {os.getpid()}\).*--data-dir"):
            await small(folder).start()
        assert await value(first.url("postgres"), "SELECT 1") == 1


async def test_a_folder_is_free_again_after_a_stop(folder: Path) -> None:
    for _ in range(2):
        async with small(folder) as cluster:
            assert cluster.alive()
    assert running(folder) is None


async def test_postgres_dies_with_a_killed_parent_and_the_folder_starts_again(folder: Path) -> None:
    holder, url = held(folder)
    assert running(folder) == url.replace("/postgres?", "/verbale?")
    await execute(url, "CREATE TABLE kept AS SELECT 8 AS x")
    kill(holder)
    # No wait here: the next start has to cope with what is still ending.
    async with small(folder) as cluster:
        assert await value(cluster.url("postgres"), "SELECT x FROM kept") == 8
    assert cluster.folder.processes() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
async def test_postgres_is_gone_soon_after_its_parent_was_killed(folder: Path) -> None:
    holder, _ = held(folder)
    kill(holder)
    assert eventually(lambda: small(folder).folder.processes() == [])


async def test_a_stale_pid_file_that_names_a_living_process_does_not_keep_it_from_starting(folder: Path) -> None:
    async with small(folder) as cluster:
        pid_file = (cluster.folder.cluster / "postmaster.pid").read_text().splitlines()
    pid_file[0] = str(os.getpid())
    (cluster.folder.cluster / "postmaster.pid").write_text("\n".join(pid_file) + "\n")
    async with small(folder) as cluster:
        assert cluster.alive()


async def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path: Path) -> None:
    async with small(tmp_path / ("long" * 30)) as cluster:
        assert await value(cluster.url("postgres"), "SELECT 1") == 1


async def test_the_socket_is_its_owners_alone(folder: Path) -> None:
    async with small(folder) as cluster:
        assert cluster.folder.sockets().stat().st_mode & 0o077 == 0


async def test_a_folder_of_another_major_version_is_refused(folder: Path) -> None:
    async with small(folder) as cluster:
        pass
    (cluster.folder.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(SetupError, match=r"written by Postgres 9, the programs .* are version"):
        await cluster.start()
    assert running(folder) is None


async def test_a_postgres_that_cannot_start_shows_the_end_of_its_log(folder: Path) -> None:
    with pytest.raises(SetupError, match='unrecognized configuration parameter "no_such_thing"'):
        await Cluster(folder, durable=False, configuration={"no_such_thing": "1"}).start()
    assert running(folder) is None


async def test_a_data_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match=r"cannot be used: .*--data-dir"):
        await small(tmp_path / "file" / "data").start()


async def test_a_database_is_made_once_and_dropped_with_its_connections(folder: Path) -> None:
    async with small(folder) as cluster:
        assert await cluster.ensure_database("one") == await cluster.ensure_database("one")
        connection = await asyncpg.connect(cluster.url("one"))
        await cluster.drop_database("one")
        await cluster.drop_database("one")
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asyncpg.connect(cluster.url("one"))
        connection.terminate()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="an ordinary user is made by a user namespace here")
def test_an_ordinary_user_runs_it_as_itself(folder: Path) -> None:
    become = [] if os.geteuid() else ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    script = HOLD.replace("await asyncio.sleep(60)", "import os; assert os.geteuid()")
    command = [*become, sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "postgresql://" in done.stdout
