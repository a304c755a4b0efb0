"""
Fitting: the weights by which talks and memberships are chosen, from marked articles.

    python -m tests.extraction.fitting negotiation|membership [FOLDER…] [--write]

Prints for each batch what weights fitted on all the others choose there: the only honest measure of them. With --write
it fits them on everything and writes `NAME_weights.yaml`. FOLDERs hold marked articles in the form of `others/`, or in
that of the reading evaluation. A choice is among the candidates of one place in the text, and making no claim of it.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from math import exp, sqrt
from pathlib import Path
from typing import Any

import msgspec
import yaml

from service.domain.initiatives import slug_of
from service.domain.parties import code_of
from service.extraction import document, membership, negotiation, words
from service.extraction.document import Document
from tests.extraction import bank, gold

LEXICON = Path(words.__file__).parent / "lexicon"
ROUNDS, PENALTY, STEP, LEAST, SEED = 20, 0.01, 0.1, 3, 1
VAGUE = set("deal deals talks negotiations trade tariff tariffs and".split())
"""Words of a subject that tell none."""
Row = list[tuple[list[str], bool]]
"""The candidates of one place with their features, and whether each is right; the last is to make no claim."""
Proposing = Callable[[Document], Iterator[list[tuple[list[str], Any]]]]
PROPOSALS: dict[str, Proposing] = {"negotiation": negotiation.proposals, "membership": membership.proposals}


def articles(folders: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every marked article with the name of its batch: our own, and those of *folders*."""
    for folder in (gold.CORPUS, gold.LATER, gold.OTHERS):
        for name, record in gold.articles(folder):
            yield f"{folder.name[0]}{name[: 1 if folder == gold.OTHERS else 2]}", record
    for kind in PROPOSALS:
        for text, told in bank.sentences(kind):
            yield (
                "bank",
                {
                    "kinds": [kind],
                    "text": text,
                    "published_at": bank.PUBLISHED,
                    "claims": [CLAIM[kind](form) for form in told],
                },
            )
    for folder in folders:
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.json")]):
            if path.suffix == ".yaml":
                yield path.stem[0], yaml.safe_load(path.read_text("utf-8"))
            else:
                told = msgspec.json.decode(path.read_bytes())
                moment = told["article"].get("published_at") or f"{told['article']['published_on']}T12:00:00Z"
                yield path.parent.name, told["article"] | {"claims": told["claims"], "published_at": moment}


def _told_talks(form: list[Any]) -> dict[str, Any]:
    return {"kind": "negotiation", "parties": form[0].split(","), "subject": form[1]}


def _told_member(form: list[Any]) -> dict[str, Any]:
    return {"kind": "membership", "member": form[0], "initiative": form[1]}


CLAIM: dict[str, Callable[[list[Any]], dict[str, Any]]] = {"negotiation": _told_talks, "membership": _told_member}


def rows(kind: str, record: dict[str, Any]) -> Iterator[Row]:
    """The choices that the places of an article leave; those between optional claims are left out."""
    wanted = [claim for claim in record["claims"] if claim["kind"] == kind]
    published = record["published_at"]
    moment = datetime.fromisoformat(published) if isinstance(published, str) else published
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    read = document.read(record["text"], moment, record.get("title"))
    for places in PROPOSALS[kind](read):
        told = [(features, _label(kind, wanted, claim, record["text"])) for features, claim in places]
        some = any(right for _, right in told)
        judged = [(features, right) for features, right in told if right is not None]
        if judged:
            yield [*judged, ([], not some)]


def _label(kind: str, wanted: Sequence[dict[str, Any]], claim: Any, text: str) -> bool | None:
    """Whether *claim* is right; None where nothing tells whether it is."""
    fits = [AGREE[kind](each, claim, text) for each in wanted]
    if any(fits):
        sure = any(fit and not _spare(each) for fit, each in zip(fits, wanted, strict=True))
        return True if sure else None
    return None if None in fits else False


def _spare(claim: dict[str, Any]) -> bool:
    return bool(claim.get("optional") or claim.get("alternate_of"))


def _talks(wanted: dict[str, Any], claim: Any, text: str) -> bool | None:
    if {_party(each) for each in wanted["parties"]} != {_party(each.code or each.name) for each in claim.parties}:
        return False
    same = gold.words(wanted["subject"]) & gold.words(claim.subject)
    if same or _same_words(wanted, claim, text):
        return True
    return False if gold.words(claim.subject) - VAGUE else None


def _party(told: Any) -> str:
    name = told if isinstance(told, str) else told.get("code") or told["name"]
    return code_of(name.removeprefix("org:")) or name


def _same_words(wanted: dict[str, Any], claim: Any, text: str) -> bool:
    """Whether *claim* is told by the words that the marked one quotes."""
    at = text.find(wanted["quote"]) if wanted.get("quote") else -1
    spans = [(part["start"], part["end"]) for part in wanted.get("evidence", ())]
    spans += [(at, at + len(wanted["quote"]))] if at >= 0 else []
    return any(first < told.end and told.start < last for first, last in spans for told in claim.evidence)


def _member(wanted: dict[str, Any], claim: Any, _: str) -> bool | None:
    names = wanted["initiative"] if isinstance(wanted["initiative"], list) else [wanted["initiative"]]
    return wanted["member"] == claim.member and slug_of(claim.initiative) in {slug_of(name) for name in names}


AGREE: dict[str, Callable[[dict[str, Any], Any, str], bool | None]] = {"negotiation": _talks, "membership": _member}


def fit(held: Sequence[Row]) -> dict[str, float]:
    """Weights of the choices in *held*, by stochastic gradient descent with a falling step a feature."""
    often = Counter(name for row in held for name in {name for told, _ in row for name in told})
    kept = [[([name for name in told if often[name] >= LEAST], fits) for told, fits in row] for row in held]
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-6)
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(kept)
        for row in kept:
            for name, slope in _slopes(row, weights).items():
                step = slope - PENALTY * weights[name]
                squares[name] += step * step
                weights[name] += STEP * step / sqrt(squares[name])
    return {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= 0.05}


def _slopes(row: Row, weights: dict[str, float]) -> dict[str, float]:
    sums = [sum(weights[name] for name in told) for told, _ in row]
    beliefs = [exp(each - max(sums)) for each in sums]
    whole, right = sum(beliefs), sum(belief for belief, (_, fits) in zip(beliefs, row, strict=True) if fits)
    found: defaultdict[str, float] = defaultdict(float)
    for belief, (told, fits) in zip(beliefs, row, strict=True):
        pull = (belief / right if fits else 0.0) - belief / whole
        for name in told:
            found[name] += pull
    return found


def judge(held: Sequence[Row], weights: dict[str, float]) -> Counter[str]:
    """How often the choices by *weights* are right, wrong, or rightly or wrongly no claim."""
    count: Counter[str] = Counter()
    for row in held:
        told, fits = max(row, key=lambda each: sum(weights.get(name, 0.0) for name in each[0]))
        silent = told == [] and row[-1][0] is told
        count[f"{'no claim' if silent else 'claim'} {'right' if fits else 'wrong'}"] += 1
    return count


def main(arguments: Sequence[str]) -> None:
    kind, folders = arguments[0], [Path(each) for each in arguments[1:] if not each.startswith("-")]
    held: defaultdict[str, list[Row]] = defaultdict(list)
    for batch, record in articles(folders):
        if kind in record.get("kinds", [kind]):
            held[batch] += rows(kind, record)
    whole: Counter[str] = Counter()
    for batch, own in held.items():
        count = judge(own, fit([row for other, each in held.items() if other != batch for row in each]))
        whole += count
        sys.stdout.write(f"{batch:8s} {dict(sorted(count.items()))}\n")
    sys.stdout.write(f"{'all':8s} {dict(sorted(whole.items()))}\n")
    if "--write" in arguments:
        note = f"# Made by python -m tests.extraction.fitting {kind}: what each hint counts.\n"
        table = fit([row for each in held.values() for row in each])
        path = LEXICON / f"{kind}_weights.yaml"
        path.write_text(note + yaml.safe_dump(table, sort_keys=True, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
