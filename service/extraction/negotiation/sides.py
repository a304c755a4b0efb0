"""
Sides: between whom an agreement may be, with what speaks for each pair.

Every party that the sentence names, that the sentence before names, or that the article speaks of most is a candidate;
how it stands to the phrase (inside it, after "with", subject of its verb …) is a feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from service.domain.parties import groups_of, is_group
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.negotiation import guessing
from service.extraction.negotiation.anchors import Anchor
from service.extraction.negotiation.parties import Codes, Table
from service.extraction.parts import Chunk, Clause, Mention, Sentence

_PLACES = frozenset("in at near from through across around inside outside".split())
_ORDER = ("pair", "own", "between", "with", "of", "subject", "by", "along", "object", "upper", "phrase", "name", "person",
          "adjective", "place", "before", "first", "headline", "article")  # fmt: skip
_AROUND = frozenset(("before", "headline", "article"))
_RIVALS, _TOP, _HEADLINE, _TOGETHER = (
    tuple(f"{name}:{count}" for count in range(5)) for name in ("rivals", "top", "headline", "together")
)
_MOST = 7
_REACH = 10
"""So many words after a noun without a verb between still tell who has it."""


def roles_in(
    document: Document, sentence: Sentence, anchor: Anchor, clause: Clause | None, table: Table
) -> dict[str, str]:
    """Code to how it stands to *anchor*, the closest way; at most seven."""
    found: dict[str, set[str]] = {}
    for mention in sentence.mentions:
        if mention.kind in ("party", "person"):
            role = "place" if table.is_venue(mention) else _role(sentence, anchor, clause, mention)
            for code in mention.codes:
                found.setdefault(code, set()).add(role)
    told = {code: min(held, key=_ORDER.index) for code, held in found.items()}
    before = document.sentences[sentence.index - 1] if sentence.index > 0 else document.headline
    for held, role in ((before, "before"), (document.headline, "headline")):
        for mention in held.mentions if held is not None else ():
            if mention.kind in ("party", "person"):
                for code in mention.codes:
                    told.setdefault(code, role)
    for code in (*table.talkers(anchor.phrase), *table.latest, *table.common[:2]):
        told.setdefault(code, "article")
    told.pop("WORLD", None)
    ranked = sorted(told.items(), key=lambda each: (_ORDER.index(each[1]), -table.counts[each[0]]))
    return dict(ranked[:_MOST])


def _role(sentence: Sentence, anchor: Anchor, clause: Clause | None, mention: Mention) -> str:
    chunk = anchor.phrase.chunk
    if chunk.first <= mention.first and mention.last <= chunk.last:
        return "pair" if mention.form == "pair" else "own"
    prep = _hanging(sentence, anchor, mention)
    if prep:
        return "between" if prep == "between" else "with" if prep in ("with", "and") else "of"
    held = next((c for c in sentence.chunks if c.first <= mention.first and mention.last <= c.last), None)
    stands = held is not None and bool(set(roles.parties_of((held,), people=True)) & set(mention.codes))
    if clause is not None and held is not None and stands:
        for chunks, role in (
            (clause.subject, "subject"),
            (clause.phrase("by"), "by"),
            (clause.phrase("with", "between"), "along"),
            (clause.objects, "object"),
        ):
            if _among(held, chunks):
                return role
        if clause.parent is not None and _among(held, sentence.clauses[clause.parent].subject):
            return "upper"
    if held is not None and held.prep in _PLACES:
        return "place"
    if mention.kind == "person":
        return "person"
    return "name" if stands else "adjective"


def _among(chunk: Chunk, chunks: Iterable[Chunk]) -> bool:
    return any(each.first == chunk.first for each in chunks)


def _hanging(sentence: Sentence, anchor: Anchor, mention: Mention) -> str:
    """The preposition by which *mention* hangs on the phrase: by the parse, or right after it with no verb between."""
    lead = ""
    for chunk in anchor.phrase.hanging:
        lead = chunk.prep or lead
        if chunk.first <= mention.first and mention.last <= chunk.last and mention.last > chunk.head:
            return lead if lead in ("between", "with", "and") else "of"
    at = anchor.phrase.chunk.last
    if not at <= mention.first <= at + _REACH:
        return ""
    lead = ""
    told = sentence.tokens[at].tag in ("VBD", "VBN") if at < len(sentence.tokens) else False
    for token in sentence.tokens[at + told : mention.first]:
        if token.tag in ("VBD", "VBN", "VERB", "AUX", "MODAL", "SUB") or token.text in ";:":
            return ""
        lead = token.lower if token.tag == "PREP" else lead
    return lead if lead in ("between", "with") else ""


def choices(
    sentence: Sentence, told: dict[str, str], table: Table, *, joining: bool, single: bool
) -> list[tuple[Codes, list[str]]]:
    """
    Each set of parties that could be meant, with its features.

    Whoever the phrase itself names takes part: only the others are to be found out. *joining*: talks of accession are
    with the group that one is to belong to. *single*: one agreement with all that stand in a list.
    """
    inside = [code for code, role in told.items() if role in ("pair", "own", "between")]
    listed = [code for code, role in told.items() if role == "with"]
    sure = frozenset(inside[:2]) if len(inside) > 1 else frozenset((*inside, *listed[:1]))
    spare = {*listed[1:], *(inside[2:] if len(inside) > 1 else ())}
    here = len([role for role in told.values() if role not in _AROUND])
    doing = [role for role in ("subject", "by", "along") if role in told.values()]
    found: list[tuple[Codes, list[str]]] = []
    for pair in combinations(told, 2):
        first, second = pair
        if len(sure) <= 2 and not sure.issubset(pair):
            continue
        if first in spare or second in spare:
            continue
        if not joining and (second in groups_of(first) or first in groups_of(second)):
            continue
        features = _features(pair, told, table, here, doing)
        features += guessing.features(pair, told, table, sentence, joining=joining)
        found.append((pair, features))
        if single and len(listed) > 1 and len({first, second}.intersection(listed)) == 1:
            found.append(
                (
                    (first, *(c for c in listed if c != first)) if second in listed else (second, *listed),
                    [*features, "all of the list"],
                )
            )
    for role in ("between", "subject", "pair", "own") if len(told) > 2 else ():
        codes = tuple([code for code, held in told.items() if held == role])
        if len(codes) > 2:
            found.append((codes, [f"all:{role}", f"how many:{min(len(codes), 4)}"]))
    return found


@cache
def _standing(one: str, other: str) -> tuple[str, str, str]:
    """Two roles, the closer first, and the feature that they make."""
    a, b = sorted((one, other), key=_ORDER.index)
    return a, b, f"sides:{a}+{b}"


def _features(pair: Codes, told: dict[str, str], table: Table, here: int, doing: Sequence[str]) -> list[str]:
    first, second = pair
    a, b, stand = _standing(told[first], told[second])
    both = frozenset(pair)
    others = here - (a not in _AROUND) - (b not in _AROUND)
    found = [stand, _RIVALS[min(others, 3)], _TOP[len(both.intersection(table.common[:2]))]]
    found += [f"omits:{role}" for role in doing if role not in (a, b)]
    if table.latest and both == set(table.latest):
        found.append(f"the latest:{'named' if {a, b} & {'pair', 'own', 'between', 'with'} else 'guessed'}")
    elif table.latest:
        found.append(f"of the latest:{len(both.intersection(table.latest))}")
    if table.home:
        found.append("home" if table.home in both else "not home")
    if is_group(first) or is_group(second):
        found.append("a group")
    found.append(_TOGETHER[min(table.together[both], 4)])
    if both in table.closest:
        found.append("closest")
    found.append(_HEADLINE[len(both & table.headline)])
    return found


def partners(codes: Codes, told: dict[str, str]) -> tuple[str, ...]:
    """Who else stands in the list of the party after "with": "deals with Argentina, Ecuador and Guatemala"."""
    listed = [code for code, role in told.items() if role == "with"]
    return tuple(listed[1:]) if len(codes) == 2 and len({*codes} & {*listed}) == 1 else ()
