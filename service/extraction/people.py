"""
People: who is named in an article, with the offices that it gives them.

The cast is gathered over the whole article before anything is resolved, so that "Rubio" in the heading is the
"Secretary of State Marco Rubio" of the third paragraph; a name is never taken for two persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from service.domain.folding import fold
from service.extraction import gazetteer, genders, titles, words
from service.extraction.parts import Person, Token

_NAMES = 1 << 12
"""So many names are remembered with the words that tell them apart: an article asks for each of its own many times."""
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii"))
NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec summit conference group union nations organization organisation council forum initiative
    partnership agreement accord accords treaty pact alliance act department ministry office house bank court congress parliament senate
    commission committee agency administration government embassy framework party university institute centre center press news times post
    fund trade north south east west northern southern eastern western joint dialogue ministerial leaders section order executive white
    street journal reuters statement readout secretariat washington republic kingdom island islands ocean sea river gulf strait palace airport
    international national federal global world economic security army navy air force state states city province parliament assembly general
    h.e prior process protocol declaration convention charter compact gmt ist est utc edt jan feb mar apr jun jul aug sept""".split()
)


_FIRST_NAMED = frozenset(("CN", "KR", "KP", "VN", "TW", "KH", "ID", "MY", "ET", "MM", "IS"))
"""Where people are called by the first of their names."""
_PREFIXED = re.compile(r"(?:al|el|as|ad|ash|an|at|az|ul|de|van|bin)-[A-Z]")


class Cast:
    """The persons of one article, found by any part of their names. Filled once, then only read."""

    def __init__(self) -> None:
        self._people: list[Person] = []
        self._by_word: dict[str, int] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone, in the order of introduction."""
        return tuple(self._people)

    def add(self, name: str, role: str | None, country: str | None) -> None:
        """Introduce a person, or learn more about one who is known."""
        at = self._index(name)
        if at is None:
            at = len(self._people)
            self._people.append(Person(name, country, role))
        held = self._people[at]
        longer = name if len(name.split()) > len(held.name.split()) else held.name
        self._people[at] = Person(longer, held.country or country, held.role or role)
        for word in _keys(longer):
            self._by_word.setdefault(word, at)

    def find(self, name: str) -> Person | None:
        """The person whom *name* names, in full or by surname."""
        at = self._index(name)
        return None if at is None else self._people[at]

    def _index(self, name: str) -> int | None:
        keys = _keys(name)
        if not keys:
            return None
        if len(keys) == 1:
            return self._by_word.get(keys[0])
        for key in (keys[-1], keys[0]):
            at = self._by_word.get(key)
            if at is not None and _compatible(_keys(self._people[at].name), keys):
                return at
        return None


@lru_cache(maxsize=_NAMES)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(
        word
        for word in fold(name).split()
        if len(word) > 1 and word not in _SUFFIXES and word not in titles.particles()
    )


def _compatible(held: Sequence[str], given: Sequence[str]) -> bool:
    """Whether two names can be one person's: one has the other's words, or surname and first letter agree."""
    if set(held) <= set(given) or set(given) <= set(held):
        return True
    return (
        held[-1] == given[-1]
        and held[0][0] == given[0][0]
        and (held[0].startswith(given[0]) or given[0].startswith(held[0]))
    )


@cache
def known() -> dict[str, Person]:
    """Folded full names and surnames of office holders whom articles name without an introduction."""
    table: dict[str, Person] = {}
    for country, rows in words.table("people.yaml").items():
        for name, role in rows.items():
            person = Person(name, country, role)
            table.setdefault(fold(name), person)
            first, *_, last = fold(name).split() if " " in name else (fold(name), fold(name))
            called = first if country in _FIRST_NAMED else "lula" if "lula" in fold(name).split() else ""
            for alias in (last, called):
                if alias:
                    table.setdefault(alias, person)
    return table


_WORDS = frozenset(("he", "to"))
"""Surnames that are words, too, so that only the rest of a name stands out: "He Lifeng", "To Lam"."""


def known_as(name: str, role: str | None) -> Person | None:
    """The office holder of the table whose name is *name*, or whose surname and kind of office agree."""
    words_ = fold(name).split()
    while len(words_) > 1 and words_[0] in titles.particles():
        words_ = words_[1:]  # "Mrs von der Leyen"
    held = known().get(" ".join(words_)) or (known().get(words_[-1]) if words_ else None)
    if held is None or len(words_) == 1 or held.name == name or words_[0] == fold(held.name).split()[0]:
        return held
    return held if role and held.role and fold(role).split()[-1] == fold(held.role).split()[-1] else None


def full(name: str, country: str | None) -> str:
    """*name*, or all the names of the office holder of the table who is called so though it is no surname: "Lula"."""
    bare = [word for word in fold(name).split() if word not in titles.particles()]
    if len(bare) == 1 and " " in name:
        held = known().get(bare[0])
        return held.name if held is not None and fold(held.name).endswith(fold(name)) else name
    held = known().get(fold(name)) if " " not in name else None
    if held is not None and fold(held.name).split()[0] in _WORDS and fold(held.name).endswith(fold(name)):
        return held.name
    apart = held is not None and country in (None, held.country) and fold(held.name).split()[-1] != fold(name)
    return held.name if held is not None and apart and held.country not in ("CN", "KR", "KP", "TW") else name


def name_end(tokens: Sequence[Token], at: int) -> int:
    """Where the personal name that starts at *at* ends; *at* itself if none starts there."""
    if (
        tokens[at : at + 1]
        and tokens[at].lower in ("march", "may")
        and not (at + 1 < len(tokens) and tokens[at + 1].tag == "NAME")
    ):
        return at
    index = at
    taken = 0
    while index < len(tokens) and taken < 6:
        token = tokens[index]
        lower = token.lower
        if (
            (token.text[0].isupper() or (taken and _PREFIXED.match(token.text)))
            and token.tag not in ("NUM", "PUNCT")
            and (lower.rstrip(".") not in NOT_NAMES or _short_name(tokens, index, at))
        ):
            head = taken and lower in titles.heads() and not _surname(tokens, index, at)
            if head or (not taken and token.tag not in ("NAME", "NOUN", "ADJ")):
                break
            if gazetteer.match(tokens, index) is not None and not (taken and _inside_name(tokens, index)):
                break
            capitals = token.text.isupper() and len(token.text) > 3 and "." not in token.text and "-" not in token.text
            if capitals and (taken or not _surname_first(tokens, index)):
                break
            index += 1
            taken += 1
        elif not taken and index == at and (after := _past_particles(tokens, index)) > index and _is_titled(tokens, at):
            index = after  # "President von der Leyen"
        elif taken and (after := _past_particles(tokens, index)) > index:
            index = after
        elif taken and token.text == "," and index + 1 < len(tokens) and tokens[index + 1].lower in _SUFFIXES:
            index += 2
        else:
            break
    return index


def _surname(tokens: Sequence[Token], index: int, first: int) -> bool:
    """Whether what reads as an office is a surname: "Madeleine King", "Julie Bishop", at the end of a name."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = after is None or not after.text[0].isupper() or after.tag == "PUNCT"
    return index == first + 1 and ends and genders.known_name(tokens[first].text)


def _is_titled(tokens: Sequence[Token], at: int) -> bool:
    """Whether a title or an honorific stands right before *at*."""
    return at > 0 and (tokens[at - 1].lower in titles.heads() or tokens[at - 1].lower in titles.honorifics())


def _surname_first(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name in capitals is a surname that an honorific or a title opens: "Ms. KAMIKAWA Yoko"."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    led = index > 0 and (tokens[index - 1].lower in titles.honorifics() or tokens[index - 1].lower in titles.heads())
    return led and after is not None and after.tag == "NAME" and after.text.istitle()


def _short_name(tokens: Sequence[Token], index: int, first: int) -> bool:
    """Whether the short form of a month is a given name: "Dong Jun", "Jan Christian Vestre"."""
    if tokens[index].lower not in ("jan", "jun", "mar"):
        return False
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if index == first:
        led = index > 0 and (tokens[index - 1].tag == "PREP" or tokens[index - 1].lower in ("last", "next", "this"))
        return not led and after is not None and after.tag == "NAME" and after.text.istitle()
    return after is None or after.tag != "NUM"


def _past_particles(tokens: Sequence[Token], at: int) -> int:
    """Past the particles before a capitalised word ("von der Leyen", "bin Salman"); *at* itself if none stand there."""
    index = at
    while index < len(tokens) and tokens[index].lower in titles.particles() and tokens[index].text[0].islower():
        index += 1
    return index if index < len(tokens) and tokens[index].text[0].isupper() else at


def _inside_name(tokens: Sequence[Token], index: int) -> bool:
    entry = gazetteer.single(tokens[index].text)
    return entry is not None and entry.ambiguous


def printed(tokens: Sequence[Token], first: int, last: int) -> str:
    """The name in tokens *first* to before *last*, without honorifics, suffixes and commas."""
    parts = [t.text for t in tokens[first:last] if t.text != "," and t.lower.rstrip(".") not in ("jr", "sr")]
    while parts and parts[0].lower() in titles.honorifics():
        parts = parts[1:]
    return " ".join(parts)
