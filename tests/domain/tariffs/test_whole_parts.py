"""All that is answered of totals and their parts: how each day is known, by which rule, told by whom, and what comes."""

import pytest

from tests.domain.tariffs.tales import article
from tests.domain.tariffs.whole import Whole

WHOLE = [
    Whole(
        "a month for a start: who saw it cannot say on which of its days it began",
        "US TH",
        [
            article("2025-06-02", "Siam", "25 in_force from 2025-05"),
        ],
        """
        */total 2025-05-01..2025-05-31: 25 in_force, observed, possible, since 2025-05, by effective-date, told by 1.0
        */total 2025-05-31..2025-06-03: 25 in_force, observed, since 2025-05, by effective-date, told by 1.0
        */total 2025-06-03..: 25 in_force, assumed, since 2025-05, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "what is announced without a day is named until it comes",
        "US TH",
        [
            article("2025-04-21", "Siam", "10 announced was 25"),
        ],
        """
        */total ..2025-04-21: 25 in_force, observed, possible, since ../2025-04-21, by previous-rate, told by 1.0
        */total 2025-04-21..2025-04-22: 25 in_force, observed, since ../2025-04-21, by previous-rate, told by 1.0, next 10 announced None
        */total 2025-04-22..: 25 in_force, assumed, since ../2025-04-21, by previous-rate, told by 1.0, next 10 announced None
        """,
    ),
    Whole(
        "and not where another level has begun since, nor where the rate is charged already",
        "US TH",
        [
            article("2025-04-21", "Siam", "10 announced was 25"),
            article("2025-05-05", "Isan", "10 in_force from 2025-05-01", "30 announced from 2025-07-01"),
            article("2025-05-06", "Isan", "10 announced"),
        ],
        """
        */total ..2025-04-21: 25 in_force, observed, possible, since ../2025-04-21, until 2025-04-30, by previous-rate, told by 1.0
        */total 2025-04-21..2025-04-22: 25 in_force, observed, since ../2025-04-21, until 2025-04-30, by previous-rate, told by 1.0
        */total 2025-04-22..2025-05-01: 25 in_force, assumed, since ../2025-04-21, until 2025-04-30, by previous-rate, told by 1.0
        */total 2025-05-01..2025-05-06: 10 in_force, observed, since 2025-05-01, until 2025-06-30, by effective-date, told by 2.0, next 30 announced 2025-07-01
        */total 2025-05-06..2025-07-01: 10 in_force, assumed, since 2025-05-01, until 2025-06-30, by effective-date, told by 2.0, next 30 announced 2025-07-01
        */total 2025-07-01..: 30 announced, scheduled, since 2025-07-01, by effective-date, told by 2.1
        """,
    ),
    Whole(
        "a component without a figure makes a total at least what is known; what comes is named on every day before it",
        "US TH",
        [
            article("2025-04-21", "Siam", "10 announced from 2025-06-01 was 25"),
            article("2025-04-25", "Isan", "15 announced on rice from 2025-06-01", "- in_force as component because fentanyl"),
        ],
        """
        */fentanyl 2025-04-25..2025-04-26: - in_force, observed, since ../2025-04-25, component, because fentanyl, by observed, told by 2.1
        */fentanyl 2025-04-26..: - in_force, assumed, since ../2025-04-25, component, because fentanyl, by observed, told by 2.1
        */total ..2025-04-21: 25 in_force, observed, possible, since ../2025-04-21, until 2025-05-31, by previous-rate, told by 1.0
        */total 2025-04-21..2025-04-22: 25 in_force, observed, since ../2025-04-21, until 2025-05-31, by previous-rate, told by 1.0, next 10 announced 2025-06-01
        */total 2025-04-22..2025-04-25: 25 in_force, assumed, since ../2025-04-21, until 2025-05-31, by previous-rate, told by 1.0, next 10 announced 2025-06-01
        */total 2025-04-25..2025-06-01: atleast 25 in_force, assumed, since ../2025-04-21, until 2025-05-31, by previous-rate, reported - fentanyl = None, told by 1.0, next 10 announced 2025-06-01
        */total 2025-06-01..: atleast 10 announced, scheduled, since 2025-06-01, was 25, by effective-date, reported - fentanyl = None, told by 1.0
        rice/total 2025-06-01..: 15 announced, scheduled, since 2025-06-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "where no total is reported it is the sum of the parts that are known",
        "US TH",
        [
            article("2025-04-03", "Siam", "10 in_force as component because fentanyl from 2025-04-01", "- in_force as component because reciprocal from 2025-04-02"),
        ],
        """
        */fentanyl 2025-04-01..2025-04-04: 10 in_force, observed, since 2025-04-01, component, because fentanyl, by effective-date, told by 1.0
        */fentanyl 2025-04-04..: 10 in_force, assumed, since 2025-04-01, component, because fentanyl, by effective-date, told by 1.0
        */reciprocal 2025-04-02..2025-04-04: - in_force, observed, since 2025-04-02, component, because reciprocal, by effective-date, told by 1.1
        */reciprocal 2025-04-04..: - in_force, assumed, since 2025-04-02, component, because reciprocal, by effective-date, told by 1.1
        */total 2025-04-01..2025-04-02: 10 in_force, observed, since 2025-04-01, by sum-of-components, sum 10 fentanyl = 10, told by 1.0
        */total 2025-04-02..2025-04-04: atleast 10 in_force, observed, since 2025-04-01, by sum-of-components, sum 10 fentanyl + - reciprocal = 10, told by 1.0 1.1
        */total 2025-04-04..: atleast 10 in_force, assumed, since 2025-04-01, by sum-of-components, sum 10 fentanyl + - reciprocal = 10, told by 1.0 1.1
        """,
    ),
    Whole(
        "a level for all says for whom it was declared",
        "US TH",
        [
            article("2025-04-06", "Siam", "WORLD: 10 in_force from 2025-04-05"),
            article("2025-04-10", "Isan", "25 announced on rice from 2025-05-01"),
        ],
        """
        */total 2025-04-05..2025-04-07: 10 in_force, observed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        */total 2025-04-07..: 10 in_force, assumed, since 2025-04-05, for WORLD, by general-applies, told by 1.0
        rice/total 2025-05-01..: 25 announced, scheduled, since 2025-05-01, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "what has ended says what it was, and how it ended",
        "US TH",
        [
            article("2025-04-06", "Siam", "25 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "25 expired to 2025-05-07"),
        ],
        """
        */total 2025-04-05..2025-05-08: 25 in_force, observed, since 2025-04-05, until 2025-05-07, by effective-date, told by 1.0 2.0
        */total 2025-05-08..: - expired, assumed, since 2025-05-08, was 25, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "so does a total of which the only part has ended",
        "US TH",
        [
            article("2025-04-06", "Siam", "25 in_force as component because fentanyl from 2025-04-05"),
            article("2025-05-10", "Isan", "25 lifted as component because fentanyl from 2025-05-08"),
        ],
        """
        */fentanyl 2025-04-05..2025-05-08: 25 in_force, observed, since 2025-04-05, until 2025-05-07, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-05-08..: - lifted, assumed, since 2025-05-08, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        */total 2025-04-05..2025-05-08: 25 in_force, observed, since 2025-04-05, until 2025-05-07, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        */total 2025-05-08..: - lifted, assumed, since 2025-05-08, was 25, component, because fentanyl, by ended, told by 1.0 2.0
        """,
    ),
    Whole(
        "additional to something on other goods, or by a rate above the total, it is no part of that total",
        "US TH",
        [
            article("2025-08-10", "Siam", "50 in_force from 2025-08-07", "40 in_force on rice as additional from 2025-08-07", "10 in_force on steel as additional from 2025-04-05 to 2025-08-09", "60 in_force on steel from 2025-08-07"),
        ],
        """
        */total 2025-08-07..2025-08-11: 50 in_force, observed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-08-11..: 50 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0
        """,
    ),
    Whole(
        "a total and a part of it, both charged now",
        "US TH",
        [
            article("2025-08-10", "Siam", "25 in_force as additional", "50 in_force as total"),
        ],
        """
        */total 2025-08-10..2025-08-11: 50 in_force, observed, since ../2025-08-10, by observed, reported 25 unnamed = 25, told by 1.1
        */total 2025-08-11..: 50 in_force, assumed, since ../2025-08-10, by observed, reported 25 unnamed = 25, told by 1.1
        */unnamed 2025-08-10..2025-08-11: 25 in_force, observed, since ../2025-08-10, additional, by observed, told by 1.0
        */unnamed 2025-08-11..: 25 in_force, assumed, since ../2025-08-10, additional, by observed, told by 1.0
        """,
    ),
    Whole(
        "what is charged now is no part of a total to come",
        "US TH",
        [
            article("2025-08-10", "Siam", "25 in_force as additional", "50 announced as total from 2025-09-01"),
        ],
        """
        */total 2025-08-10..2025-08-11: 25 in_force, observed, since ../2025-08-10, until 2025-08-31, additional, by observed, told by 1.0, next 50 announced 2025-09-01
        */total 2025-08-11..2025-09-01: 25 in_force, assumed, since ../2025-08-10, until 2025-08-31, additional, by observed, told by 1.0, next 50 announced 2025-09-01
        */total 2025-09-01..: 50 announced, scheduled, since 2025-09-01, by effective-date, told by 1.1
        """,
    ),
    Whole(
        "to the end of the month: written on the day before it",
        "US TH",
        [
            article("2025-06-29", "Siam", "25 in_force to 2025-06-30"),
        ],
        """
        */total 2025-06-29..2025-06-30: 25 in_force, observed, since ../2025-06-29, until 2025-06-30, by observed, told by 1.0
        */total 2025-06-30..2025-07-01: 25 in_force, assumed, since ../2025-06-29, until 2025-06-30, by observed, told by 1.0
        */total 2025-07-01..: - expired, assumed, since 2025-07-01, was 25, by ended, told by 1.0
        """,
    ),
    Whole(
        "to the end of the month: written on its last day",
        "US TH",
        [
            article("2025-06-30", "Siam", "25 in_force to 2025-06-30"),
        ],
        """
        */total 2025-06-30..2025-07-01: 25 in_force, observed, since ../2025-06-30, until 2025-06-30, by observed, told by 1.0
        */total 2025-07-01..: - expired, assumed, since 2025-07-01, was 25, by ended, told by 1.0
        """,
    ),
    Whole(
        "to the end of the month: written on the day after",
        "US TH",
        [
            article("2025-07-01", "Siam", "25 in_force to 2025-06-30"),
        ],
        """
        */total ..2025-06-30: 25 in_force, observed, possible, since ../2025-06-30, until 2025-06-30, by observed, told by 1.0
        */total 2025-06-30..2025-07-01: 25 in_force, observed, since ../2025-06-30, until 2025-06-30, by observed, told by 1.0
        */total 2025-07-01..: - expired, assumed, since 2025-07-01, was 25, by ended, told by 1.0
        """,
    ),
    Whole(
        "a component without a reason is a layer where it begins after the total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "25 in_force as component from 2025-09-28"),
        ],
        """
        */unnamed 2025-09-28..2025-10-02: 25 in_force, observed, since 2025-09-28, component, by effective-date, told by 2.0
        */unnamed 2025-10-02..: 25 in_force, assumed, since 2025-09-28, component, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "one of the total's own rate is the total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "19 in_force as component"),
        ],
        """
        */total 2025-08-07..2025-10-02: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-10-02..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "one of a higher rate, without a day, is a new total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "25 in_force as component"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-08-08/2025-09-30, by effective-date, told by 1.0
        */total 2025-08-09..2025-10-01: 19 in_force, assumed, possible, since 2025-08-07, until 2025-08-08/2025-09-30, by effective-date, told by 1.0
        */total 2025-10-01..2025-10-02: 25 in_force, observed, since 2025-08-09/2025-10-01, component, by observed, told by 2.0
        */total 2025-10-02..: 25 in_force, assumed, since 2025-08-09/2025-10-01, component, by observed, told by 2.0
        """,
    ),
    Whole(
        "one of a lower rate, without a day, is a part that the total has already",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "5 in_force as component"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-08-09..2025-10-01: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0
        */total 2025-10-01..: 19 in_force, assumed, since 2025-08-07, by effective-date, reported 5 unnamed = 5, told by 1.0
        */unnamed 2025-10-01..2025-10-02: 5 in_force, observed, since ../2025-10-01, component, by observed, told by 2.0
        */unnamed 2025-10-02..: 5 in_force, assumed, since ../2025-10-01, component, by observed, told by 2.0
        """,
    ),
    Whole(
        "one that says what it replaces is the total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "5 announced as component from 2025-11-01 was 19"),
        ],
        """
        */total 2025-08-07..2025-10-02: 19 in_force, observed, since 2025-08-07, until 2025-10-31, by effective-date, told by 1.0 2.0, next 5 announced 2025-11-01
        */total 2025-10-02..2025-11-01: 19 in_force, assumed, since 2025-08-07, until 2025-10-31, by effective-date, told by 1.0 2.0, next 5 announced 2025-11-01
        */total 2025-11-01..: 5 announced, scheduled, since 2025-11-01, was 19, component, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "one that comes when its article ends the total is the total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "5 announced as component from 2025-11-01", "19 lifted to 2025-10-31"),
        ],
        """
        */total 2025-08-07..2025-08-09: 19 in_force, observed, since 2025-08-07, until 2025-10-31, by effective-date, told by 1.0 2.1
        */total 2025-08-09..2025-11-01: 19 in_force, assumed, since 2025-08-07, until 2025-10-31, by effective-date, told by 1.0 2.1, next 5 announced 2025-11-01
        */total 2025-11-01..: 5 announced, scheduled, since 2025-11-01, component, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "an end on some goods ends no total: what comes is a layer on it",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "5 announced as component from 2025-11-01", "19 lifted on rice to 2025-10-31"),
        ],
        """
        */unnamed 2025-11-01..: 5 announced, scheduled, since 2025-11-01, component, by effective-date, told by 2.0
        """,
    ),
    Whole(
        "a component without reason and figure only repeats the total",
        "US TH",
        [
            article("2025-08-08", "Siam", "19 in_force from 2025-08-07"),
            article("2025-10-01", "Isan", "- in_force as component"),
        ],
        """
        */total 2025-08-07..2025-10-02: 19 in_force, observed, since 2025-08-07, by effective-date, told by 1.0 2.0
        */total 2025-10-02..: 19 in_force, assumed, since 2025-08-07, by effective-date, told by 1.0 2.0
        """,
    ),
    Whole(
        "alone it is the total",
        "US TH",
        [
            article("2025-10-01", "Isan", "5 in_force as component"),
        ],
        """
        */total 2025-10-01..2025-10-02: 5 in_force, observed, since ../2025-10-01, component, by observed, told by 1.0
        */total 2025-10-02..: 5 in_force, assumed, since ../2025-10-01, component, by observed, told by 1.0
        """,
    ),
    Whole(
        "without its reason it is the known component of that rate and day",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04"),
            article("2025-03-10", "Isan", "25 in_force as component from 2025-03-04"),
        ],
        """
        */fentanyl 2025-03-04..2025-03-11: 25 in_force, observed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-03-11..: 25 in_force, assumed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.0 2.0
        */total 2025-03-04..2025-03-11: 25 in_force, observed, since 2025-03-04, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        */total 2025-03-11..: 25 in_force, assumed, since 2025-03-04, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        """,
    ),
    Whole(
        "or of that rate now",
        "US TH",
        [
            article("2025-03-05", "Siam", "25 in_force as component because fentanyl from 2025-03-04"),
            article("2025-03-10", "Isan", "25 in_force as component"),
        ],
        """
        */fentanyl 2025-03-04..2025-03-11: 25 in_force, observed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.0 2.0
        */fentanyl 2025-03-11..: 25 in_force, assumed, since 2025-03-04, component, because fentanyl, by effective-date, told by 1.0 2.0
        */total 2025-03-04..2025-03-11: 25 in_force, observed, since 2025-03-04, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        */total 2025-03-11..: 25 in_force, assumed, since 2025-03-04, by sum-of-components, sum 25 fentanyl = 25, told by 1.0 2.0
        """,
    ),
    Whole(
        "who gives the reason later names the component",
        "US TH",
        [
            article("2025-03-05", "Siam", "40 in_force from 2025-03-04", "25 in_force as component"),
            article("2025-03-10", "Isan", "25 in_force as component because fentanyl"),
        ],
        """
        */fentanyl 2025-03-05..2025-03-11: 25 in_force, observed, since ../2025-03-05, component, because fentanyl, by observed, told by 1.1 2.0
        */fentanyl 2025-03-11..: 25 in_force, assumed, since ../2025-03-05, component, because fentanyl, by observed, told by 1.1 2.0
        */total 2025-03-04..2025-03-05: 40 in_force, observed, since 2025-03-04, by effective-date, told by 1.0
        */total 2025-03-05..2025-03-06: 40 in_force, observed, since 2025-03-04, by effective-date, reported 25 fentanyl = 25, told by 1.0
        */total 2025-03-06..: 40 in_force, assumed, since 2025-03-04, by effective-date, reported 25 fentanyl = 25, told by 1.0
        """,
    ),
    Whole(
        "a pause that says what is charged meanwhile: the rate comes back after it",
        "US TH",
        [
            article("2025-04-06", "Siam", "36 in_force from 2025-04-05"),
            article("2025-04-10", "Isan", "36 suspended from 2025-04-10 to 2025-07-08", "10 in_force from 2025-04-10"),
        ],
        """
        */total 2025-04-05..2025-04-10: 36 in_force, observed, since 2025-04-05, until 2025-04-09, by effective-date, told by 1.0 2.0
        */total 2025-04-10..2025-04-11: 10 in_force, observed, since 2025-04-10, until 2025-07-08, by effective-date, told by 2.1, next 36 announced 2025-07-09
        */total 2025-04-11..2025-07-09: 10 in_force, assumed, since 2025-04-10, until 2025-07-08, by effective-date, told by 2.1, next 36 announced 2025-07-09
        */total 2025-07-09..: 36 announced, scheduled, since 2025-07-09, by pause-ends, told by 2.0
        """,
    ),
    Whole(
        "what some goods pay meanwhile is not what all pay",
        "US TH",
        [
            article("2025-04-06", "Siam", "36 in_force from 2025-04-05"),
            article("2025-04-10", "Isan", "36 suspended from 2025-04-10 to 2025-07-08", "10 in_force on rice from 2025-04-10"),
        ],
        """
        */total 2025-04-05..2025-04-10: 36 in_force, observed, since 2025-04-05, until 2025-04-09, by effective-date, told by 1.0 2.0
        */total 2025-04-10..2025-07-09: - suspended, assumed, since 2025-04-10, was 36, by ended, told by 1.0 2.0, next 36 announced 2025-07-09
        */total 2025-07-09..: 36 announced, scheduled, since 2025-07-09, by pause-ends, told by 2.0
        rice/total 2025-04-10..2025-04-11: 10 in_force, observed, since 2025-04-10, by effective-date, told by 2.1
        rice/total 2025-04-11..: 10 in_force, assumed, since 2025-04-10, by effective-date, told by 2.1
        """,
    ),
    Whole(
        "announced for the day on which it is suspended it is only what was suspended",
        "US TH",
        [
            article("2025-04-01", "Siam", "36 announced from 2025-04-05"),
            article("2025-04-03", "Isan", "36 announced from 2025-04-05", "36 suspended from 2025-04-05"),
        ],
        """
        """,
    ),
    Whole(
        "announced for another day than the suspended one it is on for that day",
        "US TH",
        [
            article("2025-04-01", "Siam", "36 announced from 2025-04-05"),
            article("2025-04-03", "Isan", "36 announced from 2025-05-05", "36 suspended from 2025-04-05"),
        ],
        """
        */total 2025-05-05..: 36 announced, scheduled, since 2025-05-05, by effective-date, told by 2.0
        """,
    ),
    Whole(
        '"25 was reduced" says what was reduced where the same article gives the new rate',
        "US TH",
        [
            article("2025-04-06", "Siam", "25 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "25 reduced", "18 announced from 2025-06-01 was 25"),
        ],
        """
        */total 2025-04-05..2025-05-11: 25 in_force, observed, since 2025-04-05, until 2025-05-31, by effective-date, told by 1.0 2.1, next 18 announced 2025-06-01
        */total 2025-05-11..2025-06-01: 25 in_force, assumed, since 2025-04-05, until 2025-05-31, by effective-date, told by 1.0 2.1, next 18 announced 2025-06-01
        */total 2025-06-01..: 18 announced, scheduled, since 2025-06-01, was 25, by effective-date, told by 2.1
        """,
    ),
    Whole(
        "said of other goods it is their rate",
        "US TH",
        [
            article("2025-04-06", "Siam", "25 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "25 reduced on rice", "18 announced from 2025-06-01 was 25"),
        ],
        """
        */total 2025-04-05..2025-05-11: 25 in_force, observed, since 2025-04-05, until 2025-05-31, by effective-date, told by 1.0 2.1, next 18 announced 2025-06-01
        */total 2025-05-11..2025-06-01: 25 in_force, assumed, since 2025-04-05, until 2025-05-31, by effective-date, told by 1.0 2.1, next 18 announced 2025-06-01
        */total 2025-06-01..: 18 announced, scheduled, since 2025-06-01, was 25, by effective-date, told by 2.1
        rice/total 2025-04-05..2025-05-11: 25 in_force, observed, since 2025-04-05, by undated-confirms, told by 2.0
        rice/total 2025-05-11..: 25 in_force, assumed, since 2025-04-05, by undated-confirms, told by 2.0
        """,
    ),
    Whole(
        "a rate that was cut today and is dated in the same breath is one rate",
        "US TH",
        [
            article("2025-04-06", "Siam", "25 in_force from 2025-04-05"),
            article("2025-05-10", "Isan", "18 reduced", "18 announced from 2025-05-09 was 25"),
        ],
        """
        */total 2025-04-05..2025-05-09: 25 in_force, observed, since 2025-04-05, until 2025-05-08, by effective-date, told by 1.0 2.1
        */total 2025-05-09..2025-05-11: 18 in_force, observed, since 2025-05-09, was 25, by effective-date, told by 2.1 2.0
        */total 2025-05-11..: 18 in_force, assumed, since 2025-05-09, was 25, by effective-date, told by 2.1 2.0
        """,
    ),
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE, ids=str)
def test_a_careful_reader_says_what_a_total_is(whole: Whole) -> None:
    whole.check()
