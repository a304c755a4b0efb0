"""
The timeline: what happened, or is due to, in the order of its days, as known at one publication time.

A happening is the beginning of a resolved span (a level, a status, an office) or a meeting on its date; what is only
known to have been so at some time is no happening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from service.domain import edtf
from service.domain.edtf import Interval
from service.domain.errors import InvalidInput
from service.domain.registry import RESOLVER_VERSION
from service.domain.spans import LAST_DAY, Span
from service.queries import cursor as cursors
from service.queries.clocks import echo, read_clocks
from service.queries.evidence import Sources, sources_of
from service.queries.items import dated, item
from service.queries.lookup import Place, find, snapshot
from service.queries.nothing import reason
from service.queries.questions import Answer, Asked, Question

if TYPE_CHECKING:
    from asyncpg import Connection

KINDS = ("tariff", "membership", "negotiation", "meeting", "office")
MAX_SPANS = 20_000
"""A timeline is made of so many spans of a kind at most; narrow it by parties where there are more."""


class Happening(NamedTuple):
    """What happened: when, and the span of which kind that says so."""

    when: Interval
    kind: str
    span: Span

    @property
    def place(self) -> Place:
        """Where a cursor finds it again."""
        return (self.span.key, self.span.since_day)

    def is_within(self, first_day: date, last_day: date) -> bool:
        """Whether it happened on these days, and can have happened on no others."""
        first, last = self.when.earliest, self.when.latest
        return first is not None and last is not None and first_day <= first and last <= last_day

    @property
    def order(self) -> tuple[date, date, str, date]:
        """By its first possible day (its last where no first is known), then its last."""
        first = self.when.earliest or self.when.latest or LAST_DAY
        return (first, self.when.latest or LAST_DAY, *self.place)


async def timeline(
    connection: Connection,
    asked: Asked,
    *,
    parties: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    first_day: date | None = None,
    last_day: date | None = None,
) -> Answer:
    """
    What may have happened from *first_day* to *last_day* that is about all *parties*, in the order of its days.

    Where it is to be certain, what happened within those days and on no others.

    Raises InvalidInput (also where there is more than `MAX_SPANS` of a kind), PositionAhead, Behind.
    """
    name = cursors.fingerprint(("timeline", parties, kinds, first_day, last_day, asked.given, asked.clocks.match))
    after = None
    if asked.cursor is not None:
        place = cursors.read(asked.cursor, name)
        after = (place.key, place.day)
        asked = replace(asked, clocks=read_clocks(place.known_by, place.as_of, None, str(place.at), asked.clocks.match))
    questions = [_question(asked, kind, parties) for kind in kinds or KINDS]
    async with snapshot(connection):
        happenings: list[Happening] = []
        for question in questions:
            found = await find(connection, question)
            if len(found.spans) > MAX_SPANS:
                raise InvalidInput(
                    f"More than {MAX_SPANS:,} answers of kind {question.kind} would be sorted; name a party",
                    field="party",
                )
            happenings += _happenings(question.kind, found.spans, first_day or date.min, last_day or LAST_DAY)
        if asked.clocks.match == "certain":
            happenings = [each for each in happenings if each.is_within(first_day or date.min, last_day or LAST_DAY)]
        happenings.sort(key=lambda each: each.order)
        start = next((i + 1 for i, each in enumerate(happenings) if each.place == after), 0)
        page = happenings[start : start + asked.limit]
        sources = await sources_of(connection, [each.span for each in page], found.at)
        clocks = asked.clocks
        answer = Answer(
            as_of=clocks.as_of,
            known_by=echo(clocks.known_by),
            at=found.at,
            resolver=RESOLVER_VERSION,
            items=[_entry(each, sources, clocks.last_day) for each in page],
        )
        if len(happenings) > start + asked.limit:
            place = cursors.Cursor(name, 0, *page[-1].place, clocks.as_of, clocks.known_by, found.at)
            answer.next_cursor = cursors.write(place)
        if not happenings:
            answer.nothing = await _nothing(connection, questions, found.at)
    return answer


async def _nothing(connection: Connection, questions: Sequence[Question], at: int) -> dict[str, Any]:
    why = await reason(connection, questions, questions[0].asked, at)
    if why["reason"] == "not-in-force":
        why["explain"] = "What is known about it has no date in that window; ask with another `from` and `to`."
    return why


def _question(asked: Asked, kind: str, parties: tuple[str, ...]) -> Question:
    """Every span of a kind, on whatever day, that is about all of these parties."""
    always = replace(asked.clocks, first_day=date.min, last_day=LAST_DAY, match="possible")
    facets = tuple(f"party:{code}" for code in parties)
    return Question(kind=kind, asked=replace(asked, clocks=always, limit=MAX_SPANS), facets=facets, apart="spans")


def _happenings(kind: str, spans: Sequence[Span], first_day: date, last_day: date) -> Iterator[Happening]:
    """What may have happened in the window; spans of one key that begin at the same time are one happening."""
    seen: set[tuple[str, str]] = set()
    for span in spans:
        text = span.value.get("date") if kind == "meeting" else span.since
        if text is None or (span.key, text) in seen:
            continue
        when = edtf.parse(text)
        first = when.earliest or when.latest or span.since_day
        if kind == "meeting" and not span.since_day <= first < span.until_day:
            continue  # a meeting is told as it stands on its own day
        if (when.earliest or date.min) <= last_day and first_day <= (when.latest or LAST_DAY):
            seen.add((span.key, text))
            yield Happening(when, kind, span)


def _entry(happening: Happening, sources: Sources, today: date) -> dict[str, Any]:
    """The item of a happening, with its day first and whether that is still to come on the day of asking."""
    first = happening.when.earliest
    return {
        "on": dated(happening.when.text),
        "upcoming": first is not None and first > today,
        **item(happening.kind, happening.span, sources),
    }
