"""`serve`, `work` and `migrate` alone, each on DATABASE_URL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.cli.processes import command, eventually, free_port


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )


@contextmanager
def part(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command(*words), env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_migrate_brings_an_empty_database_up_and_says_from_where(empty_database: str) -> None:
    checked = run("migrate", "--check", DATABASE_URL=empty_database)
    assert checked.returncode == 1
    assert "Run `verbale migrate`" in checked.stderr
    done = run("migrate", DATABASE_URL=empty_database)
    assert (done.returncode, done.stdout[:31]) == (0, "The schema was at no revision, ")
    assert run("migrate", "--check", DATABASE_URL=empty_database).returncode == 0


def test_migrate_goes_back_when_asked(database: str) -> None:
    done = run("migrate", "--to", "base", DATABASE_URL=database)
    assert (done.returncode, done.stdout.strip()[-11:]) == (0, "no revision."[-11:])


def test_serve_answers_and_stops_when_asked(database: str) -> None:
    port = free_port()
    with part("serve", "--port", str(port), DATABASE_URL=database) as server:
        assert eventually(lambda: answers(port))
        assert run("ready", "--port", str(port)).returncode == 0
        server.send_signal(signal.SIGTERM)
        assert server.wait(90) == 0
    asked = run("ready", "--port", str(port))
    assert asked.returncode == 1
    assert f"No server answers on 127.0.0.1 port {port}" in asked.stderr


def test_serve_without_a_key_refuses_an_address_that_others_reach(database: str) -> None:
    done = run("serve", "--host", "0.0.0.0", DATABASE_URL=database, VERBALE_BOOTSTRAP_KEY="")
    assert done.returncode == 1
    assert "VERBALE_BOOTSTRAP_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_can_make_a_key_for_one_run(database: str) -> None:
    port = free_port()
    environment = {"DATABASE_URL": database, "VERBALE_BOOTSTRAP_KEY": "", "VERBALE_LOG_FORMAT": "json"}
    with part("serve", "--make-key", "--host", "0.0.0.0", "--port", str(port), **environment) as server:
        assert eventually(lambda: answers(port))
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=60)
    assert '"key": "' in said


def test_serve_without_a_database_says_what_to_do(tmp_path) -> None:
    done = run("serve", DATABASE_URL="", VERBALE_DATA_DIR=str(tmp_path / "none"))
    assert done.returncode == 1
    assert "set DATABASE_URL, or use `verbale up`" in done.stderr


def test_work_stops_when_asked(database: str) -> None:
    with part("work", DATABASE_URL=database) as worker:
        assert worker.poll() is None
        # It has set up its signals once it is connected.
        assert eventually(lambda: connections(database) > 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(90) == 0


def connections(url: str) -> int:
    script = (
        "import asyncio, asyncpg, sys\n"
        "async def count():\n"
        "    c = await asyncpg.connect(sys.argv[1])\n"
        "    print(await c.fetchval('SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()'))\n"
        "asyncio.run(count())"
    )
    return int(subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True, check=True).stdout)


def test_a_setting_that_cannot_be_used_is_one_line_and_no_traceback() -> None:
    done = run("up", VERBALE_PORT="many")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: VERBALE_PORT='many' cannot be used")
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    for words in (["migrate"], ["work"]):
        done = run(*words, DATABASE_URL="postgresql://someone:sesame@127.0.0.1:9/record")
        assert done.returncode == 1
        assert "The database record at 127.0.0.1:9 cannot be used" in done.stderr
        assert "sesame" not in done.stderr
        assert "Traceback" not in done.stderr


def test_work_on_a_schema_that_is_behind_says_what_to_do(empty_database: str) -> None:
    done = run("work", DATABASE_URL=empty_database)
    assert done.returncode == 1
    assert "Run `verbale migrate`" in done.stderr
