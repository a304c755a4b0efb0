"""
Changes: meetings that are postponed, moved, cancelled or denied.

What is changed was told before or is told by the sentence itself; a moved meeting leaves a planned one in its place.
"""

from __future__ import annotations

import msgspec

from service.extraction import roles
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.drafts import Draft
from service.extraction.meeting.scene import Scene, beside, is_delegation, owners
from service.extraction.parts import Clause

_STATUS = {"cancel": "cancelled", "move": "moved", "deny": "denied", "upset": "postponed"}
_HAPPENING = frozenset(("be", "fall"))
_LEAVING = frozenset(("pull", "back", "withdraw"))
_UNREAL = frozenset(("hypothetical", "possible", "wanted", "threatened", "refused"))


def changing(scene: Scene, clause: Clause) -> bool:
    """ "The trip was called off", "Merz postponed a visit to India": what becomes of a planned meeting."""
    verb = clause.verb
    if verb.negated or verb.modality in _UNREAL:
        return False
    passive = verb.voice == "passive" or verb.lemma in _HAPPENING
    event = scene.event(clause.subject[:1] if passive else (*clause.objects[:1], *clause.phrases[:1]))
    if event is None:
        return False
    if verb.lemma in _LEAVING and event.name is not None:
        return True  # who stays away from a summit does not cancel it
    status = next(_STATUS[name] for name in _STATUS if name in verb.classes)
    who = _sides(scene, clause, event)
    date = _planned_for(scene, event)
    where = sides.place(roles.following(scene.sentence, event.chunk, "to", "in", "at"))
    if where is None and event.group == "meet":
        where = _held_in(scene, event)
    if status == "moved":
        where = sides.place(clause.phrases, frozenset(("from",))) or where
        leaving = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.relation == "from" and d.value]
        date = leaving[0].value if leaving else date
    held = scene.add(
        clause, (*clause.subject, *clause.objects[:1]), who, group=event.group, kind=event.kind, status=status, date=date,
        place=where, name=event.name, solid=bool(who), backward=True,
    )  # fmt: skip
    if status == "moved":
        _replaced(scene, clause, held)
    return True


def _sides(scene: Scene, clause: Clause, event: nouns.Event) -> sides.Sides:
    who = owners(scene, event.chunk).add(beside(scene, event))
    if clause.verb.voice == "passive" or clause.verb.lemma in _HAPPENING:
        return who if who or not _of_negotiators(scene, event) else _most_spoken_of(scene)
    actor = sides.of(scene.sentence, clause.subject)
    if actor.people or (event.group == "visit" and is_delegation(clause.subject)):
        return actor.add(who)
    return who


def _of_negotiators(scene: Scene, event: nouns.Event) -> bool:
    words = {token.lemma for token in scene.sentence.tokens[event.chunk.first : event.chunk.head]}
    return bool(words & {"negotiator", "official", "delegation", "team"})


def _most_spoken_of(scene: Scene) -> sides.Sides:
    """The two countries that an article is about, where it names two above all others."""
    codes = scene.document.main_parties()
    return sides.Sides(codes=list(codes)) if len(codes) == 2 else sides.Sides()


def _planned_for(scene: Scene, event: nouns.Event) -> str | None:
    """The days for which it was planned: in a relative clause, right after its noun, or inside its phrase."""
    chunk = event.chunk
    relative = next(
        (c for c in scene.sentence.clauses if (c.subject and c.subject[0].first == chunk.first and c.verb.form != "finite")
         or (c.marker in ("that", "which") and c.subject and c.subject[0].first == chunk.first)),
        None,
    )  # fmt: skip
    if relative is not None and relative.dates:
        return sides.when(scene.sentence, relative, own=True)
    hanging = roles.following(scene.sentence, chunk, "to", "in", "at", "with", "between", "of", "for")
    last = max([chunk.last, *(c.last for c in hanging)])
    return (
        sides.near(scene.sentence, chunk.last)
        or sides.near(scene.sentence, last, 1)
        or sides.inside(scene.sentence, chunk)
    )


def _held_in(scene: Scene, event: nouns.Event) -> str | None:
    """The place in a phrase or participle after the event's noun: "the meeting, planned for Friday in Budapest,"."""
    for clause in scene.sentence.clauses:
        if clause.subject and clause.subject[0].first == event.chunk.first and clause.verb.form == "participle":
            return sides.place(clause.phrases, frozenset(("in", "at")))
    return None


def _replaced(scene: Scene, clause: Clause, old: Draft) -> None:
    """Add the meeting that takes the place of one that was moved to another place or other days."""
    where = sides.place(clause.phrases, frozenset(("to",)))
    days = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.edtf is not None]
    later = [d for d in days if d.first and scene.sentence.tokens[d.first - 1].lower in ("to", "until")]
    if where is None and not later:
        return
    draft = msgspec.structs.replace(
        old, status="planned", place=where or old.place, date=later[0].value if later else old.date, people=list(old.people),
        codes=list(old.codes), orgs=list(old.orgs), evidence=list(old.evidence), backward=False,
    )  # fmt: skip
    scene.held.append(draft)
