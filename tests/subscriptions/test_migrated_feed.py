"""A feed that was written before it had columns to filter by has them after the migration."""

from __future__ import annotations

import asyncpg

from service.postgres import migrate
from service.subscriptions.feed import read_changes
from service.subscriptions.filters import Filter

OLD = """
INSERT INTO changes (cursor, position, day, cause, kind, key, parties, since_day, until_day, before, after) VALUES
  (1, 1, '2026-03-01', 'learned', 'tariff', 'tariff:US:IN:*:total', '{IN,US}', '2026-03-01', '9999-12-31', NULL, $1),
  (2, 2, '2026-03-01', 'corrected', 'tariff', 'tariff:US:IN:*:total', '{IN,US}', '2026-03-01', '9999-12-31', $1, $2),
  (3, 3, '2026-03-01', 'retracted', 'meeting', 'meeting:x', '{IN}', '2026-03-01', '2026-03-02', $3, NULL)
"""
SPAN = (
    '{"key": "k", "since_day": "2026-03-01", "until_day": "9999-12-31", "value": %s, "rule": "latest", '
    '"sources": [], "certainty": "%s"}'
)


async def test_what_a_feed_of_before_told_can_be_filtered(database: str) -> None:
    await migrate.downgrade(database, "0007")
    connection = await asyncpg.connect(database)
    first, second = SPAN % ('{"rate": "10"}', "certain"), SPAN % ('{"rate": "12.5"}', "possible")
    await connection.execute(OLD.replace("$1", f"'{first}'").replace("$2", f"'{second}'").replace("$3", f"'{first}'"))
    await connection.execute("INSERT INTO checkpoints (name, position) VALUES ('changes', 3)")
    await connection.close()
    await migrate.upgrade(database)
    async with asyncpg.create_pool(database, min_size=0, max_size=2) as pool:
        told = (await read_changes(pool, 0)).changes
        assert [(str(each.rate_change), each.certainty) for each in told] == [
            ("10", "certain"), ("2.5", "possible"), ("None", "certain"),
        ]  # fmt: skip
        page = await read_changes(pool, 0, wanted=Filter(certainty="possible"))
        assert [each.cursor for each in page.changes] == [2]
