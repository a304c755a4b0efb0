"""
Offices: who holds which office on which days.

The subject is a country's offices (`office:IN`). An office of one holder is one key, and a successor ends the
predecessor; an office that many hold ("ambassador", "Union minister") is one key a holder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from service.domain.claims import Claim, OfficeClaim
from service.domain.errors import InvalidClaim
from service.domain.people import most_telling, name_key, same_person
from service.domain.reports import Report, counting
from service.domain.roles import role_of, same_role
from service.domain.spans import Span
from service.domain.states import File, Notice, Roll, Vocabulary, is_to_come, read, scheduled

__all__ = ["inputs", "matches_person", "matches_role", "resolve", "subjects"]


def subjects(claim: Claim) -> tuple[str, ...]:
    """The one home subject: `office:<country>`, `office:none` where no country is known."""
    if not isinstance(claim, OfficeClaim):
        raise InvalidClaim(f"an office claim was expected, not {type(claim).__name__}")
    return (f"office:{claim.country or 'none'}",)


def inputs(subject: str) -> tuple[str, ...]:
    """A country's offices depend on the claims about them alone."""
    return (subject,)


class _Everybody(Container[str]):
    """Whoever holds an office holds it from the start through the day of publication."""

    def __contains__(self, _name: object) -> bool:
        return True


VOCABULARY = Vocabulary(
    state_of=lambda status: status,
    stage=lambda _status: 0,
    family=lambda state: state,
    lasting=_Everybody(),
    follows=lambda _earlier, _later: True,
    cancels=lambda _state, _plan: False,
)


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    Who holds each office of the subject's country on each day, as published by *known_by*.

    Spans are disjoint per key, and sorted by key and first day. The order of *reports* never matters.
    """
    roll = Offices(subject)
    roll.take(counting(reports, known_by))
    return roll.all()


class Offices(Roll):
    """What is told of a country's offices."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self._names: dict[str, dict[str, str]] = {}
        self._shared: dict[str, bool] = {}

    def names(self, report: Report) -> tuple[str, str, str | None]:
        """Office and holder as they are printed."""
        claim = _claim(report)
        return (claim.role, claim.person, claim.country)

    def knows(self, report: Report) -> bool:
        """Another name may tell who is meant by those before it."""
        claim = _claim(report)
        role = role_of(claim.role, claim.country)
        before = self._names.get(role.slug, {})
        shared = self._shared.get(role.slug, role.shared)
        self._shared[role.slug] = role.shared
        if claim.person in before:
            return shared == role.shared
        names = self._names[role.slug] = _holders([*before, claim.person])
        return shared == role.shared and all(names[printed] == name for printed, name in before.items())

    def is_apart(self, report: Report) -> bool:
        """Somebody whom no other name of the office can mean."""
        claim = _claim(report)
        names = self._names.get(role_of(claim.role, claim.country).slug, {})
        return not any(other != claim.person and same_person(other, claim.person) for other in names)

    def file(self, report: Report, told: datetime) -> str:
        """A key is an office, or one of its holders where many hold it."""
        claim = _claim(report)
        slug = role_of(claim.role, claim.country).slug
        name = self._names[slug][claim.person]
        suffix = f":{name_key(name).replace(' ', '-')}" if self._shared[slug] else ""
        coming = claim.date is not None and is_to_come(claim.date, told)
        if coming and claim.date is not None:
            notice = scheduled(report, name, claim.date, told, VOCABULARY)
        else:
            notice = read(report, name, claim.date, told, VOCABULARY)
        return self.filed(f"{self.subject}:{slug}{suffix}", report, [notice])

    def answers(self, key: str, file: File) -> tuple[Span, ...]:
        """Who holds an office."""
        return file.course.spans(key, file.notices, VOCABULARY, _describe)


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
    known: dict[str, set[str]] = defaultdict(set)
    result: dict[str, str] = {}
    for name in printed:
        # Two names of one person have a word in common, or are one but for their spaces.
        words = name_key(name).split()
        words.append("".join(words))
        fits = [other for other in set().union(*map(known.__getitem__, words)) if same_person(name, other)]
        if len(fits) == 1:
            result[name] = most_telling(fits[0], name)
        else:
            for word in words:
                known[word].add(name)
            result[name] = name
    return result


def _describe(notice: Notice) -> dict[str, Any]:
    claim = _claim(notice.report)
    return {"person": notice.status, "role": claim.role, "country": claim.country, "date": claim.date}


def _claim(report: Report) -> OfficeClaim:
    assert isinstance(report.claim, OfficeClaim)
    return report.claim
