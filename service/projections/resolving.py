"""
Resolving: what subjects answer now that events touched them.

A subject that is kept in memory costs what changes of it; every other one is read from its claims. Both tell the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from service.domain.registry import Judged, kind_of_subject, subject_of
from service.domain.reports import Report
from service.domain.spans import Rectangle, Span
from service.domain.unfolding import Changed, Changes
from service.projections.collecting import SELDOM
from service.projections.dirty import Mark
from service.projections.entities import judged
from service.projections.kept import Entry, Kept
from service.projections.outcomes import Outcome, Told, outcomes
from service.projections.reports import load

if TYPE_CHECKING:
    from asyncpg import Connection

SPAN: msgspec.json.Decoder[Span] = msgspec.json.Decoder(Span)
_STOOD = "SELECT subject, position FROM resolved_subjects WHERE subject = ANY ($1)"


class Resolved(NamedTuple):
    """What is to be written of some subjects, and what can be kept of them once it is committed."""

    outcomes: list[Outcome]
    entries: list[tuple[str, Entry]]


async def resolve(connection: Connection, due: Mapping[str, Mark], at: int, kept: Kept) -> Resolved:
    """What is to be written of the subjects of *due* for them to stand at position *at*; nothing is written yet."""
    with SELDOM:
        return await _resolve(connection, due, at, kept)


async def _resolve(connection: Connection, due: Mapping[str, Mark], at: int, kept: Kept) -> Resolved:
    stood = {row["subject"]: row["position"] for row in await connection.fetch(_STOOD, list(due))}
    kinds = {kind_of_subject(subject).name for subject in due}
    answers = {name: await judged(connection, name, at) for name in sorted(kinds)}
    entries: dict[str, Entry] = {}
    for subject, mark in due.items():
        entry = kept.borrow(subject, stood.get(subject))
        if entry is not None and not mark.whole and not _decided(answers, subject):
            entries[subject] = entry
    cold = {subject: mark for subject, mark in due.items() if subject not in entries}
    await _renew(connection, entries, due, at)
    told = [Told(subject, due[subject], entry.changes(), whole=False) for subject, entry in entries.items()]
    reports = await by_subject(connection, cold, answers, at)
    for subject, mark in cold.items():
        if not _decided(answers, subject) and (mark.fresh or kept.comes_again(subject)):
            entry = entries[subject] = Entry(subject, reports[subject])
            keys = _whole(entry.changes(mark.since), mark.since)
        else:
            kind = answers[kind_of_subject(subject).name]
            keys = _by_key(kind.rectangles(subject, reports[subject], mark.since), mark.since)
        told.append(Told(subject, mark, keys, whole=True))
    return Resolved(await outcomes(connection, told), list(entries.items()))


def _decided(answers: Mapping[str, Judged], subject: str) -> bool:
    """Whether analysts have decided on identities of a subject's kind: such a subject is resolved from its claims."""
    return answers[kind_of_subject(subject).name].is_decided


async def _renew(connection: Connection, entries: Mapping[str, Entry], due: Mapping[str, Mark], at: int) -> None:
    """Bring what is kept up to position *at*: only what the articles tell by which it may have changed is read."""
    if not entries:
        return
    articles = sorted(set().union(*(due[subject].articles for subject in entries)))
    homes = {home for subject in entries for home in kind_of_subject(subject).inputs(subject)}
    by_home: dict[str, dict[str, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for report in await load(connection, sorted(homes), at, articles):
        by_home[subject_of(report.claim)][report.article_id].append(report)
    for subject, entry in entries.items():
        inputs = kind_of_subject(subject).inputs(subject)
        entry.take(
            {
                article: [report for home in inputs for report in by_home[home].get(article, ())]
                for article in sorted(due[subject].articles)
            }
        )


async def by_subject(
    connection: Connection, subjects: Iterable[str], answers: Mapping[str, Judged], at: int
) -> dict[str, list[Report]]:
    """All reports that bear on each of *subjects*."""
    inputs = {subject: answers[kind_of_subject(subject).name].inputs(subject) for subject in subjects}
    by_home: dict[str, list[Report]] = defaultdict(list)
    homes = sorted(set().union(*inputs.values()))
    if homes:
        for report in await load(connection, homes, at):
            by_home[subject_of(report.claim)].append(report)
    return {subject: [report for home in homes for report in by_home[home]] for subject, homes in inputs.items()}


def _by_key(found: Iterable[Rectangle], since: datetime) -> Changes:
    """The answers from *since* on, of which some may have begun before."""
    keys: dict[str, list[Rectangle]] = defaultdict(list)
    for each in found:
        if each.known_from >= since:
            keys[each.span.key].append(each)
        elif each.known_until > since:
            keys[each.span.key].append(msgspec.structs.replace(each, known_from=since))
    return {key: (Changed(since, tuple(of_key)),) for key, of_key in keys.items()}


def _whole(changes: Changes, since: datetime) -> Changes:
    """The answers from *since* on, of keys that may be told from their beginning on."""
    return _by_key((each for found in changes.values() for changed in found for each in changed.rectangles), since)
