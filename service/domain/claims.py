"""
Claims: what one article version says, with the characters that say it.

A claim is a value in the form of the public schema; everything that is known about its origin stands in a
`Report` around it (`domain/reports.py`). Evidence offsets count Unicode code points of the article's text.

Claims, reports, spans and events are frozen and hold no one that could hold them: with no cycle to find, the garbage
collector is told to leave them alone (`gc=False`), which takes two fifths off decoding them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

TARIFF_STATUSES = (
    "threatened", "proposed", "announced", "signed", "in_force", "suspended", "delayed", "reduced", "lifted",
    "expired", "struck_down", "withdrawn", "exempt",
)  # fmt: skip
MEETING_KINDS = (
    "visit", "bilateral", "ministerial", "summit", "phone_call", "multilateral", "delegation", "virtual",
)  # fmt: skip
MEETING_STATUSES = ("planned", "ongoing", "held", "postponed", "moved", "cancelled", "denied")
MEMBERSHIP_STATUSES = (
    "member", "joined", "expected_to_join", "applied", "invited", "observer", "partner", "suspended", "leaving",
    "left", "declined",
)  # fmt: skip
NEGOTIATION_STATUSES = (
    "proposed", "launched", "ongoing", "stalled", "suspended", "resumed", "concluded", "signed", "in_force",
    "collapsed", "terminated",
)  # fmt: skip
STANCES = ("red_line", "demand", "supports", "opposes", "condition")
RATE_OPS = ("eq", "upto", "atleast", "range")
BASES = ("total", "additional", "component", "baseline", "all_in")


class Evidence(msgspec.Struct, frozen=True, gc=False, order=True):
    """A character span of an article's text, half-open: the quote is `text[start:end]`."""

    start: int
    end: int


class Participant(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Who takes part: a person (`name`, `country`), a country (`code`) or an organisation (`name`)."""

    type: Literal["person", "country", "org"]
    name: str | None = None
    country: str | None = None
    code: str | None = None


class ClaimBase(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="kind"):
    """What every kind has: the spans that prove it. `confidence` is the reader's own, from 0 to 1."""

    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None


class TariffClaim(ClaimBase, frozen=True, kw_only=True, tag="tariff"):
    """
    A duty level that *imposer* puts on goods of *target*.

    `rate` in percent, None where the article gives no figure; `product` is `*` or words; `valid_from`,
    `valid_to` (the last day) and `announced_on` are EDTF texts.
    """

    imposer: str
    target: str
    product: str = "*"
    rate: Decimal | None = None
    rate_op: str = "eq"
    rate_high: Decimal | None = None
    basis: str = "total"
    component_reason: str | None = None
    previous_rate: Decimal | None = None
    status: str = "in_force"
    valid_from: str | None = None
    valid_to: str | None = None
    announced_on: str | None = None


class MeetingClaim(ClaimBase, frozen=True, kw_only=True, tag="meeting"):
    """A meeting, visit or call. `date` is EDTF; `host` a person's or country's name; `place` words or a code."""

    meeting_kind: str
    participants: tuple[Participant, ...] = ()
    host: str | None = None
    place: str | None = None
    name: str | None = None
    date: str | None = None
    status: str = "held"
    topics: tuple[str, ...] = ()


class MembershipClaim(ClaimBase, frozen=True, kw_only=True, tag="membership"):
    """How *member* (a party's code) stands to *initiative* (its name as printed)."""

    member: str
    initiative: str
    status: str = "member"
    date: str | None = None


class NegotiationClaim(ClaimBase, frozen=True, kw_only=True, tag="negotiation"):
    """Talks of *parties* on *subject*, and how far they are."""

    parties: tuple[Participant, ...]
    subject: str
    status: str = "ongoing"
    date: str | None = None


class PositionClaim(ClaimBase, frozen=True, kw_only=True, tag="position"):
    """A red line, demand, support, opposition or condition that *actor* (a party's code) holds on *topic*."""

    actor: str
    stance: str
    topic: str


class OfficeClaim(ClaimBase, frozen=True, kw_only=True, tag="office"):
    """*person* holds *role* for *country*; `date` bounds it where the article does (EDTF)."""

    person: str
    role: str
    country: str | None = None
    date: str | None = None


Claim = TariffClaim | MeetingClaim | MembershipClaim | NegotiationClaim | PositionClaim | OfficeClaim
KINDS = ("tariff", "meeting", "membership", "negotiation", "position", "office")


def kind_of(claim: Claim) -> str:
    """The claim's kind: one of `KINDS`."""
    tag = claim.__struct_config__.tag
    assert isinstance(tag, str)
    return tag
