"""
Questions and answers: what every resource asks of the read models, and what it gets.

A question is complete: with its clocks settled, the answer depends on the log alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from service.domain.spans import Span
from service.queries.clocks import Clocks
from service.queries.evidence import Sources
from service.queries.statements import Scope

DEFAULT_LIMIT = 100
MAX_LIMIT = 500

Apart = Literal["answers", "certainties", "spans"]
"""What tells days on end apart: what they say, or also whether it is certain, or however it is known."""

Pick = Callable[[Sequence[Span]], Sequence[Span]]
"""Which spans answer, and in what order; must not depend on anything but the spans."""


def everything(spans: Sequence[Span]) -> Sequence[Span]:
    """The pick that leaves nothing out."""
    return spans


def nothing_past(_spans: Sequence[Span]) -> Sequence[Span]:
    """Where nothing is left out for having ended."""
    return ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """
    What every question takes: its clocks, a page, and the log position that it waits for.

    `cites` is the most claims that each list of evidence in an item quotes, None for all. `given` are `as_of`,
    `known_by` and `at` in the client's own words, by which a cursor knows its question.
    """

    clocks: Clocks
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    min_position: int | None = None
    cites: int | None = None
    given: tuple[str | None, str | None, str | None] = (None, None, None)

    @property
    def pinned(self) -> bool:
        """Whether the answer can never change: all three clocks are set, by the client or by a cursor."""
        return self.clocks.pinned or self.cursor is not None

    @property
    def undated(self) -> bool:
        """Whether the answer's `known_by` is nothing but the moment of asking."""
        return self.clocks.defaulted and self.cursor is None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """
    Which answers of one kind are wanted.

    With `subjects` (a chain: the first one with claims of its own answers), or where it is `ranked`, `pick` sees all
    spans at once and orders them; otherwise spans that have all `facets`, or the one `key`, come in the order of
    their keys and `pick` only leaves out. Days on end that say the same are one answer, unless they are told `apart`.
    `past` are spans that are no answer since they tell that it has ended. `filters` are the client's own words, by
    which a cursor knows its question.
    """

    kind: str
    asked: Asked
    filters: tuple[tuple[str, Any], ...] = ()
    subjects: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    key: str | None = None
    pick: Pick = everything
    past: Pick = nothing_past
    ranked: bool = False
    apart: Apart = "answers"

    @property
    def clocks(self) -> Clocks:
        """The clocks that it is asked with."""
        return self.asked.clocks

    @property
    def scope(self) -> tuple[Scope, Any]:
        """Which rectangles it may be answered from, where it is not by `subjects`, and what that scope takes."""
        if self.key is not None:
            return "key", self.key
        return ("facets", self.facets) if self.facets else ("all", None)

    @property
    def limit(self) -> int:
        """The most items of a page."""
        return self.asked.limit


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The spans that answer a question, at a log position; `sources` where they were read along with them."""

    at: int
    spans: Sequence[Span]
    sources: Sources = msgspec.field(default_factory=dict)


class Answer(msgspec.Struct, kw_only=True):
    """
    An answer as it is sent; instants are written as texts, so that equal answers are equal bytes.

    `followed` tells that another key answers for the one that was asked about, since when and why.
    """

    as_of: str
    known_by: str
    at: int
    resolver: str
    items: list[dict[str, Any]]
    next_cursor: str | None = None
    nothing: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    followed: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
