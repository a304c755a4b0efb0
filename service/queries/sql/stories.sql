-- Which stories versions of some articles are of, as held at a position: no row for what nobody copied.
-- $1 article ids, joined by U+001F · $2 position
SELECT k.article_id, k.version, k.story, k.published_at
FROM article_stories k
WHERE k.article_id = ANY (string_to_array($1, E'\x1f')) AND k.position <= $2 AND (k.until_position IS NULL OR k.until_position > $2)
