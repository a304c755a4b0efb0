"""
Disputes: meetings that one side tells of and another denies, and those that are only asked about or supposed.

What is supposed is no claim by itself; whoever affirms it makes it one, whoever denies it makes another.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from service.extraction import roles
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.drafts import Draft, join
from service.extraction.meeting.scene import Scene, beside
from service.extraction.parts import Chunk, Clause, Sentence

_SUPPOSING = frozenset(("suppose", "imagine", "assume", "whether", "did"))
_AFFIRMING = frozenset("say repeat insist maintain confirm reiterate reply answer".split())
_DONE = frozenset(("had", "did", "have"))
_WHAT = frozenset("it this that claim report account call meeting conversation talk contact visit".split())
_HELD = frozenset(("held", "ongoing"))
_REACH = 3
"""So many sentences later a denial still is of the meeting told last."""


def suppose(scene: Scene, read: Callable[[Scene], None]) -> bool:
    """Whether a sentence only asks or supposes; what it does is heard of for the next ones. *read* reads verbs."""
    if not _supposes(scene.sentence) or not any(date.edtf for date in scene.sentence.dates):
        return False
    asked = scene.sentence.tokens[-1].text == "?" and _asked(scene)
    if not asked:
        scene.supposing = True
        read(scene)
        scene.supposing = False
    return True


def _supposes(sentence: Sentence) -> bool:
    first = sentence.tokens[0].lower if sentence.tokens else ""
    return first in _SUPPOSING


def _asked(scene: Scene) -> bool:
    """ "Did Trump and Xi speak by telephone on April 7?": the two of whom it is asked."""
    sentence = scene.sentence
    who = sides.of(sentence, [chunk for chunk in sentence.chunks if not chunk.prep or chunk.prep == "with"])
    day = next(date.edtf for date in sentence.dates if date.edtf)
    verbs = {name for clause in sentence.clauses for name in clause.verb.classes}
    spoken = bool({"speak", "call"} & verbs)
    if len(who.people) != 2 or len(sides.people_countries([who])) != 2 or not (spoken or {"meet", "gather"} & verbs):
        return False
    group: nouns.Group = "call" if spoken else "meet"
    draft = Draft(
        group=group, kind="phone_call" if spoken else "bilateral", status="planned", sentence=sentence.index, paragraph=sentence.paragraph,
        people=list(who.people), date=day, place=None if spoken else sides.place(sentence.chunks, frozenset(("in", "at"))),
        evidence=[scene.document.evidence(sentence, 0, len(sentence.tokens))], solid=False,
    )  # fmt: skip
    join(scene.held, draft)
    return True


def read(scene: Scene) -> None:
    """Add what the clauses of a sentence affirm or deny of the meeting that was spoken of last."""
    for clause in scene.sentence.clauses:
        if _affirms(scene, clause):
            supposed = _last(scene, supposed=True)
            if supposed is not None:
                supposed.status, supposed.solid = "held", True
        elif (noun := _denied(scene, clause)) is not None:
            _deny(scene, clause, noun)


def _affirms(scene: Scene, clause: Clause) -> bool:
    """ "Trump said they had", "Trump repeated that they did": nothing but an auxiliary stands for what was asked."""
    above = scene.sentence.clauses[clause.parent] if clause.parent is not None else None
    if above is None or above.verb.lemma not in _AFFIRMING:
        return False
    last = scene.sentence.tokens[clause.verb.last].text if clause.verb.last < len(scene.sentence.tokens) else "."
    bare = not clause.objects and not clause.phrases and last in ".;,"
    told = scene.sentence.tokens[clause.verb.head].lower in _DONE and not clause.verb.negated
    return bare and told


def _denied(scene: Scene, clause: Clause) -> Chunk | None:
    """What is said not to have been: "denied it", "there was no call", "no conversation took place"."""
    verb = clause.verb
    if verb.modality != "fact" or verb.negated or verb.chain or scene.sentence.tokens[verb.first].lower == "used":
        return None
    if "deny" in verb.classes and verb.lemma != "reject" and verb.voice == "active":
        return next((c for c in clause.objects[:1] if (c.lemma in _WHAT and not c.mentions) or c.lemma == "it"), None)
    held = clause.objects[:1] if verb.lemma == "be" else clause.subject[:1] if "take_place" in verb.classes else ()
    none = [c for c in held if scene.sentence.tokens[c.first].lower == "no" and verb.tense == "past"]
    return next((c for c in none if nouns.event(scene.sentence, c) is not None), None)


def _deny(scene: Scene, clause: Clause, noun: Chunk) -> None:
    event = nouns.event(scene.sentence, noun)
    told = _last(scene, group=event.group if event is not None else None)
    if told is None:
        return
    who = beside(scene, event) if event is not None else sides.Sides()
    if who and not sides.people_countries([who]) <= told.parties():
        return
    scene.told.add(noun.first)
    draft = msgspec.structs.replace(
        told, status="denied", people=list(told.people), codes=list(told.codes), orgs=list(told.orgs), solid=True,
        sentence=scene.sentence.index, evidence=[roles.span(scene.document, scene.sentence, clause, (noun,))],
    )  # fmt: skip
    if not any(d.status == "denied" and d.people == told.people and d.date == told.date for d in scene.held):
        scene.held.append(draft)


def _last(scene: Scene, *, group: nouns.Group | None = None, supposed: bool = False) -> Draft | None:
    """The meeting or call told last, lately enough; *supposed*: one that was only asked about."""
    for draft in reversed(scene.held):
        near = scene.sentence.index - draft.sentence <= _REACH and len(draft.people) + len(draft.codes) > 1
        fits = not draft.solid if supposed else draft.status in _HELD or not draft.solid
        if near and fits and draft.group in ((group,) if group is not None else ("call", "meet")):
            return draft
    return None
