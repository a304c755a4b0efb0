"""
Fitting: the weights by which figures are read, from marked articles.

    python -m tests.extraction.tariffs.fitting [FOLDER…] [--write]

Prints for each batch what weights fitted on others choose there: the only honest measure of them. With --write
it fits them on everything instead, and writes `tariff_weights.yaml`. FOLDERs hold marked articles in the form of `others/`, or in that of
the reading evaluation.

Whose duties an article is about is fitted first (`chiefs.py`). Figures are looked at twice: as the frames leave an
article, and as weights that never saw the article leave it. In
articles that were written beside the frames, what a frame says is hidden: it is nearly always right there.
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

from service.extraction import document, tariffs, words
from service.extraction.tariffs import figures, imagining, pairs, standing, wares
from service.extraction.tariffs.evidence import evidence
from service.extraction.tariffs.talk import Figure, Talk
from service.extraction.weighing import Tables
from tests.extraction import gold
from tests.extraction.tariffs import chiefs, scoring
from tests.extraction.tariffs.chiefs import Leading

WEIGHTS = Path(words.__file__).parent / "lexicon" / "tariff_weights.yaml"
ROUNDS, PENALTY, STEP, LEAST, SEED = 15, 0.02, 0.15, 8, 1
LOOSE = 0.3
"""What a figure counts whose own words are not marked, beside one whose words are."""
FEW = 3
"""A mark of what an article is about counts in so few articles: there are a tenth as many articles as figures."""
FOLDS = 5
SLIGHT = 0.02
NAMES = ("duty", "imposer", "target", "pair", "product")
Row = tuple[float, list[tuple[list[str], bool]]]
"""What a choice counts; its candidates with their features, and whether each is right."""


class Article(msgspec.Struct):
    """A marked article; `claims` are its tariff claims with their `spans`; `new` tells that no frame was written beside it."""

    batch: str
    document: Any
    claims: list[dict[str, Any]]
    new: bool


class Example(msgspec.Struct):
    """One figure: what speaks for it, its candidates, and the claims that it tells."""

    new: bool
    duty: list[str]
    parties: list[tuple[list[str], bool]]
    products: list[tuple[list[str], bool]]
    label: bool | None
    loose: bool


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def marked(batch: str, record: dict[str, Any], claims: Sequence[dict[str, Any]], *, new: bool) -> Article:
    published = record["published_at"]
    moment = datetime.fromisoformat(published) if isinstance(published, str) else published
    text = record["text"]
    for claim in claims:
        quote = claim.get("quote")
        start = text.find(quote) if quote else -1
        told = [(part["start"], part["end"]) for part in claim.get("evidence", ())]
        claim["spans"] = told or ([(start, start + len(quote))] if quote and start >= 0 else [])
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Article(batch, document.read(text, moment, record.get("title")), list(claims), new)


def articles(folders: Sequence[Path]) -> Iterator[Article]:
    """Every article that is marked for tariffs: our own, and those of *folders*."""
    for folder in (gold.CORPUS, gold.LATER, gold.OTHERS):
        for name, record in gold.articles(folder):
            if "tariff" in record.get("kinds", ("tariff",)):
                batch = f"{folder.name} {name[0]}" if folder == gold.OTHERS else folder.name
                yield marked(batch, record, of_tariffs(record), new=folder == gold.OTHERS)
    for path in sorted(scoring.CORPUS.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            spare = [claim | {"optional": True} for claim in row.get("optional", [])]
            yield marked("corpus", row, [*row["claims"], *spare], new=False)
    for folder in folders:
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.json")]):
            if path.suffix == ".yaml":
                record = yaml.safe_load(path.read_text("utf-8"))
                yield marked(path.stem[0], record, of_tariffs(record), new=True)
            else:
                told = msgspec.json.decode(path.read_bytes())
                record = told["article"]
                record["published_at"] = record.get("published_at") or f"{record['published_on']}T12:00:00Z"
                yield marked(path.parent.name, record, of_tariffs(told), new=True)


def of_tariffs(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [claim for claim in record["claims"] if claim["kind"] == "tariff"]


def examples(article: Article, tables: Tables) -> Iterator[Example]:
    """The figures of *article* as the frames leave it, or as *tables* of figures, if there are any, have gone over it."""
    views = tariffs.viewed(article.document)
    told = tariffs.threaded(article.document, views, tables)
    weighed = "duty" in tables
    if told is None:
        return
    thread, statements, unreal = told
    talk = Talk(thread, views, statements, tables)
    found = list(figures.figures(talk, statements))
    duties = []
    for figure in found:
        figure.imagined = figure.view.index in unreal or imagining.corrected(figure.view)
        with talk.without(figure.own):
            duties.append(evidence(talk, figure, figure.rate) if figure.rate is not None else [])
        if weighed:
            figures.weigh(talk, figure, article.document.today)
    for figure, duty in zip(found, duties, strict=True):
        with talk.without(figure.own):
            yield example(article, talk, figure, duty)
        if weighed:
            figures.settle(talk, figure)


def example(article: Article, talk: Talk, figure: Figure, duty: list[str]) -> Example:
    rate = figure.rate.value if figure.rate is not None else None
    same = [claim for claim in article.claims if rate in known(claim)]
    here = [claim for claim in same if covers(claim, figure)]
    label = True if any(not spare(claim) for claim in here) else None if same else False
    claims = here or (same if figure.framed is not None else [])
    made = Example(article.new, duty, [], [], None if rate is None or figure.imagined else label, not here)
    if claims:
        made.parties, bearers = of_parties(talk, figure, claims, loose=not here)
        made.products = [
            ([f"product {name}" for name in told], goods(claims, product))
            for product, told in wares.products(talk, figure, bearers).items()
        ]
    made.duty = [f"duty {name}" for name in duty]
    if not article.new:
        made.duty = unframed(made.duty)
        made.parties = [(unframed(told), fits) for told, fits in made.parties]
        made.products = [(unframed(told), fits) for told, fits in made.products]
    return made


def unframed(features: list[str]) -> list[str]:
    return [name for name in features if "framed" not in name]


def spare(claim: dict[str, Any]) -> bool:
    return bool(claim.get("optional") or claim.get("alternate_of"))


def known(claim: dict[str, Any]) -> list[Decimal | None]:
    return [None if rate is None else Decimal(str(rate)) for rate in listed(claim.get("rate"))]


def covers(claim: dict[str, Any], figure: Figure) -> bool:
    tokens = figure.view.tokens
    first, last = tokens[figure.first].start, tokens[min(figure.last, len(tokens)) - 1].end
    return any(start < last and first < end for start, end in claim["spans"])


def sides(claims: Sequence[dict[str, Any]]) -> set[tuple[str, frozenset[str]]]:
    """Who imposes the duty on whom, by the gold: each imposer with all targets."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        found[claim["imposer"]].add(claim["target"])
    return {(imposer, frozenset(codes)) for imposer, codes in found.items()}


def of_parties(
    talk: Talk, figure: Figure, claims: Sequence[dict[str, Any]], *, loose: bool
) -> tuple[list[tuple[list[str], bool]], tuple[str, ...]]:
    """The candidates for the parties of *figure*, and who bears its duty."""
    right = sides(claims) | sides([claim for claim in claims if not spare(claim)])
    if loose:
        right |= {(claim["imposer"], frozenset((claim["target"],))) for claim in claims}
    senders, bearers, both = standing.imposers(talk, figure), standing.targets(talk, figure), pairs.Pairs(talk, figure)
    found = [
        (code, codes, [*(f"imposer {name}" for name in mine), *(f"target {name}" for name in theirs)])
        for code, mine in senders.items()
        for codes, theirs in bearers.items()
        if not figures.on_itself(code, codes)
    ]
    for code, codes, told in found:
        told += [f"pair {name}" for name in both.features(code, codes)]
    fits = [(code, frozenset(codes)) in right for code, codes, _ in found]
    if not any(fits):
        fits = [any(code == who and set(codes) <= whom for who, whom in right) for code, codes, _ in found]
    framed = figure.framed.targets if figure.framed is not None else ()
    bears = next((codes for (_, codes, _), fit in zip(found, fits, strict=True) if fit), framed)
    return [(told, fit) for (_, _, told), fit in zip(found, fits, strict=True)], bears


def goods(claims: Sequence[dict[str, Any]], product: str) -> bool:
    mine = scoring.words("" if product == "*" else product)
    wanted = [scoring.words("" if each == "*" else each) for c in claims for each in listed(c.get("product") or "*")]
    return any(
        (not each and not mine) or (each & mine and len(each & mine) >= 0.5 * min(len(each), len(mine)))
        for each in wanted
    )


def of_duty(held: Example) -> list[tuple[list[str], bool]]:
    """A figure against nothing: the weights of a duty are those of a choice between the two."""
    return [(held.duty, bool(held.label)), ([], not held.label)]


def rows(held: Sequence[Example], make: Callable[[Example], list[tuple[list[str], bool]]]) -> list[Row]:
    """The choices among right and wrong candidates."""
    made = [(LOOSE if each.loose and each.label is None else 1.0, make(each)) for each in held]
    return [row for row in made if any(fits for _, fits in row[1]) and not all(fits for _, fits in row[1])]


def descend(found: Sequence[Row], least: int = LEAST) -> dict[str, float]:
    """Weights of a choice among candidates, by stochastic gradient descent with a falling step a feature."""
    often = Counter(name for _, row in found for name in sorted({name for told, _ in row for name in told}))
    place = {name: at for at, name in enumerate(sorted(name for name in often if often[name] >= least))}
    kept = [(count, [([place[n] for n in told if n in place], fits) for told, fits in row]) for count, row in found]
    weights, squares = [0.0] * len(place), [1e-6] * len(place)
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(kept)
        for count, row in kept:
            for at, slope in slopes(row, weights).items():
                step = count * (slope - PENALTY * weights[at])
                squares[at] += step * step
                weights[at] += STEP * step / sqrt(squares[at])
    return {name: weights[at] for name, at in place.items()}


def slopes(row: list[tuple[list[int], bool]], weights: Sequence[float]) -> dict[int, float]:
    sums = [sum([weights[at] for at in told]) for told, _ in row]
    top = max(sums)
    beliefs = [exp(each - top) for each in sums]
    whole, right = sum(beliefs), sum(belief for belief, (_, fits) in zip(beliefs, row, strict=True) if fits)
    found: defaultdict[int, float] = defaultdict(float)
    for belief, (told, fits) in zip(beliefs, row, strict=True):
        pull = (belief / right if fits and right else 0.0) - belief / whole
        for at in told if abs(pull) > 1e-4 else ():
            found[at] += pull
    return found


def fit(held: Sequence[Example], led: Sequence[Leading], *, figured: bool = True) -> Tables:
    """The tables of weights that *held* and *led* give, those of what an article is about alone without *figured*."""
    found: dict[str, dict[str, float]] = {}
    for name, choices in (("chief imposer", [e.imposers for e in led]), ("chief target", [e.targets for e in led])):
        weights = descend([(1.0, row) for row in choices if len({fits for _, fits in row}) == 2], FEW)
        found[name] = {feature: round(weight, 2) for feature, weight in weights.items() if abs(weight) >= SLIGHT}
    if not figured:
        return found
    found |= {name: {} for name in NAMES}
    judged = [each for each in held if each.label is not None]
    for row in (rows(held, lambda each: each.parties), rows(held, lambda each: each.products), rows(judged, of_duty)):
        for name, weight in descend(row).items():
            table, _, feature = name.partition(" ")
            if abs(weight) >= SLIGHT:
                found[table][feature] = round(weight, 2)
    return found


def judge(held: Sequence[Example], tables: Tables) -> Counter[str]:
    """How often the choices by *tables* are right."""

    def total(told: list[str]) -> float:
        return sum(tables[name.partition(" ")[0]].get(name.partition(" ")[2], 0.0) for name in told)

    count: Counter[str] = Counter()
    for each in held:
        if each.label is not None:
            guess = total(each.duty) > 0
            count[f"{'duty' if each.label else 'other figure'} {'right' if guess == each.label else 'wrong'}"] += 1
        if each.parties and not each.loose:
            right = [max(row, key=lambda told: total(told[0]))[1] for row in (each.parties, each.products)]
            count.update(figures=1, parties=right[0], goods=right[1], both=all(right))
    return count


def crossed(
    held: dict[str, list[Example]], led: dict[str, list[Leading]], *, figured: bool = True
) -> dict[str, Tables]:
    """For each batch the tables that all batches give but those of its fold."""
    batches, found = sorted(led), {}
    for fold in range(FOLDS):
        out = batches[fold::FOLDS]
        others = [batch for batch in batches if batch not in out]
        tables = fit(
            [each for batch in others for each in held.get(batch, ())],
            [each for batch in others for each in led[batch]],
            figured=figured,
        )
        found |= dict.fromkeys(out, tables)
    return found


def looked_at(found: Sequence[Article], tables: dict[str, Tables]) -> dict[str, list[Example]]:
    held: dict[str, list[Example]] = {}
    for article in found:
        held.setdefault(article.batch, []).extend(examples(article, tables[article.batch]))
    return held


def main(arguments: Sequence[str]) -> None:
    found = list(articles([Path(argument) for argument in arguments if not argument.startswith("-")]))
    led: dict[str, list[Leading]] = {}
    for article in found:
        told = chiefs.leading_of(article.document, [claim for claim in article.claims if not spare(claim)])
        led.setdefault(article.batch, []).extend(told)
    held = looked_at(found, crossed({}, led, figured=False))
    held = looked_at(found, crossed(held, led))
    if "--write" in arguments:
        note = "# Made by python -m tests.extraction.tariffs.fitting: what each piece of evidence counts, by table.\n"
        table = fit([each for own in held.values() for each in own], [each for own in led.values() for each in own])
        WEIGHTS.write_text(note + yaml.safe_dump(table, sort_keys=True, allow_unicode=True), "utf-8")
        return
    whole: Counter[str] = Counter()
    for batch, tables in crossed(held, led).items():
        count = judge(held[batch], tables) + chiefs.judged(led[batch], tables)
        whole += count
        sys.stdout.write(f"{batch:12s} {dict(sorted(count.items()))}\n")
    sys.stdout.write(f"{'all':12s} {dict(sorted(whole.items()))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
