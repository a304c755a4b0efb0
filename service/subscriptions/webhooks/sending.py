"""
Sending: one attempt to bring one message to its target, and what became of it.

The connection goes to an address that was checked in this very attempt; the name stands in the Host header and in the
TLS handshake, against which the certificate is held. Redirects are not followed, and proxies are not used.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from types import TracebackType
from typing import NamedTuple, Self

import httpx

from service import __version__, clock
from service.subscriptions.webhooks import schedule, signing
from service.subscriptions.webhooks.addresses import Address, Allowed
from service.subscriptions.webhooks.targets import Refused, Resolve, Target, checked, resolve

CONTENT_TYPE = "application/cloudevents+json"
MAX_ANSWER_BYTES = 1 << 16
"""So much of an answer is read, so that the connection can be used again; what it says does not matter."""
MAX_IDLE_LINES = 256
_DRAIN_S = 0.5
_ADDRESSES_TRIED = 3
_ERROR_LENGTH = 300


class Message(NamedTuple):
    """What is sent: `id` is the same in every attempt, so that a receiver knows a repeat; `body` is JSON."""

    id: str
    body: str


class Attempt(NamedTuple):
    """What became of one attempt; `status` is None where no answer came, `asked_s` the pause that was asked for."""

    sent_at: datetime
    latency_ms: float
    status: int | None
    error: str | None
    asked_s: float | None = None

    @property
    def delivered(self) -> bool:
        """Whether the target took the message."""
        return self.error is None

    @property
    def gone(self) -> bool:
        """Whether the target wants no more messages, ever (410)."""
        return self.status == HTTPStatus.GONE


class Caller:
    """
    Calls targets: what may be called (*allowed*), how names are found, and whose certificates are trusted.

    One for a process; `line` opens the line to one target.
    """

    def __init__(
        self,
        allowed: tuple[Allowed, ...] = (),
        find: Resolve = resolve,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self.allowed = allowed
        self.find = find
        self._trusted = trusted

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        """Whose certificates are trusted: those that SSL_CERT_FILE names, or else those that come with httpx."""
        return self._trusted or httpx.create_ssl_context(trust_env=True)

    def line(self, target: Target, timeout_s: float) -> Line:
        """A line to *target*; `async with` closes it."""
        return Line(self, target, timeout_s)


class Line:
    """The connection to one target, kept between messages while its name still resolves to the same address."""

    def __init__(self, caller: Caller, target: Target, timeout_s: float) -> None:
        self._caller = caller
        self._target = target
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            verify=caller.trusted,
            timeout=httpx.Timeout(timeout_s, connect=timeout_s / 2),
            limits=httpx.Limits(max_connections=2, max_keepalive_connections=1),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    async def send(self, message: Message, with_secrets: Sequence[str]) -> Attempt:
        """Try once, for at most the time of this line; never raises for what the target or the network does."""
        sent_at, began = clock.now(), time.perf_counter()
        status, asked_s, error = None, None, None
        try:
            async with asyncio.timeout(self._timeout_s):
                addresses = await checked(self._target, self._caller.allowed, self._caller.find)
                status, retry_after = await self._post(addresses, message, sent_at, with_secrets)
            asked_s = schedule.asked_pause_s(status, retry_after, clock.now())
            error = _refusal_of(status)
        except TimeoutError:
            error = f"no answer within {self._timeout_s:g} s"
        except (Refused, OSError, httpx.HTTPError, httpx.InvalidURL) as failure:
            error = f"{type(failure).__name__}: {failure}"[:_ERROR_LENGTH]
        return Attempt(sent_at, (time.perf_counter() - began) * 1000, status, error, asked_s)

    async def _post(
        self, addresses: Sequence[Address], message: Message, sent_at: datetime, with_secrets: Sequence[str]
    ) -> tuple[int, str | None]:
        """The status and `Retry-After` of the first of these addresses that takes a connection."""
        *others, last = addresses[:_ADDRESSES_TRIED]
        for address in others:
            try:
                return await self._post_to(address, message, sent_at, with_secrets)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._post_to(last, message, sent_at, with_secrets)

    async def _post_to(
        self, address: Address, message: Message, sent_at: datetime, with_secrets: Sequence[str]
    ) -> tuple[int, str | None]:
        url = httpx.URL(self._target.url)
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Content-Type": CONTENT_TYPE,
            "User-Agent": f"Verbale/{__version__}",
            **signing.headers(message.id, sent_at, message.body, with_secrets),
        }
        request = self._client.build_request(
            "POST",
            url.copy_with(host=str(address)),
            content=message.body.encode(),
            headers=headers,
            extensions={"sni_hostname": self._target.host},
        )
        response = await self._client.send(request, stream=True)
        await _drain(response)
        return response.status_code, response.headers.get("Retry-After")


async def _drain(response: httpx.Response) -> None:
    """Read what little an answer says beside its status, which alone counts; a long or slow one is cut off."""
    size = 0
    try:
        async with asyncio.timeout(_DRAIN_S):
            async for part in response.aiter_raw():
                size += len(part)
                if size > MAX_ANSWER_BYTES:
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    finally:
        await response.aclose()


class Lines:
    """The lines of a worker: those that were used last are kept, at most `MAX_IDLE_LINES`, for as long as they hold."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._idle: dict[tuple[str, Target, float], Line] = {}

    @asynccontextmanager
    async def to(self, name: str, target: Target, timeout_s: float) -> AsyncIterator[Line]:
        """The line that *name* has to *target*; nobody else uses it meanwhile."""
        key = (name, target, timeout_s)
        line = self._idle.pop(key, None) or self._caller.line(target, timeout_s)
        try:
            yield line
        finally:
            self._idle[key] = line
            while len(self._idle) > MAX_IDLE_LINES:
                await self._idle.pop(next(iter(self._idle))).close()

    async def close(self) -> None:
        """Close those that are kept."""
        while self._idle:
            await self._idle.popitem()[1].close()


def _refusal_of(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"it answered {status}: redirects are not followed, register the new address"
    return f"it answered {status}"
