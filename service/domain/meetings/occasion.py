"""
Occasions: a meeting as the voices heard so far make it.

`join` is the only way in which an occasion changes; the same voices in publication order give the same occasion.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from service.domain import people
from service.domain.meetings.days import Days
from service.domain.meetings.hearing import CALLED_OFF, Heard, hear_days, hear_place, hear_status
from service.domain.meetings.names import EventName, Level
from service.domain.meetings.voices import Form, Person, Shape, Voice

_FIRM: tuple[Form, ...] = ("visit", "call", "talk")


class Occasion(msgspec.Struct, frozen=True):
    """
    One meeting: what its voices say together.

    `form` is the firmest one ("delegation" and "virtual" give way to any other); `counterpart` tells whether some
    voice names people of two sides; `sides` are those of the voice that names most. `days_heard`, `status_heard` and
    `place_heard` name who decides each; `days` and `status` are what these say. `last_told` is when the last voice
    was published.
    """

    root: Voice
    form: Form
    shape: Shape
    counterpart: bool
    people: tuple[Person, ...]
    sides: frozenset[str]
    named: frozenset[str]
    groups: frozenset[str]
    name: EventName
    level: Level | None
    level_said: bool
    days_heard: Heard
    status_heard: Heard
    place_heard: Heard | None

    days: Days
    status: str
    last_told: datetime

    @property
    def called_off(self) -> bool:
        """Whether it was abandoned at its days."""
        return self.status in CALLED_OFF


def found(voice: Voice) -> Occasion:
    """The occasion that *voice* is the first to tell of."""
    return Occasion(
        root=voice,
        form=voice.form,
        shape=voice.shape,
        counterpart=voice.two_sided,
        people=voice.people,
        sides=voice.sides,
        named=voice.named,
        groups=voice.groups,
        name=voice.name,
        level=voice.level,
        level_said=voice.level_said,
        days_heard=hear_days(None, voice),
        status_heard=hear_status(None, voice, voice.days),
        place_heard=hear_place(None, voice),
        days=voice.days,
        status=voice.status,
        last_told=voice.report.published_at,
    )


def join(occasion: Occasion, voice: Voice) -> Occasion:
    """The occasion when *voice* has spoken of it too."""
    days = hear_days(occasion.days_heard, voice)
    status = hear_status(occasion.status_heard, voice, days.voice.days)
    level = voice if voice.level and (occasion.level is None or voice.level_said > occasion.level_said) else occasion
    return Occasion(
        root=occasion.root,
        form=_firmer(occasion.form, voice.form),
        shape="gathering" if "gathering" in (occasion.shape, voice.shape) else _narrower(occasion.shape, voice.shape),
        counterpart=occasion.counterpart or voice.two_sided,
        people=_together(occasion.people, voice.people),
        sides=voice.sides if occasion.sides.issubset(voice.sides) else occasion.sides,
        named=occasion.named | voice.named,
        groups=occasion.groups | voice.groups,
        name=_fuller(occasion.name, voice.name),
        level=level.level,
        level_said=level.level_said,
        days_heard=days,
        status_heard=status,
        place_heard=hear_place(occasion.place_heard, voice),
        days=days.voice.days,
        status=status.voice.status,
        last_told=voice.report.published_at,
    )


def _firmer(a: Form, b: Form) -> Form:
    for firmest in ("visit", "call"):
        if firmest in (a, b):
            return firmest
    return a if a in _FIRM or b not in _FIRM else b


def _narrower(a: Shape, b: Shape) -> Shape:
    return "pair" if "pair" in (a, b) else "open"


def _together(a: tuple[Person, ...], b: tuple[Person, ...]) -> tuple[Person, ...]:
    """Everybody named, each once, under the name that tells most."""
    if a == b:
        return a
    merged = list(a)
    for person in b:
        known = next((i for i, other in enumerate(merged) if other.is_(person)), None)
        if known is None:
            merged.append(person)
        else:
            merged[known] = _fuller_person(merged[known], person)
    return tuple(merged)


def _fuller_person(a: Person, b: Person) -> Person:
    best = a if people.most_telling(a.name, b.name) == a.name else b
    country = a.country or b.country
    return best if best.country == country else msgspec.structs.replace(best, country=country)


def _fuller(a: EventName, b: EventName) -> EventName:
    """The name that tells more; the first one where neither does."""
    return b if (len(b.words), bool(b.level), bool(b.text)) > (len(a.words), bool(a.level), bool(a.text)) else a
