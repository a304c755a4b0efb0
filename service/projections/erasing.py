"""
The read models of erased words: what was copied out of an article goes when its words go.

Quotes need no word here: they are cut from the text when an answer is made, and there is none to cut from any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain import titles
from service.domain.events import TextErased
from service.projections.dirty import Dirty

if TYPE_CHECKING:
    from asyncpg import Connection

_VERSIONS = "SELECT version, title, text_sha256 FROM article_versions WHERE article_id = $1 AND title IS NOT NULL"
_ERASE_TITLE = "UPDATE article_versions SET title = NULL WHERE article_id = $1 AND version = $2"
# An error may repeat words of what it failed at; its kind is left.
_ERASE_ERRORS = """
UPDATE parked_events p SET error = split_part(p.error, ':', 1) FROM log.events e
WHERE e.position = p.position AND e.stream = $1
"""


async def erased(connection: Connection, erasure: TextErased) -> Dirty:
    """Take an article's title out of its version's row, and its words out of what failed at it."""
    for row in await connection.fetch(_VERSIONS, erasure.article_id):
        title = titles.sha256_of(erasure.article_id, row["version"], row["title"])
        if erasure.text_sha256 in {row["text_sha256"], title}:
            await connection.execute(_ERASE_TITLE, erasure.article_id, row["version"])
    await connection.execute(_ERASE_ERRORS, erasure.article_id)
    return Dirty()
