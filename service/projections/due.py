"""
Which subjects are due: those that events touched, and those that take claims from them.

Wider targets bear on narrower ones (a duty on all countries on each country's), never the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.parties import countries
from service.domain.registry import kind_of_subject
from service.projections.dirty import BEGINNING, Dirty
from service.projections.entities import judged

if TYPE_CHECKING:
    from asyncpg import Connection

_COUNTRIES = frozenset(countries())


async def affected(connection: Connection, dirty: Dirty, at: int) -> Dirty:
    """
    The marked subjects, those of their families that take claims from them, and those that they were merged into.

    A subject with its first claims is resolved whole: claims on wider targets may bear on it that were published long
    before its own.
    """
    due = Dirty()
    due.merge(dirty)
    homes = list(dirty.marks)
    rows = await connection.fetch("SELECT subject FROM subjects WHERE subject = ANY ($1)", homes)
    fresh = set(homes).difference(row["subject"] for row in rows)
    for home in fresh:
        due.marks[home].fresh = True
        due.marks[home].since = BEGINNING
    wide = {home for home in homes if _bears_on_others(home)}
    if wide:
        families = list({family_of(home) for home in wide})
        rows = await connection.fetch("SELECT subject FROM subjects WHERE family = ANY ($1)", families)
        for subject in fresh.union(row["subject"] for row in rows):
            for home in wide.intersection(kind_of_subject(subject).inputs(subject)) - {subject}:
                due.take(subject, dirty.marks[home])
    for kind in {kind_of_subject(subject).name for subject in due.marks}:
        identities = (await judged(connection, kind, at)).identities
        for subject, mark in list(due.marks.items()):
            if kind_of_subject(subject).name == kind and identities.current(subject) != subject:
                due.take(identities.current(subject), mark)
    return due


def family_of(subject: str) -> str:
    """The subjects that may bear on each other: all that differ in the last part only."""
    return subject.rpartition(":")[0] or subject


def _bears_on_others(subject: str) -> bool:
    """Whether the claims of a subject may bear on other ones: not where it is about one country."""
    return subject.rpartition(":")[2] not in _COUNTRIES
