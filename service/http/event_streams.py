"""
Event streams: a subscription sent as `text/event-stream`, each chunk once the client took the one before.

What a client does not take waits in the ring or in the database, not here; the stream of one that is cut off ends with
the reason, as far as it still takes anything.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import structlog
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from service.subscriptions import frames
from service.subscriptions.subscribing import CLOSING, Subscription

MEDIA_TYPE = "text/event-stream"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"vary", b"accept"),
    (b"x-accel-buffering", b"no"),  # a proxy that gathers would hold changes back
]
_LAST_WORD_S = 1.0
LOG = structlog.get_logger(__name__)


class EventStream(ASGIResponse):
    """A response that lasts as long as its client listens."""

    __slots__ = ("subscription",)

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self.status_code = 200
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what the subscription gives until it ends, or the client goes."""
        listening = asyncio.create_task(self._listen(receive))
        task = asyncio.current_task()
        assert task is not None
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            found = frames.opening(self.subscription.cursor)
            while found and "head" not in scope:
                self.subscription.sending(task)
                await send({"type": "http.response.body", "body": found, "more_body": True})
                self.subscription.sending(None)
                found = await self.subscription.next()
            await self._finish(send)
        except asyncio.CancelledError:
            if self.subscription.reason in {None, CLOSING} or task.uncancel():
                raise
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORD_S):
                    await self._finish(send)
        finally:
            self.subscription.end()
            listening.cancel()

    async def _finish(self, send: Send) -> None:
        reason = self.subscription.reason
        said = b""
        if reason not in {None, CLOSING}:
            LOG.warning("a subscriber is cut off", reason=reason, cursor=self.subscription.taken)
            said = frames.cut_off(str(reason), self.subscription.taken)
        await send({"type": "http.response.body", "body": said, "more_body": False})

    async def _listen(self, receive: Receive) -> None:
        """Wait for the client to go."""
        message: Any = {}
        while message.get("type") != "http.disconnect":
            message = await receive()
        self.subscription.end()
