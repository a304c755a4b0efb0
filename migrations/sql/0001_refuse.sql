-- What is recorded stays: every change of a row is refused, for the owner too.
CREATE FUNCTION log.refuse() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: the log is append-only', tg_op, tg_table_schema, tg_table_name
        USING ERRCODE = 'restrict_violation', HINT = 'Record another event that says what changed.';
END
$body$;

-- A text changes in one way: its words go, once the log says in which event and why.
CREATE FUNCTION log.refuse_unless_erased() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    IF tg_op = 'UPDATE' AND OLD.text IS NOT NULL AND NEW.text IS NULL AND NEW.sha256 = OLD.sha256 AND EXISTS (
        SELECT FROM log.events e
        WHERE e.position = NEW.erased_position AND e.type = 'text.erased'
              AND decode(e.payload ->> 'text_sha256', 'hex') = NEW.sha256
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %.% is refused: words go only by a text.erased event', tg_op, tg_table_schema, tg_table_name
        USING ERRCODE = 'restrict_violation', HINT = 'Run verbale erase.';
END
$body$;
