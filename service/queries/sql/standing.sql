-- The spans that hold on some days, for several questions of one kind at once: one row a span, or one without a span
-- for a question that has none. Every row carries the position that the tables stand at.
-- $1 chains of subjects, joined by U+001F: the first one of each with claims of its own answers
-- $2 $3 first and last day of each question · $4 known by · {table} the kind's rectangles
SELECT asked.place, (SELECT position FROM checkpoints WHERE name = 'projections') AS at, r.span
FROM unnest($1::text[], $2::date[], $3::date[], $4::timestamptz[])
  WITH ORDINALITY AS asked (chain, first_day, last_day, known_by, place)
LEFT JOIN LATERAL (
  SELECT link.subject
  FROM unnest(string_to_array(asked.chain, E'\x1f')) WITH ORDINALITY AS link (subject, place)
  WHERE EXISTS (SELECT FROM subjects s WHERE s.subject = link.subject)
  ORDER BY link.place
  LIMIT 1
) home ON true
LEFT JOIN {table} r
  ON r.subject = home.subject
  AND r.since_day <= asked.last_day AND r.until_day > asked.first_day
  AND r.known_from <= asked.known_by AND r.known_until > asked.known_by
ORDER BY asked.place, r.key COLLATE "C", r.since_day
