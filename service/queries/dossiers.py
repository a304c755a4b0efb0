"""Dossiers: everything that stands between two parties, or about one, on a day."""

from __future__ import annotations

from service.domain.claims import KINDS
from service.domain.errors import InvalidInput
from service.queries import tariffs
from service.queries.questions import Asked, Question

CITED = 3
"""So many claims an item of a dossier quotes in each place, unless more are asked for."""
_BETWEEN = ("negotiation", "meeting")


def pair(asked: Asked, one: str, other: str, kinds: tuple[str, ...] = ()) -> list[Question]:
    """
    What stands between two parties: tariffs both ways, then talks, then meetings that both take part in.

    Raises InvalidInput where only other kinds are wanted.
    """
    filters = (("pair", tuple(sorted((one, other)))), ("kinds", kinds))
    questions = [tariffs.levels(asked, imposer, target) for imposer, target in ((one, other), (other, one))]
    facets = (f"party:{one}", f"party:{other}")
    questions += [Question(kind=kind, asked=asked, filters=filters, facets=facets) for kind in _BETWEEN]
    return _only(questions, kinds)


def party(asked: Asked, code: str, kinds: tuple[str, ...] = ()) -> list[Question]:
    """What stands about one party, kind by kind."""
    filters = (("party", code), ("kinds", kinds))
    return _only(
        [Question(kind=kind, asked=asked, filters=filters, facets=(f"party:{code}",)) for kind in KINDS], kinds
    )


def _only(questions: list[Question], kinds: tuple[str, ...]) -> list[Question]:
    found = [each for each in questions if not kinds or each.kind in kinds]
    if not found:
        had = ", ".join(dict.fromkeys(each.kind for each in questions))
        raise InvalidInput(
            f"kind: {', '.join(kinds)} is no part of what stands between two; it has {had}", field="kind"
        )
    return found
