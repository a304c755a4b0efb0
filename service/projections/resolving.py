"""
Rectangles in the tables: a subject is resolved again from a publication time on, and only what differs is written.

After every call the rows of the subject equal what a resolution from the beginning would give.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.domain.facets import facets_of
from service.domain.registry import KINDS, Kind, kind_of_subject
from service.domain.spans import Rectangle, Span
from service.projections.claims import family_of
from service.projections.entities import judged
from service.projections.reports import load

if TYPE_CHECKING:
    from asyncpg import Connection

    from service.projections.dirty import Dirty

SPAN: msgspec.json.Decoder[Span] = msgspec.json.Decoder(Span)


class Row(NamedTuple):
    """One rectangle as it is stored."""

    key: str
    since_day: date
    known_from: datetime
    until_day: date
    known_until: datetime
    subject: str
    facets: list[str]
    span: str

    @property
    def place(self) -> tuple[str, date, datetime]:
        """Its primary key."""
        return (self.key, self.since_day, self.known_from)


async def resolve_again(connection: Connection, dirty: Dirty, at: int) -> int:
    """Bring the rectangles of all subjects that *dirty* bears upon up to position *at*; the number of subjects."""
    due = await _affected(connection, dirty)
    kinds = {kind_of_subject(subject).name for subject in due}
    answers = {name: await judged(connection, name, at) for name in sorted(kinds)}
    for subject, since in list(due.items()):
        root = answers[kind_of_subject(subject).name].identities.current(subject)
        due[root] = min(since, due.get(root, since))
    for subject, since in sorted(due.items()):
        kind = kind_of_subject(subject)
        reports = await load(connection, answers[kind.name].inputs(subject), at)
        fresh = [_row(subject, each) for each in answers[kind.name].rectangles(subject, reports, since)]
        await _replace(connection, kind, subject, fresh, since)
    return len(due)


async def _affected(connection: Connection, dirty: Dirty) -> dict[str, datetime]:
    """The marked subjects, and those of their families that take claims from them (a duty on all countries)."""
    due = dict(dirty.since)
    for home, since in dirty.since.items():
        kind = kind_of_subject(home)
        for row in await connection.fetch("SELECT subject FROM subjects WHERE family = $1", family_of(home)):
            subject = row["subject"]
            if subject != home and home in kind.inputs(subject):
                due[subject] = min(since, due.get(subject, since))
    return due


async def _replace(connection: Connection, kind: Kind, subject: str, fresh: list[Row], since: datetime) -> None:
    table = f"{kind.name}_rectangles"
    held = [
        Row(**row)
        for row in await connection.fetch(
            f"""SELECT key, since_day, known_from, until_day, known_until, subject, facets, span
                FROM {table} WHERE subject = $1 AND known_until >= $2""",  # noqa: S608 (our own table's name)
            subject,
            since,
        )
    ]
    wanted = {row.place: row for row in _joined(held, fresh, since)}
    stale = [row.place for row in held if wanted.get(row.place) != row]
    await connection.executemany(
        f"DELETE FROM {table} WHERE (key, since_day, known_from) = ($1, $2, $3)",  # noqa: S608
        stale,
    )
    kept = {row.place for row in held} - set(stale)
    await connection.copy_records_to_table(
        table, records=[row for place, row in wanted.items() if place not in kept], columns=Row._fields
    )


def _joined(held: list[Row], fresh: list[Row], since: datetime) -> list[Row]:
    """
    The rows that shall stand: those before *since*, cut there, and the fresh ones.

    A fresh row that begins at *since* and says what the row before it says is that row, going on.
    """
    before = {(row.key, row.since_day): row for row in held if row.known_from < since}
    result = []
    for row in fresh:
        earlier = before.get((row.key, row.since_day)) if row.known_from <= since else None
        if earlier and (earlier.until_day, earlier.span) == (row.until_day, row.span):
            del before[(row.key, row.since_day)]
            result.append(row._replace(known_from=earlier.known_from))
        else:
            result.append(row)
    result += [row._replace(known_until=min(row.known_until, since)) for row in before.values()]
    return result


def _row(subject: str, rectangle: Rectangle) -> Row:
    span = rectangle.span
    return Row(
        span.key,
        span.since_day,
        rectangle.known_from,
        span.until_day,
        rectangle.known_until,
        subject,
        list(facets_of(span.value)),
        msgspec.json.encode(span).decode(),
    )


TABLES = tuple(f"{name}_rectangles" for name in KINDS)
"""The tables of resolved answers, one a kind."""
