"""`GET /v1/changes`: every change of an answer, once and in order, as pages or as an event stream."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

import msgspec
from litestar import get
from litestar.response.base import ASGIResponse
from msgspec import Meta

from service.domain.errors import InvalidDate, InvalidInput
from service.http.examples import TARIFFS
from service.http.following import FeedQuery, answers, respond
from service.http.forms import Form
from service.http.openapi import streams, takes
from service.http.parameters import AppRequest, Parties, Text, both, parties, read
from service.http.vocabularies import Kinds
from service.projections.changes import Cause
from service.subscriptions.envelopes import ChangeEnvelope
from service.subscriptions.filters import Filter

Causes = Annotated[
    list[Cause],
    Meta(
        description="Only changes for these reasons: `world` (something happened, or is announced), `learned` (of days "
        "past), `corrected`, `retracted`, `reviewed` (an analyst's word), `erased`, `resolver` (the rules answer "
        "otherwise), `day` (its day came)."
    ),
]


class ChangesQuery(FeedQuery, frozen=True, kw_only=True):
    """What `GET /v1/changes` takes."""

    kind: Kinds = msgspec.field(default_factory=list)
    party: Parties = msgspec.field(default_factory=list)
    pair: Annotated[Text | None, Meta(description="Only answers about both of two parties.", examples=["US-IN"])] = None
    key: Annotated[Text | None, Meta(description="Only the answer for this key, as items carry it.")] = None
    cause: Causes = msgspec.field(default_factory=list)
    min_rate_change: Annotated[
        Text | None,
        Meta(description="Only where a rate moved by so many percentage points or more.", examples=["5"]),
    ] = None
    certainty: Annotated[
        Literal["certain", "possible"] | None,
        Meta(description="Only where the answer is certain on its days, or only where it is possible."),
    ] = None
    valid_since: Annotated[
        Text | None,
        Meta(description="Only what concerns this day or later ones, in place of all days.", examples=["2026-01-01"]),
    ] = None

    def wanted(self) -> Filter:
        """The filter. Raises InvalidInput, InvalidDate, UnknownParty."""
        if self.pair is not None and self.party:
            raise InvalidInput("pair: give either a pair or parties", field="pair")
        return Filter(
            kinds=tuple(sorted(set(self.kind))),
            parties=parties(self.party) if self.pair is None else tuple(sorted(set(both(self.pair)))),
            key=self.key,
            causes=tuple(sorted(set(self.cause))),
            min_rate_change=_points(self.min_rate_change),
            certainty=self.certainty,
            valid_since=_day(self.valid_since),
        )


class ChangesAnswer(Form, frozen=True, kw_only=True):
    """
    A page of changes, oldest first.

    All that was asked for up to the cursor `reached` has been told: the next page is the one after it. `head` is the
    last cursor that was given out.
    """

    items: list[ChangeEnvelope]
    reached: int
    head: int


_DUTY = TARIFFS["items"][0]
EXAMPLE = {
    "items": [
        {
            "specversion": "1.0",
            "id": "118",
            "source": "urn:uuid:0f6efdfe-4983-43bd-af34-901f195ae701#changes",
            "type": "net.verbale.change.world",
            "subject": _DUTY["key"],
            "time": "2025-08-28T06:02:11.201233Z",
            "recordedtime": "2025-08-28T06:02:11.377101Z",
            "sequence": "0000000000000000118",
            "datacontenttype": "application/json",
            "data": {
                "cursor": 118,
                "position": 240,
                "cause": "world",
                "kind": "tariff",
                "key": _DUTY["key"],
                "parties": ["IN", "US"],
                "since_day": "2025-08-27",
                "until_day": None,
                "certainty": "certain",
                "rate_change": "25",
                "changed": ["rate", "since"],
                "before": {**_DUTY, "rate": "25"},
                "after": _DUTY,
            },
        }
    ],
    "reached": 118,
    "head": 240,
}


@get(
    "/changes",
    tags=["feeds"],
    summary="Every change of an answer, in order",
    opt=takes(ChangesQuery) | streams(),
    responses=answers(ChangesAnswer, EXAMPLE),
)
async def show_changes(request: AppRequest) -> ASGIResponse:
    """
    The changes of answers after a cursor, each a CloudEvent with the answers before and after and their evidence.

    With `Accept: text/event-stream` the changes as they come, for as long as you listen; come back with
    `Last-Event-ID` and you miss none. With `Accept: application/x-ndjson` a page has one change a line.
    """
    query = read(request, ChangesQuery)
    return await respond(request, query, request.app.state.following.changes, query.wanted())


def _points(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal(-1)
    if not points.is_finite() or points < 0:
        raise InvalidInput(
            f"min_rate_change: {text!r} is not a number of percentage points, such as 5 or 2.5", field="min_rate_change"
        )
    return points


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidDate(
            f"valid_since: {text!r} is not a day such as 2026-01-01: {error}", field="valid_since"
        ) from error
