"""
Stories from elsewhere, asked about over HTTP: each answer is one that a careful reader of the articles would sign.

An expectation is what one item says, in the order of the items; a reason where there is none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.http.conftest import Service
from tests.http.stories import article, meeting, membership, tariff


def told(day: str, *claims: dict[str, Any]) -> dict[str, Any]:
    """An article of that day, in a paper of its own, with a sentence for each claim."""
    sentences = [
        (f"On {day} the paper printed what claim {number} says.", claim) for number, claim in enumerate(claims)
    ]
    return article(f"of-{day}", f"{day}T10:00:00Z", *sentences, publisher=f"Paper of {day}")


def duty(imposer: str, target: str, rate: float | None, since: str | None, **more: Any) -> dict[str, Any]:
    return tariff(rate, since, **{"imposer": imposer, "target": target, **more})


def talks(status: str, date: str | None = None) -> dict[str, Any]:
    parties = [{"type": "org", "name": "EU", "code": "EU"}, {"type": "org", "name": "Mercosur"}]
    return {
        "kind": "negotiation", "subject": "EU-Mercosur trade agreement", "status": status, "date": date,
        "parties": parties,
    }  # fmt: skip


def stand(stance: str) -> dict[str, Any]:
    return {"kind": "position", "actor": "CH", "stance": stance, "topic": "pharmaceutical tariffs"}


def premier(person: str) -> dict[str, Any]:
    return {"kind": "office", "person": person, "role": "prime minister", "country": "JP"}


def visit(date: str, status: str) -> dict[str, Any]:
    return meeting(date, status, (("Emmanuel Macron", "FR"), ("Anthony Albanese", "AU")), place="Paris")


class Asked(NamedTuple):
    """A question with its answer: the parts of each item, or a reason."""

    path: str
    filters: dict[str, Any]
    as_of: str
    known_by: str
    expected: list[dict[str, Any]] | str


BARLEY = {"imposer": "CN", "target": "AU", "product": "barley"}
NATO = {"initiative": "NATO"}
TALKS = {"party": "EU", "subject": "trade"}
JAPAN = {"country": "JP", "role": "prime minister"}

STORIES: dict[str, tuple[list[dict[str, Any]], list[Asked]]] = {
    "a duty on one product that is lifted": (
        [
            told("2020-05-19", duty("CN", "AU", 80.5, "2020-05-19", product="barley")),
            told("2023-08-04", duty("CN", "AU", None, "2023-08-05", product="barley", status="lifted")),
        ],
        [
            Asked("tariffs", BARLEY, "2021-01-01", "2021-01-01", [{"rate": "80.5", "standing": "assumed", "until": None}]),
            Asked("tariffs", BARLEY, "2023-08-04", "2023-08-04", [{"rate": "80.5", "until": "2023-08-04"}]),
            Asked("tariffs", BARLEY, "2020-01-01", "2021-01-01", "not-in-force"),
            Asked("tariffs", BARLEY, "2023-09-01", "2023-09-01", "not-in-force"),
            Asked("tariffs", BARLEY, "2021-01-01", "2020-01-01", "not-known-yet"),
            Asked("tariffs", {**BARLEY, "product": "wine"}, "2021-01-01", "2023-09-01", "unknown"),
            Asked("tariffs", BARLEY, "2023-08", "2023-09-01", [{"rate": "80.5"}]),
            Asked("tariffs", {**BARLEY, "match": "certain"}, "2023-07", "2023-09-01", [{"rate": "80.5"}]),
            Asked("tariffs", {**BARLEY, "match": "certain"}, "2023-08", "2023-09-01", "not-in-force"),
        ],
    ),
    "a duty whose first day is a month": (
        [told("2023-09-05", duty("IN", "CA", 30, "2023-09", product="apples"))],
        [
            Asked("tariffs", {"imposer": "IN", "target": "CA", "product": "apples"}, day, "2023-12-01", expected)
            for day, expected in (
                ("2023-08-31", "not-in-force"),
                ("2023-09-02", [{"rate": "30", "certainty": "possible", "since": "2023-09"}]),
                ("2023-10-02", [{"rate": "30", "certainty": "certain"}]),
                ("2023-09", [{"rate": "30", "certainty": "possible"}]),
            )
        ],
    ),
    "a level that changes within the month that is asked about": (
        [
            told("2025-02-01", duty("CA", "CN", 25, "2025-02-10")),
            told("2025-03-05", duty("CA", "CN", 40, "2025-03-12", previous_rate=25)),
        ],
        [
            Asked("tariffs", {"imposer": "CA", "target": "CN"}, "2025-03", "2025-04-01", [{"rate": "25"}, {"rate": "40"}]),
            Asked("tariffs", {"imposer": "CA", "match": "certain"}, "2025-04", "2025-04-01", [{"rate": "40"}]),
            Asked("tariffs", {"imposer": "CA", "match": "certain"}, "2025-03", "2025-04-01", "not-in-force"),
        ],
    ),
    "papers that disagree": (
        [
            told("2025-04-10", duty("EU", "US", 25, "2025-04-15", product="motorcycles")),
            told("2025-04-11", duty("EU", "US", 20, "2025-04-15", product="motorcycles")),
        ],
        [
            Asked(
                "tariffs", {"imposer": "EU", "target": "US", "product": "motorcycles"}, "2025-04-20", "2025-04-12",
                [{"contested": True, "standing": "scheduled", "rates": ["20", "25"]}],
            ),
            Asked(
                "tariffs", {"imposer": "EU", "target": "US", "product": "motorcycles"}, "2025-04-20", "2025-04-10",
                [{"contested": False, "rate": "25", "since": "2025-04-15"}],
            ),
        ],
    ),
    "two that join one after the other": (
        [
            told("2022-05-18", membership("FI", "applied", "2022-05-18", "NATO"), membership("SE", "applied", None, "NATO")),
            told("2023-04-04", membership("FI", "joined", "2023-04-04", "NATO")),
            told("2024-03-07", membership("SE", "joined", "2024-03-07", "NATO")),
        ],
        [
            Asked("memberships", {**NATO, "member": "FI"}, "2023-05-01", "2023-04-01", [{"status": "applied"}]),
            Asked("memberships", {**NATO, "member": "FI"}, "2023-05-01", "2023-05-01", [{"status": "joined"}]),
            Asked("memberships", {**NATO, "member": "FI"}, "2023-04", "2023-05-01", [{"status": "applied"}, {"status": "joined"}]),
            Asked("memberships", {**NATO, "member": "FI"}, "2021-01-01", "2023-05-01", "not-in-force"),
            Asked("memberships", {**NATO, "member": "SE"}, "2012-01-01", "2023-05-01", "unknown"),
            Asked("memberships", {**NATO, "member": "NO"}, "2023-05-01", "2023-05-01", "unknown"),
            Asked("initiatives/nato/members", {}, "2023-06-01", "2023-06-01", [{"status": "joined"}, {"status": "applied"}]),
        ],
    ),
    "a departure that is put off": (
        [
            told("2017-03-29", membership("GB", "leaving", "2019-03-29", "European Union")),
            told("2019-10-29", membership("GB", "leaving", "2020-01-31", "European Union")),
            told("2020-02-01", membership("GB", "left", "2020-01-31", "European Union")),
        ],
        [
            Asked("memberships", {"member": "GB", "initiative": "EU"}, "2019-04-15", "2018-01-01", [{"status": "left", "standing": "scheduled"}]),
            Asked("memberships", {"member": "GB", "initiative": "EU"}, "2019-04-15", "2019-11-01", [{"status": "leaving"}]),
            Asked("memberships", {"member": "GB", "initiative": "EU"}, "2020-03-01", "2020-03-01", [{"status": "left", "since": "2020-01-31"}]),
        ],
    ),
    "one who is invited, expected, and declines": (
        [
            told("2023-08-24", membership("AR", "invited", "2023-08-24", "BRICS")),
            told("2023-09-01", membership("AR", "expected_to_join", "2024-01-01", "BRICS")),
            told("2023-12-29", membership("AR", "declined", "2023-12-29", "BRICS")),
        ],
        [
            Asked("memberships", {"member": "AR"}, "2024-02-01", "2023-09-10", [{"status": "joined", "standing": "scheduled"}]),
            Asked("memberships", {"member": "AR"}, "2023-09-10", "2023-09-10", [{"status": "expected_to_join", "next": ["joined"]}]),
            Asked("memberships", {"member": "AR"}, "2024-02-01", "2024-02-01", [{"status": "declined"}]),
        ],
    ),
    "a visit that is called off": (
        [told("2024-03-01", visit("2024-03-20", "planned")), told("2024-03-18", visit("2024-03-20", "cancelled"))],
        [
            Asked("meetings", {"party": ["FR", "AU"]}, "2024-03-10", "2024-03-10", [{"status": "planned", "standing": "scheduled"}]),
            Asked("meetings", {"party": ["FR", "AU"]}, "2024-03-21", "2024-03-21", [{"status": "cancelled", "date": "2024-03-20"}]),
            Asked("meetings", {"party": "NZ"}, "2024-03-21", "2024-03-21", "unknown"),
            Asked("timeline", {"party": "AU", "match": "certain", "from": "2024-03-20", "to": "2024-03-20"}, "2024-03-21", "2024-03-21", [{"status": "cancelled"}]),
        ],
    ),
    "talks that stall and are concluded again": (
        [
            told("2019-06-28", talks("concluded", "2019-06-28")),
            told("2021-02-01", talks("stalled")),
            told("2024-12-06", talks("concluded", "2024-12-06")),
            told("2026-01-17", talks("signed", "2026-01-17")),
        ],
        [
            Asked("negotiations", TALKS, "2022-01-01", "2022-01-01", [{"status": "stalled"}]),
            Asked("negotiations", TALKS, "2024-12", "2026-02-01", [{"status": "stalled"}, {"status": "concluded"}]),
            Asked("negotiations", TALKS, "2026-02-01", "2025-01-01", [{"status": "concluded", "since": "2024-12-06"}]),
            Asked("negotiations", TALKS, "2026-02-01", "2026-02-01", [{"status": "signed"}]),
            Asked("negotiations", TALKS, "2010-01-01", "2026-02-01", "not-in-force"),
        ],
    ),
    "a stand that turns round": (
        [told("2025-05-01", stand("opposes")), told("2025-09-01", stand("supports"))],
        [
            Asked("positions", {"actor": "CH"}, "2025-06-01", "2025-06-01", [{"stance": "opposes", "certainty": "certain"}]),
            Asked("positions", {"actor": "CH"}, "2025-06-01", "2025-10-01", [{"stance": "opposes", "certainty": "possible"}]),
            Asked("positions", {"actor": "CH"}, "2025-10-01", "2025-10-01", [{"stance": "supports"}]),
            Asked("positions", {"actor": "CH"}, "2025", "2025-10-01", [{"stance": "opposes"}, {"stance": "supports"}]),
            Asked("positions", {"actor": "CH"}, "2019-01-01", "2025-10-01", "unknown"),
            Asked("positions", {"actor": "CH"}, "2025-06-01", "2025-01-01", "not-known-yet"),
        ],
    ),
    "an office that passes on": (
        [told("2024-10-01", premier("Shigeru Ishiba")), told("2025-10-21", premier("Sanae Takaichi"))],
        [
            Asked("offices", JAPAN, "2025-11-01", "2025-10-01", [{"person": "Shigeru Ishiba", "standing": "assumed"}]),
            Asked("offices", JAPAN, "2025-11-01", "2025-11-01", [{"person": "Sanae Takaichi"}]),
            Asked("offices", JAPAN, "2025-06-01", "2025-11-01", [{"person": "Shigeru Ishiba", "certainty": "possible"}]),
            Asked("offices", JAPAN, "2025-10", "2025-11-01", [{"person": "Shigeru Ishiba"}, {"person": "Sanae Takaichi"}]),
            Asked("offices", JAPAN, "2010-01-01", "2025-11-01", "unknown"),
        ],
    ),
}  # fmt: skip


def shown(item: dict[str, Any], name: str) -> Any:
    if name == "rates":
        return sorted([item["rate"], *(each["rate"] for each in item["alternatives"])])
    if name == "next":
        return [each["status"] for each in item["next"]]
    part = item[name]
    return part["edtf"] if isinstance(part, dict) else part


@pytest.mark.parametrize("name", STORIES)
async def test_a_careful_reader_would_sign_every_answer(service: Service, name: str) -> None:
    articles, questions = STORIES[name]
    await service.record(*articles)
    for asked in questions:
        clocks = {"as_of": asked.as_of, "known_by": asked.known_by}
        answer = (await service.client.get(f"/v1/{asked.path}", params={**asked.filters, **clocks})).json()
        if isinstance(asked.expected, str):
            assert (answer["items"], answer["nothing"]["reason"]) == ([], asked.expected), asked
            continue
        said = [
            {part: shown(item, part) for part in expected}
            for item, expected in zip(answer["items"], asked.expected, strict=True)
        ]
        assert said == asked.expected, asked
        assert all(item["evidence"] for item in answer["items"])
