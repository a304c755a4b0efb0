"""
Hearing voices one after the other: what a meeting's status, days and place are, and who disagrees.

Voices come in publication order. One that repeats its own story settles nothing; one that comes after two that
disagree, from a third story, settles it for the side that it takes (rules 4, 6 and 10).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from service.domain import places
from service.domain.meetings import days as d
from service.domain.meetings.days import Days
from service.domain.meetings.voices import Voice

CALLED_OFF = frozenset({"postponed", "moved", "cancelled"})
"""The states of an occasion that was abandoned; a later one of them is no disagreement."""
OBSERVED = frozenset({"held", "ongoing"})
"""The states of an occasion that somebody saw."""

Ground = Literal["only report", "agreed", "later stage", "later report", "contested", "settled", "reviewed", "moved"]
_Step = Literal["same", "follows", "stale", "contradicts"]


class Heard(msgspec.Struct, frozen=True):
    """The voice that decides, the one that contradicts it with no third to settle it, and why it decides."""

    voice: Voice
    against: Voice | None = None
    ground: Ground = "only report"


def hear_status(heard: Heard | None, voice: Voice, days: Days) -> Heard:
    """The status after *voice*; *days* are the meeting's so far."""
    if heard is None:
        return Heard(voice)
    ranked = _review(heard, voice)
    if ranked:
        return ranked
    step = _step(heard.voice, voice, days)
    if step == "contradicts":
        return _contradicted(heard, voice, heard.against is not None and _agree(heard.against, voice))
    if step == "stale":
        return heard
    if heard.against is not None and not _third(heard, voice):
        return Heard(voice if step == "follows" else heard.voice, heard.against, "contested")
    if step == "follows":
        return Heard(voice, None, "later stage")
    ground: Ground = "settled" if heard.against else "agreed"
    return Heard(voice if voice.status != heard.voice.status else heard.voice, None, ground)


def _step(old: Voice, new: Voice, days: Days) -> _Step:
    """How *new* bears on what *old* said: a meeting is planned, then under way or called off, then held or not."""
    if _agree(old, new):
        return "same"
    if "denied" in (old.status, new.status):
        return _denial(old, new, days)
    if old.status == "planned" or (old.status == "ongoing" and new.status != "planned"):
        return "follows"
    if new.status == "planned":
        return "follows" if old.status in CALLED_OFF else "stale"
    if old.status in CALLED_OFF:
        # Called off before its days were over, it may have gone ahead after all; afterwards it is word against word.
        return "follows" if old.published <= days.last else "contradicts"
    if new.status == "ongoing":
        return "stale"
    return "follows" if old.report.publisher == new.report.publisher else "contradicts"


def _denial(old: Voice, new: Voice, days: Days) -> _Step:
    """Rule 10: a denial is a voice of its own. What is seen later outranks the denial of a plan."""
    if CALLED_OFF & {old.status, new.status}:
        return "follows" if new.status == "denied" else "stale"
    if new.status in OBSERVED and old.published < days.first:
        return "follows"
    return "contradicts"


def _agree(a: Voice, b: Voice) -> bool:
    return a.status == b.status or (a.status in CALLED_OFF and b.status in CALLED_OFF)


def hear_days(heard: Heard | None, voice: Voice) -> Heard:
    """The days after *voice*: the more precise of what agrees, what was seen before what was planned (rules 3, 4)."""
    if heard is None:
        return Heard(voice)
    ranked = _review(heard, voice)
    if ranked:
        return ranked
    old, new = heard.voice.days, voice.days
    if old.stated != new.stated:
        return Heard(voice, None, "agreed") if new.stated else heard
    if not new.stated:
        return heard if old.last - old.first <= new.last - new.first else Heard(voice, None, "agreed")
    if not d.overlap(old, new):
        return _days_apart(heard, voice)
    better = voice if _tells_more(voice, heard.voice) else heard.voice
    if heard.against is not None and not _third(heard, voice):
        return Heard(better, heard.against, "contested")
    return Heard(better, None, "settled" if heard.against else "agreed")


def _days_apart(heard: Heard, voice: Voice) -> Heard:
    old = heard.voice
    if voice.status in OBSERVED and old.status not in OBSERVED:
        return Heard(voice, None, "later stage")
    if old.status in OBSERVED and voice.status not in OBSERVED:
        return heard
    if voice.status not in OBSERVED or old.report.publisher == voice.report.publisher:
        return Heard(voice, None, "later report")
    supports = heard.against is not None and d.overlap(heard.against.days, voice.days)
    return _contradicted(heard, voice, supports)


def _tells_more(new: Voice, old: Voice) -> bool:
    """Whether the days of *new* tell more than the overlapping ones of *old*."""
    a, b = new.days, old.days
    seen = (new.status in OBSERVED, old.status in OBSERVED)
    if (a.first, a.last) == (b.first, b.last):
        return a.exact and not b.exact
    if d.within(b, a):
        # "On the 25th" and then "from the 25th to the 29th": the day was the first of several.
        return a.exact and b.one_day and (seen == (True, False) or (a.first == b.first and seen[0] >= seen[1]))
    if d.within(a, b):
        longer = b.exact and not b.one_day and a.one_day and (seen[1] or a.first == b.first)
        return not longer
    if a.exact != b.exact:
        return a.exact
    if seen[0] != seen[1]:
        return seen[0]
    return a.width <= b.width


def hear_place(heard: Heard | None, voice: Voice) -> Heard | None:
    """The place after *voice*, the most specific of those that agree (rule 8); None while nobody names one."""
    if voice.place is None:
        return heard
    if heard is None or heard.voice.place is None:
        return Heard(voice)
    ranked = _review(heard, voice)
    if ranked:
        return ranked
    old, new = heard.voice.place, voice.place
    if not apart(heard.voice, voice):
        better = voice if places.agree(old, new) and places.more_specific(old, new) == new != old else heard.voice
        if heard.against is not None and not _third(heard, voice):
            return Heard(better, heard.against, "contested")
        return Heard(better, None, "settled" if heard.against else "agreed")
    if voice.status in OBSERVED and heard.voice.status not in OBSERVED:
        return Heard(voice, None, "later stage")
    if voice.status not in OBSERVED or heard.voice.report.publisher == voice.report.publisher:
        return heard
    if voice.country == heard.voice.country:
        # "In Alaska" and "in Anchorage": the tables do not know which region a town is in.
        return Heard(voice if places.more_specific(old, new) == new else heard.voice, heard.against, "agreed")
    supports = heard.against is not None and not apart(heard.against, voice)
    return _contradicted(heard, voice, supports)


def apart(a: Voice, b: Voice) -> bool:
    """
    Whether both name places that cannot be one.

    A visit takes in a whole country, and a tour of a region is none of the visits on it; of talks, places that are in
    no table stay open.
    """
    if a.place is None or b.place is None or a.country == b.country is None:
        return False
    if a.form == b.form == "visit":
        return a.country != b.country and not places.agree(a.place, b.place)
    if a.country is None or b.country is None:
        return False
    return a.country != b.country or not places.agree(a.place, b.place)


def _review(heard: Heard, voice: Voice) -> Heard | None:
    """Rule 1: an analyst's word outranks every article."""
    if heard.voice.reviewed == voice.reviewed:
        return None
    return Heard(voice, None, "reviewed") if voice.reviewed else heard


def _third(heard: Heard, voice: Voice) -> bool:
    """Whether *voice* tells a story of its own, after the two that disagree."""
    stories = {heard.voice.report.story, heard.against.report.story if heard.against else ""}
    return voice.report.story not in stories


def _contradicted(heard: Heard, voice: Voice, supports_loser: bool) -> Heard:  # noqa: FBT001 - a fact, not an option
    """Word against word: a third story settles it, otherwise the more precise date wins, then the later word."""
    if supports_loser and _third(heard, voice):
        return Heard(voice, None, "settled")
    if supports_loser:
        return heard
    old = heard.voice
    newer = voice.report.published_at > old.report.published_at
    precise = (not old.days.stated, old.days.width) > (not voice.days.stated, voice.days.width)
    coarser = (not old.days.stated, old.days.width) < (not voice.days.stated, voice.days.width)
    wins = precise or (newer and not coarser)
    return Heard(voice, old, "contested") if wins else Heard(old, voice, "contested")
