"""All that is answered of some meetings: what became of each, how that is known on which day, told by whom."""

import pytest

from tests.domain.meetings.telling import paper, says
from tests.domain.meetings.whole import Whole

RUTO, SAMIA = "William Ruto/KE", "Samia Suluhu Hassan/TZ"
MUDAVADI, KOMBO = "Musalia Mudavadi/KE", "Mahmoud Thabit Kombo/TZ"
PLAN = paper("2024-06-01", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="planned"))
HELD = paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha"), by="Nation")

WHOLE = [
    Whole(
        "a plan, its day, and no word after it",
        [
            PLAN,
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-11; by only report; told by Herald 2024-06-01#0
        """,
    ),
    Whole(
        "planned before, held on its day",
        [
            PLAN,
            HELD,
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then held observed from 2024-06-10; by later stage; told by Nation 2024-06-11#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "kept a day late",
        [
            PLAN,
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-11", at="Arusha"), by="Nation"),
        ],
        """
        bilateral 2024-06-11 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then held observed from 2024-06-11; by later stage; told by Nation 2024-06-11#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "two plans ten days apart are two meetings",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-20", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-11; by only report; told by Herald 2024-06-01#0
        bilateral 2024-06-20 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-21; by only report; told by Nation 2024-06-08#0
        """,
    ),
    Whole(
        "postponed: from the report on, and possibly since the last one that had it planned",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "postponed to a day that the article names",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), says("bilateral", RUTO, SAMIA, on="2024-07-10", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; became 2024-07-10 in Arusha; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-07-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-07-11; was 2024-06-10 in Arusha; by only report; told by Nation 2024-06-08#1
        """,
    ),
    Whole(
        "cancelled without its day: the one that is planned",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, status="cancelled"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then cancelled assumed possibly from 2024-06-02, then cancelled observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "one side denies that they met",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="denied"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; denied observed; from 0001-01-01 against held 2024-06-10 Arusha; by contested; told by Herald 2024-06-12#0, Nation 2024-06-11#0
        """,
    ),
    Whole(
        "a third paper settles it",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="denied"), by="Herald"),
            paper("2024-06-13", says("bilateral", RUTO, SAMIA, on="2024-06-10"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by settled; told by Citizen 2024-06-13#0, Nation 2024-06-11#0, Herald 2024-06-12#0
        """,
    ),
    Whole(
        "the same two on one day, seen in two countries",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Nairobi"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Nairobi; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; from 0001-01-01 against held 2024-06-10 Arusha; by contested; told by Nation 2024-06-11#0, Herald 2024-06-12#0
        """,
    ),
    Whole(
        "the narrower place is shown",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="TZ"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Nation 2024-06-11#0, Herald 2024-06-12#0
        """,
    ),
    Whole(
        "a paper that looks back has another day",
        [
            HELD,
            paper("2024-06-18", says("bilateral", RUTO, SAMIA, on="2024-06-11", at="Arusha"), by="Herald"),
        ],
        """
        bilateral 2024-06-11 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; from 0001-01-01 against held 2024-06-10 Arusha; by contested; told by Nation 2024-06-11#0, Herald 2024-06-18#0
        """,
    ),
    Whole(
        "one that writes at the time tells of another meeting",
        [
            HELD,
            paper("2024-06-14", says("bilateral", RUTO, SAMIA, on="2024-06-11", at="Arusha"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-11 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-14#0
        """,
    ),
    Whole(
        "under way, then over",
        [
            paper("2024-06-10", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="ongoing")),
            HELD,
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by later stage; told by Nation 2024-06-11#0, Herald 2024-06-10#0
        """,
    ),
    Whole(
        "a visit and the talks with a counterpart during it",
        [
            paper("2024-06-10", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="ongoing")),
            HELD,
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; ongoing observed, then held assumed from 2024-06-12; by only report; told by Herald 2024-06-10#0
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        """,
    ),
    Whole(
        "a visit that is planned anew has moved",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned")),
            paper("2024-06-05", says("visit", RUTO, on="2024-06-19/2024-06-21", at="TZ", status="planned"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-06-05; became 2024-06-19/2024-06-21 in TZ; by moved; told by Nation 2024-06-05#0, Herald 2024-06-01#0
        visit 2024-06-19/2024-06-21 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-06-22; was 2024-06-09/2024-06-11 in TZ; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "calls of two countries are one on one day",
        [
            paper("2024-06-10", says("phone_call", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-11", says("phone_call", "KE", "TZ", on="2024-06-10"), by="Nation"),
            paper("2024-06-11", says("phone_call", "KE", "TZ", on="2024-06-11"), by="Citizen"),
        ],
        """
        phone_call 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Herald 2024-06-10#0, Nation 2024-06-11#0
        phone_call 2024-06-11; nobody named; with KE TZ; KE TZ; held observed; by only report; told by Citizen 2024-06-11#0
        """,
    ),
    Whole(
        "other people meet apart",
        [
            paper("2024-06-10", says("bilateral", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-11", says("bilateral", MUDAVADI, KOMBO, on="2024-06-10"), by="Nation"),
        ],
        """
        bilateral 2024-06-10; Musalia Mudavadi, Mahmoud Thabit Kombo; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        """,
    ),
    Whole(
        "an event by the telling words of its name",
        [
            paper("2024-06-10", says("summit", "KE", "TZ", "RW", on="2024-06-10", name="African Coffee Forum")),
            paper("2024-06-11", says("multilateral", "KE", "TZ", on="2024-06-10", name="Coffee Forum"), by="Nation"),
            paper("2024-06-11", says("multilateral", "KE", "TZ", on="2024-06-10", name="Tea Forum"), by="Citizen"),
        ],
        """
        multilateral 2024-06-10; nobody named; with KE TZ; KE TZ; "Tea Forum"; held observed; by only report; told by Citizen 2024-06-11#0
        summit 2024-06-10; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; held observed; by agreed; told by Herald 2024-06-10#0, Nation 2024-06-11#0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=lambda whole: whole.title)
def test_a_careful_reader_says_what_became_of_them(whole: Whole) -> None:
    whole.check()
