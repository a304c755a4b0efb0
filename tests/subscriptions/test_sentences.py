"""Changes and vague days in plain English: exact where they are, vague where they are, and never an error."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.subscriptions.days_in_words import told
from service.subscriptions.entries import entries
from service.subscriptions.sentences import sentence, title
from tests.examples import examples

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DATES = st.one_of(
    DAYS.map(date.isoformat),
    st.builds("{:%Y-%m}{}".format, DAYS, st.sampled_from(["", "-XX", "~", "?", "%"])),
    st.builds("{:%Y}{}".format, DAYS, st.sampled_from(["", "-XX-XX", "~", "-21", "-24", "-33", "-36", "-40"])),
    st.builds("{:%Y-%m-%d}{}".format, DAYS, st.sampled_from(["~", "?", "%"])),
    st.builds("{:.3}X".format, DAYS.map(str)),
)
OPEN = st.sampled_from(["", ".."])
SOURCE = {
    "publisher": "The Example",
    "published_at": "2026-02-03T09:00:00Z",
    "quote": "It falls to 18 percent.",
    "url": "https://news.example/a",
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-02-03", "3 February 2026"),
        ("2025-07", "July 2025"),
        ("2025-07-XX", "a day in July 2025"),
        ("2025", "2025"),
        ("2026-02-03/2026-02-05", "3 to 5 February 2026"),
        ("2026-02-27/2026-03-02", "27 February to 2 March 2026"),
        ("2025-12-30/2026-01-02", "30 December 2025 to 2 January 2026"),
        ("2025-08/..", "from August 2025 on"),
        ("/2026-02-10", "by 10 February 2026"),
        ("2026-10-06~", "about 6 October 2026"),
        ("2025-08?", "August 2025 (uncertain)"),
        ("2025-33", "the first quarter of 2025"),
        ("2025-21", "spring 2025"),
        ("2025-07-1X", "some time from 10 July 2025 to 19 July 2025"),
    ],
)
def test_vague_days_are_told_as_vague_as_they_are(text: str, words: str) -> None:
    assert told(text) == words


@examples(100)
@given(DATES)
def test_whatever_date_is_told_names_its_year_or_its_bounds(text: str) -> None:
    words = told(text)
    first, last = edtf.parse(text).earliest, edtf.parse(text).latest
    assert first is not None
    assert last is not None
    assert str(first.year) in words or str(last.year) in words


@examples(100)
@given(DAYS, st.integers(0, 1000), st.sampled_from(["", "~", "?"]), OPEN)
def test_whatever_interval_is_told(day: date, length: int, doubt: str, nothing: str) -> None:
    end = (day + timedelta(days=length)).isoformat()
    for text in (f"{day}{doubt}/{end}", f"{day}{doubt}/{nothing}", f"{nothing}/{end}{doubt}"):
        assert str(day.year) in told(text) or end[:4] in told(text)


def tariff(rate: str | None, status: str = "in_force", **more: Any) -> dict[str, Any]:
    return {
        "kind": "tariff", "imposer": "US", "target": "IN", "product": "*", "component": "total", "rate": rate,
        "rate_op": "eq", "status": status, "since": None, "until": None, "certainty": "certain", "contested": False,
        "next": [], "evidence": [SOURCE], **more,
    }  # fmt: skip


def dated(text: str) -> dict[str, Any]:
    interval = edtf.parse(text)
    return {"edtf": text, "earliest": str(interval.earliest), "latest": str(interval.latest)}


def change(before: dict[str, Any] | None, after: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    return {
        "cursor": 1, "position": 1, "cause": "world", "kind": (after or before or {"kind": "tariff"})["kind"],
        "key": "a", "parties": ["IN", "US"], "since_day": "2025-08-27", "until_day": None, "certainty": "certain",
        "changed": ["answer"], "before": before, "after": after, **more,
    }  # fmt: skip


US_ON_IN = "United States total tariff on India (all goods)"


@pytest.mark.parametrize(
    ("told_of", "words"),
    [
        (change(tariff("25"), tariff("50")), f"{US_ON_IN}: 25% → 50% from 27 August 2025"),
        (
            change(None, tariff("50"), until_day="2026-03-01"),
            f"{US_ON_IN}: 50% from 27 August 2025 until 28 February 2026",
        ),
        (change(tariff("50"), tariff(None, "lifted")), f"{US_ON_IN}: 50% → lifted from 27 August 2025"),
        (change(tariff("50"), None), f"{US_ON_IN}: no longer told (was 50%) from 27 August 2025"),
        (change(None, tariff("50", "threatened")), f"{US_ON_IN}: 50%, threatened from 27 August 2025"),
        (change(None, tariff("25", rate_op="upto")), f"{US_ON_IN}: up to 25% from 27 August 2025"),
        (change(None, tariff("25"), certainty="possible"), f"{US_ON_IN}: 25% possibly from 27 August 2025"),
        (
            change(None, tariff("25", since=dated("2025-08")), since_day="2025-08-01"),
            f"{US_ON_IN}: 25% from August 2025",
        ),
        (
            change(tariff("50"), tariff("50", contested=True), changed=["contested"]),
            f"{US_ON_IN}: 50%; now contested",
        ),
        (
            change(
                tariff("50"),
                tariff("50", next=[{"rate": "18", "status": "in_force", "since": dated("2026-03-01"), "evidence": []}]),
                changed=["next"],
            ),
            f"{US_ON_IN}: 50%; 18% is announced from 1 March 2026",
        ),
        (change(None, None, key=None), "Tariff (India and United States): words removed as the law requires"),
        (
            change(None, {**tariff(None), "kind": "office", "person": "A. B.", "role": "premier", "country": "IN"}),
            "premier of India: A. B. from 27 August 2025",
        ),
        (
            change(None, {**tariff(None), "kind": "position", "actor": "IN", "stance": "red_line", "topic": "dairy"}),
            "India on dairy: red line from 27 August 2025",
        ),
    ],
)
def test_a_change_is_one_line(told_of: dict[str, Any], words: str) -> None:
    assert title(told_of) == words


def test_who_says_so_is_told_where_it_is_so_now() -> None:
    assert sentence(change(tariff("25"), tariff("50"))).endswith(", as reported by The Example (3 February 2026).")
    gone = sentence(change(tariff("25"), None, cause="retracted"))
    assert gone.endswith("no longer told (was 25%) from 27 August 2025, after the report was withdrawn.")
    assert sentence(change(None, tariff("25"), cause="day")).endswith(
        "since its day has come, as told by The Example (3 February 2026)."
    )


def test_days_on_end_that_read_the_same_are_one_piece_of_news() -> None:
    whole = [
        change(
            None,
            tariff("50"),
            cursor=3,
            since_day="2025-08-01",
            until_day="2025-08-27",
            certainty="possible",
            cause="learned",
        ),
        change(None, tariff("50"), cursor=4, since_day="2025-08-27", until_day="2025-08-29"),
        change(None, tariff("50"), cursor=5, since_day="2025-08-29"),
    ]
    other = change(None, tariff("20"), cursor=6, key="b")
    first, second = entries([*whole, other])
    assert (first.cursor, second.cursor) == (3, 6)
    assert title(first.main) == f"{US_ON_IN}: 50% by 27 August 2025"
    assert first.main["cause"] == "world"
    assert [each["cursor"] for each in first.changes] == [3, 4, 5]


def test_the_turn_is_the_news_and_what_else_is_told_comes_with_it() -> None:
    announced = [{"rate": "18", "status": "in_force", "since": dated("2026-03-01"), "evidence": []}]
    (entry,) = entries(
        [
            change(tariff("50"), tariff("50", next=announced), until_day="2026-03-01", changed=["next"]),
            change(tariff("50"), tariff("18"), cursor=2, since_day="2026-03-01", changed=["rate"]),
        ]
    )
    assert title(entry.main) == f"{US_ON_IN}: 50% → 18% from 1 March 2026"
    assert [title(each) for each in entry.stretches] == [
        f"{US_ON_IN}: 50%; 18% is announced from 1 March 2026", title(entry.main),
    ]  # fmt: skip
