"""`export`, `import`, `parked` and `erase` as processes, some of them killed or without room."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from click.testing import CliRunner, Result

from service.cli import root
from service.domain.errors import InvalidInput, NotFound, VerbaleError
from service.eventstore import EventLog
from tests.cli.processes import command, eventually, free_port
from tests.cli.test_parts import answers, part
from tests.conftest import Postgres
from tests.eventstore.logs import filled, opened


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[str]:
    url = postgres.create()
    yield url
    postgres.drop(url)


def run(*words: str, database: str, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": database}
    return subprocess.run(
        command(*words), capture_output=True, text=True, timeout=60, check=False, env=environment, **more
    )


def invoke(*words: str, database: str) -> Result:
    """As `run`, in this process, which is quicker to start."""
    return CliRunner().invoke(root, words, env={"DATABASE_URL": database})


def fill(database: str, articles: int) -> None:
    async def work() -> None:
        async with opened(database) as (_, log):
            for first in range(0, articles, 500):
                await filled(log, min(500, articles - first), first=first)

    asyncio.run(work())


def head(database: str) -> int:
    async def work() -> int:
        async with asyncpg.create_pool(database, min_size=1, max_size=1) as pool:
            return await EventLog(pool).head()

    return asyncio.run(work())


@pytest.mark.slow
def test_an_export_without_room_says_so_and_goes_on_once_there_is(database: str, tmp_path: Path) -> None:
    fill(database, 2_000)
    small, whole = tmp_path / "small.zst", tmp_path / "whole.zst"
    assert run("export", str(whole), database=database).returncode == 0

    def cramped() -> None:
        limit = whole.stat().st_size // 2
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    stopped = run("export", str(small), database=database, preexec_fn=cramped)
    assert stopped.returncode == 1
    assert "make room and run the same command again" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    done = run("export", str(small), database=database)
    assert "had been written before" in done.stderr
    assert small.read_bytes() == whole.read_bytes()


def test_export_and_import_stand_in_a_pipe(database: str, elsewhere: str) -> None:
    fill(database, 20)
    sent = subprocess.run(
        command("export", "-", "--to", "30"), capture_output=True, check=True, env={**os.environ, "DATABASE_URL": database}
    )  # fmt: skip
    taken = subprocess.run(
        command("import", "-"), input=sent.stdout, capture_output=True, check=True,
        env={**os.environ, "DATABASE_URL": elsewhere},
    )  # fmt: skip
    assert taken.stdout.decode().strip() == "30 events are new, 0 were held; the log ends at 30."


@pytest.mark.slow
def test_an_articles_words_are_erased_once_somebody_says_yes(database: str) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    article = {
        "url": "https://example.org/1",
        "publisher": "A",
        "published_at": "2026-01-31T06:30:00Z",
        "text": "Words.",
    }
    serve = part("serve", "--port", str(port), DATABASE_URL=database, VERBALE_BOOTSTRAP_KEY="key")
    with serve, part("work", DATABASE_URL=database):
        assert eventually(lambda: answers(port))
        sent = httpx.post(f"{base}/v1/articles", json=article, headers={"Authorization": "Bearer key"}, trust_env=False)
        words = ("erase", sent.json()["id"], "--reason", "a court's order", "--base", base, "--key", "key")
        assert CliRunner().invoke(root, words, input="n\n").exit_code == 1
        assert "1 texts, titles and long values are erased" in CliRunner().invoke(root, words, input="y\n").output
        assert "were gone before" in CliRunner().invoke(root, [*words, "--yes"]).output
        assert isinstance(CliRunner().invoke(root, ["erase", "art-no", *words[2:], "--yes"]).exception, VerbaleError)


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_and_adds_nothing_twice(database: str, elsewhere: str, tmp_path: Path) -> None:
    fill(database, 10_000)
    file = tmp_path / "record.zst"
    assert run("export", str(file), database=database).returncode == 0
    for _ in range(3):
        before = head(elsewhere)
        process = subprocess.Popen(
            command("import", str(file)), env={**os.environ, "DATABASE_URL": elsewhere}, stderr=subprocess.DEVNULL
        )
        assert eventually(lambda before=before: head(elsewhere) > before)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        time.sleep(0.2)
    done = run("import", str(file), database=elsewhere)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{20_000 - int(done.stdout.split()[4].replace(',', '')):,} events are new")
    assert head(elsewhere) == 20_000
    assert run("import", str(file), database=elsewhere).stdout.startswith("0 events are new, 20,000 were held")

    async def verified() -> int:
        async with opened(elsewhere) as (_, log):
            return await log.verify()

    assert asyncio.run(verified()) == 20_000


def test_what_cannot_be_imported_is_one_line(database: str, tmp_path: Path) -> None:
    novel = tmp_path / "novel.txt"
    novel.write_text("It was a dark and stormy night.")
    refused = invoke("import", str(novel), database=database)
    assert isinstance(refused.exception, InvalidInput)
    assert str(refused.exception).startswith("This is no export of Verbale")
    assert invoke("import", "--abandon", database=database).stdout.strip() == "No import was unfinished."


def test_what_is_parked_is_listed_and_let_go(database: str) -> None:
    fill(database, 2)

    async def park() -> None:
        connection = await asyncpg.connect(database)
        await connection.execute("INSERT INTO parked_events VALUES (1, 'projections', 'KeyError: 5', now())")
        await connection.close()

    assert invoke("parked", "list", database=database).stdout.strip() == "Nothing is parked."
    asyncio.run(park())
    listed = invoke("parked", "list", database=database).stdout
    assert "KeyError: 5" in listed
    assert "article.recorded" in listed
    skipped = invoke("parked", "skip", "1", "--reason", "seen", "--actor", "ada", database=database)
    assert skipped.stdout.strip() == "Position 1 is skipped, as position 5 says."
    assert isinstance(invoke("parked", "retry", "1", database=database).exception, NotFound)
