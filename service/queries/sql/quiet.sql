-- As standing.sql, for subjects with few rectangles, which are gone through: one row a span, or one without a span. For
-- a busy subject `busy` is true and nothing is read. In the order of keys, so that no plan goes through a whole table.
-- $1 chains of subjects, joined by U+001F: the first one of each with claims of its own answers
-- $2 $3 first and last day of each question · $4 known by · {table} the kind's rectangles · {quiet} how many are few
SELECT asked.place, (SELECT position FROM checkpoints WHERE name = 'projections') AS at, home.busy, r.span
FROM unnest((SELECT $1::text[]), (SELECT $2::date[]), (SELECT $3::date[]), (SELECT $4::timestamptz[]))
  WITH ORDINALITY AS asked (chain, first_day, last_day, known_by, place)
LEFT JOIN LATERAL (
  SELECT link.subject,
         (SELECT count(*) FROM (SELECT FROM {table} t WHERE t.subject = link.subject ORDER BY t.key LIMIT {quiet} + 1) few) > {quiet} AS busy
  FROM unnest(string_to_array(asked.chain, E'\x1f')) WITH ORDINALITY AS link (subject, place)
  WHERE EXISTS (SELECT FROM subjects s WHERE s.subject = link.subject)
  ORDER BY link.place
  LIMIT 1
) home ON true
LEFT JOIN LATERAL (
  SELECT held.key, held.since_day, held.span
  FROM (
    SELECT t.key, t.since_day, t.until_day, t.known_from, t.known_until, t.span
    FROM {table} t
    WHERE t.subject = home.subject AND NOT home.busy
    ORDER BY t.key
    LIMIT {quiet}
  ) held
  WHERE held.known_from <= asked.known_by AND held.known_until > asked.known_by
    AND held.since_day <= asked.last_day AND held.until_day > asked.first_day
) r ON true
ORDER BY asked.place, r.key, r.since_day
