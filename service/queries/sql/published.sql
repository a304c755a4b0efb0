-- What was published at some instants and bears on the answers of some subjects: one row for each article version,
-- withdrawal, review or decision on identity, with the claims that it brought or took away.
-- $1 home subjects of each answer, joined by U+001F · $2 its instant · $3 position
SELECT asked.place, found.what, found.article_id, found.version, found.claim_ids, found.reason, found.said_by,
       page.url, page.publisher, page.title, page.published_at
FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS asked (homes, moment, place)
CROSS JOIN LATERAL (
  SELECT CASE WHEN earlier.version IS NULL THEN 'published' ELSE 'revised' END AS what, v.article_id, v.version,
         array_agg(c.claim_id ORDER BY c.claim_id) AS claim_ids, NULL AS reason, NULL AS said_by
  FROM article_versions v
  LEFT JOIN LATERAL (
    SELECT e.version FROM article_versions e
    WHERE e.article_id = v.article_id AND e.version <> v.version AND e.position <= $3
      AND (e.published_at, e.version) < (v.published_at, v.version)
    ORDER BY e.published_at DESC, e.version DESC LIMIT 1
  ) earlier ON true
  JOIN claims c ON c.article_id = v.article_id AND c.version IN (v.version, earlier.version)
    AND c.subject = ANY (string_to_array(asked.homes, E'\x1f'))
    AND c.position <= $3 AND (c.superseded_position IS NULL OR c.superseded_position > $3)
    AND (c.counts_from IS NULL OR c.version <> v.version)
  WHERE v.published_at = asked.moment AND v.position <= $3
  GROUP BY 1, 2, 3
  UNION ALL
  SELECT 'retracted', t.article_id, NULL, array_agg(c.claim_id ORDER BY c.claim_id), t.reason, NULL
  FROM article_retractions t
  JOIN claims c ON c.article_id = t.article_id AND c.subject = ANY (string_to_array(asked.homes, E'\x1f'))
    AND c.position <= $3 AND (c.superseded_position IS NULL OR c.superseded_position > $3)
  WHERE t.retracted_at = asked.moment AND t.position <= $3
  GROUP BY t.article_id, t.position, t.reason
  UNION ALL
  SELECT r.verdict, c.article_id, c.version, ARRAY[r.claim_id, r.claim_id || '.c' || r.position], r.reason, r.reviewer
  FROM claim_reviews r
  JOIN claims c ON c.claim_id = r.claim_id
  WHERE r.reviewed_at = asked.moment AND r.position <= $3
    AND EXISTS (SELECT FROM claims k WHERE k.claim_id IN (r.claim_id, r.claim_id || '.c' || r.position)
                AND k.subject = ANY (string_to_array(asked.homes, E'\x1f')))
  UNION ALL
  SELECT m.verdict, NULL, NULL, NULL, m.reason, NULL
  FROM entity_merges m
  WHERE m.decided_at = asked.moment AND m.position <= $3 AND m.kind = split_part(asked.homes, ':', 1)
) found
LEFT JOIN LATERAL (
  SELECT w.url, w.publisher, w.title, w.published_at FROM article_versions w
  WHERE w.article_id = found.article_id AND w.position <= $3 AND (found.version IS NULL OR w.version = found.version)
  ORDER BY w.version DESC LIMIT 1
) page ON true
ORDER BY asked.place, found.what, found.article_id COLLATE "C", found.version, found.claim_ids
