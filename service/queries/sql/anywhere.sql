-- Rectangles of a scope, whatever the day and the publication time: asked only when nothing answers. Those that stand
-- at the publication time come first, then those that are published later.
-- $1 how many · $2 what the scope takes · $3 known by · {source} what may answer, of the kind's rectangles
-- {scope} a condition on them
SELECT r.span, r.known_from, r.known_until
FROM {source} r
WHERE {scope}
ORDER BY r.known_from <= $3 AND r.known_until > $3 DESC, r.known_from > $3 DESC, r.known_from, r.key, r.since_day
LIMIT $1
