"""
Keys in order: the keys of rectangles sort by their code points, whatever the locale of the database.

Revision 0006, after 0005. Lists are read along the primary key, and the keys of a subject along an index of their own.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = ("tariff", "meeting", "membership", "negotiation", "position", "office")


def change(collation: str, columns: str) -> None:
    """Sort keys by *collation*, and index subjects with *columns*."""
    run = op.get_bind().exec_driver_sql
    for kind in KINDS:
        table = f"{kind}_rectangles"
        run(f"DROP INDEX ix_{table}_subject")
        run(f'ALTER TABLE {table} ALTER COLUMN key TYPE text COLLATE "{collation}"')
        run(f"CREATE INDEX ix_{table}_subject ON {table} ({columns})")


def upgrade() -> None:
    change("C", "subject, key")


def downgrade() -> None:
    change("default", "subject, since_day, known_from")
