"""
Company: who stands with whom in a sentence, as sides that may have met.

A side is a list of people of one place in the sentence, or a delegation; everybody in a list is on the same side
unless the list alone names people of several countries.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction import roles
from service.extraction.meeting import sides
from service.extraction.parts import Chunk, Clause, Mention, Sentence

_MOST = 12
"""So many sides of a sentence are looked at: lists of names are no meetings."""
_TO = frozenset(("to",))
_VERBS = frozenset(("VERB", "VBD", "VBG", "VBN"))
_PLACING = frozenset(("in", "to", "at", "into", "near", "outside", "for", "across", "over", "on", "against", "about"))


class Side(msgspec.Struct, frozen=True):
    """
    Who stands at one place of a sentence: tokens `first` to before `last`, with how they are referred to.

    `kind` is `person` where somebody is named, `group` for a union or a club, else `state`; `countries` are those of
    everybody here.
    """

    who: sides.Sides
    first: int
    last: int
    prep: str
    form: str
    group: int
    owner: bool
    kind: str
    countries: frozenset[str]


class Company(msgspec.Struct, frozen=True):
    """Who of a sentence may have met: two sides, or a list that alone is of several countries; and who may have gone where."""

    pairs: list[tuple[Side, Side | None]]
    journeys: list[tuple[Side, Stop]]


_NOBODY = Company([], [])


def gathered(sentence: Sentence) -> Company:
    """Everybody of *sentence*, two by two, and with every place abroad."""
    codes = {code for mention in sentence.mentions if mention.kind in ("party", "person") for code in mention.codes}
    if len(codes) < 2 and not any(mention.kind == "place" for mention in sentence.mentions):
        return _NOBODY  # nobody meets the own country
    found = present(sentence)
    return Company(pairs(found), journeys(sentence, found)) if found else _NOBODY


def present(sentence: Sentence) -> tuple[Side, ...]:
    """The sides of *sentence* in order, those of a list together."""
    found: list[Side] = []
    for chunk in sentence.chunks:
        for mention in chunk.mentions:
            held = _side(sentence, chunk, mention)
            if held is None:
                continue
            before = found[-1] if found else None
            if before is not None and _joined(sentence, before, held):
                who = before.who.add(held.who)
                found[-1] = msgspec.structs.replace(
                    before, who=who, last=held.last, kind=_kind(who), countries=frozenset(sides.people_countries([who]))
                )
            else:
                found.append(held)
    return tuple(found[:_MOST])


def _side(sentence: Sentence, chunk: Chunk, mention: Mention) -> Side | None:
    who = sides.Sides()
    owner = mention.last <= chunk.head and (
        sentence.tokens[mention.last].tag == "POSS" or mention.form in ("pronoun", "pair")
    )
    if mention.kind == "person":
        who.people += mention.people
    elif mention.kind == "party" and (owner or mention.form in ("description", "pronoun", "pair")):
        sides.take_codes(who, mention)
    elif mention.kind == "party":
        who = sides.of_mention(sentence, chunk, mention)
    if not who or (mention.kind == "party" and not owner and chunk.prep in _PLACING and mention.last > chunk.head):
        return None  # "in Beijing" is where, not who
    gone_to = mention.form == "capital" and chunk.first and sentence.tokens[chunk.first - 1].tag in _VERBS
    if gone_to and not chunk.prep:
        return None  # "visited Beijing"
    form = "state" if mention.kind == "party" and mention.form == "name" and chunk.head < mention.last else mention.form
    countries = frozenset(sides.people_countries([who]))
    return Side(who, mention.first, mention.last, chunk.prep, form, chunk.group, owner, _kind(who), countries)


def _kind(who: sides.Sides) -> str:
    return "person" if who.people else "group" if who.orgs and not who.codes else "state"


def _joined(sentence: Sentence, before: Side, held: Side) -> bool:
    """Whether *held* goes on the list that *before* begins."""
    if before.group != held.group or before.kind != held.kind or before.owner != held.owner:
        return False
    between = sentence.tokens[before.last : held.first]
    return any(token.lower in ("and", "&", ",") for token in between)


class Stop(msgspec.Struct, frozen=True):
    """A place that somebody may have been to: its name or code, its chunk, and what stands before it."""

    place: str
    chunk: Chunk


def stops(sentence: Sentence) -> tuple[Stop, ...]:
    """The places of *sentence* in order."""
    found = []
    for chunk in sentence.chunks:
        if not any(mention.kind in ("place", "party") for mention in chunk.mentions):
            continue
        place = sides.place((roles.with_prep(chunk, "to"),), _TO)
        if place is not None:
            found.append(Stop(place, chunk))
    return tuple(found[:_MOST])


def journeys(sentence: Sentence, found: Sequence[Side]) -> list[tuple[Side, Stop]]:
    """Everybody of *found* who is named with every place abroad of *sentence*."""
    going = [side for side in found if side.kind == "person" and len(side.countries) == 1]
    places = stops(sentence) if going else ()
    return [(side, stop) for side in going for stop in places if _abroad(side, stop)]


def _abroad(side: Side, stop: Stop) -> bool:
    inside = stop.chunk.first <= side.first < stop.chunk.last
    country = sides.country_of(stop.place)
    return not inside and country is not None and country not in side.countries


def place_of(clause: Clause, side: Side | Stop) -> str:
    """What *side* is in *clause*: `subject`, `object`, `owner`, the preposition before it, or nothing."""
    at = side.first if isinstance(side, Side) else side.chunk.first
    owner = isinstance(side, Side) and side.owner
    for chunk in clause.subject:
        if chunk.first <= at < chunk.last:
            return "owner" if owner else "subject"
    for chunk in clause.objects:
        if chunk.first <= at < chunk.last:
            return "owner" if owner else "object"
    for chunk in clause.phrases:
        if chunk.first <= at < chunk.last:
            return "owner" if owner else chunk.prep
    return ""


def pairs(found: Sequence[Side]) -> list[tuple[Side, Side | None]]:
    """Every two sides of different countries in order, and every list that alone is of several."""
    alone: list[tuple[Side, Side | None]] = [
        (side, None) for side in found if len(side.countries) > 1 and (side.who.people or not side.who.orgs)
    ]
    both = [(left, right) for at, left in enumerate(found) for right in found[at + 1 :] if _apart(left, right)]
    return [*alone, *both]


def _apart(left: Side, right: Side) -> bool:
    """Whether two sides can meet: nobody is on both, and they come from different places."""
    one, other = left.countries, right.countries
    if not (one or left.who.orgs) or not (other or right.who.orgs):
        return False
    if one and other and (one <= other or other <= one):
        return False
    return {person.name for person in left.who.people}.isdisjoint([person.name for person in right.who.people])
