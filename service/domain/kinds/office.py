"""
Offices: who holds which office on which days.

The subject is a country's offices (`office:IN`). An office of one holder is one key, and a successor ends the
predecessor; an office that many hold ("ambassador", "Union minister") is one key a holder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from service.domain.claims import Claim, OfficeClaim
from service.domain.errors import InvalidClaim
from service.domain.people import most_telling, name_key, same_person
from service.domain.reports import Report, counting
from service.domain.roles import role_of, same_role
from service.domain.spans import Span
from service.domain.states import Memory, Notice, Vocabulary, is_to_come, read, scheduled, spans_of, told_at

__all__ = ["inputs", "matches_person", "matches_role", "resolve", "subjects"]


def subjects(claim: Claim) -> tuple[str, ...]:
    """The one home subject: `office:<country>`, `office:none` where no country is known."""
    if not isinstance(claim, OfficeClaim):
        raise InvalidClaim(f"an office claim was expected, not {type(claim).__name__}")
    return (f"office:{claim.country or 'none'}",)


def inputs(subject: str) -> tuple[str, ...]:
    """A country's offices depend on the claims about them alone."""
    return (subject,)


def resolve(
    subject: str, reports: Sequence[Report], known_by: datetime, memory: Memory | None = None
) -> tuple[Span, ...]:
    """
    Who holds each office of the subject's country on each day, as published by *known_by*.

    Spans are disjoint per key, and sorted by key and first day. The order of *reports* never matters.
    """
    held = [report for report in counting(reports, known_by) if isinstance(report.claim, OfficeClaim)]
    by_key: dict[str, list[tuple[Report, str]]] = defaultdict(list)
    by_role: dict[str, list[Report]] = defaultdict(list)
    shared: dict[str, bool] = {}
    for report in held:
        role = role_of(_claim(report).role, _claim(report).country)
        by_role[role.slug].append(report)
        shared[role.slug] = role.shared
    for slug, tellings in by_role.items():
        names = _holders(_claim(report).person for report in tellings)
        for report in tellings:
            name = names[_claim(report).person]
            suffix = f":{name_key(name).replace(' ', '-')}" if shared[slug] else ""
            by_key[f"{subject}:{slug}{suffix}"].append((report, name))
    told, memory = told_at(held), memory or Memory()
    return tuple(span for key in sorted(by_key) for span in _of_key(key, by_key[key], told, memory))


def matches_role(asked: str, value: dict[str, Any]) -> bool:
    """Whether an item's office answers to the title *asked*."""
    return same_role(asked, value["role"], value["country"])


def matches_person(asked: str, value: dict[str, Any]) -> bool:
    """Whether an item's holder can be the person *asked*."""
    return same_person(asked, value["person"])


def _holders(names: Iterable[str]) -> dict[str, str]:
    """
    Each printed name with the fullest name of the same person.

    A bare family name that fits several persons stands for none of them, so that no two are chained into one.
    """
    printed = sorted(set(names), key=lambda name: (-len(name_key(name).split()), -len(name_key(name)), name))
    known: list[str] = []
    result: dict[str, str] = {}
    for name in printed:
        fits = [other for other in known if same_person(name, other)]
        if len(fits) == 1:
            result[name] = most_telling(fits[0], name)
        else:
            known.append(name)
            result[name] = name
    return result


def _of_key(
    key: str, tellings: Sequence[tuple[Report, str]], told: Mapping[str, datetime], memory: Memory
) -> tuple[Span, ...]:
    names = {report.claim_id: name for report, name in tellings}
    vocabulary = Vocabulary(
        state_of=lambda status: status,
        stage=lambda _status: 0,
        family=lambda state: state,
        lasting=frozenset(names.values()),
        follows=lambda _earlier, _later: True,
        denies=lambda _state, _other: False,
        cancels=lambda _state, _plan: False,
        yields=lambda _state, _other: False,
    )

    def describe(notice: Notice) -> dict[str, Any]:
        claim = _claim(notice.report)
        return {"person": notice.status, "role": claim.role, "country": claim.country, "date": claim.date}

    def notice_of(report: Report, name: str, told: datetime) -> tuple[Notice]:
        date = _claim(report).date
        if date is not None and is_to_come(date, told):
            return (scheduled(report, name, date, told, vocabulary),)
        return (read(report, name, date, told, vocabulary),)

    notices = [
        notice
        for report, name in tellings
        for notice in memory.notices(
            report, (name, told[report.story]), partial(notice_of, report, name, told[report.story])
        )
    ]
    return memory.spans(key, notices, None, partial(spans_of, key, notices, vocabulary, describe))


def _claim(report: Report) -> OfficeClaim:
    assert isinstance(report.claim, OfficeClaim)
    return report.claim
