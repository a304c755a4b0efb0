"""The days on which one rule gives way to another: the day of an end, of a change, of a pause, and how long is long."""

import pytest

from tests.domain.tariffs.tales import Tale, article, check

BASE = article("2025-04-06", "Java Post", "WORLD: 10 in_force as baseline from 2025-04-05")

TALES = [
    Tale(
        "an end without a day lies between the last sight and the report",
        "US TH",
        [
            article("2025-03-10", "Siam", "25 in_force from 2025-03-04"),
            article("2025-03-20", "Isan", "25 lifted"),
        ],
        [("2025-03-08", "25 certain"), ("2025-03-10", "25 certain"), ("2025-03-11", "25 possible"), ("2025-03-19", "25 possible"), ("2025-03-20", "none")],
    ),
    Tale(
        "a pause without a day lies between the last sight and the report, one with a day ends on it",
        "US TH",
        [
            article("2025-03-10", "Siam", "25 in_force from 2025-03-04", "10 in_force on rice from 2025-03-04"),
            article("2025-03-20", "Isan", "25 suspended", "10 suspended on rice from 2025-03-18"),
        ],
        [
            ("2025-03-10", "25 certain"), ("2025-03-15", "25 possible"), ("2025-03-20", "none"),
            ("rice 2025-03-17", "10 observed certain"), ("rice 2025-03-18", "none"),
        ],
    ),
    Tale(
        "a ruling with a day stands: who sees the duty later sees another one",
        "US TH",
        [
            article("2025-08-08", "Siam", "20 in_force from 2025-08-07"),
            article("2025-09-02", "Isan", "20 struck_down from 2025-09-01"),
            article("2025-09-05", "Siam", "20 in_force"),
        ],
        [("2025-08-31", "20 since 2025-08-07"), ("2025-09-01", "none"), ("2025-09-05", "20"), ("2025-09-05 known 2025-09-03", "none")],
    ),
    Tale(
        "a duty that was charged on a single day",
        "US TH",
        [
            article("2025-08-20", "Siam", "20 announced from 2025-09-01"),
            article("2025-09-03", "Isan", "20 lifted from 2025-09-02"),
        ],
        [("2025-08-31", "none"), ("2025-09-01", "20 in_force since 2025-09-01"), ("2025-09-02", "none")],
    ),
    Tale(
        "a duty that is lifted before its day never was",
        "US TH",
        [
            article("2025-08-15", "Siam", "20 announced from 2025-09-01"),
            article("2025-08-25", "Isan", "20 lifted from 2025-09-01"),
        ],
        [("2025-08-31", "none"), ("2025-09-01", "none"), ("2025-09-01 known 2025-08-16", "20")],
    ),
    Tale(
        "withdrawn from a day on it had been charged until then",
        "US TH",
        [
            BASE,
            article("2025-08-08", "Siam", "20 in_force from 2025-08-07"),
            article("2025-09-10", "Isan", "20 withdrawn from 2025-09-08", "30 announced on rice from 2025-10-01"),
            article("2025-09-20", "Siam", "30 withdrawn on rice from 2025-10-01"),
        ],
        [("2025-09-01", "20"), ("2025-09-07", "20"), ("2025-09-09", "none or 10"), ("rice 2025-10-02", "none or 10"), ("rice 2025-10-02 known 2025-09-11", "30")],
    ),
    Tale(
        "withdrawn after several saw it for a month it has only ended",
        "US TH",
        [
            article("2025-08-08", "Siam", "20 in_force from 2025-08-07"),
            article("2025-09-06", "Isan", "20 in_force"),
            article("2025-10-10", "Khon Kaen Post", "20 withdrawn"),
        ],
        [("2025-08-20", "20"), ("2025-09-06", "20 certain"), ("2025-09-30", "20 possible"), ("2025-10-10", "none")],
    ),
    Tale(
        "withdrawn within the month it never was",
        "US TH",
        [
            BASE,
            article("2025-08-08", "Siam", "20 in_force from 2025-08-07"),
            article("2025-09-05", "Isan", "20 in_force"),
            article("2025-10-10", "Khon Kaen Post", "20 withdrawn"),
        ],
        [("2025-08-20", "10 since 2025-04-05"), ("2025-08-20 known 2025-09-06", "20"), ("2025-10-20", "10")],
    ),
    Tale(
        "what was written on the morning of a change does not deny it",
        "US TH",
        [
            article("2025-04-06", "Siam", "10 in_force from 2025-04-05"),
            article("2025-08-01", "Isan", "25 announced from 2025-08-07"),
            article("2025-08-07", "Siam", "10 in_force"),
        ],
        [("2025-08-06", "10"), ("2025-08-07", "25 since 2025-08-07"), ("2025-08-20", "25")],
    ),
    Tale(
        "what is written on the day after sees that the change did not come",
        "US TH",
        [
            article("2025-04-06", "Siam", "10 in_force from 2025-04-05"),
            article("2025-08-01", "Isan", "25 announced from 2025-08-07"),
            article("2025-08-08", "Siam", "10 in_force"),
        ],
        [("2025-08-07", "10 since 2025-04-05"), ("2025-08-20", "10"), ("2025-08-07 known 2025-08-07", "25")],
    ),
    Tale(
        "a previous rate says nothing of a day on which another was seen",
        "US TH",
        [
            article("2025-08-10", "Siam", "25 in_force"),
            article("2025-08-10T15", "Isan", "18 announced from 2025-09-01 was 20"),
        ],
        [("2025-08-10", "25"), ("2025-08-20", "25"), ("2025-09-02", "18 since 2025-09-01")],
    ),
    Tale(
        "imposed again on the day after its end it is another duty",
        "US TH",
        [
            article("2025-04-02", "Siam", "25 in_force from 2025-04-01 to 2025-04-30"),
            article("2025-05-02", "Isan", "25 in_force from 2025-05-01"),
        ],
        [("2025-04-15", "25 since 2025-04-01"), ("2025-05-02", "25 since 2025-05-01"), ("2025-05-02 known 2025-04-03", "none")],
    ),
    Tale(
        "a shorter one before the one that was announced",
        "US TH",
        [
            article("2025-05-20", "Siam", "25 announced from 2025-06-01"),
            article("2025-05-25", "Isan", "25 announced from 2025-05-28 to 2025-05-31"),
        ],
        [("2025-05-27", "none"), ("2025-05-29", "25 since 2025-05-28"), ("2025-06-02", "25 since 2025-06-01")],
    ),
    Tale(
        "a start that is announced anew within a quarter has moved",
        "US TH",
        [article("2025-05-20", "Siam", "25 announced from 2025-06-01"), article("2025-05-25", "Isan", "25 announced from 2025-09-01")],
        [("2025-07-01", "none"), ("2025-07-01 known 2025-05-21", "25"), ("2025-09-01", "25 since 2025-09-01")],
    ),
    Tale(
        "one that lies further off is another start",
        "US TH",
        [article("2025-05-20", "Siam", "25 announced from 2025-06-01"), article("2025-05-25", "Isan", "25 announced from 2025-09-02")],
        [("2025-07-01", "25 since 2025-06-01")],
    ),
    Tale(
        "a start that was called off is not announced by who recalls it, and is back when it is seen",
        "US TH",
        [
            BASE,
            article("2025-07-20", "Siam", "20 announced from 2025-08-01"),
            article("2025-07-30", "Isan", "20 suspended from 2025-08-01"),
            article("2025-08-20", "Khon Kaen Post", "20 announced from 2025-08-01"),
            article("2025-09-20", "Siam", "20 in_force from 2025-09-15"),
        ],
        [("2025-08-25 known 2025-08-21", "10"), ("2025-08-05 known 2025-07-21", "20"), ("2025-09-16", "20 since 2025-09-15"), ("2025-09-14", "10")],
    ),
    Tale(
        "who still dates the old level denies what was to come meanwhile, not what comes that day",
        "US TH",
        [
            article("2025-04-06", "Siam", "10 in_force from 2025-04-05", "10 in_force on rice from 2025-04-05"),
            article("2025-07-20", "Isan", "25 announced from 2025-08-01", "25 announced on rice from 2025-08-10"),
            article("2025-08-10", "Khon Kaen Post", "10 in_force from 2025-04-05", "10 in_force on rice from 2025-04-05"),
        ],
        [("2025-08-05", "10 since 2025-04-05"), ("2025-08-05 known 2025-08-02", "25"), ("rice 2025-08-10", "25 since 2025-08-10"), ("rice 2025-08-09", "10")],
    ),
    Tale(
        "who dates the old level after a change that was seen tells of the past",
        "US TH",
        [
            article("2025-04-06", "Siam", "10 in_force from 2025-04-05"),
            article("2025-08-02", "Isan", "25 in_force from 2025-08-01"),
            article("2025-08-10", "Khon Kaen Post", "10 in_force from 2025-04-05"),
        ],
        [("2025-08-05", "25 since 2025-08-01"), ("2025-07-31", "10 observed"), ("2025-08-20", "25")],
    ),
    Tale(
        "points of a rate are set aside from a day on, and come back",
        "US TH",
        [
            article("2025-04-10", "Siam", "34 in_force as component because reciprocal from 2025-04-09"),
            article("2025-05-14", "Isan", "24 suspended as component because reciprocal from 2025-05-14 to 2025-08-11"),
        ],
        [
            ("/reciprocal 2025-05-13", "34"), ("/reciprocal 2025-05-14", "10 in_force since 2025-05-14"), ("/reciprocal 2025-08-11", "10"),
            ("/reciprocal 2025-08-12", "34 announced since 2025-08-12"), ("2025-06-01", "10"),
        ],
    ),
    Tale(
        "suspended in the evening of the day on which it began",
        "US TH",
        [
            article("2025-02-04T06", "Siam", "25 in_force from 2025-02-04"),
            article("2025-02-04T18", "Isan", "25 suspended from 2025-02-04 to 2025-03-05"),
        ],
        [("2025-02-10", "none"), ("2025-03-06", "25 since 2025-03-06"), ("2025-03-05", "none")],
    ),
    Tale(
        "a return that nobody sees gives way to a newer decision for a month",
        "US TH",
        [
            BASE,
            article("2025-04-10", "Siam", "44 announced from 2025-04-14", "44 announced on rice from 2025-04-14"),
            article("2025-04-12", "Isan", "44 suspended from 2025-04-14 to 2025-07-08", "44 suspended on rice from 2025-04-14 to 2025-07-08"),
            article("2025-08-08", "Siam", "30 announced from 2025-09-01"),
            article("2025-08-15", "Isan", "30 announced on rice from 2025-09-01"),
        ],
        [("2025-08-05 known 2025-08-01", "44 since 2025-07-09"), ("2025-08-10", "10"), ("rice 2025-08-10", "44"), ("2025-09-01", "30 since 2025-09-01"), ("rice 2025-09-01", "30")],
    ),
    Tale(
        "a layer for all countries comes on top of a country's own total, and goes",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "WORLD: 5 announced as component because port fees from 2025-11-01"),
            article("2025-12-20", "Khon Kaen Post", "WORLD: 5 lifted as component because port fees to 2025-12-15"),
        ],
        [("2025-10-31", "19"), ("2025-11-01", "24 since 2025-11-01"), ("2025-12-15", "24"), ("2025-12-16", "19"), ("/port fees 2025-11-10", "5")],
    ),
    Tale(
        "a total that is first told when its parts come to it began with them",
        "US TH",
        [
            article("2025-08-08", "Siam", "10 in_force as component because fentanyl from 2025-03-04", "15 in_force as component because reciprocal from 2025-08-07"),
            article("2025-09-20", "Isan", "25 in_force"),
        ],
        [("2025-09-20", "25 in_force since 2025-08-07"), ("2025-08-10", "25 since 2025-08-07"), ("2025-06-01", "10 since 2025-03-04")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("tale", TALES, ids=str)
def test_a_careful_reader_knows_which_day_it_is(tale: Tale) -> None:
    assert check(tale) == []
