"""
Fitting: the weights by which figures are read, from marked articles.

    python -m tests.extraction.tariffs.fitting [FOLDER…] [--write]

Prints for each batch what weights fitted on all the others choose there: the only honest measure of them. With --write
it fits them on everything and writes `weights.yaml`. FOLDERs of marked articles in the form of the reading evaluation
are fitted on, too. Every figure counts, whether a frame took it or not; what the article says of it itself is hidden.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from math import exp, sqrt
from pathlib import Path
from typing import Any

import msgspec
import yaml

from service.extraction import document, tariffs
from service.extraction.tariffs import figures, standing, wares, weighing
from service.extraction.tariffs.talk import Figure, Talk
from tests.extraction import gold
from tests.extraction.tariffs import scoring

WEIGHTS = Path(tariffs.__file__).parent / "weights.yaml"
ROUNDS, PENALTY, STEP, LEAST, SEED = 15, 0.01, 0.15, 6, 1
Row = list[tuple[list[str], bool]]
"""Candidates with their features, and whether each is right."""


class Article(msgspec.Struct):
    """A marked article; `claims` are its tariff claims, optional ones with `optional` set, each with its `spans`."""

    batch: str
    title: str | None
    published_at: datetime
    text: str
    claims: list[dict[str, Any]]


class Example(msgspec.Struct):
    """One figure: what speaks for it, its candidates, and the gold claims that it tells."""

    batch: str
    duty: list[str]
    imposers: dict[str, list[str]]
    targets: dict[tuple[str, ...], list[str]]
    products: dict[str, list[str]]
    pairs: dict[tuple[str, tuple[str, ...]], list[str]]
    label: bool | None
    claims: list[dict[str, Any]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def marked(batch: str, record: dict[str, Any], claims: Sequence[dict[str, Any]]) -> Article:
    published = record["published_at"]
    moment = datetime.fromisoformat(published) if isinstance(published, str) else published
    text = record["text"]
    for claim in claims:
        quote = claim.get("quote")
        start = text.find(quote) if quote else -1
        told = [(part["start"], part["end"]) for part in claim.get("evidence", ())]
        claim["spans"] = told or ([(start, start + len(quote))] if quote and start >= 0 else [])
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Article(batch, record.get("title"), moment, text, list(claims))


def articles(folders: Sequence[Path]) -> Iterator[Article]:
    """Every article that is marked for tariffs: our own, and those of *folders*."""
    for folder in (gold.CORPUS, gold.LATER):
        for name, record in gold.articles(folder):
            if "tariff" in record.get("kinds", ()):
                yield marked(name[:2], record, [claim for claim in record["claims"] if claim["kind"] == "tariff"])
    for path in sorted(scoring.CORPUS.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            spare = [claim | {"optional": True} for claim in row.get("optional", [])]
            yield marked(path.stem, row, [*row["claims"], *spare])
    for path in sorted(path for folder in folders for path in folder.rglob("*.json")):
        record = msgspec.json.decode(path.read_bytes())
        told = record["article"]
        told["published_at"] = told.get("published_at") or f"{told['published_on']}T12:00:00Z"
        claims = [claim for claim in record["claims"] if claim["kind"] == "tariff"]
        yield marked(path.parent.name, told, claims)


def examples(article: Article) -> Iterator[Example]:
    """The figures of *article*, each with what is known without the statements that took it."""
    read = document.read(article.text, article.published_at, article.title)
    views = tariffs.viewed(read)
    told = tariffs.threaded(read, views)
    if told is None:
        return
    thread, statements, _ = told
    for figure, _ in figures.figures(Talk(thread, views, statements), statements):
        rate = figure.rate.value if figure.rate is not None else None
        own = [held for held in statements if held.sentence == figure.view.index and held.rate == rate]
        others = [held for held in statements if not any(held is each for each in own)]
        yield example(article, Talk(thread, views, others), figure)


def example(article: Article, talk: Talk, figure: Figure) -> Example:
    rate = figure.rate.value if figure.rate is not None else None
    rates = [claim for claim in article.claims if rate in known(claim)]
    here = [claim for claim in rates if covers(claim, figure)]
    label = (
        None if rate is None else True if any(not claim.get("optional") for claim in here) else None if rates else False
    )
    senders, bearers = standing.imposers(talk, figure), standing.targets(talk, figure)
    pairs = standing.Pairs(talk, figure)
    return Example(
        article.batch,
        figures.evidence(talk, figure, figure.rate) if figure.rate is not None else [],
        senders,
        bearers,
        wares.products(talk, figure),
        {(code, codes): pairs.features(code, codes) for code in senders for codes in bearers if code not in codes},
        label,
        here,
    )


def known(claim: dict[str, Any]) -> list[Decimal | None]:
    return [None if rate is None else Decimal(str(rate)) for rate in listed(claim.get("rate"))]


def covers(claim: dict[str, Any], figure: Figure) -> bool:
    spans, tokens = claim["spans"], figure.view.tokens
    first, last = tokens[figure.first].start, tokens[figure.last - 1].end
    return (not spans and figure.rate is not None) or any(start < last and first < end for start, end in spans)


def sides(held: Example) -> set[tuple[str, frozenset[str]]]:
    """Who imposes the figure on whom, by the gold: each imposer with all targets."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in held.claims:
        found[claim["imposer"]].add(claim["target"])
    return {(imposer, frozenset(codes)) for imposer, codes in found.items()}


def pair_features(held: Example, code: str, codes: tuple[str, ...]) -> list[str]:
    return [
        *(f"imposer {name}" for name in held.imposers[code]),
        *(f"target {name}" for name in held.targets[codes]),
        *(f"pair {name}" for name in held.pairs[code, codes]),
    ]


def of_parties(held: Example) -> Row:
    right = sides(held)
    row = [(pair_features(held, *pair), (pair[0], frozenset(pair[1])) in right) for pair in held.pairs]
    if any(fits for _, fits in row):
        return row
    part = [any(pair[0] == code and set(pair[1]) <= codes for code, codes in right) for pair in held.pairs]
    return [(told, fits) for (told, _), fits in zip(row, part, strict=True)]


def of_products(held: Example) -> Row:
    return [([f"product {name}" for name in told], goods(held, product)) for product, told in held.products.items()]


def goods(held: Example, product: str) -> bool:
    mine = scoring.words("" if product == "*" else product)
    wanted = [scoring.words("" if each == "*" else each) for c in held.claims for each in listed(c.get("product", "*"))]
    return any(
        (not each and not mine) or len(each & mine) >= 0.5 * max(min(len(each), len(mine)), 1) for each in wanted
    )


def of_duty(held: Example) -> Row:
    """A figure against nothing: the weights of a duty are those of a choice between the two."""
    return [([f"duty {name}" for name in held.duty], bool(held.label)), ([], not held.label)]


def rows(held: Sequence[Example], make: Callable[[Example], Row]) -> list[Row]:
    made = (make(each) for each in held)
    return [row for row in made if any(fits for _, fits in row) and not all(fits for _, fits in row)]


def descend(found: Sequence[Row]) -> dict[str, float]:
    """Weights of a choice among candidates, by stochastic gradient descent with a falling step a feature."""
    often = Counter(name for row in found for told, _ in row for name in set(told))
    kept = [[([name for name in told if often[name] >= LEAST], fits) for told, fits in row] for row in found]
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-6)
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(kept)
        for row in kept:
            for name, slope in slopes(row, weights).items():
                step = slope - PENALTY * weights[name]
                squares[name] += step * step
                weights[name] += STEP * step / sqrt(squares[name])
    return dict(weights)


def slopes(row: Row, weights: dict[str, float]) -> dict[str, float]:
    sums = [sum(weights[name] for name in told) for told, _ in row]
    beliefs = [exp(each - max(sums)) for each in sums]
    whole, right = sum(beliefs), sum(belief for belief, (_, fits) in zip(beliefs, row, strict=True) if fits)
    found: defaultdict[str, float] = defaultdict(float)
    for belief, (told, fits) in zip(beliefs, row, strict=True):
        pull = (belief / right if fits else 0.0) - belief / whole
        for name in told:
            found[name] += pull
    return found


def fit(held: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The tables of weights that *held* give."""
    claimed = [each for each in held if each.claims]
    judged = [each for each in held if each.label is not None]
    found: dict[str, dict[str, float]] = {name: {} for name in ("duty", "imposer", "target", "pair", "product")}
    for row in (rows(claimed, of_parties), rows(claimed, of_products), rows(judged, of_duty)):
        for name, weight in descend(row).items():
            table, _, feature = name.partition(" ")
            if abs(weight) >= 0.05:
                found[table][feature] = round(weight, 2)
    return found


def judge(held: Sequence[Example], tables: dict[str, dict[str, float]]) -> Counter[str]:
    """How often the choices by *tables* are right."""

    def total(name: str) -> float:
        table, _, feature = name.partition(" ")
        return tables[table].get(feature, 0.0)

    def best(row: Row) -> bool:
        return max(row, key=lambda each: sum(map(total, each[0])))[1]

    count: Counter[str] = Counter()
    for each in held:
        if each.label is not None:
            guess = weighing.chance(sum(total(f"duty {name}") for name in each.duty)) >= 0.5
            count[f"{'duty' if each.label else 'other figure'} {'right' if guess == each.label else 'wrong'}"] += 1
        if each.claims and each.pairs:
            parties, product = best(of_parties(each)), best(of_products(each))
            count["figures"] += 1
            count["parties"] += parties
            count["goods"] += product
            count["both"] += parties and product
    return count


def main(arguments: Sequence[str]) -> None:
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    held = [each for article in articles(folders) for each in examples(article)]
    whole: Counter[str] = Counter()
    for batch in sorted({each.batch for each in held}):
        tables = fit([each for each in held if each.batch != batch])
        count = judge([each for each in held if each.batch == batch], tables)
        whole += count
        sys.stdout.write(f"{batch:12s} {dict(sorted(count.items()))}\n")
    sys.stdout.write(f"{'all':12s} {dict(sorted(whole.items()))}\n")
    if "--write" in arguments:
        note = "# Made by python -m tests.extraction.tariffs.fitting: what each piece of evidence counts, by table.\n"
        WEIGHTS.write_text(note + yaml.safe_dump(fit(held), sort_keys=True, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
