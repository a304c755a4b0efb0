"""
Comparing answers: what a span says, and in which members two spans differ.

By default that is what a reader is told: the value, its life, who disagrees and what is announced. How it is known
(standing, rule, evidence) changes with every article that says it again, and counts only where everything is compared.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from service.domain.spans import Span

Detail = Literal["answer", "everything"]

_REASONING = frozenset({"why", "answered_by", "reported", "sum", "history"})
"""Members of values that tell how the value was found, and not what is so."""
_ORIGINS = frozenset({"sources", "known_since"})
_LIFE = ("since", "until", "certainty", "contested", "alternatives", "next")


def changed(before: Span | None, after: Span | None, detail: Detail) -> tuple[str, ...]:
    """
    The names of the members in which two answers differ, sorted; none where both say the same, or nothing.

    Where only one of them says anything that is `answer` alone.
    """
    if before is None or after is None:
        return () if before is after else ("answer",)
    if detail == "answer" and _told_alike(before, after):
        return ()
    one, other = _members(before, detail), _members(after, detail)
    names = (name for name in one.keys() | other.keys() if one.get(name, _NONE) != other.get(name, _NONE))
    if detail == "everything":
        return tuple(sorted(names))
    return tuple(
        sorted(
            name
            for name in names
            if name not in _REASONING and _said(name, one.get(name, _NONE)) != _said(name, other.get(name, _NONE))
        )
    )


def value_changed(names: tuple[str, ...]) -> bool:
    """Whether one of these members is of the value itself: a rate, a status, a date."""
    return any(name not in {*_LIFE, *_KNOWN} for name in names)


_NONE = object()
_KNOWN = ("standing", "rule", "evidence")


def _told_alike(one: Span, other: Span) -> bool:
    """Whether all that is told of two spans is the same to the letter, as it mostly is."""
    return (
        one.value == other.value
        and (one.since, one.until, one.certainty, one.contested)
        == (other.since, other.until, other.certainty, other.contested)
        and one.alternatives == other.alternatives
        and one.upcoming == other.upcoming
    )


def _members(span: Span, detail: Detail) -> dict[str, Any]:
    """What a span has under each name, with the claims that it was told by."""
    members = {
        **span.value,
        "since": span.since,
        "until": span.until,
        "certainty": span.certainty,
        "contested": span.contested,
        "alternatives": [(each.value, each.sources) for each in span.alternatives],
        "next": msgspec.to_builtins(span.upcoming),
    }
    if detail == "everything":
        members |= {"standing": span.standing, "rule": span.rule, "evidence": span.sources}
    return members


def _said(name: str, part: Any) -> Any:
    """A member as a reader is told it; alternatives have no order."""
    if name == "alternatives" and part is not _NONE:
        return sorted(msgspec.json.encode(_told(value)) for value, _ in part)
    return _told(part)


def _told(part: Any) -> Any:
    """A part of a value without the claims that it was told by."""
    if isinstance(part, dict):
        return {name: _told(inner) for name, inner in part.items() if name not in _ORIGINS | _REASONING}
    return [_told(inner) for inner in part] if isinstance(part, list | tuple) else part
