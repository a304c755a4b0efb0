-- The key so many rectangles further on: no row where there are fewer.
-- $1 after this key · $2 how many · {table} the kind's rectangles
SELECT r.key FROM {table} r WHERE r.key > $1 ORDER BY r.key OFFSET $2 LIMIT 1
