"""
Rule 11: a meeting moved to other days or another place is two linked occasions.

The abandoned one keeps its days and place and names its successor; evidence is never carried from one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from service.domain.folding import fold
from service.domain.meetings import days as d
from service.domain.meetings import names
from service.domain.meetings.hearing import CALLED_OFF, OBSERVED, apart
from service.domain.meetings.identity import place_agrees, shared_people
from service.domain.meetings.occasion import Occasion
from service.domain.meetings.voices import Voice

REACH = timedelta(days=200)
"""So far apart may the old and the new days of a meeting that was moved be."""
_VISIT_REACH_DAYS = 31
_EVENT_REACH_DAYS = 120
GOES_ON = frozenset({"planned", "moved"}) | OBSERVED
"""The states in which an occasion can take the place of another."""


def replaces(voice: Voice, occasion: Occasion, article: Sequence[Voice]) -> bool:
    """
    Whether *voice*, which founds an occasion, tells what became of one that was called off.

    *article* are all voices of its article. One that still calls the old occasion off while it reports the new one
    as past tells of two things.
    """
    if not occasion.called_off or voice.status not in GOES_ON or not voice.days.stated:
        return False
    if voice.status in OBSERVED and any(_calls_off_again(other, occasion) for other in article):
        return False
    late = occasion.days.last + REACH < voice.days.first if occasion.days.stated else False
    early = voice.days.last < occasion.days.first - REACH / 4
    return not late and not early and _same_cast(voice, occasion)


def implies_move(voice: Voice, occasion: Occasion, own_article: bool) -> bool:  # noqa: FBT001 - a fact, not an option
    """
    Whether *voice* tells of another day or place for what *occasion* had planned.

    That is a visit of the same person to the same country or an event of the same name, planned anew before the old
    days were over; a meeting that is said to have moved; and the same people in another country on the very day.
    """
    if occasion.status != "planned" or not (voice.days.stated and occasion.days.stated):
        return False
    if not _same_cast(voice, occasion):
        return False
    gap = d.gap_days(voice.days, occasion.days)
    if voice.status not in ("planned", "moved"):
        return _elsewhere_that_day(voice, occasion)
    if voice.published > occasion.days.last:
        return False
    if voice.status == "moved":
        return gap <= REACH.days
    if own_article:
        return False
    if _same_event(voice, occasion):
        return gap <= _EVENT_REACH_DAYS
    if gap == 0:
        return _elsewhere_that_day(voice, occasion)
    return voice.form == "visit" and place_agrees(voice, occasion) and gap <= _VISIT_REACH_DAYS


def _elsewhere_that_day(voice: Voice, occasion: Occasion) -> bool:
    there = occasion.place_heard
    same_day = voice.days.one_day and voice.days.first == occasion.days.first == occasion.days.last
    return same_day and voice.two_sided and there is not None and apart(voice, there.voice)


def _same_event(voice: Voice, occasion: Occasion) -> bool:
    """Whether both have one name, be it only that of the parties: "EU-China summit"."""
    if not voice.name.text or not occasion.name.text:
        return False
    if voice.name.tells and names.relation(voice.name, occasion.name) == "agree":
        return True
    return bool(voice.name.countries) and fold(voice.name.text) == fold(occasion.name.text)


def reach_of_plan(voice: Voice) -> timedelta | None:
    """How far off may be what *voice* can imply to have moved (see `implies_move`), None where it implies nothing."""
    if voice.status == "moved":
        return REACH
    if voice.status not in OBSERVED | {"planned"}:
        return None
    if voice.status == "planned" and voice.name.text:
        return timedelta(days=_EVENT_REACH_DAYS)
    return timedelta(days=_VISIT_REACH_DAYS if voice.form == "visit" and voice.status == "planned" else 0)


def _same_cast(voice: Voice, occasion: Occasion) -> bool:
    """The same kind of meeting, event and countries, and on each side that both name somebody in common."""
    if voice.form != occasion.form and "delegation" not in (voice.form, occasion.form):
        return False
    named = names.relation(voice.name, occasion.name)
    if named == "differ" or {voice.shape, occasion.shape} == {"pair", "gathering"}:
        return False
    if voice.level and occasion.level and voice.level != occasion.level:
        return False
    shared = shared_people(voice.people, occasion.people)
    met = {person.country for person in shared}
    if "gathering" in (voice.shape, occasion.shape):
        return named == "agree" or (bool(shared) and voice.sides == occasion.sides)
    if any(side not in met for side in voice.named & occasion.named):
        return False
    if shared:
        return not voice.sides.isdisjoint(occasion.sides)
    return (
        voice.sides == occasion.sides
        and not (voice.named and occasion.named)
        and (_same_ground(voice, occasion) or _same_event(voice, occasion))
    )


def _same_ground(voice: Voice, occasion: Occasion) -> bool:
    """Whether nothing says that they are in two countries; a delegation's way home is another visit."""
    there = occasion.place_heard
    return there is None or voice.country is None or there.voice.country in (None, voice.country)


def _calls_off_again(voice: Voice, occasion: Occasion) -> bool:
    return (
        voice.status in CALLED_OFF - {"moved"} and d.overlap(voice.days, occasion.days) and _same_cast(voice, occasion)
    )
