"""
Clauses: each verb group with its subject, its objects and its phrases.

A clause reaches from its opening (a subordinator, a relative word, its subject) to the next clause's opening; every
chunk right of a verb belongs to exactly one clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import msgspec

from service.extraction import words
from service.extraction.parts import Chunk, Clause, DateMention, Mention, Modality, Token, VerbGroup
from service.extraction.verbgroups import governors, noun_governors

REPORTING = frozenset(
    """say tell report announce claim argue note add state believe think hope insist maintain confirm stress reiterate suggest warn indicate
    declare acknowledge explain assert emphasise underline underscore show know estimate predict expect understand reveal signal remark admit
    concede mention reaffirm write hint agree recall repeat caution complain deny ensure fear notify inform assure promise pledge vow decide propose demand request recommend""".split()
)
_OBJECT_CONTROL = frozenset(
    """invite urge ask order direct instruct allow force persuade press push encourage advise require request permit enable expect want help
    tell authorise compel call convince warn lead cause prompt""".split()
)
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose", "where", "whereby", "when"))
_CONDITIONS = frozenset(("if", "unless", "whether", "lest", "provided"))
_INTRANSITIVE = frozenset(
    ("talk", "speak", "rise", "fall", "go", "come", "arrive", "travel", "happen", "agree", "say", "emerge")
)
_SUPPOSING = frozenset(("suppose", "imagine", "supposing", "assuming", "should", "were"))
_OPEN_NOUNS: dict[str, Modality] = {
    "possibility": "possible", "prospect": "possible", "idea": "possible", "hope": "wanted", "chance": "possible", "risk": "possible",
    "threat": "threatened", "option": "possible", "aim": "wanted", "goal": "wanted", "plan": "planned", "hopes": "wanted", "talk": "possible",
    "point": "possible", "way": "possible", "importance": "wanted", "likelihood": "possible", "intention": "planned", "promise": "agreed",
}  # fmt: skip
_SUBORDINATING = frozenset(("after", "before", "since", "until", "till", "as", "than"))
_RANKS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last latest newest only next".split()
)
_BREAKS = frozenset((";", ":", "—", "–", "--", "("))
_JOINS = frozenset("and or & as well with along both also then plus nor".split())


@cache
def transitive() -> frozenset[str]:
    """Verbs that need an object: without one a past form is a participle."""
    return frozenset(" ".join(words.lines("transitive.txt")).split())


class _Opening(msgspec.Struct):
    start: int
    marker: str
    link: str  # "new", "shared", "relative", "resumed", "infinitive", "gerund", "participle"


class _Scene:
    """A sentence while its clauses are found."""

    def __init__(self, tokens: Sequence[Token], chunks: Sequence[Chunk], groups: Sequence[VerbGroup]) -> None:
        self.tokens = tokens
        self.chunks = list(chunks)
        self.groups = list(groups)
        self.starts = [chunk.first for chunk in chunks]
        self.at: list[int] = [-1] * (len(tokens) + 1)
        for index, chunk in enumerate(chunks):
            for token in range(chunk.first, chunk.last):
                self.at[token] = index

    def between(self, first: int, last: int) -> list[int]:
        """Indexes of the chunks that start in the tokens from *first* to before *last*."""
        return list(range(bisect_left(self.starts, first), bisect_left(self.starts, last)))


def find(
    tokens: Sequence[Token], chunks: Sequence[Chunk], groups: Sequence[VerbGroup], dates: Sequence[DateMention]
) -> tuple[tuple[Chunk, ...], tuple[Clause, ...]]:
    """The clauses of a sentence in order of their verbs, and its chunks with coordination told in `group`."""
    scene = _Scene(tokens, chunks, groups)
    openings: list[_Opening] = []
    for index in range(len(scene.groups)):
        scene.groups[index] = _reduced(scene, index)
        openings.append(_opening(scene, index, openings))
        if openings[-1].link == "shared":
            scene.groups[index] = _like_host(scene, index)
    bounds = [opening.start for opening in openings]
    _coordinate(scene, set(bounds))
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


def _reduced(scene: _Scene, index: int) -> VerbGroup:
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
    if held < 0 or group.lemma in _INTRANSITIVE:
        return group
    after = tokens[group.last] if group.last < len(tokens) else None
    by = (
        after is not None
        and after.lower == "by"
        and group.last + 1 < len(tokens)
        and tokens[group.last + 1].tag != "NUM"
    )
    if (
        by
        or _finite_follows(scene, index)
        or (not comma and _is_object(scene, index))
        or _lacks_object(scene, index, held)
    ):
        return msgspec.structs.replace(group, form="participle", voice="passive", tense="none")
    return group


def _fronted(scene: _Scene, index: int) -> VerbGroup:
    """A participle that opens a sentence before its subject: "Scheduled to attend the summit, Modi will …"."""
    group = scene.groups[index]
    opens = group.first == 0 and group.form == "finite" and scene.tokens[0].tag in ("VBD", "VBN")
    if not opens or index + 1 >= len(scene.groups) or not any(token.text == "," for token in scene.tokens[group.last : scene.groups[index + 1].first]):
        return group
    return msgspec.structs.replace(group, form="participle", voice="passive" if not group.chain else group.voice)


def _lacks_object(scene: _Scene, index: int, held: int) -> bool:
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
    return not any(token.lower in ("that", "a", "an", "the") for token in scene.tokens[group.last : group.last + 5])


def _finite_follows(scene: _Scene, index: int) -> bool:
    if index + 1 >= len(scene.groups):
        return False
    group, following = scene.groups[index], scene.groups[index + 1]
    if following.form != "finite":
        return False
    gap = scene.tokens[group.last : following.first]
    commas = sum(token.text == "," for token in gap)
    opened = scene.tokens[group.first - 1].text == ","
    if any(token.tag in ("CONJ", "SUB", "WH") or token.text in ";:—" for token in gap) or commas > int(opened):
        return False
    if opened and (commas == 0 or gap[-1].text != ","):
        return False
    return all(scene.chunks[chunk].prep for chunk in scene.between(group.last, following.first))


def _is_object(scene: _Scene, index: int) -> bool:
    if index == 0:
        return False
    previous, group = scene.groups[index - 1], scene.groups[index]
    if previous.lemma in REPORTING or previous.form == "participle":
        return False
    gap = scene.tokens[previous.last : group.first]
    return bool(gap) and not any(token.tag in ("CONJ", "SUB", "WH") or token.text in ',;:—–"”' for token in gap)


def _opening(scene: _Scene, index: int, openings: Sequence[_Opening]) -> _Opening:
    group = scene.groups[index]
    tokens = scene.tokens
    floor = scene.groups[index - 1].last if index else 0
    before = tokens[group.first - 1] if group.first > floor else None
    if group.form == "infinitive":
        return _Opening(group.first, "to", "infinitive")
    if group.form in ("gerund", "participle"):
        if before is not None and (before.tag in ("PREP", "SUB", "CONJ") or before.lower == "to"):
            return _Opening(group.first - 1, before.lower, "gerund")
        if before is not None and before.text == ",":
            return _Opening(group.first - 1, ",", "gerund")
        return _Opening(group.first, "", group.form)
    return _finite_opening(scene, index, floor, openings)


def _finite_opening(scene: _Scene, index: int, floor: int, openings: Sequence[_Opening]) -> _Opening:
    tokens = scene.tokens
    at = scene.groups[index].first - 1
    seen: int | None = None
    while at >= floor:
        chunk = scene.at[at]
        token = tokens[at]
        if chunk >= 0:
            if not scene.chunks[chunk].prep:
                seen = chunk
            at = scene.chunks[chunk].first - 1
            continue
        if token.tag == "WH":
            said = token.lower == "that" and seen is not None and index > 0 and scene.groups[index - 1].lemma in REPORTING
            return _Opening(at, token.lower, "new" if said else "relative")
        if token.tag == "SUB" and not _governs(scene, at):
            return _Opening(at, token.lower, "new")
        if token.tag == "CONJ":
            if seen is None:
                return _Opening(at, token.lower, "shared" if index else "new")
            if index and not _coordinates(scene, at, floor, index):
                return _Opening(at, token.lower, "new")
        elif token.text in _BREAKS:
            return _Opening(at, token.text, "new" if seen is not None else "shared")
        elif token.text == "," and index and seen is None and (opens := _appositive(scene, at, floor)) is not None:
            seen = opens
            at = scene.chunks[opens].first - 1
            continue
        elif token.text == "," and index:
            if seen is None and _outer_waits(scene, index, openings):
                return _Opening(at, ",", "resumed")
            if seen is None:
                return _Opening(at, ",", "shared")
            if not _apposition(scene, at, floor, index):
                return _Opening(at, ",", "new")
        at -= 1
    if (
        index
        and seen is not None
        and scene.chunks[seen].first == floor
        and scene.groups[index - 1].lemma not in REPORTING
        and _outer_waits(scene, index, openings)
    ):
        return _Opening(scene.groups[index].first, "", "resumed")
    if seen is None and index:
        return _Opening(scene.groups[index].first, "", "resumed" if _outer_waits(scene, index, openings) else "shared")
    start = scene.chunks[seen].first if seen is not None and index else floor
    return _Opening(start, "", "new")


def _like_host(scene: _Scene, index: int) -> VerbGroup:
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


def _governs(scene: _Scene, at: int) -> bool:
    """Whether a word that can be preposition or subordinator is a preposition here."""
    chunk = scene.at[at + 1] if at + 1 < len(scene.tokens) else -1
    return (
        chunk >= 0 and scene.chunks[chunk].prep == scene.tokens[at].lower and _verbless(scene, scene.chunks[chunk].last)
    )


def _verbless(scene: _Scene, at: int) -> bool:
    while at + 1 < len(scene.tokens) and scene.tokens[at].tag == "CONJ" and scene.at[at + 1] >= 0:
        at = scene.chunks[scene.at[at + 1]].last
    return at >= len(scene.tokens) or not any(group.first == at and group.form == "finite" for group in scene.groups)


def _coordinates(scene: _Scene, at: int, floor: int, index: int) -> bool:
    """Whether the conjunction at *at* joins two subjects and not two clauses."""
    left = scene.at[at - 1] if at > floor else -1
    if left < 0 and at - 2 >= floor and scene.tokens[at - 1].text == ",":
        left = scene.at[at - 2]
    if left >= 0 and scene.chunks[left].prep in _SUBORDINATING:
        return True
    if left < 0 or scene.chunks[left].prep:
        return False
    opens = scene.chunks[left].first - 1
    previous = scene.groups[index - 1]
    if opens < floor:
        return previous.lemma in REPORTING
    token = scene.tokens[opens]
    return token.text in (",", "“", '"', ";", "—") or token.tag in ("SUB", "WH", "CONJ") or token.tag == "PUNCT"


def _apposition(scene: _Scene, at: int, floor: int, index: int) -> bool:
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


def _appositive(scene: _Scene, at: int, floor: int) -> int | None:
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
    if (
        opens < floor
        or scene.tokens[opens].tag not in ("CONJ", "SUB")
        and scene.tokens[opens].text not in (",", ";", "“", '"')
    ):
        return None
    return outer


def _outer_waits(scene: _Scene, index: int, openings: Sequence[_Opening]) -> bool:
    """Whether the clause before is a relative or participle whose host has no verb yet."""
    at = index - 1
    while at >= 0 and openings[at].link in ("infinitive", "shared", "resumed") and at > 0:
        at -= 1
    while at >= 0 and openings[at].link in ("gerund", "participle", "relative"):
        if at == 0 or openings[at - 1].link == "new":
            host = scene.between(scene.groups[at - 1].last if at else 0, openings[at].start)
            return any(not scene.chunks[chunk].prep for chunk in host) and (
                at == 0 or scene.tokens[openings[at].start - 1].text == "," or openings[at].link == "participle"
            )
        at -= 1
    return False


def _coordinate(scene: _Scene, bounds: set[int]) -> None:
    """Give coordinated chunks one group number: "steel, copper and aluminium"."""
    joins = [_join(scene, index, bounds) for index in range(len(scene.chunks))]
    number = -1
    for index, chunk in enumerate(scene.chunks):
        joined = joins[index] == "and" or (joins[index] == "," and _list_ends(joins, index))
        if not joined:
            number += 1
        prep = scene.chunks[index - 1].prep if joined and chunk.prep in ("", "and") else chunk.prep
        scene.chunks[index] = msgspec.structs.replace(chunk, group=number, prep=prep)


def _list_ends(joins: Sequence[str], index: int) -> bool:
    """Whether the commas from *index* on lead to an "and": else they part an apposition."""
    while index < len(joins) and joins[index] == ",":
        index += 1
    return index < len(joins) and joins[index] == "and"


def _join(scene: _Scene, index: int, bounds: set[int]) -> str:
    """How chunk *index* is joined to the one before it: "and", "," or ""."""
    if index == 0:
        return ""
    before, chunk = scene.chunks[index - 1], scene.chunks[index]
    gap = scene.tokens[before.last : chunk.first]
    if not gap or len(gap) > 4 or any(before.last <= bound <= chunk.first for bound in bounds):
        return ""
    if any(token.text != "," and token.lower not in _JOINS for token in gap):
        return ""
    lowers = {token.lower for token in gap}
    opening = before.prep and lowers == {","} and scene.groups and chunk.first < scene.groups[0].first
    if opening and not any(token.text == "," for token in scene.tokens[: before.first]):
        return ""
    if chunk.prep == "with":
        return "and" if lowers & {"along", "together"} else ""
    if chunk.prep not in ("", "and"):
        return ""
    return "," if lowers == {","} else "and"


def _clause(
    scene: _Scene,
    index: int,
    opening: _Opening,
    openings: Sequence[_Opening],
    clauses: Sequence[Clause],
    dates: Sequence[DateMention],
) -> Clause:
    group = scene.groups[index]
    if opening.link == "infinitive" and not group.chain:
        noun = _governing_noun(scene, opening.start)
        if noun is not None:
            group = msgspec.structs.replace(group, modality=noun_governors()[noun.lemma], chain=(noun.lemma,))
        elif clauses and _ranked(scene, opening.start, "as", ""):
            host = clauses[-1].verb
            group = msgspec.structs.replace(group, modality=host.modality, tense=host.tense, negated=host.negated)
        elif clauses and not _has_object(scene, index, opening):
            group = _governed(group, clauses[-1].verb)
    last = openings[index + 1].start if index + 1 < len(openings) else len(scene.tokens)
    last = max(last, group.last)
    right = [scene.chunks[chunk] for chunk in scene.between(group.last, last)]
    parent = _parent(index, opening, clauses)
    subject = _subject(scene, index, opening, clauses, parent)
    begin = opening.start if index else 0
    inside = tuple(k for k, date in enumerate(dates) if begin <= date.first < last)
    if opening.marker == "of" and group.form == "gerund" and opening.start > 0 and scene.at[opening.start - 1] >= 0:
        noun = scene.chunks[scene.at[opening.start - 1]].lemma
        if noun in _OPEN_NOUNS:
            group = msgspec.structs.replace(group, modality=_OPEN_NOUNS[noun])
    if opening.marker in ("on", "about", "over", "against", "towards", "toward") and group.form == "gerund" and index:
        noun = scene.at[opening.start - 1] if opening.start else -1
        if noun >= 0 and scene.chunks[noun].lemma not in _OPEN_NOUNS:
            group = msgspec.structs.replace(group, modality="possible")
    if opening.marker == "without":
        group = msgspec.structs.replace(group, negated=True)
    speaker = clauses[parent].speaker if parent is not None else ()
    if parent is not None and opening.link == "new" and clauses[parent].verb.lemma in REPORTING:
        speaker = tuple(mention for chunk in clauses[parent].subject for mention in chunk.mentions)
    objects = tuple(chunk for chunk in right if not chunk.prep)
    if opening.link == "relative" and not objects and opening.marker in ("which", "that", "whom"):
        host = _antecedent(scene, opening.start, opening.marker)
        objects = host if host and subject and host[0].first != subject[0].first else ()
    return Clause(
        index=index,
        first=opening.start,
        last=last,
        verb=group,
        subject=subject,
        objects=objects,
        phrases=tuple(chunk for chunk in right if chunk.prep),
        dates=inside,
        marker=opening.marker if opening.link not in ("shared", "resumed") else "",
        parent=parent,
        speaker=speaker,
    )


def _has_object(scene: _Scene, index: int, opening: _Opening) -> bool:
    """Whether the verb before an infinitive has an object of its own, so that the infinitive tells a purpose."""
    host = scene.groups[index - 1]
    if host.lemma in _OBJECT_CONTROL:
        return False
    return any(not scene.chunks[chunk].prep for chunk in scene.between(host.last, opening.start))


def _governed(group: VerbGroup, host: VerbGroup) -> VerbGroup:
    """An infinitive that words part from its governor ("agreed on Monday to cut") with what the governor makes of it."""
    modality = governors().get(host.lemma)
    if modality is None:
        return group
    return msgspec.structs.replace(
        group,
        modality=modality,
        chain=(*host.chain, host.lemma),
        tense=host.tense,
        negated=group.negated or host.negated,
    )


def _parent(index: int, opening: _Opening, clauses: Sequence[Clause]) -> int | None:
    if not index:
        return None
    if opening.link in ("shared", "resumed"):
        host = _host(clauses, opening)
        return clauses[host].parent if host is not None else None
    if opening.link == "new" and opening.marker in ("and", "but", "or", ";", "nor", "yet"):
        return None
    return index - 1


def _host(clauses: Sequence[Clause], opening: _Opening) -> int | None:
    """The clause whose subject an elliptic one shares: the last finite one (the one outside a relative if resumed)."""
    for clause in reversed(clauses):
        if clause.verb.form != "finite" or (opening.link == "resumed" and clause.marker in _RELATIVE):
            continue
        return clause.index
    return len(clauses) - 1 if clauses else None


def _expanded(scene: _Scene, chunk: int) -> tuple[Chunk, ...]:
    group = scene.chunks[chunk].group
    last = chunk
    while last + 1 < len(scene.chunks) and scene.chunks[last + 1].group == group:
        last += 1
    first = chunk
    while first > 0 and scene.chunks[first - 1].group == group:
        first -= 1
    return tuple(scene.chunks[first : last + 1])


def _subject(
    scene: _Scene, index: int, opening: _Opening, clauses: Sequence[Clause], parent: int | None
) -> tuple[Chunk, ...]:
    group = scene.groups[index]
    if opening.link == "relative":
        inside = [chunk for chunk in scene.between(opening.start, group.first) if not scene.chunks[chunk].prep]
        return _expanded(scene, inside[0]) if inside else _antecedent(scene, opening.start, opening.marker)
    if opening.link == "resumed":
        return _waiting(scene, index, clauses)
    if opening.link == "shared":
        host = _host(clauses, opening)
        return clauses[host].subject if host is not None else ()
    if opening.link == "infinitive":
        noun = _governing_noun(scene, opening.start)
        if noun is not None and noun.mentions:
            return (_only(noun, noun.mentions[0]),)
        if clauses and clauses[-1].verb.voice == "active" and _ranked(scene, opening.start, "as"):
            return clauses[-1].objects
        if clauses and clauses[-1].verb.lemma in ("make", "render") and len(clauses[-1].objects) > 1:
            return clauses[-1].objects[:1]
        if scene.groups[index].voice == "passive" and opening.start > 1 and scene.tokens[opening.start - 1].text == ",":
            held = scene.at[opening.start - 2]
            if held >= 0:
                return _expanded(scene, held)
        return _controller(clauses)
    if opening.link in ("gerund", "participle"):
        return _modified(scene, index, opening, clauses)
    region = [
        chunk for chunk in scene.between(opening.start, group.first)
        if not scene.chunks[chunk].prep or (scene.chunks[chunk].prep == opening.marker and scene.chunks[chunk].first == opening.start + 1)
    ]  # fmt: skip
    if region:
        return _expanded(scene, region[0])
    after = [chunk for chunk in scene.between(group.last, len(scene.tokens))[:1] if not scene.chunks[chunk].prep]
    if group.lemma in REPORTING and after and index:
        return _expanded(scene, after[0])
    return clauses[parent].subject if parent is not None and index else ()


def _antecedent(scene: _Scene, at: int, marker: str) -> tuple[Chunk, ...]:
    """What a relative word at *at* stands for: the chunk before it; "that" and "which" pass over persons."""
    index = at - 1
    while index >= 0 and scene.at[index] < 0 and scene.tokens[index].text in ",(—–":
        index -= 1
    if index >= 0 and scene.tokens[index].tag == "PREP":
        index -= 1
    if index < 0 or scene.at[index] < 0:
        return ()
    chunk = scene.at[index]
    while marker in ("that", "which") and chunk > 0 and _ends_in_person(scene.chunks[chunk]):
        chunk -= 1
    while (
        marker == "who" and chunk > 0 and scene.chunks[chunk].prep == "of" and not _ends_in_person(scene.chunks[chunk])
    ):
        chunk -= 1
    return _expanded(scene, chunk)


def _ends_in_person(chunk: Chunk) -> bool:
    return bool(chunk.mentions) and chunk.mentions[-1].kind == "person" and chunk.mentions[-1].last == chunk.last


def _waiting(scene: _Scene, index: int, clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    """The chunk before the relative or participle that parted a subject from its verb."""
    for clause in reversed(clauses):
        floor = scene.groups[clause.index - 1].last if clause.index else 0
        region = [chunk for chunk in scene.between(floor, clause.first) if not scene.chunks[chunk].prep]
        if region and (clause.marker in _RELATIVE or clause.verb.form in ("gerund", "participle")):
            return _expanded(scene, region[0])
    return clauses[-1].subject if clauses else ()


def _governing_noun(scene: _Scene, at: int) -> Chunk | None:
    """The noun before an infinitive that governs it: "India's decision to join"."""
    held = scene.at[at - 1] if at else -1
    return scene.chunks[held] if held >= 0 and scene.chunks[held].lemma in noun_governors() else None


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


def _ranked(scene: _Scene, at: int, *preps: str) -> bool:
    """Whether an infinitive says what the first, last or 36th of its kind does: "the 36th country to sign"."""
    held = scene.at[at - 1] if at else -1
    if held < 0 or scene.chunks[held].prep not in preps:
        return False
    chunk = scene.chunks[held]
    return any(
        token.lower in _RANKS or (token.tag == "NUM" and token.lower.endswith(("st", "nd", "rd", "th")))
        for token in scene.tokens[chunk.first : chunk.last]
    )


def _controller(clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    if not clauses:
        return ()
    host = clauses[-1]
    if host.verb.lemma in _OBJECT_CONTROL and host.verb.voice == "active" and host.objects:
        return host.objects
    if host.verb.lemma == "call":
        calls = host.phrase("on", "for")
        return calls or host.subject
    return host.subject


def _modified(scene: _Scene, index: int, opening: _Opening, clauses: Sequence[Clause]) -> tuple[Chunk, ...]:
    group = scene.groups[index]
    at = opening.start - 1
    if opening.marker not in (",", "") or at < 0:
        return clauses[-1].subject if clauses else _following(scene, group)
    if opening.marker == "," and group.form == "gerund":
        host = _host(clauses, _Opening(0, "", "shared"))
        return clauses[host].subject if host is not None else _following(scene, group)
    chunk = scene.at[at]
    if chunk < 0:
        return clauses[-1].subject if clauses else _following(scene, group)
    floor = scene.groups[index - 1].last if index else 0
    while opening.marker == "," and scene.chunks[chunk].prep and chunk > 0 and scene.chunks[chunk - 1].first >= floor:
        chunk -= 1
    return _expanded(scene, chunk)


def _following(scene: _Scene, group: VerbGroup) -> tuple[Chunk, ...]:
    """The subject after an opening participle: "Speaking in Tokyo, Rubio said"."""
    for index in range(group.last, len(scene.tokens)):
        if scene.tokens[index].text == "," and scene.at[index + 1] >= 0 and not scene.chunks[scene.at[index + 1]].prep:
            return _expanded(scene, scene.at[index + 1])
    return ()


def _supposed(clause: Clause) -> Clause:
    return msgspec.structs.replace(clause, verb=msgspec.structs.replace(clause.verb, modality="hypothetical"))


def _is_condition(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether *clause* is a condition; "even if" only concedes."""
    return clause.marker in _CONDITIONS and not (clause.first and tokens[clause.first - 1].lower == "even")


def _conditioned(tokens: Sequence[Token], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Questions, conditions and what hangs on them ("if …, it would …") are hypothetical."""
    if tokens and (tokens[-1].text == "?" or tokens[0].lower in _SUPPOSING or (tokens[0].lower == "what" and len(tokens) > 1 and tokens[1].lower == "if")):
        return tuple(_supposed(clause) for clause in clauses)
    if not any(_is_condition(tokens, clause) for clause in clauses):
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
