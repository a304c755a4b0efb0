"""
Runs: on vague days, spans that follow each other and say the same are one answer.

That a level was seen again in the middle of a month does not make it two levels. A run is told as its last span, for
the days of all of them, and is as certain as the least certain of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from service.domain.spans import Span
from service.queries.comparing import changed, value_changed
from service.queries.questions import Question


def runs(spans: Iterable[Span], question: Question) -> list[list[Span]]:
    """The runs among *spans*, in the order of their first ones; each is sorted by day."""
    found: list[list[Span]] = []
    open_ones: dict[str, list[Span]] = {}
    for span in spans:
        run = open_ones.get(span.key)
        if run is not None and _goes_on(run[-1], span, question):
            run.append(span)
        else:
            open_ones[span.key] = [span]
            found.append(open_ones[span.key])
    return found


def answering(spans: Iterable[Span], question: Question) -> list[Span]:
    """One span for each run that is as certain as it is asked: on all of the days, or on any of them."""
    return [whole(run) for run in runs(spans, question) if holds(run, question)]


def whole(run: list[Span]) -> Span:
    """The one span that a run is told as."""
    if len(run) == 1:
        return run[0]
    certain = all(span.certainty == "certain" for span in run)
    return replace(run[-1], since_day=run[0].since_day, certainty="certain" if certain else "possible")


def holds(run: list[Span], question: Question) -> bool:
    """Whether a run holds on all of the days for certain, where that is asked."""
    clocks = question.clocks
    if clocks.match == "possible":
        return True
    certain = all(span.certainty == "certain" for span in run)
    return certain and run[0].since_day <= clocks.first_day and clocks.last_day < run[-1].until_day


def _goes_on(earlier: Span, later: Span, question: Question) -> bool:
    """Whether *later* begins where *earlier* ends, and says the same: the same value, where that is to be certain."""
    if question.apart == "spans" or earlier.until_day != later.since_day:
        return False
    names = changed(earlier, later, "answer")
    if question.clocks.match == "certain":
        return not value_changed(names) and earlier.certainty == later.certainty
    return not names or (question.apart == "answers" and names == ("certainty",))
