"""
Steps: how the answer for one key on one day changed as one publication followed another.

Steps fit together: each begins with what the one before it ended with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from service.domain.spans import Span
from service.queries.comparing import Detail, changed


class Version(NamedTuple):
    """An answer with the publication times from and before which it stood, and its subject."""

    span: Span
    known_from: datetime
    known_until: datetime
    subject: str


class Step(NamedTuple):
    """A change of the answer at one publication time; None where nothing was known to hold."""

    at: datetime
    subject: str
    before: Span | None
    after: Span | None
    members: tuple[str, ...]


def steps_of(
    versions: Sequence[Version], after: datetime, known_by: datetime, detail: Detail, *, whole: bool = True
) -> tuple[list[Step], datetime]:
    """
    The changes after one publication time and up to another, from the versions that stood then, in their order.

    With the last publication time that was looked at; unless they are the *whole*, that is where the last of
    them began, since what follows it is not known.
    """
    steps: list[Step] = []
    last: Version | None = None
    standing: Span | None = None
    reached = after

    def step(moment: datetime, subject: str, span: Span | None) -> None:
        nonlocal standing, reached
        members = changed(standing, span, detail)
        if members and moment > after:
            steps.append(Step(moment, subject, standing, span, members))
        standing, reached = span, moment

    for version in versions:
        if last is not None and last.known_until < version.known_from:
            step(last.known_until, last.subject, None)
        step(max(version.known_from, after), version.subject, version.span)
        last = version
    if whole and last is not None and last.known_until <= known_by:
        step(last.known_until, last.subject, None)
    return steps, reached
