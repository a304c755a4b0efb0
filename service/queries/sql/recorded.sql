-- What was recorded between two positions and bears on the answers of some subjects, at any publication time up to an
-- instant: one row for each article version, withdrawal, review or decision on identity, with the claims that it
-- brought or took away.
-- $1 home subjects of each answer, joined by U+001F · $2 after this position · $3 up to this one · $4 known by
SELECT asked.place, found.what, found.article_id, found.version, found.claim_ids, found.reason, found.said_by,
       page.url, page.publisher, page.title, page.published_at
FROM unnest($1::text[]) WITH ORDINALITY AS asked (homes, place)
CROSS JOIN LATERAL (
  SELECT CASE WHEN c.reading > 1 THEN 'read-again'
              WHEN EXISTS (SELECT FROM article_versions e
                           WHERE e.article_id = v.article_id AND e.version <> v.version AND e.position <= $3
                             AND (e.published_at, e.version) < (v.published_at, v.version)) THEN 'revised'
              ELSE 'published' END AS what,
         c.article_id, c.version, array_agg(c.claim_id ORDER BY c.claim_id) AS claim_ids, NULL AS reason,
         NULL AS said_by
  FROM claims c
  JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
  WHERE c.subject = ANY (string_to_array(asked.homes, E'\x1f')) AND c.position > $2 AND c.position <= $3
    AND c.counts_from IS NULL AND v.published_at <= $4
  GROUP BY 1, 2, 3
  UNION ALL
  SELECT 'read-again', c.article_id, c.version, array_agg(c.claim_id ORDER BY c.claim_id), NULL, NULL
  FROM claims c
  WHERE c.subject = ANY (string_to_array(asked.homes, E'\x1f')) AND c.position <= $2
    AND c.superseded_position > $2 AND c.superseded_position <= $3
  GROUP BY 2, 3
  UNION ALL
  SELECT 'revised', v.article_id, v.version, array_agg(c.claim_id ORDER BY c.claim_id), NULL, NULL
  FROM article_versions v
  JOIN claims c ON c.article_id = v.article_id AND c.version <> v.version AND c.position <= $2
    AND c.subject = ANY (string_to_array(asked.homes, E'\x1f'))
  WHERE v.position > $2 AND v.position <= $3 AND v.published_at <= $4
  GROUP BY 2, 3
  UNION ALL
  SELECT 'retracted', t.article_id, NULL, array_agg(c.claim_id ORDER BY c.claim_id), t.reason, NULL
  FROM article_retractions t
  JOIN claims c ON c.article_id = t.article_id AND c.subject = ANY (string_to_array(asked.homes, E'\x1f'))
    AND c.position <= $3
  WHERE t.position > $2 AND t.position <= $3 AND t.retracted_at <= $4
  GROUP BY t.article_id, t.position, t.reason
  UNION ALL
  SELECT r.verdict, c.article_id, c.version, ARRAY[r.claim_id, r.claim_id || '.c' || r.position], r.reason, r.reviewer
  FROM claim_reviews r
  JOIN claims c ON c.claim_id = r.claim_id
  WHERE r.position > $2 AND r.position <= $3 AND r.reviewed_at <= $4
    AND EXISTS (SELECT FROM claims k WHERE k.claim_id IN (r.claim_id, r.claim_id || '.c' || r.position)
                AND k.subject = ANY (string_to_array(asked.homes, E'\x1f')))
  UNION ALL
  SELECT m.verdict, NULL, NULL, NULL, m.reason, NULL
  FROM entity_merges m
  WHERE m.position > $2 AND m.position <= $3 AND m.decided_at <= $4 AND m.kind = split_part(asked.homes, ':', 1)
) found
LEFT JOIN LATERAL (
  SELECT w.url, w.publisher, w.title, w.published_at FROM article_versions w
  WHERE w.article_id = found.article_id AND w.position <= $3 AND (found.version IS NULL OR w.version = found.version)
  ORDER BY w.version DESC LIMIT 1
) page ON true
ORDER BY asked.place, found.what, found.article_id COLLATE "C", found.version, found.claim_ids
