"""
Listing: duties named as examples of those that ended or stopped ("struck down the tariffs, among them the 25% duty on …").

Invariant: a listed duty takes over only what it does not say itself, and only from a whole without a rate.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.tariffs import extents, scopes
from service.extraction.tariffs.lexicon import phrase_at, phrases
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

_STOPPED = frozenset(("struck_down", "lifted", "suspended", "delayed", "expired", "withdrawn"))
_FIRM = 3


def _examples(view: View, statements: Sequence[Statement], opener: int) -> None:
    """As in "suspends import taxes on 89 products until July, among them pasta and plywood": the goods, in place."""
    last = opener + phrase_at(view.tokens, opener, "listing")
    if any(view.rate_of[at] is not None for at in range(last, view.size)):
        return
    before = [s for s in statements if s.first < opener and s.goods and s.product in (None, "certain goods")]
    if not before or view.lower(opener) not in ("among", "including", "notably", "namely"):
        return
    scope = scopes.read(view, last, extents.extent(view, last, view.size))
    if scope.product is not None and not scope.targets:
        before[-1].product, before[-1].last = scope.product, max(before[-1].last, min(scope.last, view.size))


def spread(view: View, statements: Sequence[Statement]) -> None:
    """Give the duties listed after "among them" or "including" the end that is told of the whole, in place."""
    if all(statement.rate is not None for statement in statements):
        return
    if view.said.isdisjoint(phrases("listing")):
        return
    opener = next((at for at in range(view.size) if phrase_at(view.tokens, at, "listing")), None)
    if opener is None:
        return
    _examples(view, statements, opener)
    whole = next(
        (s for s in statements if s.first < opener and s.rate is None and s.rank >= _FIRM and s.status in _STOPPED),
        None,
    )
    if whole is None or any(s.rate is not None and whole.first < s.first < opener for s in statements):
        return
    for part in statements:
        if part.first < opener or part.rate is None or part.rank >= _FIRM or part.duty is None:
            continue
        clause = view.clause_of[part.duty.head]
        if clause is not None and clause.verb.form == "finite" and clause.verb.first > opener:
            continue  # "including cars, which now pay 5%"
        part.status, part.rank, part.frame, part.drop = whole.status, whole.rank, whole.frame, False
        part.imposers = part.imposers or whole.imposers
        part.valid_from, part.valid_to = part.valid_from or whole.valid_from, part.valid_to or whole.valid_to
