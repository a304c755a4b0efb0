"""Examples of answers, for the OpenAPI document; the tests hold them to the documented forms."""

from __future__ import annotations

from typing import Any


def _answer(**item: Any) -> dict[str, Any]:
    """An answer with one item, as of a day in September 2025."""
    return {
        "as_of": "2025-09-10",
        "known_by": "2025-09-30T23:59:59.999999Z",
        "at": 42,
        "resolver": "1",
        "items": [
            {
                **item,
                "standing": "observed",
                "certainty": "certain",
                "contested": False,
                "rule": "only report",
                "alternatives": [],
                "next": [],
                "evidence": [_EVIDENCE],
            }
        ],
        "next_cursor": None,
    }


def _day(text: str) -> dict[str, str]:
    return {"edtf": text, "earliest": text, "latest": text}


_EVIDENCE = {
    "article_id": "art-5d1f0c7a9be24c3d8a10",
    "version": 1,
    "claim_id": "art-5d1f0c7a9be24c3d8a10.v1.r1.1",
    "url": "https://news.example/2025/08/28/levels",
    "publisher": "The Example",
    "title": "Half on top: what exporters now pay",
    "published_at": "2025-08-28T06:00:00Z",
    "quote": "The United States has charged 50 percent on most Indian goods since August 27.",
    "start": 0,
    "end": 78,
}

TARIFFS = _answer(
    kind="tariff",
    key="tariff:US:IN:*:total",
    imposer="US",
    target="IN",
    product="*",
    component="total",
    rate="50",
    rate_op="eq",
    status="in_force",
    since=_day("2025-08-27"),
    until=None,
)

MEMBERSHIPS = _answer(
    kind="membership",
    key="membership:brics:IN",
    member="IN",
    initiative="BRICS",
    initiative_slug="brics",
    status="member",
    since=_day("2009-06-16"),
    until=None,
)

MEETINGS = _answer(
    kind="meeting",
    key="meeting:2025-07-01-au-in-jp-us-jaishankar-rubio-3f2a9c1b",
    meeting_kind="ministerial",
    participants=[
        {"type": "person", "name": "S. Jaishankar", "country": "IN"},
        {"type": "person", "name": "Marco Rubio", "country": "US"},
    ],
    parties=["AU", "IN", "JP", "US"],
    place="Washington",
    place_country="US",
    name="Quad Foreign Ministers' Meeting",
    status="held",
    date=_day("2025-07-01"),
    since=_day("2025-07-01"),
    until=None,
)

EXAMPLES: dict[str, dict[str, Any]] = {
    "/v1/tariffs": TARIFFS,
    "/v1/memberships": MEMBERSHIPS,
    "/v1/meetings": MEETINGS,
}
"""The example of each route's answer."""
