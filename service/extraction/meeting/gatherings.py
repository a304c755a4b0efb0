"""
Gatherings: summits, ministerials and talks that are hosted, attended, convened and held.

An event is named or owned, or its sides are told; what it is called carries its kind.
"""

from __future__ import annotations

import msgspec

from service.extraction import roles
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.scene import Scene, beside, is_delegation, owners
from service.extraction.parts import Chunk, Clause

_NEGOTIATIONS = frozenset(("talk", "negotiation", "discussion", "consultation", "dialogue", "round"))
_ARRANGING = frozenset(
    ("plan", "prepare", "schedule", "arrange", "announce", "confirm", "expect", "set", "fix", "slate", "pencil", "call")
)
_ENDING = frozenset(("end", "conclude", "wrap", "complete"))
_APART = frozenset("separate individual separately back-to-back successive bilaterals one-on-ones pull-asides".split())
_HONOURING = frozenset(("play", "roll"))
_TEAMS = frozenset(("team", "delegation", "side", "mission"))
_BEGINNING = frozenset(("begin", "start", "kick", "embark"))


def hosting(scene: Scene, clause: Clause) -> bool:
    """ "X will host Y at Z" is a meeting with X as host; "India will host the Quad summit" is that summit."""
    passive = clause.verb.voice == "passive"
    hosts = sides.of(scene.sentence, clause.phrase("by") if passive else clause.subject)
    taken = (
        clause.subject if passive else clause.phrase("to", "for") if clause.verb.lemma in _HONOURING else clause.objects
    )
    guests = sides.of(scene.sentence, taken)
    event = scene.event((*taken, *clause.phrase("for", "at", "in", "on")))
    date = sides.when(scene.sentence, clause)
    where = scene.where(clause)
    if where is None and clause.verb.lemma in ("welcome", "receive"):
        where = sides.place(clause.phrases, frozenset(("to",)))
    status = scene.status(clause, "meet", date)
    if event is not None and event.group == "meet" and not guests.people:
        if status is not None:
            who = hosts.add(beside(scene, event)).add(sides.of(scene.sentence, clause.phrase("with", "between")))
            country = hosts.codes[0] if hosts.codes and not hosts.people and where is None else None
            scene.add(
                clause, (*clause.subject, event.chunk), who, group="meet", kind=event.kind, status=status, date=date,
                place=where or country, name=event.name, host=_host(hosts), backward=event.chunk.definite and event.name is None,
            )  # fmt: skip
        return True
    if not hosts or not (guests.people or guests.codes):
        return False
    if clause.verb.lemma == "welcome" and (not guests.people or _of_a_person(taken)):
        return False
    if status is not None:
        gathering = event if event is not None and event.group == "meet" else None
        scene.add(
            clause, (*clause.subject, *taken), hosts.add(guests), group="meet", kind=gathering.kind if gathering else "bilateral",
            status=status, date=date, place=where, host=_host(hosts), name=gathering.name if gathering else None,
        )  # fmt: skip
    return True


def _host(hosts: sides.Sides) -> str | None:
    return hosts.people[0].name if hosts.people else hosts.codes[0] if hosts.codes else None


def _of_a_person(chunks: tuple[Chunk, ...]) -> bool:
    """Whether what is welcomed is something of a person's and not the person: "welcomed Modi's remarks"."""
    return bool(chunks) and bool(chunks[0].mentions) and chunks[0].mentions[-1].last <= chunks[0].head


def attending(scene: Scene, clause: Clause) -> bool:
    """ "X will attend the summit in Y", "X took part in the ministerial"."""
    who = sides.of(scene.sentence, clause.subject)
    joined = clause.verb.voice == "passive" and clause.verb.lemma == "join"  # "was joined by Y at the ceremony"
    if joined:
        who = who.add(sides.of(scene.sentence, (*clause.phrase("by"), *clause.objects)))
    event = scene.event((*(() if joined else clause.objects[:1]), *clause.phrase("in", "at")[:1]))
    if event is None or event.group != "meet" or not who:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date)
    where = scene.where_of(clause, event)
    if status in (None, "cancelled") or (event.name is None and not who.people and date is None and where is None):
        return True
    scene.add(
        clause, (*clause.subject, event.chunk), who.add(beside(scene, event)), group="meet", kind=event.kind, status=status,
        date=date, place=where, name=event.name, solid=joined or event.solid or event.name is not None or date is not None,
        backward=event.chunk.definite and event.name is None,
    )  # fmt: skip
    return True


def organising(scene: Scene, clause: Clause) -> bool:
    """ "Rubio convened a ministerial", "a meeting convened by Bessent", "called a summit for Thursday"."""
    passive = clause.verb.voice == "passive"
    hosts = sides.of(scene.sentence, clause.phrase("by") if passive else clause.subject)
    event = scene.event(clause.subject if passive else (*clause.objects[:1], *clause.phrase("to")))
    if event is None and clause.verb.lemma == "lead" and not passive:
        return _leading(scene, clause)
    if event is None or event.group != "meet" or not hosts:
        return False
    called = clause.verb.lemma in ("call", "summon")
    if event.chunk.lemma in _NEGOTIATIONS and clause.verb.lemma == "open" and scene.where_of(clause, event) is None:
        return True  # "the negotiations that she opened with Greer"
    date = _called_for(scene, clause, event) if called else sides.when(scene.sentence, clause)
    date = date or sides.inside(scene.sentence, event.chunk)
    status = scene.status(clause, "meet", date)
    if status is None:
        return True
    host = _host(hosts) if clause.verb.lemma != "lead" else None
    other = sides.of(scene.sentence, clause.phrase("with"))
    hosts = hosts.add(beside(scene, event)).add(other)
    abroad = bool(other.people) and len(sides.people_countries([hosts])) > 1
    scene.add(
        clause, (*clause.subject, *clause.objects[:1], *clause.phrase("with")), hosts, group="meet", kind=event.kind,
        status="planned" if called and status == "held" and date is not None else status, date=date, place=scene.where_of(clause, event),
        name=event.name, host=host, solid=abroad or event.solid or event.name is not None, backward=event.chunk.definite,
    )  # fmt: skip
    return True


def _leading(scene: Scene, clause: Clause) -> bool:
    """ "Araghchi will lead the Iranian team and Witkoff the American one": who takes part in the talks just told of."""
    if not any(chunk.lemma in _TEAMS for chunk in clause.objects[:1]):
        return False
    who = sides.of(scene.sentence, (*clause.subject, *clause.objects[1:])).people
    told = next((d for d in reversed(scene.held) if d.group == "meet"), None)
    led = {person.country for person in who}
    if told is None or told.people or scene.sentence.index - told.sentence > 1 or not led or not led <= told.parties():
        return False
    told.people += who
    told.codes = [code for code in told.codes if code not in led]
    return True


def _called_for(scene: Scene, clause: Clause, event: nouns.Event) -> str | None:
    """The day that a meeting is called for, not the day of calling: "on Monday called a summit for Thursday"."""
    after = [scene.sentence.dates[k] for k in clause.dates if scene.sentence.dates[k].first >= event.chunk.last]
    return next((d.edtf for d in after if d.edtf is not None), None)


def taking_place(scene: Scene, clause: Clause) -> bool:
    """ "The summit will take place in Y", "the summit runs from A to B"."""
    event = scene.event(clause.subject[:1])
    if event is None:
        return False
    date = sides.when(scene.sentence, clause)
    unplanned = (
        clause.verb.negated
        and clause.verb.lemma in _ARRANGING
        and clause.verb.modality in ("fact", "ongoing", "planned")
    )
    status = "denied" if unplanned else scene.status(clause, event.group, date)
    if status is None:
        return True
    if clause.verb.lemma in _ARRANGING and status in ("held", "ongoing"):
        status = scene.dated(date, "planned")
    where = scene.where_of(clause, event)
    if where is None and event.group == "visit":
        where = sides.place(roles.following(scene.sentence, event.chunk, "to"), frozenset(("to",)))
    who = beside(scene, event).add(owners(scene, event.chunk))
    if event.group == "meet":
        who = who.add(sides.of(scene.sentence, clause.phrase("with", "between")))
    if (
        event.chunk.lemma in ("round", "talk", "negotiation")
        and event.name is None
        and who.count() < 2
        and where is not None
        and len(talkers := scene.talkers()) == 2
    ):
        own = set(who.codes) | {p.country for p in who.people if p.country}
        if own <= set(talkers):
            who = who.add(sides.Sides(codes=list(talkers)))  # "The first round is to take place in Putrajaya"
    if (
        event.chunk.lemma in _NEGOTIATIONS
        and clause.verb.lemma in (_BEGINNING | _ENDING)
        and not who.people
        and where is None
        and "here" not in scene.words(clause)
    ):
        return True
    scene.add(
        clause, clause.subject, who, group=event.group, kind=event.kind, status=status, date=date, place=where, name=event.name,
        solid=(event.solid or who.count() > 1) and (date is not None or where is not None or unplanned), backward=event.chunk.definite,
    )  # fmt: skip
    return True


def holding(scene: Scene, clause: Clause) -> bool:
    """ "X held talks with Y", "X had a call with Y", "X began a visit to Y", "the meeting was held in Z"."""
    passive = clause.verb.voice == "passive"
    event = scene.event(clause.subject[:1] if passive else clause.objects[:2])
    if event is None:
        return False
    if clause.verb.lemma == "pay" and event.group == "call":
        event = msgspec.structs.replace(event, group="meet", kind="bilateral", solid=True)  # "paid a call on"
    if passive:
        return clause.verb.lemma not in ("begin", "start", "end") and taking_place(scene, clause)
    who = _sides(scene, clause, event)
    date = sides.when(scene.sentence, clause) or sides.inside(scene.sentence, event.chunk)
    status = scene.status(clause, event.group, date)
    if status is None:
        return True
    if clause.verb.lemma in _ARRANGING and status in ("held", "ongoing"):
        status = "held" if scene.is_over(date) else "planned"
    if clause.verb.lemma in _ENDING and status == "ongoing":
        status = "held"
    if event.group == "visit":
        return _paying(scene, clause, event, who, date, status)
    where = scene.where(clause)
    idle = (
        event.chunk.lemma in _NEGOTIATIONS and (where is None or clause.verb.lemma in _ENDING) and len(who.people) < 2
    )
    if (who.count() < 2 and event.name is None) or idle:
        return True
    if _each_apart(scene, clause, event, who, date, status, where):
        return True
    own = {token.lower for token in scene.sentence.tokens[event.chunk.first : event.chunk.last]}
    virtual = event.group == "meet" and scene.words(clause) & nouns.table()["virtual_words"]
    scene.add(
        clause, (*clause.subject, event.chunk, *clause.phrase("with", "between")), who, group=event.group,
        kind="virtual" if virtual else event.kind, status=status, date=date, place=where, name=event.name,
        aside=bool(clause.phrase("sidelines")) or "separate" in own,
    )  # fmt: skip
    return True


def _each_apart(
    scene: Scene, clause: Clause, event: nouns.Event, who: sides.Sides, date: str | None, status: str, where: str | None
) -> bool:
    """ "Held separate meetings with Wong and Iwaya": a meeting with each."""
    words = {token.lower for token in scene.sentence.tokens[event.chunk.first : event.chunk.last]}
    words |= {token.lower for token in scene.sentence.tokens[clause.verb.first : event.chunk.first]}
    actor = sides.of(scene.sentence, clause.subject)
    others = [person for person in who.people if person not in actor.people]
    if words.isdisjoint(_APART) or len(others) < 2:
        return False
    for person in others:
        scene.begin()
        pair = sides.Sides(list(actor.people), list(actor.codes)).add(sides.Sides(people=[person]))
        scene.add(
            clause, (*clause.subject, event.chunk, *clause.phrase("with", "to")), pair, group=event.group, kind=event.kind,
            status=status, date=date, place=where, aside=True,
        )  # fmt: skip
    return True


def _sides(scene: Scene, clause: Clause, event: nouns.Event) -> sides.Sides:
    preps: tuple[str, ...] = ("with", "between", "to", "from") if event.group == "call" else ("with", "between")
    if event.group == "meet" and event.chunk.lemma == "call":
        preps = ("on",)  # "paid a courtesy call on the prime minister"
    other = sides.of(scene.sentence, clause.phrase(*preps))
    if clause.verb.lemma in ("give", "pay"):
        other = other.add(sides.of(scene.sentence, [c for c in clause.objects if c.first != event.chunk.first]))
    if clause.marker == "whom":  # "with whom he held talks"
        before = [c for c in scene.sentence.chunks if clause.first - 3 <= c.last <= clause.first]
        other = other.add(sides.of(scene.sentence, before[-1:]))
    actor = sides.of(scene.sentence, clause.subject)
    if event.group == "visit":
        return actor.add(owners(scene, event.chunk))
    return actor.add(other).add(owners(scene, event.chunk))


def _paying(scene: Scene, clause: Clause, event: nouns.Event, who: sides.Sides, date: str | None, status: str) -> bool:
    """ "Paid a visit to Y", "cut short a trip to Z"."""
    hanging = (*roles.following(scene.sentence, event.chunk, "to", "in", "of"), *clause.phrases)
    where = sides.place(hanging, frozenset(("to", "in", "of")))
    if not who or not (who.people or who.codes or is_delegation(clause.subject)):
        return True
    who.codes = [] if who.people else who.codes[:1]
    if clause.verb.lemma in _BEGINNING and clause.verb.tense == "past" and status == "held":
        status = "ongoing"
    date = sides.lasting(scene.sentence, event.chunk, date)
    used = (*clause.subject, event.chunk)
    scene.add(clause, used, who, group="visit", kind="visit", status=status, date=date, place=where)
    return True
