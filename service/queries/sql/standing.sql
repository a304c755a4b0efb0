-- Everything that one subject answers on some days, with its evidence, in one statement and so in one snapshot.
-- $1 a chain of subjects, of which the first with claims of its own answers · $2 $3 first and last day · $4 known by
-- {table} the kind's rectangles · {evidence} sql/evidence.sql
WITH mark AS MATERIALIZED (
  SELECT position FROM checkpoints WHERE name = 'projections'
), hit AS MATERIALIZED (
  SELECT r.key, r.since_day, r.span
  FROM {table} r
  WHERE r.subject = (
      SELECT chain.subject FROM unnest($1::text[]) WITH ORDINALITY AS chain (subject, place)
      WHERE EXISTS (SELECT FROM subjects s WHERE s.subject = chain.subject)
      ORDER BY chain.place LIMIT 1)
    AND r.since_day <= $3 AND r.until_day > $2 AND r.known_from <= $4 AND r.known_until > $4
), cited AS (
  SELECT json_array_elements_text(span -> 'sources') AS claim_id FROM hit
  UNION
  SELECT json_array_elements_text(other -> 'sources')
  FROM hit, json_array_elements(span -> 'alternatives') other
  UNION
  SELECT json_array_elements_text(later -> 'sources')
  FROM hit, json_array_elements(span -> 'upcoming') later
)
SELECT
  (SELECT position FROM mark) AS at,
  (SELECT json_agg(span ORDER BY key COLLATE "C", since_day) FROM hit) AS spans,
  ({evidence}) AS evidence
