"""Facts: one key on a day."""

from __future__ import annotations

from service.domain.claims import KINDS
from service.domain.errors import InvalidInput
from service.queries.questions import Asked, Question


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
