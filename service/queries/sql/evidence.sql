-- What the claims of `cited(claim_id)` rest on, one array a claim:
-- [claim, article, version, ordinal, url, publisher, title, published_at, [[start, end, quote]…], [copies…]]
-- A quote is null where the law had the text erased; copies are those held at position `mark(position)`.
SELECT json_agg(json_build_array(
  c.claim_id, v.article_id, v.version, c.ordinal, v.url, v.publisher, v.title, v.published_at,
  (SELECT json_agg(json_build_array(
            (e ->> 'start')::int, (e ->> 'end')::int,
            substr(t.text, (e ->> 'start')::int + 1, (e ->> 'end')::int - (e ->> 'start')::int)))
   FROM json_array_elements(c.body -> 'evidence') e),
  (SELECT json_agg(k.other_id || '.v' || k.other_version)
   FROM article_copies k
   WHERE k.article_id = v.article_id AND k.version = v.version AND k.position <= (SELECT position FROM mark))))
FROM cited
JOIN claims c ON c.claim_id = cited.claim_id
JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
