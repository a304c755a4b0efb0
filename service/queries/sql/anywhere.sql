-- Every rectangle of a scope, whatever the day and the publication time: asked only when nothing answers.
-- $1 how many · $2 what the scope takes · {table} the kind's rectangles · {scope} a condition on them
SELECT r.span, r.known_from, r.known_until
FROM {table} r
WHERE {scope}
ORDER BY r.known_from, r.key COLLATE "C", r.since_day
LIMIT $1
