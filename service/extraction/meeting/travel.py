"""
Travel: who visits whom, who is due where, and who stays away.

The visitor is a person or a delegation and comes from elsewhere; the place is where the visit goes.
"""

from __future__ import annotations

from service.extraction import clean, roles
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.scene import Scene, beside, is_delegation, measured, owners
from service.extraction.parts import Clause

_ARRIVING = frozenset(("arrive", "land", "touch", "stop", "be", "sit", "meet", "spend", "make", "travel"))
_STRETCHES = frozenset(("day", "night", "week", "weekend", "hour", "morning", "afternoon", "evening"))
_UNDONE = frozenset(("postponed", "moved", "cancelled"))
_SOON = 2
_LEAVING = frozenset(("leave", "depart", "set", "head", "embark"))


def visiting(scene: Scene, clause: Clause) -> bool:
    """ "X will visit Y", "X arrived in Y", "X left on Sunday for a visit to Y"."""
    who = sides.of(scene.sentence, clause.subject)
    where = _destination(clause)
    event = scene.event((*clause.objects, *clause.phrase("on", "for")))
    trip = event is not None and event.group == "visit"
    if event is not None and trip and where is None:
        where = sides.place(roles.following(scene.sentence, event.chunk, "to", "in"))
    if clause.verb.lemma == "leave" and not trip and not clause.phrase("for") and not clause.objects:
        return False
    if clause.verb.lemma == "spend" and not clause.dates and not any(c.lemma in _STRETCHES for c in clause.objects):
        return False
    if clause.verb.voice == "passive" or not who:
        return False
    where = where or scene.here(clause)
    if clause.verb.lemma in ("leave", "depart") and clause.objects and not clause.phrase("for"):
        return _departing(scene, clause, who)
    if where is None and _comes_here(scene, clause):
        return _to_us(scene, clause, who)
    if clause.verb.lemma in ("return", "come", "arrive", "fly") and (where is None or at_home(who, where)):
        return _back_from(scene, clause, who)
    if where is None:
        if clause.verb.negated:
            return _staying_away(scene, who)
        occasion(scene, clause, who, None)
        return bool(clause.phrase("to", "from"))
    if (not who.people and not is_delegation(clause.subject)) or at_home(who, where):
        return False
    who.codes = [] if who.people else who.codes[:1]
    date = sides.lasting(scene.sentence, event.chunk if event else None, sides.when(scene.sentence, clause))
    status = scene.status(clause, "visit", date)
    if status is None:
        return True
    used = (*clause.subject, *clause.objects[:1])
    for stop, day in ((where, _own_day(scene, clause, where)), *_further(scene, clause, where)):
        scene.begin()
        there = sides.Sides(list(who.people), list(who.codes), list(who.orgs))
        told = (scene.status(clause, "visit", day) or status) if day else status
        scene.add(clause, used, there, group="visit", kind="visit", status=told, date=day or date, place=stop)
    occasion(scene, clause, who, where)
    errand(scene, clause, who, where, date, status)
    return True


def _comes_here(scene: Scene, clause: Clause) -> bool:
    """Whether somebody comes to where the article speaks of: "landed on Tuesday", "flew in for a day", "came by in May"."""
    verb = clause.verb
    after = scene.sentence.tokens[verb.last : verb.last + 1]
    inward = bool(after) and after[0].lower in ("in", "by", "over", "here")
    away = clause.phrase("to", "from", "at", "into") if verb.lemma != "come" else clause.phrases
    return not away and (verb.lemma in ("arrive", "land") or (verb.lemma in ("fly", "come", "drop", "stop") and inward))


def _to_us(scene: Scene, clause: Clause, who: sides.Sides) -> bool:
    """The visit of *who* to where the article was written, where that is not said; it needs a day."""
    date = sides.when(scene.sentence, clause)
    home = clean.home(scene.document.text)
    if date is None or not who.people or (home is not None and at_home(who, home)):
        return False
    coming = {"due", "expected"} & {t.lower for t in scene.sentence.tokens[clause.verb.head : clause.verb.last + 2]}
    status = "planned" if coming and not clause.verb.negated else scene.status(clause, "visit", date)
    if status is not None:
        who.codes = []
        scene.add(clause, clause.subject, who, group="visit", kind="visit", status=status, date=date, place=home)
    return status is not None


def anew(scene: Scene, clause: Clause) -> bool:
    """ "He will now go on April 28": the visit that was put off, on its new day."""
    who = sides.of(scene.sentence, clause.subject)
    coming = clause.verb.modality in ("planned", "expected", "agreed") and not clause.verb.negated
    date = sides.when(scene.sentence, clause)
    if len(who.people) != 1 or not coming or date is None or clause.objects or clause.phrases:
        return False
    old = next((d for d in reversed(scene.held) if d.group == "visit" and d.people == who.people), None)
    if old is None or old.status not in _UNDONE or scene.sentence.index - old.sentence > _SOON:
        return False
    who.codes = []
    scene.add(clause, clause.subject, who, group="visit", kind="visit", status="planned", date=date, place=old.place)
    return True


def sending(scene: Scene, clause: Clause) -> bool:
    """ "Canberra sent Wong to Jakarta": the visit of who is sent, by whomever."""
    passive = clause.verb.voice == "passive"
    sent = clause.subject if passive else sides.apposed(scene.sentence, clause.objects)
    who = sides.of(scene.sentence, sent)
    where = sides.place(clause.phrases, frozenset(("to",)))
    if not who.people or where is None or at_home(who, where):
        return False
    who.codes = []
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "visit", date)
    if status is not None:
        scene.add(clause, sent, who, group="visit", kind="visit", status=status, date=date, place=where)
        errand(scene, clause, who, where, date, status)
    return status is not None


def _own_day(scene: Scene, clause: Clause, where: str) -> str | None:
    """The day of one stop where several are told with theirs: "visited Panama on Sunday, Costa Rica on Tuesday"."""
    if len(clause.dates) < 2:
        return None
    for chunk in (*clause.objects, *clause.phrases):
        if sides.place((roles.with_prep(chunk, "to"),), frozenset(("to",))) == where:
            return sides.near(scene.sentence, chunk.last)
    return None


def _departing(scene: Scene, clause: Clause, who: sides.Sides) -> bool:
    """ "Departed Pakistan early on Sunday": the visit that is over."""
    where = sides.place([roles.with_prep(clause.objects[0], "to")], frozenset(("to",)))
    if where is None or not who.people or at_home(who, where) or clause.verb.negated:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "visit", date)
    if status == "held":
        who.codes = []
        used = (*clause.subject, clause.objects[0])
        scene.add(clause, used, who, group="visit", kind="visit", status="held", date=date, place=where)
        errand(scene, clause, who, where, date, status)
    return status == "held"


def errand(scene: Scene, clause: Clause, who: sides.Sides, where: str | None, date: str | None, status: str) -> None:
    """Whom somebody comes to see: "flies to Stockholm on Sunday for talks with Kristersson"."""
    for held in clause.phrase("for", "after"):
        chunk = measured(scene.sentence, held)
        event = nouns.event(scene.sentence, chunk)
        if event is None or event.group != "meet" or event.name is not None:
            continue
        hanging = sides.apposed(scene.sentence, roles.following(scene.sentence, chunk, "with", "between"))
        hosts = sides.of(scene.sentence, hanging)
        both = who.add(hosts)
        abroad = bool(hosts.orgs) or len(sides.people_countries([both])) > 1
        if not (hosts.people or hosts.orgs) or not who.people or not abroad:
            continue
        scene.told.add(chunk.first)
        arrived = clause.verb.lemma in _ARRIVING and held.prep == "for"
        told = "held" if held.prep == "after" or (status == "held" and not arrived) else "planned"
        scene.begin()
        used = (*clause.subject, chunk, *hanging)
        day = None if held.prep == "after" else date
        scene.add(clause, used, both, group="meet", kind=event.kind, status=told, date=day, place=where)


def _back_from(scene: Scene, clause: Clause, who: sides.Sides) -> bool:
    """ "Returned on Thursday from a visit to France and South Africa": the visit that is over."""
    event = scene.event(clause.phrase("from", "after"))
    if event is None or event.group != "visit" or clause.verb.tense != "past":
        occasion(scene, clause, who, None)
        return bool(clause.phrase("to", "from"))
    stops = [sides.place((c,)) for c in roles.following(scene.sentence, event.chunk, "to", "in", "of")]
    if not who.people:
        return True
    who.codes = []
    for stop in dict.fromkeys(stops):
        if stop is not None and not at_home(who, stop):
            scene.begin()
            there = sides.Sides(list(who.people))
            scene.add(clause, clause.subject, there, group="visit", kind="visit", status="held", date=None, place=stop)
    return True


def _further(scene: Scene, clause: Clause, where: str) -> list[tuple[str, str | None]]:
    """The other countries of a tour: "will visit Angola and Kenya", "to Hanoi, and then to Laos"."""
    direct = clause.objects if clause.verb.lemma in ("visit", "tour") else ()
    leaving = ("for",) if clause.verb.lemma in _LEAVING else ()
    chunks = [roles.with_prep(each, "to") for each in (*direct, *clause.phrase("to", "into", *leaving))]
    found: list[tuple[str, str | None]] = []
    countries = {sides.country_of(where)}
    for chunk in chunks:
        place = sides.place((chunk,), frozenset(("to", "into")))
        if place is not None and place != where and sides.country_of(place) not in countries:
            day = sides.near(scene.sentence, chunk.last) if len(clause.dates) > 1 else None
            found.append((place, day))
            countries.add(sides.country_of(place))
    return found


def _destination(clause: Clause) -> str | None:
    lemma = clause.verb.lemma
    direct = lemma in ("visit", "tour", "reach")
    if lemma == "lead" and not (clause.objects and clause.objects[0].lemma in ("delegation", "team", "mission")):
        return None
    for chunk in clause.objects[:1] if direct else ():
        found = sides.place([roles.with_prep(chunk, "to")])
        if found is not None or lemma == "reach":
            return found  # "reached an understanding in Brussels"
    preps = {"to"} | ({"in", "at"} if lemma in _ARRIVING else {"for"} if lemma in _LEAVING else {"into"})
    found = sides.place(clause.phrases, frozenset(preps))
    return found or (sides.place(clause.phrases, frozenset(("in", "at"))) if direct else None)


def _staying_away(scene: Scene, who: sides.Sides) -> bool:
    """ "The negotiators who were to sit down in Delhi are not coming": the visit just told of is cancelled."""
    planned = next((d for d in reversed(scene.held) if d.group == "visit" and d.status == "planned"), None)
    if planned is not None and planned.parties() & sides.people_countries([who]):
        planned.status = "cancelled"
    return True


def at_home(who: sides.Sides, where: str) -> bool:
    """Whether everybody is in the own country."""
    country = sides.country_of(where)
    own = sides.people_countries([who])
    return country is not None and bool(own) and all(code == country for code in own)


def being(scene: Scene, clause: Clause) -> bool:
    """ "X was in Washington on Monday", "X is due in Delhi", "X is expected in Delhi on Friday for talks"."""
    verb = clause.verb
    on_the_way = _on_the_way(scene, clause)
    if verb.lemma == "be" and clause.objects and not on_the_way and not _stays(clause):
        return False
    if verb.lemma == "expect" and verb.voice != "passive":
        return False
    been = verb.lemma == "be" and scene.sentence.tokens[verb.head].lower == "been"
    preps = frozenset(("to", "in")) if on_the_way or been else frozenset(("in", "at"))
    trip = scene.event(clause.phrase("on")) if verb.lemma == "be" else None
    if trip is not None and trip.group == "visit":
        where = sides.place(roles.following(scene.sentence, trip.chunk, "to", "in", "of"))
        where = where or scene.here(clause)
    else:
        where = sides.place(clause.phrases[:2], preps) or scene.here(clause)
    who = sides.of(scene.sentence, clause.subject) if where is not None or _is_here(scene, clause) else sides.Sides()
    if where is None:
        return bool(who) and _to_us(scene, clause, who)
    if not who or (not who.people and not is_delegation(clause.subject)) or at_home(who, where):
        return False
    who.codes = [] if who.people else who.codes[:1]
    date = sides.when(scene.sentence, clause) or _begun(scene, trip)
    near = {token.lower for token in scene.sentence.tokens[verb.head : verb.last + 2]}
    coming = verb.lemma == "expect" or bool(near & {"due", "expected", "likely"})
    status = "planned" if coming and not verb.negated else scene.status(clause, "visit", date)
    told = (
        date is not None
        or coming
        or on_the_way
        or verb.tense != "present"
        or clause.phrase("for", "on")
        or clause.marker == "who"
        or not near.isdisjoint(("currently", "now", "still"))
    )
    if status is None or not told:
        return False
    if status == "held" and verb.tense == "present":
        status = "ongoing"
    scene.add(clause, clause.subject, who, group="visit", kind="visit", status=status, date=date, place=where)
    occasion(scene, clause, who, where)
    errand(scene, clause, who, where, date, status)
    return True


def _is_here(scene: Scene, clause: Clause) -> bool:
    """ "Was here a fortnight ago", "is due in June": where is not said."""
    after = [token.lower for token in scene.sentence.tokens[clause.verb.last : clause.verb.last + 2]]
    due = after[:1] == ["due"] and not any(c.prep in ("to", "at", "for") for c in clause.phrases)
    expected = clause.verb.lemma == "expect" and not clause.phrases
    return bool(clause.dates) and (expected or (clause.verb.lemma == "be" and (after[:1] == ["here"] or due)))


def _begun(scene: Scene, trip: nouns.Event | None) -> str | None:
    """The days of a visit that a relative clause dates: "is on a three-day visit to Moscow that began on Tuesday"."""
    if trip is None or trip.group != "visit":
        return None
    for clause in scene.sentence.clauses:
        of_trip = clause.subject and trip.chunk.first <= clause.subject[0].first <= trip.chunk.last + 4
        if of_trip and clause.verb.lemma in ("begin", "start", "kick", "end", "conclude"):
            day = sides.when(scene.sentence, clause, own=True)
            begun = clause.verb.lemma in ("begin", "start", "kick")
            return sides.lasting(scene.sentence, trip.chunk, day) if begun else day
    return None


def _on_the_way(scene: Scene, clause: Clause) -> bool:
    """ "Is en route to", "is on her way to"."""
    words = [token.lower for token in scene.sentence.tokens[clause.verb.last : clause.verb.last + 4]]
    return words[:2] == ["en", "route"] or (words[:1] == ["on"] and words[2:3] == ["way"])


def _stays(clause: Clause) -> bool:
    """Whether what follows "be" is no predicate: "was in Washington for a visit, his first"."""
    first = clause.objects[0]
    return first.lemma in ("due", "set") or first.first > clause.verb.last + 1


def occasion(scene: Scene, clause: Clause, who: sides.Sides, where: str | None) -> None:
    """The gathering that somebody travels to: "to be in Washington for Rubio's February 4 minerals ministerial"."""
    for chunk in clause.phrase("for", "to", "from"):
        event = nouns.event(scene.sentence, chunk)
        if event is None or event.group != "meet" or event.name is None:
            continue
        scene.told.add(chunk.first)
        date = sides.inside(scene.sentence, chunk) or sides.near(scene.sentence, chunk.last, 1)
        status = scene.status(clause, "meet", date)
        if status is None:
            continue
        if date is None and status == "planned":
            date = sides.when(scene.sentence, clause)
        hosts = owners(scene, chunk)
        place = sides.place(roles.following(scene.sentence, chunk, "in", "at")) or where
        scene.add(
            clause, (*clause.subject, chunk), who.add(hosts).add(beside(scene, event)), group="meet", kind=event.kind, status=status,
            date=date, place=place, name=event.name, host=hosts.people[0].name if hosts.people else None,
        )  # fmt: skip
