"""
Small stories for the tests: articles with attached claims, so that reading is not under test.

`article` finds the offsets of each claim's quote in the text by itself.
"""

from __future__ import annotations

from typing import Any


def article(
    slug: str, published_at: str, *sentences: tuple[str, dict[str, Any] | None] | str, **more: Any
) -> dict[str, Any]:
    """An article of these sentences; one with a claim is that claim's evidence."""
    text, claims = "", []
    for sentence in sentences:
        words, claim = (sentence, None) if isinstance(sentence, str) else sentence
        text += " " if text else ""
        if claim is not None:
            span = {"start": len(text), "end": len(text) + len(words), "text": words}
            claims.append({**claim, "evidence": [span]})
        text += words
    return {
        "url": f"https://news.example/{slug}",
        "title": f"About {slug}",
        "publisher": "The Example",
        "published_at": published_at,
        "text": text,
        "claims": claims,
        **more,
    }


def tariff(rate: float | None, valid_from: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "tariff", "imposer": "US", "target": "IN", "product": "*", "rate": rate, "rate_op": "eq",
        "basis": "total", "status": "in_force", "valid_from": valid_from, **more,
    }  # fmt: skip


def membership(member: str, status: str, date: str | None = None, initiative: str = "Pax Silica") -> dict[str, Any]:
    return {"kind": "membership", "member": member, "initiative": initiative, "status": status, "date": date}


def meeting(
    date: str | None, status: str = "held", people: tuple[tuple[str, str], ...] = (), **more: Any
) -> dict[str, Any]:
    participants = [{"type": "person", "name": name, "country": country} for name, country in people]
    return {
        "kind": "meeting", "meeting_kind": "bilateral", "participants": participants, "date": date, "status": status,
        **more,
    }  # fmt: skip


MINISTERS = (("S. Jaishankar", "IN"), ("Marco Rubio", "US"))

LEVELS = article(
    "levels",
    "2025-08-28T06:00:00Z",
    ("The United States has charged 50 percent on most Indian goods since August 27.", tariff(50, "2025-08-27")),
    "Exporters in Surat said that they would look for other buyers.",
)
TRUCE = article(
    "truce",
    "2026-02-03T09:00:00Z",
    ("From March 1 the American duty on Indian goods falls to 18 percent.", tariff(18, "2026-03-01", previous_rate=50)),
)
INVITED = article(
    "invited",
    "2026-01-28T09:00:00Z",
    ("India has been invited to join Pax Silica.", membership("IN", "invited")),
    ("The United Arab Emirates signed in January.", membership("AE", "joined", "2026-01")),
)
JOINED = article(
    "joined",
    "2026-02-20T15:00:00Z",
    ("India signed the Pax Silica declaration on Friday.", membership("IN", "joined", "2026-02-20")),
)
VISIT = article(
    "visit",
    "2026-01-31T09:00:00Z",
    (
        "Jaishankar will meet Rubio in Washington on February 3.",
        meeting("2026-02-03", "planned", MINISTERS, place="Washington"),
    ),
)
TALKS = article(
    "talks",
    "2026-02-10T09:00:00Z",
    (
        "India and the United States resumed talks on a trade agreement.",
        {
            "kind": "negotiation", "subject": "trade agreement", "status": "resumed",
            "parties": [{"type": "country", "code": "IN"}, {"type": "country", "code": "US"}],
        },
    ),
    (
        "India will not open its dairy market, officials repeated.",
        {"kind": "position", "actor": "IN", "stance": "red_line", "topic": "dairy market"},
    ),
    (
        "Piyush Goyal, the Indian commerce minister, led the delegation.",
        {"kind": "office", "person": "Piyush Goyal", "role": "commerce minister", "country": "IN"},
    ),
)  # fmt: skip
STORY = (LEVELS, TRUCE, INVITED, JOINED, VISIT, TALKS)
