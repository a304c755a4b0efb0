"""The SQL of the change feed, by name; what a filter asks travels as parameters, null for what it does not ask."""

from __future__ import annotations

HEAD = "SELECT coalesce((SELECT position FROM checkpoints WHERE name = $1), 0)"
FIRST_SINCE = "SELECT cursor FROM changes WHERE recorded_at >= $1 ORDER BY recorded_at, cursor LIMIT 1"
# $1 the cursor after which, $2 the last one, $3 how many; then what the filter asks, as `Filter.arguments` has it.
_PAGE = """
SELECT c.cursor, c.position, c.day, c.recorded_at, c.cause, c.kind, c.key, c.parties, c.since_day, c.until_day,
  c.before, c.after, c.certainty, c.rate_change,
  (SELECT e.recorded_at FROM log.events e WHERE e.position = c.position) AS happened_at,
  (SELECT log_id FROM log.head) AS log_id
FROM changes c
WHERE c.cursor > $1 AND c.cursor <= $2 AND {key}
  AND ($4::text[] IS NULL OR c.kind = ANY ($4))
  AND ($5::text[] IS NULL OR c.parties @> $5)
  AND ($7::text[] IS NULL OR c.cause = ANY ($7))
  AND ($8::numeric IS NULL OR c.rate_change >= $8)
  AND ($9::text IS NULL OR c.certainty = $9)
  AND ($10::date IS NULL OR c.until_day > $10)
ORDER BY c.cursor LIMIT $3
"""
PAGE = _PAGE.format(key="$6::text[] IS NULL")
PAGE_OF_KEY = _PAGE.format(key="c.key = ANY ($6::text[])")
# What claims rest on at a position each, one row a pair; besides that as queries/sql/evidence.sql.
# $1 claim ids, $2 positions, $3 ids of the articles that the claims belong to.
CITED = """
SELECT
  asked.at, c.claim_id, v.article_id, v.version, c.ordinal, v.url, v.publisher, v.title, v.published_at,
  (SELECT json_agg(json_build_array(
            (e ->> 'start')::int, (e ->> 'end')::int,
            substr(t.text, (e ->> 'start')::int + 1, (e ->> 'end')::int - (e ->> 'start')::int)))
   FROM json_array_elements(c.body -> 'evidence') e) AS quotes,
  (SELECT array_agg(o.article_id || '.v' || o.version)
   FROM article_stories k
   JOIN article_stories o ON o.article_id = ANY ($3) AND o.article_id <> k.article_id AND o.story = k.story
   WHERE k.article_id = v.article_id AND k.version = v.version
     AND k.position <= asked.at AND (k.until_position IS NULL OR k.until_position > asked.at)
     AND o.position <= asked.at AND (o.until_position IS NULL OR o.until_position > asked.at)) AS copies
FROM unnest($1::text[], $2::bigint[]) AS asked (claim_id, at)
JOIN claims c ON c.claim_id = asked.claim_id
JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
"""
