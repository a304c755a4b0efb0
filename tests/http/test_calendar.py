"""The calendar of meetings: what a calendar program reads is what the API answers, and stays so where it is pinned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from service.projections.rebuilding import rebuild
from tests.http.conftest import Service
from tests.http.stories import MINISTERS, STORY, VISIT, article, meeting

MOVED = article(
    "moved",
    "2026-02-01T09:00:00Z",
    (
        "The meeting of Jaishankar and Rubio in Washington has been moved to March 5.",
        meeting("2026-03-05", "moved", MINISTERS, place="Washington"),
    ),
)
HELD = article(
    "held",
    "2026-02-04T09:00:00Z",
    (
        "Jaishankar met Rubio in Washington on Tuesday, February 3.",
        meeting("2026-02-03", "held", MINISTERS, place="Washington"),
    ),
)
ENVOYS = (("Kaja Kallas", "EE"), ("Wang Yi", "CN"))
VAGUE = article(
    "vague",
    "2026-01-20T09:00:00Z",
    ("Kallas is to receive Wang in Brussels in July.", meeting("2026-07", "planned", ENVOYS, place="Brussels")),
)
UNDATED = article(
    "undated",
    "2026-01-21T09:00:00Z",
    ("Modi and Lula spoke by phone.", meeting(None, "held", (("Narendra Modi", "IN"), ("Lula da Silva", "BR")))),
)
STRANGE = article(
    "strange",
    "2026-01-22T09:00:00Z",
    (
        "The Summit; on \\ rice, tea\u2028 and “größte” 🍵 … begins on May 2 and ends on May 4.",
        meeting(
            "2026-05-02/2026-05-04",
            "planned",
            (("Narendra Modi", "IN"), ("Mark Carney", "CA"), ("Keir Starmer", "GB")),
            place="Kochi, Kerala",
            name="Rice; Tea, \\ and größte Gewürze 🍵 Summit of the Very Many Parties Who Came",
        ),
    ),
)
CLOCKS = {"as_of": "2026-02-02", "known_by": "2026-02-02"}


async def calendar(service: Service, **asked: Any) -> dict[str, icalendar.Event]:
    """The events by UID, after the rules of the format were checked that a parser would forgive."""
    response = await service.get("/v1/meetings.ics", **asked)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = response.content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    assert response.text.endswith("END:VCALENDAR\r\n")
    parsed = icalendar.Calendar.from_ical(response.content)
    assert not parsed.errors
    events = {str(event["UID"]): event for event in parsed.events}
    assert len(events) == len(parsed.events)
    for event in events.values():
        assert not event.errors
        assert type(event.start) is date
        assert event.start < event.end
        assert event.DTSTAMP == event.LAST_MODIFIED
    return events


def only(events: dict[str, icalendar.Event]) -> icalendar.Event:
    (event,) = events.values()
    return event


@pytest.mark.parametrize(
    "asked", [{"party": ["IN", "US"]}, {"person": "Wang Yi"}, {"from": "2026-02-01", "to": "2026-06"}, {}]
)
@pytest.mark.parametrize("clocks", [CLOCKS, {"as_of": "2026-03-01"}, {**CLOCKS, "match": "certain"}])
async def test_it_has_the_meetings_that_the_api_answers(
    service: Service, asked: dict[str, Any], clocks: dict[str, Any]
) -> None:
    await service.record(VISIT, VAGUE, UNDATED, STRANGE)
    events = await calendar(service, **asked, **clocks)
    answer = await service.ask("/v1/meetings", **asked, **clocks)
    assert answer["items"]
    assert {f"{item['key']}@verbale" for item in answer["items"]} == set(events)


async def test_a_planned_meeting_has_its_day_its_place_and_the_words_that_say_so(service: Service) -> None:
    await service.record(VISIT)
    event = only(await calendar(service, pair="US-IN", **CLOCKS))
    assert (event.start, event.end) == (date(2026, 2, 3), date(2026, 2, 4))
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == "Bilateral meeting: S. Jaishankar, Marco Rubio"
    assert event["LOCATION"] == "Washington"
    assert event["URL"] == "https://news.example/visit"
    assert (
        "“Jaishankar will meet Rubio in Washington on February 3.” The Example, 31 January 2026" in event["DESCRIPTION"]
    )
    assert "When: 3 February 2026" in event["DESCRIPTION"]


async def test_a_day_that_goes_by_in_silence_makes_a_plan_tentative_and_a_report_confirms_it(service: Service) -> None:
    await service.record(VISIT)
    before = only(await calendar(service, as_of="2026-02-02"))
    after = only(await calendar(service, as_of="2026-02-05"))
    await service.record(HELD)
    held = only(await calendar(service, as_of="2026-02-05"))
    assert [event["STATUS"] for event in (before, after, held)] == ["CONFIRMED", "TENTATIVE", "CONFIRMED"]
    assert before["UID"] == after["UID"] == held["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"] < held["SEQUENCE"]
    assert before.LAST_MODIFIED <= after.LAST_MODIFIED <= held.LAST_MODIFIED


async def test_vague_days_are_a_span_and_are_named_as_vague(service: Service) -> None:
    await service.record(VAGUE)
    event = only(await calendar(service, **CLOCKS))
    assert (event.start, event.end) == (date(2026, 7, 1), date(2026, 8, 1))
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert event["SUMMARY"] == "Bilateral meeting: Kaja Kallas, Wang Yi (day uncertain: July 2026)"
    assert "Day uncertain: July 2026" in event["DESCRIPTION"]


async def test_a_meeting_without_a_day_stands_where_it_is_bounded(service: Service) -> None:
    await service.record(UNDATED)
    event = only(await calendar(service, **CLOCKS))
    assert event.end == date(2026, 1, 22)
    assert "day uncertain" in event["SUMMARY"]


async def test_whatever_an_article_holds_is_escaped_folded_and_read_back(service: Service) -> None:
    await service.record(STRANGE)
    event = only(await calendar(service, **CLOCKS))
    assert event["SUMMARY"] == "Rice; Tea, \\ and größte Gewürze 🍵 Summit of the Very Many Parties Who Came"
    assert event["LOCATION"] == "Kochi, Kerala"
    assert "“The Summit; on \\ rice, tea  and “größte” 🍵 … begins" in event["DESCRIPTION"]
    assert (event.start, event.end) == (date(2026, 5, 2), date(2026, 5, 5))


async def test_a_moved_meeting_is_called_off_on_its_old_days_and_names_the_new_one(service: Service) -> None:
    await service.record(VISIT)
    (uid, planned), *_ = (await calendar(service, **CLOCKS)).items()
    await service.record(MOVED)
    events = await calendar(service, **CLOCKS)
    old, (new,) = events[uid], [event for other, event in events.items() if other != uid]
    assert (old["STATUS"], old.start) == ("CANCELLED", date(2026, 2, 3))
    assert (new["STATUS"], new.start) == ("CONFIRMED", date(2026, 3, 5))
    assert old["SUMMARY"] == "Moved: Bilateral meeting: S. Jaishankar, Marco Rubio"
    assert "now planned for: 5 March 2026" in old["DESCRIPTION"]
    assert (old["RELATED-TO"], new["RELATED-TO"]) == (new["UID"], old["UID"])
    assert old["SEQUENCE"] > planned["SEQUENCE"]


async def test_a_meeting_that_nobody_tells_of_any_more_is_cancelled_and_not_just_gone(service: Service) -> None:
    (receipt,) = await service.record(VISIT)
    told = only(await calendar(service))
    body = {"reason": "the report was false", "retracted_at": "2026-02-02T09:00:00Z"}
    assert (await service.post(f"/v1/articles/{receipt['id']}/retraction", body)).status_code == 201
    await service.project()
    assert await calendar(service, as_of="2026-02-03", known_by="2026-02-03") == {}
    gone = only(await calendar(service))
    assert (gone["UID"], gone["STATUS"]) == (told["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > told["SEQUENCE"]
    assert "withdrawn" in gone["DESCRIPTION"]
    assert only(await calendar(service, party="IN"))["UID"] == gone["UID"]
    assert await calendar(service, party="FR") == {}


async def test_of_meetings_that_are_found_to_be_one_the_other_is_cancelled(service: Service) -> None:
    again = article(
        "again",
        "2026-01-30T09:00:00Z",
        ("Wang is expected in Brussels in autumn.", meeting("2026-10", "planned", ENVOYS, place="Brussels")),
    )
    await service.record(VAGUE, again)
    before = await calendar(service)
    assert [event["STATUS"] for event in before.values()] == ["TENTATIVE", "TENTATIVE"]
    keys = [uid.removesuffix("@verbale") for uid in sorted(before)]
    assert (await service.post("/v1/entities/merges", {"keys": keys, "reason": "one visit"})).status_code == 201
    await service.project()
    after = await calendar(service)
    assert {uid: str(event["STATUS"]) for uid, event in after.items()} == {
        f"{keys[0]}@verbale": "TENTATIVE", f"{keys[1]}@verbale": "CANCELLED",
    }  # fmt: skip
    assert all(after[uid]["SEQUENCE"] > event["SEQUENCE"] for uid, event in before.items())
    assert "one with another meeting" in after[f"{keys[1]}@verbale"]["DESCRIPTION"]


async def test_an_earlier_report_that_comes_late_cancels_the_key_that_it_takes_over(service: Service) -> None:
    earlier = article(
        "earlier",
        "2026-01-25T09:00:00Z",
        ("Rubio is to receive Jaishankar on February 3.", meeting("2026-02-03", "planned", MINISTERS)),
    )
    await service.record(VISIT)
    told = only(await calendar(service))
    await service.record(earlier)
    after = await calendar(service)
    assert after.pop(str(told["UID"]))["STATUS"] == "CANCELLED"
    assert only(after).start == told.start
    assert told["UID"] not in await calendar(service, known_by="2026-02-01"), "who asks of then has never heard of it"


async def test_revisions_grow_with_each_clock(service: Service) -> None:
    await service.record(VISIT)
    at = str(await service.app.state.log.head())
    await service.record(MOVED)
    old = {"from": "2026-02-03", "to": "2026-02-03", "as_of": "2026-02-02"}
    by_log = [only(await calendar(service, known_by="2026-02-02", **old, **held)) for held in ({"at": at}, {})]
    by_word = [only(await calendar(service, known_by=known_by, **old)) for known_by in ("2026-01-31", "2026-02-02")]
    for earlier, later in (by_log, by_word):
        assert earlier["UID"] == later["UID"]
        assert (earlier["STATUS"], later["STATUS"]) == ("CONFIRMED", "CANCELLED")
        assert earlier["SEQUENCE"] < later["SEQUENCE"]


async def test_a_pinned_calendar_is_the_same_bytes_after_later_writes_and_a_rebuild(
    service: Service, database: str
) -> None:
    pinned = {}
    for step in (VISIT, VAGUE, MOVED, HELD, *STORY):
        await service.record(step)
        at = str(await service.app.state.log.head())
        response = await service.get("/v1/meetings.ics", at=at, **CLOCKS)
        assert "immutable" in response.headers["cache-control"]
        pinned[at] = response.content
    now = (await service.get("/v1/meetings.ics", as_of="2026-02-02")).content
    assert await rebuild(database, lambda *_: None) == []
    assert (await service.get("/v1/meetings.ics", as_of="2026-02-02")).content == now
    for at, body in pinned.items():
        assert (await service.get("/v1/meetings.ics", at=at, **CLOCKS)).content == body, at


async def test_a_client_that_holds_it_is_told_so_by_tag_and_by_date(service: Service) -> None:
    await service.record(VISIT)
    first = await service.get("/v1/meetings.ics", as_of="2026-02-02")
    assert "last-modified" not in first.headers, "what is younger than a minute may change within its second"
    service.app.state.desk.now = lambda: datetime.now(UTC) + timedelta(minutes=2)
    first = await service.get("/v1/meetings.ics", as_of="2026-02-02")
    modified, tag = first.headers["last-modified"], first.headers["etag"]
    for held in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-Modified-Since": modified},
        {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        again = await service.get("/v1/meetings.ics", headers=held, as_of="2026-02-02")
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), held
    for held in (
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "some day"},
    ):
        assert (await service.get("/v1/meetings.ics", headers=held, as_of="2026-02-02")).status_code == 200, held
    await service.record(MOVED)
    assert (
        await service.get("/v1/meetings.ics", headers={"If-None-Match": tag}, as_of="2026-02-02")
    ).status_code == 200


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"pair": "US-IN", "party": "IN"}, "pair"),
        ({"limit": "5"}, "limit"),
        ({"pair": "US"}, "pair"),
        ({"from": "2026-03", "to": "2026-02"}, "to"),
    ],
)
async def test_what_it_does_not_take_is_refused_by_name(service: Service, asked: dict[str, str], field: str) -> None:
    response = await service.get("/v1/meetings.ics", **asked)
    assert (response.status_code, response.json()["field"]) == (400, field)
