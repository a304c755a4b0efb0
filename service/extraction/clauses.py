"""
Clauses: each verb group with its subject, its objects and its phrases.

A clause reaches from its opening (a subordinator, a relative word, its subject) to the next clause's opening; every
chunk right of a verb belongs to exactly one clause.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction.clause_coordination import coordinate
from service.extraction.clause_openings import like_host, opening_of, reduced
from service.extraction.clause_scene import OBJECT_CONTROL, REPORTING, Opening, Scene, governing_noun, ranked
from service.extraction.clause_subjects import antecedent_of, parent_of, subject_of
from service.extraction.parts import Chunk, Clause, DateMention, Modality, Token, VerbGroup
from service.extraction.verbgroups import governors, noun_governors

_CONDITIONS = frozenset(("if", "unless", "whether", "lest", "provided"))
_SUPPOSING = frozenset(("suppose", "imagine", "supposing", "assuming", "should", "were"))
_TOPICAL = frozenset(("on", "about", "over", "against", "towards", "toward"))
_OPEN_NOUNS: dict[str, Modality] = {
    "possibility": "possible", "prospect": "possible", "idea": "possible", "hope": "wanted", "chance": "possible", "risk": "possible",
    "threat": "threatened", "option": "possible", "aim": "wanted", "goal": "wanted", "plan": "planned", "hopes": "wanted", "talk": "possible",
    "interest": "wanted", "progress": "wanted", "difficulty": "failed", "success": "fact", "point": "possible", "way": "possible", "importance": "wanted", "likelihood": "possible", "process": "ongoing", "verge": "expected", "cusp": "expected", "brink": "expected", "threshold": "expected", "intention": "planned", "promise": "agreed",
}  # fmt: skip


def find(
    tokens: Sequence[Token], chunks: Sequence[Chunk], groups: Sequence[VerbGroup], dates: Sequence[DateMention]
) -> tuple[tuple[Chunk, ...], tuple[Clause, ...]]:
    """The clauses of a sentence in order of their verbs, and its chunks with coordination told in `group`."""
    scene = Scene(tokens, chunks, groups, dates)
    openings: list[Opening] = []
    for index in range(len(scene.groups)):
        scene.groups[index] = reduced(scene, index)
        openings.append(opening_of(scene, index, openings))
        if openings[-1].link in ("shared", "rejoined"):
            scene.groups[index] = like_host(scene, index)
    bounds = [opening.start for opening in openings]
    coordinate(scene, set(bounds))
    clauses: list[Clause] = []
    for index, opening in enumerate(openings):
        clauses.append(_clause(scene, index, opening, openings, clauses, dates))
    return tuple(scene.chunks), _conditioned(tokens, _likewise(clauses))


def _likewise(clauses: list[Clause]) -> list[Clause]:
    """ "China has applied, as have Ecuador and Peru": what is said of the first is said of the others."""
    for at in range(1, len(clauses)):
        clause, host = clauses[at], clauses[at - 1]
        if clause.marker == "as" and clause.verb.lemma in ("have", "be", "do") and clause.objects and host.subject:
            clauses[at - 1] = msgspec.structs.replace(host, subject=(*host.subject, *clause.objects))
    return clauses


def _clause(
    scene: Scene,
    index: int,
    opening: Opening,
    openings: Sequence[Opening],
    clauses: Sequence[Clause],
    dates: Sequence[DateMention],
) -> Clause:
    group = scene.groups[index]
    if opening.link == "infinitive" and not group.chain:
        noun = governing_noun(scene, opening.start)
        if noun is not None:
            group = msgspec.structs.replace(group, modality=noun_governors()[noun.lemma], chain=(noun.lemma,))
        elif ranked(scene, opening.start, "as", ""):
            host = clauses[-1].verb if clauses else msgspec.structs.replace(group, tense="past")
            group = msgspec.structs.replace(group, modality=host.modality, tense=host.tense, negated=host.negated)
        elif clauses and not _has_object(scene, index, opening):
            refused = (
                opening.start > 0 and scene.tokens[opening.start - 1].tag == "NEG"
            )  # "decided on Monday not to join"
            group = _governed(group, clauses[-1].verb, refused=refused)
    last = openings[index + 1].start if index + 1 < len(openings) else len(scene.tokens)
    last = max(last, group.last)
    following = scene.between(group.last, last)
    right = scene.chunks[following.start : following.stop]
    objects = tuple([chunk for chunk in right if not chunk.prep])
    phrases = tuple([chunk for chunk in right if chunk.prep])
    parent = parent_of(index, opening, clauses)
    subject = subject_of(scene, index, opening, clauses, parent)
    begin = opening.start if index else 0
    inside = tuple([k for k, date in enumerate(dates) if begin <= date.first < last]) if dates else ()
    if group.form == "gerund":
        group = _doing(scene, group, opening, clauses[-1].verb if clauses else None)
    if opening.marker == "without":
        group = msgspec.structs.replace(group, negated=True)
    group = _never(scene, group, subject)
    speaker = clauses[parent].speaker if parent is not None else ()
    if parent is not None and opening.link == "new" and clauses[parent].verb.lemma in REPORTING:
        speaker = tuple(mention for chunk in clauses[parent].subject for mention in chunk.mentions)
    if opening.link == "relative" and not objects and opening.marker in ("which", "that", "whom", ""):
        modified = antecedent_of(scene, opening.start, opening.marker)
        objects = modified if modified and subject and modified[0].first != subject[0].first else ()
    marker = opening.marker if opening.link not in ("shared", "rejoined", "resumed") else ""
    return Clause(index, opening.start, last, group, subject, objects, phrases, inside, marker, parent, speaker)


def _doing(scene: Scene, group: VerbGroup, opening: Opening, host: VerbGroup | None) -> VerbGroup:
    """A gerund with what the words before it make of it: "the prospect of joining", "hopes of joining"; *host* stands before."""
    marker = opening.marker
    held = scene.at[opening.start - 1] if opening.start else -1
    named = scene.chunks[held].lemma if held >= 0 else ""
    if marker in ("of", "in") and named in _OPEN_NOUNS:
        group = msgspec.structs.replace(group, modality=_OPEN_NOUNS[named])
    if marker == "to" and _looks_to(scene, opening):
        group = msgspec.structs.replace(group, modality="wanted")
    if marker in _TOPICAL and host is not None and held >= 0 and named not in _OPEN_NOUNS:
        group = msgspec.structs.replace(group, modality="possible")
    if marker in ("on", "from") and host is not None and _holds_back(scene, host):
        group = msgspec.structs.replace(group, modality="refused")
    return group


def _never(scene: Scene, group: VerbGroup, subject: tuple[Chunk, ...]) -> VerbGroup:
    """*group*, negated by "never" before it or "neither" before its subject."""
    tokens = scene.tokens
    negated = group.first > 0 and tokens[group.first - 1].lower == "never"
    if subject:
        at = subject[0].first
        negated = negated or tokens[at].lower == "neither" or tokens[max(0, at - 1)].lower == "neither"
    return msgspec.structs.replace(group, negated=True) if negated else group


def _looks_to(scene: Scene, opening: Opening) -> bool:
    """Whether a noun only looks ahead to what follows "to": "with a view to striking a deal"."""
    held = scene.at[opening.start - 1] if opening.start else -1
    if opening.start and scene.tokens[opening.start - 1].lower in ("close", "closer", "nearer", "near"):
        return True  # "moved closer to joining"
    return held >= 0 and scene.chunks[held].lemma in ("view", "commitment", "path", "road", "route", "key", "step")


def _holds_back(scene: Scene, verb: VerbGroup) -> bool:
    """Whether a verb keeps from what follows: "is still holding off on joining", "refrained from signing"."""
    after = scene.tokens[verb.head + 1].lower if verb.head + 1 < len(scene.tokens) else ""
    return verb.lemma in ("refrain", "abstain", "desist") or (
        verb.lemma in ("hold", "shy", "back", "pull") and after in ("off", "away", "back")
    )


def _has_object(scene: Scene, index: int, opening: Opening) -> bool:
    """Whether the verb before an infinitive has an object of its own, so that the infinitive tells a purpose."""
    host = scene.groups[index - 1]
    if host.lemma in OBJECT_CONTROL:
        return False
    return any(not scene.chunks[chunk].prep for chunk in scene.between(host.last, opening.start))


def _governed(group: VerbGroup, host: VerbGroup, *, refused: bool) -> VerbGroup:
    """An infinitive that words part from its governor ("agreed on Monday to cut") with what the governor makes of it."""
    modality = governors().get(host.lemma)
    if modality is None:
        return group
    return msgspec.structs.replace(
        group,
        modality=modality,
        chain=(*host.chain, host.lemma),
        tense=host.tense,
        negated=group.negated or host.negated or refused,
    )


def _supposed(clause: Clause) -> Clause:
    return msgspec.structs.replace(clause, verb=msgspec.structs.replace(clause.verb, modality="hypothetical"))


def _is_condition(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether *clause* is a condition; "even if" only concedes."""
    return clause.marker in _CONDITIONS and not (clause.first and tokens[clause.first - 1].lower == "even")


def _conditioned(tokens: Sequence[Token], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Questions, conditions and what hangs on them ("if …, it would …") are hypothetical."""
    if tokens and (
        tokens[-1].text == "?"
        or tokens[0].lower in _SUPPOSING
        or (tokens[0].lower == "what" and len(tokens) > 1 and tokens[1].lower == "if")
    ):
        return tuple(_supposed(clause) for clause in clauses)
    conditions = [clause for clause in clauses if clause.marker in _CONDITIONS]
    if not any(_is_condition(tokens, clause) for clause in conditions):
        return tuple(clauses)
    done: list[Clause] = []
    for clause in clauses:
        would = any(
            token.lower in ("would", "could", "might") for token in tokens[clause.verb.first : clause.verb.last]
        )
        host = done[clause.parent] if clause.parent is not None and clause.parent < len(done) else None
        hangs = host is not None and clause.verb.form != "finite" and _is_condition(tokens, host)
        under = _is_condition(tokens, clause) or hangs
        done.append(_supposed(clause) if would or under else clause)
    return tuple(done)
