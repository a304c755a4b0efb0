"""
Subjects: whose a clause is, from the words before it, its host clause, or the noun that it modifies.

A clause without a subject of its own takes one from a clause that stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction.clause_scene import (
    OBJECT_CONTROL,
    REPORTING,
    Opening,
    Scene,
    ends_in_person,
    expanded,
    governing_noun,
    ranked,
    ranked_at,
)
from service.extraction.parts import Chunk, Clause, Mention, VerbGroup

_CONVENING = frozenset(("chair", "host", "hold", "convene", "attend", "organise", "lead"))
_GATHERINGS = frozenset(("summit", "meeting", "conference", "forum", "session", "talk", "dialogue", "ministerial"))
_ANSWERS = frozenset(("accept", "decline", "receive", "reject", "get", "welcome", "refuse", "take"))
_SINGULAR = frozenset(("has", "is", "was", "does"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose", "where", "whereby", "when"))


def parent_of(index: int, opening: Opening, clauses: Sequence[Clause]) -> int | None:
    """The index of the clause that a clause hangs on, None for one that stands alone."""
    if not index:
        return None
    if opening.link in ("shared", "rejoined", "resumed"):
        host = _host(clauses, opening)
        return clauses[host].parent if host is not None else None
    if opening.link == "new" and opening.marker in ("and", "but", "or", ";", "nor", "yet"):
        return None
    return index - 1


def _host(clauses: Sequence[Clause], opening: Opening) -> int | None:
    """The clause whose subject an elliptic one shares: the last finite one (the one outside a relative if resumed)."""
    for clause in reversed(clauses):
        if clause.verb.form != "finite" or (opening.link in ("resumed", "rejoined") and clause.marker in _RELATIVE):
            continue
        return clause.index
    return len(clauses) - 1 if clauses else None


def subject_of(
    scene: Scene, index: int, opening: Opening, clauses: Sequence[Clause], parent: int | None
) -> tuple[Chunk, ...]:
    """The chunks that are the subject of the clause at *index*."""
    group = scene.groups[index]
    if opening.link == "relative":
        inside = [chunk for chunk in scene.between(opening.start, group.first) if not scene.chunks[chunk].prep]
        if inside:
            return expanded(scene, inside[0])
        found = antecedent_of(scene, opening.start, opening.marker)
        one = scene.tokens[group.first].lower in _SINGULAR and opening.marker in ("which", "who")
        return found[-1:] if one else found  # "Japan, and China, which has"
    if opening.link == "resumed":
        return _waiting(scene, clauses)
    if opening.link in ("shared", "rejoined"):
        host = _host(clauses, opening)
        return clauses[host].subject if host is not None else ()
    if opening.link == "infinitive":
        noun = governing_noun(scene, opening.start)
        invited = noun is not None and noun.lemma == "invitation" and clauses and clauses[-1].verb.lemma in _ANSWERS
        held = scene.at[opening.start - 1] if opening.start else -1
        asked = noun is not None and held >= 0 and noun is not scene.chunks[held]
        if held >= 0 and (scene.chunks[held].prep == "for" or asked) and scene.chunks[held].mentions:
            return expanded(scene, held)  # "for the UK to join", "an invitation to India to join"
        if noun is not None and noun.mentions and not invited:
            return (_only(noun, noun.mentions[0]),)
        first = ranked_at(scene, opening.start, "") if not clauses else -1
        if first > 0 and scene.tokens[scene.chunks[first].first - 1].text == ",":
            return expanded(scene, first - 1)  # "Panama, the first country to join,"
        if clauses and clauses[-1].verb.voice == "active" and ranked(scene, opening.start, "as"):
            return clauses[-1].objects
        if clauses and clauses[-1].verb.lemma in ("make", "render") and len(clauses[-1].objects) > 1:
            return clauses[-1].objects[:1]
        if scene.groups[index].voice == "passive" and opening.start > 1 and scene.tokens[opening.start - 1].text == ",":
            held = scene.at[opening.start - 2]
            if held >= 0:
                return expanded(scene, held)
        return _controller(clauses)
    if opening.link in ("gerund", "participle"):
        return _modified(scene, index, opening, clauses)
    region = [
        chunk for chunk in scene.between(opening.start, group.first)
        if not scene.chunks[chunk].prep or (scene.chunks[chunk].prep == opening.marker and scene.chunks[chunk].first == opening.start + 1)
    ]  # fmt: skip
    if region:
        return expanded(scene, region[0])
    after = [chunk for chunk in scene.between(group.last, len(scene.tokens))[:1] if not scene.chunks[chunk].prep]
    if group.lemma in REPORTING and after and index:
        return expanded(scene, after[0])
    return clauses[parent].subject if parent is not None and index else ()


def antecedent_of(scene: Scene, at: int, marker: str) -> tuple[Chunk, ...]:
    """What a relative word at *at* stands for: the chunk before it; "that" and "which" pass over persons."""
    index = at - 1
    while index >= 0 and scene.at[index] < 0 and scene.tokens[index].text in ",(—–":
        index -= 1
    if index >= 0 and scene.tokens[index].tag == "PREP":
        index -= 1
    if index < 0 or scene.at[index] < 0:
        return ()
    chunk = scene.at[index]
    while marker in ("that", "which") and chunk > 0 and ends_in_person(scene.chunks[chunk]):
        chunk -= 1
    while (
        marker == "who" and chunk > 0 and scene.chunks[chunk].prep == "of" and not ends_in_person(scene.chunks[chunk])
    ):
        chunk -= 1
    return expanded(scene, chunk)


def _waiting(scene: Scene, clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    """The chunk before the relative or participle that parted a subject from its verb."""
    for clause in reversed(clauses):
        floor = scene.groups[clause.index - 1].last if clause.index else 0
        region = [chunk for chunk in scene.between(floor, clause.first) if not scene.chunks[chunk].prep]
        reduced = clause.verb.form in ("gerund", "participle") or (
            clause.verb.form == "infinitive" and not clause.index
        )
        contact = clause.marker == "" and bool(clause.subject) and clause.subject[0].first == clause.first
        if region and (clause.marker in _RELATIVE or reduced or contact):
            return expanded(scene, region[0])
    return clauses[-1].subject if clauses else ()


def _only(chunk: Chunk, mention: Mention) -> Chunk:
    """The part of *chunk* that is *mention*: "India" of "India's decision"."""
    return msgspec.structs.replace(
        chunk,
        first=mention.first,
        last=mention.last,
        head=mention.last - 1,
        lemma=mention.name.lower(),
        mentions=(mention,),
    )


def _controller(clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    if not clauses:
        return ()
    host = clauses[-1]
    if host.verb.lemma in OBJECT_CONTROL and host.verb.voice == "active" and host.objects:
        return host.objects
    if host.verb.lemma == "call":
        calls = host.phrase("on", "for")
        return calls or host.subject
    return host.subject


def _modified(scene: Scene, index: int, opening: Opening, clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    group = scene.groups[index]
    at = opening.start - 1
    if opening.marker not in (",", "") or at < 0:
        return clauses[-1].subject if clauses else _following(scene, group)
    if opening.marker == "," and group.form == "gerund":
        if not clauses and scene.at[at] >= 0:
            return expanded(scene, scene.at[at])  # "Trump, visiting Beijing, praised"
        host = _host(clauses, Opening(0, "", "shared"))
        return clauses[host].subject if host is not None else _following(scene, group)
    chunk = scene.at[at]
    if chunk < 0:
        return clauses[-1].subject if clauses else _following(scene, group)
    floor = scene.groups[index - 1].last if index else 0
    gathering = group.lemma in _CONVENING and scene.chunks[chunk].lemma in _GATHERINGS
    while (
        opening.marker == ","
        and not gathering
        and scene.chunks[chunk].prep
        and chunk > 0
        and scene.chunks[chunk - 1].first >= floor
    ):
        chunk -= 1
    return expanded(scene, chunk)


def _following(scene: Scene, group: VerbGroup) -> tuple[Chunk, ...]:
    """The subject after an opening participle: "Speaking in Tokyo, Rubio said"."""
    for index in range(group.last, len(scene.tokens)):
        if scene.tokens[index].text == "," and scene.at[index + 1] >= 0 and not scene.chunks[scene.at[index + 1]].prep:
            return expanded(scene, scene.at[index + 1])
    return ()
