-- The spans that hold on some days, for several questions of one kind at once: one row a span, or one without a span
-- for a question that has none. Every row carries the position that the tables stand at.
-- $1 chains of subjects, joined by U+001F: the first one of each with claims of its own answers
-- $2 $3 first and last day of each question · $4 known by · {table} the kind's rectangles
-- Of a key's rectangles that are known at one time, the one that holds a day is the last to begin by then, so a look
-- at each key of the subject finds it however many there are.
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
LEFT JOIN LATERAL (
  WITH RECURSIVE keys (key) AS (
    (SELECT t.key FROM {table} t WHERE t.subject = home.subject ORDER BY t.key LIMIT 1)
    UNION ALL
    SELECT (SELECT t.key FROM {table} t WHERE t.subject = home.subject AND t.key > k.key ORDER BY t.key LIMIT 1)
    FROM keys k
    WHERE k.key IS NOT NULL
  )
  SELECT found.key, found.since_day, found.span
  FROM keys
  CROSS JOIN LATERAL (
    SELECT * FROM (
      SELECT t.key, t.since_day, t.until_day, t.span
      FROM {table} t
      WHERE t.key = keys.key AND t.since_day <= asked.first_day
        AND t.known_from <= asked.known_by AND t.known_until > asked.known_by
      ORDER BY t.since_day DESC, t.known_from DESC
      LIMIT 1
    ) first
    WHERE first.until_day > asked.first_day
    UNION ALL
    SELECT t.key, t.since_day, t.until_day, t.span
    FROM {table} t
    WHERE asked.last_day > asked.first_day
      AND t.key = keys.key AND t.since_day > asked.first_day AND t.since_day <= asked.last_day
      AND t.known_from <= asked.known_by AND t.known_until > asked.known_by
  ) found
) r ON true
ORDER BY asked.place, r.key, r.since_day
