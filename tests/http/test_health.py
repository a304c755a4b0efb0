"""Health: alive without a database, ready only when answers can be trusted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg

from service.settings import Settings
from tests.http.conftest import Service, serving
from tests.http.stories import LEVELS


async def test_a_service_with_nothing_recorded_is_ready(service: Service) -> None:
    assert (await service.get("/healthz")).json() == {"status": "alive"}
    response = await service.get("/readyz")
    assert (response.status_code, response.json()["ready"], response.json()["head"]) == (200, True, 0)


async def test_without_its_database_the_process_lives_and_is_not_ready() -> None:
    async with serving(Settings(database_url="postgresql://nobody@127.0.0.1:1/none")) as service:
        assert (await service.get("/healthz")).status_code == 200
        response = await service.get("/readyz")
        assert (response.status_code, response.json()["ready"]) == (503, False)
        asked = await service.get("/v1/tariffs", imposer="US", target="IN")
        assert (asked.status_code, asked.json()["type"]) == (503, "/problems/unavailable")
        assert asked.headers["retry-after"] == "1"


async def test_a_database_that_is_not_migrated_is_not_ready(empty_database: str) -> None:
    async with serving(Settings(database_url=empty_database)) as service:
        response = await service.get("/readyz")
        assert response.status_code == 503
        assert "verbale migrate" in response.json()["reason"]


async def test_projections_that_stand_still_are_not_ready(service: Service, database: str) -> None:
    (receipt,) = await service.record(LEVELS)
    connection = await asyncpg.connect(database)
    await connection.execute(
        "UPDATE checkpoints SET position = 1, advanced_at = now() - interval '1 hour' WHERE name = 'projections'"
    )
    late = (await service.get("/readyz")).json()
    assert late["ready"], "the event has only just been recorded"
    await connection.execute("ALTER TABLE log.events DISABLE TRIGGER ALL")
    await connection.execute("UPDATE log.events SET recorded_at = now() - interval '1 hour' WHERE position = 2")
    await connection.close()
    response = await service.get("/readyz")
    assert response.status_code == 503
    assert "stood still" in response.json()["reason"]
    assert response.json()["position"] < receipt["position"]


async def test_a_question_about_a_position_that_is_not_projected_waits_and_then_says_so(
    service: Service, database: str
) -> None:
    (receipt,) = await service.record(LEVELS)
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE checkpoints SET position = 1 WHERE name = 'projections'")
    await connection.close()
    service.app.state.desk.wait_s = 0.1
    response = await service.get("/v1/tariffs", imposer="US", target="IN", at=str(receipt["position"]))
    assert (response.status_code, response.json()["type"]) == (503, "/problems/unavailable")


async def test_a_calendar_that_stands_still_is_told(service: Service, database: str) -> None:
    await service.record(LEVELS)
    found = (await service.get("/readyz")).json()
    assert (found["calendar"], found["overdue"]) == (datetime.now(UTC).date().isoformat(), 0)
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO schedule (day, key, kind) VALUES (current_date - 2, 'tariff:US:IN:*:total', 'tariff')"
    )
    await connection.execute("UPDATE checkpoints SET position = position - 3 WHERE name = 'calendar'")
    await connection.close()
    found = (await service.get("/readyz")).json()
    assert (found["ready"], found["overdue"]) == (True, 1)
    assert found["calendar"] == (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
