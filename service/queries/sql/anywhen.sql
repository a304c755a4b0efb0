-- What was told of a subject or a key before or after a publication time, the first to be known first.
-- $1 how many · $2 the subject or the key · $3 known by · {scope} the condition on it · {side} which side of that time
-- {classes} how long rectangles are known (projections/reach.py) · {table} the kind's rectangles
SELECT told.span, told.known_from
FROM {classes} AS classes
CROSS JOIN LATERAL (
  SELECT r.span, r.known_from, r.key, r.since_day
  FROM {table} r
  WHERE {scope} AND r.reach = classes.reach AND {side}
  ORDER BY r.known_from
  LIMIT $1
) told
ORDER BY told.known_from, told.key, told.since_day
LIMIT $1
