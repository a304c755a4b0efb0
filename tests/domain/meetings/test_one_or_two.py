"""Whether several reports are of one meeting or of two, as a careful reader would say (rules 8 to 10)."""

from __future__ import annotations

import pytest

from tests.domain.meetings.telling import Case, Reader, paper, says

MACRON, SANCHEZ, MELONI = "Emmanuel Macron/FR", "Pedro Sánchez/ES", "Giorgia Meloni/IT"
SCHOLZ, XI, LI = "Olaf Scholz/DE", "Xi Jinping/CN", "Li Qiang/CN"
WONG, IWAYA, CHO = "Penny Wong/AU", "Takeshi Iwaya/JP", "Cho Tae-yul/KR"
TRUMP, PUTIN = "Donald Trump/US", "Vladimir Putin/RU"
LULA, MILEI, PETRO = "Luiz Inácio Lula da Silva/BR", "Javier Milei/AR", "Gustavo Petro/CO"

CASES = [
    Case(
        "three articles that date one meeting ever more vaguely",
        [
            paper("2024-04-18", says("bilateral", MACRON, SANCHEZ, on="2024-04-17", at="Madrid"), by="Diario"),
            paper("2024-05-20", says("bilateral", "Macron/FR", "Pedro Sanchez/ES", on="2024-04"), by="Courrier"),
            paper("2024-06-20", says("bilateral", MACRON, SANCHEZ), by="Tribune"),
        ],
        {"parties": "FR ES", "persons": ["Pedro Sanchez"], "near": "2024-04-17"},
        {
            "date": "2024-04-17",
            "place": "Madrid",
            "articles": ["Diario 2024-04-18", "Courrier 2024-05-20", "Tribune 2024-06-20"],
        },
    ),
    Case(
        "an undated mention that fits two meetings joins neither",
        [
            paper("2024-04-18", says("bilateral", MACRON, SANCHEZ, on="2024-04-17"), by="Diario"),
            paper("2024-06-02", says("bilateral", MACRON, SANCHEZ, on="2024-06-01"), by="Courrier"),
            paper("2024-06-20", says("bilateral", MACRON, SANCHEZ), by="Tribune"),
        ],
        {"parties": "FR ES", "near": "2024-04-17", "until": "2024-04-18"},
        {"items": 2},
    ),
    Case(
        "two rounds of talks a week apart keep their own evidence",
        [
            paper("2024-05-07", says("bilateral", "JP", "KR", on="2024-05-06", at="Geneva"), by="Diario"),
            paper("2024-05-14", says("bilateral", "JP", "KR", on="2024-05-13", at="Geneva"), by="Courrier"),
        ],
        {"parties": "JP KR", "near": "2024-05-13"},
        {"date": "2024-05-13", "articles": ["Courrier 2024-05-14"]},
    ),
    Case(
        "a visit is not the meeting inside it",
        [
            paper(
                "2024-04-16",
                says("visit", SCHOLZ, on="2024-04-14/2024-04-16", at="CN"),
                says("bilateral", SCHOLZ, XI, on="2024-04-16", at="Beijing"),
            ),
            paper("2024-04-17", says("bilateral", "Scholz/DE", "Xi/CN", on="2024-04-16"), by="Courrier"),
        ],
        {"parties": "DE CN", "near": "2024-04-16", "group": "visit"},
        {"date": "2024-04-14/2024-04-16", "articles": ["Herald 2024-04-16"]},
    ),
    Case(
        "talks without a counterpart, at a visit's place and days, are the visit",
        [
            paper(
                "2024-09-01", says("visit", "Anna Berg/SE", on="2024-09-09/2024-09-11", at="Ottawa", status="planned")
            ),
            paper("2024-09-12", says("bilateral", "SE", "CA", on="2024-09-09/2024-09-11", at="Ottawa"), by="Courrier"),
        ],
        {"parties": "SE CA", "near": "2024-09-10"},
        {"status": "held", "meeting_kind": "visit", "articles": ["Herald 2024-09-01", "Courrier 2024-09-12"]},
    ),
    Case(
        "talks of two named people during a visit are not the visit",
        [
            paper(
                "2024-09-01", says("visit", "Anna Berg/SE", on="2024-09-09/2024-09-11", at="Ottawa", status="planned")
            ),
            paper(
                "2024-09-12",
                says("bilateral", "Anna Berg/SE", "Mary Ng/CA", on="2024-09-10", at="Ottawa"),
                by="Courrier",
            ),
        ],
        {"parties": "SE CA", "near": "2024-09-10", "group": "visit"},
        {"status": "planned", "articles": ["Herald 2024-09-01"]},
    ),
    Case(
        "a team without a name, then its leader's name, then talks of the delegation",
        [
            paper("2024-03-01", says("visit", "GB", on="2024-03-18", at="New Delhi", status="planned")),
            paper(
                "2024-03-08",
                says("delegation", "Harjinder Kang/GB", on="2024-03-18/2024-03-22", at="New Delhi", status="planned"),
                by="Diario",
            ),
            paper("2024-03-25", says("delegation", "GB", "IN", on="2024-03-18/2024-03-22"), by="Courrier"),
        ],
        {"parties": "GB IN", "persons": ["Kang"], "near": "2024-03-20"},
        {
            "status": "held",
            "date": "2024-03-18/2024-03-22",
            "articles": ["Herald 2024-03-01", "Diario 2024-03-08", "Courrier 2024-03-25"],
        },
    ),
    Case(
        "a delegation that returns the visit is another visit",
        [
            paper("2024-03-25", says("visit", "GB", on="2024-03-18/2024-03-22", at="New Delhi")),
            paper("2024-03-26", says("visit", "IN", on="2024-03-20/2024-03-24", at="London"), by="Courrier"),
        ],
        {"parties": "GB IN", "near": "2024-03-21"},
        {"items": 2},
    ),
    Case(
        "leaders and ministers of one group meet apart, though in one town in one week",
        [
            paper(
                "2024-07-01",
                says(
                    "ministerial",
                    "ASEAN",
                    on="2024-07-25/2024-07-27",
                    at="Vientiane",
                    status="planned",
                    name="ASEAN foreign ministers' meeting",
                ),
                says(
                    "summit",
                    "ASEAN",
                    on="2024-07-26/2024-07-27",
                    at="Vientiane",
                    status="planned",
                    name="ASEAN leaders' summit",
                ),
            ),
            paper(
                "2024-07-28",
                says("ministerial", "ASEAN", on="2024-07-25/2024-07-27", at="Vientiane", name="ASEAN ministerial"),
                by="Courrier",
            ),
        ],
        {"parties": "LA VN", "near": "2024-07-26"},
        {"items": 2},
    ),
    Case(
        "the name decides before the kind: a summit of ministers is the ministerial",
        [
            paper(
                "2024-10-01",
                says(
                    "ministerial",
                    "Dan Jannik/DK",
                    "Jo Rask/EE",
                    on="2024-10-08",
                    at="Tallinn",
                    status="planned",
                    name="Baltic Grid Ministerial",
                ),
            ),
            paper(
                "2024-10-09",
                says("summit", "Dan Jannik/DK", "Jo Rask/EE", on="2024-10-08", at="Tallinn", name="Baltic grid summit"),
                by="Courrier",
            ),
        ],
        {"parties": "DK EE", "near": "2024-10-08"},
        {"status": "held", "articles": ["Herald 2024-10-01", "Courrier 2024-10-09"]},
    ),
    Case(
        "one named event, with and without those who took part",
        [
            paper(
                "2024-06-01",
                says("summit", "G7", on="2024-06-13/2024-06-15", at="IT", status="planned", name="G7 summit"),
            ),
            paper(
                "2024-06-16",
                says(
                    "summit",
                    MELONI,
                    "Rishi Sunak/GB",
                    on="2024-06-13/2024-06-15",
                    at="Borgo Egnazia, Italy",
                    name="G7 Leaders' Summit",
                ),
                by="Courrier",
            ),
        ],
        {"parties": "CA JP", "near": "2024-06-14"},
        {"status": "held", "place": "Borgo Egnazia, Italy", "articles": ["Herald 2024-06-01", "Courrier 2024-06-16"]},
    ),
    Case(
        "names agree where one's distinctive words contain the other's",
        [
            paper(
                "2024-06-01",
                says(
                    "summit",
                    "CH",
                    "UA",
                    on="2024-06-15/2024-06-16",
                    at="CH",
                    status="planned",
                    name="Summit on Peace in Ukraine",
                ),
            ),
            paper(
                "2024-06-17",
                says("summit", "Viola Amherd/CH", on="2024-06-15/2024-06-16", at="Bürgenstock", name="peace summit"),
                by="Courrier",
            ),
        ],
        {"parties": "CH UA", "near": "2024-06-15"},
        {"status": "held", "articles": ["Herald 2024-06-01", "Courrier 2024-06-17"]},
    ),
    Case(
        "two differently named events on one day in one town never merge",
        [
            paper(
                "2024-11-05",
                says("multilateral", LULA, MILEI, on="2024-11-04", at="Rio de Janeiro", name="Amazon Forest Forum"),
            ),
            paper(
                "2024-11-06",
                says(
                    "multilateral", LULA, MILEI, on="2024-11-04", at="Rio de Janeiro", name="South Atlantic Energy Week"
                ),
                by="Courrier",
            ),
        ],
        {"parties": "BR AR", "near": "2024-11-04"},
        {"items": 2},
    ),
    Case(
        "editions of one event are told apart by their number",
        [
            paper(
                "2024-02-05",
                says(
                    "bilateral",
                    "EU",
                    "ID",
                    on="2024-02",
                    at="Bandung",
                    name="16th round of negotiations",
                    status="planned",
                ),
            ),
            paper(
                "2024-02-07",
                says(
                    "bilateral", "EU", "ID", on="2024-02-26", at="Bandung", name="seventeenth round", status="planned"
                ),
                by="Courrier",
            ),
        ],
        {"parties": "EU ID", "near": "2024-02-26"},
        {"items": 2},
    ),
    Case(
        "a talk of two on the margins of a summit is not the summit",
        [
            paper(
                "2024-10-23",
                says(
                    "summit",
                    "Narendra Modi/IN",
                    "Vladimir Putin/RU",
                    on="2024-10-22/2024-10-24",
                    at="Kazan",
                    name="BRICS summit",
                ),
            ),
            paper(
                "2024-10-23",
                says("bilateral", "Narendra Modi/IN", "Vladimir Putin/RU", on="2024-10-22", at="Kazan"),
                by="Courrier",
            ),
        ],
        {"parties": "IN RU", "near": "2024-10-22"},
        {"items": 2},
    ),
    Case(
        "two kinds of words for one talk of two leaders are one talk",
        [
            paper(
                "2024-08-14",
                says("summit", "Ana Brnabic/RS", "Edi Rama/AL", on="2024-08-15", at="Tirana", status="planned"),
            ),
            paper(
                "2024-08-16", says("bilateral", "Brnabic/RS", "Rama/AL", on="2024-08-15", at="Tirana"), by="Courrier"
            ),
        ],
        {"parties": "RS AL", "near": "2024-08-15"},
        {"status": "held", "articles": ["Herald 2024-08-14", "Courrier 2024-08-16"]},
    ),
    Case(
        "the same two people telephone and meet on one day",
        [
            paper(
                "2024-12-03",
                says("phone_call", LULA, PETRO, on="2024-12-02"),
                says("bilateral", LULA, PETRO, on="2024-12-02", at="Brasília"),
            ),
            paper("2024-12-04", says("phone_call", "Lula/BR", "Petro/CO", on="2024-12-02"), by="Courrier"),
        ],
        {"parties": "BR CO", "persons": ["Lula"], "near": "2024-12-02", "group": "call"},
        {"articles": ["Herald 2024-12-03", "Courrier 2024-12-04"]},
    ),
    Case(
        "people of one family name are two people",
        [
            paper("2024-05-16", says("visit", LI, on="2024-05-15/2024-05-17", at="Moscow")),
            paper("2024-05-17", says("visit", "Li Hui/CN", on="2024-05-16", at="Moscow"), by="Courrier"),
        ],
        {"parties": "CN RU", "near": "2024-05-16"},
        {"items": 2},
    ),
    Case(
        "two ministers of one country in one town on one day are two visits",
        [
            paper("2024-09-24", says("visit", WONG, on="2024-09-23/2024-09-25", at="New York")),
            paper("2024-09-25", says("visit", "Don Farrell/AU", on="2024-09-24", at="New York"), by="Courrier"),
        ],
        {"parties": "AU US", "near": "2024-09-24"},
        {"items": 2},
    ),
    Case(
        "one article with several talks in one place on one day",
        [
            paper(
                "2024-09-26",
                says("bilateral", WONG, IWAYA, on="2024-09-25", at="New York"),
                says("bilateral", WONG, CHO, on="2024-09-25", at="New York"),
                says("bilateral", WONG, "Mélanie Joly/CA", on="2024-09-25", at="New York"),
            ),
            paper("2024-09-27", says("bilateral", "Melanie Joly/CA", WONG, on="2024-09-25"), by="Courrier"),
        ],
        {"parties": "AU CA", "persons": ["Melanie Joly"], "near": "2024-09-25"},
        {"place": "New York", "articles": ["Herald 2024-09-26", "Courrier 2024-09-27"]},
    ),
    Case(
        "a house in a town is in that town, and the house is shown",
        [
            paper("2024-02-17", says("bilateral", SCHOLZ, "Volodymyr Zelensky/UA", on="2024-02-16", at="Berlin")),
            paper(
                "2024-02-18",
                says("bilateral", SCHOLZ, "Zelensky/UA", on="2024-02-16", at="Chancellery, Berlin"),
                by="Courrier",
            ),
        ],
        {"parties": "DE UA", "near": "2024-02-16"},
        {"place": "Chancellery, Berlin"},
    ),
    Case(
        "two places in one month are two meetings",
        [
            paper("2024-03-06", says("bilateral", IWAYA, CHO, on="2024-03-05", at="Seoul")),
            paper("2024-03-28", says("bilateral", IWAYA, CHO, on="2024-03", at="Tokyo"), by="Courrier"),
        ],
        {"parties": "JP KR", "near": "2024-03-05"},
        {"items": 2},
    ),
    Case(
        "copies of one wire story add their addresses, and no second voice",
        [
            paper(
                "2024-01-10",
                says("visit", "TH", on="2024-01-22", at="Vientiane", status="planned"),
                by="Wire",
                story="w1",
            ),
            paper(
                "2024-01-11",
                says("visit", "TH", on="2024-01-22", at="Vientiane", status="planned"),
                by="Gazette",
                story="w1",
            ),
        ],
        {"parties": "TH LA", "near": "2024-01-22"},
        {"status": "planned", "articles": ["Wire 2024-01-10", "Gazette 2024-01-11"]},
    ),
    Case(
        "each claim of a copy finds its own meeting",
        [
            paper(
                "2024-01-10",
                says("visit", "Srettha Thavisin/TH", on="2024-01-22", at="Vientiane", status="planned"),
                says(
                    "bilateral",
                    "Srettha Thavisin/TH",
                    "Sonexay Siphandone/LA",
                    on="2024-01-22",
                    at="Vientiane",
                    status="planned",
                ),
                by="Wire",
                story="w1",
            ),
            paper(
                "2024-01-11",
                says("visit", "Srettha Thavisin/TH", on="2024-01-22", at="Vientiane", status="planned"),
                says(
                    "bilateral",
                    "Srettha Thavisin/TH",
                    "Sonexay Siphandone/LA",
                    on="2024-01-22",
                    at="Vientiane",
                    status="planned",
                ),
                by="Gazette",
                story="w1",
            ),
        ],
        {"parties": "TH LA", "near": "2024-01-22", "group": "visit"},
        {"articles": ["Wire 2024-01-10", "Gazette 2024-01-11"]},
    ),
    Case(
        "trilateral talks are not the bilateral ones of the same day",
        [
            paper(
                "2024-08-19",
                says("bilateral", "Yoon Suk Yeol/KR", "Fumio Kishida/JP", on="2024-08-18", at="Camp David"),
            ),
            paper(
                "2024-08-19",
                says(
                    "summit",
                    "Yoon Suk Yeol/KR",
                    "Fumio Kishida/JP",
                    "Joe Biden/US",
                    on="2024-08-18",
                    at="Camp David",
                    name="trilateral summit",
                ),
                by="Courrier",
            ),
        ],
        {"parties": "KR JP", "near": "2024-08-18"},
        {"items": 2},
    ),
    Case(
        "talks planned for the coming weeks are those that two named ministers then hold",
        [
            paper("2024-05-13", says("bilateral", "MX", "GT", on="2024-05-14/2024-06-30", status="planned")),
            paper(
                "2024-06-12",
                says(
                    "bilateral",
                    "Alicia Bárcena/MX",
                    "Carlos Ramiro Martínez/GT",
                    on="2024-06-10/2024-06-11",
                    at="Tapachula",
                ),
                by="Courrier",
            ),
        ],
        {"parties": "MX GT", "near": "2024-06-10"},
        {"status": "held", "date": "2024-06-10/2024-06-11", "articles": ["Herald 2024-05-13", "Courrier 2024-06-12"]},
    ),
    Case(
        "a year's vague mention does not swallow the meetings that are reported later",
        [
            paper("2024-12-30", says("bilateral", IWAYA, CHO, on="2024"), by="Review"),
            paper("2025-01-15", says("bilateral", IWAYA, CHO, on="2024-11-14", at="Lima"), by="Courrier"),
        ],
        {"parties": "JP KR", "near": "2024-11-14", "group": "meeting"},
        {"items": 2},
    ),
    Case(
        "an undated plan of years ago is not the visit of today",
        [
            paper("2021-03-01", says("visit", XI, at="Riyadh", status="planned")),
            paper(
                "2022-12-08",
                says("visit", XI, on="2022-12-07/2022-12-09", at="Riyadh", status="ongoing"),
                by="Courrier",
            ),
        ],
        {"parties": "CN SA", "near": "2022-12-08"},
        {"items": 2},
    ),
    Case(
        "one day in one country, by its town and by its region",
        [
            paper("2024-08-10", says("bilateral", TRUMP, PUTIN, on="2024-08-15", at="Alaska", status="planned")),
            paper(
                "2024-08-16", says("bilateral", "Trump/US", "Putin/RU", on="2024-08-15", at="Anchorage"), by="Courrier"
            ),
        ],
        {"parties": "US RU", "near": "2024-08-15"},
        {"place": "Anchorage", "articles": ["Herald 2024-08-10", "Courrier 2024-08-16"]},
    ),
    Case(
        "a tour of a region is none of the visits on it",
        [
            paper("2024-04-10", says("visit", XI, on="2024-04-14/2024-04-18", at="Southeast Asia", status="planned")),
            paper(
                "2024-04-15", says("visit", XI, on="2024-04-14/2024-04-15", at="Hanoi", status="ongoing"), by="Courrier"
            ),
            paper(
                "2024-04-16",
                says("visit", XI, on="2024-04-15/2024-04-17", at="Malaysia", status="ongoing"),
                by="Courrier",
            ),
        ],
        {"parties": "CN", "near": "2024-04-15"},
        {"items": 3},
    ),
    Case(
        "a visit without a place, received by a host",
        [
            paper("2024-04-10", says("visit", "Fumio Kishida/JP", on="2024-04-10", host="United States")),
            paper(
                "2024-04-12", says("visit", "Kishida/JP", on="2024-04-08/2024-04-14", at="Washington"), by="Courrier"
            ),
        ],
        {"parties": "JP US", "near": "2024-04-10"},
        {"date": "2024-04-10", "place": "Washington"},
    ),
    Case(
        "two papers that plan one meeting for two neighbouring days: the later one knows",
        [
            paper("2024-04-10", says("bilateral", WONG, CHO, on="2024-04-22", at="Seoul", status="planned")),
            paper(
                "2024-04-12", says("bilateral", WONG, CHO, on="2024-04-23", at="Seoul", status="planned"), by="Courrier"
            ),
        ],
        {"parties": "AU KR", "near": "2024-04-22"},
        {"date": "2024-04-23", "articles": ["Herald 2024-04-10", "Courrier 2024-04-12"]},
    ),
    Case(
        "a team that comes for talks is no part of a summit that is vaguely planned there",
        [
            paper(
                "2024-02-14",
                says(
                    "summit",
                    "Narendra Modi/IN",
                    "Joe Biden/US",
                    on="2024-02-14/2024-12-31",
                    at="New Delhi",
                    name="Quad leaders' summit",
                    status="planned",
                ),
            ),
            paper(
                "2024-07-30", says("bilateral", "US", on="2024-08-25", at="New Delhi", status="planned"), by="Courrier"
            ),
        ],
        {"parties": "IN US", "near": "2024-08-25"},
        {"items": 2},
    ),
    Case(
        "an undated visit in the present tense is the one that is under way",
        [
            paper(
                "2024-04-20",
                says("visit", "Ebrahim Raisi/IR", on="2024-04-22/2024-04-24", at="Pakistan", status="planned"),
            ),
            paper("2024-04-23", says("visit", "Raisi/IR", at="Islamabad", status="ongoing"), by="Courrier"),
        ],
        {"parties": "IR PK", "near": "2024-04-23", "as_of": "2024-04-23", "known_by": "2024-04-23"},
        {
            "status": "ongoing",
            "date": "2024-04-22/2024-04-24",
            "place": "Islamabad",
            "articles": ["Herald 2024-04-20", "Courrier 2024-04-23"],
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_careful_reader_says_so_of(case: Case) -> None:
    case.check()


def test_an_acronym_and_its_words_name_one_event() -> None:
    reader = Reader(
        [
            paper(
                "2024-06-20",
                says("summit", XI, on="2024-07-03/2024-07-04", at="Astana", status="planned", name="SCO summit"),
            ),
            paper(
                "2024-07-05",
                says(
                    "summit",
                    XI,
                    "Vladimir Putin/RU",
                    on="2024-07-03/2024-07-04",
                    at="Astana",
                    name="Shanghai Cooperation Organisation summit",
                ),
                by="Courrier",
            ),
        ]
    )

    assert reader.find_one("CN", ["Xi Jinping"], near="2024-07-03").value["status"] == "held"
    assert "KZ" in reader.find_one("CN KZ", near="2024-07-03").value["parties"]


def test_parties_of_a_group_are_its_members_of_that_day() -> None:
    before = Reader(
        [
            paper(
                "2023-08-25",
                says("summit", "BRICS", on="2023-08-22/2023-08-24", at="Johannesburg", name="BRICS summit"),
            )
        ]
    )
    after = Reader(
        [paper("2024-10-25", says("summit", "BRICS", on="2024-10-22/2024-10-24", at="Kazan", name="BRICS summit"))]
    )

    assert before.find("AE ZA") == []
    assert after.find_one("AE ZA").value["place"] == "Kazan"


def test_ground_on_which_others_meet_is_no_party() -> None:
    reader = Reader(
        [
            paper(
                "2024-02-19",
                says("bilateral", "Sergei Lavrov/RU", "Marco Rubio/US", on="2024-02-18", at="Riyadh"),
                says("bilateral", "Faisal bin Farhan/SA", "Marco Rubio/US", on="2024-02-17", at="Riyadh"),
            )
        ]
    )

    assert reader.find_one("SA US").value["people"] == ["Faisal bin Farhan", "Marco Rubio"]
    assert reader.find_one("RU US").value["place"] == "Riyadh"


def test_a_host_is_a_party() -> None:
    reader = Reader([paper("2024-02-19", says("bilateral", "RU", "UA", on="2024-02-18", at="Istanbul", host="Turkey"))])

    assert reader.find_one("RU TR").value["host"] == "Turkey"
