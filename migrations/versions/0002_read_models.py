"""
The read models: articles, claims, analysts' decisions, and the resolved rectangles of each kind.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "article_copies",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("other_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="from which both are held"),
        sa.PrimaryKeyConstraint("article_id", "version", "other_id", "other_version", name=op.f("pk_article_copies")),
        comment="Both directions of: these two article versions carry one syndicated text.",
    )
    op.create_table(
        "article_retractions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_article_retractions")),
    )
    op.create_table(
        "article_versions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="of the event that recorded it"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at_assumed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column(
            "sketch", sa.Text(), nullable=False, comment="what near-copies of one text share; domain/syndication.py"
        ),
        sa.Column("sketch_keys", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("read_position", sa.BigInteger(), nullable=True, comment="of the event with its newest reading"),
        sa.Column("reader", sa.Text(), nullable=True, comment="name and version of the newest reading"),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_article_versions")),
    )
    op.create_index(op.f("ix_article_versions_position"), "article_versions", ["position"], unique=True)
    op.create_index(op.f("ix_article_versions_published_at"), "article_versions", ["published_at"], unique=False)
    op.create_index(
        "ix_article_versions_sketch_keys", "article_versions", ["sketch_keys"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_article_versions_text_sha256", "article_versions", ["text_sha256"], unique=False)
    op.create_table(
        "claim_reviews",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "position", name=op.f("pk_claim_reviews")),
    )
    op.create_table(
        "claims",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="its home subject; domain/kinds"),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False, comment="1, 2, … for the readings of one article version"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="of the event that holds it"),
        sa.Column("superseded_position", sa.BigInteger(), nullable=True, comment="of the event with a newer reading"),
        sa.Column(
            "counts_from",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="set where an analyst's correction begins to count",
        ),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_article_id_version"), "claims", ["article_id", "version"], unique=False)
    op.create_index(op.f("ix_claims_subject_position"), "claims", ["subject", "position"], unique=False)
    op.create_table(
        "entity_merges",
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False, comment="merged or split"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_entity_merges")),
    )
    op.create_table(
        "meeting_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_meeting_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_meeting_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_meeting_rectangles")),
    )
    op.create_index(
        "ix_meeting_rectangles_facets", "meeting_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_meeting_rectangles_subject", "meeting_rectangles", ["subject", "since_day", "known_from"], unique=False
    )
    op.create_table(
        "membership_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_membership_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_membership_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_membership_rectangles")),
    )
    op.create_index(
        "ix_membership_rectangles_facets", "membership_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_membership_rectangles_subject",
        "membership_rectangles",
        ["subject", "since_day", "known_from"],
        unique=False,
    )
    op.create_table(
        "negotiation_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_negotiation_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_negotiation_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_negotiation_rectangles")),
    )
    op.create_index(
        "ix_negotiation_rectangles_facets", "negotiation_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_negotiation_rectangles_subject",
        "negotiation_rectangles",
        ["subject", "since_day", "known_from"],
        unique=False,
    )
    op.create_table(
        "office_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_office_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_office_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_office_rectangles")),
    )
    op.create_index(
        "ix_office_rectangles_facets", "office_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_office_rectangles_subject", "office_rectangles", ["subject", "since_day", "known_from"], unique=False
    )
    op.create_table(
        "parked_events",
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("projection", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", "projection", name=op.f("pk_parked_events")),
    )
    op.create_table(
        "position_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_position_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_position_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_position_rectangles")),
    )
    op.create_index(
        "ix_position_rectangles_facets", "position_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_position_rectangles_subject", "position_rectangles", ["subject", "since_day", "known_from"], unique=False
    )
    op.create_table(
        "subjects",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False, comment="the subject without its last part, such as tariff:US"),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_subjects")),
        comment="Every subject that has a claim of its own.",
    )
    op.create_index(op.f("ix_subjects_family"), "subjects", ["family"], unique=False)
    op.create_table(
        "tariff_rectangles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.CheckConstraint("known_from < known_until", name=op.f("ck_tariff_rectangles_knowledge_runs_forward")),
        sa.CheckConstraint("since_day < until_day", name=op.f("ck_tariff_rectangles_days_run_forward")),
        sa.PrimaryKeyConstraint("key", "since_day", "known_from", name=op.f("pk_tariff_rectangles")),
    )
    op.create_index(
        "ix_tariff_rectangles_facets", "tariff_rectangles", ["facets"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_tariff_rectangles_subject", "tariff_rectangles", ["subject", "since_day", "known_from"], unique=False
    )


def downgrade() -> None:

    op.drop_index("ix_tariff_rectangles_subject", table_name="tariff_rectangles")
    op.drop_index("ix_tariff_rectangles_facets", table_name="tariff_rectangles", postgresql_using="gin")
    op.drop_table("tariff_rectangles")
    op.drop_index(op.f("ix_subjects_family"), table_name="subjects")
    op.drop_table("subjects")
    op.drop_index("ix_position_rectangles_subject", table_name="position_rectangles")
    op.drop_index("ix_position_rectangles_facets", table_name="position_rectangles", postgresql_using="gin")
    op.drop_table("position_rectangles")
    op.drop_table("parked_events")
    op.drop_index("ix_office_rectangles_subject", table_name="office_rectangles")
    op.drop_index("ix_office_rectangles_facets", table_name="office_rectangles", postgresql_using="gin")
    op.drop_table("office_rectangles")
    op.drop_index("ix_negotiation_rectangles_subject", table_name="negotiation_rectangles")
    op.drop_index("ix_negotiation_rectangles_facets", table_name="negotiation_rectangles", postgresql_using="gin")
    op.drop_table("negotiation_rectangles")
    op.drop_index("ix_membership_rectangles_subject", table_name="membership_rectangles")
    op.drop_index("ix_membership_rectangles_facets", table_name="membership_rectangles", postgresql_using="gin")
    op.drop_table("membership_rectangles")
    op.drop_index("ix_meeting_rectangles_subject", table_name="meeting_rectangles")
    op.drop_index("ix_meeting_rectangles_facets", table_name="meeting_rectangles", postgresql_using="gin")
    op.drop_table("meeting_rectangles")
    op.drop_table("entity_merges")
    op.drop_index(op.f("ix_claims_subject_position"), table_name="claims")
    op.drop_index(op.f("ix_claims_article_id_version"), table_name="claims")
    op.drop_table("claims")
    op.drop_table("claim_reviews")
    op.drop_index("ix_article_versions_text_sha256", table_name="article_versions")
    op.drop_index("ix_article_versions_sketch_keys", table_name="article_versions", postgresql_using="gin")
    op.drop_index(op.f("ix_article_versions_published_at"), table_name="article_versions")
    op.drop_index(op.f("ix_article_versions_position"), table_name="article_versions")
    op.drop_table("article_versions")
    op.drop_table("article_retractions")
    op.drop_table("article_copies")
