"""
Words: the word lists of the package, and every form of every verb in them.

Loaded once from `lexicon/`; the tables are data that a newcomer can extend, and nothing here depends on an article.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import msgspec
import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_VOWELS = "aeiou"
_DOUBLING = frozenset(
    """admit commit compel confer control defer dispel expel incur occur omit permit prefer propel rebut refer regret
    repel submit transfer transmit upset unwrap outwit recur begin forget equip quit annul enrol fulfil rebel""".split()
)
_SINGLE = frozenset(("bus", "gas"))


class Form(msgspec.Struct, frozen=True, gc=False):
    """A verb form: its lemma, and whether it is base, s, past, participle, both (past and participle) or ing."""

    lemma: str
    shape: str


def _load(text: str) -> Any:
    return yaml.load(text, _LOADER)  # noqa: S506 (the safe loader, in C where there is one)


def table(name: str) -> Any:
    """The YAML file *name* of `lexicon/`, as Python values."""
    return _load(resources.files("service.extraction.lexicon").joinpath(name).read_text("utf-8"))


def lines(name: str) -> list[str]:
    """The non-empty lines of the text file *name* of `lexicon/`."""
    return [
        line
        for line in resources.files("service.extraction.lexicon").joinpath(name).read_text("utf-8").split("\n")
        if line
    ]


@cache
def irregular() -> dict[str, tuple[str, str]]:
    """Base form to past and participle, of the verbs that do not take -ed."""
    return {base: (past, participle) for base, past, participle in (line.split() for line in lines("irregular.txt"))}


def inflect(lemma: str) -> dict[str, str]:
    """
    The forms of *lemma* (British and American doublings both): form to shape.

    >>> inflect("impose")
    {'impose': 'base', 'imposes': 's', 'imposing': 'ing', 'imposed': 'both'}
    """
    forms = {lemma: "base"}
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        forms[lemma + "es"] = "s"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        forms[lemma[:-1] + "ies"] = "s"
    else:
        forms[lemma + "s"] = "s"
    stems = [lemma]
    if _doubles(lemma):
        stems = [lemma + lemma[-1], *([lemma] if lemma.endswith("l") else [])]
    elif lemma.endswith("ie"):
        stems = [lemma[:-2] + "y"]
    elif lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        stems = [lemma[:-1]]
    for stem in stems:
        forms[stem + "ing"] = "ing"
    root, _, prefix = lemma.rpartition("-")[::-1]
    past = irregular().get(lemma)
    if past is None and prefix and root in irregular():
        past = (f"{prefix}-{irregular()[root][0]}", f"{prefix}-{irregular()[root][1]}")
    if past is not None:
        if past[0] == past[1]:
            forms[past[0]] = "both" if past[0] != lemma else "any"
        else:
            forms[past[0]] = "past" if past[0] != lemma else "any"
            forms[past[1]] = "participle" if past[1] != lemma else "base"
        return forms
    for stem in stems:
        if lemma.endswith("y") and lemma[-2] not in _VOWELS:
            forms[lemma[:-1] + "ied"] = "both"
        elif lemma.endswith("e"):
            forms[lemma + "d"] = "both"
        else:
            forms[stem + "ed"] = "both"
    return forms


def _doubles(lemma: str) -> bool:
    """Whether the last letter doubles before -ed: short vowel and one consonant, under stress or (British) after l."""
    if lemma in _DOUBLING or lemma.removeprefix("re") in _DOUBLING:
        return True
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS or lemma in _SINGLE:
        return False
    if lemma[-3] in _VOWELS and lemma[-3:-1] != "ui" and not lemma.startswith("qu"):
        return lemma.endswith("l") and lemma[-3:-1] == "ia"
    groups = sum(1 for k, c in enumerate(lemma) if c in _VOWELS + "y" and (k == 0 or lemma[k - 1] not in _VOWELS + "y"))
    return groups == 1 or lemma.endswith("l")


def _spellings(lemma: str) -> list[str]:
    """*lemma* with its American spelling after it, where there is one."""
    if lemma.endswith("ise") and lemma not in _ISE:
        return [lemma, lemma[:-3] + "ize"]
    if "our" in lemma and lemma in {"favour", "honour", "labour", "endeavour", "harbour", "neighbour"}:
        return [lemma, lemma.replace("our", "or")]
    return {"centre": ["centre", "center"], "fulfil": ["fulfil", "fulfill"], "defence": ["defence", "defense"]}.get(
        lemma, [lemma]
    )


_ISE = frozenset(
    "raise advise arise comprise compromise promise rise supervise surprise exercise revise advertise devise disguise enterprise premise praise televise".split()
)


@cache
def verb_forms() -> dict[str, Form]:
    """Every form of every verb of the tables; where two verbs share a form, the one listed first has it."""
    forms: dict[str, Form] = {}
    lemmas = dict.fromkeys(" ".join(lines("verbs.txt")).split())
    lemmas.update(dict.fromkeys(irregular()))
    for entry in verb_classes():
        lemmas.setdefault(entry.partition(" ")[0], None)
    for lemma in lemmas:
        for spelling in _spellings(lemma):
            for form, shape in inflect(spelling).items():
                held = forms.get(form)
                if held is None or (shape == "base" and held.shape not in {"base", "past"}):
                    forms[form] = Form(lemma, shape)
    return forms


@cache
def verb_classes() -> dict[str, tuple[str, ...]]:
    """Lemma (with its particle or complement: "call off", "come into force") to its classes."""
    classes: dict[str, tuple[str, ...]] = {}
    for source in verb_tables().values():
        for name, verbs in source.items():
            for lemma in verbs:
                classes[lemma] = (*classes.get(lemma, ()), name)
    return classes


@cache
def verb_tables() -> dict[str, dict[str, dict[str, str]]]:
    """File name to class to lemma to example, of every `verbs.yaml` and `*_verbs.yaml` of the package."""
    tables: dict[str, dict[str, dict[str, str]]] = {}
    root = resources.files("service.extraction")
    for folder in ("lexicon", "tariffs"):
        if not root.joinpath(folder).is_dir():
            continue
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda item: item.name):
            if entry.name.endswith("verbs.yaml"):
                tables[f"{folder}/{entry.name}"] = _load(entry.read_text("utf-8"))
    return tables


@cache
def closed() -> dict[str, str]:
    """Closed-class words to their tag; the first list that has a word wins."""
    tags: dict[str, str] = {}
    for tag, words in table("closed.yaml").items():
        for word in words:
            tags.setdefault(word, tag)
    return tags


@cache
def noun_lists() -> dict[str, frozenset[str]]:
    """The lists of `nouns.yaml`."""
    return {name: frozenset(words) for name, words in table("nouns.yaml").items()}
