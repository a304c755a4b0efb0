-- What claims rest on, one row a claim. `quotes` is JSON, [[start, end, words]…] with null words where the law had the
-- text erased; `copies` are versions of other cited articles with the same story, as held at a position.
-- $1 claim ids · $2 ids of the articles that they belong to · $3 position
SELECT
  c.claim_id, v.article_id, v.version, c.ordinal, v.url, v.publisher, v.title, v.published_at,
  (SELECT json_agg(json_build_array(
            (e ->> 'start')::int, (e ->> 'end')::int,
            substr(t.text, (e ->> 'start')::int + 1, (e ->> 'end')::int - (e ->> 'start')::int)))
   FROM json_array_elements(c.body -> 'evidence') e) AS quotes,
  (SELECT array_agg(o.article_id || '.v' || o.version)
   FROM article_stories k
   JOIN article_stories o ON o.article_id = ANY ($2) AND o.article_id <> k.article_id AND o.story = k.story
   WHERE k.article_id = v.article_id AND k.version = v.version
     AND k.position <= $3 AND (k.until_position IS NULL OR k.until_position > $3)
     AND o.position <= $3 AND (o.until_position IS NULL OR o.until_position > $3)) AS copies
FROM claims c
JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
WHERE c.claim_id = ANY ($1)
