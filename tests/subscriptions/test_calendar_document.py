"""Whatever a meeting is called and whenever it may be, a calendar program reads what was written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.subscriptions.calendar import Entry, Meetings
from service.subscriptions.calendar_document import document
from tests.examples import examples
from tests.subscriptions.test_sentences import DATES, DAYS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
SPANS = st.builds("{}/{}".format, DAYS, st.sampled_from(["..", "2101-01-05", "2101-02", ""]))
MOMENT = datetime(2026, 1, 31, 9, 0, 0, 123, tzinfo=UTC)


def meeting(name: str, place: str, quote: str, text: str | None, status: str) -> dict[str, Any]:
    interval = None if text is None else edtf.parse(text)
    when = None if interval is None else {"edtf": text, "earliest": None, "latest": None}
    source = {"publisher": name, "published_at": MOMENT, "quote": quote, "url": "https://news.example/a?b=c,d;e"}
    return {
        "kind": "meeting", "key": "meeting:a", "meeting_kind": "visit", "participants": [], "parties": ["IN", "US"],
        "name": name, "place": place, "date": when, "status": status, "standing": "scheduled", "certainty": "certain",
        "contested": False, "alternatives": [], "evidence": [source], "history": [{"known_since": str(MOMENT)}],
        "successor": None, "predecessor": "meeting:b",
    }  # fmt: skip


def plain(text: str) -> str:
    """A text as a reader sees it: runs of blanks and of what no line can hold are one blank."""
    return " ".join("".join(" " if not each.isprintable() else each for each in text).split())


@examples(150)
@given(TEXTS, TEXTS, TEXTS, st.one_of(DATES, SPANS, st.none()), st.sampled_from(["planned", "held", "moved", "denied"]))
def test_what_is_written_is_read_back(name: str, place: str, quote: str, text: str | None, status: str) -> None:
    item = meeting(name, place, quote, text, status)
    entry = Entry(item=item, revision=65, revised_at=MOMENT)
    written = document("Meetings", Meetings(entries=[entry], cut=False, modified=None))
    lines = written.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    (event,) = icalendar.Calendar.from_ical(written).events
    assert plain(name) in plain(str(event["SUMMARY"]))
    assert plain(str(event["LOCATION"])) == plain(place)
    assert plain(quote) in plain(str(event["DESCRIPTION"]))
    assert str(event["URL"]) == "https://news.example/a?b=c,d;e"
    assert event["RELATED-TO"] == "meeting:b@verbale"
    assert event.DTSTAMP == event.LAST_MODIFIED == MOMENT.replace(microsecond=0)
    days = edtf.parse(text) if text is not None else None
    first = (days and (days.earliest or days.latest)) or MOMENT.date()
    last = (days and (days.latest or days.earliest)) or MOMENT.date()
    assert (event.start, event.end) == (first, last + timedelta(days=1))


def test_a_meeting_at_the_end_of_the_calendar_has_days() -> None:
    entry = Entry(item=meeting("a", "b", "c", "9999-12-31", "planned"), revision=1, revised_at=MOMENT)
    (event,) = icalendar.Calendar.from_ical(document("a", Meetings(entries=[entry], cut=True, modified=None))).events
    assert event.start < event.end == date(9999, 12, 31)
