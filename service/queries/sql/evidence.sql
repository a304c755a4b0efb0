-- What claims rest on, one row a claim. `quotes` is JSON, [[start, end, words]…] with null words where the law had the
-- text erased: nearly every claim has one quote, which is cut without unfolding the list. `story` is what the article
-- version shares with its copies, as held at a position; null where it has none.
-- $1 claim ids, joined by U+001F: the driver takes long over arrays · $2 position
SELECT
  c.claim_id, v.article_id, v.version, c.ordinal, v.url, v.publisher, v.title, v.published_at,
  CASE json_array_length(cited.quotes)
    WHEN 1 THEN json_build_array(json_build_array(
      cited.first, cited.last, substr(t.text, cited.first + 1, cited.last - cited.first)))
    ELSE (SELECT json_agg(json_build_array(
                   (e ->> 'start')::int, (e ->> 'end')::int,
                   substr(t.text, (e ->> 'start')::int + 1, (e ->> 'end')::int - (e ->> 'start')::int)))
          FROM json_array_elements(cited.quotes) e)
  END AS quotes,
  k.story
FROM claims c
CROSS JOIN LATERAL (
  SELECT q.quotes, (q.quotes #>> '{0,start}')::int AS first, (q.quotes #>> '{0,end}')::int AS last
  FROM (SELECT c.body -> 'evidence' AS quotes OFFSET 0) q
  OFFSET 0
) cited
JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
LEFT JOIN article_stories k ON k.article_id = v.article_id AND k.version = v.version
  AND k.position <= $2 AND (k.until_position IS NULL OR k.until_position > $2)
WHERE c.claim_id = ANY (string_to_array($1, E'\x1f'))
