-- Articles, newest first, each in its newest version among those published by then and held at that position.
-- $1 at · $2 known by · $3 full-text query or null · $4 publisher or null · $5 parties that its claims are about
-- $6 $7 published from and before, or null · $8 $9 after this publication time and article, or null · $10 how many
SELECT v.article_id, v.version, v.url, v.publisher, v.title, v.published_at, v.published_at_assumed, v.position,
       (SELECT min(r.retracted_at) FROM article_retractions r
        WHERE r.article_id = v.article_id AND r.position <= $1 AND r.retracted_at <= $2) AS retracted_at,
       (SELECT concat_ws('/', e.payload -> 'reader' ->> 'name', e.payload -> 'reader' ->> 'version')
        FROM log.events e
        WHERE e.stream = v.article_id AND e.type = 'claims.extracted' AND e.position <= $1
          AND (e.payload ->> 'version')::int = v.version
        ORDER BY e.position DESC LIMIT 1) AS reader
FROM article_versions v
WHERE v.position <= $1
  AND v.published_at <= least($2, $8)
  AND v.published_at >= coalesce($6::timestamptz, '-infinity')
  AND v.published_at < coalesce($7::timestamptz, 'infinity')
  AND ($8::timestamptz IS NULL OR (v.published_at, v.article_id COLLATE "C") < ($8, $9))
  AND NOT EXISTS (
    SELECT FROM article_versions newer
    WHERE newer.article_id = v.article_id AND newer.position <= $1 AND newer.published_at <= $2
      AND (newer.published_at, newer.version) > (v.published_at, v.version))
  AND ($4::text IS NULL OR lower(v.publisher) = lower($4))
  AND ($3::text IS NULL
       OR (v.article_id, v.version) IN (
         SELECT w.article_id, w.version FROM article_words w WHERE w.words @@ websearch_to_tsquery('english', $3)))
  AND NOT EXISTS (
    SELECT FROM unnest($5::text[]) AS wanted (party)
    WHERE NOT EXISTS (
      SELECT FROM claims c
      WHERE c.article_id = v.article_id AND c.version = v.version AND c.position <= $1
        AND (c.superseded_position IS NULL OR c.superseded_position > $1)
        AND (wanted.party IN (c.body ->> 'imposer', c.body ->> 'target', c.body ->> 'member', c.body ->> 'actor',
                              c.body ->> 'country')
             OR c.body::jsonb -> 'participants' @> jsonb_build_array(jsonb_build_object('code', wanted.party))
             OR c.body::jsonb -> 'participants' @> jsonb_build_array(jsonb_build_object('country', wanted.party))
             OR c.body::jsonb -> 'parties' @> jsonb_build_array(jsonb_build_object('code', wanted.party)))))
ORDER BY v.published_at DESC, v.article_id COLLATE "C" DESC
LIMIT $10
