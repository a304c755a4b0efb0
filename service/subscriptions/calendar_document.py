"""
Meetings as an iCalendar document (RFC 5545, RFC 7986): one VEVENT a meeting, on all the days on which it may be.

Equal meetings give equal bytes: nothing in it depends on when, or for whom, it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from icalendar import Calendar, Event, vDuration, vText

from service.domain import edtf
from service.domain.edtf import Interval
from service.subscriptions.calendar import MAX_MEETINGS, Entry, Meetings
from service.subscriptions.days_in_words import day, told
from service.subscriptions.items_in_words import meeting_title, party

PRODUCT = "-//Verbale//Meetings//EN"
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_REFRESH = timedelta(hours=1)
_MOST_QUOTES = 8
_END = b"END:VCALENDAR\r\n"
_LINKED = {"successor": "Moved, and is now planned for", "predecessor": "In place of what was on"}
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Entry)
_CALLED_OFF = {"cancelled": "Cancelled", "moved": "Moved", "postponed": "Postponed", "denied": "Denied"}
_TOOK_PLACE = frozenset({"held", "ongoing"})
_GONE = {
    "retracted": "The article that said so was withdrawn.",
    "corrected": "The article that said so was corrected, and no longer says it.",
    "reviewed": "An analyst rejected it, or found it to be one with another meeting.",
    "erased": "The words that said so were removed as the law requires.",
}
_GONE_OTHERWISE = "By all articles that are held now it is one with another meeting, or not said any more."


def uid(key: str) -> str:
    """The UID of the meeting with that key: the same in every calendar, and after every rebuild."""
    return f"{key}@verbale"


def document(name: str, found: Meetings) -> bytes:
    """The calendar *name* as text/calendar; UTF-8, lines end with CRLF and are folded at 75 octets."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", vText(name))
    said = f"Earlier meetings than these {MAX_MEETINGS:,} are left out. " if found.cut else ""
    about = f"{said}Each meeting stands on all the days on which it may be, with the articles that say so."
    calendar.add("DESCRIPTION", about)
    calendar.add("X-WR-CALDESC", vText(about))
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    days = {str(each.item["key"]): _date_of(each.item) for each in found.entries}
    events = [_encoded(_ENCODER.encode(each), _moved(each.item, days)) for each in found.entries]
    frame = bytes(calendar.to_ical())
    return frame.removesuffix(_END) + b"".join(events) + _END


def _moved(item: Mapping[str, Any], days: Mapping[str, str | None]) -> tuple[str | None, ...]:
    """The days of the meetings that it is linked with, as far as they are in the calendar."""
    return tuple(days.get(item.get(role) or "") for role in _LINKED)


@lru_cache(maxsize=1 << 13)
def _encoded(entry: bytes, moved: tuple[str | None, ...]) -> bytes:
    """An entry, given as JSON, as its VEVENT: most of what is asked again and again is the same as before."""
    return bytes(_event(_DECODER.decode(entry), dict(zip(_LINKED, moved, strict=True))).to_ical())


def _event(entry: Entry, moved: Mapping[str, str | None]) -> Event:
    item = entry.item
    first, last = _days(item)
    event = Event()
    event.add("UID", uid(item["key"]))
    event.add("DTSTAMP", entry.revised_at.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", entry.revised_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", entry.revision)
    event.add("DTSTART", first)
    event.add("DTEND", last + timedelta(days=1))
    event.add("STATUS", _status(entry))
    event.add("TRANSP", "OPAQUE" if _is_definite(_date_of(item)) and not entry.gone else "TRANSPARENT")
    event.add("SUMMARY", _clean(_summary(entry)))
    if item.get("place"):
        event.add("LOCATION", _clean(item["place"]))
    event.add("DESCRIPTION", "\n".join(_clean(line) for line in _description(entry, moved)))
    for source in item["evidence"][:1]:
        event.add("URL", source["url"])
    event.add("CATEGORIES", ["meeting", item["status"], *item["parties"]])
    for role in _LINKED:
        if item.get(role):
            event.add("RELATED-TO", vText(uid(item[role])), parameters={"RELTYPE": "SIBLING"})
    return event


def _clean(text: str) -> str:
    """One line: what no line may hold (RFC 5545 section 3.1) becomes a space."""
    return _UNSPEAKABLE.sub(" ", text)


def _status(entry: Entry) -> str:
    """CONFIRMED where it took place, or is planned for certain on definite days that have not gone by in silence."""
    item = entry.item
    if entry.gone or item["status"] in _CALLED_OFF:
        return "CANCELLED"
    if item["contested"] or item["certainty"] != "certain":
        return "TENTATIVE"
    if item["status"] in _TOOK_PLACE:
        return "CONFIRMED"
    return "CONFIRMED" if item["standing"] == "scheduled" and _is_definite(_date_of(item)) else "TENTATIVE"


def _summary(entry: Entry) -> str:
    item = entry.item
    called_off = "Withdrawn" if entry.gone else _CALLED_OFF.get(item["status"])
    vague = "" if _is_definite(_date_of(item)) else f" (day uncertain: {_told(item)})"
    return f"{f'{called_off}: ' if called_off else ''}{meeting_title(item)}{vague}"


def _description(entry: Entry, moved: Mapping[str, str | None]) -> list[str]:
    item = entry.item
    if entry.gone:
        return [f"Withdrawn: {_GONE.get(entry.gone, _GONE_OTHERWISE)}", f"It was thought to be: {_told(item)}."]
    known = {"observed": "reported", "scheduled": "announced", "assumed": "assumed, nothing newer is reported"}
    lines = [f"Status: {item['status']} ({known[item['standing']]}; {item['certainty']})"]
    definite = _is_definite(_date_of(item))
    lines.append(f"{'When' if definite else 'Day uncertain'}: {_told(item)}")
    people = [f"{each['name']} ({each.get('country') or '?'})" for each in item["participants"] if each.get("name")]
    lines += [f"Who: {', '.join(people)}"] if people else []
    lines.append(f"Parties: {', '.join(party(code) for code in item['parties'])}")
    for role, words in _LINKED.items():
        if item.get(role):
            text = moved[role]
            lines.append(f"{words}: {told(text) if text else 'another day or place'} ({item[role]})")
    lines += _sources("Contested; others say otherwise:", _others(item["alternatives"])) if item["contested"] else []
    return lines + _sources("Says who:", [_quote(each) for each in item["evidence"]])


def _others(alternatives: Sequence[Mapping[str, Any]]) -> list[str]:
    """What stands against the answer, each with who says so."""
    return [
        f"{other['status']}, {_told(other)}{f', {place}' if (place := other.get('place')) else ''}: {_quote(source)}"
        for other in alternatives
        for source in other["evidence"][:1]
    ]


def _sources(heading: str, quotes: Sequence[str]) -> list[str]:
    if not quotes:
        return []
    more = len(quotes) - _MOST_QUOTES
    return ["", heading, *quotes[:_MOST_QUOTES], *([f"and {more} more"] if more > 0 else [])]


def _quote(source: Mapping[str, Any]) -> str:
    words = "(words removed)" if source["quote"] is None else f"“{source['quote']}”"
    copy = ", a copy" if source.get("copy_of") else ""
    published = datetime.fromisoformat(source["published_at"])
    return f"{words} {source['publisher']}, {day(published.date())}{copy}, {source['url']}"


def _date_of(item: Mapping[str, Any]) -> str | None:
    return (item.get("date") or {}).get("edtf")


def _told(item: Mapping[str, Any]) -> str:
    text = _date_of(item)
    return "no day is told" if text is None else told(text)


def _is_definite(text: str | None) -> bool:
    """Whether the days are those of the meeting, and none in doubt."""
    if text is None:
        return False
    interval = edtf.parse(text)
    sides = [interval] if interval.start is None or interval.end is None else _both(interval)
    return all(side.is_day and not (side.uncertain or side.approximate) for side in sides)


def _both(interval: Interval) -> list[Interval]:
    return [edtf.parse(side) for side in (interval.start, interval.end) if side is not None]


def _days(item: Mapping[str, Any]) -> tuple[date, date]:
    """The first and last day that it may be on; of a side without a bound only the other one, or its first report."""
    text = _date_of(item)
    interval = None if text is None else edtf.parse(text)
    first, last = (interval.earliest, interval.latest) if interval else (None, None)
    first, last = first or last, last or first
    if first is None or last is None:
        reported = min(entry["known_since"] for entry in item["history"])
        first = last = datetime.fromisoformat(reported).astimezone(UTC).date()
    last = min(last, date.max - timedelta(days=1))
    return min(first, last), last
