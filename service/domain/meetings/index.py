"""
The index: which earlier voices can be of one occasion with a voice, by who meets and when.

It holds no decision, only what the voices say, so that it never depends on how occasions were made of them. A voice
is found by what it names (`own`) and by what that implies (`broad`: the country for the person), so that "Jaishankar
and the US" meets "Jaishankar and Rubio", and "India and the US" meets both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from service.domain.meetings.days import Days
from service.domain.meetings.identity import FEW_SIDES, SLIP_DAYS
from service.domain.meetings.names import EventName
from service.domain.meetings.voices import Person, Shape, Voice, small_group_members

_MOST_PERIODS = 40

Tokens = frozenset[str]
Shelf = defaultdict[int, list[int]]
"""The voices of one token by period."""


def tokens_of(voice: Voice) -> tuple[Tokens, Tokens]:
    """What a voice names of its occasion, and what that implies, the former included."""
    members = small_group_members(voice) - voice.sides if voice.groups else frozenset[str]()
    return _tokens(voice.people, voice.sides, voice.name, voice.shape, _channels(voice), members)


@lru_cache(maxsize=1 << 13)
def _tokens(
    persons: tuple[Person, ...],
    all_sides: frozenset[str],
    name: EventName,
    shape: Shape,
    channels: str,
    members: Tokens,
) -> tuple[Tokens, Tokens]:
    people = {side: {h for p in persons if p.country == side for h in p.handles} for side in all_sides}
    strays = {handle for person in persons if person.country is None for handle in person.handles}
    everybody = strays.union(*people.values())
    alone = {f"{word}|" for word in everybody}
    own: set[str] = {f"event {word}" for word in (*name.words, name.initials) if word}
    broad: set[str] = set(alone)
    sides = sorted(all_sides)[:FEW_SIDES]
    if len(sides) < 2 or shape == "gathering" or strays:
        own |= alone
    if shape == "gathering":
        own |= {token for one, other in combinations(sides, 2) for token in _pairs({one}, {other})}
    for one, other in combinations(sides, 2):
        own |= set(_pairs(people[one] or {one}, people[other] or {other}))
        broad |= set(_pairs(people[one] | {one}, people[other] | {other}))
    for member in members:
        own |= set(_pairs(sides, {member}))
    return _through(channels, own), _through(channels, own | broad)


def _channels(voice: Voice) -> str:
    """What a voice may be of, (v)isits or other (m)eetings; two that have neither in common are of two occasions."""
    if voice.form == "visit":
        return "v"
    alone = voice.form == "talk" and not voice.two_sided and voice.shape != "gathering"
    return "mv" if alone or voice.form == "delegation" else "m"


def _through(channels: str, tokens: Iterable[str]) -> Tokens:
    return frozenset(f"{channel} {token}" for channel in channels for token in tokens)


def _pairs(some: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    return (f"{a}|{b}" if a < b else f"{b}|{a}" for a in some for b in others)


class Index:
    """Voices by token and period; a voice is known by its number, its place in publication order."""

    def __init__(self) -> None:
        self._own: dict[str, Shelf] = defaultdict(lambda: defaultdict(list))
        self._broad: dict[str, Shelf] = defaultdict(lambda: defaultdict(list))
        self._days: dict[int, Days] = {}

    def add(self, number: int, tokens: tuple[Tokens, Tokens], days: Days) -> None:
        """Make a voice findable. Numbers are added once each."""
        self._days[number] = days
        own, broad = tokens
        for period in _years(days.first, days.last) if days.vague else _months(days.first, days.last):
            for token in own:
                self._own[token][period].append(number)
            for token in broad:
                self._broad[token][period].append(number)

    def near(
        self, names: tuple[Tokens, Tokens], days: Days, reach: timedelta = timedelta(days=SLIP_DAYS)
    ) -> Iterator[int]:
        """The voices that share people or parties with *names* and whose days come within *reach* of *days*."""
        own, broad = names
        first = days.first - min(reach, days.first - date.min)
        last = days.last + min(reach, date.max - days.last)
        periods = {*_months(first, last), *_years(first, last)}
        found: set[int] = set()
        for tokens, table in ((broad, self._own), (own, self._broad)):
            for shelf in filter(None, map(table.get, tokens)):
                if len(shelf) < len(periods):
                    found.update(*(numbers for period, numbers in shelf.items() if period in periods))
                else:
                    found.update(*filter(None, map(shelf.get, periods)))
        known = self._days
        return (number for number in found if known[number].first <= last and first <= known[number].last)


def _months(first: date, last: date) -> range:
    start = first.year * 12 + first.month
    return range(start, min(last.year * 12 + last.month, start + _MOST_PERIODS) + 1)


def _years(first: date, last: date) -> range:
    """Years as negative numbers, apart from months."""
    return range(-min(last.year, first.year + _MOST_PERIODS), -first.year + 1)
