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

NEGOTIATIONS = _answer(
    kind="negotiation",
    key="negotiation:IN-US:trade",
    parties=[{"type": "country", "code": "IN"}, {"type": "country", "code": "US"}],
    subject="bilateral trade agreement",
    status="ongoing",
    since=_day("2025-02-13"),
    until=None,
)

POSITIONS = _answer(
    kind="position",
    key="position:IN:dairy:stand",
    actor="IN",
    stance="red_line",
    topic="dairy market",
    since=_day("2025-08-28"),
    until=None,
)

OFFICES = _answer(
    kind="office",
    key="office:IN:external-affairs-minister",
    person="S. Jaishankar",
    role="External Affairs Minister",
    country="IN",
    since=_day("2019-05-30"),
    until=None,
)

INITIATIVES = MEMBERSHIPS | {
    "items": [
        {
            "kind": "initiative",
            "slug": "quad",
            "name": "Quad",
            "members": ["AU", "IN", "JP", "US"],
            "by_status": {"member": 4},
        }
    ]
}


def _dossier(*parts: dict[str, Any]) -> dict[str, Any]:
    """What the items of these answers are in a dossier, which counts what it quotes of."""
    return parts[0] | {"items": [each | {"evidence_total": 1} for part in parts for each in part["items"]]}


PAIR = _dossier(TARIFFS, NEGOTIATIONS, MEETINGS)
PARTY = _dossier(TARIFFS, NEGOTIATIONS, MEETINGS, MEMBERSHIPS, POSITIONS, OFFICES)
TIMELINE = MEETINGS | {"items": [{**MEETINGS["items"][0], "on": _day("2025-07-01"), "upcoming": False}]}

HISTORY = TARIFFS | {
    "as_of": "../..",
    "items": [{**TARIFFS["items"][0], "days": {"since": "2025-08-27", "until": None}}],
    "gaps": [
        {
            "since": None,
            "until": "2025-08-27",
            "reason": "not-in-force",
            "explain": "Known, but not in force: it begins on 2025-08-27.",
        }
    ],
}

_PUBLISHED = {
    "what": "published",
    **{name: _EVIDENCE[name] for name in ("article_id", "version", "url", "publisher", "title", "published_at")},
}

REVISIONS = TARIFFS | {
    "items": [
        {
            "known_from": "2025-08-28T06:00:00Z",
            "cause": "learned",
            "changed": ["answer"],
            "before": None,
            "after": TARIFFS["items"][0],
            "because": [_PUBLISHED],
        }
    ]
}

IDENTITY = {name: MEMBERSHIPS[name] for name in ("as_of", "known_by", "at", "resolver", "next_cursor")} | {
    "key": "membership:port-pact:IN",
    "current": "membership:harbour-accord:IN",
    "same_as": ["membership:harbour-accord:IN"],
    "items": [
        {
            "verdict": "merged",
            "keys": ["membership:harbour-accord:IN", "membership:port-pact:IN"],
            "decided_at": "2025-09-02T10:00:00Z",
            "reason": "two names of one pact",
            "position": 40,
        }
    ],
}

DIFF = {
    "from": {"as_of": "2025-09-10", "known_by": "2025-08-01T23:59:59.999999Z", "at": 42},
    "to": {"as_of": "2025-09-10", "known_by": "2025-09-30T23:59:59.999999Z", "at": 42},
    "resolver": "1",
    "items": [
        {
            "kind": "tariff",
            "key": "tariff:US:IN:*:total",
            "cause": "learned",
            "changed": ["answer"],
            "before": None,
            "after": TARIFFS["items"][0],
            "steps": [
                {
                    "clock": "known_by",
                    "cause": "learned",
                    "changed": ["answer"],
                    "known_from": "2025-08-28T06:00:00Z",
                    "after": TARIFFS["items"][0],
                    "because": [_PUBLISHED],
                }
            ],
        }
    ],
    "next_cursor": None,
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "/v1/tariffs": TARIFFS,
    "/v1/memberships": MEMBERSHIPS,
    "/v1/initiatives": INITIATIVES,
    "/v1/initiatives/{slug}/members": MEMBERSHIPS,
    "/v1/meetings": MEETINGS,
    "/v1/negotiations": NEGOTIATIONS,
    "/v1/positions": POSITIONS,
    "/v1/offices": OFFICES,
    "/v1/pairs/{pair}": PAIR,
    "/v1/parties/{party_code}": PARTY,
    "/v1/timeline": TIMELINE,
    "/v1/facts/{key}": TARIFFS,
    "/v1/facts/{key}/history": HISTORY,
    "/v1/facts/{key}/revisions": REVISIONS,
    "/v1/facts/{key}/identity": IDENTITY,
    "/v1/diff": DIFF,
}
"""The example of each question's answer, by its path."""
