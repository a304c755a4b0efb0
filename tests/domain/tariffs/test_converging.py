"""What comes late to a subject that is told of all the time is read until nothing differs any more, and no longer."""

import random
from datetime import timedelta
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import TariffClaim
from service.domain.reports import Report
from service.domain.tariffs.unfolding import Unfolding
from tests.domain.tariffs.test_laws import FIRST, SUBJECT
from tests.domain.test_unfolding import Known, whole
from tests.examples import examples

STAGE = timedelta(days=30)


def report(number: int, hours: float, *, component: bool = False) -> Report:
    """A report of what all papers say of a moment: another rate every thirty days, of the total or of its component."""
    stage = int(timedelta(hours=hours) / STAGE)
    claim = TariffClaim(
        imposer="US", target="IN", status="in_force", rate=Decimal(10 + 5 * (stage + component)),
        basis="component" if component else "total", component_reason="reciprocal" if component else None,
        valid_from=(FIRST + stage * STAGE).date().isoformat() if number % 3 else None,
    )  # fmt: skip
    return Report(
        claim_id=f"c{number}", claim=claim, article_id=f"a{number}", version=1, position=number + 1, ordinal=1,
        published_at=FIRST + timedelta(hours=hours), publisher=f"Paper {number % 7}", story=f"s{number}",
    )  # fmt: skip


def test_a_late_report_that_says_what_all_say_changes_a_bounded_time_only() -> None:
    unfolding = Unfolding(SUBJECT)
    unfolding.hold([report(n, 6 * n) for n in range(300)])
    unfolding.changes()
    late = report(999, 6 * 60 + 1)
    unfolding.hold([late])
    told = [changed for found in unfolding.changes().values() for changed in found]
    assert told
    assert min(each.since for each in told) == late.published_at
    assert max(each.until for each in told) < late.published_at + timedelta(days=15)


@examples(4)
@given(seed=st.integers(0, 10_000), crowd=st.integers(2, 9))
def test_many_that_come_late_at_once_leave_what_a_whole_resolution_tells(seed, crowd) -> None:
    drawn = random.Random(seed)
    known, held = Known(SUBJECT), [report(n, 12 * n, component=drawn.random() < 0.2) for n in range(90)]
    known.unfolding.hold(held)
    known.take()
    for number in (1000, 2000):
        late = [report(number + n, drawn.uniform(0, 12 * 90), component=drawn.random() < 0.2) for n in range(crowd)]
        late += [report(number + 500, 12 * 90 + number)]
        held += late
        known.unfolding.hold(late)
        known.take()
        assert known.all() == whole(SUBJECT, held)


@examples(6)
@given(seed=st.integers(0, 10_000))
def test_late_copied_ended_and_dropped_reports_leave_what_a_whole_resolution_tells(seed) -> None:
    drawn = random.Random(seed)
    known = Known(SUBJECT)
    held = [report(n, 12 * n, component=drawn.random() < 0.2) for n in range(150)]
    known.unfolding.hold(held)
    known.take()
    for number in range(1000, 1008):
        late = report(number, drawn.uniform(0, 12 * 150), component=drawn.random() < 0.2)
        other = drawn.choice(held)
        what = drawn.choice(["keep", "copy", "end", "drop"])
        if what == "copy":
            late = msgspec.structs.replace(late, story=other.story)
        elif what == "end":
            end = other.published_at + timedelta(hours=drawn.randint(1, 300))
            held[held.index(other)] = ended = msgspec.structs.replace(other, counts_until=end)
            known.unfolding.hold([ended])
        elif what == "drop":
            held.remove(other)
            known.unfolding.drop([other])
        held.append(late)
        known.unfolding.hold([late])
        known.take()
    assert known.all() == whole(SUBJECT, held)
