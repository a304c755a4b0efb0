"""The forms of `/v1/subscriptions`: what is sent to it and what it answers, with an example of each."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from msgspec import Meta

from service.http.changes import ChangesQuery
from service.http.forms import Form
from service.http.parameters import Query, Text
from service.projections.changes import Cause
from service.subscriptions.filters import Filter
from service.subscriptions.webhooks.listing import DeadLetter, Delivery, Subscription
from service.subscriptions.webhooks.schedule import MAX_PATIENCE_S, MIN_PATIENCE_S, PATIENCE_S

MAX_LIMIT = 500
TIMEOUT_S = 10.0
OVERLAP_S = 86_400


class FilterIn(Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which changes are wanted, in the words of `GET /v1/changes`; what is left out asks nothing."""

    kind: list[Literal["tariff", "meeting", "membership", "negotiation", "position", "office"]] = msgspec.field(
        default_factory=list
    )
    party: list[Text] = msgspec.field(default_factory=list)
    pair: Text | None = None
    key: Text | None = None
    cause: list[Cause] = msgspec.field(default_factory=list)
    min_rate_change: Text | int | float | None = None
    certainty: Literal["certain", "possible"] | None = None
    valid_since: Text | None = None

    def wanted(self) -> Filter:
        """The filter. Raises InvalidInput, InvalidDate, UnknownParty."""
        points = self.min_rate_change
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return ChangesQuery(**{**given, "min_rate_change": None if points is None else str(points)}).wanted()


class SubscriptionIn(Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is to be sent where.

    It begins with what comes from now on; with `after` behind that cursor (0: from the beginning), with
    `recorded_since` with what was recorded at that instant or later.
    """

    target: str
    name: Annotated[str, Meta(max_length=200)] = ""
    filter: FilterIn | None = None
    secret: str | None = None
    after: Annotated[int, Meta(ge=0)] | None = None
    recorded_since: Text | None = None
    timeout_s: Annotated[float, Meta(ge=0.5, le=30)] = TIMEOUT_S
    patience_s: Annotated[int, Meta(ge=MIN_PATIENCE_S, le=MAX_PATIENCE_S)] = PATIENCE_S


class RotationIn(Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another secret (one is made where none is given), and for how long the one before signs too."""

    secret: str | None = None
    overlap_s: Annotated[float, Meta(ge=0, le=30 * 86_400)] = OVERLAP_S


class ReplayIn(Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which changes are sent again, by their cursors, both included: all, or those that were given up."""

    first: Annotated[int, Meta(ge=1)]
    last: Annotated[int, Meta(ge=1)]
    only: Literal["dead", "all"] = "dead"


class SubscriptionMade(Subscription, frozen=True, kw_only=True):
    """The subscription, with its secret: it is told this once, and can be replaced but not asked for."""

    secret: str


class Rotated(Form, frozen=True, kw_only=True):
    """The new secret, told this once; until `old_secret_until` (null: not at all) the one before signs too."""

    secret: str
    old_secret_until: str | None


class Tested(Form, frozen=True, kw_only=True):
    """What became of the test: `status` is null where no answer came."""

    delivered: bool
    message_id: str
    status: int | None
    latency_ms: float
    error: str | None


class SubscriptionsAnswer(Form, frozen=True, kw_only=True):
    """Subscriptions in the order of their creation; `stuck` names those that nobody delivers for."""

    items: list[Subscription]
    stuck: list[str]
    next_cursor: str | None


class DeliveriesAnswer(Form, frozen=True, kw_only=True):
    """Attempts, the newest first; the newest 500 are kept."""

    items: list[Delivery]
    next_cursor: str | None


class DeadLettersAnswer(Form, frozen=True, kw_only=True):
    """Changes that were given up, in their order."""

    items: list[DeadLetter]
    next_cursor: str | None


class ListQuery(Query, frozen=True, kw_only=True):
    """The query of a list here."""

    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="The most items of one page.")] = 100
    cursor: Annotated[Text | None, Meta(description="The `next_cursor` of the page before.")] = None


ORDER = {
    "target": "https://example.org/hooks/verbale",
    "name": "tariffs between the US and India",
    "filter": {"pair": "US-IN", "kind": ["tariff"], "min_rate_change": "5"},
}
SHOWN: dict[str, Any] = {
    "id": "sub-5d1f0c7a9be24c3d8a10",
    "name": ORDER["name"],
    "target": ORDER["target"],
    "filter": {"kind": ["tariff"], "party": ["IN", "US"], "min_rate_change": "5"},
    "state": "active",
    "reason": None,
    "created_at": "2026-02-01T09:00:00Z",
    "timeout_s": 10.0,
    "patience_s": 259200,
    "cursor": 117,
    "lag": {"changes": 3, "seconds": 41.2},
    "stuck": False,
    "at_hand": 118,
    "failed_attempts": 2,
    "next_attempt_at": "2026-02-03T12:01:10Z",
    "attempted_at": "2026-02-03T12:00:40Z",
    "progressed_at": "2026-02-03T11:58:02Z",
    "last_error": "it answered 500",
    "attempts": 121,
    "delivered": 116,
    "dead_letters": 1,
    "replay": None,
    "old_secret_until": None,
}
_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="  # noqa: S105 - an example
_ATTEMPT = {
    "number": 121,
    "sent_at": "2026-02-03T12:00:40Z",
    "kind": "change",
    "cursor": 118,
    "message_id": "0b7c6f5e-3f0e-4f43-9c39-5a7d0d6f6a11-118",
    "attempt": 2,
    "latency_ms": 83.1,
    "status": 500,
    "error": "it answered 500",
    "outcome": "retried",
}
_DEAD = {
    "cursor": 42,
    "died_at": "2026-02-01T10:00:00Z",
    "attempts": 27,
    "status": None,
    "error": "no answer within 10 s",
    "replayed_at": None,
}
EXAMPLES: dict[type[msgspec.Struct], dict[str, Any]] = {
    SubscriptionIn: ORDER,
    RotationIn: {"overlap_s": 86400},
    ReplayIn: {"first": 40, "last": 60, "only": "dead"},
    Subscription: SHOWN,
    SubscriptionMade: SHOWN | {"secret": _SECRET},
    Rotated: {"secret": _SECRET, "old_secret_until": "2026-02-04T12:00:00Z"},
    Tested: {
        "delivered": True,
        "message_id": "test-9f86d081884c7d65",
        "status": 204,
        "latency_ms": 62.5,
        "error": None,
    },
    SubscriptionsAnswer: {"items": [SHOWN], "stuck": [], "next_cursor": None},
    DeliveriesAnswer: {"items": [_ATTEMPT], "next_cursor": "121"},
    DeadLettersAnswer: {"items": [_DEAD], "next_cursor": None},
}


def answered(form: type[msgspec.Struct], *statuses: int) -> dict[int, ResponseSpec]:
    """What a route is answered with, its example included."""
    said = {200: "The answer", 201: "Made", 202: "It is under way"}
    example = Example(value=EXAMPLES[form])
    return {
        status: ResponseSpec(form, generate_examples=False, description=said[status], examples=[example])
        for status in statuses or (200,)
    }
