-- Home subjects of a kind that anything recorded after a position may bear on.
-- $1 kind · $2 position
WITH touched AS (SELECT DISTINCT e.stream AS article_id FROM log.events e WHERE e.position > $2)
SELECT DISTINCT c.subject
FROM claims c
WHERE c.kind = $1 AND c.article_id IN (
  SELECT t.article_id FROM touched t
  UNION
  SELECT other.article_id
  FROM touched t
  JOIN article_stories k ON k.article_id = t.article_id
  JOIN article_stories other ON other.story = k.story)
UNION
SELECT m.kind FROM entity_merges m WHERE m.position > $2 AND m.kind = $1
