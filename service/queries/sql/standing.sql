-- The spans that hold on some days, for several questions of one kind at once: one row a span, or one without a span
-- for a question that has none. Every row carries the position that the tables stand at.
-- $1 chains of subjects, joined by U+001F: the first one of each with claims of its own answers
-- $2 $3 first and last day of each question · $4 known by · {table} the kind's rectangles
-- {known} a key's rectangles that are known at a time and lie on some days (known.sql)
-- The arrays are selected, so that their length is no constant: one plan serves them all and is made once.
SELECT asked.place, (SELECT position FROM checkpoints WHERE name = 'projections') AS at, r.span
FROM unnest((SELECT $1::text[]), (SELECT $2::date[]), (SELECT $3::date[]), (SELECT $4::timestamptz[]))
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
  CROSS JOIN LATERAL {known} found
  WHERE keys.key IS NOT NULL
) r ON true
ORDER BY asked.place, r.key, r.since_day
