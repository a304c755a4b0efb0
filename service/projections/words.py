"""
The read model of words: what an article version is searched by.

Words go with their text: what the law has erased is found no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.domain.events import TextErased

_SEARCHED = 200_000
"""So many characters of a text are searched: a tsvector takes a megabyte at most."""

_WORDS = f"to_tsvector('english', coalesce(v.title, '') || ' ' || coalesce(left(t.text, {_SEARCHED}), ''))"

# A rebuild, which fills tables of another schema, takes what stands for the same title and text: making it costs more
# than all else that is held of an article.
_HOLD = f"""
INSERT INTO article_words (article_id, version, words)
SELECT v.article_id, v.version, coalesce(w.words, {_WORDS})
FROM article_versions v
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
LEFT JOIN public.article_versions s
  ON (s.article_id, s.version, s.text_sha256) = (v.article_id, v.version, v.text_sha256)
  AND s.title IS NOT DISTINCT FROM v.title AND t.text IS NOT NULL
LEFT JOIN public.article_words w ON (w.article_id, w.version) = (s.article_id, s.version)
WHERE v.position = ANY ($1)
"""  # noqa: S608 (nothing but ours)

_HOLD_WHAT_IS_LEFT = f"""
UPDATE article_words w SET words = {_WORDS}
FROM article_versions v LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
WHERE (w.article_id, w.version) = (v.article_id, v.version) AND (v.article_id = $1 OR v.text_sha256 = $2)
"""  # noqa: S608 (nothing but ours)


async def hold(connection: Connection, positions: Sequence[int]) -> None:
    """Make the article versions that were recorded at *positions* findable by the words of their titles and texts."""
    await connection.execute(_HOLD, positions)


async def erase(connection: Connection, erasure: TextErased) -> None:
    """Let go of the words of an erased text or title, in every article that has it."""
    await connection.execute(_HOLD_WHAT_IS_LEFT, erasure.article_id, erasure.text_sha256)
