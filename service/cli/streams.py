"""
The change feed as commands follow it: an event stream that is taken up again where it broke off.

What is lost on the way is the connection, never a change: the server is told the last cursor that came.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, NamedTuple

import httpx
from httpx_sse import EventSource, SSEError, aconnect_sse

from service.cli import client

PATH = "/v1/changes"
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 15.0
_SILENCE_S = 60.0
"""A stream without even a heartbeat for so long is given up."""

Say = Callable[[str], None]
Asked = Mapping[str, Any]


async def follow(base: str, key: str | None, asked: Asked, after: str, say: Say) -> AsyncGenerator[str]:
    """
    Every change after a cursor (or `now`) as the text of its CloudEvent, for ever.

    *say* hears how the connection stands. Raises VerbaleError where the service refuses what is asked.
    """
    last = None if after == "now" else after
    pause = _FIRST_PAUSE_S
    async with client.api(base, key) as http:
        http.timeout = httpx.Timeout(10, read=_SILENCE_S)
        while True:
            headers = {} if last is None else {"Last-Event-ID": last}
            why = "the stream has ended"
            try:
                async with aconnect_sse(http, "GET", PATH, params=asked, headers=headers) as source:
                    await _refused(source)
                    say(f"listening to {base}")
                    async for event in source.aiter_sse():
                        pause, last = _FIRST_PAUSE_S, event.id or last
                        if event.event == "cut-off":
                            why = f"cut off: {event.data}"
                        elif event.data:
                            yield event.data
            except (httpx.HTTPError, SSEError) as error:
                why = f"{base} does not answer ({type(error).__name__})"
            wait_s = pause * random.uniform(0.7, 1.0)  # noqa: S311 - spreads what comes back
            say(f"{why}; trying again in {wait_s:.1f} s, from the change {last or 'that comes next'} on")
            await asyncio.sleep(wait_s)
            pause = min(pause * 2, _LONGEST_PAUSE_S)


async def _refused(source: EventSource) -> None:
    """Raise VerbaleError with the problem's own words for a request at fault, HTTPStatusError for a server that is."""
    response = source.response
    if response.is_success:
        return
    if response.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
        await response.aread()
        client.read(response)
    response.raise_for_status()


class Held(NamedTuple):
    """CloudEvents that are there, the cursor up to which was looked, and whether there is more beyond it."""

    events: list[dict[str, Any]]
    reached: int
    more: bool


async def held(base: str, key: str | None, asked: Asked, after: str, most: int) -> Held:
    """At most so many CloudEvents after a cursor. Raises VerbaleError, Unavailable."""
    found: list[dict[str, Any]] = []
    async with client.api(base, key) as http:
        while True:
            page = await client.get(http, PATH, **asked, after=after, limit=min(1_000, most - len(found)))
            found += page["items"]
            after = str(page["reached"])
            more = page["reached"] < page["head"]
            if not more or len(found) >= most:
                return Held(found, page["reached"], more)
