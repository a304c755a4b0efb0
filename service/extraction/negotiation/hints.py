"""
Hints: what a phrase itself and its clause say for or against its telling of talks or of an agreement between parties.

Each hint is a named feature; `negotiation_weights.yaml` says what it counts.
"""

from __future__ import annotations

from service.extraction.negotiation import phrases
from service.extraction.negotiation.anchors import Anchor
from service.extraction.negotiation.parties import Codes
from service.extraction.parts import Clause, Sentence

_SUPPOSING = frozenset(("if", "unless", "would", "could", "might", "may"))


def of_phrase(
    sentence: Sentence, anchor: Anchor, clause: Clause | None, status: str | None, *, weak: bool, talking: int
) -> list[str]:
    """The features that hold whoever the parties are."""
    phrase, chunk = anchor.phrase, anchor.phrase.chunk
    first = sentence.tokens[chunk.first].lower
    found = [
        f"shape:{anchor.shape}",
        f"noun:{chunk.lemma}",
        f"talks:{phrase.is_talks}",
        f"told:{'' if status is None else 'weak' if weak else status}",
        f"words:{min(len(phrase.subject.split()), 3)}",
        f"prep:{chunk.prep}",
        f"first:{first if first in ('the', 'a', 'an', 'any', 'no', 'this', 'that', 'its', 'their', 'his', 'such') else ''}",
        f"plural:{sentence.tokens[chunk.head].lower != chunk.lemma}",
    ]
    found.append(f"place:{min(sentence.index // 3, 4)}")
    found.append(f"talking:{min(talking // 3, 4)}")
    if {token.lower for token in sentence.tokens[chunk.first : chunk.last]} & phrases.matters() or phrase.about_deal:
        found.append("matters")
    if clause is not None and clause.dates:
        found.append("dated")
    if sentence.heading:
        found.append("heading")
    if clause is None:
        found.append("no clause")
    else:
        found += _of_clause(anchor, clause)
    if sentence.tokens[-1].text == "?":
        found.append("question")
    if not _SUPPOSING.isdisjoint([token.lower for token in sentence.tokens[: chunk.first]]):
        found.append("supposed before")
    return found


def _of_clause(anchor: Anchor, clause: Clause) -> list[str]:
    chunk = anchor.phrase.chunk
    place = (
        "subject"
        if any(c.first == chunk.first for c in clause.subject)
        else "object"
        if any(c.first == chunk.first for c in clause.objects)
        else "phrase"
    )
    classes = [name for name in clause.verb.classes if name.startswith(("talks_", "deal_"))]
    return [
        f"modality:{clause.verb.modality}",
        f"is:{place}",
        f"class:{classes[0] if classes else ''}",
        f"marker:{clause.marker}",
        f"negated:{clause.verb.negated}",
    ]


def of_rule(codes: Codes, ruled: Codes, *, named: bool, made: bool) -> str:
    """The feature how *codes* agree with the parties *ruled* that a plain rule finds; *made*: it would have made a claim of them."""
    if not ruled:
        return "rule:none"
    same = "same" if set(codes) == set(ruled) else "part" if set(codes) < set(ruled) else "other"
    return f"rule:{same}:{'named' if named else 'guessed'}:{'made' if made else 'left'}"
