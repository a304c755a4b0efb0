"""
Which database a command works on.

DATABASE_URL always wins; otherwise the embedded Postgres of the data folder: the one that `verbale up` runs there
now, or one that is started for this command and stopped after it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.domain.errors import SetupError
from service.postgres.cluster import Cluster, running
from service.postgres.revisions import ensure_newest
from service.settings import Settings


@asynccontextmanager
async def opened(settings: Settings, *, migrated: bool = True) -> AsyncIterator[str]:
    """
    The URL of the database, good inside the `async with`; its schema is brought up to date unless told otherwise.

    Enter it from the main thread. Raises SetupError when no database can be had.
    """
    url = settings.database_url or running(settings.data_dir)
    if url is not None:
        if migrated:
            await ensure_newest(url)
        yield url
        return
    async with Cluster(settings.data_dir) as cluster:
        url = await cluster.ensure_database()
        if migrated:
            await ensure_newest(url)
        yield url


def required(settings: Settings) -> str:
    """
    The URL of a database that is already running, for a part that is not alone on it.

    Raises SetupError when there is none.
    """
    url = settings.database_url or running(settings.data_dir)
    if url is None:
        raise SetupError(
            "This part needs a database that is running: set DATABASE_URL, or use `verbale up`, which starts one.",
            field="DATABASE_URL",
        )
    return url
