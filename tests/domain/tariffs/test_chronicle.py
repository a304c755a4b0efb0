"""A long story, some of which is taken back and some vouched for, is answered as it is read from the beginning."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from service.domain.claims import TariffClaim
from service.domain.kinds import tariff
from service.domain.reports import Report, counting, turning_points

SUBJECT = "tariff:US:IN"
START = datetime(2025, 1, 1, tzinfo=UTC)


def test_what_is_taken_back_or_vouched_for_late_leaves_what_reading_from_the_beginning_gives():
    reports = [_report(number, random.Random(number)) for number in range(140)]
    found = tariff.rectangles(SUBJECT, reports)
    for moment in turning_points(reports)[::9]:
        known = [each.span for each in found if each.known_from <= moment < each.known_until]
        assert known == list(tariff.resolve(SUBJECT, counting(reports, moment), moment))


def _report(number: int, drawn: random.Random) -> Report:
    published = START + timedelta(days=number, hours=drawn.randrange(12))
    dated = drawn.choice([None, published.date().isoformat(), published.date().isoformat()[:7]])
    until = published + timedelta(days=drawn.randint(1, 60)) if number % 11 == 7 else None
    vouched = number in {90, 120}
    late = published + timedelta(days=5) if vouched or number % 37 == 30 else None
    return Report(
        claim_id=f"c{number}",
        claim=TariffClaim(
            imposer="US",
            target=drawn.choice(["IN"] * 5 + ["WORLD"]),
            rate=Decimal(drawn.choice([10, 25, 25, 50])) if drawn.random() < 0.9 else None,
            status=drawn.choice(["in_force"] * 6 + ["announced", "lifted", "suspended"]),
            product=drawn.choice(["*", "*", "*", "steel"]),
            valid_from=dated,
        ),
        article_id=f"a{number:03}",
        version=1,
        position=number + 1,
        ordinal=1,
        published_at=published,
        publisher=f"Paper {number % 7}",
        story=f"a{number // 2 * 2:03}" if number % 10 == 1 else f"a{number:03}",
        counts_from=late,
        counts_until=None if vouched else until,
        review="confirmed" if vouched else None,
    )
