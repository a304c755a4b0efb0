-- Part of other statements: rectangles with all of some facets that may be known at a time, and no others that are.
-- Those that are still known have an index of their own, and where none had ended by then to be known, the others are
-- not looked for. Fenced off: or a plan for unknown facets walks all keys in their order to find the few that have them.
-- {argument} the facets · {known_by} · {ever} the reach of what is still known · {table} the kind's rectangles
(
  (SELECT * FROM {table} f WHERE f.reach = {ever} AND f.facets @> {argument} OFFSET 0)
  UNION ALL
  (SELECT * FROM {table} f
   WHERE f.reach < {ever} AND f.facets @> {argument} AND f.known_until > {known_by}
     AND EXISTS (SELECT FROM {table} e WHERE e.reach < {ever} AND e.known_until > {known_by})
   OFFSET 0)
)
