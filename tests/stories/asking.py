"""
Stories with questions: told to a service over HTTP, asked, and compared with what a careful reader expects.

An answer is right when its first item, or an alternative of it where sources are expected to disagree, says all that
the expectation names; what the expectation leaves out may be anything. The form is in README.md beside this file.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from service.domain import edtf, folding
from service.settings import Settings
from tests.http.conftest import KEY, Service, serving

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PATHS = {"tariff": "tariffs", "membership": "memberships", "negotiation": "negotiations", "meeting": "meetings"}
OVER = {"lifted", "expired", "withdrawn", "struck_down"}
"""Statuses of levels that are charged no more."""
AROUND = timedelta(days=10)
"""How far from the days asked for a meeting is looked for."""
WIDE_DAYS = 31
"""A date may be this wide, or three times as wide as the expected one: a wider one says nothing."""
MEETINGS = {"visit": {"visit"}, "phone_call": {"phone_call"}}
"""Kinds of meeting that are asked for by name; every other kind, and a visit too, is a meeting."""

Item = dict[str, Any]
Answers = dict[str, list[list[Item]]]
"""For each question the items answered, at each of its knowledge times."""


class Story(NamedTuple):
    """Articles in the order in which they arrive, and questions about them."""

    articles: list[dict[str, Any]]
    questions: list[dict[str, Any]]

    def urls(self, article_ids: Sequence[str]) -> set[str]:
        return {each["url"] for each in self.articles if each["id"] in article_ids}


@cache
def story(name: str) -> Story:
    told = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), LOADER)
    return Story(told["articles"], told["questions"])


def submission(article: dict[str, Any]) -> dict[str, Any]:
    """The article as it is posted: each claim's quotes are where they first stand in the text."""
    text, claims = article["text"], []
    for claim in article["claims"]:
        spans = []
        for quote in claim["quotes"]:
            start = text.index(quote)
            spans.append({"start": start, "end": start + len(quote), "text": quote})
        claims.append({**{name: value for name, value in claim.items() if name != "quotes"}, "evidence": spans})
    return {**{name: value for name, value in article.items() if name != "id"}, "claims": claims}


def answers(database: str, name: str, order: Sequence[int] = ()) -> Answers:
    """What a service on an empty *database* answers when the story's articles arrive in their order, or in *order*."""
    told = story(name)
    arriving = [told.articles[index] for index in order] if order else told.articles
    lines = b"\n".join(json.dumps(submission(article)).encode() for article in arriving)

    async def tell_and_ask() -> Answers:
        async with serving(Settings(database_url=database, bootstrap_key=KEY, pool_size=4)) as service:
            response = await service.send("/v1/articles", lines, **{"Content-Type": "application/x-ndjson"})
            receipts = [json.loads(line) for line in response.text.splitlines()]
            assert [receipt for receipt in receipts if receipt["status"] != 201] == []
            await service.project()
            return {each["id"]: [await ask(service, each, at) for at in times(each)] for each in told.questions}

    # A loop of its own leaves the thread's current loop alone.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(tell_and_ask())


def times(question: dict[str, Any]) -> list[str]:
    known_by = question["known_by"]
    return known_by if isinstance(known_by, list) else [known_by]


async def ask(service: Service, question: dict[str, Any], known_by: str) -> list[Item]:
    """The items that bear on the question, the one that answers it first."""
    asked, kind = dict(question["ask"]), question["kind"]
    if kind == "negotiation":
        asked["party"] = asked.pop("parties")
    if kind == "meeting":
        asked = _whereabouts(asked)
    answer = await service.ask(f"/v1/{PATHS[kind]}", **asked, as_of=question["as_of"], known_by=known_by)
    items: list[Item] = answer["items"]
    if kind == "meeting":
        return _meant(question["ask"], items)
    return [item for item in items if kind != "tariff" or item["status"] not in OVER]


def _whereabouts(asked: dict[str, Any]) -> dict[str, Any]:
    days = edtf.parse(asked["near"])
    window = {"from_": edtf.first_day(days) - AROUND, "to": edtf.last_day(days) + AROUND}
    return {"party": asked["between"], "person": asked.get("persons", []), **window}


def _meant(asked: dict[str, Any], items: list[Item]) -> list[Item]:
    """The meetings of the kind, at the place and of the name asked for, the nearest in time first."""
    named = MEETINGS.get(asked["kind_group"])
    items = [
        each for each in items if (each["meeting_kind"] in named if named else each["meeting_kind"] != "phone_call")
    ]
    if "place" in asked:
        items = [each for each in items if at_place(asked["place"], each)]
    # An empty name is as like as any other, so that without a name nothing is left out.
    likeness = [len(_words(asked.get("name")) & _words(each["name"])) for each in items]
    items = [each for each, alike in zip(items, likeness, strict=True) if alike == max(likeness)]
    middle = _middle(_days(asked["near"]))
    return sorted(items, key=lambda each: abs(_middle(_days(each["date"])) - middle))


def _words(text: str | None) -> set[str]:
    return set(folding.words(text or "")) - {"the", "of", "on", "a", "and", "meeting"}


def _days(told: Any) -> tuple[date, date]:
    """The first and the last day of an EDTF text, or of a date as it is answered."""
    if isinstance(told, str):
        interval = edtf.parse(told)
        return edtf.first_day(interval), edtf.last_day(interval)
    if told is None:
        return date.min, date.max
    first, last = told["earliest"], told["latest"]
    return date.fromisoformat(first) if first else date.min, date.fromisoformat(last) if last else date.max


def _middle(days: tuple[date, date]) -> float:
    return (days[0].toordinal() + days[1].toordinal()) / 2


def same_days(expected: str, told: Any) -> bool:
    """Whether a date is told that can be the expected one, and is not so wide that it says nothing."""
    (first, last), (earliest, latest) = _days(expected), _days(told)
    widest = max(WIDE_DAYS, 3 * ((last - first).days + 1))
    return earliest <= last and first <= latest and (latest - earliest).days + 1 <= widest


def at_place(expected: str, item: Item) -> bool:
    """Whether the place told is the expected one, or one that contains the other by its words ("Paris, France")."""
    place, wanted = _words(item["place"]), _words(expected)
    return wanted <= place | _words(item["place_country"]) or (bool(place) and place <= wanted)


def _rate(told: Any) -> Decimal | None:
    return None if told is None else Decimal(str(told))


def _one_of(expected: Any) -> list[Any]:
    return expected if isinstance(expected, list) else [expected]


def _all_told(values: list[Any], item: Item) -> bool:
    """Whether each of the values is a rate or a status of the item or of one of its alternatives."""
    told = [item, *item["alternatives"]]
    said = {each["status"] for each in told} | {_rate(each.get("rate")) for each in told}
    return all((value if isinstance(value, str) else _rate(value)) in said for value in values)


FITS: dict[str, Callable[[Any, Item], bool]] = {
    "rate": lambda expected, item: _rate(item["rate"]) == _rate(expected),
    "rate_op": lambda expected, item: item["rate_op"] in _one_of(expected),
    "status": lambda expected, item: item["status"] in expected,
    "since": lambda expected, item: same_days(expected, item["since"]),
    "date": lambda expected, item: same_days(expected, item["date"]),
    "place": lambda expected, item: any(at_place(place, item) for place in _one_of(expected)),
    "contested": lambda expected, item: item["contested"] == expected,
    "values": _all_told,
    "sources": lambda expected, item: len({each["url"] for each in item["evidence"]}) >= expected,
}
"""For each thing that may be expected, whether an item says it."""


def differences(told: Story, expected: dict[str, Any], items: list[Item]) -> list[str]:
    """What the first item says otherwise than expected; [] as well where another acceptable answer is given."""
    if any(not differences(told, other, items) for other in expected.get("also_accept", [])):
        return []
    if expected.get("none"):
        return [f"nothing is known to hold, but answered is {shown(each)}" for each in items[:1]]
    if not items:
        return [f"nothing is answered, but expected is {expected}"]
    found = [
        f"{name} is not {expected[name]}"
        for name, fits in FITS.items()
        if name in expected and not fits(expected[name], items[0])
    ]
    quoted = {each["url"] for each in items[0]["evidence"]} & told.urls(expected.get("not_sources", []))
    found += [f"evidence of something else: {url}" for url in sorted(quoted)]
    return [*found, f"in {shown(items[0])}"] if found else []


def shown(item: Item) -> dict[str, Any]:
    """An item as far as it says something."""
    told = {name: item[name] for name in ("rate", "rate_op", "status", "place", "name", "contested") if item.get(name)}
    told |= {name: item[name]["edtf"] for name in ("since", "date") if item.get(name)}
    return told | {"evidence": sorted({each["url"] for each in item["evidence"]})}
