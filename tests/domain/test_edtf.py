"""Vague dates: the Library of Congress examples, and the laws of bounds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.errors import InvalidDate


def bounds(text):
    found = edtf.parse(text)
    return tuple(
        None if day is None else day.isoformat()
        for day in (found.start_earliest, found.start_latest, found.end_earliest, found.end_latest)
    )


# The examples of the specification (loc.gov/standards/datetime, 4 February 2019) whose days a calendar has.
SINGLE = {
    "1985-04-12": ("1985-04-12", "1985-04-12"),
    "1985-04": ("1985-04-01", "1985-04-30"),
    "1985": ("1985-01-01", "1985-12-31"),
    "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12"),
    "2001-21": ("2001-03-01", "2001-05-31"),
    "2001-22": ("2001-06-01", "2001-08-31"),
    "2001-23": ("2001-09-01", "2001-11-30"),
    "2001-24": ("2001-12-01", "2002-02-28"),
    "1984?": ("1984-01-01", "1984-12-31"),
    "2004-06~": ("2004-06-01", "2004-06-30"),
    "2004-06-11%": ("2004-06-11", "2004-06-11"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    "2001-34": ("2001-04-01", "2001-06-30"),
    "2001-36": ("2001-10-01", "2001-12-31"),
    "2001-39": ("2001-09-01", "2001-12-31"),
    "2001-41": ("2001-07-01", "2001-12-31"),
    "1950S2": ("1900-01-01", "1999-12-31"),
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31"),
    "[..1760-12-03]": (None, "1760-12-03"),
    "[1760-12..]": ("1760-12-01", None),
    "[1760-01,1760-02,1760-12..]": ("1760-01-01", None),
    "[1667,1760-12]": ("1667-01-01", "1760-12-31"),
    "[..1984]": (None, "1984-12-31"),
    "2004-06~-11": ("2004-06-11", "2004-06-11"),
    "2004?-06-11": ("2004-06-11", "2004-06-11"),
    "?2004-06-~11": ("2004-06-11", "2004-06-11"),
    "2004-%06-11": ("2004-06-11", "2004-06-11"),
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "15XX-12-25": ("1500-12-25", "1599-12-25"),
    "XXXX-12-XX": ("0001-12-01", "9999-12-31"),
    "1XXX-XX": ("1000-01-01", "1999-12-31"),
    "1XXX-12": ("1000-12-01", "1999-12-31"),
    "1984-1X": ("1984-10-01", "1984-12-31"),
}
RANGES = {
    "1964/2008": ("1964-01-01", "1964-12-31", "2008-01-01", "2008-12-31"),
    "2004-06/2006-08": ("2004-06-01", "2004-06-30", "2006-08-01", "2006-08-31"),
    "2004-02-01/2005-02-08": ("2004-02-01", "2004-02-01", "2005-02-08", "2005-02-08"),
    "2004-02-01/2005-02": ("2004-02-01", "2004-02-01", "2005-02-01", "2005-02-28"),
    "2004-02-01/2005": ("2004-02-01", "2004-02-01", "2005-01-01", "2005-12-31"),
    "2005/2006-02": ("2005-01-01", "2005-12-31", "2006-02-01", "2006-02-28"),
    "1985-04-12/..": ("1985-04-12", "1985-04-12", None, None),
    "1985-04/..": ("1985-04-01", "1985-04-30", None, None),
    "1985/..": ("1985-01-01", "1985-12-31", None, None),
    "../1985-04-12": (None, None, "1985-04-12", "1985-04-12"),
    "../1985-04": (None, None, "1985-04-01", "1985-04-30"),
    "../1985": (None, None, "1985-01-01", "1985-12-31"),
    "1985-04-12/": ("1985-04-12", "1985-04-12", None, None),
    "1985-04/": ("1985-04-01", "1985-04-30", None, None),
    "1985/": ("1985-01-01", "1985-12-31", None, None),
    "/1985-04-12": (None, None, "1985-04-12", "1985-04-12"),
    "/1985-04": (None, None, "1985-04-01", "1985-04-30"),
    "/1985": (None, None, "1985-01-01", "1985-12-31"),
    "1984~/2004-06": ("1984-01-01", "1984-12-31", "2004-06-01", "2004-06-30"),
    "1984/2004-06~": ("1984-01-01", "1984-12-31", "2004-06-01", "2004-06-30"),
    "1984~/2004~": ("1984-01-01", "1984-12-31", "2004-01-01", "2004-12-31"),
    "1984?/2004%": ("1984-01-01", "1984-12-31", "2004-01-01", "2004-12-31"),
    "2004-06-~01/2004-06-~20": ("2004-06-01", "2004-06-01", "2004-06-20", "2004-06-20"),
    "2004-06-XX/2004-07-03": ("2004-06-01", "2004-06-30", "2004-07-03", "2004-07-03"),
    "{1667,1668,1670..1672}": ("1667-01-01", "1667-12-31", "1672-01-01", "1672-12-31"),
    "{1960,1961-12}": ("1960-01-01", "1960-12-31", "1961-12-01", "1961-12-31"),
    "{..1984}": (None, None, "1984-01-01", "1984-12-31"),
}
BEYOND = ["Y170000002", "Y-170000002", "-1985", "Y-17E7", "Y171010000S3", "Y3388E2S3", "0000"]
NOT_EDTF = [
    "", " ", "/", "x", "August 2025", "2025-8", "2025-13", "2025-00", "2025-02-30", "2025-02-3X-1", "2026/2025",
    "2025-08-27/2025-08-26", "2025/2026/2027", "[]", "[,]", "[2026..2025]", "2025-08-2?7", "..", "2025-08-27T25:00:00",
    "20250827", "2025-W35", "2025-42", "2025-XX-31-01", "[2025",
]  # fmt: skip


@pytest.mark.parametrize("text", SINGLE)
def test_a_single_date_bounds_both_of_its_sides_by_the_same_days(text):
    first, last = SINGLE[text]
    assert bounds(text) == (first, last, first, last)


@pytest.mark.parametrize("text", RANGES)
def test_an_interval_bounds_its_sides_apart(text):
    assert bounds(text) == RANGES[text]


@pytest.mark.parametrize("text", BEYOND)
def test_years_that_the_calendar_does_not_hold_are_refused_as_such(text):
    with pytest.raises(InvalidDate, match=r"outside the years 0001 to 9999|no such day|year 0 is out"):
        edtf.parse(text)


@pytest.mark.parametrize("text", NOT_EDTF)
def test_what_is_no_date_is_refused_with_what_to_write_instead(text):
    with pytest.raises(InvalidDate, match="write a day"):
        edtf.parse(text)


def test_an_open_end_is_kept_apart_from_an_unknown_one():
    open_end, unknown = edtf.parse("2025-08-27/.."), edtf.parse("2025-08-27/")
    assert (open_end.open_end, open_end.unknown_end) == (True, False)
    assert (unknown.open_end, unknown.unknown_end) == (False, True)
    later = date(2026, 1, 1)
    assert edtf.contains_day(open_end, later) == "certain"
    assert edtf.contains_day(unknown, later) == "possible"


def test_qualifiers_stay_in_the_text_and_widen_nothing():
    about = edtf.parse("2025-08~")
    assert about.approximate
    assert not about.uncertain
    assert edtf.within(about, edtf.parse("2025-08"))
    assert edtf.parse("2025-08?").uncertain
    assert edtf.parse("2025-08%").uncertain
    assert edtf.parse("2025-08%").approximate


def test_the_two_sides_of_an_interval_have_their_texts():
    assert (edtf.parse("2025-08/..").start, edtf.parse("2025-08/..").end) == ("2025-08", None)
    assert (edtf.parse("/2025-09-01").start, edtf.parse("/2025-09-01").end) == (None, "2025-09-01")
    assert edtf.parse("2025-08").start == edtf.parse("2025-08").end == "2025-08"


def test_since_august_and_from_27_august_are_27_august():
    assert edtf.intersect(edtf.parse("2025-08/.."), edtf.parse("2025-08-27/..")).text == "2025-08-27/.."


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("2025-09", "2025-09-22", "2025-09-22"),
        ("2025-09", "2025-09-20/2025-09-24", "2025-09-20/2025-09-24"),
        ("2025", "2025-08~", "2025-08"),
        ("2025-08/..", "2025-08-20/2025-09-30", "2025-08-20/2025-09-30"),
        ("[2025-08-20..2025-09-10]/..", "2025-08/..", "[2025-08-20..2025-08-31]/.."),
        ("2025-08-27/..", "2025-08-27/", "2025-08-27/.."),
        ("2025-08", "2025-09", None),
        ("2025-08-27/..", "../2025-08-20", None),
    ],
)
def test_two_reports_of_one_fact_are_intersected_side_by_side(one, other, both):
    found = edtf.intersect(edtf.parse(one), edtf.parse(other))
    assert (found and found.text) == both


def test_windows_are_written_as_short_as_they_can_be():
    assert edtf.of_window(date(2025, 8, 1), date(2025, 8, 31)) == "2025-08"
    assert edtf.of_window(date(2025, 1, 1), date(2025, 12, 31)) == "2025"
    assert edtf.of_window(date(2025, 8, 2), date(2025, 8, 2)) == "2025-08-02"
    assert edtf.of_window(date(2025, 8, 2), date(2025, 9, 1)) == "2025-08-02/2025-09-01"
    assert edtf.of_window(None, date(2026, 2, 2)) == "../2026-02-02"
    assert edtf.of_window(date(2026, 2, 2), None) == "2026-02-02/.."
    assert edtf.between(date(2026, 2, 2), date(2026, 2, 4)) == "2026-02-02/2026-02-04"


def test_a_stretch_that_ends_before_it_starts_is_refused():
    with pytest.raises(InvalidDate, match="earlier day first"):
        edtf.between(date(2026, 2, 4), date(2026, 2, 2))


def test_shifting_moves_every_bound_and_stays_in_the_calendar():
    assert edtf.shift(edtf.parse("2025-08-27/.."), 5).text == "2025-09-01/.."
    assert edtf.shift(edtf.parse("2025-08-27"), -27).text == "2025-07-31"
    assert edtf.last_day(edtf.shift(edtf.parse("9999-12-31"), 3)) == date.max


def test_the_same_text_is_parsed_once():
    assert edtf.parse("2025-08-27") is edtf.parse("2025-08-27")


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def texts(draw):
    """EDTF texts of every form, sides in order."""

    def one(day):
        return draw(
            st.sampled_from(
                [
                    f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}~", f"{day:%Y-%m}-XX", f"{day:%Y}"[:3] + "X",
                    f"{day:%Y}-{21 + (day.month - 1) // 3}", f"{day:%Y}-{33 + (day.month - 1) // 3}", f"{day:%Y}?",
                ]
            )
        )  # fmt: skip

    first, last = sorted((draw(days), draw(days)))
    left, right = one(first), one(last)
    form = draw(st.sampled_from(["one", "range", "open", "unknown", "until", "before", "of", "all", "window"]))
    return {
        "one": left,
        "range": f"{first}/{right}" if edtf.last_day(edtf.parse(right)) >= first else f"{first}",
        "open": f"{left}/..",
        "unknown": f"{left}/",
        "until": f"../{right}",
        "before": f"/{right}",
        "of": f"[{first},{last}]",
        "all": f"{{{first}..{last}}}",
        "window": f"[{first}..{last}]/..",
    }[form]


@given(texts())
def test_parsing_what_was_formatted_gives_the_same(text):
    found = edtf.parse(text)
    assert edtf.parse(found.text) == found
    start = (found.start_earliest, found.start_latest)
    end = (found.end_earliest, found.end_latest)
    made = edtf.of_bounds(start, end, unknown_end=found.unknown_end)
    assert edtf.parse(made.text) == made
    assert (made.start_earliest, made.start_latest, made.end_earliest, made.end_latest) == (*start, *end)


@given(texts(), days)
def test_what_is_certain_is_possible_too(text, day):
    found = edtf.parse(text)
    how = edtf.contains_day(found, day)
    possible = edtf.first_day(found) <= day <= edtf.last_day(found)
    assert possible == (how is not None)


@given(texts())
def test_bounds_are_in_order(text):
    found = edtf.parse(text)
    for low, high in (
        (found.start_earliest, found.start_latest),
        (found.end_earliest, found.end_latest),
        (found.start_earliest, found.end_latest),
    ):
        assert low is None or high is None or low <= high


@given(days, st.sampled_from(["", "/..", "/"]))
def test_a_narrower_text_never_widens(day, tail):
    year, month, exact = (edtf.parse(f"{text}{tail}") for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day}"))
    assert edtf.within(exact, month)
    assert edtf.within(month, year)
    assert edtf.within(edtf.parse(f"{day}"), exact)


@given(texts(), texts())
def test_an_intersection_is_within_both_and_is_the_same_either_way(one, other):
    a, b = edtf.parse(one), edtf.parse(other)
    both = edtf.intersect(a, b)
    assert (both is None) == (edtf.intersect(b, a) is None)
    if both is not None:
        assert edtf.within(both, a)
        assert edtf.within(both, b)
        again = edtf.intersect(b, a)
        assert edtf.within(both, again)
        assert edtf.within(again, both)


@given(texts(), texts())
def test_overlap_is_symmetric_and_needs_a_day_of_both(one, other):
    a, b = edtf.parse(one), edtf.parse(other)
    assert edtf.overlap(a, b) == edtf.overlap(b, a)
    if edtf.intersect(a, b) is not None:
        assert edtf.overlap(a, b)


@given(texts(), st.integers(-400, 400))
def test_shifting_there_and_back_changes_no_bound(text, step):
    found = edtf.parse(text)
    back = edtf.shift(edtf.shift(found, step), -step)
    assert (edtf.first_day(back), edtf.last_day(back)) == (edtf.first_day(found), edtf.last_day(found))


@given(st.text(max_size=20))
def test_any_text_is_an_interval_or_an_invalid_date(text):
    try:
        found = edtf.parse(text)
    except InvalidDate:
        return
    assert edtf.parse(found.text) == found


@given(days, st.integers(0, 60))
def test_between_covers_exactly_its_days(first, length):
    last = first + timedelta(days=length)
    found = edtf.parse(edtf.between(first, last))
    assert all(edtf.contains_day(found, first + timedelta(days=n)) == "certain" for n in range(length + 1))
    assert edtf.contains_day(found, last + timedelta(days=1)) is None
