"""
Which subjects an event touches, and from which publication time on.

Answers before that time cannot have changed, so they are left as they stand.
"""

from __future__ import annotations

from datetime import UTC, datetime

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""Before every publication: a subject marked from here on is resolved whole."""


class Dirty:
    """Home subjects to resolve again, each with the earliest publication time that may have changed."""

    def __init__(self) -> None:
        self.since: dict[str, datetime] = {}

    def mark(self, subject: str, since: datetime) -> None:
        """Note that the answers of *subject* may differ from *since* on."""
        known = self.since.get(subject)
        self.since[subject] = since if known is None else min(known, since)

    def merge(self, other: Dirty) -> None:
        """Take over what *other* noted."""
        for subject, since in other.since.items():
            self.mark(subject, since)
