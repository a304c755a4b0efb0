"""
Offices: who holds which office for whom, as titles and verbs of appointment say.

One claim a person and role; a title that an article says is past ("the former president") is no claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from service.domain.claims import Evidence, OfficeClaim
from service.domain.folding import fold
from service.extraction import gazetteer, genders, people, roles, titles
from service.extraction.document import Document
from service.extraction.parts import Clause, Mention, Person, Sentence, Token
from service.extraction.sightings import Sighting

_FOLLOWING = frozenset(("replace", "succeed"))
_NEAR = 4
"""So many tokens after its verb an office may stand that a name unknown to the tables is given."""
_PAST = frozenset(("former", "ex", "late", "then", "erstwhile", "onetime", "ex-president", "ousted", "last"))
_PRIVATE = frozenset(
    "president chairman chairwoman chairperson chair director coordinator vice-president treasurer governor".split()
)
"""Offices that firms, clubs and associations have, too."""
_OWNING = frozenset(("its", "whose", "their"))
_HEADING = frozenset(("head", "lead", "run", "chair"))
_NO_HOUSE = frozenset(
    "delegation team talk list negotiation mission party group side effort country opposition way drive push company campaign government pack field".split()
)
_APPOINTING = frozenset("appoint name nominate pick choose tap designate install select elect".split())
_NO_OFFICE = frozenset(
    "president-elect vice-president-elect prime-minister-designate leader chief head dictator judge general commander justice pope prince princess queen sherpa head boss diplomat spokesperson spokesman spokeswoman secretary chair consul admiral director".split()
)


def claims(document: Document) -> Iterable[OfficeClaim]:
    """The offices that *document* tells of, the first mention of each."""
    held: dict[tuple[str, str], OfficeClaim] = {}
    titled = sorted(_titled(document), key=lambda claim: claim.person not in _quoted(document, claim))
    for claim in (*titled, *_appointed(document), *_heading(document)):
        key = (fold(claim.person).split()[-1], fold(claim.role))
        if not any(who == key[0] and _narrower(role, key[1]) for who, role in held):
            held.setdefault(key, claim)
    named = {fold(claim.person).split()[-1] for claim in held.values()}
    for claim in _referred(document):
        if fold(claim.person).split()[-1] not in named:
            held.setdefault((fold(claim.person).split()[-1], fold(claim.role)), claim)
    return held.values()


def _heading(document: Document) -> Iterator[OfficeClaim]:
    """ "Ibrahim Kalin, who heads Turkish intelligence": whoever leads a body of state holds the office of its head."""
    for sentence in document.sentences:
        for clause in sentence.clauses:
            verb = clause.verb
            if verb.lemma not in _HEADING or clause.marker != "who" or verb.tense != "present" or verb.chain:
                continue
            body = clause.objects[:1]
            person = _leader(clause)
            if person is None or not body or body[0].lemma in _NO_HOUSE or verb.voice == "passive" or verb.negated:
                continue
            yield OfficeClaim(
                person=person.name,
                role=f"head of {sentence.words(body[0].first, body[0].last)}",
                country=person.country,
                evidence=(document.evidence(sentence, clause.subject[0].first, body[0].last),),
            )


def _told_of(sentence: Sentence, mention: Mention) -> bool:
    """Whether an office is told with whose it is; nobody needs to be told who "the prime minister" of the paper is."""
    opens = sentence.tokens[mention.first].lower
    before = sentence.tokens[mention.first - 1] if mention.first else None
    owned = before is not None and (
        before.tag == "POSS" or gazetteer.match(sentence.tokens, mention.first - 1) is not None
    )
    inside = gazetteer.match(sentence.tokens, mention.first) is not None or " of " in f" {mention.name} "
    return owned or inside or opens != "president"


def _leader(clause: Clause) -> Person | None:
    """Who alone is told to lead something, if no other office is known; a name needs a given name to be a person's."""
    held = roles.people_of(clause.subject)
    if held:
        return held[0] if len(held) == 1 and held[0].role is None else None
    named = [m for chunk in clause.subject for m in chunk.mentions if m.kind == "org" and _is_name(m)]
    if len(named) == 1 and genders.known_name(named[0].name.split()[0]):
        return Person(named[0].name)
    return None


def _referred(document: Document) -> Iterator[OfficeClaim]:
    """Offices that stand for somebody named elsewhere: "the Mexican president said", of Sheinbaum."""
    for sentence in document.sentences:
        for mention in sentence.mentions:
            if mention.form != "office" or len(mention.people) != 1 or not mention.role or _no_office(mention.role):
                continue
            if not _told_of(sentence, mention):
                continue
            person = mention.people[0]
            before = [token.lower for token in sentence.tokens[max(0, mention.first - 2) : mention.first]]
            if (mention.codes and person.country not in mention.codes) or any(w.split("-")[0] in _PAST for w in before):
                continue
            yield OfficeClaim(
                person=person.name, role=mention.role, country=person.country,
                evidence=(document.evidence(sentence, mention.first, mention.last),),
            )  # fmt: skip


def _quoted(document: Document, claim: OfficeClaim) -> str:
    return document.text[claim.evidence[0].start : claim.evidence[0].end]


def _narrower(a: str, b: str) -> bool:
    return set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())


def _titled(document: Document) -> Iterator[OfficeClaim]:
    cast = {person.name: person for person in document.people}
    for sighting in document.sightings:
        if sighting.role is None or not sighting.sure:
            continue
        sentence = document.sentences[sighting.sentence]
        words = [token.lower for token in sentence.tokens[max(0, sighting.begin - 2) : sighting.first]]
        if sighting.title is not None:
            words += [token.lower for token in sentence.tokens[max(0, sighting.title[0] - 2) : sighting.title[1]]]
        if any(word.split("-")[0] in _PAST for word in words) or _no_office(sighting.role):
            continue
        if _private(sentence, sighting):
            continue
        person = _fullest(cast.values(), sighting.name)
        title = sighting.title or (sighting.begin, sighting.end)
        first, last = min(sighting.begin, title[0]), max(sighting.end, title[1])
        span = Evidence(sentence.tokens[first].start, sentence.tokens[last - 1].end)
        yield OfficeClaim(
            person=person.name if person else sighting.name,
            role=sighting.role,
            country=sighting.country or (person.country if person else None),
            evidence=(span,),
        )


def _no_office(role: str) -> bool:
    """Whether *role* only describes: "chief", "foreign leader"."""
    words = role.lower().split()
    return role.lower() in _NO_OFFICE or (words[-1] == "leader" and words[0] in ("foreign", "first", "world"))


def _private(sentence: Sentence, sighting: Sighting) -> bool:
    """Whether an office is one of a firm, a club or an association: "Unifor president Lana Payne"."""
    if fold(sighting.role or "") not in _PRIVATE or people.known_as(sighting.name, sighting.role) is not None:
        return False
    tokens = sentence.tokens
    first, last = sighting.title or (sighting.begin, sighting.first)
    after = tokens[last : last + 2]
    if sighting.title is not None and len(after) == 2 and after[0].lower == "of" and after[1].tag == "NAME":
        return gazetteer.match(tokens, last + 1) is None
    before = tokens[first - 1] if first else None
    if before is None or gazetteer.match(tokens, first) is not None:
        return False
    if before.tag == "POSS":
        return first < 2 or not _of_state(tokens, first - 2)
    return before.lower in _OWNING or (before.tag in ("NOUN", "NAME") and not _of_state(tokens, first - 1))


def _of_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether a party, or a body of one, stands at *at*: "Commission", "Fed", "state"."""
    return tokens[at].lower in titles.modifiers() or any(
        (found := gazetteer.match(tokens, first)) is not None and first + found[1] > at
        for first in range(max(0, at - 3), at + 1)
    )


def _fullest(cast: Iterable[Person], name: str) -> Person | None:
    wanted = fold(name).split()
    for person in cast:
        held = fold(person.name).split()
        if set(wanted) <= set(held):
            return person
    return None


def _appointed(document: Document) -> Iterator[OfficeClaim]:
    """ "X was sworn in as prime minister", "X became foreign minister", "named X ambassador to Y"."""
    for sentence in document.sentences:
        for clause in sentence.clauses:
            if (
                "take_office" in clause.verb.classes
                and clause.verb.modality in ("fact", "planned", "agreed", "expected")
                and not clause.verb.negated
            ):
                yield from _from_clause(document, sentence, clause)


def _from_clause(document: Document, sentence: Sentence, clause: Clause) -> Iterator[OfficeClaim]:
    appoints = clause.verb.voice == "active" and clause.verb.lemma in _APPOINTING
    chunks = (*(() if appoints else clause.subject), *clause.objects, *clause.phrase("as"))
    if clause.verb.lemma in _FOLLOWING:  # "Cooper replaced Lammy as", "Lammy was replaced by Cooper as"
        chunks = clause.subject if clause.verb.voice == "active" else clause.phrase("by")
    holder = next(
        (m for chunk in chunks for m in chunk.mentions if m.kind == "person" and m.people and m.form != "office"), None
    )
    named = next((m for chunk in chunks for m in chunk.mentions if m.kind == "org" and _is_name(m)), None)
    if holder is None and named is None:
        return
    for at in range(clause.verb.last, clause.last):
        title = titles.find(sentence.tokens, at)
        before = sentence.tokens[title.prefix - 1].lower if title is not None and title.prefix else ""
        if title is not None and not title.plural and before not in ("a", "an") and fold(title.role) not in _NO_OFFICE:
            held = holder or named
            if held is not None and (holder is not None or title.first - clause.verb.last <= _NEAR):
                yield _appointment(document, sentence, clause, held, title)
            return


def _is_name(mention: Mention) -> bool:
    """Whether a name that no table knows can be a person's: "Stuart Young was named prime minister"."""
    words = mention.name.split()
    return 2 <= len(words) <= 3 and all(word.istitle() for word in words) and words[-1].lower() not in people.NOT_NAMES


def _appointment(
    document: Document, sentence: Sentence, clause: Clause, holder: Mention, title: titles.Title
) -> OfficeClaim:
    person = holder.people[0] if holder.people else Person(holder.name)
    dated = [sentence.dates[k] for k in clause.dates]
    date = next((d.edtf for d in dated if d.edtf), None)
    first = min(holder.first, clause.verb.first)
    return OfficeClaim(
        person=person.name,
        role=title.role,
        country=title.country or person.country,
        date=None if date is None else date if "/" in date else f"{date}/..",
        evidence=(document.evidence(sentence, first, max(title.last, holder.last)),),
    )
