"""
Encounters: people who meet, speak or call one another.

Two sides at least take part; a call needs a telephone, or two office holders of different countries who spoke.
"""

from __future__ import annotations

from itertools import pairwise

from service.extraction import roles
from service.extraction.meeting import gatherings, nouns, sides, travel
from service.extraction.meeting.scene import Scene, is_delegation
from service.extraction.parts import Chunk, Clause

_PHONE = frozenset(("phone", "telephone", "hotline", "videoconference", "video", "call", "videolink"))
_MEDIATORS = frozenset("host mediator intermediary broker go-between moderator facilitator witness".split())
_APART = frozenset(("separately", "individually", "one-on-one", "bilaterally", "separate"))
_THINGS = frozenset(
    "rule standard deadline demand condition criterion target requirement need goal threshold obligation test term resistance".split()
)
"""What is met without a meeting: "goods that meet the rules"."""
_JOINTLY = frozenset(
    ("joint", "together", "conference", "trilateral", "three-way", "four-way", "group", "jointly", "videoconference")
)
_MUTUAL = frozenset(("speak", "talk", "confer", "consult", "converse", "chat"))


def meeting(scene: Scene, clause: Clause) -> bool:
    """ "X met Y", "X and Y met", "X sat down with Y"."""
    subject = sides.of(scene.sentence, _sent(scene, clause) or clause.subject)
    between = _mediating(clause)
    beside = clause.phrase("with", "on") if clause.verb.lemma == "call" else clause.phrase("with")
    beside = tuple(chunk for chunk in beside if chunk not in between)
    by = (
        clause.phrase("by")
        if clause.verb.voice == "passive"
        else clause.phrase("from")
        if clause.verb.lemma == "sit"
        else ()
    )
    other = sides.of(
        scene.sentence, sides.apposed(scene.sentence, (*clause.objects, *beside, *by, *_whom(scene, clause)))
    )
    who = subject.add(other)
    if clause.verb.lemma == "meet" and _plays(clause):
        return False
    thing = clause.objects and not clause.objects[0].mentions and clause.objects[0].lemma in _THINGS
    if clause.verb.lemma == "meet" and thing:
        return False
    one_another = clause.verb.lemma == "see" and len(subject.people) > 1 and _reciprocal(scene, clause)
    named = bool(subject.people and other.people) or one_another
    if clause.verb.lemma in ("see", "engage", "be", "go", "appear", "stand") and not named:
        return False
    if clause.verb.lemma == "call" and (not other.people or _asks_to(scene, clause)):
        return False  # "called on Beijing to lift the duty"
    if who.count() < 2 or not subject:
        return _group(scene, clause, subject)
    date = sides.when(scene.sentence, clause)
    if clause.verb.lemma == "negotiate" and not who.people and date is None and scene.where(clause) is None:
        return False  # "is still negotiating with Washington"
    words = scene.words(clause)
    phoned = bool(words & {"phone", "telephone"}) and clause.verb.lemma in _MUTUAL
    group: nouns.Group = "call" if phoned else "meet"
    status = scene.status(clause, group, date)
    if status is None:
        return True
    event = scene.event(clause.phrase("for", "at", "during", "as", "sidelines"))
    aside = bool(clause.phrase("sidelines"))  # a meeting of two beside a gathering is its own
    kind = "bilateral"
    if phoned:
        kind = "phone_call"
    elif words & nouns.table()["virtual_words"]:
        kind = "virtual"
    elif event is not None and event.group == "meet" and not aside:
        kind = event.kind
    used = (*clause.subject, *clause.objects, *beside)
    host = next(iter(sides.of(scene.sentence, between).people), None)
    if words & _APART and len(subject.people) == 1 and len(other.people) > 1:
        _one_by_one(scene, clause, subject, other, status, date)
        return True
    apart = sides.by_day(scene.sentence, clause, ("with",))
    if len(apart) > 1:
        for each, own in apart:
            scene.begin()
            told = scene.status(clause, group, own) or status
            where = scene.where(clause)
            scene.add(clause, used, subject.add(each), group=group, kind=kind, status=told, date=own, place=where)
        return True
    times = sides.occasions(scene.sentence, clause)
    for spot, day in times if len(times) > 1 else [(scene.where(clause), date)]:
        told = scene.status(clause, group, day) or status
        scene.add(
            clause, used, who, group=group, kind=kind, status=told, date=day, place=spot, aside=aside,
            host=host.name if host is not None else None,
        )  # fmt: skip
    return True


def _mediating(clause: Clause) -> tuple[Chunk, ...]:
    """Who only hosts or mediates: "met in Muscat with Oman's Busaidi as host"."""
    named = [(left, right) for left, right in pairwise(clause.phrases) if left.prep == "with" and right.prep == "as"]
    return tuple(left for left, right in named if right.lemma in _MEDIATORS and right.first - left.last <= 1)


def _sent(scene: Scene, clause: Clause) -> tuple[Chunk, ...]:
    """Who is sent to meet somebody: "sent Wong to see Rubio"."""
    above = scene.sentence.clauses[clause.parent] if clause.parent is not None else None
    sends = above is not None and "send" in above.verb.classes and above.verb.voice == "active"
    return above.objects if above is not None and sends and clause.verb.form == "infinitive" else ()


def _plays(clause: Clause) -> bool:
    """Whether bare countries meet one another, as teams do: "the Netherlands meet Japan in Dallas"."""
    told = [m for chunk in (*clause.subject, *clause.objects) for m in chunk.mentions]
    bare = bool(told) and all(m.kind == "party" and m.form == "name" for m in told)
    return (
        bare and bool(clause.subject) and bool(clause.objects) and not is_delegation((*clause.subject, *clause.objects))
    )


def _reciprocal(scene: Scene, clause: Clause) -> bool:
    """Whether what is done is done to "each other"."""
    words = [token.lower for token in scene.sentence.tokens[clause.verb.last : clause.verb.last + 2]]
    return words in (["each", "other"], ["one", "another"])


def _asks_to(scene: Scene, clause: Clause) -> bool:
    """Whether those called on are asked to do something: "called on Modi to open the border"."""
    return any(
        other.parent == clause.index and other.verb.form == "infinitive" and other.marker == "to"
        for other in scene.sentence.clauses
    )


def _whom(scene: Scene, clause: Clause) -> tuple[Chunk, ...]:
    """Whom "with whom he met" goes back to."""
    if clause.marker != "whom":
        return ()
    return tuple(c for c in scene.sentence.chunks if clause.first - 3 <= c.last <= clause.first)[-1:]


def _one_by_one(
    scene: Scene,
    clause: Clause,
    subject: sides.Sides,
    other: sides.Sides,
    status: str,
    date: str | None,
    group: nouns.Group = "meet",
) -> None:
    """ "Modi met Morrison, Abe and Phuc separately": a meeting with each."""
    used = (*clause.subject, *clause.objects, *clause.phrase("with", "to"))
    for person in other.people:
        scene.begin()
        who = sides.Sides(list(subject.people), list(subject.codes)).add(sides.Sides(people=[person]))
        scene.add(
            clause,
            used,
            who,
            group=group,
            kind="bilateral" if group == "meet" else "phone_call",
            status=status,
            date=date,
            place=scene.where(clause) if group == "meet" else None,
            aside=True,
        )


def _group(scene: Scene, clause: Clause, subject: sides.Sides) -> bool:
    """ "G7 foreign ministers met in Niagara", "foreign ministers of the four Quad countries met"."""
    if clause.marker == "whose" and not subject.orgs and subject.count() < 2:
        subject = subject.add(sides.of(scene.sentence, _owned_by(scene, clause)))
    if not subject.orgs and subject.count() < 2:
        hanging = [c for chunk in clause.subject for c in roles.following(scene.sentence, chunk, "of", "from")]
        subject = subject.add(sides.of(scene.sentence, hanging))
    if not subject.orgs and subject.count() < 2:
        travelling = (
            clause.verb.lemma in ("sit", "meet") and is_delegation(clause.subject) and "EU" not in subject.codes
        )
        return travelling and travel.visiting(scene, clause)
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date)
    if status is None:
        return True
    head = " ".join(token.lower for c in clause.subject for token in scene.sentence.tokens[c.first : c.last])
    kind = "multilateral" if subject.orgs else "bilateral"
    if "minister" in head and "prime" not in head:
        kind = "ministerial"
    elif subject.orgs and ("leader" in head or "president" in head):
        kind = "summit"
    place = scene.where(clause)
    scene.add(clause, clause.subject, subject, group="meet", kind=kind, status=status, date=date, place=place)
    return True


def _owned_by(scene: Scene, clause: Clause) -> list[Chunk]:
    """Whose ministers meet: "Azerbaijan and Armenia, whose foreign ministers meet in Berlin"."""
    before = [chunk for chunk in scene.sentence.chunks if chunk.last <= clause.first]
    return [chunk for chunk in before if chunk.group == before[-1].group] if before else []


def speaking(scene: Scene, clause: Clause) -> bool:
    """ "X spoke with Y by telephone"; "spoke with Y" of two office holders is a call too."""
    subject = sides.of(scene.sentence, clause.subject)
    other = sides.of(scene.sentence, sides.apposed(scene.sentence, clause.phrase("with", "to")))
    who = subject.add(other)
    words = scene.words(clause)
    phoned = bool(words & _PHONE)
    met = bool(words & {"person", "face-to-face", "sidelines", "margins"})
    both = (subject.people and (other.people or len(other.codes) > 1)) or (
        len(subject.people) > 1 and not clause.objects and not clause.phrase("to", "at")
    )
    where = scene.where(clause) if not phoned and both and clause.verb.lemma in _MUTUAL else None
    met = met or where is not None
    spoken = phoned or (both and (clause.verb.lemma == "speak" or where is not None))
    if who.count() < 2 or not subject or not spoken or len(sides.people_countries([who])) < 2:
        return False
    if not phoned and _after_talks(scene, clause):
        return False
    date = sides.when(scene.sentence, clause)
    group: nouns.Group = "meet" if met else "call"
    status = scene.status(clause, group, date)
    apart = sides.by_day(scene.sentence, clause, ("with", "to"))
    if status is not None and len(apart) > 1:
        for person, day in apart:
            scene.begin()
            kind = "bilateral" if met else "phone_call"
            told = scene.status(clause, group, day) or status
            scene.add(clause, clause.subject, subject.add(person), group=group, kind=kind, status=told, date=day)
        return True
    if status is not None:
        kind = "bilateral" if met else "phone_call"
        used = (*clause.subject, *clause.phrase("with", "to"))
        each = len({person.country for person in other.people}) == len(other.people) and not words & _JOINTLY
        if (words & _APART or (each and group == "call")) and subject.count() == 1 and len(other.people) > 1:
            _one_by_one(scene, clause, subject, other, status, date, group=group)
            return True
        scene.add(clause, used, who, group=group, kind=kind, status=status, date=date, place=where)
    return True


def _after_talks(scene: Scene, clause: Clause) -> bool:
    """Whether those spoken with were met: "speaking after talks with Starmer", "spoke of it when they met"."""
    if any(
        each.parent == clause.index and each.marker in ("when", "as", "after") and "meet" in each.verb.classes
        for each in scene.sentence.clauses
    ):
        return True
    return any(
        nouns.event(scene.sentence, chunk) is not None and roles.following(scene.sentence, chunk, "with")
        for chunk in clause.phrase("after", "before", "following", "during", "at")
    )


def informing(scene: Scene, clause: Clause) -> bool:
    """ "Starmer told Macron by phone on Tuesday that", "congratulated Merz in a call"."""
    event = scene.event(clause.phrase("in", "during", "by", "over", "on"))
    phoned = bool(scene.words(clause) & {"phone", "telephone"}) or (event is not None and event.group == "call")
    subject, other = sides.of(scene.sentence, clause.subject), sides.of(scene.sentence, clause.objects[:1])
    who = subject.add(other)
    if not subject.people or not other.people or not phoned or len(sides.people_countries([who])) < 2:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "call", date)
    if status is not None:
        used = (*clause.subject, *clause.objects[:1])
        scene.add(clause, used, who, group="call", kind="phone_call", status=status, date=date)
    return True


def discussing(scene: Scene, clause: Clause) -> bool:
    """ "He discussed the deal with Rubio in a call": a topic, a counterpart, and the occasion."""
    event = scene.event(clause.phrase("in", "during", "over", "by", "on", "at"))
    phoned = bool(scene.words(clause) & {"phone", "telephone"}) or (event is not None and event.group == "call")
    who = sides.of(scene.sentence, clause.subject).add(sides.of(scene.sentence, clause.phrase("with")))
    visit = event is not None and event.group == "visit" and len(who.people) > 1  # "during his visit to Brussels"
    if visit and event is not None:
        scene.told.discard(event.chunk.first)
    if who.count() < 2 or not who.people or (not phoned and not visit and (event is None or event.group != "meet")):
        return False
    date = sides.when(scene.sentence, clause)
    group: nouns.Group = "call" if phoned else "meet"
    status = scene.status(clause, group, date)
    if status is not None:
        kind = "phone_call" if phoned or event is None else "bilateral" if visit else event.kind
        used = (*clause.subject, *clause.phrase("with"))
        scene.add(clause, used, who, group=group, kind=kind, status=status, date=date, place=scene.where(clause))
    return True


def calling(scene: Scene, clause: Clause) -> bool:
    """ "X called Y on Tuesday", where Y is somebody of another country and nothing is said of what Y is."""
    if clause.objects and nouns.event(scene.sentence, clause.objects[0]) is not None:
        return gatherings.organising(scene, clause)
    subject = sides.of(scene.sentence, clause.subject)
    called = clause.objects if clause.verb.lemma != "get" else clause.phrase("with")
    other = sides.of(scene.sentence, called)
    who = subject.add(other)
    if len(called) != 1 or not subject.people or not other or len(sides.people_countries([who])) < 2:
        return False
    tokens = scene.sentence.tokens
    after = tokens[called[0].last] if called[0].last < len(tokens) else None
    dated = any(date.first == called[0].last for date in scene.sentence.dates)
    if after is not None and not dated and (after.tag in ("ADJ", "NOUN", "VBN", "VBD") or after.text in "“\"'"):
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "call", date)
    if status is not None:
        used = (*clause.subject, *called)
        scene.add(clause, used, who, group="call", kind="phone_call", status=status, date=date)
    return True
