"""
Revisions: when, and by which article, our answer for one key on one day changed.

The steps run along publication time and fit together: each begins with what the one before it ended with. An answer
that only another article repeats is no step, unless everything is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from service.domain.errors import InvalidDate
from service.domain.spans import Span
from service.queries import causes, facts, pinned
from service.queries import cursor as cursors
from service.queries.asking import told
from service.queries.clocks import echo, read_clocks, read_instant
from service.queries.comparing import Detail
from service.queries.evidence import sources_of
from service.queries.identity import Turn, identity_of
from service.queries.items import item
from service.queries.lookup import position, settle, snapshot
from service.queries.nothing import reason
from service.queries.questions import Answer, Asked, Question
from service.queries.statements import REVISIONS
from service.queries.steps import Step, Version, steps_of

if TYPE_CHECKING:
    from asyncpg import Connection

MAX_READ = 2_000
"""So many versions of an answer are looked through for one page; a page may hold fewer steps than asked for."""
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_SPAN = msgspec.json.Decoder(Span)


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
        versions = await _versions(connection, question, identity.turns(), after, (at, held))
        steps, last = steps_of(versions[:MAX_READ], after, clocks.known_by, detail, whole=len(versions) <= MAX_READ)
        page = steps[: asked.limit]
        answer = told(asked, at, await _documents(connection, question.kind, page, at))
        followed = identity.followed(clocks.known_by)
        if followed is not None:
            answer.followed = followed
        if not steps and asked.cursor is None and len(versions) <= MAX_READ:
            answer.nothing = await reason(connection, [question], asked, at)
    if len(steps) > asked.limit or len(versions) > MAX_READ:
        reached = page[-1].at if len(steps) > asked.limit else last
        place = cursors.Cursor(name, 0, echo(reached), clocks.first_day, clocks.as_of, clocks.known_by, at)
        answer.next_cursor = cursors.write(place)
    return answer


async def _versions(
    connection: Connection, question: Question, turns: Sequence[Turn], after: datetime, positions: tuple[int, int]
) -> list[Version]:
    """
    What stood for the key on the day at any publication time after *after*, by then; one more than is looked at.

    Whichever key answered for it in turn. *positions* are the one that is asked about, and that of the tables.
    """
    found: list[Version] = []
    for since, until, key in turns:
        if since <= question.clocks.known_by and until > after and len(found) <= MAX_READ:
            asked = replace(question, key=key)
            told = await _versions_of(connection, asked, max(after, since), positions)
            found += [each.within(since, until) for each in told if each.known_from < until]
    return found[: MAX_READ + 1]


async def _versions_of(
    connection: Connection, question: Question, after: datetime, positions: tuple[int, int]
) -> list[Version]:
    clocks, (at, held) = question.clocks, positions
    if at < held:
        folded = [
            Version(each.span, each.known_from, each.known_until, subject)
            for subject, each in await pinned.resolved(connection, question, at)
            if each.span.since_day <= clocks.first_day < each.span.until_day
            and each.known_from <= clocks.known_by
            and each.known_until > after
        ]
        return sorted(folded, key=lambda each: each.known_from)[: MAX_READ + 1]
    rows = await connection.fetch(
        REVISIONS[question.kind], question.key, clocks.first_day, clocks.known_by, after, MAX_READ + 1
    )
    return [Version(_SPAN.decode(row[0]), row[1], row[2], row[3]) for row in rows]


async def _documents(connection: Connection, kind: str, steps: Sequence[Step], at: int) -> list[dict[str, Any]]:
    """The steps as answers show them, each with its cause."""
    spans = [span for step in steps for span in (step.before, step.after) if span is not None]
    sources = await sources_of(connection, spans, at)
    happened = await causes.published(connection, [(step.subject, step.at) for step in steps], at)
    shown = []
    for step, all_then in zip(steps, happened, strict=True):
        because = causes.deciding(all_then, step.before, step.after)
        shown.append(
            {
                "known_from": echo(step.at),
                "cause": causes.named(because),
                "changed": list(step.members),
                "before": None if step.before is None else item(kind, step.before, sources),
                "after": None if step.after is None else item(kind, step.after, sources),
                "because": [each.document() for each in because],
            }
        )
    return shown
