"""Facts: one key, on a day or over all days."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from service.domain.claims import KINDS
from service.domain.errors import InvalidInput
from service.domain.spans import LAST_DAY
from service.queries.questions import Asked, Question

ALL_DAYS = "../.."


def fact(asked: Asked, key: str) -> Question:
    """What holds for one key. Raises InvalidInput for a key of no kind."""
    kind = key.partition(":")[0]
    if kind not in KINDS or ":" not in key:
        raise InvalidInput(
            f"key: {key!r} begins with no kind; a key looks like tariff:US:IN:*:total and stands in every item, "
            f"kinds are {', '.join(KINDS)}",
            field="key",
        )
    return Question(kind=kind, asked=asked, filters=(("key", key),), key=key)


def history(asked: Asked, key: str) -> Question:
    """Every span of one key at one publication time; on all days unless the client names some."""
    as_of, known_by, _ = asked.given
    if as_of is None:
        clocks = replace(
            asked.clocks,
            as_of=ALL_DAYS,
            first_day=date.min,
            last_day=LAST_DAY - timedelta(days=1),
            pinned=known_by is not None and isinstance(asked.clocks.at, int),
        )
        asked = replace(asked, clocks=clocks)
    return fact(asked, key)
