"""
Appending anew: ids that were made for a call are looked up unless the caller has seen the log's head.

Revision 0005, after 0004. A copy of a call that a process of the server was left with, when its connection was cut, may
run after the one that was sent again; the functions of 0001 would then record its events twice.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"
NAMES = ("append", "append_one")


def replace_by(file: str) -> None:
    """Take the two functions away and create them as *file* has them, for the service to execute."""
    run = op.get_bind().exec_driver_sql
    statements = [
        "CREATE FUNCTION" + part for part in ("\n" + (SQL / file).read_text("utf-8")).split("\nCREATE FUNCTION")
    ]
    for name in NAMES:
        run(f"DROP FUNCTION log.{name}")
        run(next(each for each in statements if each.startswith(f"CREATE FUNCTION log.{name}(")))
        run(f"REVOKE ALL ON FUNCTION log.{name} FROM PUBLIC")
        run(f"GRANT EXECUTE ON FUNCTION log.{name} TO verbale_service")


def upgrade() -> None:
    replace_by("0005_append.sql")


def downgrade() -> None:
    replace_by("0001_append.sql")
