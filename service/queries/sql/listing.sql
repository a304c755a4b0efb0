-- One batch of a kind's spans on some days, in the order of their keys.
-- $1 $2 first and last day · $3 known by · $4 $5 after this key and first day · $6 how many
-- $7 facets that all must be there · $8 one key, or null
-- {table} the kind's rectangles
SELECT r.span
FROM {table} r
WHERE r.since_day <= $2 AND r.until_day > $1 AND r.known_from <= $3 AND r.known_until > $3
  AND (r.key COLLATE "C", r.since_day) > ($4, $5)
  AND r.facets @> $7
  AND ($8::text IS NULL OR r.key = $8)
ORDER BY r.key COLLATE "C", r.since_day
LIMIT $6
