-- How the answers to some keys on one day went before a publication time, the latest first.
-- $1 keys · $2 day · $3 what stood after this publication time · $4 and began by this one · $5 how many of each key
-- {table} the kind's rectangles
SELECT asked.key, turn.span, turn.known_from, turn.known_until, turn.subject
FROM unnest($1::text[]) AS asked (key)
CROSS JOIN LATERAL (
  SELECT r.span, r.known_from, r.known_until, r.subject
  FROM {table} r
  WHERE r.key = asked.key AND r.since_day <= $2 AND r.until_day > $2 AND r.known_until > $3 AND r.known_from <= $4
  ORDER BY r.known_from DESC
  LIMIT $5
) turn
