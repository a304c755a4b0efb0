"""`verbale watch` against a real server: what comes is shown once and in order, whatever becomes of the connection."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest
from click.testing import CliRunner
from rich.console import Console

from service.cli import root
from service.cli.watch_table import Board
from service.domain.errors import Unavailable, VerbaleError
from tests.cli.processes import command, eventually, free_port
from tests.conftest import Postgres
from tests.subscriptions.changing import tell_many


class Server:
    """`verbale serve` on one port, which can be killed and started again."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "DATABASE_URL": self.database, "VERBALE_LOG_LEVEL": "error"}
        self.process = subprocess.Popen(command("serve", "--port", str(self.port)), env=environment)
        assert eventually(self._answers)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Iterator[Server]:
    server = Server(postgres.create())
    server.start()
    yield server
    assert server.process is not None
    server.process.terminate()
    server.process.wait(60)
    postgres.drop(server.database)


@pytest.fixture
async def pool(server: Server) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(server.database, min_size=0, max_size=2) as pool:
        yield pool


async def newest(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("SELECT coalesce(max(cursor), 0) FROM changes"))


async def watching(base: str, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command("watch", "--base", base, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


async def heard(process: asyncio.subprocess.Process, words: str) -> str:
    """What it says on standard error until these words come."""
    assert process.stderr is not None
    said = ""
    async with asyncio.timeout(60):
        while words not in said:
            line = await process.stderr.readline()
            assert line, said
            said += line.decode()
    return said


async def ended(process: asyncio.subprocess.Process) -> tuple[list[int], str]:
    """The cursors of its lines, and what else it says."""
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return [json.loads(line)["data"]["cursor"] for line in out.splitlines()], err.decode()


class Line:
    """The line between a client and the server, which can be cut and mended."""

    def __init__(self, server: Server) -> None:
        self._to = server.port
        self._port = free_port()
        self.base = f"http://127.0.0.1:{self._port}"
        self._listening: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        self._listening = await asyncio.start_server(self._carry, "127.0.0.1", self._port)

    async def cut(self) -> None:
        assert self._listening is not None
        self._listening.close()
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, back}
        with contextlib.suppress(OSError):
            await asyncio.gather(_pump(reader, back), _pump(there, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(1 << 16):
            writer.write(part)
            await writer.drain()
    writer.close()


async def test_a_line_that_is_cut_is_come_back_to_and_nothing_is_lost_or_doubled(
    server: Server, pool: asyncpg.Pool
) -> None:
    first, line = await newest(pool), Line(server)
    await line.mend()
    process = await watching(line.base, "--limit", "30", "--after", str(first), "--party", "US")
    await tell_many(pool, 0, 10)
    await heard(process, "listening")
    await line.cut()
    await tell_many(pool, 10, 10)
    await heard(process, "trying again in")
    await line.mend()
    await heard(process, "listening")
    await tell_many(pool, 20, 10)
    cursors, said = await ended(process)
    await line.cut()
    assert process.returncode == 0
    assert cursors == list(range(first + 1, first + 31))
    assert f"verbale watch --after {first + 30}" in said


@pytest.mark.slow
async def test_a_server_that_is_killed_is_come_back_to_and_nothing_is_lost_or_doubled(
    server: Server, pool: asyncpg.Pool
) -> None:
    first = await newest(pool)
    process = await watching(server.base, "--limit", "30", "--after", str(first), "--party", "US")
    await tell_many(pool, 0, 10)
    await heard(process, "listening")
    server.kill()
    await tell_many(pool, 10, 10)
    await heard(process, "trying again in")
    server.start()
    await heard(process, "listening")
    await tell_many(pool, 20, 10)
    cursors, said = await ended(process)
    assert process.returncode == 0
    assert cursors == list(range(first + 1, first + 31))
    assert f"verbale watch --after {first + 30}" in said


async def test_it_ends_quietly_when_it_is_interrupted(server: Server) -> None:
    process = await watching(server.base)
    await heard(process, "listening")
    process.send_signal(signal.SIGINT)
    cursors, said = await ended(process)
    assert (process.returncode, cursors) == (0, [])
    assert "Traceback" not in said


def test_what_there_is_can_be_asked_for_once(server: Server) -> None:
    asyncio.run(tell_six(server))
    told = CliRunner().invoke(root, ["watch", "--once", "--base", server.base, "--after", "2", "--limit", "3"])
    assert told.exit_code == 0, told.output
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [line["data"]["cursor"] for line in lines] == [3, 4, 5]
    assert "There is more: verbale watch --once --after 5" in told.stderr


async def tell_six(server: Server) -> None:
    async with asyncpg.create_pool(server.database, min_size=0, max_size=2) as pool:
        await tell_many(pool, 0, 6)


def test_what_is_asked_wrongly_is_said_at_once_and_not_tried_again(server: Server) -> None:
    for words, why in (
        (["--party", "Narnia"], "Narnia"),
        (["--pair", "US-IN", "--party", "IN"], "either a pair or parties"),
        (["--after", "999999999"], "beyond the last cursor"),
    ):
        told = CliRunner().invoke(root, ["watch", "--base", server.base, *words])
        assert isinstance(told.exception, VerbaleError), told.output
        assert why in str(told.exception)
    assert CliRunner().invoke(root, ["watch", "--after", "then"]).exit_code == 2


def test_once_says_when_nobody_answers() -> None:
    told = CliRunner().invoke(root, ["watch", "--once", "--base", f"http://127.0.0.1:{free_port()}"])
    assert isinstance(told.exception, Unavailable)
    assert "does not answer" in str(told.exception)


async def test_the_table_tells_the_changes_of_one_moment_in_one_row(server: Server, pool: asyncpg.Pool) -> None:
    first = await newest(pool)
    await tell_many(pool, 10, 3)
    async with httpx.AsyncClient(base_url=server.base, trust_env=False) as client:
        events = (await client.get("/v1/changes", params={"after": str(first)})).json()["items"]
    board = Board("Changes")
    for event in events:
        board.add(event)
    again = json.loads(json.dumps(events[-1]))
    again["data"]["cursor"] += 1
    board.add(again)
    console = Console(width=300, height=40, file=io.StringIO())
    console.print(board)
    shown = " ".join(console.file.getvalue().split())
    assert "United States total tariff on India (all goods): 10% → 11% from 1 March 2026" in shown
    assert "4 changes" in shown
    assert board.table().row_count == 3
