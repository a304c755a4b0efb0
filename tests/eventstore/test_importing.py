"""What an export brings into another log, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from service.eventstore import importing
from tests.conftest import Postgres
from tests.eventstore.logs import erasure, exported, filled, opened, silent


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[str]:
    url = postgres.create()
    yield url
    postgres.drop(url)


async def rows(database: str) -> list[tuple[object, ...]]:
    async with opened(database) as (pool, _):
        return [
            tuple(row)
            for row in await pool.fetch(
                "SELECT position, event_id, type, version, stream, stream_version, recorded_at, payload::text, "
                "metadata::text, previous_hash, leaf_hash, (SELECT log_id FROM log.head) FROM log.events ORDER BY 1"
            )
        ] + [tuple(row) for row in await pool.fetch("SELECT * FROM log.texts ORDER BY 1")]


async def test_an_imported_log_is_the_one_that_was_exported(database: str, elsewhere: str) -> None:
    async with opened(database) as (_, log):
        await filled(log, 1_200)
        await log.append([erasure(3, "Words of 3, with\nlines – and more.")])
    done = await importing.adopt(elsewhere, io.BytesIO(await exported(database)), silent)
    assert (done.head, done.added, done.held, done.erased_later) == (2401, 2401, 0, 0)
    assert await rows(elsewhere) == await rows(database)
    async with opened(elsewhere) as (_, log):
        assert await log.verify() == 2401
