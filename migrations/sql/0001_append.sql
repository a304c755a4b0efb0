-- Appends a group of events and answers for each of them; the only way in.
--
-- The arguments are parallel arrays, one element an event, in order. Events with one number in p_append are one
-- append: all of it is recorded or nothing. p_expected is null, or the version that the event's stream must have.
-- Within one call no event id stands twice, and an append that expects a version of a stream is the first in the
-- call that touches it. p_text_append says which append brings a text.
--
-- o_outcome: 0 recorded, 1 held already with this content, 2 the stream is at another version (o_stream_version
-- tells which), 3 the event id is held with another content (o_position tells where), 4 not recorded since another event of
-- its append was refused.
CREATE FUNCTION log.append(
    p_append integer[], p_event_id uuid[], p_type text[], p_version smallint[], p_stream text[], p_expected bigint[],
    p_payload text[], p_metadata text[], p_text_append integer[], p_text_sha256 bytea[], p_text text[],
    OUT o_outcome smallint[], OUT o_position bigint[], OUT o_stream_version bigint[], OUT o_recorded_at timestamptz[]
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS $body$
DECLARE
    v_position bigint;
    v_leaf_hash bytea;
    v_recorded_at timestamptz;
    v_moment text;
    v_current bigint[];
    v_refused integer[] := '{}';
    v_versions bigint[] := '{}';
    v_previous bytea[] := '{}';
    v_leaves bytea[] := '{}';
    v_kept integer[] := '{}';
    v_base bigint;
    v_rest text;
    v_number integer;
    v_version bigint;
BEGIN
    -- Held until after the commit, so that position order is commit order.
    PERFORM FROM log.head FOR UPDATE;
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    SELECT e.position, e.leaf_hash, e.recorded_at INTO v_position, v_leaf_hash, v_recorded_at
    FROM log.events e ORDER BY e.position DESC LIMIT 1;
    IF NOT FOUND THEN
        v_position := 0;
        v_leaf_hash := decode(repeat('00', 32), 'hex');
    END IF;
    v_base := v_position;
    v_recorded_at := greatest(clock_timestamp(), v_recorded_at);
    v_moment := to_char(v_recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

    SELECT array_agg(coalesce(held.stream_version, 0) ORDER BY s.i) INTO v_current
    FROM unnest(p_stream) WITH ORDINALITY AS s (stream, i)
    LEFT JOIN LATERAL (
        SELECT e.stream_version FROM log.events e
        WHERE e.stream = s.stream ORDER BY e.stream_version DESC LIMIT 1
    ) held ON true;

    o_outcome := array_fill(0::smallint, ARRAY[cardinality(p_append)]);
    o_position := array_fill(NULL::bigint, ARRAY[cardinality(p_append)]);
    o_stream_version := v_current;
    o_recorded_at := array_fill(NULL::timestamptz, ARRAY[cardinality(p_append)]);

    IF EXISTS (SELECT FROM log.events e WHERE e.event_id = ANY (p_event_id)) THEN
        SELECT array_agg(
                   CASE WHEN held.position IS NULL THEN 4
                        WHEN (held.type, held.version, held.stream, held.payload::text)
                             = (g.type, g.version, g.stream, g.payload) THEN 1
                        ELSE 3 END::smallint ORDER BY g.i),
               array_agg(held.position ORDER BY g.i),
               array_agg(coalesce(held.stream_version, v_current[g.i]) ORDER BY g.i),
               array_agg(held.recorded_at ORDER BY g.i)
        INTO o_outcome, o_position, o_stream_version, o_recorded_at
        FROM unnest(p_event_id, p_type, p_version, p_stream, p_payload)
             WITH ORDINALITY AS g (event_id, type, version, stream, payload, i)
        LEFT JOIN log.events held ON held.event_id = g.event_id;
        -- An append of which nothing is held is new, whatever its neighbours are.
        SELECT array_agg(CASE WHEN fresh.append IS NULL THEN o.outcome ELSE 0 END ORDER BY o.i) INTO o_outcome
        FROM unnest(o_outcome, p_append) WITH ORDINALITY AS o (outcome, append, i)
        LEFT JOIN (
            SELECT a.append FROM unnest(o_outcome, p_append) AS a (outcome, append)
            GROUP BY a.append HAVING bool_and(a.outcome = 4)
        ) fresh ON fresh.append = o.append;
        SELECT coalesce(array_agg(DISTINCT a.append), '{}') INTO v_refused
        FROM unnest(o_outcome, p_append) AS a (outcome, append) WHERE a.outcome <> 0;
    END IF;

    FOR v_number IN
        SELECT DISTINCT a.append FROM unnest(p_append, p_expected, v_current) AS a (append, expected, current)
        WHERE a.expected <> a.current AND a.append <> ALL (v_refused)
    LOOP
        v_refused := v_refused || v_number;
        FOR i IN 1 .. cardinality(p_append) LOOP
            IF p_append[i] = v_number THEN
                o_outcome[i] := CASE WHEN p_expected[i] <> v_current[i] THEN 2 ELSE 4 END;
            END IF;
        END LOOP;
    END LOOP;

    FOR v_number, v_version, v_rest IN
        SELECT g.i, g.current + row_number() OVER (PARTITION BY g.stream ORDER BY g.i),
               ',"event_id":"' || g.event_id || '","type":"' || g.type || '","version":' || g.version
               || ',"stream":"' || g.stream || '","stream_version":'
               || g.current + row_number() OVER (PARTITION BY g.stream ORDER BY g.i)
               || ',"recorded_at":"' || v_moment || '","payload":' || g.payload || ',"metadata":' || g.metadata || '}'
        FROM unnest(p_append, p_event_id, p_type, p_version, p_stream, v_current, p_payload, p_metadata)
             WITH ORDINALITY AS g (append, event_id, type, version, stream, current, payload, metadata, i)
        WHERE g.append <> ALL (v_refused)
        ORDER BY g.i
    LOOP
        v_position := v_position + 1;
        v_previous := v_previous || v_leaf_hash;
        v_leaf_hash := sha256('\x00'::bytea || convert_to(
            '{"previous_hash":"' || encode(v_leaf_hash, 'hex') || '","position":' || v_position || v_rest, 'UTF8'));
        v_leaves := v_leaves || v_leaf_hash;
        v_kept := v_kept || v_number;
        v_versions := v_versions || v_version;
        o_position[v_number] := v_position;
        o_stream_version[v_number] := v_version;
        o_recorded_at[v_number] := v_recorded_at;
    END LOOP;

    IF v_position > v_base THEN
        INSERT INTO log.events (position, recorded_at, stream_version, event_id, version, type, stream,
                                previous_hash, leaf_hash, payload, metadata)
        SELECT v_base + k.n, v_recorded_at, k.stream_version, g.event_id, g.version, g.type, g.stream,
               k.previous_hash, k.leaf_hash, g.payload::json, g.metadata::json
        FROM unnest(v_kept, v_versions, v_previous, v_leaves)
             WITH ORDINALITY AS k (i, stream_version, previous_hash, leaf_hash, n)
        JOIN unnest(p_event_id, p_type, p_version, p_stream, p_payload, p_metadata)
             WITH ORDINALITY AS g (event_id, type, version, stream, payload, metadata, i) ON g.i = k.i;
        IF cardinality(p_text_append) > 0 THEN
            INSERT INTO log.texts (sha256, text)
            SELECT DISTINCT ON (t.sha256) t.sha256, t.text
            FROM unnest(p_text_append, p_text_sha256, p_text) AS t (append, sha256, text)
            WHERE t.append <> ALL (v_refused)
            ON CONFLICT DO NOTHING;
        END IF;
        IF 'text.erased' = ANY (p_type) THEN
            UPDATE log.texts t SET text = NULL, erased_position = e.position
            FROM log.events e
            WHERE e.position > v_base AND e.type = 'text.erased'
                  AND t.sha256 = decode(e.payload ->> 'text_sha256', 'hex') AND t.text IS NOT NULL;
        END IF;
    END IF;
END
$body$;
