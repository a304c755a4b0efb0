"""An as-of look-up over HTTP, against a bare Litestar route that does one primary-key SELECT through asyncpg."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from service.postgres.cluster import running
from tests.bench.reading import seeds

ROUNDS = 3
SECONDS = 3.0
CLIENTS = 16
KEY = "bench"
QUESTION = "/v1/tariffs?imposer=US&target=IN&as_of=2025-09-01&known_by=2026-02-02"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@asynccontextmanager
async def started(*command: str, port: int, ready: str, **environment: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env={**os.environ, **environment}, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            async with asyncio.timeout(60):
                while True:
                    try:
                        if (await client.get(ready)).status_code == 200:
                            break
                    except httpx.HTTPError:
                        pass
                    await asyncio.sleep(0.1)
        yield
    finally:
        process.terminate()
        await process.wait()


async def measure(folder: Path) -> dict[str, Any]:
    port, bare = free_port(), free_port()
    up = ("-m", "service.cli", "up", "--port", str(port), "--data-dir", str(folder))
    environment = {"VERBALE_BOOTSTRAP_KEY": KEY, "DATABASE_URL": "", "VERBALE_LOG_LEVEL": "warning"}
    ours, peer = [], []
    async with started(*up, port=port, ready="/readyz", **environment):
        await _load(port)
        url = running(folder)
        assert url is not None
        granian = ("-m", "granian", "--interface", "asgi", "--factory", "--port", str(bare), "--no-ws", "--log-level")
        served = started(*granian, "warning", "tests.bench.bare:create_app", port=bare, ready="/1", DATABASE_URL=url)
        async with served:
            for _ in range(ROUNDS):
                ours.append(await _rate(port, QUESTION))
                peer.append(await _rate(bare, "/1"))
    return {
        "what": f"as-of look-up over HTTP, {CLIENTS} clients",
        "unit": "answers/s",
        "ours": ours,
        "peer": peer,
        "against": "by a bare route with one SELECT",
    }


async def _load(port: int) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Prefer": "wait=30"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
        for article in seeds():
            (await client.post("/v1/articles", json=article, headers=headers)).raise_for_status()
        assert (await client.get(QUESTION)).json()["items"], "the seeds answer the question that is measured"


async def _rate(port: int, path: str) -> float:
    """Answers a second to clients that ask again as soon as they are answered."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    end = time.perf_counter() + SECONDS

    async def client() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(client() for _ in range(CLIENTS)))) / SECONDS
