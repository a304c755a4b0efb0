"""
Items: spans as answers show them, with their dates' bounds and their evidence.

An item has the fields of the kind's claims with single values; dates stay as vague as they were told.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from service.domain import edtf
from service.domain.spans import Span
from service.queries.evidence import Sources, evidence

_DATES = ("date", "since", "until")


@lru_cache(maxsize=1 << 14)
def dated(text: str) -> dict[str, str | None]:
    """An EDTF text with the first and the last day that it can mean (None without a bound)."""
    interval = edtf.parse(text)
    first, last = interval.earliest, interval.latest
    return {
        "edtf": text,
        "earliest": None if first is None else first.isoformat(),
        "latest": None if last is None else last.isoformat(),
    }


def item(kind: str, span: Span, sources: Sources) -> dict[str, Any]:
    """The item that *span* is shown as."""
    return {
        "kind": kind,
        "key": span.key,
        **_shown(span.value),
        "since": None if span.since is None else dated(span.since),
        "until": None if span.until is None else dated(span.until),
        "standing": span.standing,
        "certainty": span.certainty,
        "contested": span.contested,
        "rule": span.rule,
        "alternatives": [
            {"kind": kind, "key": span.key, **_shown(other.value), "evidence": evidence(other.sources, sources)}
            for other in span.alternatives
        ],
        "next": [_next(later, sources) for later in span.upcoming],
        "evidence": evidence(span.sources, sources),
    }


def _next(later: Mapping[str, Any], sources: Sources) -> dict[str, Any]:
    """An announced change: its value, from when, and who says so."""
    since = later.get("since")
    return {
        **_shown(later.get("value") or {}),
        "since": None if since is None else dated(since),
        "evidence": evidence(later.get("sources", ()), sources),
    }


def _shown(value: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(value)
    for name in _DATES:
        text = shown.get(name)
        if isinstance(text, str):
            shown[name] = dated(text)
    return shown
