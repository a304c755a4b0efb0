"""Questions on the terminal: against a real server, with the words that say it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import threading
from collections.abc import Iterator

import asyncpg
import httpx
import pytest
from click.testing import CliRunner

from service.cli import root
from service.domain.errors import VerbaleError
from service.eventstore import EventLog
from service.projections.runner import catch_up
from tests.cli.processes import command, eventually, free_port
from tests.http.stories import STORY

KEY = "tariff:US:IN:*:total"


async def project(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1) as pool, EventLog(pool) as log:
        await catch_up(pool, log)


@pytest.fixture(scope="module")
def database(postgres) -> Iterator[str]:
    found = postgres.create()
    yield found
    postgres.drop(found)


@pytest.fixture(scope="module")
def base(database: str) -> Iterator[str]:
    """The address of a server that holds the story."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "DATABASE_URL": database, "VERBALE_BOOTSTRAP_KEY": "k", "VERBALE_LOG_LEVEL": "error"}
    server = subprocess.Popen(command("serve", "--port", str(port)), env=environment)
    try:
        with httpx.Client(base_url=address, trust_env=False, headers={"Authorization": "Bearer k"}) as client:

            def ready() -> bool:
                try:
                    return client.get("/readyz").status_code == 200
                except httpx.HTTPError:
                    return False

            assert eventually(ready)
            for article in STORY:
                assert client.post("/v1/articles", json=article).status_code == 201
        asyncio.run(project(database))
        yield address
    finally:
        server.terminate()
        server.wait(60)


def said(base: str, *words: str, status: int = 0) -> str:
    """What a command says, its lines joined, so that the width of the terminal does not matter."""
    done = CliRunner().invoke(root, [*words, "--base", base])
    assert done.exit_code == status, done.output
    told = str(done.exception) if isinstance(done.exception, VerbaleError) else done.output
    return " ".join(told.replace("│", " ").split())


def test_ask_shows_the_answer_its_key_and_the_words_that_say_it(base: str) -> None:
    told = said(base, "ask", "tariffs", "imposer=US", "target=IN", "as_of=2026-02-10", "known_by=2026-02-10")
    assert "US on all goods of IN: 50%" in told
    assert KEY in told
    assert "18% (in force), from 2026-03-01" in told
    assert "“The United States has charged 50 percent on most Indian goods since August 27.” The Example, 28" in told


def test_ask_takes_dossiers_keys_and_the_timeline(base: str) -> None:
    clocks = ("as_of=2026-02-25", "known_by=2026-02-25")
    assert "IN: red line on dairy market" in said(base, "ask", "parties/IN", *clocks)
    assert "US on all goods of IN" in said(base, "ask", "pairs/US-IN", *clocks)
    assert "50%" in said(base, "ask", f"facts/{KEY}", *clocks)
    assert "(planned)" in said(base, "ask", "timeline", "party=US", *clocks)
    assert "AE and Pax Silica: joined" in said(base, "ask", "initiatives/pax-silica/members", *clocks)
    assert "pax-silica: Pax Silica, members AE, IN" in said(base, "ask", "initiatives", *clocks)


def test_ask_says_why_there_is_nothing_and_what_it_does_not_know(base: str) -> None:
    told = said(base, "ask", "tariffs", "imposer=US", "target=IN", "as_of=2025-01-01", "known_by=2026-01-01")
    assert "Known, but not in force: it begins on 2025-08-27" in told
    assert "Narnia" in said(base, "ask", "tariffs", "imposer=Narnia", status=1)
    assert "nothing that can be asked for" in said(base, "ask", "weather", status=2)


def test_history_shows_the_days_and_the_gaps(base: str) -> None:
    told = said(base, "history", KEY, "--known-by", "2026-02-25")
    assert "2025-08-27 to before 2026-03-01" in told
    assert "2026-03-01 to before …" in told
    assert "… to before 2025-08-27: not-in-force" in told


def test_revisions_show_which_article_changed_the_answer(base: str) -> None:
    told = said(base, "revisions", KEY, "--as-of", "2026-03-02", "--known-by", "2026-02-25")
    assert "2025-08-28T06:00:00Z learned" in told
    assert "before nothing after US on all goods of IN: 50%" in told
    assert "published: The Example, 3 February 2026" in told
    assert "“About truce” https://news.example/truce" in told


def test_diff_shows_what_is_answered_otherwise_and_why(base: str) -> None:
    words = ("--pair", "US-IN", "--kind", "tariff", "--from-as-of", "2026-02-02", "--from-known-by", "2026-02-02")
    told = said(base, "diff", *words, "--to-as-of", "2026-03-02", "--to-known-by", "2026-03-02")
    assert f"{KEY} world" in told
    assert "before US on all goods of IN: 50% (in force) after US on all goods of IN: 18% (in force)" in told
    assert "learned next, until" in told
    assert "No answer differs." in said(base, "diff", "--to-as-of", "2026-03-02")
    assert "from_as_of" in said(base, "diff", "--from-as-of", "2026", status=1)


@pytest.fixture
def followed(database: str) -> Iterator[None]:
    """While a worker brings the answers up."""
    done = threading.Event()

    def follow() -> None:
        while not done.wait(0.05):
            asyncio.run(project(database))

    worker = threading.Thread(target=follow)
    worker.start()
    yield
    done.set()
    worker.join()


def test_keys_are_merged_and_split_and_what_was_decided_is_shown(base: str, followed: None) -> None:
    one, other = "membership:pax-silica:IN", "membership:pax-silica:AE"
    key = ("--key", "k")
    assert "Nothing was decided" in said(base, "identity", one)
    merged = said(base, "merge", one, other, "--reason", "told as one", "--idempotency-key", "once", *key)
    assert f"{other} is answered by {one}" in merged
    assert "told as one" in said(base, "identity", other)
    parted = said(base, "split", one, other, "--reason", "two members", *key)
    assert f"{other} is answered by {other}" in parted
    assert "two members" in parted
    refused = said(base, "merge", one, "membership:pax-silica:XX", "--reason", "a slip", *key, status=1)
    assert "membership:pax-silica:XX" in refused
