"""
The change feed is append-only, and has what its readers filter by beside it.

How sure an answer is and how far its rate moved stand in columns; a trigger refuses every change of a row but that
its words go. Causes that were told before this revision stay as they were told.

Revision 0008, after 0007.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REFUSE = Path(__file__).parent.parent / "sql" / "0008_changes.sql"
RATE = "CASE WHEN kind = 'tariff' THEN ({span} #>> '{{value,rate}}')::numeric END"
BEFORE, AFTER = RATE.format(span="before"), RATE.format(span="after")
FILL = f"""
UPDATE changes SET
  certainty = coalesce(after ->> 'certainty', before ->> 'certainty', 'certain'),
  rate_change = CASE WHEN {BEFORE} IS NOT NULL OR {AFTER} IS NOT NULL
                THEN abs(coalesce({AFTER}, 0) - coalesce({BEFORE}, 0)) END
"""  # noqa: S608 - our own columns
TRIGGERS = {
    "refuse_change": "BEFORE UPDATE OR DELETE ON changes FOR EACH ROW",
    "refuse_truncate": "BEFORE TRUNCATE ON changes FOR EACH STATEMENT",
}


def upgrade() -> None:
    op.add_column(
        "changes",
        sa.Column("certainty", sa.Text(), nullable=True, comment="of the answer now, or of the one that is gone"),
    )
    op.add_column(
        "changes",
        sa.Column(
            "rate_change", sa.Numeric(), nullable=True, comment="in percentage points; null where no rate is told"
        ),
    )
    op.execute(FILL)
    op.alter_column("changes", "certainty", existing_type=sa.Text(), nullable=False)
    op.create_index(op.f("ix_changes_recorded_at"), "changes", ["recorded_at"])
    op.get_bind().exec_driver_sql(REFUSE.read_text("utf-8"))
    for name, when in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_unless_erased()")
        op.execute(f"ALTER TABLE changes ENABLE ALWAYS TRIGGER {name}")  # also while replicating
    op.execute("REVOKE DELETE, TRUNCATE ON changes FROM verbale_service")


def downgrade() -> None:
    op.execute("GRANT DELETE, TRUNCATE ON changes TO verbale_service")
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON changes")
    op.execute("DROP FUNCTION refuse_unless_erased()")
    op.drop_index(op.f("ix_changes_recorded_at"), "changes")
    op.drop_column("changes", "rate_change")
    op.drop_column("changes", "certainty")
