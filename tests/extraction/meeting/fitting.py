"""
Fitting: the weights by which likely meetings are told, from marked articles.

    python -m tests.extraction.meeting.fitting [FOLDER…] [--write]

Prints for each batch how the weights fitted on all the others judge its candidates there: the only honest measure of
them. With --write it fits them on everything and writes `meeting_weights.yaml`. FOLDERs of marked articles in the form of the
reading evaluation are fitted on, too. What the frames have told is a feature like others.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import exp, sqrt
from pathlib import Path
from typing import Any

import msgspec
import yaml

from service.domain.people import same_person
from service.extraction import document, meeting, words
from service.extraction.document import Document
from service.extraction.meeting import likely, sides
from service.extraction.meeting.company import Side, Stop
from service.extraction.parts import Sentence
from tests.extraction import gold

WEIGHTS = Path(words.__file__).parent / "lexicon" / "meeting_weights.yaml"
ROUNDS, PENALTY, STEP, LEAST, SEED = 12, 0.02, 0.3, 4, 1
KINDS = {"visit": "visit", "phone_call": "call"}


class Marked(msgspec.Struct):
    """A meeting as marked: its groups, people, countries and groups of countries, where it stands in the text."""

    groups: set[str]
    people: list[str]
    codes: set[str]
    place: str | None
    start: int
    end: int
    optional: bool


class Example(msgspec.Struct):
    """A candidate: what speaks for it, and whether it was marked; None where that cannot be told."""

    batch: str
    group: str
    features: list[str]
    label: bool | None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def of_yaml(text: str, claim: dict[str, Any]) -> Marked:
    who = [str(each) for each in claim["who"]]
    codes = {each.rpartition("/")[2] for each in who if not each.startswith("org:")}
    quote = claim.get("quote") or ""
    start = text.find(quote) if quote else 0
    return Marked(
        set(listed(claim["group"])), [each.rpartition("/")[0] for each in who if "/" in each and not each.startswith("org:")],
        codes | {each[4:] for each in who if each.startswith("org:")}, claim.get("place"), max(start, 0),
        max(start, 0) + len(quote), bool(claim.get("optional")),
    )  # fmt: skip


def of_json(claim: dict[str, Any]) -> Marked:
    who = claim["participants"]
    span = claim["evidence"][0]
    return Marked(
        {KINDS.get(kind, "meet") for kind in listed(claim["meeting_kind"])},
        [each["name"] for each in who if each["type"] == "person"],
        {code for each in who if (code := each.get("country") or each.get("code") or (each.get("name") if each["type"] == "org" else None))},
        claim.get("place"), span["start"], span["end"], bool(claim.get("optional")),
    )  # fmt: skip


def articles(folders: Sequence[Path]) -> Iterator[tuple[str, Document, list[Marked]]]:
    """Every article that is marked for meetings: our own that may be looked at, and those of *folders*."""
    for folder in (gold.CORPUS, gold.LATER, gold.OTHERS):
        for name, record in gold.articles(folder):
            published = record["published_at"]
            moment = datetime.fromisoformat(published) if isinstance(published, str) else published
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            told = [of_yaml(record["text"], claim) for claim in record["claims"] if claim["kind"] == "meeting"]
            batch = f"{folder.name} {name[0]}" if folder == gold.OTHERS else folder.name
            yield batch, document.read(record["text"], moment, record.get("title")), told
    for path in sorted(path for folder in folders for path in folder.rglob("*.json")):
        record = msgspec.json.decode(path.read_bytes())
        held = record["article"]
        published = held.get("published_at") or f"{held['published_on']}T12:00:00Z"
        moment = datetime.fromisoformat(published)
        told = [of_json(claim) for claim in record["claims"] if claim["kind"] == "meeting"]
        yield path.parent.name, document.read(held["text"], moment, held.get("title")), told


def examples(batch: str, read: Document, marked: Sequence[Marked]) -> list[Example]:
    """The candidates of an article, as they come up when it is read."""
    found: list[Example] = []

    def note(sentence: Sentence, each: likely.Candidate) -> float:
        right = label(sentence, each.left, each.right, each.group, marked)
        found.append(Example(batch, each.group, each.features, right))
        return float(right or 0)  # what follows is read as if all before had been read right

    meeting.drafted(read, note)
    return found


def label(
    sentence: Sentence, left: Side, right: Side | Stop | None, group: str, marked: Sequence[Marked]
) -> bool | None:
    """Whether the sentence is marked with such a meeting; None where it is marked elsewhere, or as optional."""
    who = left.who.add(right.who) if isinstance(right, Side) else left.who
    found: bool | None = False
    for each in marked:
        if group not in each.groups or not agree(each, who):
            continue
        if (
            isinstance(right, Stop)
            and each.place
            and sides.country_of(each.place) not in (None, sides.country_of(right.place))
        ):
            continue
        here = each.end > each.start and each.start < sentence.end and sentence.start < each.end
        if here and not each.optional:
            return True
        found = None
    return found


def agree(marked: Marked, who: sides.Sides) -> bool:
    names = [person.name for person in who.people]
    codes = sides.people_countries([who]) | set(who.orgs)
    if marked.people and names:
        shared = sum(any(same_person(name, each) for each in names) for name in marked.people)
        return shared > 0 and shared / (len(marked.people) + len(names) - shared) >= 0.5
    share = len(codes & marked.codes) / max(len(codes | marked.codes), 1)
    return bool(codes) and share >= (0.99 if marked.people else 0.5)


def descend(rows: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Weights of a yes or no, by stochastic gradient descent with a falling step a feature."""
    often = Counter(name for told, _ in rows for name in told)
    kept = [([name for name in told if often[name] >= LEAST], fits) for told, fits in rows]
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-6)
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(kept)
        for told, fits in kept:
            pull = fits - chance(weights, told)
            for name in told:
                slope = pull - PENALTY * weights[name]
                squares[name] += slope * slope
                weights[name] += STEP * slope / sqrt(squares[name])
    return {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= 0.05}


def chance(weights: dict[str, float], told: Sequence[str]) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, sum(weights.get(name, 0.0) for name in told)))))


def fit(held: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The tables of weights that *held* give."""
    return {
        group: descend([(each.features, each.label) for each in held if each.group == group and each.label is not None])
        for group in ("meet", "call", "visit")
    }


def judge(held: Sequence[Example], tables: dict[str, dict[str, float]]) -> Counter[str]:
    """How often the tables are right about what no frame told."""
    count: Counter[str] = Counter()
    for each in held:
        if each.label is None or "told already" in each.features:
            continue
        taken = chance(tables[each.group], each.features) >= likely.ENOUGH
        count[f"{'right' if taken == each.label else 'wrong'} {'taken' if taken else 'left'}"] += 1
    return count


def main(arguments: Sequence[str]) -> None:
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    held = [each for article in articles(folders) for each in examples(*article)]
    for batch in sorted({each.batch for each in held}) if "--write" not in arguments else ():
        tables = fit([each for each in held if each.batch != batch])
        count = judge([each for each in held if each.batch == batch], tables)
        sys.stdout.write(f"{batch:12s} {dict(sorted(count.items()))}\n")
    if "--write" in arguments:
        note = "# Made by python -m tests.extraction.meeting.fitting: what each hint counts, by group of meetings.\n"
        WEIGHTS.write_text(note + yaml.safe_dump(fit(held), sort_keys=True, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
