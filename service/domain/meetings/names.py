"""
Names of events: what in a name tells one event from another, and who meets there.

Distinctive words are what remains without the words that any meeting has, the parties and the place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from service.domain import parties, places
from service.domain.data import load
from service.domain.folding import fold

Level = Literal["leaders", "ministers", "officials"]
Relation = Literal["agree", "differ", "open"]

_WORDS: dict[str, str] = load("event_words")
_COMMON = frozenset(_WORDS["common"].split())
_PORTFOLIOS = frozenset(_WORDS["portfolios"].split())
_ORDINALS = {word: number for number, word in enumerate(_WORDS["ordinals"].split(), start=1)} | {"inaugural": 1}
_NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEVELS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"\b(prime ministers?|leaders?|presidents?|heads? of (state|government))\b"), "leaders"),
    (re.compile(r"\b(ministers?|ministerials?|secretaries|2\+2)\b"), "ministers"),
    (re.compile(r"\b(officials?|sherpas?|negotiators?|working groups?|experts?|technical)\b"), "officials"),
)
_LONGEST_PARTY_WORDS = 5
_NAMING = frozenset({"name", "alias", "demonym", "group"})


class EventName(msgspec.Struct, frozen=True):
    """
    A name taken apart.

    `text` is the name as printed, `words` the distinctive ones (groups by their code), `initials` those of all but
    the common words, for "UNGA"; `groups` and `countries` are the parties that it names, `partners` those countries
    that meet a group which they are not in; `editions` are ordinals and years.
    """

    text: str
    words: frozenset[str] = frozenset()
    initials: str = ""
    groups: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    editions: frozenset[int] = frozenset()
    level: Level | None = None

    @property
    def tells(self) -> bool:
        """Whether the name alone tells the event from others of the same people."""
        return bool(self.words - _PORTFOLIOS)


NAMELESS = EventName("")


@lru_cache(maxsize=1 << 13)
def read_name(text: str, place: str | None = None, own_parties: frozenset[str] = frozenset()) -> EventName:
    """The name *text* of an event at *place*, which says nothing new when it repeats the place or the parties."""
    tokens = fold(text).split()
    groups, countries, rest = _parties_in(tokens)
    here = frozenset(fold(place).split()) if place else frozenset()
    plain = [word for word in rest if word not in _COMMON and word not in _ORDINALS and not _edition(word)]
    words = frozenset(plain) - here | {code.casefold() for code in groups | countries - own_parties}
    if words and not groups and all(_is_place(word) for word in words):
        words = frozenset()
    return EventName(
        text,
        words,
        "".join(word[0] for word in tokens if word not in _COMMON),
        groups,
        countries,
        _partners(groups, countries),
        frozenset(number for word in tokens if (number := _edition(word))),
        _level(fold(text)),
    )


def relation(a: EventName, b: EventName) -> Relation:
    """
    Whether two names can be of one event (rule 9).

    They agree when one's distinctive words contain the other's, differ when both have some and do not, or when
    they number or date different editions; a name without distinctive words leaves it open. A group's meeting with
    somebody outside it is another than its own.
    """
    if not a.text or not b.text:
        return "open"
    if a.groups & b.groups and a.partners != b.partners:
        return "differ"
    for kind in (range(1000), range(1000, 3000)):
        editions = [{number for number in name.editions if number in kind} for name in (a, b)]
        if all(editions) and editions[0].isdisjoint(editions[1]):
            return "differ"
    if not a.words or not b.words:
        return "open"
    left, right = _unless_initials(a, b), _unless_initials(b, a)
    return "agree" if left <= right or right <= left else "differ"


def _partners(groups: frozenset[str], countries: frozenset[str]) -> frozenset[str]:
    if not groups:
        return frozenset()
    return frozenset(code for code in countries if groups.isdisjoint(m.group for m in parties.memberships_of(code)))


def _unless_initials(name: EventName, other: EventName) -> frozenset[str]:
    """The words of *name* without those that abbreviate words of *other*: "UNGA" for the UN General Assembly."""
    return frozenset(word for word in name.words if word in other.words or word != other.initials)


def _parties_in(tokens: list[str]) -> tuple[frozenset[str], frozenset[str], list[str]]:
    groups: set[str] = set()
    countries: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_PARTY_WORDS, len(tokens) - at), 0, -1):
            code = _party_names().get(" ".join(tokens[at : at + size]))
            if code:
                (groups if parties.is_group(code) and code != "EU" else countries).add(code)
                at += size
                break
        else:
            rest.append(tokens[at])
            at += 1
    return frozenset(groups), frozenset(countries), rest


@lru_cache(maxsize=1)
def _party_names() -> dict[str, str]:
    """Folded names, aliases and demonyms of parties; capitals are places here."""
    return {
        fold(text): form.code
        for text, form in parties.surface_forms().items()
        if form.kind in _NAMING and form.code != "WORLD"
    }


def _is_place(word: str) -> bool:
    return places.country_of(word.title()) is not None


def _edition(word: str) -> int | None:
    if word in _ORDINALS:
        return _ORDINALS[word]
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return int(numbered[1])
    return int(word) if _YEAR.fullmatch(word) else None


def _level(folded: str) -> Level | None:
    return next((level for pattern, level in _LEVELS if pattern.search(folded)), None)
