"""Many questions at once: read together, answered apart."""

from __future__ import annotations

import asyncio
from typing import Any

from service.settings import Settings
from tests.http.conftest import KEY, Service, serving
from tests.http.stories import INVITED, JOINED, LEVELS, TRUCE

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    *(
        ("/v1/tariffs", {"imposer": imposer, "target": target, "as_of": day, "known_by": known})
        for imposer in ("US", "CN")
        for target in ("IN", "NP", "EU")
        for day in ("2025-08-01", "2025-09-01", "2026-03-02", "2025-08")
        for known in ("2025-08-01", "2025-09-01", "2026-02-10")
    ),
    *(
        ("/v1/memberships", {"member": member, "initiative": name, "as_of": "2026-02-25", "known_by": known})
        for member in ("IN", "AE", "US")
        for name in ("Pax Silica", "BRICS")
        for known in ("2026-01-01", "2026-02-10", "2026-02-25")
    ),
]


async def test_questions_that_are_read_together_have_the_answers_that_each_has_alone(service: Service) -> None:
    await service.record(LEVELS, TRUCE, INVITED, JOINED)
    alone = [await service.ask(path, **asked) for path, asked in QUESTIONS]
    together = await asyncio.gather(*(service.ask(path, **asked) for path, asked in QUESTIONS for _ in range(3)))
    assert [together[3 * n] for n in range(len(QUESTIONS))] == alone
    assert together[0::3] == together[1::3] == together[2::3]


async def test_a_bad_question_among_many_harms_no_other(service: Service) -> None:
    await service.record(LEVELS)
    good = {"imposer": "US", "target": "IN", "as_of": "2025-09-01", "known_by": "2025-09-01"}
    asked = [good, {**good, "at": "999"}, good, {**good, "product": "\x00"}, {**good, "at": "1"}, good]
    answers = await asyncio.gather(*(service.get("/v1/tariffs", **each) for each in asked))
    assert [each.status_code for each in answers] == [200, 400, 200, 400, 200, 200]
    assert [bool(answers[n].json()["items"]) for n in (0, 2, 4, 5)] == [True, True, False, True]


async def test_a_caller_that_goes_away_leaves_the_others_their_answers(service: Service) -> None:
    await service.record(LEVELS)
    asked = {"imposer": "US", "target": "IN", "as_of": "2025-09-01", "known_by": "2025-09-01"}
    tasks = [asyncio.create_task(service.ask("/v1/tariffs", **asked)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, asyncio.CancelledError) for each in answers[::2])
    assert all(isinstance(each, dict) and each["items"] for each in answers[1::2])


async def test_a_database_that_goes_away_is_told_to_everyone_and_answers_again_when_it_is_back(database: str) -> None:
    asked = {"imposer": "US", "target": "IN", "as_of": "2025-09-01", "known_by": "2025-09-01"}
    async with serving(Settings(database_url=database, bootstrap_key=KEY, pool_size=4)) as service:
        await service.record(LEVELS)
        await service.ask("/v1/tariffs", **asked)
        await service.worker.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database() AND application_name = 'verbale reading'"
        )
        answers = await asyncio.gather(*(service.get("/v1/tariffs", **asked) for _ in range(20)))
        assert {each.status_code for each in answers} <= {200, 503}
        assert (await service.ask("/v1/tariffs", **asked))["items"]
