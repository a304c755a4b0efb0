"""
Bank: the sentences of `frames/`, each with the claims that it must give and no other of its kind.

Every sentence is read as published on Friday 6 February 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from service.domain import edtf
from service.domain.claims import kind_of
from service.domain.initiatives import slug_of
from service.domain.parties import code_of
from service.domain.people import same_person
from service.extraction.reader import extract
from tests.extraction import gold

FRAMES = Path(__file__).parent / "frames"
PUBLISHED = datetime(2026, 2, 6, 12, tzinfo=UTC)


def sentences(kind: str) -> Iterator[tuple[str, list[list[Any]]]]:
    """Each sentence of *kind* with the claims expected of it."""
    yield from yaml.safe_load((FRAMES / f"{kind}.yaml").read_text("utf-8"))


def wrong(kind: str, text: str, expected: list[list[Any]]) -> bool:
    """Whether *text* gives other claims of *kind* than those expected."""
    left = [claim for claim in extract(text, PUBLISHED) if kind_of(claim) == kind]
    for form in expected:
        at = next((k for k, claim in enumerate(left) if AGREE[kind](form, claim)), None)
        if at is None:
            return True
        del left[at]
    return bool(left)


def _membership(form: list[Any], claim: Any) -> bool:
    member, initiative, status = form
    return bool(claim.member == member and slug_of(claim.initiative) == slug_of(initiative) and claim.status == status)


def _negotiation(form: list[Any], claim: Any) -> bool:
    parties, subject, status = form
    between = {party.code or code_of(party.name) for party in claim.parties} == set(parties.split(","))
    about = not subject or gold.words(subject) & gold.words(claim.subject)
    return bool(between and about and claim.status == status)


def _position(form: list[Any], claim: Any) -> bool:
    actor, stance, topic = form
    return bool(claim.actor == actor and claim.stance == stance and gold.words(topic) & gold.words(claim.topic))


def _meeting(form: list[Any], claim: Any) -> bool:
    group, who, status, date, place = form
    if gold.GROUPS.get(claim.meeting_kind, "meet") != group or claim.status != status:
        return False
    if date and not (claim.date and edtf.overlap(edtf.parse(date), edtf.parse(claim.date))):
        return False
    return (not place or claim.place == place) and all(_takes_part(one, claim) for one in who.split(","))


def _office(form: list[Any], claim: Any) -> bool:
    person, role = form
    return bool(same_person(person, claim.person) and role.lower() in claim.role.lower())


def _takes_part(who: str, claim: Any) -> bool:
    named = [one.name for one in claim.participants if one.type != "country" and one.name]
    if who.startswith("org:"):
        return any(slug_of(who[4:]) == slug_of(name) for name in named)
    if len(who) == 2 and who.isupper():
        return who in {one.code for one in claim.participants} | {one.country for one in claim.participants}
    return any(same_person(who, name) for name in named)


AGREE: Mapping[str, Callable[[list[Any], Any], bool]] = {
    "membership": _membership,
    "negotiation": _negotiation,
    "position": _position,
    "meeting": _meeting,
    "office": _office,
}
