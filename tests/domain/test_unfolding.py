"""An unfolding tells what a resolution from the beginning tells, however its reports came and went."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.rectangles import in_order
from service.domain.registry import KINDS, kind_of_subject
from service.domain.reports import Report
from service.domain.spans import Rectangle
from service.domain.unfolding import Changed
from tests.domain.meetings.worlds import reports as meetings
from tests.domain.states.test_laws import SUBJECTS, tellings
from tests.domain.tariffs.test_laws import SUBJECT as TARIFF
from tests.domain.tariffs.test_laws import reports as tariffs
from tests.examples import examples

STORIES = {"tariff": (TARIFF, tariffs(most=7)), "meeting": ("meeting", meetings())} | {
    SUBJECTS[module].partition(":")[0]: (SUBJECTS[module], tellings(module)) for module in SUBJECTS
}


class Known:
    """What someone holds who takes over the changes only."""

    def __init__(self, subject: str) -> None:
        self.unfolding = kind_of_subject(subject).unfold(subject)
        self.rectangles: dict[str, list[Rectangle]] = {}

    def take(self, asked: datetime | None = None) -> None:
        """Take over what changed; where only answers from *asked* on are told, keys that are not told have none."""
        told = self.unfolding.changes(asked)
        if asked is not None:
            told = {key: (Changed(asked, ()),) for key in self.rectangles} | told
        for key, found in told.items():
            for changed in found:
                self.rectangles[key] = list(joined(self.rectangles.get(key, []), changed))

    def all(self) -> tuple[Rectangle, ...]:
        return in_order(each for of_key in self.rectangles.values() for each in of_key)


def joined(held: list[Rectangle], changed: Changed) -> Iterator[Rectangle]:
    """The rectangles of one key that stand once something *changed*."""
    parts: dict[date, list[Rectangle]] = defaultdict(list)
    for each in changed.rectangles:
        assert changed.since <= each.known_from < each.known_until <= changed.until
        assert changed.days is None or each.span.since_day in changed.days
        parts[each.span.since_day].append(each)
    for each in held:
        day = each.span.since_day
        if changed.days is not None and day not in changed.days:
            yield each
            continue
        parts[day].append(known(each, each.known_from, min(each.known_until, changed.since)))
        parts[day].append(known(each, max(each.known_from, changed.until), each.known_until))
    for of_day in parts.values():
        last: Rectangle | None = None
        for each in sorted(of_day, key=lambda part: part.known_from):
            if each.known_from >= each.known_until:
                continue
            if last is not None and last.known_until == each.known_from and last.span == each.span:
                last = known(last, last.known_from, each.known_until)
                continue
            if last is not None:
                yield last
            last = each
        if last is not None:
            yield last


def known(rectangle: Rectangle, known_from: datetime, known_until: datetime) -> Rectangle:
    return msgspec.structs.replace(rectangle, known_from=known_from, known_until=known_until)


def whole(subject: str, reports: Sequence[Report]) -> tuple[Rectangle, ...]:
    return kind_of_subject(subject).rectangles(subject, reports, None)


@pytest.mark.parametrize("kind", sorted(KINDS))
@examples(20)
@given(data=st.data())
def test_reports_that_come_and_go_leave_what_a_whole_resolution_tells(kind, data) -> None:
    subject, stories = STORIES[kind]
    told = data.draw(stories)
    known, held = Known(subject), []
    for report in data.draw(st.permutations(told)):
        known.unfolding.hold([report])
        held.append(report)
        what = data.draw(st.sampled_from(["keep", "keep", "drop", "end", "review", "wait"]))
        some = data.draw(st.sampled_from(held))
        if what == "drop":
            known.unfolding.drop([some])
            held.remove(some)
            held = held or [report]
            known.unfolding.hold(held)
        elif what in ("end", "review"):
            end = some.published_at + timedelta(days=data.draw(st.integers(1, 30)))
            changed = msgspec.structs.replace(some, counts_until=end)
            if what == "review":
                changed = msgspec.structs.replace(some, review="confirmed")
            held[held.index(some)] = changed
            known.unfolding.hold([changed])
        if what != "wait":
            known.take()
    known.take()
    assert known.all() == whole(subject, held)


@pytest.mark.parametrize("kind", sorted(KINDS))
@examples(20)
@given(data=st.data())
def test_who_knows_what_was_answered_before_a_moment_need_not_be_told_it(kind, data) -> None:
    subject, stories = STORIES[kind]
    told = data.draw(stories.filter(bool))
    late = data.draw(st.lists(st.sampled_from(told), min_size=1, unique_by=id))
    older = [report for report in told if report not in late]
    known = Known(subject)
    for rectangle in whole(subject, older):
        known.rectangles.setdefault(rectangle.span.key, []).append(rectangle)
    known.unfolding.hold(told)
    known.take(min(report.known_from for report in late))
    assert known.all() == whole(subject, told)


def test_nothing_held_tells_nothing() -> None:
    for kind in KINDS:
        unfolding = KINDS[kind].unfold(STORIES[kind][0])
        assert unfolding.changes() == {}
        unfolding.drop([])
        assert unfolding.changes() == {}
