"""
Reading by a language model: what `reading.requested` wants of the reader `llm`, one request after the other.

The model is asked once for a request. Its answer is recorded together with the claims that our code read where it
points, so that no replay asks it again. While the endpoint is away requests wait; one that it cannot answer is parked.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, NamedTuple

import structlog

from service.domain.claims import Claim
from service.domain.errors import Unavailable, VersionConflict
from service.domain.events import ArticleRecorded, ModelAnswered, Reader, ReadingRequested, TextErased
from service.eventstore import Metadata, NewEvent, checkpoints
from service.eventstore.away import AWAY
from service.extraction import document, pointing
from service.extraction.agreement import together
from service.extraction.reader import Article, RulesReader
from service.intake.recording import reading
from service.intake.submission import BOTH, MODEL
from service.projections import parking
from service.projections.reading import article_of, words_of

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore import EventLog, RecordedEvent
    from service.intake.model import ModelEndpoint

CHECKPOINT = "model-reading"
"""Up to its position every request for the model was answered or parked."""
TRIES = 5
"""So often in a row an endpoint may say that it cannot answer one request now, before the next one is tried."""
LOG = structlog.get_logger(__name__)
_ALONE = "SELECT pg_try_advisory_lock(hashtext('verbale model-reading'))"
_DONE = "SELECT pg_advisory_unlock(hashtext('verbale model-reading'))"


class ModelReader:
    """One worker's part in the requests for the model at *endpoint*; one worker at a time has any."""

    def __init__(self, pool: Pool, log: EventLog, endpoint: ModelEndpoint) -> None:
        self._pool = pool
        self._log = log
        self._endpoint = endpoint
        self._failed: tuple[int, int] = (0, 0)

    async def step(self) -> int:
        """
        Answer the next request, if there is one and no other worker is at it; how many were handled.

        Raises Unavailable while the endpoint is away, and what the database raises.
        """
        async with self._pool.acquire() as connection:  # a lock of the session: an answer takes minutes
            if not await connection.fetchval(_ALONE):
                return 0
            try:
                after = await checkpoints.read(connection, CHECKPOINT)
                async for event in self._log.read(after, 1, types=[ReadingRequested.type]):
                    await self._handle(event, after)
                    return 1
                return 0
            finally:
                await connection.execute(_DONE)

    async def _handle(self, event: RecordedEvent, after: int) -> None:
        error: Exception | None = None
        assert isinstance(event.payload, ReadingRequested)
        if event.payload.reader in {MODEL, BOTH}:
            try:
                read = await _ask(self._log, event, self._endpoint)
            except AWAY:
                raise
            except Unavailable as unavailable:
                self._count(event, unavailable)
                error = unavailable
            except Exception as failure:  # noqa: BLE001 (whatever it is, the next request is not to wait for it)
                error = failure
            else:
                await _append(self._log, event, read)
        async with self._pool.acquire() as connection, connection.transaction():
            if error is not None:
                LOG.error("a request for the model is parked", position=event.position, error=repr(error))
                await parking.note(connection, CHECKPOINT, event, error)
            await checkpoints.advance(connection, CHECKPOINT, after, event.position)

    def _count(self, event: RecordedEvent, error: Unavailable) -> None:
        """Raise *error* again, unless this request has failed with its like `TRIES` times."""
        position, failures = self._failed
        self._failed = (event.position, failures + 1 if position == event.position else 1)
        if self._failed[1] < TRIES:
            raise error


async def read_by_model(log: EventLog, event: RecordedEvent, endpoint: ModelEndpoint) -> None:
    """
    Append what the model answers to the request *event*, and the claims that its article bears out.

    Raises as `ModelEndpoint.ask`, and InvalidInput for an answer that is none.
    """
    await _append(log, event, await _ask(log, event, endpoint))


class _Read(NamedTuple):
    """What is to be recorded of one request, unless the text that was read is erased by now."""

    text_sha256: str
    events: tuple[NewEvent, NewEvent]
    texts: dict[str, str]


async def _ask(log: EventLog, event: RecordedEvent, endpoint: ModelEndpoint) -> _Read | None:
    assert isinstance(event.payload, ReadingRequested)
    article = await article_of(log, event)
    words = await words_of(log, article)
    if words is None:
        return None
    answer = await endpoint.ask(words.text, words.title)
    reader, claims = await asyncio.to_thread(_claims, event.payload.reader, answer, words)
    answered, texts = _answered(article, endpoint.model, answer, event)
    found, wordings = reading(article.article_id, article.version, reader, claims, "reader", event.event_id)
    return _Read(article.text_sha256, (answered, found), {**texts, **wordings})


async def _append(log: EventLog, event: RecordedEvent, read: _Read | None) -> None:
    """Record an answer and its claims: words that are erased meanwhile are not to come back by it."""
    while read is not None:
        held = [each async for each in log.read(stream=event.stream)]
        erased = {each.payload.text_sha256 for each in held if isinstance(each.payload, TextErased)}
        if read.text_sha256 in erased:
            return
        try:
            await log.append(read.events, expected_version=len(held), texts=read.texts)
        except VersionConflict:
            continue
        return


def _claims(name: str, answer: str, words: Article) -> tuple[Reader, tuple[Claim, ...]]:
    checked = pointing.check(answer, document.read(words.text, words.published_at, words.title))
    if name == MODEL:
        return Reader(name=MODEL, version=pointing.VERSION), checked.claims
    version = f"{RulesReader.version}+{pointing.VERSION}"
    return Reader(name=BOTH, version=version), together(RulesReader().read(words), checked.claims)


def _answered(
    article: ArticleRecorded, model: str, answer: str, request: RecordedEvent
) -> tuple[NewEvent, dict[str, str]]:
    """The event of an answer, and the text that goes with it: it begins with a line that no other article has."""
    text = f"{article.article_id} {article.version} {request.event_id}\n{answer}"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    payload = ModelAnswered(article_id=article.article_id, version=article.version, model=model, answer_sha256=sha256)
    metadata = Metadata(actor="reader", causation_id=str(request.event_id))
    return NewEvent(stream=article.article_id, payload=payload, metadata=metadata), {sha256: text}
