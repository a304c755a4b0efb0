"""
Openings: where each verb group's clause begins, and whether it is new, shared, relative or reduced.

An opening lies at or before its verb, and after the verb before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction.clause_scene import REPORTING, Opening, Scene, finite_follows, transitive, verbless
from service.extraction.parts import VerbGroup

_INTRANSITIVE = frozenset(
    ("talk", "speak", "rise", "fall", "go", "come", "arrive", "travel", "happen", "agree", "say", "emerge")
)
_NOMINATIVE = frozenset(("he", "she", "they", "we", "i", "who"))
_SUBORDINATING = frozenset(("after", "before", "since", "until", "till", "as", "than"))
_BREAKS = frozenset((";", ":", "—", "–", "--", "("))


def reduced(scene: Scene, index: int) -> VerbGroup:
    """A past form that modifies the noun before it ("tariffs imposed by") as the participle that it is."""
    group = scene.groups[index]
    if (
        group.form != "finite"
        or group.last - group.first != 1
        or group.tense != "past"
        or group.first == 0
        or scene.tokens[group.head].tag != "VBD"
    ):
        return _fronted(scene, index)
    tokens = scene.tokens
    comma = tokens[group.first - 1].text == ","
    held = scene.at[group.first - 1]
    if held < 0 and comma and group.first > 1:
        held = scene.at[group.first - 2]
    if held < 0 or group.lemma in _INTRANSITIVE or tokens[scene.chunks[held].head].lower in _NOMINATIVE:
        return group
    if (
        tokens[scene.chunks[held].head].lower == "it"
        and held
        and scene.chunks[held - 1].last == scene.chunks[held].first
    ):
        return group  # "the exemption it wanted"
    after = tokens[group.last] if group.last < len(tokens) else None
    if len(scene.groups) == 1 and (after is None or after.lower != "by"):
        return group  # the only verb that the sentence has
    by = (
        after is not None
        and after.lower == "by"
        and group.last + 1 < len(tokens)
        and tokens[group.last + 1].tag != "NUM"
    )
    if (
        by
        or finite_follows(scene, index)
        or (not comma and _is_object(scene, index))
        or _lacks_object(scene, index, held)
    ):
        return msgspec.structs.replace(group, form="participle", voice="passive", tense="none")
    return group


def _fronted(scene: Scene, index: int) -> VerbGroup:
    """A participle that opens a sentence before its subject: "Scheduled to attend the summit, Modi will …"."""
    group = scene.groups[index]
    opens = group.first == 0 and group.form == "finite" and scene.tokens[0].tag in ("VBD", "VBN")
    if (
        not opens
        or index + 1 >= len(scene.groups)
        or not any(token.text == "," for token in scene.tokens[group.last : scene.groups[index + 1].first])
    ):
        return group
    return msgspec.structs.replace(group, form="participle", voice="passive" if not group.chain else group.voice)


def _lacks_object(scene: Scene, index: int, held: int) -> bool:
    """Whether a verb that needs an object has none, and what stands before it could be that object."""
    group = scene.groups[index]
    if group.lemma not in transitive():
        return False
    chunk = scene.chunks[held]
    if any(
        mention.last == chunk.last and mention.form != "adjective" and mention.kind != "org"
        for mention in chunk.mentions
    ):
        return False
    after = scene.tokens[group.last] if group.last < len(scene.tokens) else None
    if after is not None and (
        scene.at[group.last] >= 0 or after.tag in ("ADV", "SUB", "WH", "TO") or after.text in "“\"':"
    ):
        return False
    for token in scene.tokens[group.last : group.last + 5]:
        if token.text == ",":
            return True
        if token.lower in ("that", "a", "an", "the"):
            return False
    return True


def _is_object(scene: Scene, index: int) -> bool:
    if index == 0:
        return False
    previous, group = scene.groups[index - 1], scene.groups[index]
    if previous.lemma in REPORTING or previous.form == "participle":
        return False
    gap = scene.tokens[previous.last : group.first]
    return bool(gap) and not any(token.tag in ("CONJ", "SUB", "WH") or token.text in ',;:—–"”' for token in gap)


def opening_of(scene: Scene, index: int, openings: Sequence[Opening]) -> Opening:
    """Where the clause of the verb group at *index* opens, after the *openings* before it."""
    group = scene.groups[index]
    tokens = scene.tokens
    floor = scene.groups[index - 1].last if index else 0
    before = tokens[group.first - 1] if group.first > floor else None
    if group.form == "infinitive":
        return Opening(group.first, "to", "infinitive")
    if group.form in ("gerund", "participle"):
        if before is not None and (before.tag in ("PREP", "SUB", "CONJ") or before.lower == "to"):
            return Opening(group.first - 1, before.lower, "gerund")
        if before is not None and before.text == ",":
            return Opening(group.first - 1, ",", "gerund")
        if (
            before is not None
            and before.tag == "ADV"
            and group.first - 1 > floor
            and tokens[group.first - 2].text == ","
        ):
            return Opening(group.first - 2, ",", "gerund")  # ", currently visiting"
        return Opening(group.first, "", group.form)
    return _finite_opening(scene, index, floor, openings)


def _finite_opening(scene: Scene, index: int, floor: int, openings: Sequence[Opening]) -> Opening:
    tokens = scene.tokens
    at = scene.groups[index].first - 1
    seen: int | None = None
    listed = False
    while at >= floor:
        chunk = scene.at[at]
        token = tokens[at]
        if chunk >= 0:
            if not scene.chunks[chunk].prep:
                seen = chunk
            if _contact(scene, chunk, floor, index):
                return Opening(scene.chunks[chunk].first, "", "relative")
            at = scene.chunks[chunk].first - 1
            continue
        if token.tag == "WH":
            said = (
                token.lower == "that" and seen is not None and index > 0 and scene.groups[index - 1].lemma in REPORTING
            )
            return Opening(at, token.lower, "new" if said else "relative")
        if token.tag == "SUB" and not _governs(scene, at):
            return Opening(at, token.lower, "new")
        if token.tag == "CONJ":
            if seen is None:
                aside = index > 1 and tokens[at - 1].text == "," and openings[-1].marker in ("which", "who", "where")
                return Opening(at, token.lower, ("rejoined" if aside else "shared") if index else "new")
            if index and _listed_inside(scene, at, seen) and _outer_waits(scene, index, openings):
                return Opening(scene.groups[index].first, "", "resumed")
            if index and not _coordinates(scene, at, floor, index):
                return Opening(at, token.lower, "new")
            listed = True
        elif token.text in _BREAKS:
            return Opening(at, token.text, "new" if seen is not None else "shared")
        elif token.text == "," and index and seen is None and (opens := _appositive(scene, at, floor)) is not None:
            seen = opens
            at = scene.chunks[opens].first - 1
            continue
        elif token.text == "," and index:
            if seen is None and _outer_waits(scene, index, openings):
                return Opening(at, ",", "resumed")
            if seen is None:
                return Opening(at, ",", "shared")
            if not _apposition(scene, at, floor, index) and not (listed and _list_goes_on(scene, at, floor)):
                return Opening(at, ",", "new")
        at -= 1
    if (
        index
        and seen is not None
        and scene.chunks[seen].first == floor
        and scene.groups[index - 1].lemma not in REPORTING
        and _outer_waits(scene, index, openings)
    ):
        return Opening(scene.groups[index].first, "", "resumed")
    if seen is None and index:
        return Opening(scene.groups[index].first, "", "resumed" if _outer_waits(scene, index, openings) else "shared")
    start = scene.chunks[seen].first if seen is not None and index else floor
    return Opening(start, "", "new")


def _contact(scene: Scene, chunk: int, floor: int, index: int) -> bool:
    """Whether a pronoun that can only be a subject follows the noun that its clause modifies: "the duty he slapped on"."""
    held = scene.chunks[chunk]
    before = scene.at[held.first - 1] if held.first > floor else -1
    if held.prep or before < 0 or scene.chunks[before].prep not in ("", "of"):
        return False
    if held.last - held.first == 1 and scene.tokens[held.first].lower in _NOMINATIVE - {"who"}:
        return True
    if scene.tokens[held.first].lower == "it" and held.first == scene.chunks[before].last:
        told = index > 0 and scene.groups[index - 1].lemma in REPORTING
        return not told and scene.groups[index].first == held.last  # "the ban it defends"
    return bool(held.mentions) and held.mentions[0].codes == ("WORLD",)


def like_host(scene: Scene, index: int) -> VerbGroup:
    """A bare verb after "and" with the tense and modality of the one before: "will sign the text and launch talks"."""
    group, host = scene.groups[index], scene.groups[index - 1]
    token = scene.tokens[group.head]
    if group.last - group.first != 1 or token.tag != "VERB" or token.lower != group.lemma:
        return group
    if host.form == "infinitive":
        return msgspec.structs.replace(group, form="infinitive", tense=host.tense, modality=host.modality)
    if host.chain or host.tense == "future":
        return msgspec.structs.replace(group, tense=host.tense, modality=host.modality, chain=host.chain)
    return group


def _governs(scene: Scene, at: int) -> bool:
    """Whether a word that can be preposition or subordinator is a preposition here: before a phrase, or a date."""
    if at + 1 in scene.dated and scene.tokens[at].lower in ("since", "until", "till", "after", "before"):
        return True
    chunk = scene.at[at + 1] if at + 1 < len(scene.tokens) else -1
    return (
        chunk >= 0
        and scene.chunks[chunk].prep == scene.tokens[at].lower
        and verbless(scene, scene.chunks[chunk].last)
        and not _verb_after_phrases(scene, scene.chunks[chunk].last)
    )


def _verb_after_phrases(scene: Scene, at: int) -> bool:
    """Whether only phrases and dates part a noun from its verb: "after a call between A and B on Monday ended"."""
    while at < len(scene.tokens):
        chunk = scene.at[at]
        if chunk < 0 and at + 1 < len(scene.tokens) and scene.tokens[at].tag in ("PREP", "CONJ"):
            inner = scene.at[at + 1]
            joins = scene.tokens[at].tag == "CONJ"
            if inner >= 0 and (joins or scene.chunks[inner].prep):
                at = scene.chunks[inner].last
                continue
            if at + 1 in scene.dated:
                at += 2
                continue
        if chunk < 0 and (at in scene.dated or scene.tokens[at].tag == "NUM"):
            at += 1
            continue
        break
    return any(group.first == at and group.form == "finite" and group.tense == "past" for group in scene.groups)


def _listed_inside(scene: Scene, at: int, seen: int) -> bool:
    """Whether "and" joins two names under one preposition: "that comes in from Mexico and Canada"."""
    left = scene.at[at - 1] if at else -1
    if left < 0 or scene.chunks[left].prep in ("", "between") or scene.chunks[seen].first != at + 1:
        return False
    return all(scene.chunks[each].mentions and len(scene.chunks[each].mentions) == 1 for each in (left, seen))


def _coordinates(scene: Scene, at: int, floor: int, index: int) -> bool:
    """Whether the conjunction at *at* joins two subjects and not two clauses."""
    left = scene.at[at - 1] if at > floor else -1
    if left < 0 and at - 2 >= floor and scene.tokens[at - 1].text == ",":
        left = scene.at[at - 2]
    if left >= 0 and scene.chunks[left].prep in (*_SUBORDINATING, "between"):
        return True
    if left < 0 or scene.chunks[left].prep:
        return False
    opens = scene.chunks[left].first - 1
    previous = scene.groups[index - 1]
    if opens < floor:
        return previous.lemma in REPORTING
    token = scene.tokens[opens]
    return token.text in (",", "“", '"', ";", "—") or token.tag in ("SUB", "WH", "CONJ") or token.tag == "PUNCT"


def _list_goes_on(scene: Scene, at: int, floor: int) -> bool:
    """Whether the comma at *at* stands in the list that is the subject: "but shoes, machinery and sugar face"."""
    left = scene.at[at - 1] if at > floor else -1
    if left < 0 or scene.chunks[left].prep or scene.chunks[left].first <= floor:
        return False
    before = scene.tokens[scene.chunks[left].first - 1]
    return before.tag in ("CONJ", "SUB") or before.text == ","


def _apposition(scene: Scene, at: int, floor: int, index: int) -> bool:
    """Whether a comma with a chunk after it stands inside a subject: "said Modi, the prime minister, would"."""
    left = scene.at[at - 1] if at > floor else -1
    verb = scene.groups[index].first
    return (
        left >= 0
        and not scene.chunks[left].prep
        and scene.chunks[left].first == floor
        and verb > 0
        and scene.tokens[verb - 1].text == ","
        and scene.groups[index - 1].lemma in REPORTING
    )


def _appositive(scene: Scene, at: int, floor: int) -> int | None:
    """The chunk whose apposition the comma at *at* closes: "and Paganini, foreign minister, signed"."""
    inner = at - 1
    while inner > floor and scene.tokens[inner].text != "," and scene.tokens[inner].tag not in ("CONJ", "SUB", "WH"):
        inner -= 1
    if inner <= floor or scene.tokens[inner].text != "," or scene.at[inner + 1] < 0:
        return None
    outer, explained = scene.at[inner - 1], scene.at[inner + 1]
    if outer < 0 or scene.chunks[explained].prep or not scene.chunks[outer].mentions:
        return None
    opens = scene.chunks[outer].first - 1
    if opens < floor or (
        scene.tokens[opens].tag not in ("CONJ", "SUB") and scene.tokens[opens].text not in (",", ";", "“", '"')
    ):
        return None
    return outer


def _outer_waits(scene: Scene, index: int, openings: Sequence[Opening]) -> bool:
    """Whether the clause before is a relative or participle whose host has no verb yet."""
    at = index - 1
    while at >= 0 and openings[at].link in ("infinitive", "shared", "rejoined", "resumed") and at > 0:
        at -= 1
    while at >= 0 and (
        openings[at].link in ("gerund", "participle", "relative") or (at == 0 and openings[0].link == "infinitive")
    ):
        if at == 0 or openings[at - 1].link == "new":
            host = scene.between(scene.groups[at - 1].last if at else 0, openings[at].start)
            return any(not scene.chunks[chunk].prep for chunk in host) and (
                at == 0 or scene.tokens[openings[at].start - 1].text == "," or openings[at].link == "participle"
            )
        at -= 1
    return False
