-- The hash of every complete subtree of 256 among hashes that stand one after the other, 32 bytes each (RFC 6962).
CREATE FUNCTION log.subtrees(p_hashes bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    FOR level IN 1 .. 8 LOOP
        SELECT string_agg(sha256('\x01'::bytea || substr(p_hashes, 64 * i + 1, 64)), ''::bytea ORDER BY i)
        INTO p_hashes
        FROM generate_series(0, octet_length(p_hashes) / 64 - 1) AS i;
    END LOOP;
    RETURN p_hashes;
END
$body$;

-- Stores the next interior nodes of the tree over the events, those of levels 8, 16, 24, ..., and answers how many
-- events lie below them: all but the last 255, or p_most more than before (at most 1,048,576 a call).
--
-- A node is computed here from the leaf hashes of log.events, so that who may call this cannot store a false one.
CREATE FUNCTION log.grow_tree(p_most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
    v_first bigint;
    v_end bigint;
    v_level smallint := 8;
    v_covered bigint;
    v_hashes bytea;
BEGIN
    -- A second caller waits here, and then goes on where the first one stopped.
    LOCK TABLE log.nodes IN SHARE ROW EXCLUSIVE MODE;
    SELECT coalesce(max(number) + 1, 0) INTO v_first FROM log.nodes WHERE level = 8;
    SELECT coalesce(max(position), 0) / 256 INTO v_end FROM log.events;
    v_end := least(v_end, v_first + least(greatest(p_most / 256, 1), 4096));
    v_covered := greatest(v_end, v_first) * 256;
    WHILE v_first < v_end LOOP
        IF v_level = 8 THEN
            SELECT string_agg(e.leaf_hash, ''::bytea ORDER BY e.position) INTO v_hashes
            FROM log.events e WHERE e.position > v_first * 256 AND e.position <= v_end * 256;
        ELSE
            SELECT string_agg(n.hash, ''::bytea ORDER BY n.number) INTO v_hashes
            FROM log.nodes n WHERE n.level = v_level - 8 AND n.number >= v_first * 256 AND n.number < v_end * 256;
        END IF;
        IF octet_length(v_hashes) IS DISTINCT FROM (v_end - v_first) * 8192 THEN
            RAISE EXCEPTION 'an event or a node is missing below level % between % and %', v_level, v_first, v_end
                USING ERRCODE = 'data_corrupted', HINT = 'Run verbale verify, which names the position.';
        END IF;
        v_hashes := log.subtrees(v_hashes);
        INSERT INTO log.nodes (level, number, hash)
        SELECT v_level, v_first + i, substr(v_hashes, (32 * i + 1)::integer, 32)
        FROM generate_series(0, v_end - v_first - 1) AS i;
        v_level := v_level + 8;
        v_first := v_first / 256;
        v_end := v_end / 256;
    END LOOP;
    RETURN v_covered;
END
$body$;

-- Keeps a signed head, unless one of this size and key, or of a larger tree, is kept; answers whether it did.
--
-- What the note says is not looked at beyond its size: the signature is checked by whoever reads it.
CREATE FUNCTION log.keep_head(p_size bigint, p_public_key bytea, p_note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    LOCK TABLE log.heads IN SHARE ROW EXCLUSIVE MODE;
    IF NOT EXISTS (SELECT FROM log.events WHERE position = p_size) THEN
        RAISE EXCEPTION 'a head over % events is beyond the log', p_size USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO log.heads (number, size, public_key, note)
    SELECT coalesce(max(h.number), 0) + 1, p_size, p_public_key, p_note
    FROM log.heads h
    HAVING coalesce(max(h.size), 0) < p_size
        OR max(h.size) = p_size AND NOT bool_or(h.size = p_size AND h.public_key = p_public_key);
    RETURN FOUND;
END
$body$;
