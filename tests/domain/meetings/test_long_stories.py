"""Meetings of some people over a season: planned, moved, replaced, denied, seen from afar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.domain.meetings.telling import Reader, paper, says, summary

LULA, SHEINBAUM = "Luiz Inácio Lula da Silva/BR", "Claudia Sheinbaum/MX"
VIEIRA, DE_LA_FUENTE = "Mauro Vieira/BR", "Juan Ramón de la Fuente/MX"
PENNY_WONG, BALAKRISHNAN = "Penny Wong/AU", "Vivian Balakrishnan/SG"
MARLES, CHAN = "Richard Marles/AU", "Chan Chun Sing/SG"
ALBANESE, LAWRENCE_WONG = "Anthony Albanese/AU", "Lawrence Wong/SG"
PRABOWO, MODI, ANWAR, TRUMP = "Prabowo Subianto/ID", "Narendra Modi/IN", "Anwar Ibrahim/MY", "Donald Trump/US"
LAMOLA, BARROT = "Ronald Lamola/ZA", "Jean-Noël Barrot/FR"
RAMAPHOSA, MACRON = "Cyril Ramaphosa/ZA", "Emmanuel Macron/FR"
ERDOGAN, ZELENSKYY, PUTIN = "Recep Tayyip Erdoğan/TR", "Volodymyr Zelenskyy/UA", "Vladimir Putin/RU"
FIDAN, LAVROV, STARMER, LI = "Hakan Fidan/TR", "Sergey Lavrov/RU", "Keir Starmer/GB", "Li Qiang/CN"
PLANNED, OFF, DENIED = {"status": "planned"}, {"status": "cancelled"}, {"status": "denied"}


@dataclass
class Story:
    """Papers, and what is asked: who and when, by when known, and what the only answer says (or how many there are)."""

    title: str
    papers: list[Any]
    asks: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """What is answered otherwise, one line each."""
        found = []
        for ask, expect in self.asks:
            asked = dict(ask)
            named = asked.pop("named", None)
            items = Reader(self.papers).find(**asked)
            if named is not None:
                items = [span for span in items if named in (span.value["name"] or "").casefold()]
            told = [summary(span) for span in items]
            if len(items) != expect.get("items", 1):
                found.append(f"{ask}: {expect}, but {len(items)} items: {told}")
            elif items and not _says(items[0], expect):
                found.append(f"{ask}: {expect}, but {told[0]}")
        return found


def _says(span, expect):
    for name, wanted in expect.items():
        if name == "articles":
            if {claim.partition("#")[0] for claim in span.sources} != set(wanted):
                return False
        elif name == "contested":
            versions = {span.value["status"], *(other.value["status"] for other in span.alternatives)}
            if not span.contested or not versions >= set(wanted):
                return False
        elif name == "linked":
            if not (span.value["successor"] or span.value["predecessor"]):
                return False
        elif name != "items" and span.value[name] not in ([wanted] if isinstance(wanted, str) else wanted):
            return False
    return span.contested == bool(expect.get("contested")) or "items" in expect


STORIES = [
    Story(
        "a visit put off and made up for, talks within it, two calls in one day, one call denied",
        [
            paper("2025-06-01", says("visit", LULA, on="2025-07-14/2025-07-16", at="Mexico City", **PLANNED)),
            paper(
                "2025-06-10",
                says("visit", "Lula/BR", on="2025-07-14", at="MX", **PLANNED),
                says("bilateral", "Lula/BR", "Sheinbaum/MX", on="2025-07-15", at="Mexico City", **PLANNED),
                by="Reforma",
            ),
            paper("2025-07-05", says("visit", LULA, on="2025-07-14/2025-07-16", at="Mexico City", status="postponed")),
            paper(
                "2025-07-20", says("visit", "Lula/BR", on="2025-08-27/2025-08-28", at="Mexico City", **PLANNED),
                by="Reforma",
            ),
            paper(
                "2025-07-24",
                says("phone_call", LULA, SHEINBAUM, on="2025-07-23"),
                says("phone_call", VIEIRA, DE_LA_FUENTE, on="2025-07-23"),
                by="Globo",
            ),
            paper(
                "2025-08-29",
                says("visit", LULA, on="2025-08-27/2025-08-28", at="Mexico City"),
                says("bilateral", LULA, SHEINBAUM, on="2025-08-28", at="Mexico City"),
            ),
            paper("2025-09-10", says("phone_call", LULA, SHEINBAUM, on="2025-09-08"), by="Globo"),
            paper("2025-09-11", says("phone_call", "Lula/BR", "Sheinbaum/MX", on="2025-09-08", **DENIED), by="Reforma"),
        ],
        [
            (
                {"parties": "BR MX", "near": "2025-07-15", "group": "visit", "known_by": "2025-06-15"},
                {"status": "planned", "date": "2025-07-14/2025-07-16", "place": "Mexico City", "articles": ["Herald 2025-06-01", "Reforma 2025-06-10"]},
            ),
            ({"parties": "BR MX", "near": "2025-07-15", "group": "meeting", "known_by": "2025-06-15"}, {"status": "planned", "date": "2025-07-15"}),
            ({"parties": "BR MX", "near": "2025-07-15", "group": "visit", "known_by": "2025-07-06"}, {"status": "postponed", "date": "2025-07-14/2025-07-16"}),
            ({"parties": "BR MX", "near": "2025-07-15", "group": "visit", "known_by": "2025-07-21"}, {"status": ["postponed", "moved"], "linked": True}),
            (
                {"parties": "BR MX", "near": "2025-08-27", "group": "visit", "known_by": "2025-07-21"},
                {"status": "planned", "date": "2025-08-27/2025-08-28", "linked": True, "articles": ["Reforma 2025-07-20"]},
            ),
            (
                {"parties": "BR MX", "near": "2025-08-27", "group": "visit"},
                {"status": "held", "date": "2025-08-27/2025-08-28", "articles": ["Reforma 2025-07-20", "Herald 2025-08-29"]},
            ),
            ({"parties": "BR MX", "near": "2025-08-28", "group": "meeting"}, {"status": "held", "date": "2025-08-28", "articles": ["Herald 2025-08-29"]}),
            ({"parties": "BR MX", "near": "2025-07-23", "group": "call"}, {"items": 2}),
            ({"persons": ["Lula", "Sheinbaum"], "near": "2025-07-23", "group": "call"}, {"status": "held", "articles": ["Globo 2025-07-24"]}),
            ({"persons": ["Mauro Vieira"], "near": "2025-07-23", "group": "call"}, {"status": "held", "articles": ["Globo 2025-07-24"]}),
            ({"persons": ["Lula", "Sheinbaum"], "near": "2025-09-08", "known_by": "2025-09-10T18:00"}, {"status": "held"}),
            ({"persons": ["Lula", "Sheinbaum"], "near": "2025-09-08"}, {"contested": ["held", "denied"]}),
        ],
    ),
    Story(
        "a plan that slips by three days, one meeting off and another in its place, met at some time",
        [
            paper("2025-08-10", says("bilateral", PENNY_WONG, BALAKRISHNAN, on="2025-08-20", at="Singapore", **PLANNED), by="Straits"),
            paper("2025-08-24", says("bilateral", PENNY_WONG, BALAKRISHNAN, on="2025-08-23", at="Singapore")),
            paper("2025-09-01", says("bilateral", MARLES, CHAN, on="2025-09-10", at="Canberra", **PLANNED), by="Straits"),
            paper(
                "2025-09-08",
                says("bilateral", MARLES, CHAN, on="2025-09-10", at="Canberra", **OFF),
                says("bilateral", PENNY_WONG, BALAKRISHNAN, on="2025-09-10", at="Canberra", **PLANNED),
            ),
            paper("2025-09-11", says("bilateral", "Wong/AU", "Balakrishnan/SG", on="2025-09-10", at="Canberra"), by="Straits"),
            paper("2025-10-03", says("phone_call", ALBANESE, LAWRENCE_WONG, on="2025-10-02")),
            paper(
                "2025-10-05",
                says("summit", ALBANESE, LAWRENCE_WONG, on="2025-10-08", at="Canberra", name="Australia-Singapore annual leaders' meeting", **PLANNED),
            ),
            paper(
                "2025-10-09",
                says("summit", "Albanese/AU", "Lawrence Wong/SG", on="2025-10-08", at="Canberra", name="10th Australia-Singapore Annual Leaders' Meeting"),
                by="Straits",
            ),
            paper("2025-12-20", says("bilateral", PENNY_WONG, BALAKRISHNAN), by="Review"),
        ],
        [
            ({"persons": ["Penny Wong"], "near": "2025-08-20", "known_by": "2025-08-15"}, {"status": "planned", "date": "2025-08-20"}),
            (
                {"persons": ["Penny Wong", "Balakrishnan"], "near": "2025-08-18", "until": "2025-08-25", "known_by": "2025-12-01"},
                {"status": "held", "date": "2025-08-23", "articles": ["Straits 2025-08-10", "Herald 2025-08-24"]},
            ),
            ({"persons": ["Richard Marles"], "near": "2025-09-10", "known_by": "2025-09-05"}, {"status": "planned"}),
            ({"persons": ["Richard Marles"], "near": "2025-09-10"}, {"status": "cancelled", "date": "2025-09-10", "articles": ["Straits 2025-09-01", "Herald 2025-09-08"]}),
            (
                {"persons": ["Penny Wong"], "near": "2025-09-10", "known_by": "2025-12-01"},
                {"status": "held", "date": "2025-09-10", "articles": ["Herald 2025-09-08", "Straits 2025-09-11"]},
            ),
            ({"persons": ["Albanese", "Lawrence Wong"], "near": "2025-10-02", "group": "call"}, {"status": "held"}),
            (
                {"persons": ["Anthony Albanese"], "near": "2025-10-08"},
                {"status": "held", "date": "2025-10-08", "articles": ["Herald 2025-10-05", "Straits 2025-10-09"]},
            ),
            ({"persons": ["Penny Wong"], "near": "2025-10-08", "known_by": "2025-12-01"}, {"items": 0}),
            ({"parties": "AU SG", "near": "2025-08-20", "until": "2025-09-11", "known_by": "2025-12-01"}, {"items": 3}),
            ({"persons": ["Penny Wong"], "near": "2025-12-01", "until": "2025-12-19"}, {"status": "held", "articles": ["Review 2025-12-20"]}),
        ],
    ),
    Story(
        "a summit of a group, one leader who stays away, a virtual one of some of them",
        [
            paper("2025-09-15", says("summit", "ASEAN", host="MY", at="Kuala Lumpur", name="47th ASEAN Summit", on="2025-10-26/2025-10-28", **PLANNED), by="Bernama"),
            paper(
                "2025-10-20",
                says("summit", PRABOWO, "ASEAN", at="Kuala Lumpur", name="ASEAN Summit", on="2025-10-26/2025-10-28", **PLANNED),
                says("bilateral", PRABOWO, MODI, on="2025-10-26", at="Kuala Lumpur", **PLANNED),
                by="Kompas",
            ),
            paper(
                "2025-10-24",
                says("bilateral", MODI, PRABOWO, on="2025-10-26", at="Kuala Lumpur", **OFF),
                says("virtual", MODI, "ASEAN", name="ASEAN-India Summit", on="2025-10-26", **PLANNED),
                by="Hindu Post",
            ),
            paper(
                "2025-10-28T18:00:00",
                says("summit", ANWAR, "ASEAN", name="47th ASEAN Summit", on="2025-10-26/2025-10-28", at="Kuala Lumpur"),
                says("virtual", MODI, "ASEAN", name="ASEAN-India Summit", on="2025-10-26"),
                says("bilateral", ANWAR, TRUMP, on="2025-10-26", at="Kuala Lumpur"),
                by="Bernama",
            ),
        ],
        [
            ({"parties": "MY ID", "near": "2025-10-27", "named": "asean summit", "known_by": "2025-09-20"}, {"status": "planned", "date": "2025-10-26/2025-10-28"}),
            (
                {"parties": "MY ID", "near": "2025-10-27", "named": "asean summit"},
                {"status": "held", "place": "Kuala Lumpur", "articles": ["Bernama 2025-09-15", "Kompas 2025-10-20", "Bernama 2025-10-28T18:00:00"]},
            ),
            ({"persons": ["Narendra Modi", "Prabowo"], "near": "2025-10-26", "group": "meeting", "known_by": "2025-10-21"}, {"status": "planned", "place": "Kuala Lumpur"}),
            ({"persons": ["Narendra Modi", "Prabowo"], "near": "2025-10-26", "group": "meeting"}, {"status": "cancelled", "articles": ["Kompas 2025-10-20", "Hindu Post 2025-10-24"]}),
            ({"persons": ["Modi"], "near": "2025-10-26", "named": "india", "known_by": "2025-10-25"}, {"status": "planned"}),
            ({"persons": ["Modi"], "near": "2025-10-26", "named": "india"}, {"status": "held", "articles": ["Hindu Post 2025-10-24", "Bernama 2025-10-28T18:00:00"]}),
            ({"persons": ["Anwar Ibrahim", "Donald Trump"], "near": "2025-10-26"}, {"status": "held", "articles": ["Bernama 2025-10-28T18:00:00"]}),
            ({"parties": "TH VN", "near": "2025-10-27", "named": "47th"}, {"status": "held"}),
        ],
    ),
    Story(
        "two visits in a month, a call that its wire takes back, a summit and talks on its margins",
        [
            paper("2025-05-02", says("visit", LAMOLA, on="2025-05-12/2025-05-13", at="Paris", **PLANNED), by="Mail"),
            paper(
                "2025-05-14",
                says("visit", LAMOLA, on="2025-05-12/2025-05-13", at="FR"),
                says("bilateral", LAMOLA, BARROT, on="2025-05-12", at="Paris"),
                by="Monde",
            ),
            paper("2025-05-27", says("visit", "Lamola/ZA", on="2025-05-26", at="Paris"), by="Mail"),
            paper("2025-06-10", says("phone_call", RAMAPHOSA, MACRON, on="2025-06-09"), by="Wire", until="2025-06-12"),
            paper("2025-06-13", says("phone_call", RAMAPHOSA, MACRON, on="2025-06-11"), by="Monde"),
            paper("2025-11-10", says("summit", "G20", host="ZA", at="Johannesburg", name="G20 Leaders' Summit", on="2025-11-22/2025-11-23", **PLANNED), by="Mail"),
            paper("2025-11-18", says("bilateral", RAMAPHOSA, MACRON, on="2025-11-21", at="Pretoria", **PLANNED), by="Mail"),
            paper(
                "2025-11-24",
                says("summit", MACRON, on="2025-11-22/2025-11-23", at="Johannesburg", name="G20 summit"),
                says("bilateral", RAMAPHOSA, MACRON, on="2025-11-22", at="Johannesburg"),
                by="Monde",
            ),
        ],
        [
            ({"persons": ["Lamola"], "near": "2025-05-12", "group": "visit", "known_by": "2025-05-03"}, {"status": "planned", "place": "Paris"}),
            (
                {"persons": ["Lamola"], "near": "2025-05-12", "group": "visit"},
                {"status": "held", "date": "2025-05-12/2025-05-13", "place": "Paris", "articles": ["Mail 2025-05-02", "Monde 2025-05-14"]},
            ),
            ({"persons": ["Lamola", "Barrot"], "near": "2025-05-12", "group": "meeting"}, {"status": "held", "articles": ["Monde 2025-05-14"]}),
            ({"persons": ["Lamola"], "near": "2025-05-26"}, {"status": "held", "articles": ["Mail 2025-05-27"]}),
            ({"persons": ["Ramaphosa", "Macron"], "near": "2025-06-09", "known_by": "2025-06-11"}, {"status": "held"}),
            ({"persons": ["Ramaphosa", "Macron"], "near": "2025-06-09", "known_by": "2025-06-12T18:00"}, {"items": 0}),
            ({"persons": ["Ramaphosa", "Macron"], "near": "2025-06-11"}, {"status": "held", "articles": ["Monde 2025-06-13"]}),
            ({"parties": "ZA FR", "near": "2025-11-23", "named": "g20"}, {"status": "held", "articles": ["Mail 2025-11-10", "Monde 2025-11-24"]}),
            ({"parties": "ZA IN", "near": "2025-11-23", "named": "g20", "known_by": "2025-11-11"}, {"status": "planned", "place": "Johannesburg"}),
            ({"persons": ["Ramaphosa", "Macron"], "near": "2025-11-22"}, {"status": "held", "date": "2025-11-22", "place": "Johannesburg"}),
            ({"persons": ["Ramaphosa", "Macron"], "near": "2025-11-21", "known_by": "2025-11-19"}, {"status": "planned", "place": "Pretoria"}),
        ],
    ),
    Story(
        "a summit of a group, another sent in one leader's place, and a visit that follows it",
        [
            paper("2025-05-10", says("summit", "BRICS", host="BR", at="Rio de Janeiro", name="17th BRICS Summit", on="2025-07-06/2025-07-07", **PLANNED), by="Globo"),
            paper("2025-06-25", says("summit", LI, name="BRICS summit", at="BR", on="2025-07-06/2025-07-07", **PLANNED), by="Pearl"),
            paper(
                "2025-07-09",
                says("summit", LULA, MODI, name="BRICS Summit", at="Rio de Janeiro", on="2025-07-06/2025-07-07"),
                says("visit", MODI, at="Brasília", on="2025-07-08"),
                says("bilateral", LULA, MODI, at="Brasília", on="2025-07-08"),
                by="Globo",
            ),
        ],
        [
            ({"parties": "BR IN", "near": "2025-07-06", "named": "brics", "known_by": "2025-06-01"}, {"status": "planned", "place": "Rio de Janeiro"}),
            (
                {"parties": "BR IN", "near": "2025-07-06", "named": "brics"},
                {"status": "held", "place": "Rio de Janeiro", "articles": ["Globo 2025-05-10", "Pearl 2025-06-25", "Globo 2025-07-09"]},
            ),
            ({"parties": "ZA RU", "near": "2025-07-06", "named": "brics"}, {"status": "held", "date": "2025-07-06/2025-07-07"}),
            ({"persons": ["Lula", "Modi"], "near": "2025-07-08", "group": "meeting"}, {"status": "held", "place": "Brasília", "articles": ["Globo 2025-07-09"]}),
            ({"persons": ["Narendra Modi"], "near": "2025-07-08", "group": "visit"}, {"status": "held", "date": "2025-07-08"}),
            ({"persons": ["Li Qiang"], "near": "2025-07-06", "known_by": "2025-07-01"}, {"status": "planned", "articles": ["Globo 2025-05-10", "Pearl 2025-06-25"]}),
        ],
    ),
    Story(
        "two calls of one leader on one day, each told by two papers",
        [
            paper("2025-08-09", says("phone_call", ERDOGAN, ZELENSKYY, on="2025-08-08"), says("phone_call", ERDOGAN, PUTIN, on="2025-08-08"), by="Wire"),
            paper("2025-08-09T16:00:00", says("phone_call", "Erdogan/TR", "Zelensky/UA", on="2025-08-08"), by="Anadolu Post"),
            paper("2025-08-10", says("phone_call", "Vladimir Putin/RU", "Erdogan/TR", on="2025-08-08"), by="Volga"),
        ],
        [
            ({"persons": ["Erdogan", "Zelenskyy"], "near": "2025-08-08"}, {"status": "held", "articles": ["Wire 2025-08-09", "Anadolu Post 2025-08-09T16:00:00"]}),
            ({"persons": ["Erdogan", "Putin"], "near": "2025-08-08"}, {"status": "held", "articles": ["Wire 2025-08-09", "Volga 2025-08-10"]}),
            ({"parties": "TR", "near": "2025-08-08", "group": "call"}, {"items": 2}),
            ({"parties": "UA RU", "near": "2025-08-08"}, {"items": 0}),
        ],
    ),
    Story(
        "talks that move to another country, and a visit that is seen while it lasts",
        [
            paper("2025-03-01", says("bilateral", FIDAN, LAVROV, on="2025-03-20", at="Istanbul", **PLANNED)),
            paper("2025-03-12", says("bilateral", FIDAN, LAVROV, on="2025-03-20", at="Geneva", **PLANNED), by="Volga"),
            paper("2025-03-21", says("bilateral", "Fidan/TR", "Lavrov/RU", on="2025-03-20", at="Geneva")),
            paper("2025-10-01", says("visit", STARMER, on="2025-10-08/2025-10-09", at="Mumbai", **PLANNED), by="Deccan"),
            paper("2025-10-08", says("visit", STARMER, on="2025-10-08/2025-10-09", at="IN", status="ongoing"), by="Thames"),
            paper("2025-10-09T20:00:00", says("bilateral", STARMER, MODI, on="2025-10-09", at="Mumbai"), by="Deccan"),
            paper("2025-11-12", says("visit", "Starmer/GB", on="2025-10", at="IN"), by="Review"),
        ],
        [
            ({"parties": "TR RU", "near": "2025-03-20", "known_by": "2025-03-05"}, {"status": "planned", "place": "Istanbul"}),
            ({"parties": "TR RU", "near": "2025-03-20"}, {"items": 2}),
            ({"persons": ["Keir Starmer"], "near": "2025-10-08", "group": "visit", "known_by": "2025-10-02"}, {"status": "planned", "place": "Mumbai"}),
            ({"persons": ["Keir Starmer"], "near": "2025-10-08", "group": "visit", "as_of": "2025-10-08", "known_by": "2025-10-08T18:00"}, {"status": "ongoing"}),
            ({"persons": ["Keir Starmer"], "near": "2025-10-08", "group": "visit", "as_of": "2025-10-20", "known_by": "2025-10-08T18:00"}, {"status": "held"}),
            (
                {"persons": ["Keir Starmer"], "near": "2025-10-08", "group": "visit"},
                {"status": "held", "date": "2025-10-08/2025-10-09", "place": "Mumbai", "articles": ["Deccan 2025-10-01", "Thames 2025-10-08", "Review 2025-11-12"]},
            ),
            ({"persons": ["Starmer", "Modi"], "near": "2025-10-09"}, {"status": "held", "articles": ["Deccan 2025-10-09T20:00:00"]}),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
def test_a_careful_reader_agrees_on_the_whole_story(story: Story) -> None:
    assert story.wrong() == []
