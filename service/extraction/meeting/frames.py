"""
Frames: what verbs tell of meetings, visits and calls.

Each class of verbs has one reader; the modality of the clause gives the status, and what is only wished, feared or
supposed tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from service.domain import edtf
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.drafts import Draft, join, merge
from service.extraction.parts import Chunk, Clause, Sentence

_NEGOTIATIONS = frozenset(("talk", "negotiation", "discussion", "consultation", "dialogue", "round"))
_PHONE = frozenset(("phone", "telephone", "hotline", "videoconference", "video", "call"))
_COMING = frozenset(("planned", "expected", "agreed"))


class Scene:
    """A sentence being read, with the drafts of the article so far and the chunks that verbs have told of."""

    def __init__(self, document: Document, sentence: Sentence, held: list[Draft]) -> None:
        self.document = document
        self.sentence = sentence
        self.held = held
        self.told: set[int] = set()
        self._of_event: dict[int, Draft] = {}
        self._current = -1

    def event(self, chunks: tuple[Chunk, ...]) -> nouns.Event | None:
        """The first event among *chunks*, which is marked as told of."""
        for chunk in chunks:
            found = nouns.event(self.sentence, chunk)
            if found is not None:
                self.told.add(chunk.first)
                self._current = chunk.first
                return found
        return None

    def begin(self) -> None:
        """Begin to read a clause: it has told of no event yet."""
        self._current = -1

    def status(self, clause: Clause, group: str, date: str | None) -> str | None:
        """What the modality and tense of *clause* make of a meeting on *date*; None where it tells of none."""
        verb = clause.verb
        above = self.sentence.clauses[clause.parent].verb if clause.parent is not None else None
        if above is not None and above.lemma in ("deny", "refute") and clause.marker == "that" and not verb.negated:
            return "denied"
        if "invitation" in verb.chain and above is not None and above.lemma == "accept" and not above.negated:
            return "planned"
        if verb.modality in ("hypothetical", "wanted", "refused", "proposed", "threatened"):
            return None
        coming = verb.modality in _COMING or (verb.modality == "possible" and verb.tense == "future")
        if verb.modality == "possible" and not any(
            t.lower in ("may", "might") for t in self.sentence.tokens[verb.first : verb.last]
        ):
            return None
        if verb.negated or verb.modality == "failed":
            return (
                "cancelled"
                if coming or verb.modality == "failed" or verb.tense == "present" and date is not None
                else None
            )
        if coming:
            return "planned"
        tense = verb.tense
        parent = clause
        while tense == "none" and parent.parent is not None and parent.parent < parent.index:
            parent = self.sentence.clauses[parent.parent]
            tense = parent.verb.tense
            if parent.verb.modality in _COMING:
                return "planned"
            if parent.verb.modality in ("hypothetical", "wanted", "refused"):
                return None
        if clause.verb.form == "infinitive" and not verb.chain and above is not None and "hold" in above.classes:
            return "planned"
        if clause.verb.form == "infinitive" and not verb.chain:
            return "planned" if tense != "past" else self._dated(date, "held")
        if verb.modality == "ongoing" and not verb.chain:
            return self._dated(date, "ongoing" if group == "visit" else "planned" if date is not None else "ongoing")
        if tense == "past":
            return "held" if group != "visit" or not self._lasts(date) else "ongoing"
        if tense == "present":
            return self._dated(date, "held" if self.sentence.heading or date is None else "ongoing")
        return self._dated(date, "held")

    def _dated(self, date: str | None, otherwise: str) -> str:
        """`planned` where *date* is still to come, else *otherwise*."""
        if date is None:
            return otherwise
        earliest = edtf.parse(date).earliest
        return "planned" if earliest is not None and earliest > self.document.today else otherwise

    def _lasts(self, date: str | None) -> bool:
        """Whether a visit that began by publication goes on after it."""
        if date is None or "/" not in date:
            return False
        interval = edtf.parse(date)
        today = self.document.today
        return (
            interval.earliest is not None
            and interval.latest is not None
            and interval.earliest <= today < interval.latest
            and interval.is_range
        )

    def add(self, clause: Clause, chunks: tuple[Chunk, ...], who: sides.Sides, **rest: object) -> Draft:
        """A draft of *who* from *clause*, joined to what the article has told before."""
        used = [chunk for chunk in chunks if chunk.first >= 0]
        evidence = roles.span(self.document, self.sentence, clause, used)
        draft = Draft(
            sentence=self.sentence.index, paragraph=self.sentence.paragraph, people=list(who.people), codes=list(who.codes),
            orgs=list(who.orgs), evidence=[evidence], topics=nouns.topics_in(self.sentence), **rest,
        )  # type: ignore[arg-type]  # fmt: skip
        held = self._of_event.get(self._current) if self._current >= 0 else None
        if held is not None and held.group == draft.group:
            merge(held, draft)
            return held
        held = join(self.held, draft)
        if self._current >= 0:
            self._of_event[self._current] = held
        return held


def read(document: Document, sentence: Sentence, held: list[Draft]) -> set[int]:
    """Add what the verbs of *sentence* tell to *held*; the first tokens of the chunks that they told of."""
    scene = Scene(document, sentence, held)
    for clause in sentence.clauses:
        scene.begin()
        for name, reader in _READERS.items():
            if name in clause.verb.classes and reader(scene, clause):
                break
        else:
            if clause.verb.lemma in ("be", "expect", "due"):
                _being(scene, clause)
    return scene.told


def _where(scene: Scene, clause: Clause) -> str | None:
    found = sides.place(scene.sentence, clause.phrases, frozenset(("in", "at", "near", "outside")))
    if found is None and clause.parent is None:
        before = [c for c in scene.sentence.chunks if clause.first <= c.first < clause.verb.first]
        found = sides.place(scene.sentence, before, frozenset(("in", "at")))
    return found


def _meeting(scene: Scene, clause: Clause) -> bool:
    """ "X met Y", "X and Y met", "X sat down with Y"."""
    subject = sides.of(scene.sentence, clause.subject)
    other = sides.of(
        scene.sentence, (*clause.objects, *clause.phrase("with", "on" if clause.verb.lemma == "call" else "with"))
    )
    who = subject.add(other)
    if clause.verb.lemma in ("see", "engage") and not (subject.people and other.people):
        return False
    if who.count() < 2 or not subject:
        return _group_meeting(scene, clause, subject)
    date = sides.when(scene.sentence, clause)
    text = {token.lower for token in scene.sentence.tokens[clause.verb.first : clause.last]}
    virtual = bool(text & nouns.table()["virtual_words"])
    phoned = bool(text & {"phone", "telephone"}) and clause.verb.lemma in ("speak", "talk", "confer", "consult")
    group: nouns.Group = "call" if phoned else "meet"
    status = scene.status(clause, group, date)
    if status is None:
        return True
    event = scene.event(clause.phrase("for", "at", "during", "as", "sidelines"))
    kind = (
        "phone_call"
        if phoned
        else "virtual"
        if virtual
        else event.kind
        if event is not None and event.group == "meet" and not clause.phrase("sidelines")
        else "bilateral"
    )
    used = (*clause.subject, *clause.objects, *clause.phrase("with"))
    aside = bool(clause.phrase("sidelines"))  # a meeting of two beside a gathering is its own
    times = sides.occasions(scene.sentence, clause)
    if len(times) > 1:
        for where, day in times:
            scene.add(
                clause,
                used,
                who,
                group=group,
                kind=kind,
                status=scene.status(clause, group, day) or status,
                date=day,
                place=where,
                aside=aside,
            )
        return True
    scene.add(
        clause, used, who, group=group, kind=kind, status=status, date=date, place=_where(scene, clause), aside=aside
    )
    return True


def _group_meeting(scene: Scene, clause: Clause, subject: sides.Sides) -> bool:
    """ "G7 foreign ministers met in Niagara", "foreign ministers of the four Quad countries met"."""
    if not subject.orgs and subject.count() < 2:
        hanging = [c for chunk in clause.subject for c in roles.following(scene.sentence, chunk, "of", "from")]
        subject = subject.add(sides.of(scene.sentence, hanging))
    if not subject.orgs and subject.count() < 2:
        return clause.verb.lemma in ("sit", "meet") and _delegation(clause.subject) and _visiting(scene, clause)
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date)
    if status is None:
        return True
    head = " ".join(
        token.lower for chunk in clause.subject for token in scene.sentence.tokens[chunk.first : chunk.last]
    )
    kind = (
        "ministerial"
        if "minister" in head
        else "summit"
        if "leader" in head or "president" in head
        else "bilateral"
        if not subject.orgs
        else "multilateral"
    )
    scene.add(
        clause, clause.subject, subject, group="meet", kind=kind, status=status, date=date, place=_where(scene, clause)
    )
    return True


def _speaking(scene: Scene, clause: Clause) -> bool:
    """ "X spoke with Y by telephone"; "spoke with Y" of two office holders is a call too."""
    subject = sides.of(scene.sentence, clause.subject)
    other = sides.of(scene.sentence, clause.phrase("with", "to"))
    who = subject.add(other)
    words = {token.lower for token in scene.sentence.tokens[clause.verb.first : clause.last]}
    phoned = bool(words & _PHONE)
    met = bool(words & {"person", "face-to-face", "sidelines"})
    if (
        who.count() < 2
        or not subject
        or (not phoned and not (subject.people and other.people and clause.verb.lemma == "speak"))
    ):
        return False
    if len(sides.people_countries([who])) < 2:
        return False
    date = sides.when(scene.sentence, clause)
    group: nouns.Group = "meet" if met else "call"
    status = scene.status(clause, group, date)
    if status is not None:
        scene.add(
            clause,
            (*clause.subject, *clause.phrase("with", "to")),
            who,
            group=group,
            kind="bilateral" if met else "phone_call",
            status=status,
            date=date,
        )
    return True


def _discussing(scene: Scene, clause: Clause) -> bool:
    """ "He discussed the deal with Rubio in a call": a topic, a counterpart, and the occasion."""
    event = scene.event(clause.phrase("in", "during", "over", "by", "on", "at"))
    text = {token.lower for token in scene.sentence.tokens[clause.verb.first : clause.last]}
    phoned = bool(text & {"phone", "telephone"}) or (event is not None and event.group == "call")
    who = sides.of(scene.sentence, clause.subject).add(sides.of(scene.sentence, clause.phrase("with")))
    if who.count() < 2 or len(who.people) < 1 or (not phoned and (event is None or event.group != "meet")):
        return False
    date = sides.when(scene.sentence, clause)
    group: nouns.Group = "call" if phoned else "meet"
    status = scene.status(clause, group, date)
    if status is not None:
        kind = "phone_call" if phoned else event.kind if event is not None else "bilateral"
        scene.add(clause, (*clause.subject, *clause.phrase("with")), who, group=group, kind=kind, status=status, date=date, place=_where(scene, clause))
    return True


def _calling(scene: Scene, clause: Clause) -> bool:
    """ "X called Y on Tuesday", where Y is somebody of another country and nothing is said of what Y is."""
    if clause.objects and nouns.event(scene.sentence, clause.objects[0]) is not None:
        return _organising(scene, clause)
    subject = sides.of(scene.sentence, clause.subject)
    other = sides.of(scene.sentence, clause.objects)
    after = (
        scene.sentence.tokens[clause.objects[0].last]
        if len(clause.objects) == 1 and clause.objects[0].last < len(scene.sentence.tokens)
        else None
    )
    described = len(clause.objects) != 1 or (
        after is not None and (after.tag in ("ADJ", "NOUN", "VBN", "VBD") or after.text in "“\"'")
    )
    who = subject.add(other)
    if not subject.people or not other or described or len(sides.people_countries([who])) < 2:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "call", date)
    if status is not None:
        scene.add(
            clause, (*clause.subject, *clause.objects), who, group="call", kind="phone_call", status=status, date=date
        )
    return True


def _hosting(scene: Scene, clause: Clause) -> bool:
    """ "X will host Y at Z" is a meeting with X as host; "India will host the Quad summit" is that summit."""
    passive = clause.verb.voice == "passive"
    hosts = sides.of(scene.sentence, clause.phrase("by") if passive else clause.subject)
    taken = clause.subject if passive else clause.objects
    guests = sides.of(scene.sentence, taken)
    event = scene.event((*taken, *clause.phrase("for", "at", "in", "on"))) or _it(scene, taken)
    date = sides.when(scene.sentence, clause)
    host = hosts.people[0].name if hosts.people else hosts.codes[0] if hosts.codes else None
    where = _where(scene, clause) or (
        sides.place(scene.sentence, clause.phrases, frozenset(("to",)))
        if clause.verb.lemma in ("welcome", "receive")
        else None
    )
    if event is not None and event.group == "meet" and not guests.people:
        status = scene.status(clause, "meet", date)
        if status is None:
            return True
        who = hosts.add(_beside(scene, event)).add(sides.of(scene.sentence, clause.phrase("with", "between")))
        country = hosts.codes[0] if hosts.codes and not hosts.people and where is None else None
        scene.add(
            clause,
            (*clause.subject, event.chunk),
            who,
            group="meet",
            kind=event.kind,
            status=status,
            date=date,
            place=where or country,
            name=event.name,
            host=host,
            backward=event.chunk.definite and event.name is None,
        )
        return True
    if (
        not hosts
        or not guests.people
        and not guests.codes
        or clause.verb.lemma == "welcome"
        and (not guests.people or _decision(taken))
    ):
        return False
    status = scene.status(clause, "meet", date)
    if status is None:
        return True
    kind = event.kind if event is not None and event.group == "meet" else "bilateral"
    name = event.name if event is not None and event.group == "meet" else None
    scene.add(
        clause,
        (*clause.subject, *taken),
        hosts.add(guests),
        group="meet",
        kind=kind,
        status=status,
        date=date,
        place=where,
        host=host,
        name=name,
    )
    return True


def _decision(chunks: tuple[Chunk, ...]) -> bool:
    """Whether what is welcomed is something of a person's and not the person: "welcomed Modi's remarks"."""
    return bool(chunks) and bool(chunks[0].mentions) and chunks[0].mentions[-1].last <= chunks[0].head


def _beside(scene: Scene, event: nouns.Event) -> sides.Sides:
    """The sides that an event's own words and what hangs on it tell: "a meeting of G7 finance ministers with Japan"."""
    hanging = roles.following(scene.sentence, event.chunk, "between", "with", "of", "among", "from", "by", "and")
    found = sides.of(scene.sentence, hanging)
    for mention in event.chunk.mentions:
        if mention.kind == "party" and mention.form in ("pair", "name") and mention.last <= event.chunk.head:
            sides.take_codes(found, mention)
    return found


def _it(scene: Scene, chunks: tuple[Chunk, ...]) -> nouns.Event | None:
    """The gathering that "it" goes back to: the last named one, of this sentence or the two before."""
    if not chunks or chunks[0].lemma != "it":
        return None
    last = next((d for d in reversed(scene.held) if d.group == "meet" and d.name is not None), None)
    if last is None or scene.sentence.index - last.sentence > 2:
        return None
    return nouns.Event(chunks[0], "meet", last.kind, last.name, solid=True)


def _destination(scene: Scene, clause: Clause) -> str | None:
    direct = clause.verb.lemma in ("visit", "tour")
    if clause.verb.lemma == "lead" and not (clause.objects and clause.objects[0].lemma in ("delegation", "team", "mission")):
        return None
    chunks = clause.objects[:1] if direct else ()
    for chunk in chunks:
        found = sides.place(scene.sentence, [roles.with_prep(chunk, "to")])
        if found is not None:
            return found
    preps = (
        frozenset(("in", "at"))
        if clause.verb.lemma in ("arrive", "land", "touch", "stop", "be", "sit", "meet")
        else frozenset(("for",))
        if clause.verb.lemma in ("leave", "depart", "set", "head", "embark")
        else frozenset(("to", "into"))
    )
    found = sides.place(scene.sentence, clause.phrases, preps | frozenset(("to",)))
    return found or (sides.place(scene.sentence, clause.phrases, frozenset(("in", "at"))) if direct else None)


def _visiting(scene: Scene, clause: Clause) -> bool:
    """ "X will visit Y", "X arrived in Y", "a US team is due in Y"."""
    who = sides.of(scene.sentence, clause.subject)
    where = _destination(scene, clause)
    event = scene.event((*clause.objects, *clause.phrase("on", "for")))
    if where is None and event is not None and event.group == "visit":
        where = sides.place(scene.sentence, roles.following(scene.sentence, event.chunk, "to", "in"))
    if who and where is None and clause.verb.voice == "active" and (clause.verb.negated or clause.phrase("to", "from")):
        if clause.verb.negated:
            return _staying_away(scene, clause, who)
        _occasion(scene, clause, who, None)
        return True
    if not who or where is None or clause.verb.voice == "passive":
        return False
    if not who.people and not _delegation(clause.subject):
        return False
    who.codes = [] if who.people else who.codes[:1]
    date = sides.when(scene.sentence, clause)
    date = sides.lasting(scene.sentence, clause, event.chunk if event else None, date)
    status = scene.status(clause, "visit", date)
    if status is None:
        return True
    if _home(who, where):
        return False
    scene.add(
        clause,
        (*clause.subject, *clause.objects[:1]),
        who,
        group="visit",
        kind="visit",
        status=status,
        date=date,
        place=where,
    )
    _occasion(scene, clause, who, where)
    return True


def _staying_away(scene: Scene, clause: Clause, who: sides.Sides) -> bool:
    """ "The negotiators who were to sit down in Delhi are not coming": the visit just told of is cancelled."""
    planned = next((d for d in reversed(scene.held) if d.group == "visit" and d.status == "planned"), None)
    if planned is not None and planned.parties() & sides.people_countries([who]):
        planned.status = "cancelled"
    return True


def _home(who: sides.Sides, where: str) -> bool:
    country = sides.country_of(where)
    own = sides.people_countries([who])
    return country is not None and bool(own) and all(code == country for code in own)


def _delegation(chunks: tuple[Chunk, ...]) -> bool:
    return any(chunk.lemma in nouns.table()["delegations"] for chunk in chunks)


def _being(scene: Scene, clause: Clause) -> bool:
    """ "X was in Washington on Monday", "X is due in Delhi", "X is expected in Delhi on Friday for talks"."""
    verb = clause.verb
    on_the_way = _on_the_way(scene, clause)
    if verb.lemma == "be" and clause.objects and not _stay(scene, clause) and not on_the_way:
        return False
    if verb.lemma == "expect" and verb.voice != "passive":
        return False
    who = sides.of(scene.sentence, clause.subject)
    preps = frozenset(("to", "in")) if on_the_way else frozenset(("in", "at"))
    where = sides.place(scene.sentence, clause.phrases[:2], preps)
    if where is None or not who or (not who.people and not _delegation(clause.subject)) or _home(who, where):
        return False
    who.codes = [] if who.people else who.codes[:1]
    date = sides.when(scene.sentence, clause)
    coming = verb.lemma == "expect" or any(
        token.lower in ("due", "expected", "likely") for token in scene.sentence.tokens[verb.head : verb.last + 2]
    )
    status = "planned" if coming and not verb.negated else scene.status(clause, "visit", date)
    if status is None or (
        date is None and not coming and not on_the_way and verb.tense == "present" and not clause.phrase("for", "on")
    ):
        return False
    if status == "held" and verb.tense == "present":
        status = "ongoing"
    scene.add(clause, clause.subject, who, group="visit", kind="visit", status=status, date=date, place=where)
    _occasion(scene, clause, who, where)
    return True


def _on_the_way(scene: Scene, clause: Clause) -> bool:
    """ "Is en route to", "is on her way to"."""
    words = [token.lower for token in scene.sentence.tokens[clause.verb.last : clause.verb.last + 4]]
    return words[:2] == ["en", "route"] or (words[:1] == ["on"] and words[2:3] == ["way"])


def _occasion(scene: Scene, clause: Clause, who: sides.Sides, where: str | None) -> None:
    """The gathering that somebody travels to: "to be in Washington for Rubio's February 4 minerals ministerial"."""
    for chunk in clause.phrase("for", "to", "from"):
        event = nouns.event(scene.sentence, chunk)
        if event is None or event.group != "meet" or event.name is None:
            continue
        scene.told.add(chunk.first)
        date = sides.inside(scene.sentence, chunk) or sides.near(scene.sentence, chunk.last, 1)
        hosts = owners(scene, chunk)
        status = scene.status(clause, "meet", date)
        if status is None:
            continue
        place = sides.place(scene.sentence, roles.following(scene.sentence, chunk, "in", "at")) or where
        scene.add(
            clause, (*clause.subject, chunk), who.add(hosts).add(_beside(scene, event)), group="meet", kind=event.kind, status=status,
            date=date or (sides.when(scene.sentence, clause) if status == "planned" else None), place=place, name=event.name,
            host=hosts.people[0].name if hosts.people else None,
        )  # fmt: skip


def _stay(scene: Scene, clause: Clause) -> bool:
    return clause.objects[0].lemma in ("due", "set") or clause.objects[0].first > clause.verb.last + 1


def _attending(scene: Scene, clause: Clause) -> bool:
    """ "X will attend the summit in Y", "X took part in the ministerial"."""
    who = sides.of(scene.sentence, clause.subject)
    event = scene.event((*clause.objects[:1], *clause.phrase("in", "at")[:1]))
    if event is None or event.group != "meet" or not who:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date)
    if status is None:
        return True
    if status == "cancelled":
        return True
    hanging = _beside(scene, event)
    where = _where(scene, clause) or sides.place(
        scene.sentence, roles.following(scene.sentence, event.chunk, "in", "at")
    )
    defined = event.chunk.definite and event.name is None
    if event.name is None and not who.people and date is None and where is None:
        return True
    scene.add(
        clause, (*clause.subject, event.chunk), who.add(hanging), group="meet", kind=event.kind, status=status, date=date, place=where,
        name=event.name, solid=event.solid or event.name is not None or date is not None, backward=defined,
    )  # fmt: skip
    return True


def _organising(scene: Scene, clause: Clause) -> bool:
    """ "Rubio convened a ministerial", "a meeting convened by Bessent"."""
    passive = clause.verb.voice == "passive"
    hosts = sides.of(scene.sentence, clause.phrase("by") if passive else clause.subject)
    event = scene.event(clause.subject if passive else clause.objects[:1])
    if event is None or event.group != "meet" or not hosts:
        return False
    date = sides.when(scene.sentence, clause)
    own = sides.inside(scene.sentence, event.chunk)
    status = scene.status(clause, "meet", date or own)
    if status is None:
        return True
    host = hosts.people[0].name if hosts.people else hosts.codes[0] if hosts.codes else None
    where = _where(scene, clause) or sides.place(
        scene.sentence, roles.following(scene.sentence, event.chunk, "in", "at")
    )
    scene.add(
        clause, (*clause.subject, *clause.objects[:1]), hosts.add(_beside(scene, event)), group="meet", kind=event.kind, status=status,
        date=date or own, place=where, name=event.name, host=host if clause.verb.lemma not in ("lead",) else None,
        solid=event.solid or event.name is not None, backward=event.chunk.definite,
    )  # fmt: skip
    return True


def _taking_place(scene: Scene, clause: Clause) -> bool:
    """ "The summit will take place in Y", "the summit runs from A to B"."""
    event = scene.event(clause.subject[:1]) or _it(scene, clause.subject)
    if event is None:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, event.group, date)
    if status is None:
        return True
    where = _where(scene, clause) or sides.place(
        scene.sentence, roles.following(scene.sentence, event.chunk, "in", "at")
    )
    who = _beside(scene, event).add(owners(scene, event.chunk))
    scene.add(
        clause, clause.subject, who, group=event.group, kind=event.kind, status=status, date=date, place=where, name=event.name,
        solid=event.solid and (date is not None or where is not None), backward=event.chunk.definite,
    )  # fmt: skip
    return True


def owners(scene: Scene, chunk: Chunk) -> sides.Sides:
    """The sides that own an event: "Jaishankar's visit", "Modi's meeting with Xi", "the India-US talks"."""
    found = sides.Sides()
    for mention in roles.owners(chunk, scene.sentence):
        if mention.kind == "person":
            found.people += mention.people
        elif mention.form in ("pair", "name", "capital", "pronoun", "description"):
            sides.take_codes(found, mention)
    return found


def _holding(scene: Scene, clause: Clause) -> bool:
    """ "X held talks with Y", "X had a call with Y", "X began a visit to Y", "the meeting was held in Z"."""
    passive = clause.verb.voice == "passive"
    event = scene.event(clause.subject[:1] if passive else clause.objects[:2])
    if event is None:
        return False
    if passive:
        return _taking_place(scene, clause) if clause.verb.lemma not in ("begin", "start", "end") else False
    actor = sides.of(scene.sentence, clause.subject)
    other = sides.of(
        scene.sentence,
        clause.phrase(
            "with", "between", "to" if event.group == "call" else "with", "from" if event.group == "call" else "with"
        ),
    )
    own = owners(scene, event.chunk)
    if clause.verb.lemma in ("give", "pay"):
        other = other.add(sides.of(scene.sentence, [c for c in clause.objects if c.first != event.chunk.first]))
    date = sides.when(scene.sentence, clause) or sides.inside(scene.sentence, event.chunk)
    status = scene.status(clause, event.group, date)
    if status is None:
        return True
    if clause.verb.lemma in ("plan", "schedule", "arrange", "announce", "confirm", "expect") and status in (
        "held",
        "ongoing",
    ):
        status = scene._dated(date, "planned")
    if clause.verb.lemma in ("end", "conclude", "wrap", "complete") and status == "ongoing":
        status = "held"
    if event.group == "visit":
        return _paying(scene, clause, event, actor.add(own), date, status)
    who = actor.add(other).add(own)
    if who.count() < 2 and event.name is None:
        return True
    if event.chunk.lemma in _NEGOTIATIONS and not who.people and _where(scene, clause) is None:
        return True
    where = _where(scene, clause)
    text = {token.lower for token in scene.sentence.tokens[clause.verb.first : clause.last]}
    kind = "virtual" if text & nouns.table()["virtual_words"] and event.group == "meet" else event.kind
    words = {token.lower for token in scene.sentence.tokens[event.chunk.first : event.chunk.last]}
    scene.add(
        clause,
        (*clause.subject, event.chunk, *clause.phrase("with", "between")),
        who,
        group=event.group,
        kind=kind,
        status=status,
        date=date,
        place=where,
        name=event.name,
        aside=bool(clause.phrase("sidelines")) or "separate" in words,
    )
    return True


def _paying(scene: Scene, clause: Clause, event: nouns.Event, who: sides.Sides, date: str | None, status: str) -> bool:
    where = sides.place(
        scene.sentence,
        (*roles.following(scene.sentence, event.chunk, "to", "in", "of"), *clause.phrases),
        frozenset(("to", "in", "of")),
    )
    if not who or (not who.people and not _delegation(clause.subject) and not who.codes):
        return True
    who.codes = [] if who.people else who.codes[:1]
    if clause.verb.lemma in ("begin", "start", "kick", "embark") and clause.verb.tense == "past" and status == "held":
        status = "ongoing"
    date = sides.lasting(scene.sentence, clause, event.chunk, date)
    scene.add(
        clause, (*clause.subject, event.chunk), who, group="visit", kind="visit", status=status, date=date, place=where
    )
    return True


def _upsetting(scene: Scene, clause: Clause) -> bool:
    """ "The trip was called off", "Merz postponed a visit to India": what becomes of a planned meeting."""
    verb = clause.verb
    if verb.negated or verb.modality in ("hypothetical", "possible", "wanted", "threatened"):
        return False
    passive = verb.voice == "passive"
    about = clause.subject[:1] if passive else clause.objects[:1] or clause.phrases[:1]
    event = scene.event(about) or _it(scene, about)
    if event is None:
        return False
    status = (
        "cancelled"
        if "cancel" in verb.classes
        else "moved"
        if "move" in verb.classes
        else "denied"
        if "deny" in verb.classes
        else "postponed"
    )
    if "cancel" in verb.classes and verb.lemma in ("skip", "pull"):
        return True
    actor = sides.Sides() if passive else sides.of(scene.sentence, clause.subject)
    who = owners(scene, event.chunk).add(_beside(scene, event))
    if event.group == "meet" and actor.people:
        who = actor.add(who)
    if event.group == "visit" and (actor.people or _delegation(clause.subject)):
        who = actor.add(who)
    relative = next(
        (
            c
            for c in scene.sentence.clauses
            if c.marker in ("that", "which") and c.subject and c.subject[0].first == event.chunk.first
        ),
        None,
    )
    date = (
        sides.when(scene.sentence, relative, own=True)
        if relative is not None
        else sides.near(scene.sentence, event.chunk.last) or sides.inside(scene.sentence, event.chunk)
    )
    where = sides.place(scene.sentence, roles.following(scene.sentence, event.chunk, "to", "in", "at"))
    if status == "moved":
        where = sides.place(scene.sentence, clause.phrases, frozenset(("from",))) or where
        leaving = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.relation == "from" and d.value]
        date = leaving[0].value if leaving else date
    held = scene.add(
        clause, (*clause.subject, *clause.objects[:1]), who, group=event.group, kind=event.kind, status=status, date=date, place=where,
        name=event.name, solid=bool(who), backward=True,
    )  # fmt: skip
    if status == "moved":
        _moved(scene, clause, event, who, held)
    return True


def _moved(scene: Scene, clause: Clause, event: nouns.Event, who: sides.Sides, old: Draft) -> None:
    """The meeting that takes the place of one that was moved to another place or other days."""
    where = sides.place(scene.sentence, clause.phrases, frozenset(("to",)))
    days = [d for d in (scene.sentence.dates[k] for k in clause.dates) if d.edtf is not None]
    later = [d for d in days if d.first and scene.sentence.tokens[d.first - 1].lower in ("to", "until")]
    if where is None and not later:
        return
    draft = msgspec.structs.replace(
        old, status="planned", place=where or old.place, date=later[0].value if later else old.date, people=list(old.people),
        codes=list(old.codes), orgs=list(old.orgs), evidence=list(old.evidence), backward=False, solid=bool(who),
    )  # fmt: skip
    scene.held.append(draft)


_READERS: dict[str, Callable[[Scene, Clause], bool]] = {
    "discuss": _discussing, "upset": _upsetting, "cancel": _upsetting, "move": _upsetting, "deny": _upsetting, "meet": _meeting, "speak": _speaking, "call": _calling,
    "host": _hosting, "hold": _holding, "visit": _visiting, "attend": _attending, "organise": _organising, "take_place": _taking_place,
    "gather": _meeting,
}  # fmt: skip
