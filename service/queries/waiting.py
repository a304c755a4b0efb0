"""
Waiting for what was recorded to be read and projected, for writers that want to ask at once.

One query looks for all who wait, once there is news, so that their number costs nothing; no connection is held between
two looks. The callers bound the wait in time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore.wakeup import Wakeup

PAUSE_S = 0.25
"""The slow poll that finds what no news announced."""
_BETWEEN_LOOKS_S = 0.005
_FULFILLED = """
SELECT w.place
FROM unnest($1::bigint[], $2::text[], $3::integer[]) WITH ORDINALITY AS w (position, article_id, version, place)
CROSS JOIN checkpoints c
LEFT JOIN article_versions v ON v.article_id = w.article_id AND v.version = w.version
WHERE c.name = 'projections' AND c.position >= w.position
  AND (w.article_id IS NULL OR v.read_position BETWEEN w.position AND c.position)
"""


class _Wish(NamedTuple):
    """That the projections stand at a position, and have what was read in an article version, if one is named."""

    position: int
    article_id: str | None
    version: int | None
    granted: asyncio.Future[None]


class Waiting:
    """Who waits for the projections, in the database of *pool*; *wakeup* has the news."""

    def __init__(self, pool: Pool, wakeup: Wakeup) -> None:
        self._pool = pool
        self._wakeup = wakeup
        self._wishes: set[_Wish] = set()
        self._looking: asyncio.Task[None] | None = None

    async def until_read(self, article_id: str, version: int, position: int) -> None:
        """Return once the answers have what was read in this article version at log position *position* or later."""
        await self._until(_Wish(position, article_id, version, asyncio.get_running_loop().create_future()))

    async def until_projected(self, position: int) -> None:
        """Return once the answers stand at this log position."""
        await self._until(_Wish(position, None, None, asyncio.get_running_loop().create_future()))

    async def _until(self, wish: _Wish) -> None:
        self._wishes.add(wish)  # before the look, so that what comes during it is not missed
        try:
            if await self._fulfilled([wish]):
                return
            if self._looking is None:
                self._looking = asyncio.create_task(self._look(), name="waiting for the projections")
            await wish.granted
        finally:
            self._wishes.discard(wish)

    async def _look(self) -> None:
        """Look again and again, as long as there are wishes; what goes wrong goes to those who wait."""
        try:
            while self._wishes:
                heard, wishes = self._wakeup.heard, list(self._wishes)
                for place in await self._fulfilled(wishes):
                    self._wishes.discard(wishes[place - 1])
                    if not wishes[place - 1].granted.done():
                        wishes[place - 1].granted.set_result(None)
                if self._wishes:
                    await asyncio.sleep(_BETWEEN_LOOKS_S)
                    await self._wakeup.wait(heard, PAUSE_S)
        except Exception as error:  # noqa: BLE001 (it is the callers' to handle)
            for wish in self._wishes:
                if not wish.granted.done():
                    wish.granted.set_exception(error)
        finally:
            self._looking = None

    async def _fulfilled(self, wishes: Sequence[_Wish]) -> list[int]:
        columns = [list(column) for column in zip(*[wish[:3] for wish in wishes], strict=True)]
        return [row["place"] for row in await self._pool.fetch(_FULFILLED, *columns)]
