-- Creates the next partition once the one being written is half full; answers the position from which to call again.
--
-- A new partition is made as a table of its own and then attached, which locks out neither readers nor the writer.
CREATE FUNCTION log.extend() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
    v_rows bigint;
    v_head bigint;
    v_first bigint;
    v_name text;
BEGIN
    SELECT partition_rows INTO STRICT v_rows FROM log.head;
    LOOP
        SELECT coalesce(max(p.last_position), 0) + 1 INTO v_first FROM log.partitions p;
        SELECT coalesce(max(e.position), 0) INTO v_head FROM log.events e;
        EXIT WHEN v_first - 1 - v_head >= v_rows / 2;
        -- A second caller waits here for the first one's commit, and then goes round again.
        INSERT INTO log.partitions (first_position, last_position) VALUES (v_first, v_first + v_rows - 1)
        ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        v_name := 'events_' || v_first;
        EXECUTE format('CREATE TABLE log.%I (LIKE log.events INCLUDING ALL EXCLUDING INDEXES)', v_name);
        EXECUTE format('ALTER TABLE log.%I ADD CONSTRAINT bounds CHECK (position >= %s AND position < %s)',
                       v_name, v_first, v_first + v_rows);
        EXECUTE format('ALTER TABLE log.events ATTACH PARTITION log.%I FOR VALUES FROM (%s) TO (%s)',
                       v_name, v_first, v_first + v_rows);
        EXECUTE format('ALTER TABLE log.%I DROP CONSTRAINT bounds', v_name);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON log.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION log.refuse()', v_name);
        EXECUTE format('ALTER TABLE log.%I ENABLE ALWAYS TRIGGER refuse_truncate', v_name);
    END LOOP;
    RETURN v_first - v_rows / 2;
END
$body$;
