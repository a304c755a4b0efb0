"""
Likeness: when two wordings speak of one duty, one kind of goods or one cause.

Pure comparisons of words; nothing here knows an article.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

_LITTLE = frozenset(
    [
        "certain",
        "goods",
        "and",
        "of",
        "products",
        "most",
        "other",
        "all",
        "the",
        "from",
        "for",
        "imports",
        "exports",
        "some",
    ]
)
_STEM = 5  # "Russia" and "Russian" share it
_APART = frozenset(("first", "second", "initial", "another", "further", "extra", "separate"))


def sectoral(product: str) -> bool:
    """Whether the goods are those of a duty on every country (steel, cars, medicines …)."""
    return not listed("sectoral").isdisjoint([word.strip(",.") for word in product.lower().split()])


def metals(product: str) -> bool:
    """Whether the goods are steel and aluminium, however spelt."""
    words = set(product.lower().replace(",", " ").split())
    return "steel" in words and bool({"aluminium", "aluminum"} & words)


def shares(first: str, second: str) -> bool:
    """Whether two texts share a word of content."""
    one, two = ({word[:_STEM] for word in _content(text)} for text in (first, second))
    return bool(one & two)


def _content(text: str) -> set[str]:
    found = {word.strip(".,'’s") for word in text.lower().replace("-", " ").split()}
    return {word for word in found if (len(word) > 3 and word != "section") or word.isdigit() or word == "oil"} or found


def known_product(statement: Statement, live: Sequence[Statement]) -> bool:
    """Whether the words before the noun are an earlier duty's goods or cause ("the oil duty")."""
    product = statement.product or ""
    return any(
        (held.reason and shares(product, held.reason)) or (held.product and shares(product, held.product))
        for held in live
    )


def echoes(statement: Statement, earlier: Statement) -> bool:
    """Whether the later words repeat the earlier duty's noun, goods or cause."""
    if statement.reason and earlier.reason:
        return shares(statement.reason, earlier.reason)
    if statement.product:
        return bool(earlier.reason and shares(statement.product, earlier.reason)) or bool(
            earlier.product and shares(statement.product, earlier.product)
        )
    return bool(statement.noun) and statement.noun == earlier.noun


def apart(statement: Statement) -> bool:
    """Whether its words tell a duty from another one: "the first 25%", "a further 25%"."""
    return bool(_APART & set(statement.hints))


def products_agree(first: str, second: str) -> bool:
    """Whether two product scopes overlap; "*" is only itself."""
    if first == second or (
        "*" in (first, second) and {first.split(maxsplit=1)[0], second.split(maxsplit=1)[0]} & {"certain", "most"}
    ):
        return True
    if "*" in (first, second):
        return False
    return bool((set(first.lower().split()) & set(second.lower().split())) - _LITTLE)


def same_duty(held: Statement, statement: Statement) -> bool:
    """Whether two statements of one rate on the same goods are one duty: causes agree, and neither is set apart."""
    first, second = held.reason, statement.reason
    if held.previous is not None and statement.previous is not None and held.previous != statement.previous:
        return False
    if first and second:
        return shares(first, second)
    if second and not first and not (statement.definite and not apart(statement)):
        return False
    return not (
        (apart(statement) and not apart(held)) or (apart(held) and not apart(statement) and not statement.definite)
    )
