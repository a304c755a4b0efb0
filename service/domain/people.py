"""
People: whether two printed names can be one person.

Titles, honours and suffixes say nothing; a family name must agree, and given names must not contradict each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from service.domain.data import load
from service.domain.folding import fold
from service.domain.parties import surface_forms

__all__ = ["family_name", "fold", "most_telling", "name_key", "same_person"]

_WORDS = load("names")
_TITLES = frozenset(_WORDS["titles"])
_SUFFIXES = frozenset(_WORDS["suffixes"])
_PARTICLES = frozenset(_WORDS["particles"])
_SHORT: dict[str, str] = _WORDS["short"]
_FAMILY_FIRST = frozenset(_WORDS["family_first"])
_KNOWN_BY_GIVEN = frozenset(_WORDS["known_by_given"])
_ROMANISED = re.compile(r"(?<=\Bsk)(?:yy|iy|ij|yj|ii|i)$|(?<=\B\w\w)(?:yy|iy|ij|yj)$")
"""Endings in which Slavonic names are printed in several ways: Zelensky, Zelenskyy, Zelenskiy."""
_INITIALS = re.compile(r"(?<=\b[^\W\d_])\.\s*(?=\w)")


@lru_cache(maxsize=1)
def _country_words() -> frozenset[str]:
    named = (text for text, form in surface_forms().items() if form.kind in ("name", "demonym", "alias"))
    return frozenset(word for text in named for word in fold(text).split())


def _of_country(word: str) -> bool:
    return word in _country_words() or word.removesuffix("s") in _country_words()


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name that say who it is: no titles, no suffixes, initials apart."""
    spaced = _INITIALS.sub(". ", name)
    left, comma, right = spaced.partition(",")
    if comma:
        # "Rubio, Marco" turns round; "Joseph R. Biden, Jr." and "Modi, prime minister" only lose their tail.
        turn = len(left.split()) == 1 and right.strip() and not set(fold(right).split()) & (_TITLES | _SUFFIXES)
        spaced = f"{right} {left}" if turn else left
    kept = [_ROMANISED.sub("y", word) for word in fold(spaced).split()]
    run = 0
    while run < len(kept) - 1 and (kept[run] in _TITLES or _of_country(kept[run])):
        run += 1
    while run and kept[run - 1] not in _TITLES:
        run -= 1
    kept = kept[run:]
    while len(kept) > 1 and kept[-1] in _SUFFIXES:
        kept.pop()
    if len(kept) == 1 and kept[0] in _TITLES:
        return ()
    # "JD Vance" has the initials of "J. D. Vance".
    initials = len(kept) > 1 and len(kept[0]) == 2 and kept[0].upper() in name
    return (*kept[0], *kept[1:]) if initials else tuple(kept)


@lru_cache(maxsize=1 << 14)
def _split(name: str) -> tuple[tuple[str, ...], str]:
    """Given names, and the family name without its particles."""
    parts = _parts(name)
    start = len(parts) - 1
    while start > 0 and parts[start - 1] in _PARTICLES:
        start -= 1
    family = parts[max(start, 0) :]
    return parts[: max(start, 0)], " ".join(part for part in family if part not in _PARTICLES) or " ".join(family)


def family_name(name: str) -> str:
    """The folded family name, particles left out: `von der Leyen` is `leyen`; empty where a title is all there is."""
    return _split(name)[1]


def name_key(name: str) -> str:
    """The folded name without titles and suffixes: equal keys are one person."""
    return " ".join(_parts(name))


def most_telling(a: str, b: str) -> str:
    """The one of two names of a person that tells more: more whole words, then more words, then *a*."""

    def weight(name: str) -> tuple[int, int]:
        parts = _parts(name)
        return (sum(len(part) > 1 for part in parts), len(parts))

    return b if weight(b) > weight(a) else a


@lru_cache(maxsize=1 << 15)
def same_person(a: str, b: str) -> bool:
    """
    Whether two names can be one person's.

    "S. Jaishankar", "Subrahmanyam Jaishankar" and "Jaishankar" can; "Marco Rubio" and "Maria Rubio" cannot. Names in
    either order agree ("Takaichi Sanae"), names that are printed family first agree with that name alone ("Xi").
    """
    parts_a, parts_b = _parts(a), _parts(b)
    if not parts_a or not parts_b:
        return False
    if sorted(parts_a) == sorted(parts_b) or "".join(parts_a) == "".join(parts_b):
        return True
    (given_a, family_a), (given_b, family_b) = _split(a), _split(b)
    if family_a == family_b:
        either = not given_a or not given_b
        return either or _compatible(given_a, given_b) or _compatible(given_b, given_a)
    return (
        _alone(parts_a, parts_b) or _alone(parts_b, parts_a) or _double(parts_a, parts_b) or _double(parts_b, parts_a)
    )


def _compatible(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether each given name of *shorter* has its like in *longer*, in order; others may stand between."""
    rest = iter(longer)
    return all(any(_alike(name, other) for other in rest) for name in shorter)


def _alike(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return _SHORT.get(a, a) == _SHORT.get(b, b)


def _alone(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether *short* is the one word of *full* by which its bearer is known: "Xi", "Anwar", "Lula"."""
    if len(short) != 1 or len(full) < 2:
        return False
    return (short[0] in _FAMILY_FIRST and short[0] == full[0]) or (short[0] in _KNOWN_BY_GIVEN and short[0] in full)


def _double(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether *full* ends in a second family name that *short* leaves out: "Claudia Sheinbaum (Pardo)"."""
    short, full = (tuple(part for part in parts if part not in _PARTICLES) for parts in (short, full))
    long_enough = len(full) >= 3 and len(short) >= 2 and full[0] not in _FAMILY_FIRST
    return long_enough and short[-1] == full[-2] and _alike(short[0], full[0])
