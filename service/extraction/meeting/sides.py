"""
Sides: who takes part, where and when, as the chunks and phrases of a clause tell.

People count as themselves, delegations and governments as their country, groups as organisations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from service.domain import edtf, places
from service.domain.parties import is_code, is_group, name_of
from service.extraction import roles
from service.extraction.meeting import nouns
from service.extraction.parts import Chunk, Clause, DateMention, Mention, Person, Sentence

_PLACE_PREPS = frozenset(("in", "at", "to", "into", "near", "outside", "from"))
_STAY = re.compile(r"^(\w+)-day$")
_NO_PLACE = frozenset(
    "congress parliament senate house court council ministry party committee commission bundestag duma knesset state department english twitter truth section article".split()
)
_LEADING = frozenset("team delegation mission negotiator group official diplomat lawmaker".split())
_SETTLEMENTS = frozenset(("city", "capital", "town", "resort", "port", "village", "province", "island", "suburb"))
_GENERIC = re.compile(r"\s(?:countries|nations|members|leaders|states|grouping|group|bloc|members?|partners)$")
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


class Sides(msgspec.Struct):
    """Who takes part: persons, countries without a named person, groups by name."""

    people: list[Person] = msgspec.field(default_factory=list)
    codes: list[str] = msgspec.field(default_factory=list)
    orgs: list[str] = msgspec.field(default_factory=list)

    def add(self, other: Sides) -> Sides:
        """These and *other*, nobody twice."""
        people = list(dict.fromkeys((*self.people, *other.people)))
        covered = {person.country for person in people}
        codes = [code for code in dict.fromkeys((*self.codes, *other.codes)) if code not in covered]
        return Sides(people, codes, list(dict.fromkeys((*self.orgs, *other.orgs))))

    def __bool__(self) -> bool:
        return bool(self.people or self.codes or self.orgs)

    def count(self) -> int:
        """How many take part, as far as is told."""
        return len(self.people) + len(self.codes) + len(self.orgs)


def of(sentence: Sentence, chunks: Iterable[Chunk]) -> Sides:
    """The sides that *chunks* stand for: "Rubio", "senior members of the US administration", "G7 leaders"."""
    found = Sides()
    chunks = tuple(chunks)
    for index, chunk in enumerate(chunks):
        for mention in chunk.mentions:
            _take(found, chunk, mention)
            if roles.shares_noun(chunks, index, mention, nouns.table()["delegations"]) or _owns_listed(
                sentence, chunks, index, mention
            ):
                _code(found, mention)
        if chunk.lemma in _LEADING:
            found.people += [p for p in _led_by(sentence, chunk) if p not in found.people]
        if not chunk.mentions and (
            chunk.lemma in nouns.table()["delegations"]
            or chunk.lemma in roles.STATE_NOUNS
            or chunk.lemma in ("member", "leader")
        ):
            for each in roles.following(sentence, chunk, "of", "from"):
                for mention in each.mentions:
                    if mention.kind == "party":
                        _code(found, mention)
    covered = {person.country for person in found.people}
    found.codes = [code for code in dict.fromkeys(found.codes) if code not in covered]
    return found


def of_mention(sentence: Sentence, chunk: Chunk, mention: Mention) -> Sides:
    """The sides that *mention* alone stands for in *chunk*."""
    found = Sides()
    _take(found, chunk, mention)
    if chunk.lemma in _LEADING:
        found.people += [p for p in _led_by(sentence, chunk) if p not in found.people]
        covered = {person.country for person in found.people}
        found.codes = [code for code in found.codes if code not in covered]
    return found


def _owns_listed(sentence: Sentence, chunks: tuple[Chunk, ...], index: int, mention: Mention) -> bool:
    """Whether a party owns ministers told after: "India's foreign and defense ministers"."""
    last = mention.last
    owns = mention.kind == "party" and last < len(sentence.tokens) and sentence.tokens[last].tag == "POSS"
    return owns and any(
        other.group == chunks[index].group and other.lemma in nouns.table()["delegations"]
        for other in chunks[index + 1 :]
    )


def _led_by(sentence: Sentence, chunk: Chunk) -> tuple[Person, ...]:
    """Who leads a delegation: "a team led by Brendan Lynch", "a team under chief negotiator Darpan Jain"."""
    for clause in sentence.clauses:
        leads = clause.verb.lemma in ("lead", "head") and clause.verb.voice == "passive"
        if leads and clause.subject and clause.subject[0].first == chunk.first:
            return roles.people_of(clause.phrase("by"))
    return roles.people_of(roles.following(sentence, chunk, "under")[:1])


def _take(found: Sides, chunk: Chunk, mention: Mention) -> None:
    inside = mention.first <= chunk.head < mention.last
    if mention.kind == "person":
        if inside or mention.last == chunk.last or mention.last > chunk.head or chunk.lemma in ("team", "delegation"):
            found.people += [person for person in mention.people if person not in found.people]
            if not mention.people:
                found.codes += mention.codes
        return
    if mention.kind == "party" and (
        (inside and mention.form != "adjective")
        or chunk.lemma in nouns.table()["delegations"]
        or chunk.lemma in roles.STATE_NOUNS
    ):
        _code(found, mention)


def _code(found: Sides, mention: Mention) -> None:
    names = re.split("[-–]", mention.name) if mention.form == "pair" else [mention.name] * len(mention.codes)
    for code, printed in zip(mention.codes, names, strict=False):
        if code == "WORLD":
            continue
        if is_group(code) and code != "EU":
            name = name_of(code) if mention.form == "description" else _GENERIC.sub("", printed)
            if name not in found.orgs:
                found.orgs.append(name)
        elif code not in found.codes:
            found.codes.append(code)


def take_codes(found: Sides, mention: Mention) -> None:
    """Add the parties of *mention* to *found*: states as countries, groups as organisations."""
    _code(found, mention)


def country_of(place: str) -> str | None:
    """The country that a place is in, or is."""
    return place if len(place) == 2 and is_code(place) else places.country_of(place)


def place(chunks: Iterable[Chunk], preps: frozenset[str] = _PLACE_PREPS) -> str | None:
    """The most specific place among *chunks*: a city or building as printed, a country by its code."""
    best: str | None = None
    settled: Chunk | None = None
    for chunk in chunks:
        of_town = settled is not None and chunk.prep == "of" and chunk.first - settled.last == 1
        settled = chunk if chunk.prep in preps and chunk.lemma in _SETTLEMENTS else None
        if chunk.prep not in preps and not of_town:
            continue
        if settled is not None:
            best = best or next((m.codes[0] for m in chunk.mentions if m.form == "adjective"), None)
        for mention in chunk.mentions:
            if mention.kind == "org" and chunk.prep == "in" and _unknown_place(mention):
                best = best or mention.name
                continue
            if mention.kind not in ("place", "party") or mention.form in (
                "adjective",
                "pair",
                "description",
                "pronoun",
            ):
                continue
            if mention.kind == "party" and (
                len(mention.codes) != 1 or (is_group(mention.codes[0]) and mention.form != "capital")
            ):
                continue
            if not mention.last >= chunk.head:
                continue
            text = mention.codes[0] if mention.kind == "party" and mention.form == "name" else mention.name
            best = text if best is None else _narrower(best, text)
    return best


def _unknown_place(mention: Mention) -> bool:
    """Whether a capitalised name after "in" can be a place that no table knows."""
    words = mention.name.split()
    return (
        len(words) <= 3
        and not mention.name.isupper()
        and not any(word.lower() in nouns.table()["meet"] or word.lower() in _NO_PLACE for word in words)
    )


def _narrower(a: str, b: str) -> str:
    names = {x: roles.place_name(x) for x in (a, b)}
    return b if places.more_specific(names[a], names[b]) == names[b] and names[a] != names[b] else a


def lasting(sentence: Sentence, chunk: Chunk | None, day: str | None) -> str | None:
    """*day*, or the days from it on for which "a three-day visit" lasts."""
    if day is None or "/" in day or len(day) != 10 or chunk is None:
        return day
    for token in sentence.tokens[chunk.first : chunk.last]:
        stay = _STAY.match(token.lower)
        if stay is None:
            continue
        count = _COUNTS.get(stay.group(1), int(stay.group(1)) if stay.group(1).isdigit() else 0)
        if 1 < count <= 31:
            first = date.fromisoformat(day)
            return edtf.between(first, first + timedelta(days=count - 1))
    return day


def when(sentence: Sentence, clause: Clause, *, own: bool = False) -> str | None:
    """The days of *clause*, with those of the clause that governs it unless *own*."""
    found = [sentence.dates[k] for k in clause.dates if sentence.dates[k].edtf is not None]
    found = [date for date in found if not _since(sentence, date) and not _of_another(sentence, clause, date)]
    if not found and clause.verb.form == "finite":
        found = _fronted(sentence, clause)
    if not found and not own:
        purpose = clause.verb.form == "infinitive" and not clause.verb.chain and clause.parent is not None
        begun = purpose and clause.parent is not None and "hold" in sentence.clauses[clause.parent].verb.classes
        held = None if begun else roles.when(sentence, clause) or _shared(sentence, clause)
        found = [held] if held is not None and not _since(sentence, held) else []
    starts = [d for d in found if d.relation == "from"]
    ends = [d for d in found if d.relation == "until"]
    if starts and ends and starts[0].value and ends[0].value:
        return f"{starts[0].value.partition('/')[0]}/{ends[0].value.rpartition('/')[2]}"
    precise = [d for d in found if d.relation in ("on", "span")]
    chosen = precise[0] if precise else found[0] if found else None
    if chosen is None:
        return None
    if chosen.relation == "from" and chosen.value is not None:
        return chosen.value
    return chosen.edtf


def _of_another(sentence: Sentence, clause: Clause, date: DateMention) -> bool:
    """Whether a date is that of a meeting before: "meeting her again following their telephone talk on October 27"."""
    held = [
        c for c in clause.phrases if c.prep in ("after", "following", "since") and c.last <= date.first <= c.last + 1
    ]
    return any(nouns.event(sentence, chunk) is not None for chunk in held)


def _fronted(sentence: Sentence, clause: Clause) -> list[DateMention]:
    """The date that opens a sentence, where something parts it from its verb: "On May 3, Motegi, visiting Y, held"."""
    if not clause.index or not clause.subject or clause.marker:
        return []
    opening = [d for d in sentence.dates if d.edtf is not None and d.first <= 1 and d.last <= clause.subject[0].first]
    reduced = all(c.verb.form != "finite" for c in sentence.clauses[: clause.index])
    return opening[:1] if reduced else []


def _since(sentence: Sentence, date: DateMention) -> bool:
    """Whether a date only tells since when there was no other: "the second of its kind since April 2022"."""
    at = date.first
    return date.relation == "from" and "since" in {token.lower for token in sentence.tokens[max(0, at - 1) : at + 1]}


def _shared(sentence: Sentence, clause: Clause) -> DateMention | None:
    """The sentence's only date, where it belongs to a clause with the same subject: "visits London on Thursday and meets"."""
    dated = [date for date in sentence.dates if date.edtf is not None and date.relation == "on"]
    if len(dated) != 1 or not clause.subject:
        return None
    for other in sentence.clauses:
        same = other.subject and other.subject[0].first == clause.subject[0].first
        if same and other.verb.tense == clause.verb.tense and any(sentence.dates[k] is dated[0] for k in other.dates):
            return dated[0]
    return None


def occasions(sentence: Sentence, clause: Clause) -> list[tuple[str | None, str]]:
    """Places with their days, where a clause lists several: "in London on June 9 and in Stockholm on July 28"."""
    found: list[tuple[str | None, str]] = []
    chunks = [c for c in clause.phrases if c.prep in ("in", "at") and place((c,)) is not None]
    for chunk in chunks:
        day = near(sentence, chunk.last, 1)
        if day is not None:
            found.append((place((chunk,)), day))
    return found


def by_day(sentence: Sentence, clause: Clause, preps: tuple[str, ...]) -> list[tuple[Sides, str]]:
    """Who is met on which day, where a clause tells several: "with Wong on Saturday and with Iwaya on Sunday"."""
    if len(clause.dates) < 2:
        return []
    found: list[tuple[Sides, str]] = []
    for chunk in clause.phrase(*preps):
        day = _day_before(sentence, chunk) or near(sentence, chunk.last)
        who = of(sentence, (chunk,))
        if day is None or not who:
            return []
        found.append((who, day))
    return found if len({day for _, day in found}) > 1 else []


def _day_before(sentence: Sentence, chunk: Chunk) -> str | None:
    """The date right before a phrase: "spoke on Monday with Xi"."""
    return next((d.edtf for d in sentence.dates if d.edtf is not None and 0 <= chunk.first - d.last <= 1), None)


def apposed(sentence: Sentence, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """*chunks* with the name that explains the last: "his French counterpart, Jean-Noel Barrot"."""
    if not chunks or chunks[-1].last >= len(sentence.tokens) or sentence.tokens[chunks[-1].last].text != ",":
        return chunks
    after = next((c for c in sentence.chunks if c.first == chunks[-1].last + 1), None)
    named = after is not None and not after.prep and any(m.kind == "person" for m in after.mentions)
    return (*chunks, after) if named and after is not None else chunks


def near(sentence: Sentence, last: int, reach: int = 2) -> str | None:
    """The date that starts within *reach* tokens after token *last*."""
    for mention in sentence.dates:
        if mention.edtf is not None and 0 <= mention.first - last <= reach:
            return mention.edtf
    return None


def inside(sentence: Sentence, chunk: Chunk) -> str | None:
    """The date right before a chunk's head: "their September 9 phone call", "the February 4 meeting"."""
    for mention in sentence.dates:
        within = chunk.first <= mention.first and mention.last <= chunk.head
        if mention.edtf is not None and (within or 0 <= chunk.first - mention.last <= 1) and mention.relation == "on":
            return mention.edtf
    return None


def people_countries(sides: Sequence[Sides]) -> set[str]:
    """The countries that all *sides* together stand for."""
    return {code for each in sides for code in (*each.codes, *(p.country for p in each.people if p.country))}
