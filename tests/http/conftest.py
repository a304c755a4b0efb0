"""
The application on a database of the test's own, and the worker that projects what was written.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from service.app import create_app
from service.projections.runner import catch_up
from service.settings import Settings

KEY = "a key for the tests"


class Service:
    """The running application: `get` and `post` answer with the response, `project` brings the answers up."""

    def __init__(self, app: Litestar, client: httpx.AsyncClient, worker: asyncpg.Pool) -> None:
        self.app = app
        self.client = client
        self.worker = worker

    async def get(self, path: str, *, headers: dict[str, str] | None = None, **params: Any) -> httpx.Response:
        asked = {name.rstrip("_"): value for name, value in params.items()}
        return await self.client.get(path, params=asked, headers=headers)

    async def ask(self, path: str, **params: Any) -> dict[str, Any]:
        response = await self.get(path, **params)
        assert response.status_code == 200, response.text
        return response.json()

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.client.post(path, json=body, headers={"Authorization": f"Bearer {KEY}", **headers})

    async def send(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", **headers}
        return await self.client.post(path, content=body, headers=sent)

    async def record(self, *articles: dict[str, Any]) -> list[dict[str, Any]]:
        answers = []
        for article in articles:
            response = await self.post("/v1/articles", article)
            assert response.status_code in {200, 201}, response.text
            answers.append(response.json())
        await self.project()
        return answers

    async def project(self) -> int:
        return await catch_up(self.worker, self.app.state.log)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """The application's lifespan, entered and left by one task: its cancel scope belongs to that task."""
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        stop.set()
        await task


@asynccontextmanager
async def serving(settings: Settings, peer: str = "127.0.0.1") -> AsyncIterator[Service]:
    """The application with these settings, asked by a client at address *peer*."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(peer, 40000))
    async with (
        asyncpg.create_pool(settings.database_url, min_size=0, max_size=2) as worker,
        running(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield Service(app, client, worker)


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with serving(Settings(database_url=database, bootstrap_key=KEY, pool_size=4)) as found:
        yield found
