-- What answers some keys at several points (day, publication time): one row for each that has an answer.
-- $1 keys · $2 days · $3 publication times, one of each point · {table} the kind's rectangles
SELECT point.place, r.key, r.subject, r.span
FROM unnest($2::date[], $3::timestamptz[]) WITH ORDINALITY AS point (day, known_by, place)
JOIN {table} r
  ON r.key = ANY ($1) AND r.since_day <= point.day AND r.until_day > point.day
  AND r.known_from <= point.known_by AND r.known_until > point.known_by
