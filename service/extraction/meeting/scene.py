"""
The scene: a sentence being read for meetings, and what its clauses make of a meeting's status.

What is only wished, feared, supposed or conditional has no status; a day still to come makes a meeting planned.
"""

from __future__ import annotations

from typing import Any

from service.domain import edtf
from service.domain.parties import is_group
from service.extraction import clean, gazetteer, roles
from service.extraction.document import Document
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.drafts import Draft, join, merge
from service.extraction.parts import Chunk, Clause, Sentence

_COMING = frozenset(("planned", "expected", "agreed"))
_UNREAL = frozenset(("hypothetical", "wanted", "refused", "proposed", "threatened"))
_YET = frozenset(("when", "until", "once", "before"))
_MEASURES = frozenset(("hour", "day", "round", "series", "minute", "set", "number"))
_TALKED = frozenset(("round", "talk", "negotiation"))
_AGREED = frozenset(("talk", "negotiation", "consultation", "agreement", "deal", "pact"))
_AT = frozenset(("in", "at", "near", "outside"))


class Scene:
    """
    A sentence being read, with the drafts of the article so far and the chunks that verbs have told of.

    `events` are those that the sentence names, by the first tokens of their chunks; `lemmas` what its noun phrases are
    about. `supposing` is set while a sentence is read for what it only supposes.
    """

    def __init__(self, document: Document, sentence: Sentence, held: list[Draft]) -> None:
        self.document = document
        self.sentence = sentence
        self.held = held
        self.told: set[int] = set()
        self.events = nouns.events(sentence)
        self.lemmas = frozenset([chunk.lemma for chunk in sentence.chunks])
        self.supposing = False
        self._of_event: dict[int, Draft] = {}
        self._current = -1

    def talkers(self) -> tuple[str, ...]:
        """The two parties of the talks that are spoken of, () where none are told."""
        return _talkers(self.document, self.sentence)

    def begin(self) -> None:
        """Begin to read a clause: it has told of no event yet."""
        self._current = -1

    def event(self, chunks: tuple[Chunk, ...]) -> nouns.Event | None:
        """The first event among *chunks*, which is marked as told of; "it" is the last gathering that was named."""
        for held in chunks:
            chunk = held
            chunk = measured(self.sentence, chunk)
            found = nouns.event(self.sentence, chunk)
            if found is not None:
                self.told.add(chunk.first)
                self._current = chunk.first
                return found
        return self._it(chunks)

    def _it(self, chunks: tuple[Chunk, ...]) -> nouns.Event | None:
        if not chunks or chunks[0].lemma != "it":
            return None
        last = next((d for d in reversed(self.held) if d.group == "meet" and d.name is not None), None)
        if last is None or self.sentence.index - last.sentence > 2:
            return None
        return nouns.Event(chunks[0], "meet", last.kind, last.name, solid=True)

    def status(self, clause: Clause, group: str, date: str | None) -> str | None:
        """What the modality and tense of *clause* make of a meeting on *date*; None where it tells of none."""
        verb = clause.verb
        if self.supposing:
            return "planned" if date is not None else None
        above = self.sentence.clauses[clause.parent].verb if clause.parent is not None else None
        if above is not None and above.lemma in ("deny", "refute") and clause.marker == "that" and not verb.negated:
            return "denied"
        if verb.form == "infinitive" and above is not None and self._unplanned(clause):
            return "denied"
        if "invitation" in verb.chain and above is not None and above.lemma == "accept" and not above.negated:
            return "planned"
        if verb.modality in _UNREAL or "offer" in verb.chain:
            return None
        words = {token.lower for token in self.sentence.tokens[verb.first : verb.last]}
        if verb.modality in _COMING and verb.chain and {"had", "been"} <= words:
            return "cancelled"  # "had been due to meet"
        if verb.modality == "possible" and not words & {"may", "might"}:
            return None
        coming = verb.modality in _COMING or verb.modality == "possible"
        if verb.negated or verb.modality == "failed":
            off = coming or verb.modality == "failed" or (verb.tense == "present" and date is not None)
            return "cancelled" if off else None
        if coming:
            return None if self._conditional(clause) else "planned"
        if verb.form == "infinitive" and not verb.chain and above is not None and "hold" in above.classes:
            return "planned"
        return self._by_tense(clause, group, date)

    def _unplanned(self, clause: Clause) -> bool:
        """Whether it is told that nobody plans it: "there are no plans for Lavrov to meet Rubio"."""
        host = self.sentence.clauses[clause.parent] if clause.parent is not None else clause
        told = (*host.objects[:1], *host.subject[:1])
        return host.verb.lemma in ("be", "have") and any(
            chunk.lemma in ("plan", "intention", "agreement", "decision")
            and self.sentence.tokens[chunk.first].lower in ("no", "any")
            for chunk in told
        )

    def _by_tense(self, clause: Clause, group: str, date: str | None) -> str | None:
        verb, tense, held = clause.verb, clause.verb.tense, clause
        while tense == "none" and held.parent is not None and held.parent < held.index:
            held = self.sentence.clauses[held.parent]
            tense = held.verb.tense
            if held.verb.modality in _COMING:
                return "planned"
            if held.verb.modality in ("hypothetical", "wanted", "refused"):
                return None
        if verb.form == "infinitive" and not verb.chain:
            return "planned" if tense != "past" else self.dated(date, "held")
        if verb.modality == "ongoing" and not verb.chain:
            return self.dated(date, "planned" if date is not None and group != "visit" else "ongoing")
        if tense == "past":
            if group == "visit" and verb.form == "gerund" and clause.marker == "," and date is None:
                return "ongoing"  # "Trump, visiting Beijing, praised Xi"
            return "ongoing" if group == "visit" and self._lasts(date) else "held"
        if tense == "present":
            coming = date is not None and verb.lemma != "be" and self._not_over(date)
            if clause.marker in _YET or coming:
                return "planned"  # "when he meets Xi", "meets Xi today"
            return self.dated(date, "held" if self.sentence.heading or date is None else "ongoing")
        return self.dated(date, "held")

    def dated(self, date: str | None, otherwise: str) -> str:
        """`planned` where *date* is still to come, else *otherwise*."""
        earliest = edtf.parse(date).earliest if date is not None else None
        return "planned" if earliest is not None and earliest > self.document.today else otherwise

    def is_over(self, date: str | None) -> bool:
        """Whether *date* has passed."""
        latest = edtf.parse(date).latest if date is not None else None
        return latest is not None and latest < self.document.today

    def _conditional(self, clause: Clause) -> bool:
        """Whether a condition stands in the sentence: "if Putin comes, he will meet Trump"."""
        for other in self.sentence.clauses:
            concedes = bool(other.first) and self.sentence.tokens[other.first - 1].lower == "even"
            if other.marker in ("if", "unless") and other.index != clause.index and not concedes:
                return True
        return False

    def _not_over(self, date: str) -> bool:
        """Whether what the present tells of a day is still to come: a bare day or week that has not passed."""
        latest = edtf.parse(date).latest
        return ".." not in date and latest is not None and latest >= self.document.today

    def _lasts(self, date: str | None) -> bool:
        """Whether a visit that began by publication goes on after it."""
        if date is None or "/" not in date:
            return False
        interval = edtf.parse(date)
        if interval.earliest is None or interval.latest is None:
            return False
        return interval.earliest <= self.document.today < interval.latest

    def where(self, clause: Clause) -> str | None:
        """The place of a clause: after its verb, or before it where nothing subordinates it."""
        found = sides.place(clause.phrases, _AT)
        if found is None and (clause.parent is None or clause.marker in (":", ";")):
            before = [c for c in self.sentence.chunks if clause.first <= c.first < clause.verb.first]
            found = sides.place(before, frozenset(("in", "at")))
        if found is None and clause.marker == "where":
            named = [c for c in self.sentence.chunks if clause.first - 3 <= c.last <= clause.first][-1:]
            found = sides.place([roles.with_prep(c, "in") for c in named])  # "Geneva, where the two will meet"
        return found or (clean.home(self.document.text) if "here" in self.words(clause) else None)

    def here(self, clause: Clause) -> str | None:
        """The place that "here" or "the capital" means: where the article was written."""
        capital = any(c.lemma == "capital" and c.prep in ("in", "to", "at") for c in clause.phrases)
        owned = any(c.prep == "of" for c in clause.phrases)
        return clean.home(self.document.text) if "here" in self.words(clause) or (capital and not owned) else None

    def where_of(self, clause: Clause, event: nouns.Event) -> str | None:
        """The place of an event: its clause's, or what hangs on its noun."""
        hanging = roles.following(self.sentence, event.chunk, "in", "at")
        return self.where(clause) or sides.place(hanging)

    def words(self, clause: Clause) -> set[str]:
        """The words of a clause from its verb on."""
        return {token.lower for token in self.sentence.tokens[clause.verb.first : clause.last]}

    def add(self, clause: Clause, chunks: tuple[Chunk, ...], who: sides.Sides, **rest: Any) -> Draft:
        """A draft of *who* from *clause*, joined to what the article has told before."""
        evidence = roles.span(self.document, self.sentence, clause, chunks)
        draft = Draft(
            sentence=self.sentence.index, paragraph=self.sentence.paragraph, people=list(who.people), codes=list(who.codes),
            orgs=list(who.orgs), evidence=[evidence], topics=nouns.topics_in(self.sentence), **rest,
        )  # fmt: skip
        draft.aside = draft.aside or "instead" in self.sentence.said
        draft.solid = draft.solid and not self.supposing
        held = self._of_event.get(self._current) if self._current >= 0 else None
        if held is not None and held.group == draft.group:
            merge(held, draft)
            return held
        held = join(self.held, draft)
        if self._current >= 0:
            self._of_event[self._current] = held
        return held


def _talkers(document: Document, sentence: Sentence) -> tuple[str, ...]:
    """The two parties of the talks that this sentence or one of the two before speaks of, () where none are told."""
    if not any(chunk.lemma in _TALKED for chunk in sentence.chunks):
        return ()
    for index in range(sentence.index, max(-1, sentence.index - 3), -1):
        other = document.sentences[index]
        if other.index != index or not any(chunk.lemma in _AGREED for chunk in other.chunks):
            continue
        codes = roles.parties_of(c for c in other.chunks if c.prep in ("", "with", "between", "and"))
        pairs = [m.codes for m in other.mentions if m.form == "pair" and len(m.codes) == 2]
        told = [code for code in (pairs[0] if pairs else codes) if code == "EU" or not is_group(code)]
        if len(dict.fromkeys(told)) == 2:
            return tuple(dict.fromkeys(told))
    return ()


def measured(sentence: Sentence, chunk: Chunk) -> Chunk:
    """What a measure is of: "six hours of talks"."""
    return next(iter(roles.following(sentence, chunk, "of")), chunk) if chunk.lemma in _MEASURES else chunk


def owners(scene: Scene, chunk: Chunk) -> sides.Sides:
    """The sides that own an event: "Jaishankar's visit", "Modi's meeting with Xi", "the India-US talks"."""
    found = sides.Sides()
    for mention in roles.owners(chunk, scene.sentence):
        if mention.kind == "person":
            found.people += mention.people
        elif mention.form in ("pair", "name", "capital", "pronoun", "description"):
            sides.take_codes(found, mention)
    return found


def beside(scene: Scene, event: nouns.Event) -> sides.Sides:
    """The sides that an event's own words and what hangs on it tell: "a meeting of G7 finance ministers with Japan"."""
    hanging = roles.following(scene.sentence, event.chunk, "between", "with", "of", "among", "from", "by", "and")
    found = sides.of(scene.sentence, hanging)
    if event.name is not None:
        found.orgs += [name for name in _groups(scene.sentence, event.chunk) if name not in found.orgs]
    for mention in event.chunk.mentions:
        if mention.last > event.chunk.head:
            continue
        if mention.kind == "party" and mention.form in ("pair", "name"):
            sides.take_codes(found, mention)
        elif mention.kind == "person" and mention.form == "pair":
            found.people += [person for person in mention.people if person not in found.people]
    return found


def _groups(sentence: Sentence, chunk: Chunk) -> list[str]:
    """The groups that a gathering's name begins with: "the Quad Leaders' Summit", "the 47th ASEAN Summit"."""
    found: list[str] = []
    for at in range(chunk.first, chunk.head):
        entry = gazetteer.match(sentence.tokens, at)
        if entry is not None and entry[0].group and entry[0].code not in ("WORLD", "EU"):
            found.append(" ".join(token.text for token in sentence.tokens[at : at + entry[1]]))
    return found


def is_delegation(chunks: tuple[Chunk, ...]) -> bool:
    """Whether a group of people stands for its country."""
    return any(chunk.lemma in nouns.table()["delegations"] for chunk in chunks)
