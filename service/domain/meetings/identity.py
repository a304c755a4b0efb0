"""
Identity: whether a voice tells of a known occasion (rules 8 to 10).

A voice is compared with the resolved occasion, never with one of its voices, except with those of its own story.
Every function here is one part of a rule and refuses by returning False.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from service.domain import places
from service.domain.meetings import days as d
from service.domain.meetings import names
from service.domain.meetings.hearing import CALLED_OFF, OBSERVED, apart
from service.domain.meetings.occasion import Occasion
from service.domain.meetings.voices import Person, Voice, same_people

FEW_SIDES = 6
"""Of so many countries some stand for all."""
SLIP_DAYS = 2
"""A meeting that was seen, or is planned by others, so many days off its plan is that meeting."""
SLIP_SEEN_DAYS = 7
"""The same people at the same place, seen up to so many days after their plan, kept that plan late."""
HINDSIGHT = timedelta(days=3)
"""Who writes later than this after the event looks back, and may have the day wrong."""
RECENTLY = timedelta(days=45)
"""An undated "met" of a news article is not older than this, unless something else tells."""
RECALLED = timedelta(days=92)
"""An undated "met" recalls no known meeting that is older."""
SOON = timedelta(days=180)
"""An undated plan is for so many days ahead."""


class Fit(NamedTuple):
    """How well a voice fits an occasion: the greater the better, compared from left to right."""

    same_story: bool
    name_agrees: bool
    shared_sides: int
    place_agrees: bool
    dated: bool
    same_form: bool
    nearness: int

    @property
    def clarity(self) -> tuple[object, ...]:
        """What makes one of several candidates the only one for a vague voice (rule 10)."""
        return (self.same_story, self.name_agrees, self.place_agrees, self.shared_sides, self.dated)


def fit(voice: Voice, occasion: Occasion, own_story: Sequence[Voice]) -> Fit | None:
    """
    How well *voice* fits *occasion*, None where it tells of another.

    *own_story* are the occasion's voices of the same article or of a copy of it.
    """
    if not _forms_fit(voice, occasion) or {voice.shape, occasion.shape} == {"pair", "gathering"}:
        return None
    shared = shared_people(voice.people, occasion.people)
    if not shared and _strangers(voice, occasion):
        return None
    named = names.relation(voice.name, occasion.name)
    if named == "differ" or not _levels_fit(voice, occasion, named):
        return None
    here = place_agrees(voice, occasion)
    if not _sides_fit(voice, occasion, shared, named=named == "agree", here=here):
        return None
    if voice.name.tells != occasion.name.tells and not shared and not here:
        return None
    same_words = any(voice.content == other.content for other in own_story)
    if own_story and not same_words and not all(_one_article_repeats(voice, other) for other in own_story):
        return None
    sides = len({person.country for person in shared})
    if not _places_fit(voice, occasion, sides, named=named == "agree") or not _stages_fit(voice, occasion):
        return None
    if not _days_fit(voice, occasion, sides, named=named == "agree", here=here):
        return None
    nearness = -abs((voice.days.first - occasion.days.first).days) - abs((voice.days.last - occasion.days.last).days)
    dated = not occasion.days.vague
    told_there = same_words or (bool(own_story) and voice.status == "denied")
    return Fit(told_there, named == "agree", sides, here, dated, voice.form == occasion.form, nearness)


def _strangers(voice: Voice, occasion: Occasion) -> bool:
    """Whether both name people of one side, but not the same; only a gathering can have both."""
    return "gathering" not in (voice.shape, occasion.shape) and not voice.named.isdisjoint(occasion.named)


def shared_people(a: Sequence[Person], b: Sequence[Person]) -> list[Person]:
    """Those of *a* who can be somebody of *b*."""
    if not a or not b:
        return []
    return [person for person in a if any(person.is_(other) for other in b)]


def place_agrees(voice: Voice, occasion: Occasion) -> bool:
    """Rule 8: both name a place and one contains the other; of a visit, both name the country."""
    there = occasion.place_heard
    if there is None or voice.place is None or there.voice.place is None:
        return False
    if voice.form == occasion.form == "visit" and voice.country is not None:
        return voice.country == there.voice.country
    return places.agree(voice.place, there.voice.place)


def _forms_fit(voice: Voice, occasion: Occasion) -> bool:
    """Rule 9: visits and meetings stay apart, but for talks without a counterpart; a delegation joins either."""
    forms = {voice.form, occasion.form}
    if len(forms) == 1:
        return True
    if "delegation" in forms:
        return forms <= {"delegation", "visit", "talk"} and "gathering" not in (voice.shape, occasion.shape)
    if "virtual" in forms:
        return forms <= {"virtual", "call", "talk"}
    if forms == {"call", "talk"}:
        return "denied" in (voice.status, occasion.status)
    return forms == {"visit", "talk"} and _talk_of_the_visit(voice, occasion)


def _talk_of_the_visit(voice: Voice, occasion: Occasion) -> bool:
    talk: Voice | Occasion = voice if voice.form == "talk" else occasion
    alone = not voice.two_sided if talk is voice else not occasion.counterpart
    if not alone or talk.shape == "gathering" or talk.name.words or voice.days.vague or occasion.days.vague:
        return False
    return voice.place is None or occasion.place_heard is None or place_agrees(voice, occasion)


def _levels_fit(voice: Voice, occasion: Occasion, named: names.Relation) -> bool:
    """Rule 9: leaders, ministers and officials meet apart; the name decides before the kind."""
    if voice.level is None or occasion.level is None or voice.level == occasion.level:
        return True
    same_day = voice.days.one_day and voice.days.first == occasion.days.first == occasion.days.last
    return named == "agree" and same_day and not (voice.level_said and occasion.level_said)


def _sides_fit(voice: Voice, occasion: Occasion, shared: list[Person], *, named: bool, here: bool) -> bool:
    """Rules 8 and 9: the same countries, and on each side of which both name people, one of them in common."""
    if "gathering" in (voice.shape, occasion.shape):
        return named or bool(shared) or (here and _same_circle(voice, occasion))
    met = {person.country for person in shared}
    if any(side not in met for side in voice.named & occasion.named):
        return False
    if len(voice.sides) > 1 and len(occasion.sides) > 1:
        return voice.sides == occasion.sides and (bool(shared) or _nobody_denies(voice, occasion, here=here))
    return bool(shared)


def _same_circle(voice: Voice, occasion: Occasion) -> bool:
    """Rule 9: whether a gathering can be one without a name or people in common: by its countries, on known days."""
    if voice.days.vague or occasion.days.vague or len(voice.sides) < 2:
        return False
    return voice.sides == occasion.sides or (len(occasion.sides) <= FEW_SIDES and voice.sides <= occasion.sides)


def _nobody_denies(voice: Voice, occasion: Occasion, *, here: bool) -> bool:
    """Whether talks of the same countries that name nobody in common can be one: a day of calls, a place of others."""
    if voice.named and occasion.named:
        return False
    if voice.status == "denied":
        return True
    if occasion.form == "call":
        return voice.days.one_day and voice.days.first == occasion.days.first
    if voice.named or not occasion.counterpart:
        return True
    same_days = (voice.days.first, voice.days.last) == (occasion.days.first, occasion.days.last)
    return here or (same_days and voice.days.exact)


def _places_fit(voice: Voice, occasion: Occasion, shared_sides: int, *, named: bool) -> bool:
    """
    Rule 8: places agree.

    On one day the same people are in one place: papers may call it by its town or by its region, and two that name
    different countries contradict each other.
    """
    there = occasion.place_heard
    if there is None or voice.form == "call" or not apart(voice, there.voice):
        return True
    if there.against is not None and not apart(voice, there.against):
        return True
    if not (voice.days.exact and occasion.days.exact and d.overlap(voice.days, occasion.days)):
        return False
    if voice.country == there.voice.country:
        return shared_sides > 1 or named
    both_seen = voice.status == occasion.status == "held" and voice.days.one_day and occasion.days.one_day
    return shared_sides > 1 and both_seen and voice.report.publisher != there.voice.report.publisher


def _one_article_repeats(voice: Voice, other: Voice) -> bool:
    """Rule 10: two claims of one story are one only with the same people and precise days, or as a denial."""
    if "denied" in (voice.status, other.status):
        return True
    precise = voice.days.exact and other.days.exact and voice.days.first == other.days.first
    return (
        precise
        and voice.days.last == other.days.last
        and (voice.form == other.form or voice.report.article_id != other.report.article_id)
        and voice.sides == other.sides
        and same_people(voice.people, other.people)
    )


def _stages_fit(voice: Voice, occasion: Occasion) -> bool:
    """Rules 10 and 11: what was called off stays where it was; only its very days can bring it back."""
    exact = voice.days.exact and occasion.days.exact
    if occasion.called_off and voice.status not in CALLED_OFF:
        if voice.status == "planned":
            return exact and voice.days.first == occasion.days.first
        return exact or voice.status == "denied"
    if voice.status in CALLED_OFF:
        if occasion.status in ("held", "denied"):
            return exact
        if not voice.days.stated:
            return occasion.called_off or occasion.days.last >= voice.published - RECENTLY
    return True


def _days_fit(voice: Voice, occasion: Occasion, shared_sides: int, *, named: bool, here: bool) -> bool:
    """Rule 10: a common possible day, or a slip of a day or two from the plan."""
    against = occasion.days_heard.against
    if against is not None and d.overlap(voice.days, against.days):
        return True
    if not d.overlap(voice.days, occasion.days):
        return _slipped(voice, occasion, shared_sides, named=named, here=here)
    if named or here:
        return True
    if voice.status in OBSERVED and not voice.days.stated:
        return occasion.days.last >= voice.published - RECALLED
    return voice.days.vague or not occasion.days.vague or _within_reach(voice, occasion)


def _within_reach(voice: Voice, occasion: Occasion) -> bool:
    """Whether days so far from the telling can be those that a vague earlier report meant."""
    teller = occasion.days_heard.voice
    if occasion.status in OBSERVED:
        return not occasion.days.stated and voice.days.last >= teller.published - RECENTLY
    return occasion.days.stated or voice.days.first <= teller.published + SOON


def _kept_late(voice: Voice, occasion: Occasion) -> bool:
    """Whether *voice* saw exactly those meet, in the same way, who were to meet a few days before."""
    seen = occasion.status == "planned" and voice.status in OBSERVED and voice.form == occasion.form
    exact = voice.days.exact and occasion.days.exact
    return seen and exact and bool(voice.people) and same_people(voice.people, occasion.people)


def _slipped(voice: Voice, occasion: Occasion, shared_sides: int, *, named: bool, here: bool) -> bool:
    """Days apart that are one occasion's: off its plan, or two who look back and disagree about the day."""
    days = occasion.days
    gap = d.gap_days(voice.days, days)
    if gap > SLIP_SEEN_DAYS or not (voice.days.stated and days.stated):
        return False
    if gap > SLIP_DAYS:
        return here and voice.days.first > days.last and _kept_late(voice, occasion)
    everybody = shared_sides > 1 or (voice.form == occasion.form == "visit" and shared_sides > 0 and here)
    if occasion.status == "planned" and voice.status in OBSERVED | {"planned"}:
        return everybody or named
    if not (voice.status == occasion.status == "held" and voice.days.exact and days.exact):
        return False
    looks_back = voice.published - voice.days.last > HINDSIGHT
    same_town = here and everybody and d.gap_days(voice.days, days) == 1 and voice.form != "call"
    return looks_back and (named or same_town)
