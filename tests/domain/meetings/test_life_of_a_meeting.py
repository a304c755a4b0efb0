"""What becomes of a meeting: planned, made firm, moved, called off, replaced, held (rules 2, 4, 11 and 12)."""

from __future__ import annotations

import pytest

from tests.domain.meetings.telling import Case, Reader, paper, says

TUSK, NAUSEDA = "Donald Tusk/PL", "Gitanas Nausėda/LT"
RUTO, SAMIA = "William Ruto/KE", "Samia Suluhu Hassan/TZ"
ANWAR, PRABOWO = "Anwar Ibrahim/MY", "Prabowo Subianto/ID"
PLANNED = {"status": "planned"}

CASES = [
    Case(
        "planned, as long as nothing newer has been published",
        [
            paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
            paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius"), by="Dziennik"),
        ],
        {"parties": "PL LT", "near": "2024-05-14", "as_of": "2024-05-31", "known_by": "2024-05-14"},
        {"status": "planned", "standing": "assumed", "articles": ["Herald 2024-05-01"]},
    ),
    Case(
        "held, when it has been reported",
        [
            paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
            paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius"), by="Dziennik"),
        ],
        {"parties": "PL LT", "near": "2024-05-14", "as_of": "2024-05-31"},
        {"status": "held", "standing": "observed", "articles": ["Herald 2024-05-01", "Dziennik 2024-05-15"]},
    ),
    Case(
        "planned still, on the days before it was held",
        [
            paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
            paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius"), by="Dziennik"),
        ],
        {"parties": "PL LT", "near": "2024-05-14", "as_of": "2024-05-10"},
        {"status": "planned", "standing": "scheduled"},
    ),
    Case(
        "a plan for a month that is made firm",
        [
            paper("2024-05-01", says("visit", RUTO, on="2024-06", at="TZ", **PLANNED)),
            paper(
                "2024-06-02", says("visit", "Ruto/KE", on="2024-06-13/2024-06-15", at="Dodoma", **PLANNED), by="Nation"
            ),
        ],
        {"parties": "KE TZ", "near": "2024-06-14"},
        {"status": "planned", "date": "2024-06-13/2024-06-15", "place": "Dodoma"},
    ),
    Case(
        "next week becomes Thursday",
        [
            paper("2024-09-05", says("visit", ANWAR, on="2024-09-09/2024-09-15", at="Jakarta", **PLANNED)),
            paper("2024-09-08", says("visit", ANWAR, on="2024-09-12", at="ID", **PLANNED), by="Kompas"),
        ],
        {"parties": "MY ID", "near": "2024-09-12"},
        {"date": "2024-09-12", "place": "Jakarta", "articles": ["Herald 2024-09-05", "Kompas 2024-09-08"]},
    ),
    Case(
        "likely in the first week becomes the days around the turn of the month",
        [
            paper("2024-09-05", says("visit", ANWAR, on="2024-10-01/2024-10-07", at="ID", **PLANNED)),
            paper("2024-09-20", says("visit", ANWAR, on="2024-09-29/2024-10-02", at="ID", **PLANNED), by="Kompas"),
        ],
        {"parties": "MY ID", "near": "2024-10-01"},
        {"date": "2024-09-29/2024-10-02", "status": "planned"},
    ),
    Case(
        "due on a day, then from that day on for a week",
        [
            paper("2024-02-01", says("delegation", "NO", on="2024-02-12", at="Hanoi", **PLANNED)),
            paper(
                "2024-02-08", says("delegation", "NO", on="2024-02-12/2024-02-16", at="Hanoi", **PLANNED), by="Kompas"
            ),
            paper("2024-02-20", says("delegation", "NO", on="2024-02-12", at="Hanoi"), by="Review"),
        ],
        {"parties": "NO VN", "near": "2024-02-12"},
        {"date": "2024-02-12/2024-02-16", "status": "held"},
    ),
    Case(
        "a plan that slips by a day is the meeting that was held",
        [
            paper("2024-11-10", says("bilateral", ANWAR, PRABOWO, on="2024-11-12", at="Putrajaya", **PLANNED)),
            paper("2024-11-14", says("bilateral", ANWAR, PRABOWO, on="2024-11-13", at="Putrajaya"), by="Kompas"),
        ],
        {"parties": "MY ID", "near": "2024-11-13"},
        {"status": "held", "date": "2024-11-13", "articles": ["Herald 2024-11-10", "Kompas 2024-11-14"]},
    ),
    Case(
        "put off without a new day keeps its days and place",
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper("2024-03-15", says("visit", SAMIA, status="postponed"), by="Nation"),
        ],
        {"parties": "TZ KE", "near": "2024-03-19"},
        {"status": "postponed", "date": "2024-03-18/2024-03-20", "place": "Nairobi", "successor": None},
    ),
    Case(
        "called off as of the day of the report, perhaps as of the day after the last plan",
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper("2024-03-15", says("visit", SAMIA, on="2024-03-18", at="Nairobi", status="cancelled"), by="Nation"),
        ],
        {"parties": "TZ KE", "near": "2024-03-19", "as_of": "2024-03-01"},
        {"status": "planned", "standing": "scheduled"},
    ),
    Case(
        "called off, whatever words the papers choose",
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper(
                "2024-03-15",
                says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", status="cancelled"),
                by="Nation",
            ),
            paper(
                "2024-03-16", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="KE", status="postponed"), by="Review"
            ),
        ],
        {"parties": "TZ KE", "near": "2024-03-19"},
        {"status": "postponed", "articles": ["Herald 2024-03-01", "Nation 2024-03-15", "Review 2024-03-16"]},
    ),
    Case(
        "called off beforehand, and held all the same",
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper(
                "2024-03-15",
                says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", status="cancelled"),
                by="Nation",
            ),
            paper("2024-03-21", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi"), by="Review"),
        ],
        {"parties": "TZ KE", "near": "2024-03-19"},
        {"status": "held"},
    ),
    Case(
        "called off, and back on for the very days",
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper(
                "2024-03-10",
                says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", status="postponed"),
                by="Nation",
            ),
            paper("2024-03-12", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED), by="Review"),
        ],
        {"parties": "TZ KE", "near": "2024-03-19", "as_of": "2024-03-13"},
        {"status": "planned"},
    ),
    Case(
        "a vague hope does not bring back what was put off",
        [
            paper(
                "2024-03-01",
                says(
                    "summit",
                    "EAC",
                    on="2024-04-08/2024-04-09",
                    at="Arusha",
                    name="East African leaders' summit",
                    **PLANNED,
                ),
            ),
            paper(
                "2024-03-20",
                says(
                    "summit", "EAC", on="2024-04", at="Arusha", name="East African leaders' summit", status="postponed"
                ),
                by="Nation",
            ),
            paper("2024-03-25", says("summit", "EAC", on="2024", name="East African summit", **PLANNED), by="Opinion"),
        ],
        {"parties": "KE TZ", "near": "2024-04-08"},
        {"items": 2},
    ),
    Case(
        "a day that passes in silence leaves a plan a plan",
        [paper("2024-05-01", says("phone_call", TUSK, NAUSEDA, on="2024-05-03", **PLANNED))],
        {"parties": "PL LT", "near": "2024-05-03", "as_of": "2024-07-01"},
        {"status": "planned", "standing": "assumed"},
    ),
    Case(
        "under way on its days",
        [paper("2024-10-08", says("visit", PRABOWO, on="2024-10-07/2024-10-09", at="Beijing", status="ongoing"))],
        {"parties": "ID CN", "near": "2024-10-08", "as_of": "2024-10-09"},
        {"status": "ongoing", "standing": "observed"},
    ),
    Case(
        "over when its days are over, as far as is known",
        [paper("2024-10-08", says("visit", PRABOWO, on="2024-10-07/2024-10-09", at="Beijing", status="ongoing"))],
        {"parties": "ID CN", "near": "2024-10-08", "as_of": "2024-10-10"},
        {"status": "held", "standing": "assumed"},
    ),
    Case(
        "a plan without a day, and the visit two months later",
        [
            paper("2024-01-10", says("visit", "Lai Ching-te/TW", at="Palau", **PLANNED)),
            paper("2024-03-12", says("visit", "Lai/TW", on="2024-03-10/2024-03-11", at="PW"), by="Review"),
        ],
        {"parties": "TW PW", "near": "2024-03-10"},
        {"status": "held", "articles": ["Herald 2024-01-10", "Review 2024-03-12"]},
    ),
    Case(
        "a visit without a day, told before its days are known",
        [
            paper("2024-03-12", says("visit", "Lai/TW", at="PW"), by="Review"),
            paper("2024-03-20", says("visit", "Lai Ching-te/TW", on="2024-03-10/2024-03-11", at="Palau")),
        ],
        {"parties": "TW PW", "near": "2024-03-10"},
        {"status": "held", "date": "2024-03-10/2024-03-11", "articles": ["Herald 2024-03-20", "Review 2024-03-12"]},
    ),
    Case(
        "a later passing mention as planned does not undo that it was held",
        [
            paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius"), by="Dziennik"),
            paper("2024-05-16", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", **PLANNED), by="Weekly"),
        ],
        {"parties": "PL LT", "near": "2024-05-14"},
        {"status": "held"},
    ),
    Case(
        "an undated meeting is bounded by tense",
        [paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, at="Vilnius"), by="Dziennik")],
        {"parties": "PL LT", "near": "2024-05-01"},
        {"date": "../2024-05-15"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_meeting_is(case: Case) -> None:
    case.check()


def dates(reader: Reader, parties: str, **asked: str) -> list[tuple[str, str | None]]:
    """Status and date of what is found."""
    return [(span.value["status"], span.value["date"]) for span in reader.find(parties, **asked)]


def test_put_off_and_held_later_are_two_items_and_the_first_names_the_second() -> None:
    reader = Reader(
        [
            paper("2024-03-01", says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", **PLANNED)),
            paper(
                "2024-03-15",
                says("visit", SAMIA, on="2024-03-18/2024-03-20", at="Nairobi", status="postponed"),
                by="Nation",
            ),
            paper("2024-05-10", says("visit", SAMIA, on="2024-05-06/2024-05-08", at="Nairobi"), by="Review"),
        ]
    )

    first, second = reader.find("TZ KE")
    assert (first.value["status"], first.value["successor"]) == ("postponed", second.key)
    assert (second.value["status"], second.value["predecessor"]) == ("held", first.key)
    assert set(first.sources).isdisjoint(second.sources)


def test_one_article_that_moves_a_meeting_tells_of_both_days() -> None:
    new = says("bilateral", TUSK, NAUSEDA, on="2024-05-21", at="Vilnius", **PLANNED)
    old = says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", status="moved")
    for claims in ((old, new), (new, old)):
        reader = Reader(
            [
                paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
                paper("2024-05-12", *claims, by="Dziennik"),
            ]
        )

        first, second = reader.find("PL LT")
        assert (first.value["status"], first.value["date"], first.value["successor"]) == (
            "moved",
            "2024-05-14",
            second.key,
        )
        assert (second.value["status"], second.value["date"]) == ("planned", "2024-05-21")


def test_a_claim_of_having_moved_may_give_the_new_day() -> None:
    reader = Reader(
        [
            paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
            paper(
                "2024-05-12",
                says("bilateral", TUSK, NAUSEDA, on="2024-06-04", at="Vilnius", status="moved"),
                by="Dziennik",
            ),
        ]
    )

    assert dates(reader, "PL LT") == [("moved", "2024-05-14"), ("planned", "2024-06-04")]


def test_a_visit_that_is_planned_anew_before_its_days_has_moved() -> None:
    reader = Reader(
        [
            paper("2024-08-20", says("visit", PRABOWO, on="2024-09-10/2024-09-12", at="Moscow", **PLANNED)),
            paper(
                "2024-09-02", says("visit", PRABOWO, on="2024-09-24/2024-09-25", at="Moscow", **PLANNED), by="Kompas"
            ),
        ]
    )

    assert dates(reader, "ID RU", known_by="2024-09-01") == [("planned", "2024-09-10/2024-09-12")]
    assert dates(reader, "ID RU", known_by="2024-09-03") == [
        ("moved", "2024-09-10/2024-09-12"),
        ("planned", "2024-09-24/2024-09-25"),
    ]


def test_a_second_visit_is_no_move_of_the_first() -> None:
    reader = Reader(
        [
            paper("2024-08-20", says("visit", PRABOWO, on="2024-09-10/2024-09-12", at="Moscow", **PLANNED)),
            paper(
                "2024-09-14", says("visit", PRABOWO, on="2024-09-24/2024-09-25", at="Moscow", **PLANNED), by="Kompas"
            ),
        ]
    )

    assert dates(reader, "ID RU") == [("planned", "2024-09-10/2024-09-12"), ("planned", "2024-09-24/2024-09-25")]


def test_a_summit_that_changes_its_town_is_two_linked_items() -> None:
    reader = Reader(
        [
            paper(
                "2024-03-01",
                says("summit", "QUAD", on="2024-05-24", at="Sydney", name="Quad leaders' summit", **PLANNED),
            ),
            paper(
                "2024-05-17",
                says("summit", "QUAD", on="2024-05-20", at="Hiroshima", name="Quad Leaders' meeting", **PLANNED),
                by="Asahi",
            ),
            paper("2024-05-21", says("summit", "QUAD", on="2024-05-20", at="Hiroshima", name="Quad summit"), by="Age"),
        ]
    )

    assert [(s.value["status"], s.value["place"]) for s in reader.find("AU JP")] == [
        ("held", "Hiroshima"),
        ("moved", "Sydney"),
    ]


def test_the_same_two_people_in_another_country_on_the_very_day_have_moved() -> None:
    reader = Reader(
        [
            paper("2024-05-01", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Vilnius", **PLANNED)),
            paper("2024-05-15", says("bilateral", TUSK, NAUSEDA, on="2024-05-14", at="Warsaw"), by="Dziennik"),
        ]
    )

    found = {span.value["place"]: span.value for span in reader.find("PL LT")}
    assert (found["Vilnius"]["status"], found["Warsaw"]["status"]) == ("moved", "held")


def test_an_annual_summit_named_for_its_parties_moves_too() -> None:
    reader = Reader(
        [
            paper(
                "2024-05-01", says("summit", "EU", "CN", on="2024-07", at="Brussels", name="EU-China summit", **PLANNED)
            ),
            paper(
                "2024-06-10",
                says("summit", "EU", "CN", on="2024-07-24/2024-07-25", at="Beijing", name="EU-China summit", **PLANNED),
                by="Dziennik",
            ),
        ]
    )

    found = {span.value["place"]: span.value for span in reader.find("EU CN")}
    assert (found["Brussels"]["status"], found["Beijing"]["status"]) == ("moved", "planned")


def test_one_cancelled_and_another_held_in_its_place() -> None:
    reader = Reader(
        [
            paper("2024-06-01", says("bilateral", RUTO, SAMIA, on="2024-06-20", at="Mombasa", **PLANNED)),
            paper(
                "2024-06-19",
                says("bilateral", RUTO, SAMIA, on="2024-06-20", at="Mombasa", status="cancelled"),
                says("phone_call", RUTO, SAMIA, on="2024-06-18"),
                by="Nation",
            ),
            paper("2024-07-05", says("bilateral", RUTO, SAMIA, on="2024-07-03", at="Arusha"), by="Review"),
        ]
    )

    cancelled, held = reader.find("KE TZ", group="meeting")
    assert (cancelled.value["status"], cancelled.value["place"]) == ("cancelled", "Mombasa")
    assert (held.value["status"], held.value["place"]) == ("held", "Arusha")
    assert cancelled.value["successor"] == held.key
    assert reader.find_one("KE TZ", group="call").value["predecessor"] is None


def test_a_round_that_is_said_to_be_another_does_not_replace_the_one_put_off() -> None:
    reader = Reader(
        [
            paper("2024-06-01", says("visit", "Ulla Nord/FI", on="2024-06-10/2024-06-14", at="Ankara", **PLANNED)),
            paper(
                "2024-06-08",
                says("visit", "FI", on="2024-06-10/2024-06-14", at="Ankara", status="cancelled"),
                by="Nation",
            ),
            paper(
                "2024-07-05",
                says("bilateral", "Ulla Nord/FI", "Emre Kaya/TR", on="2024-07-02", at="Ankara"),
                says("bilateral", "FI", "TR", on="2024-06-10/2024-06-14", status="postponed"),
                by="Review",
            ),
        ]
    )

    assert reader.find_one("FI TR", ["Ulla Nord"], near="2024-06-12").value["successor"] is None
    held = reader.find_one("FI TR", ["Ulla Nord", "Emre Kaya"])
    assert held.sources == ("Review 2024-07-05#0",)


def test_the_history_tells_each_step_with_its_sources() -> None:
    reader = Reader(
        [
            paper("2024-05-01", says("visit", RUTO, on="2024-06", at="TZ", **PLANNED)),
            paper("2024-06-02", says("visit", RUTO, on="2024-06-13/2024-06-15", at="Dodoma", **PLANNED), by="Nation"),
            paper("2024-06-16", says("visit", RUTO, on="2024-06-13/2024-06-15", at="Dodoma"), by="Review"),
            paper("2024-06-17", says("visit", RUTO, on="2024-06", at="TZ"), by="Weekly"),
        ]
    )

    history = reader.find_one("KE TZ").value["history"]
    assert [(step["status"], step["date"], step["sources"]) for step in history] == [
        ("planned", "2024-06", ["Herald 2024-05-01#0"]),
        ("planned", "2024-06-13/2024-06-15", ["Nation 2024-06-02#0"]),
        ("held", "2024-06-13/2024-06-15", ["Review 2024-06-16#0", "Weekly 2024-06-17#0"]),
    ]
    assert history[0]["known_since"] == "2024-05-01T12:00:00+00:00"
