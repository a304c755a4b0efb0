"""
The stream in NATS JetStream: made or verified, asked for its last change, and given the next ones in order.

Every change is published on the condition that the one before it is the stream's last message. So nothing is ever in
it twice or out of order, whoever else publishes and however long ago the last one came (ADR 0023).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import msgspec
import nats
import nats.errors
import nats.js.errors
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext, api

from service.domain.errors import SetupError
from service.subscriptions.envelopes import MEDIA_TYPE
from service.subscriptions.sources import Sent

AWAY = (nats.errors.Error, OSError, TimeoutError)
"""What is raised when NATS does not answer, or not as expected; trying again can help."""
ANSWER_S = 10.0
DUPLICATE_WINDOW_S = 120.0
_CONNECT_S = 5
_ROOM_FOR_HEADERS = 4_096
_WRONG_LAST_SEQUENCE = 10_071
LOG = structlog.get_logger(__name__)


class Target(NamedTuple):
    """Where changes go: the server, a file with credentials if it wants some, the stream, what subjects begin with."""

    url: str
    credentials: str | None
    stream: str
    subject: str


class Overtaken(Exception):
    """Somebody else has published: look again at what the stream holds."""


class _Last(msgspec.Struct, frozen=True):
    """What is looked at of the last message: whose it is."""

    id: str
    source: str


class Stream:
    """
    The stream as one connection sees it. `sequence` is that of its last message, `cursor` the change that this is:
    None where it holds nothing to tell that by (it is new, or what it held has expired or been purged).
    """

    def __init__(self, client: Client, target: Target) -> None:
        self._client = client
        self._jetstream: JetStreamContext = client.jetstream(timeout=ANSWER_S)
        self._target = target
        self.sequence = 0
        self.cursor: int | None = None

    async def look(self, source: str) -> None:
        """Find out what the stream ends with; make it if it is not there. Raises SetupError for one of others."""
        info = await self._ensured()
        self.sequence = info.state.last_seq
        self.cursor = None
        if info.state.messages == 0:
            return
        try:
            message = await self._jetstream.get_msg(self._target.stream, seq=self.sequence)
            last = msgspec.json.decode(message.data or b"", type=_Last)
        except nats.js.errors.NotFoundError:
            return
        except msgspec.DecodeError as error:
            raise _not_ours(self._target.stream) from error
        if last.source != source or not last.id.isdigit():
            raise _not_ours(self._target.stream)
        self.cursor = int(last.id)

    async def publish(self, changes: Sequence[Sent]) -> int:
        """
        Append changes that follow the last one, in their order; how many of them the stream has now, from the first on.

        Raises Overtaken where somebody else was faster, and what `AWAY` lists, when it has none of them.
        """
        pending = [
            await self._jetstream.publish_async(
                f"{self._target.subject}.{each.marks.kind}.{each.marks.cause}",
                self._fitting(each),
                stream=self._target.stream,
                headers={
                    "Content-Type": MEDIA_TYPE,
                    api.Header.MSG_ID.value: str(each.cursor),
                    api.Header.EXPECTED_LAST_SEQUENCE.value: str(self.sequence + number),
                },
            )
            for number, each in enumerate(changes)
        ]
        await asyncio.wait(pending, timeout=ANSWER_S)
        errors = [each.exception() if each.done() else TimeoutError("no acknowledgement") for each in pending]
        taken = next((number for number, error in enumerate(errors) if error is not None), len(errors))
        for each, acknowledged in zip(changes[:taken], pending, strict=False):
            found = acknowledged.result()
            self.sequence = self.sequence if found.duplicate else found.seq
            self.cursor = each.cursor
        if taken == 0 and errors[0] is not None:
            raise Overtaken if getattr(errors[0], "err_code", None) == _WRONG_LAST_SEQUENCE else errors[0]
        return taken

    async def _ensured(self) -> api.StreamInfo:
        """The stream, made if it is not there. Raises SetupError for one that cannot hold changes in order."""
        wanted = [f"{self._target.subject}.>"]
        try:
            info = await self._jetstream.stream_info(self._target.stream)
        except nats.js.errors.NotFoundError:
            info = await self._made(wanted)
        config = info.config
        if (
            config.subjects != wanted
            or config.retention != api.RetentionPolicy.LIMITS
            or config.mirror
            or config.sources
            or config.sealed
        ):
            raise SetupError(
                f"The stream {self._target.stream} is set up for something else: it has to take the subjects "
                f"{wanted[0]} alone, by limits, from nowhere else. Name another one with VERBALE_NATS_STREAM.",
                field="VERBALE_NATS_STREAM",
            )
        return info

    async def _made(self, subjects: list[str]) -> api.StreamInfo:
        config = api.StreamConfig(
            name=self._target.stream,
            description="Changes of answers, as CloudEvents; `verbale relay` fills it",
            subjects=subjects,
            retention=api.RetentionPolicy.LIMITS,
            storage=api.StorageType.FILE,
            duplicate_window=DUPLICATE_WINDOW_S,
            allow_direct=True,
        )
        try:
            info = await self._jetstream.add_stream(config)
        except nats.js.errors.BadRequestError as error:
            raise SetupError(
                f"The stream {self._target.stream} cannot be made: {error.description}. Make it yourself, or name "
                "another one with VERBALE_NATS_STREAM and VERBALE_NATS_SUBJECT.",
                field="VERBALE_NATS_STREAM",
            ) from error
        LOG.info("a stream is made", stream=self._target.stream, subjects=subjects)
        return info

    def _fitting(self, change: Sent) -> bytes:
        """The change, or where it is larger than the server takes, all but its data and where these can be read."""
        if len(change.envelope) + _ROOM_FOR_HEADERS <= self._client.max_payload:
            return change.envelope
        short: dict[str, Any] = msgspec.json.decode(change.envelope)
        del short["data"]
        return msgspec.json.encode(short | {"dataref": f"/v1/changes?after={change.cursor - 1}&limit=1"})


@asynccontextmanager
async def connected(target: Target) -> AsyncIterator[Stream]:
    """A stream on a connection of its own, which does not come back by itself. Raises what `AWAY` lists."""
    client = Client()
    await client.connect(
        target.url,
        name="verbale relay",
        allow_reconnect=False,
        connect_timeout=_CONNECT_S,
        user_credentials=target.credentials,
        error_cb=_told,
    )
    try:
        yield Stream(client, target)
    finally:
        await client.close()


async def _told(error: Exception) -> None:
    """Errors reach whoever waits for an answer; here they are only noted."""
    LOG.debug("the connection to NATS reports", error=repr(error))


def _not_ours(stream: str) -> SetupError:
    return SetupError(
        f"The stream {stream} ends with something else than a change of this record. Name another one with "
        "VERBALE_NATS_STREAM and VERBALE_NATS_SUBJECT.",
        field="VERBALE_NATS_STREAM",
    )
