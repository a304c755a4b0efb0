"""Windows of days: `from` and `to`, both inclusive."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from service.domain.errors import InvalidDate
from service.queries.clocks import read_days

From = Annotated[
    str | None,
    QueryParameter(
        name="from", description="The first day of the window (a date or EDTF).", examples=[Example(value="2026-02-01")]
    ),
]
To = Annotated[
    str | None,
    QueryParameter(
        name="to", description="The last day of the window (a date or EDTF).", examples=[Example(value="2026-02-28")]
    ),
]


def window(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The first and last day that the two texts allow. Raises InvalidDate."""
    first_day = None if first is None else read_days(first, "from")[0]
    last_day = None if last is None else read_days(last, "to")[1]
    if first_day is not None and last_day is not None and last_day < first_day:
        raise InvalidDate(f"to: {last} is before {first}; give the later day as `to`", field="to")
    return first_day, last_day
