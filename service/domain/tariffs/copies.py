"""
Copies: one text in several papers is one source (rule 6).

A copy adds its address to what the first print told, and says nothing of its own: not even of its own, later day.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from service.domain.claims import TariffClaim
from service.domain.reports import Report
from service.domain.tariffs.book import Book
from service.domain.tariffs.statements import Statement


def without_copies(book: Book, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that no earlier print of the same story has made; the others become sources of what it told."""
    fresh: list[Statement] = []
    for st in statements:
        first = book.stories.setdefault(printed(st.report), st.article)
        if first == st.article:
            fresh.append(st)
        else:
            _add_source(book, st)
    return fresh


def printed(report: Report) -> tuple[str, TariffClaim]:
    """What a report prints, whoever prints it: its story, and the claim without the words that say it."""
    assert isinstance(report.claim, TariffClaim)
    return (report.story, replace(report.claim, evidence=(), confidence=None))


def _add_source(book: Book, st: Statement) -> None:
    for lane in book.lanes.get((st.home, st.scope.slug), {}).values():
        for level in lane.levels:
            if st.report.story in level.stories and level.rate in (st.rate, st.previous):
                level.cite(st.report.claim_id)
                lane.changed = True
