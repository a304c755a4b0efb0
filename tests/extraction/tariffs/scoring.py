"""Scoring tariff claims against a corpus article: same imposer, target and rate, goods that share a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import yaml

from service.domain.claims import TariffClaim
from service.extraction import document
from service.extraction.tariffs import claims

CORPUS = Path(__file__).parent / "corpus"
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "at",
        "to",
        "for",
        "and",
        "or",
        "with",
        "by",
        "from",
        "its",
        "their",
        "all",
        "other",
        "most",
        "good",
        "goods",
        "product",
        "products",
        "export",
        "exports",
        "import",
        "imports",
        "certain",
    ]
)


class Article(msgspec.Struct):
    """A corpus article; `gold` must be found, `optional` neither counts nor hurts."""

    ident: str
    title: str
    published_at: datetime
    text: str
    gold: list[dict[str, Any]]
    optional: list[dict[str, Any]]
    kept: bool


class Score(msgspec.Struct):
    """Counts over articles, and what was missed or made up, for a reader of a failed test."""

    right: int = 0
    missed: list[str] = []
    extra: list[str] = []
    status: int = 0
    dated: int = 0
    dates: int = 0
    quoted: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.right + len(self.extra), 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + len(self.missed), 1)


def articles() -> list[Article]:
    """Every article of the corpus, in order of its file and place."""
    return [
        Article(
            row["id"],
            row["title"],
            datetime.fromisoformat(row["published_at"]),
            row["text"],
            row["claims"],
            row.get("optional", []),
            row.get("kept", False),
        )
        for path in sorted(CORPUS.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def read(article: Article) -> list[TariffClaim]:
    """What the reader finds in *article*."""
    return list(claims(document.read(article.text, article.published_at, article.title)))


def words(text: str) -> set[str]:
    words = {word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"[a-z0-9]+", text.lower())}
    return words - _STOP


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fits(gold: dict[str, Any], claim: TariffClaim) -> bool:
    """Whether *claim* is what *gold* says: parties, rate and goods."""
    rates = [None if rate is None else Decimal(str(rate)) for rate in _listed(gold.get("rate"))]
    products = [words("" if product == "*" else product) for product in _listed(gold.get("product", "*"))]
    mine = words("" if claim.product == "*" else claim.product)
    goods = any(
        (not product and not mine)
        or (len(product & mine) / max(min(len(product), len(mine)), 1) >= 0.5 and product & mine)
        for product in products
    )
    return gold["imposer"] == claim.imposer and gold["target"] == claim.target and claim.rate in rates and bool(goods)


def score(found: Sequence[tuple[Article, Sequence[TariffClaim]]]) -> Score:
    """The score of the claims read from articles, matched one to one."""
    total = Score()
    for article, held in found:
        used: set[int] = set()
        for gold in article.gold:
            match = next(
                (
                    k
                    for k, claim in enumerate(held)
                    if k not in used and fits(gold, claim) and _overlaps(article, gold, claim)
                ),
                None,
            )
            if match is None:
                match = next((k for k, claim in enumerate(held) if k not in used and fits(gold, claim)), None)
            if match is None:
                total.missed.append(f"{article.ident}: {gold}")
                continue
            used.add(match)
            _count(total, article, gold, held[match])
        for k, claim in enumerate(held):
            if k not in used and not any(fits(gold, claim) for gold in article.optional):
                total.extra.append(f"{article.ident}: {describe(article, claim)}")
    return total


def _count(total: Score, article: Article, gold: dict[str, Any], claim: TariffClaim) -> None:
    total.right += 1
    total.status += claim.status in _listed(gold["status"])
    total.quoted += _overlaps(article, gold, claim)
    if "valid_from" in gold:
        total.dated += 1
        total.dates += claim.valid_from is not None and claim.valid_from.startswith(gold["valid_from"])


def _overlaps(article: Article, gold: dict[str, Any], claim: TariffClaim) -> bool:
    start = article.text.find(gold["quote"])
    return any(evidence.start < start + len(gold["quote"]) and start < evidence.end for evidence in claim.evidence)


def describe(article: Article, claim: TariffClaim) -> str:
    """A claim in one line, with its words."""
    quotes = [article.text[evidence.start : evidence.end] for evidence in claim.evidence]
    return f"{claim.imposer} > {claim.target} {claim.product} {claim.rate} {claim.status} {claim.valid_from} {quotes}"
