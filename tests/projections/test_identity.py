"""What analysts decide on identity reaches the tables, older positions included, and can be taken back."""

from __future__ import annotations

import asyncpg

from service.domain.events import EntitiesMerged, EntitiesSplit
from service.eventstore import EventLog, NewEvent
from service.projections.rebuilding import rebuild
from tests.projections.stories import EVIDENCE, Sent, Service

ONE, TWO = "membership:harbour-accord:KE", "membership:port-pact:KE"
LATEST = (
    "SELECT subject, span::jsonb #>> '{value,status}' AS status FROM membership_rectangles WHERE known_until > now()"
)


def member(initiative: str, status: str) -> dict[str, object]:
    return {"kind": "membership", "member": "KE", "initiative": initiative, "status": status, "evidence": EVIDENCE}


def call(person: str, day: str) -> dict[str, object]:
    people = [{"type": "person", "name": person, "country": "US"}, {"type": "country", "code": "IN"}]
    return {
        "kind": "meeting", "meeting_kind": "phone_call", "participants": people, "date": day, "status": "held",
        "evidence": EVIDENCE,
    }  # fmt: skip


async def statuses(pool: asyncpg.Pool) -> set[tuple[str, str]]:
    return {(row["subject"], row["status"]) for row in await pool.fetch(LATEST)}


async def test_merged_initiatives_answer_as_one_until_they_are_split(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        service = Service(pool, log)
        await service.send(
            [Sent(1, 1, [member("Harbour Accord", "invited")]), Sent(2, 9, [member("Port Pact", "joined")])]
        )
        await service.project()
        before = await statuses(pool)
        assert {subject for subject, _ in before} == {ONE, TWO}

        merged = EntitiesMerged(kind="membership", keys=(ONE, TWO), reason="two names of one pact")
        await log.append([NewEvent(stream="entities", payload=merged)])
        await service.project()
        assert {subject for subject, _ in await statuses(pool)} == {ONE}
        assert (ONE, "joined") in await statuses(pool)
        assert await rebuild(database, lambda *_: None, compare_only=True) == []

        split = EntitiesSplit(kind="membership", keys=(ONE, TWO), reason="they are not")
        await log.append([NewEvent(stream="entities", payload=split)])
        await service.project()
        assert await statuses(pool) == before
        assert await rebuild(database, lambda *_: None, compare_only=True) == []
        assert await service.parked() == []


async def test_merged_meetings_are_one_until_they_are_split(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        service = Service(pool, log)
        told = [Sent(1, 20, [call("Ada Lang", "2025-03-05")]), Sent(2, 21, [call("Ada Lang", "2025-03-12")])]
        await service.send(told)
        await service.project()
        query = "SELECT DISTINCT key FROM meeting_rectangles WHERE known_until > now() ORDER BY key"
        keys = [row["key"] for row in await pool.fetch(query)]
        assert len(keys) == 2

        merged = EntitiesMerged(kind="meeting", keys=tuple(keys), reason="one call, and a slip of the pen")
        await log.append([NewEvent(stream="entities", payload=merged)])
        await service.project()
        assert len(await pool.fetch(query)) == 1

        split = EntitiesSplit(kind="meeting", keys=tuple(keys), reason="two calls after all")
        await log.append([NewEvent(stream="entities", payload=split)])
        await service.project()
        assert [row["key"] for row in await pool.fetch(query)] == keys
        assert await service.parked() == []
