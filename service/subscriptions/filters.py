"""
Filters: which changes a subscriber wants.

What a filter looks at stands in a few columns beside a change, so that neither the database nor a process with
thousands of subscribers has to read the change itself.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from service.domain.spans import Certainty
from service.projections.changes import NO_KEY, Cause


class Marks(NamedTuple):
    """What filters look at of one change; `key` is empty where its words were erased."""

    kind: str
    key: str
    parties: frozenset[str]
    cause: str
    until_day: date
    certainty: str
    rate_change: Decimal | None


class Filter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    What a change must be to be wanted; what is left empty asks nothing.

    It is of one of the `kinds` and `causes`, about all `parties` (codes), for this `key`; its rate moved by at least
    `min_rate_change` percentage points; its answer is of this `certainty`; it concerns days from `valid_since` on.
    Where words were erased there is no key to tell: whoever wants any key of that kind and those parties hears of it.
    """

    kinds: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    key: str | None = None
    causes: tuple[Cause, ...] = ()
    min_rate_change: Decimal | None = None
    certainty: Certainty | None = None
    valid_since: date | None = None

    def matches(self, marks: Marks) -> bool:
        """Whether a change with these marks is wanted."""
        return (
            (not self.kinds or marks.kind in self.kinds)
            and (not self.causes or marks.cause in self.causes)
            and marks.parties.issuperset(self.parties)
            and (self.key is None or marks.key in {self.key, NO_KEY})
            and (self.certainty is None or marks.certainty == self.certainty)
            and (self.valid_since is None or marks.until_day > self.valid_since)
            and (
                self.min_rate_change is None
                or (marks.rate_change is not None and marks.rate_change >= self.min_rate_change)
            )
        )

    @property
    def everything(self) -> bool:
        """Whether every change is wanted."""
        return self == EVERYTHING

    def arguments(self) -> list[Any]:
        """The filter as the parameters of a statement, in the order of the fields; null asks nothing."""
        keys = None if self.key is None else [self.key, NO_KEY]
        lists = [list(each) or None for each in (self.kinds, self.parties)]
        return [*lists, keys, list(self.causes) or None, self.min_rate_change, self.certainty, self.valid_since]


EVERYTHING = Filter()
