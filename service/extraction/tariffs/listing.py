"""
Listing: duties named as examples of those that ended or stopped ("struck down the tariffs, among them the 25% duty on …").

Invariant: a listed duty takes over only what it does not say itself, and only from a whole without a rate.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.tariffs.lexicon import phrase_at
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

_STOPPED = frozenset(("struck_down", "lifted", "suspended", "delayed", "expired", "withdrawn"))
_FIRM = 3


def spread(view: View, statements: Sequence[Statement]) -> None:
    """Give the duties listed after "among them" or "including" the end that is told of the whole, in place."""
    opener = next((at for at in range(view.size) if phrase_at(view.tokens, at, "listing")), None)
    if opener is None:
        return
    whole = next(
        (s for s in statements if s.first < opener and s.rate is None and s.rank >= _FIRM and s.status in _STOPPED), None
    )
    if whole is None or any(s.rate is not None and whole.first < s.first < opener for s in statements):
        return
    for part in statements:
        if part.first < opener or part.rate is None or part.rank >= _FIRM or part.duty is None:
            continue
        part.status, part.rank, part.frame, part.drop = whole.status, whole.rank, whole.frame, False
        part.imposers = part.imposers or whole.imposers
        part.valid_from, part.valid_to = part.valid_from or whole.valid_from, part.valid_to or whole.valid_to
