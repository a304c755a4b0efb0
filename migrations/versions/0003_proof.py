"""
Proof: the interior nodes of the tree over the events, and the heads that were signed.

Revision 0003, after 0002. Functions stand in migrations/sql/0003_proof.sql.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"

TABLES = (
    """
    CREATE TABLE log.nodes (
        level smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
        number bigint NOT NULL CHECK (number >= 0),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        PRIMARY KEY (level, number)
    )
    """,
    r"""
    CREATE TABLE log.heads (
        number bigint NOT NULL PRIMARY KEY,
        size bigint NOT NULL CHECK (size > 0),
        public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
        note text NOT NULL CHECK (split_part(note, E'\n', 2) = size::text)
    )
    """,
    "COMMENT ON COLUMN log.nodes.hash IS 'over the 2^level events from position number * 2^level + 1'",
    "COMMENT ON COLUMN log.heads.note IS 'a signed note (C2SP tlog-checkpoint)'",
)


def run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    for statement in TABLES:
        run(statement)
    text = (SQL / "0003_proof.sql").read_text("utf-8")
    for part in ("\n" + text).split("\nCREATE FUNCTION")[1:]:
        run("CREATE FUNCTION" + part)
    for table in ("log.nodes", "log.heads"):
        for name, event, each in (
            ("refuse_change", "UPDATE OR DELETE", "ROW"),
            ("refuse_truncate", "TRUNCATE", "STATEMENT"),
        ):
            run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION log.refuse()")
            run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        run(f"GRANT SELECT ON {table} TO verbale_service")
    run("REVOKE ALL ON FUNCTION log.subtrees, log.grow_tree, log.keep_head FROM PUBLIC")
    run("GRANT EXECUTE ON FUNCTION log.grow_tree, log.keep_head TO verbale_service")


def downgrade() -> None:
    run("DROP TABLE log.heads, log.nodes")
    run("DROP FUNCTION log.keep_head, log.grow_tree, log.subtrees")
