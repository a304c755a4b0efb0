"""
Verb groups: which tokens make each predicate, and its voice, tense, modality and negation.

Groups are disjoint and in order. A verb that governs an infinitive directly ("agreed to pause", "is expected to be
lifted") forms one group with it; the governor goes to `chain` and colours `modality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

from service.extraction import words
from service.extraction.parts import Modality, Tense, Token, VerbGroup

_STRENGTH: dict[Modality, int] = {
    "fact": 0, "ongoing": 1, "planned": 2, "expected": 3, "agreed": 2, "proposed": 4, "wanted": 4, "threatened": 5, "possible": 6,
    "failed": 7, "refused": 8, "hypothetical": 9,
}  # fmt: skip
_POSSIBLE = frozenset(("may", "might", "could", "can", "can't", "cannot", "couldn't"))
_WANTED = frozenset(("should", "must", "ought", "shouldn't", "mustn't"))
_FUTURE = frozenset(("will", "shall", "'ll", "won't"))
_SKIP = frozenset(("ADV", "NEG"))
_PARTICLES = frozenset(("up", "off", "out", "back", "down", "together", "aside", "away", "apart", "over"))
_SCHEDULED = frozenset("expect schedule slate plan set tip bill pencil book earmark".split())
_LINKING = frozenset(("remain", "stay", "lie"))
_SEEMING = frozenset(("remain", "stay", "stand", "seem", "appear", "look"))
_VERBAL = frozenset(("TO", "MODAL", "AUX", "VERB", "VBD", "VBN", "VBG"))
_QUOTES = frozenset(("“", "”", '"', "‘", "’"))
"""Marks that may stand around the verb alone: "urged Mexico to “correct” its practices"."""
_REACH = 8
"""So far from a verb its further words are looked for."""
_Voice = Literal["active", "passive"]
_Shape = Literal["finite", "infinitive", "gerund", "participle"]
_ADJECTIVE_GOVERNORS = frozenset(
    "due likely unlikely ready willing unwilling keen eager able unable set poised prepared about free reluctant bound".split()
)


@cache
def governors() -> dict[str, Modality]:
    """Governing lemma to what it makes of the verb it governs."""
    found: dict[str, Modality] = {}
    for modality, verbs in words.table("control.yaml").items():
        for lemma in verbs:
            found.setdefault(lemma, modality)
    return found


@cache
def noun_governors() -> dict[str, Modality]:
    """Governing noun ("decision to join") to what it makes of the verb."""
    return {noun: modality for modality, nouns in words.table("noun_control.yaml").items() for noun in nouns}


class _State(msgspec.Struct, gc=False):
    first: int
    voice: _Voice = "active"
    tense: Tense = "none"
    modality: Modality = "fact"
    negated: bool = False
    form: _Shape = "finite"
    chain: tuple[str, ...] = ()


def find(tokens: Sequence[Token]) -> list[VerbGroup]:
    """The verb groups of a sentence's tagged tokens."""
    groups: list[VerbGroup] = []
    past = 0
    for at in [k for k, token in enumerate(tokens) if token.tag in _VERBAL or token.lower in _ADJECTIVE_GOVERNORS]:
        if at < past:
            continue
        group = _group(tokens, at)
        if group is None and tokens[at].lower in _ADJECTIVE_GOVERNORS and not _finite(groups):
            group = _bare_adjective(tokens, at)
        if group is not None and group.form == "infinitive" and not _finite(groups) and _headline_subject(tokens, at):
            group = msgspec.structs.replace(group, form="finite", tense="future", modality="planned")
        if group is not None:
            groups.append(group)
            past = group.last
    return groups


def _finite(groups: Sequence[VerbGroup]) -> bool:
    return any(group.form == "finite" for group in groups)


def _headline_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether an infinitive is all the verb that a headline has: "Jaishankar to visit Moscow"."""
    return (
        0 < at <= 6
        and tokens[at - 1].tag in ("NAME", "NOUN")
        and tokens[at - 1].text[0].isupper()
        and all(t.tag in ("NAME", "NOUN", "ADJ", "CONJ", "POSS") or t.text == "," for t in tokens[:at])
    )


def _bare_adjective(tokens: Sequence[Token], at: int) -> VerbGroup | None:
    """A headline's "likely to visit", "set to sign" without its "is"."""
    if at == 0 or at + 1 >= len(tokens) or tokens[at + 1].tag != "TO" or tokens[at - 1].tag not in ("NAME", "NOUN"):
        return None
    bare = VerbGroup(at, at + 1, at, "be", (), tense="present")
    group = _governed(tokens, bare, tokens[at].lower, at + 1)
    return group if group is not bare else None


def _group(tokens: Sequence[Token], at: int) -> VerbGroup | None:
    token = tokens[at]
    state = _State(at)
    if token.tag == "TO":
        if at and tokens[at - 1].lower == "face" and words_at(tokens, at + 1, ("face",)):
            return None  # "met face to face"
        following = _next(tokens, at + 1)
        if following is None or (following.tag not in ("VERB", "AUX") and not _is_base(following)):
            return None
        state.form = "infinitive"
        return _verbs(tokens, at + 1, state)
    if token.lower == "face" and at > 1 and tokens[at - 1].lower == "to" and tokens[at - 2].lower == "face":
        return None
    if token.tag in ("MODAL", "AUX", "VERB", "VBD", "VBN", "VBG"):
        return _verbs(tokens, at, state)
    return None


def _is_base(token: Token) -> bool:
    form = words.verb_forms().get(token.lower)
    return token.tag in ("NOUN", "VBD") and form is not None and form.shape in ("base", "any")


def _next(tokens: Sequence[Token], at: int) -> Token | None:
    while at < len(tokens) and (tokens[at].tag in _SKIP or tokens[at].text in _QUOTES):
        at += 1
    return tokens[at] if at < len(tokens) else None


def _verb_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb stands at *at*, adverbs aside."""
    following = _next(tokens, at)
    return following is not None and following.tag in ("VERB", "VBD", "VBN", "VBG")


def _verbs(tokens: Sequence[Token], at: int, state: _State) -> VerbGroup | None:
    """Read auxiliaries, then the verb, then what it governs."""
    auxiliaries: list[Token] = []
    size = len(tokens)
    while at < size:
        token = tokens[at]
        if token.tag == "NEG" or (token.tag in ("MODAL", "AUX") and token.lower.endswith(("n't", "cannot"))):
            state.negated = True
        if token.tag in ("MODAL", "AUX"):
            auxiliaries.append(token)
            at += 1
        elif auxiliaries and words_at(tokens, at, ("no", "longer")):
            state.negated = True
            at += 2
        elif auxiliaries and token.lower == "next" and at + 1 < size and _is_base(tokens[at + 1]):
            at += 1  # "will next travel to"
        elif (
            (token.tag in _SKIP or (token.text in _QUOTES and _verb_follows(tokens, at + 1)))
            and at + 1 < size
            and (auxiliaries or state.form == "infinitive")
        ):
            at += 1
        else:
            break
    _colour(auxiliaries, state)
    if at >= size:
        return _copula(tokens, at, state, auxiliaries)
    token = tokens[at]
    if token.tag in ("VERB", "VBD", "VBN", "VBG") or (
        (auxiliaries or state.form == "infinitive") and _is_base(token) and _takes_base(auxiliaries, state)
    ):
        return _main(tokens, at, state, auxiliaries)
    return _copula(tokens, at, state, auxiliaries)


def _takes_base(auxiliaries: Sequence[Token], state: _State) -> bool:
    if not auxiliaries:
        return state.form == "infinitive"
    return auxiliaries[-1].tag == "MODAL" or auxiliaries[-1].lemma == "do"


def _colour(auxiliaries: Sequence[Token], state: _State) -> None:
    lowers = [token.lower for token in auxiliaries]
    if not lowers:
        return
    first = lowers[0]
    if auxiliaries[0].tag == "MODAL":
        state.tense = "future"
        if first in _POSSIBLE:
            state.modality = "possible"
        elif first in _WANTED:
            state.modality = "wanted"
        elif first in _FUTURE:
            state.modality = "planned"
        else:
            state.modality = "hypothetical" if "have" in lowers[1:] else "planned"
    elif state.form != "infinitive":
        past = first in ("was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't")
        state.tense = "past" if past or auxiliaries[0].lemma == "have" else "present"
        if first in ("being", "having"):
            state.form, state.tense = "gerund", "none"
    elif "have" in lowers:
        state.tense = "past"


def _copula(tokens: Sequence[Token], at: int, state: _State, auxiliaries: Sequence[Token]) -> VerbGroup | None:
    """`be`, `have` or `do` as the verb itself, unless an adjective or `to` after it governs another verb."""
    if not auxiliaries:
        return None
    last = auxiliaries[-1]
    if last.tag == "MODAL":
        return None
    head = next(index for index in range(at - 1, state.first - 1, -1) if tokens[index] is last)
    group = _made(tokens, state, head, at, last.lemma)
    if at < len(tokens) and last.lemma in ("be", "have"):
        token = tokens[at]
        if token.lower in _ADJECTIVE_GOVERNORS and at + 1 < len(tokens) and tokens[at + 1].tag == "TO":
            return _governed(tokens, group, token.lower, at + 1)
        if token.tag == "TO":
            return _governed(tokens, group, last.lemma, at)
        if token.lower == "due" and group.modality == "fact" and last.lemma == "be":
            group = msgspec.structs.replace(group, modality="planned", chain=("due",))
    return msgspec.structs.replace(group, last=head + 1) if head + 1 < at and not group.negated else group


def _main(tokens: Sequence[Token], at: int, state: _State, auxiliaries: Sequence[Token]) -> VerbGroup:
    token = tokens[at]
    lemma = token.lemma
    if token.tag == "NOUN":
        lemma = words.verb_forms()[token.lower].lemma
    last = auxiliaries[-1] if auxiliaries else None
    if last is None and state.form != "infinitive":
        if token.tag == "VBG":
            state.form = "gerund"
        elif token.tag == "VBN":
            state.form, state.voice = "participle", "passive"
        else:
            state.tense = "past" if token.tag == "VBD" else "present"
    elif last is not None and last.lemma == "be" and token.tag in ("VBN", "VBD"):
        state.voice = "passive"
    elif (
        last is not None
        and last.lemma == "be"
        and token.tag == "VBG"
        and state.tense == "present"
        and state.modality == "fact"
    ):
        state.modality = "ongoing"
    if state.voice == "passive" and state.tense == "present" and lemma in _SCHEDULED and state.modality == "fact":
        state.modality = "planned"
    group = _made(tokens, state, at, at + 1, lemma)
    follow = at + 1
    if lemma in _LINKING and follow < len(tokens) and tokens[follow].tag in ("VBD", "VBN") and state.voice == "active":
        inner = _made(tokens, state, follow, follow + 1, tokens[follow].lemma)
        return msgspec.structs.replace(inner, voice="passive", chain=(lemma,))
    opens = follow + 1 < len(tokens) and tokens[follow + 1].tag == "TO"
    if lemma in _SEEMING and opens and tokens[follow].lower in _ADJECTIVE_GOVERNORS:
        return _governed(tokens, group, tokens[follow].lower, follow + 1)  # "remains unwilling to open"
    while (
        follow < len(tokens)
        and tokens[follow].tag in ("ADV", "NEG")
        and tokens[follow].lower not in ("forward", "away", "together", "ahead")
    ):
        if tokens[follow].tag == "NEG":  # "decided not to join"
            group = msgspec.structs.replace(group, negated=True)
        follow += 1
    if follow < len(tokens) and lemma in governors():
        following = tokens[follow]
        if following.tag == "TO" and _infinitive_at(tokens, follow):
            return _governed(tokens, group, lemma, follow)
        if (
            following.tag == "VBG"
            and governors()[lemma] in ("ongoing", "proposed", "refused", "failed", "threatened")
            and lemma not in ("seek", "ask", "apply")
        ):
            return _governed(tokens, group, lemma, follow)
        if (
            lemma == "look"
            and words_at(tokens, follow, ("forward", "to"))
            and follow + 2 < len(tokens)
            and tokens[follow + 2].tag == "VBG"
        ):
            return _governed(tokens, group, lemma, follow + 2)
        if (
            lemma in ("look", "aim", "get")
            and following.lower == "at"
            and follow + 1 < len(tokens)
            and tokens[follow + 1].tag == "VBG"
        ):
            return _governed(tokens, group, lemma, follow + 1)
    return group


def words_at(tokens: Sequence[Token], at: int, expected: tuple[str, ...]) -> bool:
    """Whether the tokens from *at* are the words *expected*."""
    if at + len(expected) > len(tokens) or tokens[at].lower != expected[0]:
        return False
    return all(tokens[at + k].lower == word for k, word in enumerate(expected))


def _infinitive_at(tokens: Sequence[Token], at: int) -> bool:
    following = _next(tokens, at + 1)
    return following is not None and (following.tag in ("VERB", "AUX") or _is_base(following))


def _governed(tokens: Sequence[Token], outer: VerbGroup, governor: str, at: int) -> VerbGroup:
    """*outer* with the infinitive or gerund at *at* taken in as its head."""
    inner = _group(tokens, at)
    if inner is None:
        return outer
    modality = governors().get(governor, "fact")
    if governor == "have" and outer.tense == "past":
        modality = "fact"  # "had to postpone"
    if governor in ("go", "look") and outer.modality not in ("ongoing", "fact"):
        modality = outer.modality
    return msgspec.structs.replace(
        inner,
        first=outer.first,
        chain=(*outer.chain, governor, *inner.chain),
        tense=outer.tense,
        modality=max((modality, outer.modality, inner.modality), key=_STRENGTH.__getitem__),
        negated=outer.negated or inner.negated,
        form=outer.form if outer.form != "participle" else "participle",
    )


def _made(tokens: Sequence[Token], state: _State, head: int, last: int, lemma: str) -> VerbGroup:
    classes, particles = _classes(tokens, lemma, head)
    return VerbGroup(
        state.first,
        max(last, head + 1 + particles),
        head,
        lemma,
        classes,
        state.chain,
        state.voice,
        state.tense,
        state.modality,
        state.negated,
        state.form,
    )


@cache
def _phrasal() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word of a verb of several words to its further words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in words.verb_classes():
        first, *rest = entry.split()
        if rest:
            found.setdefault(first, []).append(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in found.items()}


def _classes(tokens: Sequence[Token], lemma: str, head: int) -> tuple[tuple[str, ...], int]:
    """The classes of the verb at *head* with the words after it, and how many of those are particles of it."""
    classes = words.verb_classes()
    rests = _phrasal().get(lemma, ())
    near = {token.lower for token in tokens[head + 1 : head + _REACH]} if rests else set()
    for rest in rests:
        if rest[0] not in near:
            continue
        if words_at(tokens, head + 1, rest):
            return classes[" ".join((lemma, *rest))], len(rest) if rest[-1] in _PARTICLES else 0
        if _particle_later(tokens, head, rest):
            return classes[" ".join((lemma, *rest))], 0
    return classes.get(lemma, ()), 0


def _particle_later(tokens: Sequence[Token], head: int, rest: tuple[str, ...]) -> bool:
    """Whether *rest* stands after the object of a split verb: "called the meeting off", "brought Norway into"."""
    particle = rest[0]
    if particle not in _PARTICLES and particle != "into" and len(rest) < 2:
        return False
    for index in range(head + 2, min(head + _REACH, len(tokens))):
        if tokens[index].tag in ("PUNCT", "VERB", "VBD", "VBN", "AUX", "MODAL", "WH", "SUB"):
            return False
        if words_at(tokens, index, rest):
            following = tokens[index + len(rest)] if index + len(rest) < len(tokens) else None
            if len(rest) > 1 or particle == "into":
                return True
            return following is None or following.tag not in ("DET", "NAME", "NUM", "NOUN", "ADJ")
    return False
