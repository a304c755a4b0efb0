-- Part of other statements: rectangles of some subjects that are known at one time or at another, each once a time. They are
-- looked for class by class of how long they are known (projections/reach.py).
-- {argument} the subjects · {one} {other} the times · {classes} · {table} the kind's rectangles
(
  SELECT i.*
  FROM unnest((SELECT {argument}::text[])) AS asked (subject)
  CROSS JOIN (VALUES ({one}), ({other})) AS point (known_by)
  CROSS JOIN {classes} AS classes
  CROSS JOIN LATERAL (
    SELECT *
    FROM {table} t
    WHERE t.subject = asked.subject AND t.reach = classes.reach
      AND t.known_from <= point.known_by AND t.known_from > point.known_by - classes.width
      AND t.known_until > point.known_by
    OFFSET 0
  ) i
)
