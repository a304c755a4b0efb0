"""The words that filters take, as types: other words are refused, and these are documented."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

MeetingStatus = Annotated[
    Literal["planned", "ongoing", "held", "postponed", "moved", "cancelled", "denied"] | None,
    Meta(description="Only meetings with this status on that day."),
]
MembershipStatus = Annotated[
    Literal[
        "member", "joined", "expected_to_join", "applied", "invited", "observer", "partner", "suspended", "leaving",
        "left", "declined",
    ]
    | None,
    Meta(description="Only those who stand so on that day."),
]  # fmt: skip
NegotiationStatus = Annotated[
    Literal[
        "proposed", "launched", "ongoing", "stalled", "suspended", "resumed", "concluded", "signed", "in_force",
        "collapsed", "terminated",
    ]
    | None,
    Meta(description="Only talks that stand so on that day."),
]  # fmt: skip
Stance = Annotated[
    Literal["red_line", "demand", "supports", "opposes", "condition"] | None,
    Meta(description="Only this stance."),
]
Kinds = Annotated[
    list[Literal["tariff", "meeting", "membership", "negotiation", "position", "office"]],
    Meta(description="Only these kinds of answers; several may be given."),
]
Detail = Annotated[
    Literal["answer", "everything"],
    Meta(
        description="What counts as a change: what is told (the value, its life, who disagrees, what is announced), "
        "or `everything`, how it is known (standing, rule, evidence) included."
    ),
]
