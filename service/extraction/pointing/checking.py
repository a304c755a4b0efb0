"""
From pointers to claims: every field is looked up where it stands, or the pointer is refused with the reason.

A claim that passes has its quotes, its figures, its people and its parties in the text, near each other.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from service.domain.claims import (
    Claim,
    Evidence,
    MeetingClaim,
    MembershipClaim,
    NegotiationClaim,
    OfficeClaim,
    Participant,
    PositionClaim,
    TariffClaim,
)
from service.extraction.document import Document
from service.extraction.pointing import pointers as p
from service.extraction.pointing.sight import RefusedError, Sight


class Refusal(msgspec.Struct, frozen=True):
    """A pointer that made no claim: the how-manieth of the answer it was, from 0, and why it was refused."""

    index: int
    reason: str


class Checked(msgspec.Struct, frozen=True):
    """What an answer comes to: claims in its order, and what was refused."""

    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]


def check(answer: str, document: Document) -> Checked:
    """The claims of a model's *answer* that *document* bears out. Raises InvalidInput for one that is no answer."""
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    for index, (pointer, fault) in enumerate(p.decode(answer)):
        if pointer is None:
            refusals.append(Refusal(index, fault))
            continue
        try:
            claims.append(_claim(pointer, Sight(document)))
        except RefusedError as refused:
            refusals.append(Refusal(index, str(refused)))
    return Checked(tuple(claims), tuple(refusals))


def _claim(pointer: p.Pointer, sight: Sight) -> Claim:
    spans = sight.quoted(pointer.quotes)
    match pointer:
        case p.TariffPointer():
            return _tariff(pointer, sight, spans)
        case p.MeetingPointer():
            return _meeting(pointer, sight, spans)
        case p.MembershipPointer():
            return MembershipClaim(
                member=sight.party(pointer.member, "member"),
                initiative=sight.text(pointer.initiative, "initiative"),
                status=pointer.status,
                date=_on(pointer.date, sight),
                evidence=spans,
            )
        case p.NegotiationPointer():
            return _negotiation(pointer, sight, spans)
        case p.PositionPointer():
            return PositionClaim(
                actor=sight.party(pointer.actor, "actor"),
                stance=pointer.stance,
                topic=sight.text(pointer.topic, "topic"),
                evidence=spans,
            )
        case p.OfficePointer():
            return _office(pointer, sight, spans)


def _tariff(pointer: p.TariffPointer, sight: Sight, spans: tuple[Evidence, ...]) -> TariffClaim:
    imposer, target = sight.party(pointer.imposer, "imposer"), sight.party(pointer.target, "target")
    if imposer == target:
        raise RefusedError(f"imposer and target are both {imposer}")
    value: Decimal | None = None
    high: Decimal | None = None
    op: str = "eq"
    if pointer.rate is not None:
        rate = sight.rate(pointer.rate, "rate")
        value, high, op = rate.value, rate.high, rate.op
        if op != pointer.rate_op:
            raise RefusedError(f"rate_op: the text reads as {op} where the answer has {pointer.rate_op}")
    before = sight.rate(pointer.previous_rate, "previous_rate").value if pointer.previous_rate is not None else None
    return TariffClaim(
        imposer=imposer,
        target=target,
        product=sight.text(pointer.product, "product") if pointer.product is not None else "*",
        rate=value,
        rate_op=op,
        rate_high=high,
        basis=pointer.basis,
        component_reason=_words(pointer.component_reason, sight, "component_reason"),
        previous_rate=before,
        status=pointer.status,
        valid_from=sight.day(pointer.valid_from, "valid_from").value if pointer.valid_from is not None else None,
        valid_to=sight.day(pointer.valid_to, "valid_to").value if pointer.valid_to is not None else None,
        evidence=spans,
    )


def _meeting(pointer: p.MeetingPointer, sight: Sight, spans: tuple[Evidence, ...]) -> MeetingClaim:
    people = [sight.person(words, "people") for words in pointer.people]
    named = {person.country for person in people}
    countries = dict.fromkeys(sight.participant(words, "countries") for words in pointer.countries)
    who = [*people, *(each for each in countries if each.code is None or each.code not in named)]
    who += [Participant(type="org", name=sight.text(words, "organisations")) for words in pointer.organisations]
    if not who:
        raise RefusedError("people: nobody takes part")
    return MeetingClaim(
        meeting_kind=pointer.meeting_kind,
        participants=tuple(who),
        host=_words(pointer.host, sight, "host"),
        place=_words(pointer.place, sight, "place"),
        name=_words(pointer.name, sight, "name"),
        date=_on(pointer.date, sight),
        status=pointer.status,
        evidence=spans,
    )


def _negotiation(pointer: p.NegotiationPointer, sight: Sight, spans: tuple[Evidence, ...]) -> NegotiationClaim:
    sides = dict.fromkeys(sight.participant(words, "parties") for words in pointer.parties)
    if not sides:
        raise RefusedError("parties: nobody negotiates")
    return NegotiationClaim(
        parties=tuple(sides),
        subject=sight.text(pointer.subject, "subject"),
        status=pointer.status,
        date=_on(pointer.date, sight),
        evidence=spans,
    )


def _office(pointer: p.OfficePointer, sight: Sight, spans: tuple[Evidence, ...]) -> OfficeClaim:
    person = sight.person(pointer.person, "person")
    assert person.name is not None
    country = sight.party(pointer.country, "country") if pointer.country is not None else person.country
    return OfficeClaim(person=person.name, role=sight.text(pointer.role, "role"), country=country, evidence=spans)


def _words(words: str | None, sight: Sight, field: str) -> str | None:
    return sight.text(words, field) if words is not None else None


def _on(words: str | None, sight: Sight) -> str | None:
    return sight.day(words, "date").edtf if words is not None else None
