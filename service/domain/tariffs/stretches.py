"""
Stretches: a lane laid out over the days, one state after the other.

Stretches of a lane are disjoint and in order; days before the first one are unknown, never "no duty".
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from service.domain.spans import FIRST_DAY, LAST_DAY
from service.domain.tariffs.levels import Contest, Lane, Level, state_of
from service.domain.tariffs.statements import Window, moved

State = Literal["holds", "exempt", "ended"]


class Rival(NamedTuple):
    """What others say of a contested day: *level*, from *start* on."""

    level: Level
    start: Window


class Stretch(NamedTuple):
    """
    The days from *first* to before *until* on which *level* has the word: it holds, has ended, or exempts.

    `since` and `stop` bound the level's own life; `rivals` are the losers where the days are contested.
    """

    first: date
    until: date
    level: Level
    state: State
    certain: bool
    since: Window
    stop: Window | None
    rivals: tuple[Rival, ...] = ()


class Life(NamedTuple):
    """
    How one level was laid out: its stretches follow from its *own* state and from what is *around* it.

    `stretches` are other ones, in identity, wherever an answer from them can differ. `anchors` has for each the day on
    which its level was last reported.
    """

    own: tuple[object, ...]
    around: tuple[object, ...]
    stretches: tuple[Stretch, ...]
    anchors: tuple[date, ...]


def lives(lane: Lane) -> list[Life]:
    """The states of *lane* level by level, in order of days; only those anew of which something differs."""
    winners = _winners(lane)
    found: list[Life] = []
    before: Level | None = None
    for i, level in enumerate(winners):
        following = winners[i + 1] if i + 1 < len(winners) else None
        life = _living(lane.lives.get(level), level, before, following)
        lane.lives[level] = life
        found.append(life)
        before = level if life.stretches else before
    return found


def _living(held: Life | None, level: Level, before: Level | None, following: Level | None) -> Life:
    """The life of *level* between its neighbours; the one that is *held* where nothing of it differs."""
    own = state_of(level)
    if level.contests:
        rivals = (contest.rival(level) for contest in level.contests)
        own = (own, *((state_of(rival), rival.active) for rival in rivals))
    around = (None if before is None else state_of(before), None if following is None else state_of(following))
    same = held is not None and held.own == own
    if held is not None and same and held.around == around:
        return held
    found = _life(level, following, before)
    made = tuple(part for each in found for part in (_contested(each) if level.contests else (each,)))
    if held is not None and same and held.stretches == made:
        return held._replace(around=around)
    return Life(own, around, made, tuple(each.level.anchor for each in made))


def _winners(lane: Lane) -> list[Level]:
    """The standing levels, the best of each start."""
    found: list[Level] = []
    for level in lane.levels:
        if not level.active:
            continue
        if found and found[-1].start == level.start:
            found[-1] = max(found[-1], level, key=lambda each: each.rank)
        else:
            found.append(level)
    return found


def _first_day(level: Level, before: Level | None) -> date:
    """The first day on which *level* possibly has the word: what was seen of the level before comes first."""
    if not (level.dated or level.eager):
        return level.start.last
    first = level.start.first
    return first if before is None else min(max(first, moved(before.last_seen, 1), before.start.last), level.start.last)


def _life(level: Level, following: Level | None, before: Level | None) -> list[Stretch]:
    """The stretches of one level up to the next one's: its possible, certain and contested days, and after its end."""
    first = _first_day(level, before)
    until = LAST_DAY if following is None else max(first, _first_day(following, level))
    displaced = following.start.moved(0) if following is not None else None
    end = level.end
    stop = end if end is not None and end.first < until else displaced
    doubt = LAST_DAY if following is None or following.dated else max(following.start.first, level.start.last)
    state: State = "ended" if level.void else "exempt" if level.exempt else "holds"
    found: list[Stretch] = []

    def add(start: date, last: date, *, certain: bool, state: State = state) -> None:
        start, last = max(start, first), min(last, until)
        if start < last:
            found.append(Stretch(start, last, level, state, certain, level.start, stop))

    ends = end if end is not None and not level.void else Window(LAST_DAY, LAST_DAY)
    certain_from = min(level.start.last, ends.last)
    surely = ends.first if ends.first > FIRST_DAY else ends.last
    certain_until = max(certain_from, min(surely, doubt))
    add(first, certain_from, certain=False)
    add(certain_from, certain_until, certain=True)
    add(certain_until, ends.last, certain=False)
    if ends.last < until:
        add(ends.last, until, certain=True, state="ended")
    return _two_starts(found, level)


def _two_starts(found: list[Stretch], level: Level) -> list[Stretch]:
    """The days between two starts of one article are contested: the earlier one answers (rule 19)."""
    if level.rival_start is None:
        return found
    rival = (Rival(level, level.rival_start),)
    return [
        part._replace(rivals=rival) if inside else part
        for part, inside in _cut(found, level.start.last, level.rival_start.last)
    ]


def _contested(stretch: Stretch) -> list[Stretch]:
    """A level's stretch with the other sides of its contested days, on which the better one answers (rules 4 and 6)."""
    found = [stretch]
    for contest in stretch.level.contests:
        other = contest.rival(stretch.level)
        if stretch.state != "holds" or not other.active:
            continue
        older = min(contest.a, contest.b, key=lambda level: level.start.last)
        until = contest.until if contest.until is not None else moved(older.last_seen, 1)
        found = [
            _with_rival(part, stretch.level, contest) if inside else part
            for part, inside in _cut(found, contest.first, until)
        ]
    return found


def _with_rival(part: Stretch, level: Level, contest: Contest) -> Stretch:
    other = contest.rival(level)
    if contest.until is None and not other.ended_by(part.first) and other.rank > level.rank:
        rivals = (*part.rivals, Rival(level, level.start))
        return part._replace(level=other, since=other.start, stop=other.stop or part.stop, rivals=rivals)
    return part._replace(rivals=(*part.rivals, Rival(other, other.start)))


def _cut(found: list[Stretch], first: date, until: date) -> list[tuple[Stretch, bool]]:
    """The stretches cut at *first* and *until*, each with whether it lies between."""
    result: list[tuple[Stretch, bool]] = []
    for part in found:
        edges = [part.first, *(day for day in (first, until) if part.first < day < part.until), part.until]
        for start, end in pairwise(edges):
            result.append((part._replace(first=start, until=end), first <= start and end <= until))
    return result
