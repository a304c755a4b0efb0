"""How many days off is another meeting, and how old is too old for an undated mention."""

from __future__ import annotations

import pytest

from tests.domain.meetings.telling import Case, paper, says

RUTO, SAMIA, MUDAVADI = "William Ruto/KE", "Samia Suluhu Hassan/TZ", "Musalia Mudavadi/KE"
PLAN = paper("2024-06-01", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="planned"))
MET = paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha"))
BOTH_DAYS = {"parties": "KE TZ", "near": "2024-06-01", "until": "2024-06-30"}


def held(day, *people, at="Arusha", kind="bilateral"):
    return paper("2024-06-20", says(kind, *(people or (RUTO, SAMIA)), on=day, at=at), by="Nation")


CASES = [
    Case(
        "kept a week late, by the same two at the same place, it is the meeting that was planned",
        [PLAN, held("2024-06-17")],
        BOTH_DAYS,
        {"status": "held", "date": "2024-06-17", "articles": ["Herald 2024-06-01", "Nation 2024-06-20"]},
    ),
    Case("eight days late it is another", [PLAN, held("2024-06-18")], BOTH_DAYS, {"items": 2}),
    Case("a week early it is another", [PLAN, held("2024-06-03")], BOTH_DAYS, {"items": 2}),
    Case(
        "a week late in another town it is another", [PLAN, held("2024-06-17", at="Nairobi")], BOTH_DAYS, {"items": 2}
    ),
    Case("with one more it is another", [PLAN, held("2024-06-17", RUTO, SAMIA, MUDAVADI)], BOTH_DAYS, {"items": 2}),
    Case("two days late, wherever it was in the country", [PLAN, held("2024-06-12", at="TZ")], BOTH_DAYS, {"items": 1}),
    Case(
        "a second meeting in the week after one that was held is another",
        [PLAN, MET, held("2024-06-14")],
        BOTH_DAYS,
        {"items": 2},
    ),
    Case(
        "one that was called off was not kept late",
        [
            PLAN,
            paper("2024-06-09", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="cancelled")),
            held("2024-06-14"),
        ],
        BOTH_DAYS,
        {"items": 2},
    ),
    Case(
        "a call that was planned and one some days later are two",
        [
            paper("2024-06-01", says("phone_call", RUTO, SAMIA, on="2024-06-10", status="planned")),
            paper("2024-06-20", says("phone_call", RUTO, SAMIA, on="2024-06-14"), by="Nation"),
        ],
        BOTH_DAYS,
        {"items": 2},
    ),
    Case(
        "an undated mention within three months recalls the meeting that is known",
        [MET, paper("2024-09-10", says("bilateral", RUTO, SAMIA), by="Nation")],
        BOTH_DAYS,
        {"date": "2024-06-10", "articles": ["Herald 2024-06-11", "Nation 2024-09-10"]},
    ),
    Case(
        "a later one stands alone",
        [MET, paper("2024-09-11", says("bilateral", RUTO, SAMIA), by="Nation")],
        BOTH_DAYS,
        {"items": 2},
    ),
    Case(
        "unless it names the place",
        [MET, paper("2024-12-11", says("bilateral", RUTO, SAMIA, at="Arusha"), by="Nation")],
        BOTH_DAYS,
        {"date": "2024-06-10", "articles": ["Herald 2024-06-11", "Nation 2024-12-11"]},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_careful_reader_tells_how_far_apart_is_another(case: Case) -> None:
    case.check()
