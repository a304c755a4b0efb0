"""Windows of days: `from` and `to`, both inclusive."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from service.domain.errors import InvalidDate
from service.http.parameters import Clocked, Text
from service.queries.clocks import read_days

First = Annotated[
    Text | None, Meta(description="The first day of the window (a date or EDTF).", examples=["2026-02-01"])
]
Last = Annotated[Text | None, Meta(description="The last day of the window (a date or EDTF).", examples=["2026-02-28"])]


def window(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The first and last day that the texts of `from` and `to` allow. Raises InvalidDate."""
    first_day = None if first is None else read_days(first, "from")[0]
    last_day = None if last is None else read_days(last, "to")[1]
    if first_day is not None and last_day is not None and last_day < first_day:
        raise InvalidDate(f"to: {last} is before {first}; give the later day as `to`", field="to")
    return first_day, last_day


class Windowed(Clocked, frozen=True, kw_only=True):
    """A question about a window of days."""

    first: First = msgspec.field(name="from", default=None)
    last: Last = msgspec.field(name="to", default=None)

    def window(self) -> tuple[date | None, date | None]:
        """The first and last day that the two texts allow. Raises InvalidDate."""
        return window(self.first, self.last)
