"""
Adopting: the function by which the owner takes over another database's events.

Revision 0004, after 0003. The function stands in migrations/sql/0004_adopt.sql; the service may not execute it.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    text = (SQL / "0004_adopt.sql").read_text("utf-8")
    op.get_bind().exec_driver_sql("CREATE FUNCTION" + ("\n" + text).split("\nCREATE FUNCTION")[1])
    op.get_bind().exec_driver_sql("REVOKE ALL ON FUNCTION log.adopt FROM PUBLIC")


def downgrade() -> None:
    op.get_bind().exec_driver_sql("DROP FUNCTION log.adopt")
