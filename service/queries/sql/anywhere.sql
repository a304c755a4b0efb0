-- What was told before or after a publication time of all of a kind, or of all with some facets, the first to be known
-- first. Asked only when nothing answers.
-- $1 how many · $2 what the scope takes · $3 known by · {side} which side of that time
-- {source} what may answer, of the kind's rectangles · {scope} a condition on them
SELECT r.span, r.known_from
FROM {source} r
WHERE {scope} AND {side}
ORDER BY r.known_from, r.key, r.since_day
LIMIT $1
