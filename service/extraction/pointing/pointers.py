"""
Pointers: the form in which a language model answers.

A pointer holds verbatim words of the article and values of our vocabularies, never a value that the model worked out:
no code of a country, no resolved date, no computed figure.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from service.domain.errors import InvalidInput

Rule = Literal["eq", "upto", "atleast", "range"]
Basis = Literal["total", "additional", "component", "baseline", "all_in"]
TariffStatus = Literal[
    "threatened", "proposed", "announced", "signed", "in_force", "suspended", "delayed", "reduced", "lifted",
    "expired", "struck_down", "withdrawn", "exempt",
]  # fmt: skip
MeetingKind = Literal[
    "visit", "bilateral", "ministerial", "summit", "phone_call", "multilateral", "delegation", "virtual",
]  # fmt: skip
MeetingStatus = Literal["planned", "ongoing", "held", "postponed", "moved", "cancelled", "denied"]
MembershipStatus = Literal[
    "member", "joined", "expected_to_join", "applied", "invited", "observer", "partner", "suspended", "leaving",
    "left", "declined",
]  # fmt: skip
NegotiationStatus = Literal[
    "proposed", "launched", "ongoing", "stalled", "suspended", "resumed", "concluded", "signed", "in_force",
    "collapsed", "terminated",
]  # fmt: skip
Stance = Literal["red_line", "demand", "supports", "opposes", "condition"]


class PointerBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every pointer has: the sentences, word for word, that prove the claim."""

    quotes: tuple[str, ...]


class TariffPointer(PointerBase, frozen=True, kw_only=True, tag="tariff"):
    """A duty; `product` is null for all goods."""

    imposer: str
    target: str
    product: str | None
    rate: str | None
    rate_op: Rule
    previous_rate: str | None
    basis: Basis
    component_reason: str | None
    status: TariffStatus
    valid_from: str | None
    valid_to: str | None


class MeetingPointer(PointerBase, frozen=True, kw_only=True, tag="meeting"):
    """A meeting, visit or call; `countries` are those that take part without a named person."""

    meeting_kind: MeetingKind
    people: tuple[str, ...]
    countries: tuple[str, ...]
    organisations: tuple[str, ...]
    host: str | None
    place: str | None
    name: str | None
    date: str | None
    status: MeetingStatus


class MembershipPointer(PointerBase, frozen=True, kw_only=True, tag="membership"):
    """How a country stands to an initiative."""

    member: str
    initiative: str
    status: MembershipStatus
    date: str | None


class NegotiationPointer(PointerBase, frozen=True, kw_only=True, tag="negotiation"):
    """Talks between countries."""

    parties: tuple[str, ...]
    subject: str
    status: NegotiationStatus
    date: str | None


class PositionPointer(PointerBase, frozen=True, kw_only=True, tag="position"):
    """What a country insists on, refuses, supports or opposes."""

    actor: str
    stance: Stance
    topic: str


class OfficePointer(PointerBase, frozen=True, kw_only=True, tag="office"):
    """Who holds which office."""

    person: str
    role: str
    country: str | None


Pointer = TariffPointer | MeetingPointer | MembershipPointer | NegotiationPointer | PositionPointer | OfficePointer


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claims: tuple[msgspec.Raw, ...]


def decode(answer: str) -> tuple[tuple[Pointer | None, str], ...]:
    """
    The pointers of a model's answer, in order: each with "", or None with what is wrong with it.

    Raises InvalidInput when the answer as a whole is not a JSON object with a list of claims.
    """
    try:
        listed = msgspec.json.decode(answer, type=_Answer).claims
    except msgspec.DecodeError as error:
        raise InvalidInput(
            f"The model's answer is not in the form that was asked for ({error}); use a model that supports structured "
            "output, or another reader.",
            field="answer",
        ) from None
    return tuple(_pointer(raw) for raw in listed)


def _pointer(raw: msgspec.Raw) -> tuple[Pointer | None, str]:
    try:
        return msgspec.json.decode(raw, type=Pointer), ""
    except msgspec.ValidationError as error:
        return None, f"not in the form that was asked for: {error}"


def schema() -> dict[str, Any]:
    """The JSON schema of an answer, every field required, as structured output asks for."""
    (_,), components = msgspec.json.schema_components([Pointer], ref_template="#/$defs/{name}")
    kinds = [{"$ref": f"#/$defs/{name}"} for name in components]
    return {
        "type": "object",
        "properties": {"claims": {"type": "array", "items": {"anyOf": kinds}}},
        "required": ["claims"],
        "additionalProperties": False,
        "$defs": components,
    }
