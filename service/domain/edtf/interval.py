"""
The interval: an EDTF text with the four bounds that it sets.

Bounds are ordered where both are known: each side's earliest is not after its latest, no start follows its end.
"""

from __future__ import annotations

from datetime import date

import msgspec


class Interval(msgspec.Struct, frozen=True):
    """
    A stretch of days, known as well as its text tells.

    The start lies from `start_earliest` to `start_latest`, the end from `end_earliest` to `end_latest`, all
    inclusive; None is unbounded or unknown. `2025-08` alone is one fact at an unspecified day (or stretch) of that
    month: both sides lie within it. `open_*` is a side written `..`, `unknown_*` one left empty.
    """

    text: str
    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    open_start: bool = False
    open_end: bool = False
    unknown_start: bool = False
    unknown_end: bool = False

    @property
    def earliest(self) -> date | None:
        """The first day that can belong to it, None without a bound."""
        return self.start_earliest

    @property
    def latest(self) -> date | None:
        """The last day that can belong to it, None without a bound."""
        return self.end_latest

    @property
    def is_range(self) -> bool:
        """Whether the text has two sides."""
        return "/" in self.text

    @property
    def start(self) -> str | None:
        """The start's EDTF text, None where it is open or unknown."""
        return None if self.open_start or self.unknown_start else self.text.partition("/")[0]

    @property
    def end(self) -> str | None:
        """The end's EDTF text, None where it is open or unknown."""
        return None if self.open_end or self.unknown_end else self.text.rpartition("/")[2]

    @property
    def is_day(self) -> bool:
        """Whether it is exactly one known day."""
        return self.start_earliest is not None and (
            self.start_earliest == self.start_latest == self.end_earliest == self.end_latest
        )

    @property
    def uncertain(self) -> bool:
        """Whether the text doubts itself (`?` or `%`)."""
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        """Whether the text says "about" (`~` or `%`)."""
        return "~" in self.text or "%" in self.text
