"""
Presumptions: the tag and the dictionary form that a word has by itself, before its neighbours are asked.

What a word presumes depends on its own letters alone, so that it is worked out once a word; `tags` overturns it where
the neighbours say so, and settles what has none.
"""

from __future__ import annotations

from functools import cache

from service.extraction import words

AUXILIARIES = {
    "be": "be", "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'re": "be", "'m": "be",
    "isn't": "be", "aren't": "be", "wasn't": "be", "weren't": "be", "have": "have", "has": "have", "had": "have", "having": "have",
    "hasn't": "have", "haven't": "have", "hadn't": "have", "'ve": "have", "do": "do", "does": "do", "did": "do", "don't": "do", "doesn't": "do", "didn't": "do",
}  # fmt: skip
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ism", "ist", "er", "or", "age")
_ADJECTIVE_ENDINGS = tuple("ous ive ic able ible ful ish less ary ial ical onal eral ual".split())
_ADJECTIVE_PARTS = frozenset("day week month year term level way wide made time scale led free".split())
_LY_NOUNS = frozenset("family supply reply assembly ally rally anomaly monopoly bully jelly".split())
LY_ADJECTIVES = frozenset(
    "yearly monthly weekly daily quarterly hourly nightly costly timely orderly friendly unfriendly deadly lively".split()
)
_BESIDE = frozenset(("to", "that", "back", "opposite", "last", "first", "next"))
"""Closed words that their neighbours decide on."""
UNKNOWN = ("", "")
"""Of a word that its neighbours decide on."""


def of(text: str, lower: str) -> tuple[str, str]:
    """Tag and lemma of the word *text*, `UNKNOWN` if the word alone tells nothing; *lower* as in `Token`."""
    if text[0].isupper():
        return "NAME", text
    closed = _closed().get(lower)
    if closed is not None:
        return closed
    if lower in words.closed() or lower in words.verb_forms() or lower.endswith("n't"):
        return UNKNOWN
    return unlisted(lower) or UNKNOWN


@cache
def _closed() -> dict[str, tuple[str, str]]:
    """The lower-case closed words that are no form of a verb."""
    verbs = words.verb_forms()
    plain = {
        word: (tag, word)
        for word, tag in words.closed().items()
        if word == word.lower() and word not in verbs and word not in _BESIDE
    }
    return plain | {word: ("AUX", lemma) for word, lemma in AUXILIARIES.items()} | {"to": ("TO", "to")}


def unlisted(lower: str) -> tuple[str, str] | None:
    """Tag and lemma of a word that no table knows by its ending, None if that asks for what stands beside it."""
    if is_adverb(lower):
        return None if lower in LY_ADJECTIVES else ("ADV", lower)
    hyphenated = "-" in lower
    if lower.endswith("ed") and len(lower) > 4 and not hyphenated:
        return None
    if hyphenated and (lower.endswith("ed") or lower.rsplit("-", maxsplit=1)[-1] in _ADJECTIVE_PARTS):
        return "ADJ", lower
    if lower in words.noun_lists()["ing_nouns"]:
        return "NOUN", lower
    if lower.endswith("ing") and len(lower) > 5:
        return None
    if lower.endswith(_NOUN_ENDINGS):
        return "NOUN", lower
    return None if lower.endswith(_ADJECTIVE_ENDINGS) else ("NOUN", singular(lower))


def is_adverb(lower: str) -> bool:
    """Whether a word that no table knows ends as adverbs do."""
    return lower.endswith("ly") and len(lower) > 4 and lower not in _LY_NOUNS


def singular(lower: str) -> str:
    """The singular of a noun by its ending."""
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("ches", "shes", "sses", "xes")):
        return lower[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(lower) > 3:
        return lower[:-1]
    return lower
