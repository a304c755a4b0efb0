-- What was answered for one key on one day, as one publication followed another.
-- $1 key · $2 day · $3 known by · $4 what still stood after this publication time · $5 how many
-- {table} the kind's rectangles
SELECT r.span, r.known_from, r.known_until, r.subject
FROM {table} r
WHERE r.key = $1 AND r.since_day <= $2 AND r.until_day > $2 AND r.known_from <= $3 AND r.known_until > $4
ORDER BY r.known_from
LIMIT $5
