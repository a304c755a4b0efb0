"""
What one more report costs a subject that is told of all the time (`python -m tests.bench.hottest 1000 4000 16000`).

The next report in order costs what it changes. One that comes late costs the reading of all that was published since: the
table says how far back it was published, as a share of the subject's time.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal

from service.domain.claims import TariffClaim
from service.domain.kinds import tariff
from service.domain.reports import Report
from tests.bench.courses import Course, Duty
from tests.bench.news import MISTAKEN, NOW, START, VAGUE

SUBJECT = "tariff:US:IN"
NEXT = 20
LATE = (0.98, 0.9, 0.5, 0.1)


class Told:
    """Reports of one pair's duties: total and a component, of all goods and two products, as papers agree on them."""

    def __init__(self, seed: int = 5) -> None:
        self._drawn = random.Random(seed)
        self._courses: dict[tuple[bool, str], Course] = {}
        self._count = 0

    def at(self, share: float) -> Report:
        """A report that is published when so much of the time has passed."""
        drawn, published = self._drawn, START + (NOW - START) * share
        goods = (drawn.random() < 0.25, drawn.choice(["*"] * 8 + ["steel", "medicines"]))
        if goods not in self._courses:
            self._courses[goods] = Duty(random.Random(str(goods)), START.date(), NOW.date())
        stage = self._courses[goods].told_on(published.date(), drawn, MISTAKEN)
        chance, first = drawn.random(), stage.first.isoformat()
        self._count += 1
        return Report(
            claim_id=f"{self._count}.0",
            claim=TariffClaim(
                imposer="US", target="IN", product=goods[1], status=stage.status, rate=Decimal(stage.rate or 0),
                basis="component" if goods[0] else "total", component_reason="reciprocal" if goods[0] else None,
                valid_from=first[:7] if chance < VAGUE else None if chance > 0.7 else first,
            ),
            article_id=f"a{self._count:06}", version=1, position=self._count, ordinal=0, published_at=published,
            publisher=f"Paper {self._count % 50}", story=f"s{self._count}",
        )  # fmt: skip


def _spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return 1_000 * (time.process_time() - started)


def measure(size: int) -> list[tuple[str, float]]:
    """Milliseconds of processor time by what is done, for a subject of *size* reports."""
    told, unfolding = Told(), tariff.Unfolding(SUBJECT)

    def take(reports: Iterable[Report]) -> float:
        unfolding.hold(reports)
        return _spent(unfolding.changes)

    found = [("each of all from the beginning", take([told.at(0.99 * n / size) for n in range(size)]) / size)]
    coming = [take([told.at(0.99 + n / (200 * NEXT))]) for n in range(NEXT)]
    found.append(("the next one, median", statistics.median(coming)))
    return [*found, *((f"a late one, published at {share:.0%}", take([told.at(share)])) for share in LATE)]


if __name__ == "__main__":
    for each in map(int, sys.argv[1:] or ["1000", "4000"]):
        for what, spent in measure(each):
            sys.stdout.write(f"{each:7,} reports: {what:35s} {spent:12,.2f} ms\n")
