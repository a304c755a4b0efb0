"""A dossier quotes the first few that an item rests on, as the whole evidence has them, and says how many there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import asyncpg
from hypothesis import given
from hypothesis import strategies as st

from service.eventstore import EventLog
from service.intake.recording import record
from service.intake.submission import Submission
from service.projections.runner import catch_up
from service.queries import dossiers
from service.queries.asking import answer
from service.queries.clocks import read_clocks
from service.queries.evidence import Cited, evidence
from service.queries.questions import Asked
from service.queries.shortening import first_few
from tests.projections.stories import NOW, START
from tests.projections.test_stories import WIRE

VERSIONS = st.tuples(st.integers(0, 5), st.integers(1, 2))
PRINTS = st.dictionaries(VERSIONS, st.tuples(st.integers(1, 3) | st.none(), st.integers(0, 3)), max_size=8)


@given(prints=PRINTS, ordinals=st.lists(st.integers(1, 2), min_size=8, max_size=8), most=st.integers(0, 9))
def test_the_first_few_are_those_that_the_whole_begins_with(prints, ordinals, most) -> None:
    """Whatever is a copy of what, printed when, in how many versions."""
    sources: dict[str, Cited] = {}
    stories: dict[tuple[str, int], tuple[int, datetime]] = {}
    for ((paper, version), (story, day)), ordinal in zip(prints.items(), ordinals, strict=False):
        article, published_at = f"art-{paper}", START + timedelta(days=day)
        copies = [f"art-{p}.v{v}" for (p, v), (other, _) in prints.items() if other == story is not None and p != paper]
        claim_id = f"{article}.v{version}.r1.{ordinal}"
        sources[claim_id] = Cited(
            claim_id, article, version, ordinal, "", "", None, published_at, '[[0,1,"a"]]', copies or None
        )
        if story is not None:
            stories[article, version] = (story, published_at)
    claim_ids = list(sources)
    shown = evidence(first_few(claim_ids, most, stories), sources)
    assert shown == evidence(claim_ids, sources)[:most]


def paper(number: int, text: str) -> Submission:
    tariff = {"kind": "tariff", "imposer": "US", "target": "IN", "rate": 25, "basis": "total", "status": "in_force"}
    talks = {
        "kind": "negotiation", "subject": "trade deal", "status": "stalled" if number == 3 else "ongoing",
        "parties": [{"type": "country", "code": code} for code in ("IN", "US")], "date": "2025-02-20",
    }  # fmt: skip
    return Submission(
        url=f"https://paper-{number}.example/page",
        publisher=f"Paper {number}",
        published_at=(START + timedelta(hours=number)).isoformat(),
        text=f"{text} Paper number {number} printed this.",
        claims=[{**claim, "evidence": [{"start": 0, "end": 11}]} for claim in (tariff, talks)],
    )


async def test_a_dossier_with_some_evidence_is_the_whole_one_cut_short(database: str) -> None:
    async with asyncpg.create_pool(database, min_size=1, max_size=6) as pool, EventLog(pool) as log:
        for number in range(8):
            words = f"Number {number} has its own words. " * 6
            await record(log, paper(number, WIRE if number % 2 else words), NOW)
        await catch_up(pool, log)
        asked = Asked(clocks=read_clocks(NOW, START.date().isoformat()))

        async def told(cites: int | None) -> list[dict[str, Any]]:
            async with pool.acquire() as connection:
                questions = dossiers.pair(Asked(clocks=asked.clocks, cites=cites), "US", "IN")
                return (await answer(connection, questions)).items

        whole = await told(None)
        assert any(entry.get("copy_of") for each in whole for entry in each["evidence"])
        assert any(len(each["evidence"]) > 5 for each in whole)
        for cites in (0, 1, 3, 6, 100):
            assert await told(cites) == [cut(each, cites) for each in whole]


def cut(item: dict[str, Any], cites: int) -> dict[str, Any]:
    """An item with the beginning of each of its lists of evidence; here every claim has one quote."""
    short = {**item, "evidence": item["evidence"][:cites], "evidence_total": len(item["evidence"])}
    for place in ("alternatives", "next"):
        if place in item:
            short[place] = [cut(each, cites) for each in item[place]]
    return short
