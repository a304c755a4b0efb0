"""
Likely meetings: what no frame took, accepted where the hints around two sides, or a side and a place, weigh enough.

Adds to what the frames have told, never against it; who is told to have met already is not told again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from service.extraction import weighing
from service.extraction.meeting import hints, nouns, sides
from service.extraction.meeting.company import Company, Side, Stop, gathered, place_of
from service.extraction.meeting.drafts import Draft, join
from service.extraction.meeting.scene import Scene
from service.extraction.parts import Clause, Sentence

ENOUGH = 0.6
"""So likely a meeting must be to be told."""
_KINDS: dict[nouns.Group, str] = {"meet": "bilateral", "call": "phone_call", "visit": "visit"}

_ONLY_OFFERED = frozenset(("invite", "propose", "offer", "suggest"))
_MET: tuple[nouns.Group, ...] = ("meet", "call")
_OTHER: dict[nouns.Group, nouns.Group] = {"meet": "call", "call": "meet", "visit": "meet"}


class Guess(msgspec.Struct, frozen=True):
    """Two sides (or a list alone) that met or spoke, or a side that went to a place, with how likely."""

    left: Side
    right: Side | Stop | None
    group: nouns.Group
    chance: float

    def who(self) -> sides.Sides:
        """Everybody who takes part."""
        return self.left.who.add(self.right.who) if isinstance(self.right, Side) else self.left.who


def read(scene: Scene, judge: Judge) -> None:
    """Add the likely meetings of a sentence to those of its article."""
    sentence = scene.sentence
    company = gathered(sentence)
    if not company.pairs and not company.journeys:
        return
    here = [draft for draft in scene.held if draft.sentence == sentence.index or _tells(draft, sentence)]
    guesses: dict[nouns.Group, list[Guess]] = {"meet": [], "call": [], "visit": []}
    for each in candidates(scene, company, here):
        likely = judge(scene.sentence, each)
        if likely >= ENOUGH:
            guesses[each.group].append(Guess(each.left, each.right, each.group, likely))
    for guess in (*_apart(guesses["meet"] + guesses["call"]), *_apart(guesses["visit"])):
        _add(scene, here, guess)


def _add(scene: Scene, here: list[Draft], guess: Guess) -> None:
    """Add *guess* to the article's drafts, unless its sentence tells of it already."""
    told = _told(here, guess.who(), guess.group)
    if told is not None:
        told.solid = True
        return
    other = _told(here, guess.who(), _OTHER[guess.group])
    if other is not None and other.solid:
        return  # a call is no meeting besides, and who is received has not to be told to have come
    draft = _draft(scene, guess)
    if draft is not None:
        here.append(join(scene.held, draft))


class Candidate(msgspec.Struct, frozen=True):
    """What a sentence may tell: the sides, or side and place, what of, and the features that judge it."""

    left: Side
    right: Side | Stop | None
    group: nouns.Group
    features: list[str]


Judge = Callable[[Sentence, Candidate], float]
"""How likely a candidate of a sentence is, from 0 to 1."""


def weighed(_: Sentence, candidate: Candidate) -> float:
    """As `meeting_weights.yaml` weighs what speaks for and against *candidate*."""
    table = weighing.tables("meeting")[candidate.group]
    return weighing.chance(weighing.total(table, candidate.features))


def candidates(scene: Scene, company: Company, here: Sequence[Draft]) -> Iterator[Candidate]:
    """What *company* in the sentence of *scene* may have done besides what the sentence has told (*here*)."""
    seen = hints.seen(scene.sentence, scene.events.values())
    for left, right in company.pairs:
        features = hints.of(seen, left, right)
        who = left.who.add(right.who) if right is not None else left.who
        for group in _MET:
            yield Candidate(left, right, group, [*features, *_beside(here, who, _told(here, who, group))])
    for side, stop in company.journeys:
        features = hints.of_journey(seen, side, stop)
        yield Candidate(side, stop, "visit", [*features, *_beside(here, side.who, _told(here, side.who, "visit"))])


def _beside(here: Sequence[Draft], who: sides.Sides, told: Draft | None) -> Iterator[str]:
    """What the frames made of the same sentence, as features."""
    if told is not None:
        yield f"{'told' if told.solid else 'named'} already"
    names = {person.name for person in who.people} if here else set()
    for draft in here:
        if draft.solid and draft is not told:
            shared = names & {person.name for person in draft.people}
            yield f"told {draft.group} {'of some' if shared else 'of others'}"


def _tells(draft: Draft, sentence: Sentence) -> bool:
    return any(span.start < sentence.end and sentence.start < span.end for span in draft.evidence)


def _apart(guesses: Sequence[Guess]) -> list[Guess]:
    """*guesses* of which none contradicts a likelier one: nobody is met by two, or meets whoever met him."""
    taken: list[Guess] = []
    for guess in sorted(guesses, key=lambda each: -each.chance):
        if not any(_collide(guess, other) for other in taken):
            taken.append(guess)
    return taken


def _collide(guess: Guess, other: Guess) -> bool:
    if guess.right is None or other.right is None:
        mine, theirs = guess.who(), other.who()
        return bool(set(mine.people) & set(theirs.people) or set(mine.codes) & set(theirs.codes))
    return guess.right in (other.right, other.left) or guess.left == other.right


def _told(here: Sequence[Draft], who: sides.Sides, group: nouns.Group) -> Draft | None:
    """Which of the drafts of a sentence tells of this meeting already."""
    if not here:
        return None
    names, codes = {person.name for person in who.people}, sides.people_countries([who])
    for draft in here:
        if draft.group != group:
            continue
        known = {person.name for person in draft.people}
        if names and known:
            if names <= known or known <= names:
                return draft
        elif codes & draft.parties():
            return draft
    return None


def _draft(scene: Scene, guess: Guess) -> Draft | None:
    sentence, who = scene.sentence, guess.who()
    clause = _clause(sentence, guess)
    if clause is not None and guess.group == "meet" and clause.verb.lemma in _ONLY_OFFERED:
        return None
    date = _date(sentence, clause)
    status = scene.status(clause, guess.group, date) if clause is not None else scene.dated(date, "held")
    if status is None:
        return None
    if status == "held":
        status = scene.dated(date, "held")
    spans = [(guess.left.first, guess.left.last)]
    if guess.right is not None:
        there = guess.right.chunk if isinstance(guess.right, Stop) else guess.right
        spans.append((there.first, there.last))
    if clause is not None:
        spans.append((clause.verb.first, clause.verb.last))
    if guess.group == "visit":
        who = sides.Sides(list(who.people), [] if who.people else list(who.codes[:1]))
    return Draft(
        group=guess.group, kind=_KINDS[guess.group], status=status, sentence=sentence.index, paragraph=sentence.paragraph,
        people=list(who.people), codes=list(who.codes), orgs=list(who.orgs), date=date, place=_place(scene, guess, clause),
        evidence=[scene.document.evidence(sentence, min(a for a, _ in spans), max(b for _, b in spans))],
        topics=nouns.topics_in(sentence),
    )  # fmt: skip


def _clause(sentence: Sentence, guess: Guess) -> Clause | None:
    """The clause that tells of both, else the one that the second stands in."""
    second = guess.right or guess.left
    for clause in sentence.clauses:
        if place_of(clause, guess.left) and place_of(clause, second):
            return clause
    at = second.chunk.first if isinstance(second, Stop) else second.first
    around = [clause for clause in sentence.clauses if clause.first <= at < clause.last]
    return around[-1] if around else next(iter(sentence.clauses), None)


def _date(sentence: Sentence, clause: Clause | None) -> str | None:
    if clause is not None and (told := sides.when(sentence, clause)) is not None:
        return told
    dated = [date for date in sentence.dates if date.edtf is not None]
    return dated[0].edtf if len(dated) == 1 else None


def _place(scene: Scene, guess: Guess, clause: Clause | None) -> str | None:
    if isinstance(guess.right, Stop):
        return guess.right.place
    if guess.group == "call":
        return None
    return scene.where(clause) if clause is not None else sides.place(scene.sentence.chunks, frozenset(("in", "at")))
