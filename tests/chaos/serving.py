"""
Runs against the service: articles come in over HTTP while the server or the worker is killed.

A client that got no answer sends the same article again, and several clients send the same one at once; each article
is recorded once all the same. Afterwards the read models catch up, and are what a rebuild would make of the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx

from service.domain.errors import IntegrityError
from service.domain.events import ArticleRecorded
from service.eventstore import EventLog
from service.postgres.migrate import upgrade
from tests.chaos.checks import Counts, Violation
from tests.chaos.world import PATIENCE_S, ROOT, World, kill_all

SERVER, APPLICATION, WORKER = "kill -9 of the server", "kill -9 of its application alone", "kill -9 of the worker"
DATABASE = "kill -9 of Postgres under the service"
KINDS = (SERVER, APPLICATION, WORKER, DATABASE)
CLIENTS = 5
KEY = "key"
_POLL_S = 0.05
_NEWS = (
    "The United States will impose a tariff of {rate}% on goods from {country} from {day} March 2026, officials said.",
    "Washington raised its tariff on imports from {country} to {rate}%, a spokesman said.",
    "{country} said that it would join the Pax Silica initiative in March 2026.",
    "US Secretary of State Marco Rubio met the foreign minister of {country} in Washington on {day} March 2026.",
    "The United States and {country} are negotiating an interim trade agreement, the minister said.",
)
_COUNTRIES = ("India", "Japan", "Brazil", "Canada", "Switzerland", "Vietnam")


class Served:
    """`verbale serve` and `verbale work` on the database at *url* of *world*, each started again after it was killed."""

    def __init__(self, url: str, world: World) -> None:
        self.url = url
        self._world = world
        self.folder = world.folder
        self._errors = self.folder / "service.log"
        self._parts: dict[str, asyncio.subprocess.Process] = {}
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self._port = trial.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self.articles: dict[str, str] = {}  # an article's address: the id that it was acknowledged with
        self._numbers = itertools.count(1)
        self.again = 0
        self.heads: list[Path] = []

    async def start(self, part: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VERBALE_")}
        settings = {"DATABASE_URL": self.url, "VERBALE_PORT": str(self._port), "VERBALE_BOOTSTRAP_KEY": KEY}
        settings |= {"VERBALE_SIGNING_KEY": "5e" * 32, "VERBALE_HEAD_INTERVAL_S": "1"}
        with self._errors.open("ab") as errors:
            self._parts[part] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "service.cli", part),
                cwd=ROOT,
                env=kept | settings,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )

    async def kill(self, kind: str) -> None:
        """Kill, wait until nothing is left, and start again; the service outlives its database."""
        if kind == DATABASE:
            kill_all(self._world.cluster.folder.processes())
            await self._world.restart()
            return
        part = "work" if kind == WORKER else "serve"
        process = self._parts[part]
        if kind == APPLICATION:  # the process that accepts connections ends by itself then
            for child in _children(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        await asyncio.wait_for(process.wait(), PATIENCE_S)
        await self.start(part)

    async def end(self) -> None:
        for process in self._parts.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def ready(self) -> None:
        """Wait until it answers. Raises Violation when that never comes, or a part has ended by itself."""
        async with httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=5) as client:
            for _ in range(int(PATIENCE_S / _POLL_S)):
                for part, process in self._parts.items():
                    if process.returncode is not None:
                        raise Violation(f"`verbale {part}` ended with status {process.returncode}: {self._said()}")
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get("/readyz")).status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(_POLL_S)
        raise Violation(f"the service is not ready after {PATIENCE_S:.0f} s: {self._said()}")

    def _said(self) -> str:
        return self._errors.read_text(errors="replace")[-2000:]

    def article(self, chance: random.Random) -> dict[str, str]:
        """An article that nobody has sent yet."""
        number = next(self._numbers)
        told = chance.choice(_NEWS)
        said = told.format(country=chance.choice(_COUNTRIES), rate=chance.randrange(5, 60), day=chance.randrange(1, 29))
        return {
            "url": f"https://example.org/{number}",
            "publisher": chance.choice(("The Example", "Other News")),
            "title": f"Number {number}",
            "published_at": f"2026-02-{chance.randrange(1, 28):02}T06:30:00Z",
            "text": f"{said} This is report number {number}.",
        }

    async def send(self, client: httpx.AsyncClient, article: dict[str, str]) -> None:
        """Send *article* until it is acknowledged."""
        until = asyncio.get_running_loop().time() + PATIENCE_S
        while asyncio.get_running_loop().time() < until:
            with contextlib.suppress(httpx.TransportError):
                answer = await client.post("/v1/articles", json=article)
                if answer.is_success:
                    held = self.articles.setdefault(article["url"], answer.json()["id"])
                    if held != answer.json()["id"]:
                        raise Violation(f"{article['url']} was acknowledged as {held} and as {answer.json()['id']}")
                    return
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    raise Violation(f"{article['url']} was answered with {answer.status_code}: {answer.text}")
            self.again += 1
            await asyncio.sleep(0.05)
        raise Violation(f"{article['url']} got no answer for {PATIENCE_S:.0f} s")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@contextlib.asynccontextmanager
async def served(world: World) -> AsyncIterator[Served]:
    """The service on a database of its own beside the log's."""
    url = await world.cluster.create_database("served")
    await upgrade(url)
    service = Served(url, world)
    try:
        for part in ("work", "serve"):
            await service.start(part)
        await service.ready()
        yield service
    finally:
        await service.end()


async def run(service: Served, kind: str, number: int, seed: int, *, compare: bool) -> Counts:
    """One run; with *compare* the read models are held against a rebuild. Raises Violation."""
    chance = random.Random(f"{seed} {number}")
    before, again, stopped = len(service.articles), service.again, asyncio.Event()

    async def client() -> None:
        async with httpx.AsyncClient(
            base_url=service.address, trust_env=False, timeout=20, headers={"Authorization": f"Bearer {KEY}"}
        ) as each:
            while not stopped.is_set():
                article = service.article(chance)
                at_once = chance.choice((1, 1, 1, 8))
                await asyncio.gather(*(service.send(each, article) for _ in range(at_once)))

    async with asyncio.TaskGroup() as tasks:
        for _ in range(CLIENTS):
            tasks.create_task(client())
        await asyncio.sleep(0.3 + chance.random() * 0.7)
        await service.kill(kind)
        await service.ready()
        acknowledged = len(service.articles)
        while len(service.articles) < acknowledged + CLIENTS:  # noqa: ASYNC110 - the clients have bounds of their own
            await asyncio.sleep(_POLL_S)
        stopped.set()
    events = await _check(service)
    if compare:
        await _compare(service)
    return Counts(
        acknowledged=len(service.articles) - before, sent_again=service.again - again, events=events, unanswered=0
    )


async def _check(service: Served) -> int:
    """Every article once, the chain whole, the read models at the head; the events of the log."""
    async with asyncpg.create_pool(service.url, min_size=1, max_size=2) as pool:
        log = EventLog(pool)
        recorded: Counter[str] = Counter()
        async for event in log.read(types=["article.recorded"]):
            assert isinstance(event.payload, ArticleRecorded)
            recorded[event.payload.url or ""] += 1
        doubled = [url for url, count in recorded.items() if count > 1]
        if doubled or set(recorded) != set(service.articles):
            missing = set(service.articles) ^ set(recorded)
            raise Violation(f"recorded twice: {doubled}; recorded or acknowledged alone: {sorted(missing)}")
        await _catch_up(pool, log, len(recorded))
        try:
            return await log.verify()
        except IntegrityError as error:
            raise Violation(str(error)) from error


async def _catch_up(pool: asyncpg.Pool, log: EventLog, articles: int) -> None:
    """Wait until every article is read and every event projected."""
    for _ in range(int(PATIENCE_S / _POLL_S)):
        head = await log.head()
        read = await pool.fetchval("SELECT count(*) FROM log.events WHERE type = 'claims.extracted'")
        at = await pool.fetchval("SELECT position FROM checkpoints WHERE name = 'projections'")
        if read == articles and at == head:
            break
        await asyncio.sleep(_POLL_S)
    else:
        raise Violation(f"of {articles} articles {read} were read; the projections stand at {at} of {head}")
    shown = await pool.fetchval("SELECT count(*) FROM article_versions")
    parked = await pool.fetchval("SELECT count(*) FROM parked_events")
    if (shown, parked) != (articles, 0):
        raise Violation(f"{shown} of {articles} articles are in the read models, {parked} events are parked")


async def _compare(service: Served) -> None:
    """The read models are what a rebuild would make, and the log is whole and extends every head noted so far."""
    said = await _command(service, "rebuild", "--compare")
    if "identical" not in said:
        raise Violation(f"a rebuild differs from the standing read models: {said}")
    noted = [word for head in service.heads for word in ("--head", str(head))]
    await _command(service, "verify", *noted)
    head = service.folder / f"head-{len(service.heads)}.txt"
    head.write_text(await _command(service, "head"))
    service.heads.append(head)


async def _command(service: Served, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.cli", *words),
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": service.url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, errors = await process.communicate()
    if process.returncode != 0:
        raise Violation(f"`verbale {' '.join(words)}` failed: {said.decode()}{errors.decode()}")
    return said.decode()
