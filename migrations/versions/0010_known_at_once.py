"""
Indexes by which a busy key, and everything about a busy pair, is read without what was known before.

Rectangles of a key by how long they are known, those that are still known apart from those that are not, and by when
they ended to be. Short on disk for what they save: about a tenth of the rectangles themselves.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = ("meeting", "membership", "negotiation", "office", "position", "tariff")
EVER = "reach = 14"
ENDED = "reach < 14"


def upgrade() -> None:
    for kind in KINDS:
        table = f"{kind}_rectangles"
        op.create_index(
            f"ix_{table}_known",
            table,
            ["key", "reach", "known_from"],
            postgresql_include=["since_day", "until_day", "known_until"],
        )
        op.create_index(f"ix_{table}_ended", table, ["known_until"], postgresql_where=sa.text(ENDED))
        for name, where in (("facets_ever", EVER), ("facets_ended", ENDED)):
            op.create_index(
                f"ix_{table}_{name}", table, ["facets"], postgresql_using="gin", postgresql_where=sa.text(where)
            )
        op.drop_index(f"ix_{table}_facets", table)


def downgrade() -> None:
    for kind in KINDS:
        table = f"{kind}_rectangles"
        op.create_index(f"ix_{table}_facets", table, ["facets"], postgresql_using="gin")
        for name in ("facets_ended", "facets_ever", "ended", "known"):
            op.drop_index(f"ix_{table}_{name}", table)
