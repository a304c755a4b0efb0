"""
References: what "the foreign minister", "his Japanese counterpart", "he", "the two leaders", "both sides" stand for.

Sentences are read in order; a reference only ever looks back, and what cannot be told stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.domain.folding import fold
from service.domain.parties import is_group
from service.extraction.parts import Clause, Mention, Person, Token
from service.extraction.people import Cast

_PAIR_NOUNS = frozenset(
    "leaders presidents ministers officials diplomats men women negotiators sides countries nations partners neighbours neighbors economies governments parties capitals delegations allies teams chiefs envoys secretaries counterparts".split()
)
_PEOPLE_NOUNS = frozenset(
    "leaders presidents ministers officials diplomats men women negotiators chiefs envoys secretaries counterparts".split()
)
_HE = frozenset(("he", "him", "himself", "she", "her", "herself"))
_THEY = frozenset(("they", "them", "themselves"))
_GROUP_NOUNS = frozenset(("bloc", "union", "grouping", "group", "27-nation", "alliance"))
_TRIOS = frozenset(("trio", "three", "quartet", "four", "quintet", "five", "six", "seven", "signatories"))
_COUNTRY_NOUNS = frozenset(("country", "nation", "kingdom", "republic", "government", "administration"))


class Discourse:
    """What has been spoken of so far in one article."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people: list[Person] = []
        self.subjects: list[Person] = []
        self.pair: tuple[Person, ...] = ()
        self.countries: list[str] = []
        self.bloc: str | None = None
        self.we: tuple[str, ...] = ()
        self.listed: tuple[str, ...] = ()

    def _note_list(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        """Remember three or more parties in a row, and whether they call themselves "we"."""
        run: list[Mention] = []
        for mention in [m for m in mentions if m.kind == "party" and m.form == "name"]:
            gap = tokens[run[-1].last : mention.first] if run else []
            if run and not (len(gap) <= 3 and all(t.text == "," or t.lower in ("and", "the", "of", "republic") for t in gap)):
                run = []
            run.append(mention)
            if len(run) >= 3:
                self.listed = tuple(dict.fromkeys(code for m in run for code in m.codes))
                before = [t.lower for t in tokens[max(0, run[0].first - 3) : run[0].first]]
                if "we" in before:
                    self.we = self.listed

    def note(self, tokens: Sequence[Token], mentions: Sequence[Mention], clauses: Sequence[Clause]) -> None:
        """Remember a sentence that has been read."""
        named = [m for m in mentions if m.form not in ("pronoun",)]
        people = [person for m in named if m.kind == "person" for person in m.people]
        if people:
            self.people = people
        codes = [code for m in named if m.kind != "org" for code in m.codes]
        for code in codes:
            if is_group(code) and code != "WORLD":
                self.bloc = code
        self._note_list(tokens, named)
        states = [code for code in dict.fromkeys(codes) if code != "WORLD"]
        if states:
            self.countries = (states + [code for code in self.countries if code not in states])[:6]
        distinct = list(dict.fromkeys(people))
        if len(distinct) >= 2:
            self.pair = tuple(distinct[:2])
        elif len(distinct) == 1 and self.pair and distinct[0] not in self.pair and self.subjects:
            self.pair = (self.subjects[0], distinct[0]) if self.subjects[0] != distinct[0] else self.pair
        for clause in clauses:
            subjects = [
                person for chunk in clause.subject for m in chunk.mentions for person in m.people if m.kind == "person"
            ]
            if subjects:
                self.subjects = subjects
                break


def resolve(tokens: Sequence[Token], mentions: Sequence[Mention], discourse: Discourse) -> list[Mention]:
    """*mentions* with offices filled in from the article's cast, and with what pronouns and descriptions stand for."""
    done: list[Mention] = []
    here: list[Person] = []
    at = 0
    by_first = {mention.first: mention for mention in mentions}
    while at < len(tokens):
        mention = by_first.get(at)
        if mention is not None:
            if mention.form == "office" and not mention.people:
                mention = _held_office(tokens, mention, discourse, here)
            done.append(mention)
            here += mention.people
            at = mention.last
            continue
        found = _described(tokens, at, discourse, here, done)
        if found is not None and not any(first in by_first for first in range(found.first, found.last)):
            done.append(found)
            at = found.last
            continue
        at += 1
    return done


def _made(
    tokens: Sequence[Token], first: int, last: int, people: tuple[Person, ...], codes: tuple[str, ...], form: str
) -> Mention:
    kind = "person" if people else "party"
    name = " ".join(token.text for token in tokens[first:last])
    return Mention(kind, tokens[first].start, tokens[last - 1].end, first, last, name, form, codes, people)  # type: ignore[arg-type]


def _held_office(tokens: Sequence[Token], mention: Mention, discourse: Discourse, here: Sequence[Person]) -> Mention:
    """The person of the cast who holds the office that *mention* names, if exactly one does."""
    wanted = fold(mention.role or "")
    country = mention.codes[0] if mention.codes else None
    fitting = [
        person for person in discourse.cast.people
        if person.role and _same_office(fold(person.role), wanted) and (country is None or person.country in (None, country))
    ]  # fmt: skip
    if len(fitting) > 1:
        recent = [person for person in (*here[::-1], *discourse.subjects, *discourse.people) if person in fitting]
        fitting = recent[:1]
    if len(fitting) != 1:
        return mention
    person = fitting[0]
    codes = (person.country,) if person.country else mention.codes
    return msgspec.structs.replace(mention, people=(person,), codes=codes)


def _same_office(held: str, wanted: str) -> bool:
    if held == wanted:
        return True
    held_words, wanted_words = held.split(), wanted.split()
    if len(wanted_words) == 1 or len(held_words) == 1:
        return (
            held_words[-1] == wanted_words[-1]
            and (len(wanted_words) == 1)
            and "deputy" not in held_words
            and "vice" not in held_words
        )
    if {"foreign", "external"} & set(held_words) and {"foreign", "external"} & set(wanted_words):
        return held_words[-1] == wanted_words[-1]
    return set(wanted_words) <= set(held_words) and {"deputy", "vice"}.isdisjoint(set(held_words) ^ set(wanted_words))


def _described(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    lower = tokens[at].lower
    if lower in _HE and tokens[at].tag in ("PRON",):
        person = here[0] if here else (discourse.subjects or discourse.people or [None])[0]  # type: ignore[list-item]
        if person is not None:
            return _made(tokens, at, at + 1, (person,), (person.country,) if person.country else (), "pronoun")
        return None
    if lower in ("the", "both", "these", "those", "two"):
        return _both(tokens, at, discourse, here, done)
    if lower == "we" and discourse.we:
        return _made(tokens, at, at + 1, (), discourse.we, "pronoun")
    if lower in ("his", "her", "their") or tokens[at].tag == "POSS":
        return None
    if lower in _THEY and len(discourse.pair) == 2 and not here:
        return _made(tokens, at, at + 1, discourse.pair, _codes(discourse.pair), "pronoun")
    return None


def _codes(people: Sequence[Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.country for person in people if person.country))


def _coordinated(tokens: Sequence[Token], done: Sequence[Mention]) -> tuple[Mention, ...]:
    """The last two mentions that an "and" joins."""
    for left, right in zip(done[-2::-1], done[:0:-1], strict=False):
        if right.first - left.last <= 2 and any(token.lower == "and" for token in tokens[left.last : right.first]):
            return left, right
    return ()


def _both(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    words = [token.lower for token in tokens[at : at + 4]]
    last = at
    two = words[0] in ("both", "two")
    for offset, word in enumerate(words):
        if word in ("two", "both"):
            two = True
        elif word in _PAIR_NOUNS and offset:
            last = at + offset + 1
            break
        elif word in _TRIOS and offset and discourse.listed:
            return _made(tokens, at, at + offset + 1, (), discourse.listed, "description")
        elif word in _GROUP_NOUNS and words[0] in ("the", "this") and offset == 1 and discourse.bloc:
            return _made(tokens, at, at + 2, (), (discourse.bloc,), "description")
        elif word not in ("the", "these", "those", "foreign", "trade", "north", "neighbouring", "south", "asian"):
            return None
    if last == at:
        return None
    noun = tokens[last - 1].lower
    if noun in _PEOPLE_NOUNS:
        pair = tuple(dict.fromkeys(here))[:2] if len(set(here)) >= 2 else discourse.pair
        if len(pair) == 2 and (two or noun == "leaders"):
            return _made(tokens, at, last, pair, _codes(pair), "description")
        return None
    if not two and noun not in ("sides",):
        return None
    codes = [code for m in _coordinated(tokens, done) for code in m.codes]
    codes += [code for m in done for code in m.codes if m.kind in ("party", "person") and code not in codes]
    codes += [code for code in discourse.countries if code not in codes]
    return _made(tokens, at, last, (), tuple(codes[:2]), "description") if len(codes) >= 2 else None
