-- How the answers to some keys on one day went before a publication time, the latest first.
-- $1 keys · $2 day · $3 what stood after this publication time · $4 and began by this one · $5 how many of each key
-- {classes} how long rectangles are known (projections/reach.py) · {table} the kind's rectangles
SELECT asked.key, r.span, r.known_from, r.known_until, r.subject
FROM unnest((SELECT $1::text[])) AS asked (key)
CROSS JOIN LATERAL (
  SELECT of_class.since_day, of_class.known_from
  FROM {classes} AS classes
  CROSS JOIN LATERAL (
    SELECT place.since_day, place.known_from
    FROM (
      SELECT i.since_day, i.until_day, i.known_from
      FROM {table} i
      WHERE i.key = asked.key AND i.reach = classes.reach
        AND i.known_from <= $4 AND i.known_from > $3::timestamptz - classes.width AND i.known_until > $3
      ORDER BY i.known_from DESC
      OFFSET 0
    ) place
    WHERE place.since_day <= $2 AND place.until_day > $2
    ORDER BY place.known_from DESC
    LIMIT $5
  ) of_class
  ORDER BY of_class.known_from DESC
  LIMIT $5
) turn
CROSS JOIN LATERAL (
  SELECT * FROM {table} t
  WHERE (t.key, t.since_day, t.known_from) = (asked.key, turn.since_day, turn.known_from)
  OFFSET 0
) r
ORDER BY asked.key, r.known_from DESC
