"""All that is answered where a meeting is moved, postponed or planned anew: what became of it, and what it was."""

import pytest

from tests.domain.meetings.telling import paper, says
from tests.domain.meetings.whole import Whole

RUTO, SAMIA = "William Ruto/KE", "Samia Suluhu Hassan/TZ"
MUDAVADI, KOMBO = "Musalia Mudavadi/KE", "Mahmoud Thabit Kombo/TZ"
PLAN = paper("2024-06-01", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Arusha", status="planned"))

WHOLE = [
    Whole(
        "an event that is planned anew has moved, be it by a hundred and twenty days",
        [
            paper("2024-06-01", says("summit", "KE", "TZ", "RW", on="2024-07-10", name="African Coffee Forum", at="Arusha", status="planned"), by="Herald"),
            paper("2024-06-05", says("summit", "KE", "TZ", "RW", on="2024-11-07", name="African Coffee Forum", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        summit 2024-07-10 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-06-05; became 2024-11-07 in Arusha; by moved; told by Nation 2024-06-05#0, Herald 2024-06-01#0
        summit 2024-11-07 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-11-08; was 2024-07-10 in Arusha; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "a day more, and it is the next one",
        [
            paper("2024-06-01", says("summit", "KE", "TZ", "RW", on="2024-07-10", name="African Coffee Forum", at="Arusha", status="planned"), by="Herald"),
            paper("2024-06-05", says("summit", "KE", "TZ", "RW", on="2024-11-08", name="African Coffee Forum", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        summit 2024-07-10 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-07-11; by only report; told by Herald 2024-06-01#0
        summit 2024-11-08 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-11-09; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "told on its day it has moved",
        [
            paper("2024-06-01", says("summit", "KE", "TZ", "RW", on="2024-07-10", name="African Coffee Forum", at="Arusha", status="planned"), by="Herald"),
            paper("2024-07-10", says("summit", "KE", "TZ", "RW", on="2024-11-07", name="African Coffee Forum", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        summit 2024-07-10 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-07-10; became 2024-11-07 in Arusha; by moved; told by Nation 2024-07-10#0, Herald 2024-06-01#0
        summit 2024-11-07 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-11-08; was 2024-07-10 in Arusha; by only report; told by Nation 2024-07-10#0
        """,
    ),
    Whole(
        "told on the day after, it is another one",
        [
            paper("2024-06-01", says("summit", "KE", "TZ", "RW", on="2024-07-10", name="African Coffee Forum", at="Arusha", status="planned"), by="Herald"),
            paper("2024-07-11", says("summit", "KE", "TZ", "RW", on="2024-11-07", name="African Coffee Forum", at="Arusha", status="planned"), by="Nation"),
        ],
        """
        summit 2024-07-10 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-07-11; by only report; told by Herald 2024-06-01#0
        summit 2024-11-07 in Arusha; nobody named; with KE TZ RW; KE RW TZ; "African Coffee Forum"; planned scheduled, then planned assumed from 2024-11-08; by only report; told by Nation 2024-07-11#0
        """,
    ),
    Whole(
        "a visit that is planned anew a month later has moved",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned"), by="Herald"),
            paper("2024-06-05", says("visit", RUTO, on="2024-07-12/2024-07-14", at="TZ", status="planned"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-06-05; became 2024-07-12/2024-07-14 in TZ; by moved; told by Nation 2024-06-05#0, Herald 2024-06-01#0
        visit 2024-07-12/2024-07-14 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-07-15; was 2024-06-09/2024-06-11 in TZ; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "a day more, and it is another visit",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned"), by="Herald"),
            paper("2024-06-05", says("visit", RUTO, on="2024-07-13/2024-07-14", at="TZ", status="planned"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-06-12; by only report; told by Herald 2024-06-01#0
        visit 2024-07-13/2024-07-14 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-07-15; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "a visit to another country is another visit",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned"), by="Herald"),
            paper("2024-06-05", says("visit", RUTO, on="2024-06-20/2024-06-21", at="RW", status="planned"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-06-12; by only report; told by Herald 2024-06-01#0
        visit 2024-06-20/2024-06-21 in RW; William Ruto; KE RW; planned scheduled, then planned assumed from 2024-06-22; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "moved by two hundred days",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned"), by="Herald"),
            paper("2024-06-05", says("visit", RUTO, on="2024-12-28/2024-12-29", at="TZ", status="moved"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-06-05; became 2024-12-28/2024-12-29 in TZ; by moved; told by Nation 2024-06-05#0, Herald 2024-06-01#0
        visit 2024-12-28/2024-12-29 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-12-30; was 2024-06-09/2024-06-11 in TZ; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "nothing moves further",
        [
            paper("2024-06-01", says("visit", RUTO, on="2024-06-09/2024-06-11", at="TZ", status="planned"), by="Herald"),
            paper("2024-06-05", says("visit", RUTO, on="2024-12-29/2024-12-30", at="TZ", status="moved"), by="Nation"),
        ],
        """
        visit 2024-06-09/2024-06-11 in TZ; William Ruto; KE TZ; planned scheduled, then planned assumed from 2024-06-12; by only report; told by Herald 2024-06-01#0
        visit 2024-12-29/2024-12-30 in TZ; William Ruto; KE TZ; moved observed; by only report; told by Nation 2024-06-05#0
        """,
    ),
    Whole(
        "planned here, seen there on that day: it was moved",
        [
            PLAN,
            paper("2024-06-11", says("bilateral", RUTO, SAMIA, on="2024-06-10", at="Nairobi"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then moved assumed possibly from 2024-06-02, then moved observed from 2024-06-11; became 2024-06-10 in Nairobi; by moved; told by Nation 2024-06-11#0, Herald 2024-06-01#0
        bilateral 2024-06-10 in Nairobi; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; was 2024-06-10 in Arusha; by only report; told by Nation 2024-06-11#0
        """,
    ),
    Whole(
        "a talk with somebody else there is another",
        [
            PLAN,
            paper("2024-06-11", says("bilateral", RUTO, "TZ", on="2024-06-10", at="Nairobi"), by="Nation"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-06-11; by only report; told by Herald 2024-06-01#0
        bilateral 2024-06-10 in Nairobi; William Ruto; with TZ; KE TZ; held observed; by only report; told by Nation 2024-06-11#0
        """,
    ),
    Whole(
        "postponed, and planned anew within two hundred days",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-06-20", says("bilateral", RUTO, SAMIA, on="2024-12-27", at="Arusha", status="planned"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; became 2024-12-27 in Arusha; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-12-27 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-12-28; was 2024-06-10 in Arusha; by only report; told by Citizen 2024-06-20#0
        """,
    ),
    Whole(
        "later it is another meeting",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-06-20", says("bilateral", RUTO, SAMIA, on="2024-12-28", at="Arusha", status="planned"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-12-28 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-12-29; by only report; told by Citizen 2024-06-20#0
        """,
    ),
    Whole(
        "postponed, and held a month later",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-07-20", says("bilateral", RUTO, SAMIA, on="2024-07-15", at="Arusha"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; became 2024-07-15 in Arusha; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-07-15 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; held observed; was 2024-06-10 in Arusha; by only report; told by Citizen 2024-07-20#0
        """,
    ),
    Whole(
        "others met instead",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-07-20", says("bilateral", MUDAVADI, KOMBO, on="2024-07-15", at="Arusha"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-07-15 in Arusha; Musalia Mudavadi, Mahmoud Thabit Kombo; KE TZ; held observed; by only report; told by Citizen 2024-07-20#0
        """,
    ),
    Whole(
        "a visit takes no meeting's place",
        [
            PLAN,
            paper("2024-06-08", says("bilateral", RUTO, SAMIA, on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-07-20", says("visit", RUTO, on="2024-07-15", at="TZ"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10 in Arusha; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        visit 2024-07-15 in TZ; William Ruto; KE TZ; held observed; by only report; told by Citizen 2024-07-20#0
        """,
    ),
    Whole(
        "postponed by countries, planned anew by name",
        [
            paper("2024-06-01", says("bilateral", "KE", "TZ", on="2024-06-10", status="planned"), by="Herald"),
            paper("2024-06-08", says("bilateral", "KE", "TZ", on="2024-06-10", status="postponed"), by="Nation"),
            paper("2024-06-20", says("bilateral", RUTO, SAMIA, on="2024-07-10", status="planned"), by="Citizen"),
        ],
        """
        bilateral 2024-06-10; nobody named; with KE TZ; KE TZ; planned scheduled, then postponed assumed possibly from 2024-06-02, then postponed observed from 2024-06-08; became 2024-07-10; by later stage; told by Nation 2024-06-08#0, Herald 2024-06-01#0
        bilateral 2024-07-10; William Ruto, Samia Suluhu Hassan; KE TZ; planned scheduled, then planned assumed from 2024-07-11; was 2024-06-10; by only report; told by Citizen 2024-06-20#0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=lambda whole: whole.title)
def test_a_careful_reader_follows_a_move(whole: Whole) -> None:
    whole.check()
