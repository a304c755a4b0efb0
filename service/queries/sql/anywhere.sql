-- Every rectangle of a question's scope, whatever the day and the publication time: asked only when nothing answers.
-- $1 a chain of subjects, or null · $2 facets that all must be there · $3 one key, or null · $4 how many
-- {table} the kind's rectangles
SELECT r.span, r.known_from, r.known_until
FROM {table} r
WHERE ($1::text[] IS NULL OR r.subject = (
      SELECT chain.subject FROM unnest($1::text[]) WITH ORDINALITY AS chain (subject, place)
      WHERE EXISTS (SELECT FROM subjects s WHERE s.subject = chain.subject)
      ORDER BY chain.place LIMIT 1))
  AND r.facets @> $2
  AND ($3::text IS NULL OR r.key = $3)
ORDER BY r.known_from, r.key COLLATE "C", r.since_day
LIMIT $4
