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
KEY = sa.Text(collation="C")
"""Ids, keys and subjects: compared and ordered byte by byte, whatever the database's locale."""

ARTICLE_VERSIONS = sa.Table(
    "article_versions",
    METADATA,
    sa.Column("article_id", KEY, primary_key=True),
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
    sa.Index(
        "ix_article_versions_sketch_keys",
        "sketch_keys",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    ),
    sa.Index("ix_article_versions_text_sha256", "text_sha256"),
)

STORIES = sa.Table(
    "article_stories",
    METADATA,
    sa.Column("article_id", KEY, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, comment="from which it is known to be of this story"),
    sa.Column("until_position", sa.BigInteger, comment="from which it counts to another one, with which this one is"),
    sa.Column("story", sa.BigInteger, nullable=False, comment="the position of one of its versions; a name, no order"),
    sa.Column("published_at", INSTANT, nullable=False),
    sa.Index(None, "story", "published_at", "article_id", "version"),
    comment="Article versions that carry one syndicated text; those that nobody copied are not listed.",
)

WORDS = sa.Table(
    "article_words",
    METADATA,
    sa.Column("article_id", KEY, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("words", pg.TSVECTOR, nullable=False, comment="of the title and the text; erased with them"),
    sa.Index("ix_article_words_words", "words", postgresql_using="gin"),
    comment="What article versions are searched by.",
)

RETRACTIONS = sa.Table(
    "article_retractions",
    METADATA,
    sa.Column("article_id", KEY, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("retracted_at", INSTANT, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

CLAIMS = sa.Table(
    "claims",
    METADATA,
    sa.Column("claim_id", KEY, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", KEY, nullable=False, comment="its home subject; domain/kinds"),
    sa.Column("article_id", KEY, nullable=False),
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
    sa.Column("subject", KEY, primary_key=True),
    sa.Column("family", KEY, nullable=False, comment="the subject without its last part, such as tariff:US"),
    sa.Index(None, "family"),
    comment="Every subject that has a claim of its own.",
)

REVIEWS = sa.Table(
    "claim_reviews",
    METADATA,
    sa.Column("claim_id", KEY, primary_key=True),
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
    ended = sa.text("reach < 14")
    return sa.Table(
        name,
        METADATA,
        sa.Column("key", KEY, primary_key=True),
        sa.Column("since_day", sa.Date, primary_key=True),
        sa.Column("known_from", INSTANT, primary_key=True),
        sa.Column("until_day", sa.Date, nullable=False),
        sa.Column("known_until", INSTANT, nullable=False),
        sa.Column("reach", sa.SmallInteger, nullable=False, comment="how long it is known; projections/reach.py"),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("facets", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("span", sa.JSON, nullable=False),
        sa.CheckConstraint("since_day < until_day", name="days_run_forward"),
        sa.CheckConstraint("known_from < known_until", name="knowledge_runs_forward"),
        sa.Index(f"ix_{name}_subject", "subject", "key"),
        sa.Index(f"ix_{name}_subject_reach", "subject", "reach", "known_from"),
        sa.Index(
            f"ix_{name}_known",
            *("key", "reach", "known_from"),
            postgresql_include=["since_day", "until_day", "known_until"],
        ),
        sa.Index(f"ix_{name}_ended", "known_until", postgresql_where=ended),
        sa.Index(f"ix_{name}_facets_ever", "facets", postgresql_using="gin", postgresql_where=sa.text("reach = 14")),
        sa.Index(f"ix_{name}_facets_ended", "facets", postgresql_using="gin", postgresql_where=ended),
    )


RECTANGLES = {kind: _rectangles(kind) for kind in KINDS}

RESOLVED = sa.Table(
    "resolved_subjects",
    METADATA,
    sa.Column("subject", KEY, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    comment="Up to which position a subject was last resolved: who keeps it in memory sees whether it moved.",
)

SHARED = sa.Table(
    "shared_subjects",
    METADATA,
    sa.Column("subject", KEY, primary_key=True),
    sa.Column("since", INSTANT, nullable=False, comment="the first publication time at which it may answer otherwise"),
    sa.Column("articles", pg.ARRAY(sa.Text), nullable=False, comment="whose claims on it may have changed"),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False, comment="any of its claims may have changed"),
    sa.Column("fresh", sa.Boolean, nullable=False, comment="it has its first claims now"),
    sa.Column("position", sa.BigInteger, nullable=False, comment="up to which it is to be resolved"),
    sa.Column("outcome", sa.LargeBinary, comment="what is to be written; null until a worker has resolved it"),
    comment="Subjects of the batch at hand, resolved by several workers and written by one.",
)

READING = sa.Table(
    "reading_ranges",
    METADATA,
    sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    comment="Stretches of the log whose articles are being read, each by the worker that holds its lock.",
)

SCHEDULE = sa.Table(
    "schedule",
    METADATA,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("key", KEY, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Index(None, "key"),
    comment="The days to come on which an answer, as known now, becomes another one.",
)

CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("cursor", sa.BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3, … in commit order"),
    sa.Column("position", sa.BigInteger, nullable=False, comment="of the log, at which the answer became this one"),
    sa.Column("day", sa.Date, nullable=False, comment="the calendar's day at that moment"),
    sa.Column("recorded_at", INSTANT, nullable=False, server_default=sa.func.now()),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", KEY, nullable=False),
    sa.Column("parties", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("since_day", sa.Date, nullable=False, comment="the first day on which the answer is another one"),
    sa.Column("until_day", sa.Date, nullable=False, comment="the day from which on it is not"),
    sa.Column("before", sa.JSON, comment="the span that was answered on these days, null where there was none"),
    sa.Column("after", sa.JSON, comment="the span that is answered now, null where there is none"),
    sa.Column("certainty", sa.Text, nullable=False, comment="of the answer now, or of the one that is gone"),
    sa.Column("rate_change", sa.Numeric, comment="in percentage points; null where no rate is told"),
    sa.Index(None, "key", "cursor"),
    sa.Index(None, "recorded_at"),
    comment="Every change of an answer, as known now: append-only, and never made again by a rebuild.",
)

SUBSCRIPTIONS = sa.Table(
    "subscriptions",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False, comment="in the order of creation"),
    sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
    sa.Column("name", sa.Text, nullable=False, comment="what people call it"),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False, comment="of the target, with its port: calls to one are bounded"),
    sa.Column("filter", sa.JSON, nullable=False),
    sa.Column("timeout_s", sa.Float, nullable=False, comment="of one attempt"),
    sa.Column("patience_s", sa.Integer, nullable=False, comment="how long a change is tried before it is given up"),
    sa.Column("state", sa.Text, nullable=False, comment="active, paused, or ended by its target"),
    sa.Column("reason", sa.Text, comment="why it is not active"),
    sa.Column("cursor", sa.BigInteger, nullable=False, comment="every change up to it is taken or given up"),
    sa.Column("matched", sa.BigInteger, nullable=False, comment="the newest change that is for it, as far as looked"),
    sa.Column("replay_cursor", sa.BigInteger, comment="every change up to it is sent again; null: no replay"),
    sa.Column("replay_last", sa.BigInteger, comment="the last change to be sent again"),
    sa.Column("replay_only_dead", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("at_hand", sa.BigInteger, comment="the change that is being tried again; null: none"),
    sa.Column("at_hand_replayed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0", comment="failed ones of the change at hand"),
    sa.Column("first_attempt_at", INSTANT, comment="of the change at hand"),
    sa.Column("due_at", INSTANT, nullable=False, server_default=sa.func.now(), comment="of the next attempt, if any"),
    sa.Column("lease", sa.Text, comment="the worker that delivers for it"),
    sa.Column("leased_until", INSTANT, comment="after which another worker may"),
    sa.Column("attempts", sa.BigInteger, nullable=False, server_default="0", comment="all, tests included"),
    sa.Column("delivered", sa.BigInteger, nullable=False, server_default="0", comment="changes that were taken"),
    sa.Column("attempted_at", INSTANT),
    sa.Column("progressed_at", INSTANT, comment="when a change was last taken or given up"),
    sa.Column("last_error", sa.Text, comment="of the last attempt; null: it was taken"),
    sa.Column("idempotency_key", sa.Text, unique=True),
    sa.Column("request_sha256", sa.Text, comment="of the request that came with the key"),
    sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name="state_is_known"),
    sa.CheckConstraint("(replay_cursor IS NULL) = (replay_last IS NULL)", name="replay_is_whole"),
    sa.Index(None, "due_at"),
    comment="Webhooks: who wants which changes, and how far each has them.",
)

SUBSCRIPTION_SECRETS = sa.Table(
    "subscription_secrets",
    METADATA,
    sa.Column("subscription", KEY, sa.ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("signs_until", INSTANT, comment="null: until it is replaced"),
    comment="What messages are signed with; nothing that is answered is read from here.",
)

SUBSCRIPTION_ATTEMPTS = sa.Table(
    "subscription_attempts",
    METADATA,
    sa.Column("subscription", KEY, sa.ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3, …; old ones go"),
    sa.Column("sent_at", INSTANT, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="change, replay or test"),
    sa.Column("cursor", sa.BigInteger, comment="of the change; null: a test"),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False, comment="1, 2, 3, … for one change"),
    sa.Column("latency_ms", sa.Float, nullable=False),
    sa.Column("status", sa.Integer, comment="of the answer; null: none came"),
    sa.Column("error", sa.Text),
    sa.Column("outcome", sa.Text, nullable=False, comment="delivered, retried, dead or ended"),
    comment="The newest attempts of each subscription.",
)

SUBSCRIPTION_DEAD_LETTERS = sa.Table(
    "subscription_dead_letters",
    METADATA,
    sa.Column("subscription", KEY, sa.ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("cursor", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("died_at", INSTANT, nullable=False, server_default=sa.func.now()),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("replayed_at", INSTANT, comment="when it was taken after all"),
    comment="Changes that were given up.",
)

PARKED = sa.Table(
    "parked_events",
    METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("projection", sa.Text, primary_key=True),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("parked_at", INSTANT, nullable=False),
)
