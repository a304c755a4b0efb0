-- Appends a group of events and answers for each of them; the only way in.
--
-- The arguments are parallel arrays, one element an event, in order; p_sizes divides them into appends, each of which
-- is recorded as a whole or not at all. p_ordinal says the how-manieth event of its stream each one is within the call
-- (null: all are the first). p_expected is null, or tells for each event null or the version that its stream must
-- have; such an event is the first of its stream in the call, and no event id stands twice. p_content_hashes is the
-- SHA-256 of each event's content (service/eventstore/canonical.py), one after the other, which the caller computes
-- before the lock is taken. p_unseen_since says that all ids were made for this very call, by a caller who had seen the
-- log's head at that position: where it still is, none of them can be held. A copy of the call that some process of the
-- server was left with, and that comes after the one that was sent again, finds the head moved. Null: they may be held.
-- p_text_append counts from 0 the append that brings a text.
--
-- What is recorded stands at o_first, o_first + 1, ... in the order of the arguments, at o_recorded_at;
-- o_stream_version is the version that each event got. o_outcome is null where all was recorded. Otherwise it tells,
-- one element an event: 0 recorded; 1 held already with this content, at o_position since o_held_at; 2 the stream is
-- at another version, which o_stream_version tells; 3 the event id is held with another content, at o_position;
-- 4 not recorded since another event of its append was refused.
--
-- Arrays are read by subscript throughout: plpgsql keeps them expanded, and unnest would copy every row twice. Takes the
-- place of the function in 0001_append.sql.
CREATE FUNCTION log.append(
    p_sizes integer[], p_event_id uuid[], p_type text[], p_version smallint[], p_stream text[], p_ordinal integer[],
    p_expected bigint[], p_payload text[], p_metadata text[], p_content_hashes bytea, p_unseen_since bigint,
    p_text_append integer[], p_text_sha256 bytea[], p_text text[],
    OUT o_first bigint, OUT o_recorded_at timestamptz, OUT o_stream_version bigint[],
    OUT o_outcome smallint[], OUT o_position bigint[], OUT o_held_at timestamptz[]
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
    v_position bigint;
    v_hash bytea;
    v_moment bigint;
    v_doubtful boolean := false;
    v_append integer[];
    v_refused integer[];
    v_kept integer[];
    v_versions bigint[];
    v_version bigint;
    v_hashes bytea[];
    v_offset integer := 1;
BEGIN
    -- Held until after the commit, so that position order is commit order.
    PERFORM FROM log.head FOR UPDATE;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the log is appended to at READ COMMITTED, not at %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', HINT = 'Unset default_transaction_isolation.';
    ELSIF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    SELECT e.position, e.leaf_hash, e.recorded_at INTO v_position, v_hash, o_recorded_at
    FROM log.events e ORDER BY e.position DESC LIMIT 1;
    v_versions := log.next_versions(p_stream, p_ordinal);
    IF p_unseen_since IS DISTINCT FROM coalesce(v_position, 0) THEN
        v_doubtful := EXISTS (SELECT FROM log.events e WHERE e.event_id = ANY (p_event_id));
    END IF;
    IF p_expected IS NOT NULL AND NOT v_doubtful THEN
        v_doubtful := EXISTS (
            SELECT FROM generate_series(1, cardinality(p_stream)) AS i WHERE p_expected[i] + 1 <> v_versions[i]);
    END IF;
    IF v_doubtful THEN
        v_append := ARRAY(SELECT s.number::integer - 1 FROM unnest(p_sizes) WITH ORDINALITY AS s (size, number),
                                 generate_series(1, s.size) ORDER BY s.number);
        SELECT * INTO o_outcome, o_position, o_stream_version, o_held_at, v_refused
        FROM log.judge(v_append, p_event_id, p_type, p_version, p_stream, p_expected, p_payload);
        v_kept := ARRAY(SELECT i FROM generate_series(1, cardinality(p_stream)) AS i
                        WHERE v_append[i] <> ALL (v_refused) ORDER BY i);
        IF cardinality(v_kept) = 0 THEN
            o_recorded_at := NULL;
            RETURN;
        END IF;
        SELECT array_agg(p_event_id[i]), array_agg(p_type[i]), array_agg(p_version[i]), array_agg(p_stream[i]),
               array_agg(p_payload[i]), array_agg(p_metadata[i]), string_agg(substr(p_content_hashes, 32 * i - 31, 32), '')
        INTO p_event_id, p_type, p_version, p_stream, p_payload, p_metadata, p_content_hashes
        FROM unnest(v_kept) AS i;
        p_ordinal := ARRAY(
            SELECT k.ordinal FROM (
                SELECT i, row_number() OVER (PARTITION BY p_stream[i] ORDER BY i)::integer AS ordinal
                FROM generate_series(1, cardinality(p_stream)) AS i) k
            ORDER BY k.i);
        v_versions := log.next_versions(p_stream, p_ordinal);
    END IF;

    o_first := coalesce(v_position, 0) + 1;
    o_recorded_at := greatest(clock_timestamp(), o_recorded_at);
    v_moment := log.moment(o_recorded_at);
    v_position := o_first;
    v_hash := coalesce(v_hash, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea);
    v_hashes := ARRAY[v_hash];
    FOREACH v_version IN ARRAY v_versions LOOP
        v_hash := log.leaf_hash(v_hash, v_position, v_version, v_moment, substr(p_content_hashes, v_offset, 32));
        v_hashes := array_append(v_hashes, v_hash);
        v_position := v_position + 1;
        v_offset := v_offset + 32;
    END LOOP;

    INSERT INTO log.events (position, recorded_at, stream_version, event_id, version, type, stream,
                            previous_hash, leaf_hash, payload, metadata)
    SELECT o_first - 1 + i, o_recorded_at, v_versions[i], p_event_id[i], p_version[i], p_type[i], p_stream[i],
           v_hashes[i], v_hashes[i + 1], p_payload[i]::json, p_metadata[i]::json
    FROM generate_series(1, cardinality(p_stream)) AS i;
    IF cardinality(p_text) > 0 THEN
        INSERT INTO log.texts (sha256, text)
        SELECT p_text_sha256[i], p_text[i] FROM generate_series(1, cardinality(p_text)) AS i
        WHERE v_refused IS NULL OR p_text_append[i] <> ALL (v_refused)
        ON CONFLICT DO NOTHING;
    END IF;
    IF 'text.erased' = ANY (p_type) THEN
        UPDATE log.texts t SET text = NULL, erased_position = e.position
        FROM log.events e
        WHERE e.position >= o_first AND e.type = 'text.erased'
              AND t.sha256 = decode(e.payload ->> 'text_sha256', 'hex') AND t.text IS NOT NULL;
    END IF;

    IF v_doubtful THEN
        FOR i IN 1 .. cardinality(v_kept) LOOP
            o_stream_version[v_kept[i]] := v_versions[i];
        END LOOP;
    ELSE
        o_stream_version := v_versions;
    END IF;
END
$body$;

-- As log.append for one event that is an append of its own, which is most of them: less work, and a shorter answer.
--
-- Answers with its position, its stream's version and its recorded_at in microseconds. Null says that nothing was
-- recorded: it is not as simple as that, so ask log.append. The session sees to READ COMMITTED and synchronous_commit.
CREATE FUNCTION log.append_one(
    p_event_id uuid, p_type text, p_version smallint, p_stream text, p_expected bigint, p_payload text,
    p_metadata text, p_content_hash bytea, p_unseen_since bigint, p_text_sha256 bytea, p_text text
) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
    v_position bigint;
    v_hash bytea;
    v_recorded_at timestamptz;
    v_moment bigint;
    v_stream_version bigint;
BEGIN
    PERFORM FROM log.head FOR UPDATE;
    SELECT e.position + 1, e.leaf_hash, greatest(clock_timestamp(), e.recorded_at),
           1 + coalesce((SELECT h.stream_version FROM log.events h
                         WHERE h.stream = p_stream ORDER BY h.stream_version DESC LIMIT 1), 0)
    INTO v_position, v_hash, v_recorded_at, v_stream_version
    FROM log.events e ORDER BY e.position DESC LIMIT 1;
    IF p_unseen_since IS DISTINCT FROM v_position - 1
       AND EXISTS (SELECT FROM log.events h WHERE h.event_id = p_event_id) THEN
        RETURN NULL;
    END IF;
    IF v_position IS NULL OR p_expected + 1 <> v_stream_version OR p_type = 'text.erased' THEN
        RETURN NULL;
    END IF;
    v_moment := log.moment(v_recorded_at);
    INSERT INTO log.events (position, recorded_at, stream_version, event_id, version, type, stream,
                            previous_hash, leaf_hash, payload, metadata)
    VALUES (v_position, v_recorded_at, v_stream_version, p_event_id, p_version, p_type, p_stream, v_hash,
            log.leaf_hash(v_hash, v_position, v_stream_version, v_moment, p_content_hash),
            p_payload::json, p_metadata::json);
    IF p_text IS NOT NULL THEN
        INSERT INTO log.texts (sha256, text) VALUES (p_text_sha256, p_text) ON CONFLICT DO NOTHING;
    END IF;
    RETURN ARRAY[v_position, v_stream_version, v_moment];
END
$body$;
