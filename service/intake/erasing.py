"""
Erasing: the words of an article, its titles and texts in every version, are taken out of the record for good.

The events that held them stay with their hashes, and so do the values that were read from them; what erases the words
is an event too, with its reason and who asked for it.
"""

from __future__ import annotations

import msgspec

from service.domain.errors import NotFound, Unavailable, VersionConflict
from service.domain.events import ArticleRecorded, ClaimsExtracted, Event, ModelAnswered, TextErased
from service.eventstore import EventLog, Metadata, NewEvent

_TRIES = 5


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """
    What became of an article's words: `texts` of them were erased now (0: they were before), at `position`.

    `created` says that something was recorded.
    """

    position: int
    texts: int
    created: bool


async def erase(log: EventLog, article_id: str, reason: str, *, actor: str | None = None) -> Erasure:
    """
    Erase every text and title that *article_id* has had, and the long values that were read from them; once they are
    gone, nothing more is recorded.

    A text that other articles carry word for word is gone for them too. Raises NotFound, Unavailable.
    """
    for _ in range(_TRIES):
        held = [event async for event in log.read(stream=article_id)]
        named = [sha256 for event in held for sha256 in _named(event.payload) if sha256 is not None]
        if not named:
            raise NotFound(f"No article {article_id} is held here; GET /v1/articles lists those that are.", field="id")
        gone = {event.payload.text_sha256: event.position for event in held if isinstance(event.payload, TextErased)}
        left = [sha256 for sha256 in dict.fromkeys(named) if sha256 not in gone]
        if not left:
            return Erasure(position=max(gone[sha256] for sha256 in named), texts=0, created=False)
        events = [
            NewEvent(
                stream=article_id,
                payload=TextErased(article_id=article_id, text_sha256=sha256, reason=reason),
                metadata=Metadata(actor=actor),
            )
            for sha256 in left
        ]
        try:
            done = await log.append(events, expected_version=len(held))
        except VersionConflict:
            continue
        return Erasure(position=done.position, texts=len(left), created=True)
    raise Unavailable(f"{article_id} is being written by others without pause; try again.")


def _named(payload: Event) -> tuple[str | None, ...]:
    """The texts beside the log that an event of the article names."""
    match payload:
        case ArticleRecorded():
            return payload.text_sha256, payload.title_sha256
        case ClaimsExtracted():
            return (payload.wordings_sha256,)
        case ModelAnswered():
            return (payload.answer_sha256,)
        case _:
            return ()
