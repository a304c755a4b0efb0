"""
Voices: meeting claims made comparable, once each.

A voice is a function of its report alone; whatever depends on other reports stands in `occasion.py`.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from service.domain import parties, people, places
from service.domain.claims import MeetingClaim, Participant
from service.domain.folding import fold
from service.domain.meetings.days import Days, read_days
from service.domain.meetings.names import NAMELESS, EventName, Level, read_name
from service.domain.reports import Report

Form = Literal["visit", "call", "talk", "delegation", "virtual"]
Shape = Literal["gathering", "pair", "open"]

_FORMS: dict[str, Form] = {
    "visit": "visit",
    "phone_call": "call",
    "delegation": "delegation",
    "virtual": "virtual",
}
_SMALL_GROUP = 12
"""Members of a group up to this size are compared one by one; of larger ones only by the group's name."""


class Person(msgspec.Struct, frozen=True):
    """
    Somebody who takes part: the name as printed, and the country's code where known.

    `words` are those of the folded name; two names of one person share one of their `handles`.
    """

    name: str
    country: str | None
    words: frozenset[str]
    handles: frozenset[str]

    def is_(self, other: Person) -> bool:
        """Whether both can be one person: the names agree and, unless equal, the countries do too."""
        if self.handles.isdisjoint(other.handles):
            return False
        if self.country and other.country and self.country != other.country and self.words != other.words:
            return False
        return people.same_person(self.name, other.name)


class Voice(msgspec.Struct, frozen=True):
    """
    What one report says of one occasion.

    `sides` are the countries that meet: those of the participants, and of host or place where fewer than two take
    part (rule 8). `named` are the sides of which a person is named. `content` is equal for claims that say the same.
    """

    report: Report
    kind: str
    form: Form
    shape: Shape
    status: str
    people: tuple[Person, ...]
    sides: frozenset[str]
    named: frozenset[str]
    hosts: frozenset[str]
    groups: frozenset[str]
    place: str | None
    country: str | None
    name: EventName
    level: Level | None
    level_said: bool
    days: Days
    content: tuple[object, ...]

    @property
    def claim(self) -> MeetingClaim:
        """The claim behind it."""
        assert isinstance(self.report.claim, MeetingClaim)
        return self.report.claim

    @property
    def published(self) -> date:
        """The day of publication, UTC."""
        return self.report.published_at.date()

    @property
    def claim_id(self) -> str:
        """The claim's id."""
        return self.report.claim_id

    @property
    def reviewed(self) -> bool:
        """Whether an analyst has vouched for it (rule 1)."""
        return self.report.review is not None

    @property
    def two_sided(self) -> bool:
        """Whether it names somebody on two sides: talks with a counterpart."""
        return len(self.named) > 1


class _Cast(msgspec.Struct, frozen=True):
    """What a claim says of who meets and where, whenever that is: as in `Voice`, with the words of its content."""

    form: Form
    shape: Shape
    people: tuple[Person, ...]
    sides: frozenset[str]
    named: frozenset[str]
    hosts: frozenset[str]
    groups: frozenset[str]
    country: str | None
    name: EventName
    level: Level | None
    level_said: bool
    words: tuple[object, ...]


def voice_of(report: Report) -> Voice:
    """The report of a meeting claim, made comparable."""
    claim = report.claim
    assert isinstance(claim, MeetingClaim)
    cast = _cast(claim.meeting_kind, claim.participants, claim.host, claim.place, claim.name)
    return Voice(
        report=report,
        kind=claim.meeting_kind,
        form=cast.form,
        shape=cast.shape,
        status=claim.status,
        people=cast.people,
        sides=cast.sides,
        named=cast.named,
        hosts=cast.hosts,
        groups=cast.groups,
        place=None if cast.form == "call" else claim.place,
        country=None if cast.form == "call" else cast.country,
        name=cast.name,
        level=cast.level,
        level_said=cast.level_said,
        days=read_days(claim.date, claim.status, report.published_at.date()),
        content=(claim.meeting_kind, claim.status, *cast.words, claim.date),
    )


@lru_cache(maxsize=1 << 13)
def _cast(
    kind: str, participants: tuple[Participant, ...], host: str | None, place: str | None, name_said: str | None
) -> _Cast:
    """Who meets and where; reports of one meeting mostly say it in the same words."""
    claim = MeetingClaim(
        evidence=(), meeting_kind=kind, participants=participants, host=host, place=place, name=name_said
    )
    persons = _people(claim)
    countries, groups = _participants(claim, persons)
    country = places.country_of(claim.place) if claim.place else None
    hosts = _hosts(claim, persons)
    form = _FORMS.get(claim.meeting_kind, "talk")
    sides = countries
    for other in (hosts, {country} if country else set()):
        if form == "visit" or len(sides) < 2:
            sides |= other
    name = read_name(claim.name, claim.place, sides) if claim.name else NAMELESS
    groups |= name.groups
    level, said = _level(claim, name)
    return _Cast(
        form=form,
        shape=_shape(claim, name, persons, sides, groups),
        people=persons,
        sides=sides,
        named=frozenset(person.country for person in persons if person.country),
        hosts=hosts,
        groups=groups,
        country=country,
        name=name,
        level=level,
        level_said=said,
        words=_words(claim),
    )


def parties_of(voice: Voice) -> frozenset[str]:
    """
    Rule 8: the countries of people, host and place, the groups that take part or are named, and their members.

    Where two countries meet on a third one's ground without its taking part, that ground is no party. Members are
    those of the meeting's first possible day.
    """
    found = voice.sides | voice.hosts | voice.groups | (voice.name.countries if voice.shape == "gathering" else set())
    if voice.shape == "gathering" and voice.country:
        found |= {voice.country}
    day = voice.days.first if voice.days.stated else voice.published
    for group in voice.groups:
        found |= set(parties.members_of(group, day))
    return frozenset(found)


def small_group_members(voice: Voice) -> frozenset[str]:
    """The members of the small groups that it names, as sides that may be named singly elsewhere."""
    found: set[str] = set()
    for group in voice.groups:
        members = parties.members_of(group, voice.published)
        if len(members) <= _SMALL_GROUP:
            found |= set(members)
    return frozenset(found)


def same_people(a: tuple[Person, ...], b: tuple[Person, ...]) -> bool:
    """Whether both name the same persons, each of them."""
    return all(any(p.is_(q) for q in b) for p in a) and all(any(p.is_(q) for p in a) for q in b)


def _people(claim: MeetingClaim) -> tuple[Person, ...]:
    found: list[Person] = []
    named = [p for p in claim.participants if p.type == "person" and p.name]
    for each in named:
        _add(found, each.name or "", _code(each.country))
    if claim.host and parties.code_of(claim.host) is None:
        _add(found, claim.host, None)
    return tuple(found)


def _add(found: list[Person], name: str, country: str | None) -> None:
    person = Person(name, country, *_words_and_handles(name))
    if person.words and not any(person.is_(other) for other in found):
        found.append(person)


@lru_cache(maxsize=1 << 14)
def _words_and_handles(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a name, and those of them by which alone, or with the first one, its bearer is known."""
    words = people.name_key(name).split()
    known_by = {w for w in words if len(w) > 1 and any(people.same_person(n, name) for n in (w, f"{words[0]} {w}"))}
    return frozenset(words), frozenset(known_by | {" ".join(sorted(words))})


def _participants(claim: MeetingClaim, persons: tuple[Person, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The countries and the groups that take part."""
    countries = {person.country for person in persons if person.country}
    groups: set[str] = set()
    for each in claim.participants:
        code = _code(_label(each))
        if code and parties.is_group(code) and code != "EU":
            groups.add(code)
        elif code:
            countries.add(code)
    return frozenset(countries), frozenset(groups)


def _label(participant: Participant) -> str | None:
    if participant.type == "person":
        return participant.country
    return participant.code or participant.name


def _code(text: str | None) -> str | None:
    return parties.code_of(text) if text else None


def _hosts(claim: MeetingClaim, persons: tuple[Person, ...]) -> frozenset[str]:
    if not claim.host:
        return frozenset()
    code = parties.code_of(claim.host)
    if code:
        return frozenset({code})
    return frozenset(p.country for p in persons if p.country and people.same_person(p.name, claim.host))


def _shape(
    claim: MeetingClaim, name: EventName, persons: tuple[Person, ...], sides: frozenset[str], groups: frozenset[str]
) -> Shape:
    """Rule 9: a gathering is an event of many or with a name of its own; a pair is a talk of two sides."""
    if claim.meeting_kind in ("visit", "phone_call", "delegation"):
        return "open"
    if name.tells and claim.meeting_kind in ("ministerial", "summit"):
        return "gathering"
    if claim.meeting_kind == "multilateral" or len(sides) > 2 or (groups and claim.meeting_kind != "bilateral"):
        return "gathering"
    named = {person.country for person in persons}
    pair = claim.meeting_kind == "bilateral" or (claim.meeting_kind == "virtual" and len(named) == len(sides) == 2)
    return "pair" if pair and not name.tells else "open"


def _level(claim: MeetingClaim, name: EventName) -> tuple[Level | None, bool]:
    """The rank of those who meet, and whether the name says it; the name decides before the kind (rule 9)."""
    if name.level:
        return name.level, True
    if claim.meeting_kind == "summit":
        return "leaders", False
    return ("ministers", False) if claim.meeting_kind == "ministerial" else (None, False)


def _words(claim: MeetingClaim) -> tuple[object, ...]:
    who = tuple(sorted(fold(p.name or p.code or "") for p in claim.participants))
    return (who, fold(claim.place or ""), fold(claim.name or ""))
