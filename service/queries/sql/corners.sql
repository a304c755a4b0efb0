-- What answers some keys at several points (day, publication time): one row for each that has an answer.
-- $1 keys · $2 days · $3 publication times, one of each point · {table} the kind's rectangles
-- {known} a key's rectangles that are known at a time and lie on some days (known.sql)
SELECT point.place, r.key, r.subject, r.span
FROM unnest((SELECT $2::date[]), (SELECT $3::timestamptz[])) WITH ORDINALITY AS point (day, known_by, place)
CROSS JOIN unnest((SELECT $1::text[])) AS asked (key)
CROSS JOIN LATERAL {known} r
