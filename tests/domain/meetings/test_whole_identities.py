"""All that is answered where two reports may tell of one meeting: which of them do, and what follows."""

import pytest

from tests.domain.meetings.telling import paper, says
from tests.domain.meetings.whole import Whole

RUTO, SAMIA = "William Ruto/KE", "Samia Suluhu Hassan/TZ"
KOMBO = "Mahmoud Thabit Kombo/TZ"
PLAN = paper("2024-06-01", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="planned"))
HELD = paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha"), by="Nation")

WHOLE = [
    Whole(
        "a delegation may be the visit",
        [
            paper("2024-06-10", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ")),
            paper("2024-06-12", says("delegation", RUTO, on="2024-06-09/2024-06-11", at="TZ"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; held observed; by agreed; told by Herald 2024-06-10#0, Nation 2024-06-12#0
        """,
    ),
    Whole(
        "or the talks",
        [
            HELD,
            paper("2024-06-12", says("delegation", RUTO, SAMIA, on="2024-06-10", at="Arusha"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Nation 2024-06-11#0, Herald 2024-06-12#0
        """,
    ),
    Whole(
        "and no call",
        [
            paper("2024-06-10", says("phone_call", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-12", says("delegation", RUTO, SAMIA, on="2024-06-10"), by="Herald"),
        ],
        """
        delegation 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-12#0
        phone_call 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        """,
    ),
    Whole(
        "a virtual meeting may be the call",
        [
            paper("2024-06-10", says("phone_call", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-12", says("virtual", RUTO, SAMIA, on="2024-06-10"), by="Herald"),
        ],
        """
        phone_call 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Herald 2024-06-10#0, Herald 2024-06-12#0
        """,
    ),
    Whole(
        "and no visit",
        [
            paper("2024-06-10", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ")),
            paper("2024-06-12", says("virtual", RUTO, on="2024-06-10"), by="Herald"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        virtual 2024-06-10; William Ruto; KE; held observed; by only report; told by Herald 2024-06-12#0
        """,
    ),
    Whole(
        "a call and a meeting of one day are two",
        [
            paper("2024-06-10", says("phone_call", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10"), by="Herald"),
        ],
        """
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-12#0
        phone_call 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        """,
    ),
    Whole(
        "who denies that they met denies that they spoke",
        [
            paper("2024-06-10", says("phone_call", RUTO, SAMIA, on="2024-06-10")),
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="denied"), by="Herald"),
        ],
        """
        phone_call 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; denied observed; from 0001-01-01 against held 2024-06-10; by contested; told by Herald 2024-06-12#0, Herald 2024-06-10#0
        """,
    ),
    Whole(
        "talks elsewhere are not the visit",
        [
            paper("2024-06-10", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ")),
            paper("2024-06-12", says("bilateral", RUTO, on="2024-06-10", at="Kigali"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        bilateral 2024-06-10 in Kigali; William Ruto; KE RW; held observed; by only report; told by Nation 2024-06-12#0
        """,
    ),
    Whole(
        "an event with a name is not the visit",
        [
            paper("2024-06-10", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ")),
            paper("2024-06-12", says("bilateral", RUTO, on="2024-06-10", at="TZ", name="Coffee Forum"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; held observed; by only report; told by Herald 2024-06-10#0
        bilateral 2024-06-10 in TZ; William Ruto; KE TZ; "Coffee Forum"; held observed; by only report; told by Nation 2024-06-12#0
        """,
    ),
    Whole(
        "talks of countries and of their leaders, on one day at one place",
        [
            paper("2024-06-11", says("bilateral", "KE", "TZ", on="2024-06-10", at="Arusha")),
            HELD,
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Herald 2024-06-11#0, Nation 2024-06-11#0
        """,
    ),
    Whole(
        "or on one day, wherever it was",
        [
            paper("2024-06-11", says("bilateral", "KE", "TZ", on="2024-06-10")),
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), by="Nation"),
        ],
        """
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Herald 2024-06-11#0, Nation 2024-06-11#0
        """,
    ),
    Whole(
        "not on some of several days",
        [
            paper("2024-06-12", says("bilateral", "KE", "TZ", on="2024-06-10/2024-06-12")),
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), by="Nation"),
        ],
        """
        bilateral 2024-06-10/2024-06-12; nobody named; with KE TZ; KE TZ; held observed; by only report; told by Herald 2024-06-12#0
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        """,
    ),
    Whole(
        "two papers that each name another side alone tell of two meetings",
        [
            paper("2024-06-11", says("bilateral", RUTO, "TZ", on="2024-06-10")),
            paper("2024-06-11", says("bilateral", "KE", SAMIA, on="2024-06-10"), by="Nation"),
        ],
        """
        bilateral 2024-06-10; Samia Suluhu Hassan; with KE; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-10; William Ruto; with TZ; KE TZ; held observed; by only report; told by Herald 2024-06-11#0
        """,
    ),
    Whole(
        "other towns, and one side not named",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, "TZ", on="2024-06-10", at="Dar es Salaam"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-10 in Dar es Salaam; William Ruto; with TZ; KE TZ; held observed; by only report; told by Herald 2024-06-12#0
        """,
    ),
    Whole(
        "one paper knows where it saw them: two meetings",
        [
            HELD,
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Nairobi"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-10 in Nairobi; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-12#0
        """,
    ),
    Whole(
        "one article tells of two days",
        [
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), says("bilateral", RUTO, SAMIA, on="2024-06-11")),
        ],
        """
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-11#0
        bilateral 2024-06-11; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-11#1
        """,
    ),
    Whole(
        "one article tells of other people",
        [
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), says("bilateral", RUTO, SAMIA, KOMBO, on="2024-06-10")),
        ],
        """
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan, Mahmoud Thabit Kombo; KE TZ; held observed; by only report; told by Herald 2024-06-11#1
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-06-11#0
        """,
    ),
    Whole(
        "one article tells twice of the same people and day",
        [
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha")),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Herald 2024-06-11#0, Herald 2024-06-11#1
        """,
    ),
    Whole(
        "one article in which one side denies it has two voices",
        [
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10"), says("bilateral", RUTO, SAMIA, on="2024-06-10", status="denied")),
        ],
        """
        bilateral 2024-06-10; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; from 0001-01-01 against denied 2024-06-10; by contested; told by Herald 2024-06-11#0, Herald 2024-06-11#1
        """,
    ),
    Whole(
        "cancelled, and on again for that day",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="cancelled"), by="Nation"),
            paper("2024-06-09", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="planned"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-11; by later stage; told by Citizen 2024-06-09#0, Herald 2024-06-01#0, Nation 2024-06-08#0
        """,
    ),
    Whole(
        "cancelled, and planned for another day",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="cancelled"), by="Nation"),
            paper("2024-06-09", says("bilateral", RUTO, SAMIA, on="2024-06-11", at="Arusha", status="planned"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then cancelled assumed possibly from 2024-06-02, then cancelled observed from 2024-06-08; became 2024-06-11 in Arusha; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-06-11 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-12; was 2024-06-10 in Arusha; by only report; told by Citizen 2024-06-09#0
        """,
    ),
    Whole(
        "cancelled, and held all the same",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="cancelled"), by="Nation"),
            paper("2024-06-12", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then held observed from 2024-06-10; by later stage; told by Citizen 2024-06-12#0, Herald 2024-06-01#0, Nation 2024-06-08#0
        """,
    ),
    Whole(
        'an undated "met" is not the meeting that was cancelled',
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="cancelled"), by="Nation"),
            paper("2024-06-12", says("bilateral", RUTO, SAMIA), by="Citizen"),
        ],
        """
        bilateral ../2024-06-12; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Citizen 2024-06-12#0
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then cancelled assumed possibly from 2024-06-02, then cancelled observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "an undated cancellation reaches back forty-five days",
        [
            PLAN,
            paper("2024-07-25", says("bilateral", RUTO, SAMIA, status="cancelled"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then cancelled assumed possibly from 2024-06-02, then cancelled observed from 2024-07-25; by later stage; told by Nation 2024-07-25#0, Herald 2024-06-01#0
        """,
    ),
    Whole(
        "and no further",
        [
            PLAN,
            paper("2024-07-26", says("bilateral", RUTO, SAMIA, status="cancelled"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-11; by only report; told by Herald 2024-06-01#0
        bilateral None; William Ruto, Samia Suluhu Hassan; KE TZ; cancelled observed; by only report; told by Nation 2024-07-26#0
        """,
    ),
    Whole(
        "what was held is not cancelled",
        [
            HELD,
            paper("2024-06-20", says("bilateral", RUTO, SAMIA, status="cancelled"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral None; William Ruto, Samia Suluhu Hassan; KE TZ; cancelled observed; by only report; told by Herald 2024-06-20#0
        """,
    ),
    Whole(
        "a month is enough where one meeting fits",
        [
            HELD,
            paper("2024-07-20", says("bilateral", RUTO, SAMIA, on="2024-06"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Nation 2024-06-11#0, Herald 2024-07-20#0
        """,
    ),
    Whole(
        "a quarter is not where two do",
        [
            HELD,
            paper("2024-06-25", says("bilateral", RUTO, SAMIA, on="2024-06-24", at="Nairobi"), by="Citizen"),
            paper("2024-07-20", says("bilateral", RUTO, SAMIA, on="2024-06/2024-08"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-24 in Nairobi; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Citizen 2024-06-25#0
        bilateral 2024-06/2024-08; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Herald 2024-07-20#0
        """,
    ),
    Whole(
        "unless the place tells which",
        [
            HELD,
            paper("2024-06-25", says("bilateral", RUTO, SAMIA, on="2024-06-24", at="Nairobi"), by="Citizen"),
            paper("2024-07-20", says("bilateral", RUTO, SAMIA, on="2024-05/2024-08", at="Nairobi"), by="Herald"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        bilateral 2024-06-24 in Nairobi; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; by agreed; told by Citizen 2024-06-25#0, Herald 2024-07-20#0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=lambda whole: whole.title)
def test_a_careful_reader_tells_one_from_two(whole: Whole) -> None:
    whole.check()
