-- What was answered for one key on one day, as one publication followed another.
-- $1 key · $2 day · $3 known by · $4 what still stood after this publication time · $5 how many
-- {classes} how long rectangles are known (projections/reach.py) · {table} the kind's rectangles
SELECT r.span, r.known_from, r.known_until, r.subject
FROM (
  SELECT of_class.since_day, of_class.known_from
  FROM {classes} AS classes
  CROSS JOIN LATERAL (
    SELECT place.since_day, place.known_from
    FROM (
      SELECT i.since_day, i.until_day, i.known_from
      FROM {table} i
      WHERE i.key = $1 AND i.reach = classes.reach
        AND i.known_from <= $3 AND i.known_from > $4::timestamptz - classes.width AND i.known_until > $4
      ORDER BY i.known_from
      OFFSET 0
    ) place
    WHERE place.since_day <= $2 AND place.until_day > $2
    ORDER BY place.known_from
    LIMIT $5
  ) of_class
  ORDER BY of_class.known_from
  LIMIT $5
) version
CROSS JOIN LATERAL (
  SELECT * FROM {table} t WHERE (t.key, t.since_day, t.known_from) = ($1, version.since_day, version.known_from) OFFSET 0
) r
ORDER BY r.known_from
