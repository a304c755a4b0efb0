"""Which meetings a question names, and that a store can find them by facets and days."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.kinds.meeting import day_bounds, facets, matches, order_of, person_facets, resolve
from service.domain.reports import Report
from service.domain.spans import KNOWN_EVER
from tests.domain.meetings.telling import Reader, paper, says
from tests.domain.meetings.worlds import COUNTRIES, PEOPLE, reports

VISIT = says("visit", "Mark Carney/CA", on="2026-03-01/2026-03-07", at="IN", status="planned")
FIRM = says("visit", "Mark Carney/CA", on="2026-02-27/2026-03-02", at="IN", status="planned")
PAPERS = [paper("2026-01-28", VISIT), paper("2026-02-26", FIRM, by="Desk")]


def value() -> dict[str, object]:
    return Reader(PAPERS).find_one("CA IN").value


def test_all_parties_and_all_persons_are_required() -> None:
    assert matches(value(), ["CA", "IN"], ["Carney"])
    assert matches(value(), ["India", "Canada"], ["M. Carney"])
    assert not matches(value(), ["CA", "US"])
    assert not matches(value(), ["CA"], ["Carney", "Modi"])
    assert not matches(value(), persons=["Jim Carney"])


def test_a_moved_meeting_is_found_at_its_old_and_at_its_new_days() -> None:
    assert matches(value(), window=(date(2026, 2, 27), date(2026, 2, 27)))
    assert matches(value(), window=(date(2026, 3, 7), date(2026, 3, 7)))
    assert not matches(value(), window=(date(2026, 3, 8), None))
    assert not matches(value(), window=(None, date(2026, 2, 26)))
    assert day_bounds(value()) == (date(2026, 2, 27), date(2026, 3, 7))


def test_a_plan_for_some_day_of_the_year_is_not_found_everywhere_once_its_day_is_known() -> None:
    told = [
        paper("2026-01-28", says("visit", "Mark Carney/CA", on="2026", at="IN", status="planned")),
        paper("2026-02-26", FIRM, by="Desk"),
    ]
    found = Reader(told).find_one("CA IN").value

    assert not matches(found, window=(date(2026, 6, 1), date(2026, 6, 30)))


def test_an_undated_meeting_is_found_wherever_it_can_be() -> None:
    held = Reader([paper("2026-01-28", says("bilateral", "CA", "IN"))]).find_one("CA").value
    off = Reader([paper("2026-01-28", says("bilateral", "CA", "IN", status="postponed"))]).find_one("CA").value

    assert matches(held, window=(date(2020, 1, 1), date(2020, 1, 2)))
    assert not matches(held, window=(date(2026, 1, 29), None))
    assert matches(off, window=(date(2030, 1, 1), None))
    assert (off["date"], day_bounds(off)) == (None, (date.min, date.max))


def test_facets_are_parties_and_the_words_of_names() -> None:
    assert facets(value()) == ("party:CA", "party:IN", "person:carney", "person:mark")
    assert person_facets("President Luiz Inácio Lula da Silva") == (
        "person:luiz", "person:inacio", "person:lula", "person:da", "person:silva",
    )  # fmt: skip
    assert person_facets("J. D. Vance") == ("person:vance",)


def test_talks_of_two_come_before_the_gathering_of_the_same_day() -> None:
    reader = Reader(
        [
            paper(
                "2025-09-20",
                says("multilateral", "Ann Lee/SG", "Raj Rao/IN", on="2025-09-22", name="Ocean Assembly"),
                says("bilateral", "Ann Lee/SG", "Raj Rao/IN", on="2025-09-22"),
                says("bilateral", "Ann Lee/SG", "Raj Rao/IN", on="2025-09-21"),
            )
        ]
    )

    found = [span.value for span in reader.find("SG IN")]
    assert [(each["date"], each["name"]) for each in found] == [
        ("2025-09-21", None),
        ("2025-09-22", None),
        ("2025-09-22", "Ocean Assembly"),
    ]
    assert sorted(found, key=order_of) == found


@settings(deadline=None)
@given(
    reports(max_articles=4),
    st.lists(st.sampled_from(COUNTRIES), max_size=2),
    st.lists(st.sampled_from(PEOPLE).map(lambda p: p[0]), max_size=2),
    st.tuples(st.dates(date(2024, 1, 1), date(2024, 6, 1)), st.dates(date(2024, 1, 1), date(2024, 6, 1))),
)
def test_whatever_matches_has_the_facets_and_the_days_of_the_question(
    told: list[Report], parties: list[str], persons: list[str], window: tuple[date, date]
) -> None:
    for span in resolve("meeting", told, KNOWN_EVER):
        if matches(span.value, parties, persons, window):
            first, last = day_bounds(span.value)
            assert {f"party:{party}" for party in parties} <= set(facets(span.value))
            assert all(set(person_facets(person)) & set(facets(span.value)) for person in persons)
            assert first <= window[1]
            assert window[0] <= last
