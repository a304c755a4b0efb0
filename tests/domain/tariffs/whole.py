"""
Whole answers: all that is answered of a tale, one line a span.

`rice/fentanyl 2025-05-01..2025-05-03: 25 in_force, observed, possible, since 2025-05, by effective-date, told by 1.0`;
a side without a bound is empty, and what is as usual (certain, exact, of a total, uncontested) is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.spans import FIRST_DAY, LAST_DAY, Span
from tests.domain.tariffs.tales import Article, Tale, resolved


@dataclass
class Whole:
    """A title, the parties, the articles, and all lines of the keys that are named in *told* (none: nothing is known)."""

    title: str
    parties: str
    articles: Sequence[Article]
    told: str
    known: str | None = None

    def __str__(self) -> str:
        return self.title

    def check(self) -> None:
        """Compare what is answered with what is told."""
        wanted = [line.strip() for line in self.told.strip().splitlines()]
        keys = {line.partition(" ")[0] for line in wanted}
        found = lines(Tale(self.title, self.parties, self.articles), self.known)
        assert [line for line in found if not keys or line.partition(" ")[0] in keys] == wanted


def rate_of(value: dict[str, Any]) -> str:
    rate = value["rate"] or "-"
    if value["rate_op"] == "range":
        return f"{rate} to {value['rate_high']}"
    return rate if value["rate_op"] == "eq" else f"{value['rate_op']} {rate}"


def _words(span: Span, imposer_target: str) -> Iterator[str]:
    value = span.value
    yield f"{rate_of(value)} {value['status']}"
    yield span.standing
    if span.certainty != "certain":
        yield span.certainty
    yield f"since {span.since}"
    if span.until is not None:
        yield f"until {span.until}"
    if value["previous_rate"] is not None:
        yield f"was {value['previous_rate']}"
    if value["basis"] != "total":
        yield value["basis"]
    if value["component_reason"]:
        yield f"because {value['component_reason']}"
    if "declared_for" in value:
        yield f"for {value['declared_for']}"
    yield f"by {span.rule}"
    if value.get("components"):
        parts = [f"{rate_of({'rate_op': 'eq', **each})} {each['component']}" for each in value["components"]]
        yield f"{value['answered_by']} {' + '.join(parts)} = {value['sum']}"
    if span.contested:
        yield "against " + " and ".join(
            f"{rate_of(each.value)} {each.value['status']} since {each.value['since']}" for each in span.alternatives
        )
    yield f"told by {' '.join(span.sources)}"
    for later in span.upcoming:
        yield f"next {rate_of(later['value'])} {later['value']['status']} {later['since']}"


def lines(tale: Tale, known: str | None = None) -> list[str]:
    """What is known of *tale* by the end of the day *known*; at its end by default."""
    spans = resolved(tale, known or max(each.published for each in tale.articles)[:10])
    return [
        f"{span.key.split(':', 3)[-1].replace(':', '/')}"
        f" {'' if span.since_day == FIRST_DAY else span.since_day}..{'' if span.until_day == LAST_DAY else span.until_day}:"
        f" {', '.join(_words(span, tale.parties))}"
        for span in spans
    ]
