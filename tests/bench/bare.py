"""The peer of the look-up: one Litestar route, one primary-key SELECT, the connection settings of the service."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.params import FromPath


@get("/{position:int}")
async def event(position: FromPath[int], state: State) -> dict[str, Any]:
    row = await state.pool.fetchrow("SELECT position, stream, type FROM log.events WHERE position = $1", position)
    return dict(row)


async def _nothing_to_reset(_connection: Any) -> None:
    return


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=0, max_size=10, reset=_nothing_to_reset
    ) as app.state.pool:
        yield


def create_app() -> Litestar:
    return Litestar([event], lifespan=[_running], openapi_config=None, logging_config=None)
