"""
Changes: meetings that are postponed, moved, cancelled or denied.

What is changed was told before or is told by the sentence itself; a moved meeting leaves a planned one in its place.
"""

from __future__ import annotations

import msgspec

from service.domain import edtf
from service.extraction import roles
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.drafts import Draft
from service.extraction.meeting.scene import Scene, beside, is_delegation, owners
from service.extraction.parts import Clause, DateMention

_STATUS = {"cancel": "cancelled", "move": "moved", "deny": "denied", "upset": "postponed"}
_TALKS = frozenset(("conversation", "talk", "discussion", "dialogue", "negotiation"))
_SETTING = frozenset("plan set schedule be fix expect arrange slate intend pencil book time".split())
_SET = frozenset("due planned set scheduled fixed expected slated originally initially first".split())
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
    if verb.lemma == "advance" and event.chunk.lemma in _TALKS:
        return False  # "will advance ongoing conversations"
    event = _as_planned(scene, event)
    if verb.lemma in _LEAVING and event.name is not None:
        return True  # who stays away from a summit does not cancel it
    status = next(_STATUS[name] for name in _STATUS if name in verb.classes)
    who = _sides(scene, clause, event)
    date = _planned_for(scene, event)
    if any(date in (later.edtf, later.value) for later in _later(scene, clause)):
        date = None  # "delayed his trip until May"
    if date is not None and not who and _told_then(scene, event, date):
        date = None  # "called the conversation off on Monday"
    where = sides.place(roles.following(scene.sentence, event.chunk, "to", "in", "at"))
    if where is None and event.group == "meet":
        where = _held_in(scene, event)
    if status == "moved":
        where = sides.place(clause.phrases, frozenset(("from",))) or where
        leaving = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.relation == "from" and d.value]
        date = leaving[0].value if leaving else date
    held = scene.add(
        clause, (*clause.subject, *clause.objects[:1]), who, group=event.group, kind=event.kind, status=status, date=date,
        place=where, name=event.name, solid=bool(who) or _was_supposed(scene, event), backward=True,
    )  # fmt: skip
    if status == "moved" or (status == "postponed" and held.people):
        _replaced(scene, clause, held)
    return True


def _told_then(scene: Scene, event: nouns.Event, date: str) -> bool:
    """Whether *date* is when it was called off: it has passed, and the meeting spoken of is planned for later."""
    last = scene.held[-1] if scene.held else None
    if last is None or last.group != event.group or last.status != "planned" or last.date is None or last.date == date:
        return False
    planned = edtf.parse(last.date).earliest
    return scene.is_over(date) and planned is not None and planned > scene.document.today


def _as_planned(scene: Scene, event: nouns.Event) -> nouns.Event:
    """*event* as what it was planned as: "the conversation" before a screen is no telephone call."""
    last = scene.held[-1] if scene.held else None
    fits = last is not None and last.group == "meet" and last.status == "planned" and event.chunk.definite
    if event.chunk.lemma != "conversation" or not fits or last is None or scene.sentence.index - last.sentence > 1:
        return event
    return msgspec.structs.replace(event, group="meet", kind=last.kind)


def _was_supposed(scene: Scene, event: nouns.Event) -> bool:
    """Whether "the meeting" is one that the article has supposed to have been held: it was planned, then."""
    last = next((d for d in reversed(scene.held) if d.group == event.group), None)
    return last is not None and not last.solid and len(last.people) > 1 and event.chunk.definite


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
    hanging = roles.following(scene.sentence, chunk, "to", "in", "at", "with", "between", "of", "for", "by")
    firsts = {chunk.first, *(c.first for c in hanging)}
    for told in scene.sentence.clauses:
        own = bool(told.subject) and told.subject[0].first in firsts
        which = told.marker in ("that", "which") or told.verb.form != "finite"
        if own and told.dates and (which or told.verb.lemma in _SETTING):
            return sides.when(scene.sentence, told, own=True)
    last = max([chunk.last, *(c.last for c in hanging)])
    return (
        _due(scene, last)
        or sides.near(scene.sentence, chunk.last)
        or sides.near(scene.sentence, last, 1)
        or sides.inside(scene.sentence, chunk)
    )


def _due(scene: Scene, last: int) -> str | None:
    """The day in an apposition: "his visit to Kenya, due on May 21, was cancelled"."""
    words = [token.lower for token in scene.sentence.tokens[last : last + 3]]
    if words[:1] != [","] or _SET.isdisjoint(words[1:]):
        return None
    return next((d.edtf for d in scene.sentence.dates if d.edtf is not None and last < d.first <= last + 4), None)


def _held_in(scene: Scene, event: nouns.Event) -> str | None:
    """The place in a phrase or participle after the event's noun: "the meeting, planned for Friday in Budapest,"."""
    for clause in scene.sentence.clauses:
        if clause.subject and clause.subject[0].first == event.chunk.first and clause.verb.form == "participle":
            return sides.place(clause.phrases, frozenset(("in", "at")))
    return None


def _later(scene: Scene, clause: Clause) -> list[DateMention]:
    """The days to which something is moved: "put back to April", "delayed until May"."""
    days = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.edtf is not None]
    words = scene.sentence.tokens
    return [d for d in days if d.relation == "until" or (d.first and words[d.first - 1].lower in ("to", "until"))]


def _replaced(scene: Scene, clause: Clause, old: Draft) -> None:
    """Add the meeting that takes the place of one that was moved to another place or other days."""
    where = sides.place(clause.phrases, frozenset(("to",))) if old.status == "moved" else None
    later = _later(scene, clause)
    if where is None and not later:
        return
    draft = msgspec.structs.replace(
        old, status="planned", place=where or old.place, date=later[0].value if later else old.date, people=list(old.people),
        codes=list(old.codes), orgs=list(old.orgs), evidence=list(old.evidence), backward=False,
    )  # fmt: skip
    scene.held.append(draft)
