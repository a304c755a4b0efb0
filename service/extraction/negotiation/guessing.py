"""
Guessing: what speaks for a party that no words beside the phrase name: "talks with Peru resumed" are whose?

An article has a party that it is about; it was named lately, or much, or has been told to talk with others before.
"""

from __future__ import annotations

from service.domain.parties import is_group
from service.extraction.negotiation.parties import Codes, Table
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Sentence

_NAMED = frozenset(("pair", "own", "between", "with", "of"))
_ORDER = ("subject", "by", "along", "object", "upper", "phrase", "name", "person", "adjective", "place", "before", "first",
          "headline", "article")  # fmt: skip
_JOINING = frozenset(("accession", "membership", "entry", "admission", "joining", "accede"))
_FAR = 6


def is_joining(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether talks are of becoming a member: "accession talks", "negotiations on its entry"."""
    last = max([phrase.chunk.last, *(each.last for each in phrase.hanging)])
    return not _JOINING.isdisjoint([token.lower for token in sentence.tokens[phrase.chunk.first : last]])


def count(codes: Codes, told: dict[str, str]) -> int:
    """How many of *codes* the phrase does not name."""
    return sum(told[code] not in _NAMED for code in codes)


def features(pair: Codes, told: dict[str, str], table: Table, sentence: Sentence, *, joining: bool) -> list[str]:
    """What speaks for the less certain one of *pair* and, where the phrase names neither, for both."""
    guessed = [code for code in pair if told[code] not in _NAMED]
    found: list[str] = []
    if joining:
        found.append(f"joining:{sum(map(is_group, pair))}")
    if not guessed:
        return found
    how = "free" if len(guessed) > 1 else "one"
    for code in guessed:
        found += _of_one(code, how, pair, table, sentence)
    return found


def _of_one(code: str, how: str, pair: Codes, table: Table, sentence: Sentence) -> list[str]:
    others = [each for each in table.common if how == "free" or each not in pair or each == code]
    rank = others.index(code) if code in others else 9
    next_ = next((each for each in others if each != code), None)
    ahead = table.counts[code] >= 2 * max(1, table.counts[next_] if next_ else 0)
    found = [f"{how} rank:{min(rank, 3)}{' ahead' if ahead else ''}", f"{how} last:{_since(code, table, sentence)}"]
    if table.told_of:
        found.append(f"{how} talker:{min(table.told_of[code], 2)}")
    if code in table.headline:
        found.append(f"{how} in headline")
    if table.home == code:
        found.append(f"{how} home")
    return found


def _since(code: str, table: Table, sentence: Sentence) -> str:
    """How many sentences ago *code* was named last."""
    named = table.named
    gap = next((gap for gap in range(_FAR) if sentence.index >= gap and code in named[sentence.index - gap]), _FAR)
    return str(gap) if gap < 3 else "few" if gap < _FAR else "far"
