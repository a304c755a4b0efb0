-- Adopts events of another database's log behind the head of this one; for its owner alone, see `verbale import`.
--
-- The caller has filled two temporary tables of its session, pg_temp.adopted_events and pg_temp.adopted_texts, has
-- checked the leaf hashes from the content on, and keeps every writer out by the lock of log.head, which a session of
-- its own holds. Here is checked what only the log can know: that the events continue it, that no event id is held
-- already, that no stream gets a version twice or none. Answers with the position that the log then ends at.
CREATE FUNCTION log.adopt() RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off  -- plans are made while the log is small and kept when it is large
AS $body$
DECLARE
    v_head bigint;
    v_hash bytea;
    v_moment timestamptz;
    v_wrong bigint;
    v_last bigint;
    v_end bigint;
BEGIN
    SELECT e.position, e.leaf_hash, e.recorded_at INTO v_head, v_hash, v_moment
    FROM log.events e ORDER BY e.position DESC LIMIT 1;
    v_head := coalesce(v_head, 0);
    v_hash := coalesce(v_hash, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea);

    SELECT min(c.position) INTO v_wrong FROM (
        SELECT a.position, a.leaf_hash, a.previous_hash, a.content_hash, a.stream_version, a.recorded_at,
               v_head + row_number() OVER (ORDER BY a.position) AS place,
               coalesce(lag(a.leaf_hash) OVER (ORDER BY a.position), v_hash) AS before,
               coalesce(lag(a.recorded_at) OVER (ORDER BY a.position), v_moment, a.recorded_at) AS previous_at
        FROM pg_temp.adopted_events a) c
    WHERE c.position <> c.place OR c.recorded_at < c.previous_at OR c.previous_hash IS DISTINCT FROM c.before
          OR c.leaf_hash IS DISTINCT FROM log.leaf_hash(
        c.previous_hash, c.position, c.stream_version, log.moment(c.recorded_at), c.content_hash);
    IF v_wrong IS NOT NULL THEN
        RAISE EXCEPTION 'position % does not continue this log, which ends at %', v_wrong, v_head
            USING ERRCODE = 'integrity_constraint_violation', DETAIL = v_wrong::text;
    END IF;

    SELECT min(a.position) INTO v_wrong FROM (
        SELECT n.position, n.stream_version, n.event_id,
               row_number() OVER (PARTITION BY n.stream ORDER BY n.position) + coalesce((
                   SELECT e.stream_version FROM log.events e
                   WHERE e.stream = n.stream ORDER BY e.stream_version DESC LIMIT 1), 0) AS version,
               count(*) OVER (PARTITION BY n.event_id) AS times
        FROM pg_temp.adopted_events n) a
    WHERE a.stream_version <> a.version OR a.times > 1
          OR EXISTS (SELECT FROM log.events e WHERE e.event_id = a.event_id);
    IF v_wrong IS NOT NULL THEN
        RAISE EXCEPTION 'position % repeats an event id, or is not the next version of its stream', v_wrong
            USING ERRCODE = 'integrity_constraint_violation', DETAIL = v_wrong::text;
    END IF;

    SELECT max(a.position) INTO v_last FROM pg_temp.adopted_events a;
    WHILE v_head < v_last LOOP
        PERFORM log.extend();
        SELECT least(max(p.last_position), v_last) INTO v_end FROM log.partitions p;
        INSERT INTO log.events (position, recorded_at, stream_version, event_id, version, type, stream,
                                previous_hash, leaf_hash, payload, metadata)
        SELECT a.position, a.recorded_at, a.stream_version, a.event_id, a.version, a.type, a.stream,
               a.previous_hash, a.leaf_hash, a.payload::json, a.metadata::json
        FROM pg_temp.adopted_events a
        WHERE a.position > v_head AND a.position <= v_end
        ORDER BY a.position;
        v_head := v_end;
    END LOOP;

    INSERT INTO log.texts (sha256, text) SELECT t.sha256, t.text FROM pg_temp.adopted_texts t ON CONFLICT DO NOTHING;
    -- Words that this log holds still, and words that were gone when the export was made.
    UPDATE log.texts t SET text = NULL, erased_position = e.position
    FROM (SELECT decode(a.payload::json ->> 'text_sha256', 'hex') AS sha256, min(a.position) AS position
          FROM pg_temp.adopted_events a WHERE a.type = 'text.erased' GROUP BY 1) e
    WHERE t.sha256 = e.sha256 AND t.text IS NOT NULL;
    INSERT INTO log.texts (sha256, erased_position)
    SELECT decode(a.payload::json ->> 'text_sha256', 'hex'), min(a.position)
    FROM pg_temp.adopted_events a WHERE a.type = 'text.erased' GROUP BY 1
    ON CONFLICT DO NOTHING;
    RETURN v_last;
END
$body$;
