"""
The event log: events, their texts, and the one function that appends.

Revision 0001, after nothing. Functions stand in migrations/sql, one a file.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"

ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'verbale_service') THEN
        CREATE ROLE verbale_service NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'verbale_service', 'SET') THEN
        GRANT verbale_service TO CURRENT_USER;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this cluster was as fast
END $$
"""

TABLES = (
    "CREATE SCHEMA log",
    """
    CREATE TABLE log.head (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        log_id uuid NOT NULL DEFAULT gen_random_uuid(),
        partition_rows bigint NOT NULL DEFAULT 33554432 CHECK (partition_rows >= 2)
    )
    """,
    "COMMENT ON TABLE log.head IS 'One row. Who appends holds its lock to the commit; it is never updated.'",
    "INSERT INTO log.head DEFAULT VALUES",
    """
    CREATE TABLE log.partitions (
        first_position bigint PRIMARY KEY,
        last_position bigint NOT NULL CHECK (last_position >= first_position)
    )
    """,
    r"""
    CREATE TABLE log.events (
        position bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        stream_version bigint NOT NULL,
        event_id uuid NOT NULL,
        version smallint NOT NULL,
        type text COLLATE "C" NOT NULL,
        stream text COLLATE "C" NOT NULL,
        previous_hash bytea NOT NULL,
        leaf_hash bytea NOT NULL,
        payload json NOT NULL,
        metadata json NOT NULL,
        PRIMARY KEY (position)
    ) PARTITION BY RANGE (position)
    """,
    "CREATE INDEX ix_events_event_id ON log.events (event_id)",
    "CREATE INDEX ix_events_stream ON log.events (stream, stream_version)",
    # The two types that most events are of are read in order of position, and pay no index.
    """
    CREATE INDEX ix_events_type ON log.events (type, position)
    WHERE type <> ALL (ARRAY['article.recorded', 'claims.extracted'])
    """,
    """
    CREATE TABLE log.texts (
        sha256 bytea PRIMARY KEY,
        text text,
        erased_position bigint,
        CHECK (sha256(convert_to(text, 'UTF8')) = sha256),
        CHECK ((text IS NULL) = (erased_position IS NOT NULL))
    )
    """,
    """
    CREATE TABLE checkpoints (
        name text PRIMARY KEY,
        position bigint NOT NULL CHECK (position >= 0),
        advanced_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "COMMENT ON COLUMN log.texts.text IS 'null once it is erased'",
    "COMMENT ON COLUMN log.texts.erased_position IS 'of the event that erased it'",
    "COMMENT ON COLUMN checkpoints.position IS 'the last one handled'",
)

TRIGGERS = (
    ("log.events", "refuse_change", "BEFORE UPDATE OR DELETE", "FOR EACH ROW", "log.refuse"),
    ("log.events", "refuse_truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT", "log.refuse"),
    ("log.head", "refuse_delete", "BEFORE DELETE OR TRUNCATE", "FOR EACH STATEMENT", "log.refuse"),
    ("log.texts", "refuse_change", "BEFORE UPDATE OR DELETE", "FOR EACH ROW", "log.refuse_unless_erased"),
    ("log.texts", "refuse_truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT", "log.refuse_unless_erased"),
)

PRIVILEGES = (
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC",
    "GRANT USAGE ON SCHEMA log TO verbale_service",
    "GRANT SELECT ON ALL TABLES IN SCHEMA log TO verbale_service",
    "GRANT EXECUTE ON FUNCTION log.append, log.append_one, log.extend TO verbale_service",
    "GRANT USAGE ON SCHEMA public TO verbale_service",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO verbale_service",
    "GRANT INSERT, UPDATE, DELETE ON checkpoints TO verbale_service",
    # What later migrations create in public is the service's to fill; what stands in the schema log never is.
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO verbale_service"
    ),
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO verbale_service",
)


def run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)  # op.execute would take `:MI` in a format for a parameter


def functions(text: str) -> list[str]:
    """The statements of a file in which each one starts with CREATE FUNCTION at the beginning of a line."""
    return ["CREATE FUNCTION" + part for part in ("\n" + text).split("\nCREATE FUNCTION")[1:]]


def upgrade() -> None:
    run(ROLE)
    for statement in TABLES:
        run(statement)
    for name in ("refuse", "extend", "canonical", "append"):
        for statement in functions((SQL / f"0001_{name}.sql").read_text("utf-8")):
            run(statement)
    for table, name, event, each, function in TRIGGERS:
        run(f"CREATE TRIGGER {name} {event} ON {table} {each} EXECUTE FUNCTION {function}()")
        run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")  # also while replicating
    run("SELECT log.extend()")
    for statement in PRIVILEGES:
        run(statement)


def downgrade() -> None:
    # The role stays: it belongs to the cluster, and other databases may use it.
    run("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM verbale_service")
    run("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM verbale_service")
    run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM verbale_service")
    run("REVOKE ALL ON SCHEMA public FROM verbale_service")
    run("DROP TABLE checkpoints")
    run("DROP SCHEMA log CASCADE")
