"""
The tables of the read models; the log's own are declared in `eventstore/tables.py` on the same metadata.

Everything here can be dropped and rebuilt from the log: nothing is decided by a row that no event explains.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from service.domain.claims import KINDS

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

INSTANT = sa.DateTime(timezone=True)

ARTICLE_VERSIONS = sa.Table(
    "article_versions",
    METADATA,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False, comment="of the event that recorded it"),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("published_at", INSTANT, nullable=False),
    sa.Column("published_at_assumed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("sketch", sa.Text, nullable=False, comment="what near-copies of one text share; domain/syndication.py"),
    sa.Column("sketch_keys", pg.ARRAY(sa.BigInteger), nullable=False),
    sa.Column("read_position", sa.BigInteger, comment="of the event with its newest reading"),
    sa.Column("reader", sa.Text, comment="name and version of the newest reading"),
    sa.Index(None, "position", unique=True),
    sa.Index(None, "published_at"),
    sa.Index("ix_article_versions_sketch_keys", "sketch_keys", postgresql_using="gin"),
    sa.Index("ix_article_versions_text_sha256", "text_sha256"),
)

COPIES = sa.Table(
    "article_copies",
    METADATA,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("other_id", sa.Text, primary_key=True),
    sa.Column("other_version", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False, comment="from which both are held"),
    comment="Both directions of: these two article versions carry one syndicated text.",
)

RETRACTIONS = sa.Table(
    "article_retractions",
    METADATA,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("retracted_at", INSTANT, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

CLAIMS = sa.Table(
    "claims",
    METADATA,
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, comment="its home subject; domain/kinds"),
    sa.Column("article_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reading", sa.Integer, nullable=False, comment="1, 2, … for the readings of one article version"),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False, comment="of the event that holds it"),
    sa.Column("superseded_position", sa.BigInteger, comment="of the event with a newer reading"),
    sa.Column("counts_from", INSTANT, comment="set where an analyst's correction begins to count"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Index(None, "subject", "position"),
    sa.Index(None, "article_id", "version"),
)

SUBJECTS = sa.Table(
    "subjects",
    METADATA,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("family", sa.Text, nullable=False, comment="the subject without its last part, such as tariff:US"),
    sa.Index(None, "family"),
    comment="Every subject that has a claim of its own.",
)

REVIEWS = sa.Table(
    "claim_reviews",
    METADATA,
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("reviewed_at", INSTANT, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

MERGES = sa.Table(
    "entity_merges",
    METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("keys", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("verdict", sa.Text, nullable=False, comment="merged or split"),
    sa.Column("decided_at", INSTANT, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


def _rectangles(kind: str) -> sa.Table:
    """The resolved rectangles of one kind: valid days x publication time, disjoint per key."""
    name = f"{kind}_rectangles"
    return sa.Table(
        name,
        METADATA,
        sa.Column("key", sa.Text(collation="C"), primary_key=True),
        sa.Column("since_day", sa.Date, primary_key=True),
        sa.Column("known_from", INSTANT, primary_key=True),
        sa.Column("until_day", sa.Date, nullable=False),
        sa.Column("known_until", INSTANT, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("facets", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("span", sa.JSON, nullable=False),
        sa.CheckConstraint("since_day < until_day", name="days_run_forward"),
        sa.CheckConstraint("known_from < known_until", name="knowledge_runs_forward"),
        sa.Index(f"ix_{name}_subject", "subject", "key"),
        sa.Index(f"ix_{name}_facets", "facets", postgresql_using="gin"),
    )


RECTANGLES = {kind: _rectangles(kind) for kind in KINDS}

PARKED = sa.Table(
    "parked_events",
    METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("projection", sa.Text, primary_key=True),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("parked_at", INSTANT, nullable=False),
)
