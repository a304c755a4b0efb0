"""
Recording: a checked article becomes an event, once.

The same text under the same address is held already and answered as such; another text is a new version. Two clients
that send one article at the same time are told apart by the stream's version, and the slower one looks again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec

from service.domain import syndication, titles, wordings
from service.domain.claims import Claim
from service.domain.errors import InvalidInput, NotFound, Unavailable, VersionConflict
from service.domain.events import (
    ArticleRecorded,
    ArticleRetracted,
    ArticleRevised,
    ClaimReviewed,
    ClaimsExtracted,
    Reader,
    ReadingRequested,
)
from service.eventstore import EventLog, Metadata, NewEvent
from service.intake.submission import READERS, Article, Submission, check, reader_named

if TYPE_CHECKING:
    from collections.abc import Sequence

ATTACHED = Reader(name="attached", version="1")
"""The reader of claims that came with their article."""
_TRIES = 5
_READINGS = UUID("6ba7b814-9dad-5d11-8ab4-00c04fd430c8")
_VERSIONS = (ArticleRecorded.type, ArticleRevised.type)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article version stands; `created` is false for one that was held before."""

    id: str
    version: int
    position: int
    created: bool


async def record(
    log: EventLog,
    submission: Submission,
    now: datetime,
    *,
    actor: str | None = None,
    article_id: str | None = None,
    readers: Sequence[str] = READERS,
) -> Receipt:
    """
    Record what a client sent, with its attached claims if it has any, or with who of *readers* shall read it.

    With *article_id* the article must be held already, and its address may be left out. Raises InvalidInput and its
    kinds for what cannot be used, NotFound, Unavailable.
    """
    if article_id is not None:
        submission = await _addressed(log, submission, article_id)
    article = check(submission, now, readers)
    for _ in range(_TRIES):
        held = [event async for event in log.read(stream=article.article_id)]
        same = _same(held, article)
        if same is not None:
            position = await _attach(log, article, same, actor)
            return Receipt(id=article.article_id, version=same.version, position=position, created=False)
        version = sum(isinstance(event.payload, ArticleRecorded) for event in held) + 1
        events = [NewEvent(stream=article.article_id, payload=_event(article, version), metadata=Metadata(actor=actor))]
        texts = _texts(article, version)
        if article.claims is not None:
            attached, words = reading(article.article_id, version, ATTACHED, article.claims, actor)
            events.append(attached)
            texts |= words
        elif article.reader is not None:
            events.append(_wanted(article.article_id, version, article.reader, actor))
        try:
            done = await log.append(events, expected_version=len(held), texts=texts)
        except VersionConflict:
            continue
        return Receipt(id=article.article_id, version=version, position=done.position, created=True)
    raise Unavailable(f"{article.article_id} is being written by others without pause; send it again.")


async def retract(
    log: EventLog, article_id: str, retracted_at: datetime, reason: str, *, actor: str | None = None
) -> int:
    """Record that the publisher withdrew an article; the event's position. Raises NotFound."""
    await _newest(log, article_id)
    payload = ArticleRetracted(article_id=article_id, retracted_at=retracted_at, reason=reason)
    done = await log.append([NewEvent(stream=article_id, payload=payload, metadata=Metadata(actor=actor))])
    return done.position


async def review(log: EventLog, article_id: str, payload: ClaimReviewed, *, actor: str | None = None) -> int:
    """Record an analyst's word on a claim of *article_id*; the event's position."""
    done = await log.append([NewEvent(stream=article_id, payload=payload, metadata=Metadata(actor=actor))])
    return done.position


async def read_again(
    log: EventLog, article_id: str, reader: object, readers: Sequence[str] = READERS, *, actor: str | None = None
) -> Receipt:
    """
    Record that every version of an article shall be read once more, by *reader*; the last request's position.

    Raises InvalidInput for a reader that is none of *readers*, NotFound.
    """
    name = reader_named(reader, readers)
    held = [event.payload async for event in log.read(stream=article_id, types=_VERSIONS)]
    versions = [payload.version for payload in held if isinstance(payload, ArticleRecorded)]
    if not versions:
        raise _unknown(article_id)
    requests = [
        NewEvent(
            stream=article_id,
            payload=ReadingRequested(article_id=article_id, version=version, reader=name),
            metadata=Metadata(actor=actor),
        )
        for version in versions
    ]
    done = await log.append(requests)
    return Receipt(id=article_id, version=versions[-1], position=done.position, created=True)


def reading(
    article_id: str,
    version: int,
    reader: Reader,
    claims: Sequence[Claim],
    actor: str | None = None,
    request: UUID | None = None,
) -> tuple[NewEvent, dict[str, str]]:
    """
    The event of one reading, and the texts (by SHA-256) that go with it.

    The event's id is a function of its content and of the *request* that it answers (an event's id), so that two
    workers that read the same article record it once.
    """
    place = f"{article_id} {version} {reader.name} {reader.version}"
    asked = "" if request is None else f"{request} "
    event_id = uuid5(_READINGS, f"{asked}{place} {msgspec.json.encode(tuple(claims)).decode()}")
    marked, words = wordings.part(claims)
    sha256, text = wordings.to_store(place, words) if words else (None, "")
    payload = ClaimsExtracted(
        article_id=article_id, version=version, reader=reader, claims=marked, wordings_sha256=sha256
    )
    metadata = Metadata(actor=actor, causation_id=None if request is None else str(request))
    event = NewEvent(stream=article_id, payload=payload, event_id=event_id, metadata=metadata)
    return event, {} if sha256 is None else {sha256: text}


def _wanted(article_id: str, version: int, reader: str, actor: str | None) -> NewEvent:
    """That whoever sent an article named its reader: the same request however often it is sent."""
    return NewEvent(
        stream=article_id,
        payload=ReadingRequested(article_id=article_id, version=version, reader=reader),
        event_id=uuid5(_READINGS, f"wanted {article_id} {version} {reader}"),
        metadata=Metadata(actor=actor),
    )


async def _addressed(log: EventLog, submission: Submission, article_id: str) -> Submission:
    held = await _newest(log, article_id)
    filled = msgspec.structs.replace(
        submission,
        url=submission.url if submission.url is not None else held.url,
        publisher=submission.publisher if submission.publisher is not None else held.publisher,
    )
    if filled.url != held.url:
        raise InvalidInput(f"url: {article_id} is the article at {held.url}; leave url out", field="url")
    return filled


async def _newest(log: EventLog, article_id: str) -> ArticleRecorded:
    async for event in log.read(stream=article_id, types=_VERSIONS, backward=True, limit=1):
        assert isinstance(event.payload, ArticleRecorded)
        return event.payload
    raise _unknown(article_id)


def _unknown(article_id: str) -> NotFound:
    return NotFound(f"No article {article_id} is held here; record it with POST /v1/articles first.", field="id")


def _same(held: Sequence[object], article: Article) -> ArticleRecorded | None:
    """The held version that *article* repeats: the newest one's text, or an older one's with its publication time."""
    versions = [payload for event in held if isinstance(payload := getattr(event, "payload", None), ArticleRecorded)]
    for version in reversed(versions):
        newest = version is versions[-1]
        if version.text_sha256 == article.text_sha256 and (newest or version.published_at == article.published_at):
            return version
    return None


async def _attach(log: EventLog, article: Article, held: ArticleRecorded, actor: str | None) -> int:
    """Record claims, or a reader's name, that came with an article which is held; the same ones are held already."""
    if article.claims is None and article.reader is None:
        return await _position(log, held)
    texts: dict[str, str] = {}
    if article.claims is None:
        assert article.reader is not None
        event = _wanted(held.article_id, held.version, article.reader, actor)
    else:
        event, texts = reading(held.article_id, held.version, ATTACHED, article.claims, actor)
    done = await log.append([event], texts=texts)
    return done.position


async def _position(log: EventLog, held: ArticleRecorded) -> int:
    positions = [
        event.position
        async for event in log.read(stream=held.article_id, types=_VERSIONS)
        if isinstance(event.payload, ArticleRecorded) and event.payload.version == held.version
    ]
    return positions[0]


def _texts(article: Article, version: int) -> dict[str, str]:
    """What stands beside the log, by its SHA-256."""
    texts = {article.text_sha256: article.text}
    if article.title is not None:
        place = (article.article_id, version, article.title)
        texts[titles.sha256_of(*place)] = titles.stored(*place)
    return texts


def _event(article: Article, version: int) -> ArticleRecorded:
    kind = ArticleRecorded if version == 1 else ArticleRevised
    title = article.title
    return kind(
        article_id=article.article_id,
        version=version,
        url=article.url,
        publisher=article.publisher,
        title_sha256=None if title is None else titles.sha256_of(article.article_id, version, title),
        published_at=article.published_at,
        published_at_assumed=article.published_at_assumed,
        text_sha256=article.text_sha256,
        text_length=len(article.text),
        story=syndication.sketch(article.text),
    )
