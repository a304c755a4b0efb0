"""
The log's tables, as migrations/versions/0001_log.py and 0003_proof.py create them.

Read them with Core where that is short. Nothing writes to the schema `log` but its functions; `CHECKPOINTS` alone is
the service's to write.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from service.tables import INSTANT, METADATA

SCHEMA = "log"
ROLE = "verbale_service"
"""What the service may do, as a role of Postgres: read the log and append to it, write the read models."""

FREQUENT_TYPES = ("article.recorded", "claims.extracted")
"""What most events are; they are read in order of position, and are left out of the index of types."""
RARE_TYPES = "type <> ALL (ARRAY['article.recorded', 'claims.extracted'])"
"""The predicate of the index of types: a query that repeats it can use the index."""

HEAD = sa.Table(
    "head",
    METADATA,
    sa.Column("only_row", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("log_id", sa.Uuid, nullable=False, server_default=sa.func.gen_random_uuid()),
    sa.Column("partition_rows", sa.BigInteger, nullable=False, server_default=sa.text("33554432")),
    schema=SCHEMA,
    comment="One row. Who appends holds its lock to the commit; it is never updated.",
)

PARTITIONS = sa.Table(
    "partitions",
    METADATA,
    sa.Column("first_position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last_position", sa.BigInteger, nullable=False),
    schema=SCHEMA,
)

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.Column("stream_version", sa.BigInteger, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("version", sa.SmallInteger, nullable=False),
    sa.Column("type", sa.Text(collation="C"), nullable=False),
    sa.Column("stream", sa.Text(collation="C"), nullable=False),
    sa.Column("previous_hash", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
    sa.Column("payload", pg.JSON, nullable=False),
    sa.Column("metadata", pg.JSON, nullable=False),
    sa.Index("ix_events_event_id", "event_id"),
    sa.Index("ix_events_stream", "stream", "stream_version"),
    sa.Index("ix_events_type", "type", "position", postgresql_where=sa.text(RARE_TYPES)),
    schema=SCHEMA,
    postgresql_partition_by="RANGE (position)",
)

TEXTS = sa.Table(
    "texts",
    METADATA,
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("text", sa.Text, comment="null once it is erased"),
    sa.Column("erased_position", sa.BigInteger, comment="of the event that erased it"),
    schema=SCHEMA,
)

NODES = sa.Table(
    "nodes",
    METADATA,
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "hash",
        sa.LargeBinary,
        nullable=False,
        comment="over the 2^level events from position number * 2^level + 1",
    ),
    schema=SCHEMA,
)

HEADS = sa.Table(
    "heads",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.Text, nullable=False, comment="a signed note (C2SP tlog-checkpoint)"),
    schema=SCHEMA,
)

CHECKPOINTS = sa.Table(
    "checkpoints",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False, comment="the last one handled"),
    sa.Column("advanced_at", INSTANT, nullable=False, server_default=sa.func.now()),
)
