"""
Spans: resolved values over stretches of valid days, and rectangles that add the publication axis.

Spans of one key are disjoint; rectangles of one key are disjoint on (valid days x publication time).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec

FIRST_DAY = date(1, 1, 1)
"""Valid time has no beginning: a span that starts here has always been so, as far as is known."""
LAST_DAY = date(9999, 12, 31)
"""The end of valid time as a bound: a span until here (exclusive) holds until further notice."""
KNOWN_EVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of the publication axis as a bound: nothing published so far ends the answer."""

Standing = Literal["observed", "assumed", "scheduled"]
Certainty = Literal["certain", "possible"]


class Alternative(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A value that sources give and that did not win; `value` has the fields of the kind's items."""

    value: dict[str, Any]
    sources: tuple[str, ...]


class Span(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """
    The answer for one key on the days from *since_day* to before *until_day*.

    `value` has the kind's item fields as JSON (rates are decimal strings, dates EDTF); `since` and `until` are
    EDTF texts of the fact's own life (which may be vaguer and longer than the span), None where unknown.
    `sources` are claim ids, the deciding one first; `alternatives` are the losers when `contested`.
    `upcoming` lists announced changes ({"value", "since", "sources"}). `rule` names the rule that decided.
    """

    key: str
    since_day: date
    until_day: date
    value: dict[str, Any]
    rule: str
    sources: tuple[str, ...]
    standing: Standing = "observed"
    certainty: Certainty = "certain"
    since: str | None = None
    until: str | None = None
    contested: bool = False
    alternatives: tuple[Alternative, ...] = ()
    upcoming: tuple[dict[str, Any], ...] = ()


class Rectangle(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A span as it stands for readers who know what was published from *known_from* to before *known_until*."""

    span: Span
    known_from: datetime
    known_until: datetime
