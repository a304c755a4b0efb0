"""
The read models of erased words: what was copied out of an article goes when its words go, values as long as quotes too.

Quotes need no word here: they are cut from the text when an answer is made, and there is none to cut from any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from service.domain import titles
from service.domain.events import ClaimsExtracted, TextErased
from service.projections.claims import as_read, body_of
from service.projections.dirty import ERASED, Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

_VERSIONS = "SELECT version, title, text_sha256 FROM article_versions WHERE article_id = $1 AND title IS NOT NULL"
_ERASE_TITLE = "UPDATE article_versions SET title = NULL WHERE article_id = $1 AND version = $2"
# An error may repeat words of what it failed at; its kind is left.
_ERASE_ERRORS = """
UPDATE parked_events p SET error = split_part(p.error, ':', 1) FROM log.events e
WHERE e.position = p.position AND e.stream = $1
"""

_READINGS = """
SELECT e.position, e.payload::text, v.published_at
FROM log.events e JOIN article_versions v
  ON v.article_id = e.stream AND v.version = (e.payload ->> 'version')::int
WHERE e.stream = $1 AND e.type = 'claims.extracted' AND e.payload ->> 'wordings_sha256' = $2
"""
_ERASE_VALUES = """
UPDATE claims SET body = $3::text::json WHERE position = $1 AND ordinal = $2 AND body::text <> $3::text
RETURNING subject
"""


async def erased(connection: Connection, erasure: TextErased) -> Dirty:
    """Take an article's title and its long values out of their rows, and its words out of what failed at it."""
    for row in await connection.fetch(_VERSIONS, erasure.article_id):
        title = titles.sha256_of(erasure.article_id, row["version"], row["title"])
        if erasure.text_sha256 in {row["text_sha256"], title}:
            await connection.execute(_ERASE_TITLE, erasure.article_id, row["version"])
    await connection.execute(_ERASE_ERRORS, erasure.article_id)
    dirty = Dirty()
    for position, payload, published_at in await connection.fetch(_READINGS, erasure.article_id, erasure.text_sha256):
        reading = msgspec.json.decode(payload, type=ClaimsExtracted)
        for ordinal, claim in enumerate(await as_read(connection, reading), start=1):
            if claim != reading.claims[ordinal - 1]:
                subject = await connection.fetchval(_ERASE_VALUES, position, ordinal, body_of(claim))
                if subject is not None:
                    dirty.mark(subject, published_at, cause=ERASED)
    return dirty
