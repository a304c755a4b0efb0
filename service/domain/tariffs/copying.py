"""
Copying: a book as it stands, to be read on without the one that it was copied from.

What follows from the copy is what would follow from the book; levels that refer to each other still do.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from service.domain.tariffs.book import Book
from service.domain.tariffs.levels import Contest, Level


def copied(book: Book) -> Book:
    """A book of its own with all that *book* holds."""
    levels = {id(level): _alone(level) for level in reachable(book)}
    contests: dict[int, Contest] = {}
    for level in levels.values():
        level.twins = tuple(levels[id(twin)] for twin in level.twins)
        level.amended = None if level.amended is None else levels[id(level.amended)]
        level.contests = [_contest(contest, contests, levels) for contest in level.contests]
    result = copy(book)
    result.lanes = {
        place: {
            name: replace(
                lane,
                levels=[levels[id(level)] for level in lane.levels],
                pending=dict(lane.pending),
                pauses=list(lane.pauses),
                lives={},
            )
            for name, lane in lanes.items()
        }
        for place, lanes in book.lanes.items()
    }
    result.scopes, result.stories = dict(book.scopes), dict(book.stories)
    result.first_told = {place: levels[id(level)] for place, level in book.first_told.items()}
    return result


def reachable(book: Book) -> Iterator[Level]:
    """Every level of a book, those included that no lane has any more and that others still refer to."""
    waiting = [level for lanes in book.lanes.values() for lane in lanes.values() for level in lane.levels]
    waiting += book.first_told.values()
    seen: set[int] = set()
    while waiting:
        level = waiting.pop()
        if id(level) in seen:
            continue
        seen.add(id(level))
        yield level
        waiting += level.twins
        waiting += [level.amended] if level.amended is not None else []
        waiting += [side for contest in level.contests for side in (contest.a, contest.b)]


def _alone(level: Level) -> Level:
    result = copy(level)
    result.sources = list(level.sources)
    result.stories, result.publishers, result.articles = set(level.stories), set(level.publishers), set(level.articles)
    return result


def _contest(contest: Contest, known: dict[int, Contest], levels: dict[int, Level]) -> Contest:
    held = known.get(id(contest))
    if held is None:
        held = known[id(contest)] = replace(
            contest,
            a=levels[id(contest.a)],
            b=levels[id(contest.b)],
            for_a=set(contest.for_a),
            for_b=set(contest.for_b),
        )
    return held
