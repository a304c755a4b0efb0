"""
Revisions: when, and by which article, our answer for one key on one day changed.

The steps run along publication time and fit together: each begins with what the one before it ended with. An answer
that only another article repeats is no step, unless everything is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from service.domain.errors import InvalidDate
from service.queries import causes, facts
from service.queries import cursor as cursors
from service.queries.asking import told
from service.queries.clocks import echo, read_clocks, read_instant
from service.queries.comparing import Detail
from service.queries.evidence import sources_of
from service.queries.identity import identity_of
from service.queries.items import item
from service.queries.lookup import position, settle, snapshot
from service.queries.nothing import reason
from service.queries.questions import Answer, Asked
from service.queries.steps import Step, steps_of
from service.queries.versions import Positions, told_apart, versions_of

if TYPE_CHECKING:
    from asyncpg import Connection

MAX_READ = 2_000
"""So many versions of an answer are looked through for one page; a page may hold fewer steps than asked for."""
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


async def revisions(connection: Connection, asked: Asked, key: str, detail: Detail = "answer") -> Answer:
    """
    The steps by which the answer for *key* on the day came to be what it is, oldest first.

    Raises InvalidInput for a key of no kind, InvalidDate for an `as_of` of several days, PositionAhead, Behind.
    """
    question = facts.fact(asked, key)
    if asked.clocks.first_day != asked.clocks.last_day:
        raise InvalidDate(
            f"as_of: revisions are of one day, and {asked.clocks.as_of} is several; give a date", field="as_of"
        )
    name = cursors.fingerprint(("revisions", key, detail, asked.given))
    after = _BEGINNING
    if asked.cursor is not None:
        place = cursors.read(asked.cursor, name)
        after = read_instant(place.key, "cursor")
        asked = replace(asked, clocks=read_clocks(place.known_by, place.as_of, None, str(place.at)))
        question = replace(question, asked=asked)
    clocks = asked.clocks
    async with snapshot(connection):
        held = await position(connection)
        at = await settle(connection, clocks.at, held)
        identity = await identity_of(connection, question, at)
        for most in (asked.limit + 1, MAX_READ) if detail == "everything" else (MAX_READ,):
            positions = Positions(at, held)
            found, whole = await versions_of(connection, question, identity.turns(), after, positions, most)
            steps, last = steps_of(told_apart(found, detail), after, clocks.known_by, detail, whole=whole)
            if whole or len(steps) > asked.limit:
                break
        page = steps[: asked.limit]
        answer = told(asked, at, await _documents(connection, question.kind, page, at))
        followed = identity.followed(clocks.known_by)
        if followed is not None:
            answer.followed = followed
        if not steps and asked.cursor is None and whole:
            answer.nothing = await reason(connection, [question], asked, at)
    if len(steps) > asked.limit or not whole:
        reached = page[-1].at if len(steps) > asked.limit else last
        place = cursors.Cursor(name, 0, echo(reached), clocks.first_day, clocks.as_of, clocks.known_by, at)
        answer.next_cursor = cursors.write(place)
    return answer


async def _documents(connection: Connection, kind: str, steps: Sequence[Step], at: int) -> list[dict[str, Any]]:
    """The steps as answers show them, each with its cause."""
    spans = [span for step in steps for span in (step.before, step.after) if span is not None]
    sources = await sources_of(connection, spans, at)
    happened = await causes.published(connection, [(step.subject, step.at) for step in steps], at)
    items = {id(span): item(kind, span, sources) for span in {id(span): span for span in spans}.values()}
    shown = []
    for step, all_then in zip(steps, happened, strict=True):
        because = causes.deciding(all_then, step.before, step.after)
        shown.append(
            {
                "known_from": echo(step.at),
                "cause": causes.named(because),
                "changed": list(step.members),
                "before": None if step.before is None else items[id(step.before)],
                "after": None if step.after is None else items[id(step.after)],
                "because": [each.document() for each in because],
            }
        )
    return shown
