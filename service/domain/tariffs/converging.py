"""
Converging: whether two books, read with and without some reports, tell the same from now on.

They do where nothing differs but who told of a level. What differs of that is brought into later books, which are then
what they would be if they had been read with those reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from service.domain.tariffs.answers import MOST_SOURCES
from service.domain.tariffs.book import TOTAL, Book
from service.domain.tariffs.copying import reachable
from service.domain.tariffs.levels import Contest, Lane, Level

_FACTS = attrgetter(
    "ident", "rate", "high", "op", "basis", "reason", "scope", "status", "start", "dated", "rule", "told", "told_day",
    "born", "start_by", "eager", "stop", "stop_status", "stop_known", "outdated", "seen", "previous", "rival_start",
    "void", "exempt", "pinned", "gone",
)  # fmt: skip
_HALF = MOST_SOURCES // 2


class Pair(NamedTuple):
    """A level of one book, and what it is in the other."""

    one: Level
    other: Level

    @property
    def is_told_apart(self) -> bool:
        """Whether others told of it."""
        a, b = self
        same = (a.sources, a.stories, a.publishers, a.articles) == (b.sources, b.stories, b.publishers, b.articles)
        return not same

    @property
    def is_shown_apart(self) -> bool:
        """Whether an answer can show the difference: of many sources only the first and the last are shown."""
        a, b = self.one.sources, self.other.sources
        if min(len(a), len(b)) > MOST_SOURCES:
            return (a[:_HALF], a[-_HALF:]) != (b[:_HALF], b[-_HALF:])
        return a != b


class Tellers(NamedTuple):
    """The stories and articles of which reports came or went; no report of them is still to be read."""

    stories: frozenset[str]
    articles: frozenset[str]


def differing(one: Book, other: Book, tellers: Tellers) -> list[Pair] | None:
    """The levels of two books that differ in who told of them only; None where anything else differs."""
    if (one.lanes.keys(), one.scopes, one.told) != (other.lanes.keys(), other.scopes, other.told):
        return None
    waiting: list[Pair] = []
    for place, lanes in one.lanes.items():
        others = other.lanes[place]
        # Components are asked for in the order in which they were first named; totals are not among them.
        if lanes.keys() != others.keys() or [*_components(lanes)] != [*_components(others)]:
            return None
        for name, lane in lanes.items():
            if not _alike(lane, others[name]):
                return None
            waiting += map(Pair, lane.levels, others[name].levels)
    partners: dict[Level, Level] = {}
    while waiting:
        pair = waiting.pop()
        if pair.one in partners:
            if partners[pair.one] is not pair.other:
                return None
            continue
        partners[pair.one] = pair.other
        mine, theirs = list(references(pair.one)), list(references(pair.other))
        if len(mine) != len(theirs) or not _same(pair, tellers):
            return None
        waiting += map(Pair, mine, theirs)
    if len(set(map(id, partners.values()))) != len(partners):
        return None
    found = [pair for pair in map(Pair._make, partners.items()) if pair.is_told_apart]
    return found if _told_together(found, partners) else None


def _components(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name != TOTAL)


def _alike(lane: Lane, other: Lane) -> bool:
    return (
        (lane.scope, lane.component, lane.pauses) == (other.scope, other.component, other.pauses)
        and len(lane.levels) == len(other.levels)
        and list(lane.pending.items()) == list(other.pending.items())
    )


def references(level: Level) -> Iterator[Level]:
    """The levels that a level refers to."""
    yield from level.twins
    if level.amended is not None:
        yield level.amended
    for contest in level.contests:
        yield contest.a
        yield contest.b


def _same(pair: Pair, tellers: Tellers) -> bool:
    """Whether nothing that is still to be read can tell a level from what it is in the other book."""
    one, other = pair
    if _FACTS(one) != _FACTS(other) or (one.amended is None) != (other.amended is None):
        return False
    if len(one.twins) != len(other.twins) or list(map(_quarrel, one.contests)) != list(map(_quarrel, other.contests)):
        return False
    if one.publishers != other.publishers and not (len(one.publishers) > 1 and one.publishers < other.publishers):
        return False
    if min(len(one.stories), 2) != min(len(other.stories), 2):
        return False
    articles = {article_id for article_id, _ in one.articles ^ other.articles}
    return articles <= tellers.articles and one.stories ^ other.stories <= tellers.stories


def _quarrel(contest: Contest) -> tuple[object, ...]:
    return (contest.first, contest.until, contest.weak, contest.for_a, contest.for_b)


def _told_together(found: Iterable[Pair], partners: Mapping[Level, Level]) -> bool:
    """Whether the same levels as before have an article in common."""
    for one, other in found:
        apart = one.articles ^ other.articles
        for level, partner in partners.items():
            if level is one or (apart.isdisjoint(level.articles) and apart.isdisjoint(partner.articles)):
                continue
            if one.articles.isdisjoint(level.articles) != other.articles.isdisjoint(partner.articles):
                return False
    return True


Heirs = list[tuple[Level, Pair]]


def heirs(book: Book, pairs: Sequence[Pair]) -> Heirs | None:
    """What levels have become in a later book, if they are still there; None where they can be taken for others."""
    levels: dict[object, list[Level]] = defaultdict(list)
    for level in reachable(book):
        levels[level.ident].append(level)
    if any(len(levels[pair.one.ident]) > 1 for pair in pairs):
        return None
    return [(level, pair) for pair in pairs for level in levels[pair.one.ident]]


def bring(found: Heirs) -> None:
    """Let levels of a later book be told of by those who told of the other one of their pair."""
    for level, pair in found:
        one, other = pair
        told = len(one.sources)
        assert level.sources[:told] == one.sources
        sources = [*other.sources, *level.sources[told:]]
        if pair.is_shown_apart:
            level.cite_instead(sources)
        else:
            level.sources[:] = sources  # Nothing that is shown differs, so that its edition is the same.
        for mine, before, after in (
            (level.stories, one.stories, other.stories),
            (level.publishers, one.publishers, other.publishers),
        ):
            mine.difference_update(before - after)
            mine.update(after - before)
        level.articles.difference_update(one.articles - other.articles)
        level.articles.update(other.articles - one.articles)
