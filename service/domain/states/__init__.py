"""
States: what holds on which days when reports say that something began, goes on, or will begin.

Memberships, talks, positions and offices are states of one key each; this package resolves them all by the same
rules, which stand in their order in docs/rules.md (1-7 and 12-13).
"""

from service.domain.states.memory import Memory
from service.domain.states.notices import (
    ONE_DAY,
    Notice,
    Vocabulary,
    implied,
    is_to_come,
    read,
    scheduled,
    told_at,
    window,
)
from service.domain.states.spanning import Describe, spans_of

__all__ = [
    "ONE_DAY",
    "Describe",
    "Memory",
    "Notice",
    "Vocabulary",
    "implied",
    "is_to_come",
    "read",
    "scheduled",
    "spans_of",
    "told_at",
    "window",
]
