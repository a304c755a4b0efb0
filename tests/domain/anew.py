"""The answers at every publication time, resolved anew at each of them: what all that is kept up has to tell."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from service.domain.rectangles import in_order
from service.domain.reports import Report, turning_points
from service.domain.spans import KNOWN_EVER, Rectangle, Span

Resolve = Callable[[Sequence[Report], datetime], Sequence[Span]]


def rectangles(resolve: Resolve, reports: Sequence[Report]) -> tuple[Rectangle, ...]:
    """What *resolve* answers at each moment at which a report begins or ceases to count, as long as it stands."""
    return in_order(_kept(resolve, reports))


def _kept(resolve: Resolve, reports: Sequence[Report]) -> Iterator[Rectangle]:
    standing: dict[tuple[str, date], tuple[Span, datetime]] = {}
    for moment in turning_points(reports):
        now = {(span.key, span.since_day): span for span in resolve(reports, moment)}
        for place, (span, known_from) in list(standing.items()):
            if now.get(place) != span:
                yield Rectangle(span=span, known_from=known_from, known_until=moment)
                del standing[place]
        for place, span in now.items():
            standing.setdefault(place, (span, moment))
    for span, known_from in standing.values():
        yield Rectangle(span=span, known_from=known_from, known_until=KNOWN_EVER)
