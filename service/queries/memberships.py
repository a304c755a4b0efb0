"""Memberships: how parties stand to initiatives on a day, and which initiatives there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from service.domain import initiatives as names
from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import Span
from service.queries.clocks import echo
from service.queries.lookup import find, snapshot
from service.queries.questions import Answer, Asked, Question, everything

if TYPE_CHECKING:
    from asyncpg import Connection

KIND = "membership"
MAX_MEMBERSHIPS = 100_000
_INSIDE = frozenset({"member", "joined"})


def memberships(
    asked: Asked, *, member: str | None = None, initiative: str | None = None, status: str | None = None
) -> Question:
    """Memberships of *member* (a party's code) in *initiative* (any of its names), or of all."""
    slug = None if initiative is None else names.slug_of(initiative)
    facets = [] if member is None else [f"member:{member}"]
    if slug is not None:
        facets.append(f"initiative:{slug}")
    one = member is not None and slug is not None

    def pick(spans: Sequence[Span]) -> Sequence[Span]:
        return [span for span in spans if span.value.get("status") == status]

    return Question(
        kind=KIND,
        asked=asked,
        filters=(("member", member), ("initiative", slug), ("status", status)),
        subjects=(f"{KIND}:{slug}:{member}",) if one else (),
        facets=tuple(facets),
        pick=everything if status is None else pick,
    )


async def initiatives(connection: Connection, asked: Asked) -> Answer:
    """Every initiative with a membership that stands on the day: its members, and how many stand how."""
    async with snapshot(connection):
        found = await find(connection, memberships(replace(asked, limit=MAX_MEMBERSHIPS)))
    return Answer(
        as_of=asked.clocks.as_of,
        known_by=echo(asked.clocks.known_by),
        at=found.at,
        resolver=RESOLVER_VERSION,
        items=list(_grouped(found.spans)),
    )


def _grouped(spans: Iterable[Span]) -> Iterable[dict[str, Any]]:
    by_slug: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for span in spans:
        by_slug[span.value["initiative_slug"]].append(span.value)
    for slug in sorted(by_slug):
        values = by_slug[slug]
        yield {
            "kind": "initiative",
            "slug": slug,
            "name": names.name_of(slug) or values[0]["initiative"],
            "members": sorted({value["member"] for value in values if value["status"] in _INSIDE}),
            "by_status": dict(sorted(Counter(value["status"] for value in values).items())),
        }
