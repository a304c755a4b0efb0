-- One batch of a kind's spans on some days, in the order of their keys.
-- $1 $2 first and last day · $3 known by · $4 $5 after this key and first day · $6 how many · $7 what the scope takes
-- $8 of no such subject
-- {source} what may answer, of the kind's rectangles · {scope} a condition on them
SELECT r.span
FROM {source} r
WHERE r.since_day <= $2 AND r.until_day > $1 AND r.known_from <= $3 AND r.known_until > $3
  AND (r.key, r.since_day) > ($4, $5)
  AND r.subject <> ALL ($8::text[])
  AND {scope}
ORDER BY r.key, r.since_day
LIMIT $6
