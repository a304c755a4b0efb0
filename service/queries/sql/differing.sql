-- Keys that may be answered otherwise at two points (day, publication time): those of rectangles that hold one of the
-- points and not the other, in the order of the keys. A rectangle that holds both answers both alike.
-- $1 $2 day and known by of one point · $3 $4 of the other · $5 after this key · $6 how many · $7 what the scope takes
-- $8 up to this key, or null · {source} what may answer, of the kind's rectangles · {scope} a condition on them
SELECT DISTINCT r.key
FROM {source} r
WHERE (r.since_day <= $1 AND r.until_day > $1 AND r.known_from <= $2 AND r.known_until > $2)
   <> (r.since_day <= $3 AND r.until_day > $3 AND r.known_from <= $4 AND r.known_until > $4)
  AND r.key > $5 AND r.key <= coalesce($8, '~')
  AND {scope}
ORDER BY r.key
LIMIT $6
