"""
Waiting for an article to be read and projected, for writers that want to ask at once.

No connection is held between two looks; the looks grow rarer, and the caller bounds them in time.
"""

from __future__ import annotations

import asyncio

from service.queries.asking import Desk

_LONGEST_PAUSE_S = 0.25
_READ = """
SELECT v.read_position IS NOT NULL AND c.position >= greatest($3, v.read_position)
FROM checkpoints c, article_versions v
WHERE c.name = 'projections' AND v.article_id = $1 AND v.version = $2
"""
_PROJECTED = "SELECT position >= $1 FROM checkpoints WHERE name = 'projections'"


async def until_read(desk: Desk, article_id: str, version: int, position: int) -> None:
    """Return once this article version was read, and what was read stands in the answers."""
    await _until(desk, _READ, article_id, version, position)


async def until_projected(desk: Desk, position: int) -> None:
    """Return once the answers stand at this log position."""
    await _until(desk, _PROJECTED, position)


async def _until(desk: Desk, statement: str, *arguments: object) -> None:
    pause = 0.005
    while not await desk.pool.fetchval(statement, *arguments):
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)
