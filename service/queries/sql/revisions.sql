-- What was answered for one key on one day, as one publication followed another.
-- $1 key · $2 day · $3 known by · $4 what still stood after this publication time · $5 how many
-- {classes} how long rectangles are known (projections/reach.py) · {table} the kind's rectangles
SELECT r.span, r.known_from, r.known_until, r.subject
FROM (
  SELECT of_class.since_day, of_class.known_from
  FROM {classes} AS classes
  CROSS JOIN LATERAL (
    SELECT i.since_day, i.known_from
    FROM {table} i
    WHERE i.key = $1 AND i.reach = classes.reach
      AND i.known_from <= $3 AND i.known_from > $4::timestamptz - classes.width AND i.known_until > $4
      AND i.since_day <= $2 AND i.until_day > $2
    ORDER BY i.known_from
    LIMIT $5
  ) of_class
  ORDER BY of_class.known_from
  LIMIT $5
) version
JOIN {table} r ON (r.key, r.since_day, r.known_from) = ($1, version.since_day, version.known_from)
ORDER BY r.known_from
