"""
Items: an occasion as the public answers give it, and how its status differs from day to day.

A status is an answer for the days on which a source has it so: planned before, under way during, held afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from service.domain import parties, places
from service.domain.meetings.days import within
from service.domain.meetings.hearing import CALLED_OFF, OBSERVED, Heard
from service.domain.meetings.occasion import Occasion
from service.domain.meetings.voices import Voice, parties_of
from service.domain.spans import FIRST_DAY, LAST_DAY, Alternative, Certainty, Span, Standing

_DAY = timedelta(days=1)
_KIND_OF_FORM = {"visit": "visit", "call": "phone_call", "delegation": "delegation", "virtual": "virtual"}


class Link(msgspec.Struct, frozen=True):
    """What became of an occasion, or what it came from: the other one's key and the voice that tells."""

    key: str
    told_by: Voice
    implied: bool


class Part(msgspec.Struct, frozen=True):
    """One stretch of days: from *since* to before *until*, with the status that holds on them."""

    since: date
    until: date
    status: str
    standing: Standing
    certainty: Certainty = "certain"


def spans_of(
    key: str, occasion: Occasion, voices: Sequence[Voice], successor: Link | None, predecessor: Link | None
) -> tuple[Span, ...]:
    """
    The answer for an occasion on all days; *voices* are all of its voices in publication order.

    The spans cover every day, are disjoint, and share everything but status, standing and contest.
    """
    status = _shown_status(occasion, successor, predecessor)
    value = _value(occasion, voices, successor, predecessor)
    sources = _sources(occasion, voices, successor)
    alternatives = _alternatives(occasion, value, status)
    spans = []
    for part in _parts(occasion, voices, status, successor):
        settled = part.status != status
        spans.append(
            Span(
                key=key,
                since_day=part.since,
                until_day=part.until,
                value=value | {"status": part.status},
                rule=_rule(occasion, successor),
                sources=sources,
                standing=part.standing,
                certainty=part.certainty,
                since=value["date"],
                contested=bool(alternatives) and not settled,
                alternatives=() if settled else alternatives,
            )
        )
    return tuple(spans)


def _shown_status(occasion: Occasion, successor: Link | None, predecessor: Link | None) -> str:
    if successor and successor.implied and occasion.status == "planned":
        return "moved"
    if predecessor and occasion.status == "moved":
        return "planned"  # "moved" to these days, not from them
    return occasion.status


def _value(
    occasion: Occasion, voices: Sequence[Voice], successor: Link | None, predecessor: Link | None
) -> dict[str, Any]:
    place = occasion.place_heard.voice.place if occasion.place_heard else None
    host = next((voice.claim.host for voice in voices if voice.claim.host), None)
    topics = dict.fromkeys(topic for voice in voices for topic in voice.claim.topics)
    return {
        "meeting_kind": _kind(occasion, voices),
        "participants": _participants(occasion, voices),
        "host": host,
        "place": place,
        "place_country": places.country_of(place) if place else None,
        "name": occasion.name.text or None,
        "date": occasion.days.text or None,
        "status": occasion.status,
        "topics": list(topics),
        "parties": sorted(frozenset().union(*map(parties_of, voices))),
        "people": [person.name for person in occasion.people],
        "history": _history(voices, successor),
        "successor": successor.key if successor else None,
        "predecessor": predecessor.key if predecessor else None,
    }


def _kind(occasion: Occasion, voices: Sequence[Voice]) -> str:
    """The kind that most voices of the occasion's form give, the first one of equals."""
    fixed = _KIND_OF_FORM.get(occasion.form)
    if fixed:
        return fixed
    return Counter(voice.kind for voice in voices if voice.form == "talk").most_common(1)[0][0]


def _participants(occasion: Occasion, voices: Sequence[Voice]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"type": "person", "name": person.name, "country": person.country} for person in occasion.people
    ]
    present = {person.country for person in occasion.people}
    for each in (p for voice in voices for p in voice.claim.participants if p.type != "person"):
        code = parties.code_of(each.code or each.name or "")
        if code not in present or code is None:
            told = {"type": each.type, "code": code} if code else {"type": each.type, "name": each.name}
            if told not in found:
                found.append(told)
    return found


def _history(voices: Sequence[Voice], successor: Link | None) -> list[dict[str, Any]]:
    """What was said of the occasion, one entry a status, day and place, in the order in which it became known."""
    entries: list[tuple[Voice, list[str]]] = []
    for voice in voices:
        told = next((entry for entry in entries if _says_nothing_new(voice, entry[0])), None)
        if told:
            told[1].append(voice.claim_id)
        else:
            entries.append((voice, [voice.claim_id]))
    history = [
        {
            "status": voice.status,
            "date": voice.days.text or None,
            "place": voice.place,
            "known_since": voice.report.published_at.isoformat(),
            "sources": sources,
        }
        for voice, sources in entries
    ]
    if successor and successor.implied:
        told_by = successor.told_by
        history.append(
            {
                "status": "moved",
                "date": told_by.days.text or None,
                "place": told_by.place,
                "known_since": told_by.report.published_at.isoformat(),
                "sources": [told_by.claim_id],
            }
        )
    return history


def _says_nothing_new(voice: Voice, entry: Voice) -> bool:
    if voice.status != entry.status:
        return False
    same_days = not voice.days.stated or (entry.days.stated and within(entry.days, voice.days))
    return same_days and (voice.place is None or (entry.place is not None and places.agree(voice.place, entry.place)))


def _sources(occasion: Occasion, voices: Sequence[Voice], successor: Link | None) -> tuple[str, ...]:
    """Claim ids: those that decide, then one of each other story, then the copies (rule 6)."""
    deciders = [occasion.status_heard.voice, occasion.days_heard.voice]
    deciders += [occasion.place_heard.voice] if occasion.place_heard else []
    if successor and successor.implied:
        deciders.insert(0, successor.told_by)
    told = dict.fromkeys(voice.claim_id for voice in deciders)
    stories = {voice.report.story for voice in deciders}
    copies: list[str] = []
    for voice in voices:
        if voice.report.story in stories:
            copies.append(voice.claim_id)
        else:
            stories.add(voice.report.story)
            told[voice.claim_id] = None
    return tuple(told | dict.fromkeys(copies))


def _alternatives(occasion: Occasion, value: dict[str, Any], status: str) -> tuple[Alternative, ...]:
    """The words that stand against the answer, each with what it says instead (rule 6)."""
    shown = {name: value[name] for name in ("meeting_kind", "participants", "name", "place", "place_country", "date")}
    shown["status"] = status
    found = []
    against = occasion.status_heard.against
    if against:
        found.append(_alternative(shown, against, status=against.status))
    against = occasion.days_heard.against
    if against:
        found.append(_alternative(shown, against, date=against.days.text))
    against = occasion.place_heard.against if occasion.place_heard else None
    if against:
        found.append(_alternative(shown, against, place=against.place, place_country=against.country))
    return tuple(found)


def _alternative(shown: dict[str, Any], against: Voice, **differs: str | None) -> Alternative:
    return Alternative(value=shown | differs, sources=(against.claim_id,))


def _rule(occasion: Occasion, successor: Link | None) -> str:
    if successor and successor.implied:
        return "moved"
    grounds = [occasion.status_heard, occasion.days_heard, occasion.place_heard]
    told = {heard.ground for heard in grounds if isinstance(heard, Heard)}
    order = ("reviewed", "contested", "settled", "later stage", "later report", "agreed")
    return next((ground for ground in order if ground in told), "only report")


def _parts(occasion: Occasion, voices: Sequence[Voice], status: str, successor: Link | None) -> list[Part]:
    """The stretches of days on which the status differs."""
    days = occasion.days
    plans = [voice for voice in voices if voice.status == "planned" and voice.published <= days.last]
    if status in CALLED_OFF:
        return _called_off_parts(plans, voices, status, successor)
    if status == "planned":
        over = _next_day(days.last) if days.stated else LAST_DAY
        return _without_empty([Part(FIRST_DAY, over, status, "scheduled"), Part(over, LAST_DAY, status, "assumed")])
    starts = days.first if plans and days.stated and status in OBSERVED else FIRST_DAY
    parts = [Part(FIRST_DAY, starts, "planned", "scheduled")]
    if status == "ongoing" and days.stated:
        over = _next_day(days.last)
        parts += [Part(starts, over, status, "observed"), Part(over, LAST_DAY, "held", "assumed")]
    else:
        parts.append(Part(starts, LAST_DAY, status, "observed"))
    return _without_empty(parts)


def _called_off_parts(
    plans: Sequence[Voice], voices: Sequence[Voice], status: str, successor: Link | None
) -> list[Part]:
    """Rule 12: called off from the report on, and possibly back to the latest earlier one that still had it planned."""
    told_by = next((voice for voice in voices if voice.status in CALLED_OFF), None)
    if told_by is None and successor:
        told_by = successor.told_by
    assert told_by is not None
    told = told_by.published
    earlier = [plan.published for plan in plans if plan.published < told]
    until = _next_day(max(earlier)) if earlier else FIRST_DAY
    maybe = until if earlier else told
    return _without_empty(
        [
            Part(FIRST_DAY, until, "planned", "scheduled"),
            Part(maybe, told, status, "assumed", "possible"),
            Part(told if earlier else FIRST_DAY, LAST_DAY, status, "observed"),
        ]
    )


def _without_empty(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.since < part.until]


def _next_day(day: date) -> date:
    return day if day == LAST_DAY else day + _DAY
