"""
A change in plain English, as feeds and the terminal show it: what changed, from when on, and who says so.

A change is told from its document alone (the `data` of its CloudEvent), so that whoever holds one can tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from service.domain import edtf
from service.subscriptions.days_in_words import day, told
from service.subscriptions.items_in_words import party, state, subject

Document = Mapping[str, Any]
_CAUSES = {
    "world": "as reported by",
    "learned": "as learned from",
    "corrected": "as corrected by",
    "retracted": "after a report was withdrawn, by",
    "reviewed": "after an analyst's review, by",
    "resolver": "by a new version of the resolver, from",
    "erased": "after words were removed as the law requires, by",
    "day": "since its day has come, as told by",
}
_ALONE = {
    "retracted": "after the report was withdrawn",
    "corrected": "after the report was corrected",
    "reviewed": "after an analyst's review",
    "resolver": "by a new version of the resolver",
    "erased": "after words were removed as the law requires",
    "day": "since its day has come",
}
_LINKED = {"successor": "another one is to take its place", "predecessor": "in the place of another one"}
_TOLD = frozenset({"next", "contested", "alternatives", "certainty", "since", "until", *_LINKED})
_DAY = timedelta(days=1)
SURE_DAY = "sure_day"
"""A member that a change may have besides: the first day on which the answer is certain, where it is possible first."""


def title(change: Document) -> str:
    """One line: `United States total tariff on India (all goods): 25% → 50% from 27 August 2025`."""
    before, after = change["before"], change["after"]
    item = after or before
    if item is None:
        about = " and ".join(party(code) for code in change["parties"])
        return f"{str(change['kind']).capitalize()}{f' ({about})' if about else ''}: words removed as the law requires"
    when = _days(change) if tells_days(change) else ""
    return f"{subject(item)}: {transition(change)}{f' {when}' if when else ''}"


def sentence(change: Document) -> str:
    """The same with how it came to be known: `…, as learned from The Example (28 August 2025).`"""
    sources = quoted(change)
    cause = str(change["cause"])
    if change["after"] is None or not sources:
        because = _ALONE.get(cause, "by what is held now")
    else:
        because = f"{_CAUSES[cause]} {sources[0]['publisher']} ({_published(sources[0])})"
    return f"{title(change)}, {because}."


def quoted(change: Document) -> Sequence[Mapping[str, Any]]:
    """The evidence of what is so now, or of what was where nothing is, as items have it: what decides comes first."""
    item = change["after"] or change["before"]
    found: Sequence[Mapping[str, Any]] = () if item is None else item["evidence"]
    return found


def quote(source: Mapping[str, Any]) -> str:
    """Who says what: `“…” The Example, 28 August 2025`."""
    words = "(words removed)" if source["quote"] is None else f"“{source['quote']}”"
    return f"{words} {source['publisher']}, {_published(source)}"


def is_turn(change: Document) -> bool:
    """Whether what is so became another one, and not only what else is told of it."""
    before, after = change["before"], change["after"]
    return before is None or after is None or state(before) != state(after)


def tells_days(change: Document) -> bool:
    """Whether the days are part of the news: those of a meeting stand in what is told of it."""
    return change["kind"] != "meeting" and is_turn(change)


def transition(change: Document) -> str:
    """What it was and what it is: `25% → 50%`; where both read the same, what else became another one."""
    before, after = change["before"], change["after"]
    if after is None:
        return "words removed as the law requires" if before is None else f"no longer told (was {state(before)})"
    now = state(after)
    if before is None:
        return now
    if state(before) == now:
        return "; ".join([now, *_besides(change)])
    same_place = all(before.get(name) == after.get(name) for name in ("date", "place"))
    was = before["status"] if change["kind"] == "meeting" and same_place else state(before)
    return f"{was} → {now}"


def _besides(change: Document) -> list[str]:
    """What changed of an answer that still says the same."""
    before, after, changed = change["before"], change["after"], set(change["changed"])
    found = [words for name, words in _LINKED.items() if name in changed and after[name]]
    for later in after["next"] if "next" in changed else ():
        when = _since(later.get("since"))
        found.append(f"{state({**after, **later, 'kind': after['kind']})} is announced{f' {when}' if when else ''}")
    if "next" in changed and not after["next"]:
        found.append("nothing else is announced any more")
    if "contested" in changed:
        found.append("now contested" if after["contested"] else "no longer contested")
    elif "alternatives" in changed:
        found.append("contested by other sources")
    if "certainty" in changed:
        found.append(f"now {after['certainty']}")
    if "since" in changed:
        found.append(f"{_since(after['since']) or 'start not told'} (was {_since(before['since']) or 'not told'})")
    if "until" in changed and "next" not in changed:
        found.append(f"until {told(after['until']['edtf'])}" if after["until"] else "without an end")
    others = sorted(name.replace("_", " ") for name in changed - _TOLD)
    return found + ([f"told otherwise: {', '.join(others)}"] if others else [])


def _since(of: Mapping[str, Any] | None) -> str:
    """`from 27 August 2025`, as vague as it is told."""
    if of is None:
        return ""
    words = told(str(of["edtf"])).removesuffix(" on")
    return words if words.startswith(("from ", "by ")) else f"from {words}"


def _days(change: Document) -> str:
    """The days that it is about, as vague as the answer's own start is told."""
    first, until, sure = (_date(change.get(name)) for name in ("since_day", "until_day", SURE_DAY))
    after = change["after"]
    own = after["since"] if after is not None else None
    words = ""
    if first is not None:
        vague = own is not None and not _is_day(own["edtf"]) and own["earliest"] == first.isoformat()
        told_vaguely = own is not None and vague and (sure is None or not edtf.parse(own["edtf"]).is_range)
        words = _since(own) if told_vaguely else f"from {day(first)}" if sure is None else f"by {day(sure)}"
    last = "" if until is None else f"until {day(until - _DAY)}"
    possibly = "possibly " if change["certainty"] == "possible" and words else ""
    return f"{possibly}{words}{' ' if words and last else ''}{last}"


def _is_day(text: str) -> bool:
    interval = edtf.parse(text)
    start = interval.start
    return interval.is_day or (interval.is_range and start is not None and edtf.parse(start).is_day)


def _date(of: str | date | None) -> date | None:
    return date.fromisoformat(of) if isinstance(of, str) else of


def _published(source: Mapping[str, Any]) -> str:
    moment = source["published_at"]
    return day((datetime.fromisoformat(moment) if isinstance(moment, str) else moment).date())
