"""
Which subjects an event touches, from which publication time on, by which articles, and why.

Answers before that time cannot have changed, so they are left as they stand.
"""

from __future__ import annotations

from datetime import UTC, datetime

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
"""Before every publication: a subject marked from here on is resolved whole. The day before, the first that Python has,
would come back from the database as minus infinity."""

CAUSES = ("learned", "corrected", "reviewed", "retracted", "erased")
"""Why an answer may differ; of several that come together the last one in this order is told."""

LEARNED, ERASED = CAUSES[0], CAUSES[-1]
"""An article told it; the law wants words gone, from the feed too, which tells what is left of an answer as if new."""


class Mark:
    """
    What is known of one subject that is to be resolved again.

    `articles` are those whose reports on it may have changed; `whole` is set where all of them may have. A `fresh`
    subject has its first claims now.
    """

    def __init__(self, since: datetime, cause: str) -> None:
        self.since = since
        self.cause = cause
        self.articles: set[str] = set()
        self.whole = False
        self.fresh = False


class Dirty:
    """Home subjects to resolve again."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}

    def mark(self, subject: str, since: datetime, article_id: str | None = None, cause: str = LEARNED) -> Mark:
        """Note that the answers of *subject* may differ from *since* on, by one article or, without it, by any."""
        mark = self.marks.get(subject)
        if mark is None:
            mark = self.marks[subject] = Mark(since, cause)
        mark.since = min(mark.since, since)
        mark.cause = max(mark.cause, cause, key=CAUSES.index)
        if article_id is None:
            mark.whole = True
        else:
            mark.articles.add(article_id)
        return mark

    def merge(self, other: Dirty) -> None:
        """Take over what *other* noted."""
        for subject, mark in other.marks.items():
            self.take(subject, mark)

    def take(self, subject: str, mark: Mark) -> None:
        """Note of *subject* what *mark* tells, be it of another subject whose claims bear on it."""
        known = self.marks.get(subject)
        if known is None:
            known = self.marks[subject] = Mark(mark.since, mark.cause)
        known.since = min(known.since, mark.since)
        known.cause = max(known.cause, mark.cause, key=CAUSES.index)
        known.articles |= mark.articles
        known.whole |= mark.whole
