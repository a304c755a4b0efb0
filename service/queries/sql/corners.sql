-- What answers some keys at several points (day, publication time): one row for each that has an answer.
-- $1 keys · $2 days · $3 publication times, one of each point · {table} the kind's rectangles
SELECT point.place, r.key, r.subject, r.span
FROM unnest($2::date[], $3::timestamptz[]) WITH ORDINALITY AS point (day, known_by, place)
CROSS JOIN unnest($1::text[]) AS asked (key)
CROSS JOIN LATERAL (
  SELECT t.key, t.subject, t.until_day, t.span
  FROM {table} t
  WHERE t.key = asked.key AND t.since_day <= point.day
    AND t.known_from <= point.known_by AND t.known_until > point.known_by
  ORDER BY t.since_day DESC, t.known_from DESC
  LIMIT 1
) r
WHERE r.until_day > point.day
