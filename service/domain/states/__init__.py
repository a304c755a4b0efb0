"""
States: what holds on which days when reports say that something began, goes on, or will begin.

Memberships, talks, positions and offices are states of one key each; this package resolves them all by the same
rules, which stand in their order in docs/rules.md (1-7 and 12-13).
"""

from service.domain.states.notices import ONE_DAY, Notice, Vocabulary, implied, is_to_come, read, scheduled, window
from service.domain.states.roll import File, Roll
from service.domain.states.unfolding import Unfolding, rectangles

__all__ = [
    "ONE_DAY",
    "File",
    "Notice",
    "Roll",
    "Unfolding",
    "Vocabulary",
    "implied",
    "is_to_come",
    "read",
    "rectangles",
    "scheduled",
    "window",
]
