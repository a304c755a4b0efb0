"""
Webhooks: subscriptions with their cursors and leases, their secrets, what became of attempts, and what was given up.

Revision 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.Text(collation="C")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "number", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="in the order of creation"
        ),
        sa.Column("created_at", INSTANT, server_default=sa.text("now()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="what people call it"),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False, comment="of the target, with its port: calls to one are bounded"),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("timeout_s", sa.Float(), nullable=False, comment="of one attempt"),
        sa.Column(
            "patience_s", sa.Integer(), nullable=False, comment="how long a change is tried before it is given up"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="active, paused, or ended by its target"),
        sa.Column("reason", sa.Text(), comment="why it is not active"),
        sa.Column("cursor", sa.BigInteger(), nullable=False, comment="every change up to it is taken or given up"),
        sa.Column(
            "matched", sa.BigInteger(), nullable=False, comment="the newest change that is for it, as far as looked"
        ),
        sa.Column("replay_cursor", sa.BigInteger(), comment="every change up to it is sent again; null: no replay"),
        sa.Column("replay_last", sa.BigInteger(), comment="the last change to be sent again"),
        sa.Column("replay_only_dead", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at_hand", sa.BigInteger(), comment="the change that is being tried again; null: none"),
        sa.Column("at_hand_replayed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "attempt", sa.Integer(), server_default="0", nullable=False, comment="failed ones of the change at hand"
        ),
        sa.Column("first_attempt_at", INSTANT, comment="of the change at hand"),
        sa.Column(
            "due_at", INSTANT, server_default=sa.text("now()"), nullable=False, comment="of the next attempt, if any"
        ),
        sa.Column("lease", sa.Text(), comment="the worker that delivers for it"),
        sa.Column("leased_until", INSTANT, comment="after which another worker may"),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False, comment="all, tests included"),
        sa.Column("delivered", sa.BigInteger(), server_default="0", nullable=False, comment="changes that were taken"),
        sa.Column("attempted_at", INSTANT),
        sa.Column("progressed_at", INSTANT, comment="when a change was last taken or given up"),
        sa.Column("last_error", sa.Text(), comment="of the last attempt; null: it was taken"),
        sa.Column("idempotency_key", sa.Text()),
        sa.Column("request_sha256", sa.Text(), comment="of the request that came with the key"),
        sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name=op.f("ck_subscriptions_state_is_known")),
        sa.CheckConstraint(
            "(replay_cursor IS NULL) = (replay_last IS NULL)", name=op.f("ck_subscriptions_replay_is_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_subscriptions_idempotency_key")),
        comment="Webhooks: who wants which changes, and how far each has them.",
    )
    op.create_index(op.f("ix_subscriptions_due_at"), "subscriptions", ["due_at"])
    _what_belongs_to_one()


def _what_belongs_to_one() -> None:
    op.create_table(
        "subscription_attempts",
        sa.Column("subscription", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="1, 2, 3, …; old ones go"),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="change, replay or test"),
        sa.Column("cursor", sa.BigInteger(), comment="of the change; null: a test"),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="1, 2, 3, … for one change"),
        sa.Column("latency_ms", sa.Float(), nullable=False),
        sa.Column("status", sa.Integer(), comment="of the answer; null: none came"),
        sa.Column("error", sa.Text()),
        sa.Column("outcome", sa.Text(), nullable=False, comment="delivered, retried, dead or ended"),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_attempts_subscription_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription", "number", name=op.f("pk_subscription_attempts")),
        comment="The newest attempts of each subscription.",
    )
    op.create_table(
        "subscription_dead_letters",
        sa.Column("subscription", KEY, nullable=False),
        sa.Column("cursor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("died_at", INSTANT, server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("replayed_at", INSTANT, comment="when it was taken after all"),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_dead_letters_subscription_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription", "cursor", name=op.f("pk_subscription_dead_letters")),
        comment="Changes that were given up.",
    )
    op.create_table(
        "subscription_secrets",
        sa.Column("subscription", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("signs_until", INSTANT, comment="null: until it is replaced"),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_secrets_subscription_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription", "number", name=op.f("pk_subscription_secrets")),
        comment="What messages are signed with; nothing that is answered is read from here.",
    )


def downgrade() -> None:
    for table in ("subscription_secrets", "subscription_dead_letters", "subscription_attempts", "subscriptions"):
        op.drop_table(table)
