"""
Answers: pieces and stretches as spans, with the values that the public interface shows.

Spans of one key are disjoint and in order. A level that has ended is a span with the status of its end and no rate,
so that "known, not in force" can be told from "never heard of".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from service.domain.spans import FIRST_DAY, Alternative, Span, Standing
from service.domain.tariffs.levels import Lane, Level
from service.domain.tariffs.pieces import Extent, Part, Piece
from service.domain.tariffs.statements import Window, moved
from service.domain.tariffs.stretches import Rival, Stretch

MOST_SOURCES = 40
"""Sources of one span: the deciding one, then the first and the last of those that agree."""


Upcoming = tuple[date, date, dict[str, Any]]
"""What is announced, on the days from its announcement to before its start."""


class Address(NamedTuple):
    """What a span is about: the subject, its parties, and the scope and component of the key."""

    subject: str
    imposer: str
    target: str
    slug: str
    words: str
    component: str

    @property
    def key(self) -> str:
        """The key of the spans."""
        return f"{self.subject}:{self.slug}:{self.component}"


@lru_cache(maxsize=1 << 12)
def number(rate: Decimal | None) -> str | None:
    """A rate as a decimal string, None for none."""
    return None if rate is None else format(rate.normalize(), "f")


def sources_of(*levels: Level) -> tuple[str, ...]:
    """The claims behind levels, the deciding one first, at most `MOST_SOURCES`."""
    found: list[str] = []
    for level in levels:
        given = level.sources
        if level.twins:
            given = given + [each for twin in level.twins for each in twin.sources]
        half = MOST_SOURCES // 2
        found += given if len(given) <= MOST_SOURCES else given[:half] + given[-half:]
    return tuple(dict.fromkeys(found))[:MOST_SOURCES]


def _value(address: Address, level: Level, home: str, rate: Decimal | None, status: str) -> dict[str, Any]:
    words = address.words if level.scope.slug != address.slug else level.scope.words
    value: dict[str, Any] = {
        "imposer": address.imposer,
        "target": address.target,
        "product": words,
        "rate": number(rate),
        "rate_op": level.op,
        "basis": level.basis,
        "component_reason": level.reason,
        "component": address.component,
        "previous_rate": number(level.previous),
        "status": status,
    }
    if level.high is not None:
        value["rate_high"] = number(level.high)
    if home != address.target:
        value["declared_for"] = home
    return value


def _status(level: Level, state: str) -> str:
    if state == "exempt":
        return "exempt"
    if state == "ended":
        told = (each.stop_status for each in (level, *level.twins) if each.stop is not None and each.stop_status)
        return level.status if level.void else next(told, "lifted")
    if level.seen is None and any(twin.seen is not None for twin in level.twins):
        return "in_force"
    return level.status


def _last_day(stop: Window | None) -> str | None:
    return None if stop is None else stop.moved(-1).text


def _standings(level: Level, first: date, until: date) -> Iterator[tuple[date, date, Standing]]:
    """The days of a level by how it is known on them: seen, presumed to last, or announced."""
    if not level.observed:
        yield first, until, "scheduled" if level.start.last > level.told_day else "assumed"
        return
    seen = max(level.last_seen, level.start.last if level.void else FIRST_DAY)
    turn = min(max(moved(seen, 1), first), until)
    if first < turn:
        yield first, turn, "observed"
    if turn < until:
        yield turn, until, "assumed"


def _alternatives(
    address: Address, rivals: Iterable[tuple[Decimal | None, Rival]], home: str
) -> tuple[Alternative, ...]:
    found = []
    for rate, rival in rivals:
        value = _value(address, rival.level, home, rate, _status(rival.level, "holds"))
        value["since"] = rival.start.text
        found.append(Alternative(value=value, sources=sources_of(rival.level)))
    return tuple(found)


def upcoming_of(lane: Lane, address: Address) -> list[Upcoming]:
    """What is announced in *lane*: each with the days from its announcement to its start."""
    found: list[Upcoming] = []
    for level in lane.levels:
        if level.active and not level.observed and not level.void and level.start.last > level.told_day:
            value = _value(address, level, lane.home, level.rate, level.status)
            entry = {"value": value, "since": level.start.text, "sources": list(sources_of(level))}
            found.append((level.told_day, level.start.last, entry))
    return found + _pending(lane, address)


def _pending(lane: Lane, address: Address) -> list[Upcoming]:
    """Announcements without a date of a rate that the lane did not know, until another level is seen to begin."""
    found: list[Upcoming] = []
    for st in lane.pending.values():
        known = any(level.rate == st.rate and level.start.last <= st.day for level in lane.levels)
        come = any(level.active and level.start.last > st.day for level in lane.levels)
        if known or come:
            continue
        value = {
            "imposer": address.imposer, "target": address.target, "product": st.scope.words, "rate": number(st.rate),
            "rate_op": st.op, "component": address.component, "component_reason": st.reason, "status": st.status,
        }  # fmt: skip
        found.append((st.day, date.max, {"value": value, "since": None, "sources": [st.report.claim_id]}))
    return found


def spans_of_stretches(address: Address, found: Iterable[tuple[Stretch, str]]) -> Iterator[Span]:
    """The spans of a component's lane; each stretch with the home that it comes from."""
    for stretch, home in found:
        level = stretch.level
        rate = level.rate if stretch.state == "holds" else None
        value = _value(address, level, home, rate, _status(level, stretch.state))
        if stretch.state == "ended":
            value["previous_rate"] = number(level.previous if level.void else level.rate)
        end = level.end if stretch.state == "ended" and not level.void else None
        since = stretch.since if end is None else end
        rule = "contested" if stretch.rivals else level.rule if stretch.state == "holds" else stretch.state
        for first, until, standing in _standings(level, stretch.first, stretch.until):
            yield Span(
                key=address.key,
                since_day=first,
                until_day=until,
                value=value,
                rule=rule if home == address.target else f"general-applies, {rule}",
                sources=sources_of(level),
                standing=standing,
                certainty="certain" if stretch.certain else "possible",
                since=since.text,
                until=_last_day(stretch.stop) if stretch.state != "ended" else None,
                contested=bool(stretch.rivals),
                alternatives=_alternatives(address, ((r.level.rate, r) for r in stretch.rivals), home),
            )


def spans_of_pieces(address: Address, found: Iterable[Piece]) -> Iterator[Span]:
    """The spans of a scope's total."""
    for piece in found:
        level, known = piece.lead.level, _known_by(piece)
        value = _value(address, level, piece.home, piece.rate, _status(known, piece.state))
        if piece.state == "holds":
            _add_parts(value, piece)
        else:
            value["rate"], value["previous_rate"] = None, number(level.previous if level.void else level.rate)
        if piece.how == "moved" and piece.state == "ended":
            value["status"] = "lifted"
        deciding = [level, *(part.stretch.level for part in piece.parts)] if piece.how in ("sum", "moved") else [level]
        for first, until, standing in _standings(known, piece.first, piece.until):
            yield Span(
                key=address.key,
                since_day=first,
                until_day=until,
                value=value,
                rule=piece.rule,
                sources=sources_of(*deciding),
                standing=standing,
                certainty="certain" if piece.certain else "possible",
                since=piece.since.text,
                until=_last_day(piece.stop),
                contested=bool(piece.rivals),
                alternatives=_alternatives(address, piece.rivals, piece.home),
            )


def _known_by(piece: Piece) -> Level:
    """
    The level whose reports tell how a total holds: the component's that moved it last, if one did (rule 15).

    A total that is only announced has come when a component is seen that begins with it.
    """
    lead, turn = piece.lead.level, piece.turn
    if piece.state != "holds" or piece.how not in ("reported", "moved"):
        return lead
    if turn is None:
        seen = (part.stretch.level for part in piece.parts if not lead.observed and part.stretch.level.observed)
        return next((level for level in seen if level.start.meets(lead.start)), lead)
    begins = any(part.stretch.level is turn for part in piece.parts)
    return turn if begins or (turn.observed and not lead.observed and not turn.void) else lead


_WHY = {
    "reported": "reports give this total",
    "moved": "the reported total, moved by what its components did after it was last reported",
    "sum": "no report gives a total; it is the sum of the known components",
    "general": "no level of its own is known; the one for the group or for all countries applies",
}


def _add_parts(value: dict[str, Any], piece: Piece) -> None:
    """The reported total beside the sum of the known components, and which of the two answers (rule 15)."""
    value["components"] = [_part(part) for part in piece.parts]
    value["reported"] = number(piece.reported)
    value["sum"] = number(piece.summed)
    value["answered_by"] = piece.how
    value["why"] = _WHY[piece.how]
    if piece.how == "sum":
        value["basis"], value["component_reason"], value["previous_rate"] = "total", None, None
        value["rate_op"] = "eq"
    if piece.unknown_part and value["rate"] is not None and value["rate_op"] == "eq":
        value["rate_op"] = "atleast"


def _part(part: Part) -> dict[str, Any]:
    level = part.stretch.level
    return {
        "component": part.name, "component_reason": level.reason, "rate": number(level.rate),
        "contested": bool(part.stretch.rivals), "sources": list(sources_of(level)),
    }  # fmt: skip


def totals_to_come(totals: Sequence[Span], announced: Iterable[Upcoming]) -> Iterator[Upcoming]:
    """What totals become with what is *announced* of their components, where they are their sum or follow them."""
    for told, start, entry in announced:
        i = bisect_right(totals, start, key=_since) - 1
        if i < 0 or totals[i].since_day != start or totals[i].value.get("answered_by") not in ("sum", "moved"):
            continue
        yield told, start, {"value": totals[i].value, "since": entry["since"], "sources": list(totals[i].sources)}


def with_upcoming(spans: Sequence[Span], announced: Iterable[Upcoming]) -> Sequence[Span]:
    """Spans in order, each with what is announced on its days to come; the very same ones where nothing is."""
    lists: dict[int, list[dict[str, Any]]] = {}
    for told, start, entry in announced:
        first = bisect_right(spans, told, key=lambda span: span.until_day)
        for i in range(first, len(spans)):
            if spans[i].since_day >= start:
                break
            lists.setdefault(i, []).append(entry)
    if not lists:
        return spans
    return [replace(span, upcoming=tuple(lists[i])) if i in lists else span for i, span in enumerate(spans)]


def coalesced(found: Iterable[Span]) -> list[Span]:
    """Spans in order, those joined that touch and say the same."""
    result: list[Span] = []
    for span in found:
        last = result[-1] if result else None
        if last is not None and last.until_day == span.since_day and _same(last, span):
            result[-1] = replace(last, until_day=span.until_day)
        else:
            result.append(span)
    return result


def spliced_spans(held: list[Span], extent: Extent, fresh: list[Span]) -> list[Span]:
    """Spans in order, those of the days of *extent* exchanged for *fresh* ones."""
    start = max(bisect_left(held, extent.first, key=_since) - 1, 0)
    end = bisect_left(held, extent.until, key=_since)
    before = [_until(span, extent.first) for span in held[start:end] if span.since_day < extent.first]
    after = [_from(span, extent.until) for span in held[start : end + 1] if span.until_day > extent.until]
    return held[:start] + coalesced([*before, *fresh, *after]) + held[end + 1 :]


def _since(span: Span) -> date:
    return span.since_day


def _until(span: Span, day: date) -> Span:
    return span if span.until_day <= day else replace(span, until_day=day)


def _from(span: Span, day: date) -> Span:
    return span if span.since_day >= day else replace(span, since_day=day)


def _same(a: Span, b: Span) -> bool:
    return (
        a.standing == b.standing
        and a.value == b.value
        and a.sources == b.sources
        and a.rule == b.rule
        and (a.key, a.certainty, a.since, a.until, a.contested) == (b.key, b.certainty, b.since, b.until, b.contested)
        and a.alternatives == b.alternatives
        and a.upcoming == b.upcoming
    )
