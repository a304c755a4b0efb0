"""
What keeps answers cheap on busy subjects, and what changes them when a day comes.

Stories in place of pairs of copies, words to search by, rectangles by how long they are known, ids in the order of
their bytes, the schedule of days to come, and the changes of answers.

Revision 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = ("meeting", "membership", "negotiation", "office", "position", "tariff")
KEY = sa.Text(collation="C")
INSTANT = sa.DateTime(timezone=True)
IDS = {
    "article_retractions": ("article_id",),
    "article_versions": ("article_id",),
    "claim_reviews": ("claim_id",),
    "claims": ("claim_id", "subject", "article_id"),
    "subjects": ("subject", "family"),
    **{f"{kind}_rectangles": ("subject",) for kind in KINDS},
}
REACH = """
CASE WHEN known_until >= '9999-12-31T00:00:00Z' THEN 14 ELSE
  (SELECT min(n) FROM generate_series(0, 13) n
   WHERE floor(extract(epoch FROM known_until) - extract(epoch FROM known_from)) < 8::numeric ^ n) END
"""
STORIES = """
DO $$ BEGIN
  INSERT INTO article_stories (article_id, version, position, story, published_at)
  SELECT v.article_id, v.version, min(k.position), v.position, v.published_at
  FROM article_copies k JOIN article_versions v USING (article_id, version) GROUP BY v.article_id, v.version;
  LOOP
    UPDATE article_stories s SET story = n.story
    FROM (SELECT k.article_id, k.version, min(o.story) AS story
          FROM article_copies k JOIN article_stories o ON (o.article_id, o.version) = (k.other_id, k.other_version)
          GROUP BY k.article_id, k.version) n
    WHERE (n.article_id, n.version) = (s.article_id, s.version) AND n.story < s.story;
    EXIT WHEN NOT FOUND;
  END LOOP;
END $$
"""
WORDS = """
INSERT INTO article_words (article_id, version, words)
SELECT v.article_id, v.version,
       to_tsvector('english', coalesce(v.title, '') || ' ' || coalesce(left(t.text, 200000), ''))
FROM article_versions v LEFT JOIN log.texts t ON t.sha256 = decode(v.text_sha256, 'hex')
"""
PAIRS = """
INSERT INTO article_copies (article_id, version, other_id, other_version, position)
SELECT a.article_id, a.version, b.article_id, b.version, greatest(a.position, b.position)
FROM article_stories a JOIN article_stories b ON b.story = a.story AND b.until_position IS NULL
WHERE a.until_position IS NULL AND a.article_id <> b.article_id
"""


def upgrade() -> None:
    for table, columns in IDS.items():
        for column in columns:
            op.alter_column(table, column, type_=KEY, existing_type=sa.Text(), existing_nullable=False)
    _stories_and_words()
    for kind in KINDS:
        _reach(f"{kind}_rectangles")
    _resolving()
    _schedule_and_changes()


def _stories_and_words() -> None:
    op.create_table(
        "article_stories",
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="from which it is known to be of this story"),
        sa.Column(
            "until_position",
            sa.BigInteger(),
            nullable=True,
            comment="from which it counts to another one, with which this one is",
        ),
        sa.Column(
            "story", sa.BigInteger(), nullable=False, comment="the position of one of its versions; a name, no order"
        ),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "version", "position", name=op.f("pk_article_stories")),
        comment="Article versions that carry one syndicated text; those that nobody copied are not listed.",
    )
    op.execute(STORIES)
    op.create_index(
        op.f("ix_article_stories_story_published_at_article_id_version"),
        "article_stories",
        ["story", "published_at", "article_id", "version"],
    )
    op.drop_table("article_copies")
    op.create_table(
        "article_words",
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "words", postgresql.TSVECTOR(), nullable=False, comment="of the title and the text; erased with them"
        ),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_article_words")),
        comment="What article versions are searched by.",
    )
    op.execute(WORDS)
    op.create_index("ix_article_words_words", "article_words", ["words"], postgresql_using="gin")


def _reach(table: str) -> None:
    op.add_column(
        table,
        sa.Column("reach", sa.SmallInteger(), nullable=True, comment="how long it is known; projections/reach.py"),
    )
    op.execute(f"UPDATE {table} SET reach = {REACH}")  # noqa: S608 - a table of ours
    op.alter_column(table, "reach", existing_type=sa.SmallInteger(), nullable=False)
    op.create_index(f"ix_{table}_subject_reach", table, ["subject", "reach", "known_from"])


def _resolving() -> None:
    op.create_table(
        "resolved_subjects",
        sa.Column("subject", KEY, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_resolved_subjects")),
        comment="Up to which position a subject was last resolved: who keeps it in memory sees whether it moved.",
    )
    op.create_table(
        "shared_subjects",
        sa.Column("subject", KEY, nullable=False),
        sa.Column(
            "since", INSTANT, nullable=False, comment="the first publication time at which it may answer otherwise"
        ),
        sa.Column(
            "articles",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="whose claims on it may have changed",
        ),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False, comment="any of its claims may have changed"),
        sa.Column("fresh", sa.Boolean(), nullable=False, comment="it has its first claims now"),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="up to which it is to be resolved"),
        sa.Column(
            "outcome",
            sa.LargeBinary(),
            nullable=True,
            comment="what is to be written; null until a worker has resolved it",
        ),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_shared_subjects")),
        comment="Subjects of the batch at hand, resolved by several workers and written by one.",
    )

    op.create_table(
        "reading_ranges",
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_reading_ranges")),
        comment="Stretches of the log whose articles are being read, each by the worker that holds its lock.",
    )


def _schedule_and_changes() -> None:
    op.create_table(
        "schedule",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", name=op.f("pk_schedule")),
        comment="The days to come on which an answer, as known now, becomes another one.",
    )
    op.create_index(op.f("ix_schedule_key"), "schedule", ["key"])
    op.create_table(
        "changes",
        sa.Column("cursor", sa.BigInteger(), autoincrement=False, nullable=False, comment="1, 2, 3, … in commit order"),
        sa.Column(
            "position", sa.BigInteger(), nullable=False, comment="of the log, at which the answer became this one"
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="the calendar's day at that moment"),
        sa.Column("recorded_at", INSTANT, server_default=sa.text("now()"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("since_day", sa.Date(), nullable=False, comment="the first day on which the answer is another one"),
        sa.Column("until_day", sa.Date(), nullable=False, comment="the day from which on it is not"),
        sa.Column(
            "before",
            sa.JSON(),
            nullable=True,
            comment="the span that was answered on these days, null where there was none",
        ),
        sa.Column("after", sa.JSON(), nullable=True, comment="the span that is answered now, null where there is none"),
        sa.PrimaryKeyConstraint("cursor", name=op.f("pk_changes")),
        comment="Every change of an answer, as known now: append-only, and never made again by a rebuild.",
    )
    op.create_index(op.f("ix_changes_key_cursor"), "changes", ["key", "cursor"])


def downgrade() -> None:
    for table in ("changes", "schedule", "reading_ranges", "shared_subjects", "resolved_subjects", "article_words"):
        op.drop_table(table)
    for kind in KINDS:
        table = f"{kind}_rectangles"
        op.drop_index(f"ix_{table}_subject_reach", table)
        op.drop_column(table, "reach")
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
    op.execute(PAIRS)
    op.drop_table("article_stories")
    for table, columns in IDS.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.Text(), existing_type=KEY, existing_nullable=False)
