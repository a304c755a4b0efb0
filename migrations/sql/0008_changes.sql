-- A change that was told stays told. One thing can go, the words: then it says that they were erased, where they stood,
-- and no more.
CREATE FUNCTION refuse_unless_erased() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
    IF tg_op = 'UPDATE' AND NEW.cause = 'erased' AND NEW.key = '' AND NEW.before IS NULL AND NEW.after IS NULL
       AND (NEW.cursor, NEW.position, NEW.day, NEW.recorded_at, NEW.kind, NEW.since_day, NEW.until_day)
         = (OLD.cursor, OLD.position, OLD.day, OLD.recorded_at, OLD.kind, OLD.since_day, OLD.until_day)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %.% is refused: the change feed is append-only', tg_op, tg_table_schema, tg_table_name
        USING ERRCODE = 'restrict_violation', HINT = 'Erase words with verbale erase.';
END
$body$;
