"""
Whole answers: all that is answered of some meetings, one line an item.

`bilateral 2024-06-10 in Arusha: William Ruto, Samia Suluhu Hassan; KE TZ; planned, then held from 2024-06-11; by later
stage; told by Herald 2024-06-01#0, Nation 2024-06-11#0`; items in the order of their days, links by days and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.domain.reports import Report
from service.domain.spans import Span
from tests.domain.meetings.telling import Reader


def _place(span: Span) -> str:
    value = span.value
    return f"{value['date']}{' in ' + value['place'] if value['place'] else ''}"


def _words(spans: Sequence[Span], by_key: dict[str, Span]) -> Iterator[str]:
    last, value = spans[-1], spans[-1].value
    yield f"{value['meeting_kind']} {_place(last)}"
    yield ", ".join(value["people"]) or "nobody named"
    others = [each.get("code") or each["name"] for each in value["participants"] if each["type"] != "person"]
    if others:
        yield f"with {' '.join(others)}"
    yield " ".join(value["parties"])
    if value["name"]:
        yield f'"{value["name"]}"'
    states = [
        f"{each.value['status']} {each.standing}{'' if each.certainty == 'certain' else ' possibly'}" for each in spans
    ]
    yield ", then ".join(
        [states[0], *(f"{state} from {span.since_day}" for state, span in zip(states[1:], spans[1:], strict=True))]
    )
    if value["successor"]:
        yield f"became {_place(by_key[value['successor']])}"
    if value["predecessor"]:
        yield f"was {_place(by_key[value['predecessor']])}"
    for span in spans:
        if span.contested:
            against = (
                f"{each.value['status']} {each.value['date']} {each.value['place'] or ''}".strip()
                for each in span.alternatives
            )
            yield f"from {span.since_day} against {' and '.join(against)}"
    yield f"by {last.rule}"
    yield f"told by {', '.join(last.sources)}"


def lines(papers: Sequence[list[Report]], known: str = "2099-01-01") -> list[str]:
    """What is known by *known* to who has read *papers*."""
    spans = Reader(papers).spans(known)
    items = [list(of_key) for _, of_key in groupby(spans, key=lambda span: span.key)]
    by_key = {item[-1].key: item[-1] for item in items}
    told = ["; ".join(_words(item, by_key)) for item in items]
    return sorted(told, key=lambda line: (line.split()[1], line))


@dataclass
class Whole:
    """A title, the papers, and a line for each item that is known to who has read them by *known*."""

    title: str
    papers: Sequence[list[Report]]
    told: str
    known: str = "2099-01-01"

    def check(self) -> None:
        """Compare what is answered with what is told."""
        assert lines(self.papers, self.known) == [line.strip() for line in self.told.strip().splitlines()]
