"""
Nominals: meetings that a sentence only names: "Jaishankar's visit to Washington", "their September 9 phone call".

A nominal becomes a claim of its own only with people or parties and a day or a place; otherwise it adds to what the
article has told before.
"""

from __future__ import annotations

import msgspec

from service.domain import edtf
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.meeting import nouns, sides, travel
from service.extraction.meeting.drafts import Draft, join
from service.extraction.meeting.scene import Scene, owners
from service.extraction.parts import Chunk, Clause, Sentence

_CONVERSATIONS = frozenset(
    "talk discussion dinner lunch breakfast audience consultation negotiation conversation reception".split()
)
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last maiden".split())
_VERBAL = frozenset(("VERB", "VBD", "VBN", "MODAL", "AUX"))
_AFTER = frozenset(("after", "following", "since", "during"))
_SUPPOSED = frozenset(("idea", "possibility", "prospect", "chance", "option", "suggestion", "hope", "talk"))
_WISHING = frozenset(("ask", "push", "press", "call", "plead", "lobby", "hope", "wait", "apply"))
_DUE = frozenset(("expected", "due", "slated"))
_COMING = frozenset(("upcoming", "forthcoming", "planned", "scheduled", "proposed", "next", "expected"))


def read(scene: Scene) -> None:
    """Add the nominals of a sentence that no verb has told of."""
    sentence = scene.sentence
    for chunk in sentence.chunks:
        event = scene.events.get(chunk.first) if chunk.first not in scene.told else None
        talks = event is not None and event.group == "meet" and chunk.lemma in _CONVERSATIONS
        if event is None:
            if chunk.prep == "from":
                _back(scene, chunk)
            elif chunk.prep in ("in", "on"):
                _away(scene, chunk)
        elif (event.solid or event.name is not None or talks) and not _supposed(sentence, chunk):
            _add(scene, event)


def _back(scene: Scene, chunk: Chunk) -> None:
    """ "Parmelin, back from two days in Washington", "fresh from Paris": the visit of whoever stands before it."""
    sentence = scene.sentence
    first = chunk.first - 1
    if first < 2 or sentence.tokens[first - 1].lower not in ("back", "fresh"):
        return
    first -= 1
    while first and sentence.tokens[first - 1].lower in ("just", "newly", "freshly"):
        first -= 1
    where = sides.place((chunk, *roles.following(sentence, chunk, "in", "to")), frozenset(("from", "in", "to")))
    before = [each for each in sentence.chunks if each.last <= first]
    clause = next((c for c in sentence.clauses if not c.marker and c.verb.form == "finite"), None)
    named = (
        before[-1:]
        if before and sentence.tokens[first - 1].text == ","
        else list(clause.subject)
        if clause is not None
        else []
    )
    who = sides.of(sentence, named)
    if len(who.people) == 1 and where is not None and not travel.at_home(who, where):
        draft = Draft(
            group="visit", kind="visit", status="held", sentence=sentence.index, paragraph=sentence.paragraph, people=list(who.people),
            place=where, date=sides.inside(sentence, chunk), evidence=[scene.document.evidence(sentence, first, chunk.last)],
        )  # fmt: skip
        join(scene.held, draft)


def _away(scene: Scene, chunk: Chunk) -> None:
    """ "Tau, in Washington last week, said", "Starmer, on his way to Mumbai, said": where whoever stands before it is."""
    sentence = scene.sentence
    comma = chunk.first - 2
    coming = comma > 0 and sentence.tokens[comma].lower in _DUE  # "Greer, expected in Brussels on Monday"
    comma -= coming
    before = [each for each in sentence.chunks if each.last == comma]
    if not before or sentence.tokens[comma].text != ",":
        return
    going = chunk.prep == "on"
    hanging = roles.following(sentence, chunk, "to") if going and chunk.lemma == "way" else ()
    where = sides.place(hanging if going else (chunk,), frozenset(("to", "in")))
    last = max([chunk.last, *(each.last for each in hanging)])
    listed = [c for c in sentence.chunks if c.group == before[-1].group and c.last <= comma] if coming else before
    who = sides.of(sentence, listed)
    closed = coming or _closed(sentence, last)
    alone = len(who.people) == 1 or (coming and len(sides.people_countries([who])) == 1 and bool(who.people))
    if not alone or where is None or travel.at_home(who, where) or not closed:
        return
    date = sides.near(sentence, last, 1)
    status = "planned" if coming else scene.dated(date, "held" if date else "ongoing")
    draft = Draft(
        group="visit", kind="visit", status=status, sentence=sentence.index,
        paragraph=sentence.paragraph, people=list(who.people), place=where, date=date,
        evidence=[scene.document.evidence(sentence, before[0].first, last)],
    )  # fmt: skip
    join(scene.held, draft)


def _closed(sentence: Sentence, last: int) -> bool:
    """Whether what is put between commas ends with no verb in it."""
    for token in sentence.tokens[last:]:
        if token.text == ",":
            return True
        if token.tag in _VERBAL:
            return False
    return False


def _supposed(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a chunk is only thought of: "the idea of a February meeting"."""
    before = [other for other in sentence.chunks if other.last <= chunk.first]
    if chunk.prep == "for":
        clause = next((c for c in sentence.clauses if any(each.first == chunk.first for each in c.phrases)), None)
        return clause is not None and clause.verb.lemma in _WISHING
    return chunk.prep == "of" and bool(before) and before[-1].lemma in _SUPPOSED


def _add(scene: Scene, event: nouns.Event) -> None:
    document, sentence, chunk = scene.document, scene.sentence, event.chunk
    hanging = roles.following(sentence, chunk, "between", "with", "of", "by", "to", "in", "at", "and", "from")
    who = owners(scene, chunk).add(
        sides.of(
            sentence,
            [
                c
                for c in hanging
                if c.prep in ("between", "with", "by", "and")
                or (c.prep == "of" and event.group != "meet" and not _asked_by(hanging, c))
            ],
        )
    )
    where = sides.place(hanging, frozenset(("to", "in", "at")))
    last = max([chunk.last, *(c.last for c in hanging)])
    date = sides.inside(sentence, chunk) or sides.near(sentence, last, 1) or sides.near(sentence, chunk.last, 1)
    words = {token.lower for token in sentence.tokens[chunk.first : chunk.head]}
    if _counted(sentence, chunk) or (words & _ORDINALS and date is not None and len(date) == 4):
        date = None  # "It is his third visit to China in two years"
    if event.group == "visit":
        who.codes = [] if who.people else who.codes[:1]
        date = sides.lasting(sentence, chunk, date)
    status = _status(document, sentence, chunk, date)
    who = _meeting_there(sentence, chunk) or _present(sentence, event, who)
    if event.group == "visit" and not who:
        who, where, ongoing = _traveller(sentence, chunk, where)
        status = "ongoing" if ongoing and status == "held" and date is None else status
    if not event.solid and event.name is None and event.group == "meet":
        abroad = len(who.people) == 2 and len(sides.people_countries([who])) == 2
        if not abroad or chunk.prep in ("for", "on", "to", "of"):
            return
    if status is None or (not who and event.name is None):
        return
    times = _times(sentence, hanging)
    enough = (
        (date is not None or not sentence.heading)
        and who.count() >= (1 if event.group == "visit" else 2)
        and (date is not None or where is not None or event.group == "call")
    )
    draft = Draft(
        group=event.group, kind=event.kind, status=status, sentence=sentence.index, paragraph=sentence.paragraph, people=list(who.people),
        codes=list(who.codes), orgs=list(who.orgs), place=where, name=event.name, date=date, solid=enough, backward=True,
        evidence=[document.evidence(sentence, chunk.first, last)], topics=nouns.topics_in(sentence),
    )  # fmt: skip
    days: list[tuple[str | None, str | None]] = [*times] if times else [(where, date)]
    for place, day in days:
        join(
            scene.held,
            msgspec.structs.replace(
                draft,
                place=place,
                date=day,
                people=list(draft.people),
                codes=list(draft.codes),
                orgs=list(draft.orgs),
                evidence=list(draft.evidence),
            ),
        )


def _counted(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a visit is only counted: "his third visit in two years", "the first visit since 2014"."""
    words = {token.lower for token in sentence.tokens[chunk.first : chunk.head]}
    clause = next((c for c in sentence.clauses if chunk in c.objects), None)
    return bool(words & _ORDINALS) and clause is not None and clause.verb.lemma in ("be", "mark", "become")


def _traveller(sentence: Sentence, chunk: Chunk, where: str | None) -> tuple[sides.Sides, str | None, bool]:
    """Who is on a visit, where to, and whether it goes on: "Trump, on a visit to Beijing, praised", "During a visit to …"."""
    nobody = sides.Sides()
    if chunk.prep not in ("on", "during", "for") or sentence.heading:
        return nobody, where, False
    before = [c for c in sentence.chunks if c.last < chunk.first]
    if chunk.prep == "for" and before and before[-1].prep == "in" and before[-1].last == chunk.first - 1:
        where = where or sides.place((before[-1],))
        before = before[:-1]
    held, ongoing = nobody, False
    opens = sentence.tokens[before[-1].last].text == "," if before else False
    if opens and before[-1].last >= chunk.first - 4:
        held, ongoing = sides.of(sentence, (before[-1],)), True
    elif chunk.prep != "for":
        clause = next((c for c in sentence.clauses if c.verb.form == "finite" and not c.marker), None)
        real = clause is not None and clause.verb.modality == "fact" and not clause.verb.negated
        held = (
            sides.of(sentence, clause.subject)
            if clause is not None and real and clause.verb.tense == "past"
            else nobody
        )
    if len(held.people) != 1 or held.codes or where is None or travel.at_home(held, where):
        return nobody, where, False
    return held, where, ongoing


def _meeting_there(sentence: Sentence, chunk: Chunk) -> sides.Sides:
    """Those who are told to be meeting: "Trump and Xi, meeting in Busan in October, agreed a truce"."""
    first = chunk.first
    if sentence.tokens[first].lower != "meeting" or first < 2 or sentence.tokens[first - 1].text != ",":
        return sides.Sides()
    before = [c for c in sentence.chunks if c.last <= first]
    met = sides.of(sentence, [c for c in before if before and c.group == before[-1].group])
    return met if len(met.people) > 1 and len(sides.people_countries([met])) > 1 else sides.Sides()


def _asked_by(hanging: tuple[Chunk, ...], chunk: Chunk) -> bool:
    """Whether a phrase only names who asked for a visit: "at the invitation of President Xi"."""
    return any(c.lemma in ("invitation", "request", "behest") and c.last < chunk.first <= c.last + 2 for c in hanging)


def _present(sentence: Sentence, event: nouns.Event, who: sides.Sides) -> sides.Sides:
    """*who* with those who do something at a gathering: "Modi and Costa announced it at a summit in Delhi"."""
    if event.group == "visit" or event.chunk.prep not in (
        "at",
        "during",
        "from",
        "after",
        "in",
        "of",
        "for",
        "following",
    ):
        return who
    clause = next((c for c in sentence.clauses if any(each.first == event.chunk.first for each in c.phrases)), None)
    if clause is None:
        clause = next(
            (c for c in sentence.clauses if c.first <= event.chunk.first < c.verb.first and c.marker in ("", "that")),
            None,
        )
    while clause is not None and clause.verb.form != "finite" and clause.parent is not None:
        clause = sentence.clauses[clause.parent]
    if clause is None or clause.verb.modality != "fact" or clause.verb.negated or len(who.people) > 1:
        return who
    if who.people:  # "Putin shared his view of the meeting with Trump"
        met = who.add(sides.of(sentence, clause.subject))
        return met if len(met.people) == 2 and len(sides.people_countries([met])) == 2 else who
    present = sides.of(sentence, (*clause.subject, *clause.objects))
    abroad = len(present.people) == 2 and len(sides.people_countries([present])) >= 2
    gathered = event.chunk.prep in ("at", "during") and len(present.people) > 2
    return who.add(present) if abroad or gathered else who


def _times(sentence: Sentence, hanging: tuple[Chunk, ...]) -> list[tuple[str | None, str]]:
    """Places with their days, where a nominal lists several of each."""
    found = [
        (sides.place((chunk,)), day)
        for chunk in hanging
        if chunk.prep in ("in", "at") and (day := sides.near(sentence, chunk.last, 1)) is not None
    ]
    return found if len(found) > 1 else []


def _status(document: Document, sentence: Sentence, chunk: Chunk, date: str | None) -> str | None:
    """Held or planned: by the day, the word before, or the tense of the clause around."""
    if date is not None:
        interval = edtf.parse(date)
        if interval.latest is not None and interval.latest < document.today:
            return "held"
        if interval.earliest is not None and interval.earliest > document.today:
            return "planned"
    words = {token.lower for token in sentence.tokens[chunk.first : chunk.head]}
    if words & _COMING or chunk.prep == "before":
        return "planned"
    if chunk.prep in _AFTER:
        return "held"
    clause = next((c for c in sentence.clauses if c.first <= chunk.first < c.last), None)
    return _by_clause(clause)


def _by_clause(clause: Clause | None) -> str | None:
    if clause is None:
        return "planned"
    if clause.verb.modality in ("hypothetical", "possible", "wanted", "refused", "proposed"):
        return None
    if clause.verb.modality in ("planned", "expected", "agreed") or clause.verb.tense == "future":
        return "planned"
    return "held" if clause.verb.tense == "past" else "planned"
