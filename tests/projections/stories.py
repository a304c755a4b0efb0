"""
Small random stories: articles with attached claims of all kinds, corrections, copies and retractions.

A story is a list of steps in the order of arrival, which is any order of publication. Few parties, rates and days, so
that claims bear on each other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import asyncpg
from hypothesis import strategies as st

from service.domain.errors import NotFound
from service.eventstore import EventLog
from service.intake.recording import record, retract
from service.intake.submission import Submission, article_id_of
from service.projections.runner import catch_up, project_batch

START = datetime(2025, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
TEXT = "Claims are attached to this text, and the text itself says nothing that a reader could read. "
EVIDENCE = [{"start": 0, "end": 6, "text": TEXT[:6]}]

days = st.integers(0, 40).map(lambda n: (START.date() + timedelta(days=n)).isoformat())
dates = st.none() | days | st.sampled_from(["2025-03", "2025-04", "2025-03/..", "../2025-03-20", "2025"])
parties = st.sampled_from(["US", "IN", "CN"])
people = st.sampled_from(["Ada Lang", "B. Moro", "Chen Wei"])


def claim(kind: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    values = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in fields.items()}
    return st.fixed_dictionaries({"kind": st.just(kind), "evidence": st.just(EVIDENCE), **values})


tariffs = claim(
    "tariff",
    imposer=st.just("US"),
    target=st.sampled_from(["IN", "CN", "WORLD"]),
    product=st.sampled_from(["*", "*", "steel"]),
    rate=st.sampled_from([None, 10, 25, 50]),
    basis=st.sampled_from(["total", "component"]),
    component_reason=st.sampled_from([None, "reciprocal"]),
    status=st.sampled_from(["in_force", "announced", "suspended", "lifted", "withdrawn", "threatened", "exempt"]),
    valid_from=dates,
    valid_to=st.none() | days,
)
memberships = claim(
    "membership",
    member=parties,
    initiative=st.sampled_from(["Pax Silica", "Quad"]),
    status=st.sampled_from(["member", "expected_to_join", "joined", "left", "invited"]),
    date=dates,
)
negotiations = claim(
    "negotiation",
    parties=st.just([{"type": "country", "code": "US"}, {"type": "country", "code": "IN"}]),
    subject=st.sampled_from(["trade deal", "interim trade agreement"]),
    status=st.sampled_from(["ongoing", "stalled", "concluded", "signed"]),
    date=dates,
)
meetings = claim(
    "meeting",
    meeting_kind=st.sampled_from(["visit", "bilateral", "phone_call"]),
    participants=st.lists(
        st.fixed_dictionaries({"type": st.just("person"), "name": people, "country": parties}),
        min_size=1,
        max_size=2,
    ),
    place=st.sampled_from([None, "Washington", "New Delhi"]),
    date=dates,
    status=st.sampled_from(["planned", "held", "postponed", "cancelled"]),
)
positions = claim(
    "position", actor=parties, stance=st.sampled_from(["red_line", "demand"]), topic=st.sampled_from(["dairy", "steel"])
)
offices = claim("office", person=people, role=st.sampled_from(["Foreign Minister", "Prime Minister"]), country=parties)
claims = st.one_of(tariffs, tariffs, memberships, meetings, negotiations, positions, offices)


class Sent(NamedTuple):
    """An article version as it is sent; `page` tells addresses apart."""

    page: int
    published: int
    claims: list[dict[str, Any]]

    def submission(self, number: int) -> Submission:
        return Submission(
            url=f"https://paper.example/{self.page}",
            publisher=f"Paper {self.page}",
            published_at=(START + timedelta(days=self.published, hours=self.page)).isoformat(),
            text=f"{TEXT}Version {number} of page {self.page}.",
            claims=self.claims,
        )


class Withdrawn(NamedTuple):
    """A page that its publisher withdraws; nothing happens if it was never sent."""

    page: int
    published: int


articles = st.builds(Sent, st.integers(0, 5), st.integers(0, 40), st.lists(claims, max_size=3))
stories = st.lists(articles, min_size=1, max_size=7, unique_by=lambda sent: (sent.page, sent.published))
withdrawals = st.builds(Withdrawn, st.integers(0, 5), st.integers(0, 45))
moments = st.integers(-1, 46).map(lambda n: START + timedelta(days=n, hours=12))
asked_days = st.integers(-20, 60).map(lambda n: START.date() + timedelta(days=n))


class Service:
    """A log and its projections on one database."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        self.pool = pool
        self.log = log

    async def send(self, story: list[Sent | Withdrawn]) -> None:
        """Record every step, in order, without projecting."""
        for step in story:
            if isinstance(step, Sent):
                await record(self.log, step.submission(step.published), NOW)
                continue
            moment = START + timedelta(days=step.published, hours=step.page)
            page = Sent(step.page, 0, []).submission(0).url
            try:
                await retract(self.log, article_id_of(page), moment, "withdrawn")
            except NotFound:
                continue

    async def project(self, batch: int | None = None) -> int:
        """Bring the projections to the head, in batches of *batch*; the position reached."""
        if batch is None:
            return await catch_up(self.pool, self.log)
        while await project_batch(self.pool, self.log, batch):
            pass
        return await self.log.head()

    async def parked(self) -> list[str]:
        return [row["error"] for row in await self.pool.fetch("SELECT error FROM parked_events")]
