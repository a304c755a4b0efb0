-- Part of other statements: a key's rectangles that are known at a time and lie on some days.
-- Where a key has few of them at all, they are gone through. Otherwise they are looked for class by class of how long they
-- are known (projections/reach.py), in an index alone, and only what is found is read: all fenced off, whatever the
-- planner expects. However often a key was reported on, that is bounded by how many answers it had at that time.
-- {key} · {known_by} · {first_day} {last_day} · {few} · {classes} · {table} the kind's rectangles
(
  WITH few AS MATERIALIZED (
    SELECT i.since_day, i.until_day, i.known_from, i.known_until FROM {table} i WHERE i.key = {key} LIMIT {few} + 1
  )
  SELECT found.*
  FROM (
    SELECT f.since_day, f.until_day, f.known_from
    FROM few f
    WHERE f.known_from <= {known_by} AND f.known_until > {known_by} AND (SELECT count(*) FROM few) <= {few}
    UNION ALL
    SELECT i.since_day, i.until_day, i.known_from
    FROM {classes} AS classes
    CROSS JOIN LATERAL (
      SELECT i.since_day, i.until_day, i.known_from
      FROM {table} i
      WHERE i.key = {key} AND i.reach = classes.reach
        AND i.known_from <= {known_by} AND i.known_from > {known_by} - classes.width AND i.known_until > {known_by}
      OFFSET 0
    ) i
    WHERE (SELECT count(*) FROM few) > {few}
  ) place
  CROSS JOIN LATERAL (
    SELECT * FROM {table} t
    WHERE (t.key, t.since_day, t.known_from) = ({key}, place.since_day, place.known_from)
    OFFSET 0
  ) found
  WHERE place.since_day <= {last_day} AND place.until_day > {first_day}
)
