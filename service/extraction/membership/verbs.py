"""
Verbs: what clauses tell of memberships, one reader a class of verbs.

The subject, the object or a phrase is the member, another the initiative; the class says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.domain.claims import MembershipClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.initiatives import known
from service.extraction.membership import answers, joiners
from service.extraction.membership.reading import (
    JOINING,
    LEAVING,
    SEATS,
    STATES,
    Reading,
    bare,
    member_noun,
    status_of,
)
from service.extraction.parts import Chunk, Clause

_TREATIES = frozenset(
    ("accord", "accords", "declaration", "charter", "convention", "compact", "initiative", "framework", "statement")
)
_GROWING = frozenset(("expand", "grow", "enlarge", "widen", "swell", "broaden", "extend"))
_AROUND = frozenset("under after before since during by from despite following until against over including".split())
_BY_LEMMA = frozenset(
    "say refuse decline accept be remain stay give relinquish surrender take drop adopt do follow apply become name designate declare".split()
)
_CHARTERS = frozenset(("charter", "statute", "declaration"))
_Claims = Iterator[MembershipClaim]


def read(reading: Reading) -> _Claims:
    """The memberships that the verbs of a sentence tell of."""
    for clause in reading.sentence.clauses:
        classes = clause.verb.classes
        for name, reader in () if not classes or _READERS.keys().isdisjoint(classes) else _READERS.items():
            if name in classes:
                yield from reader(reading, clause)
        if clause.verb.lemma not in _BY_LEMMA:
            continue
        if clause.verb.lemma in ("be", "remain", "stay") and "comprise" not in clause.verb.classes:
            yield from _belonging(reading, clause)
        if clause.verb.lemma in ("give", "relinquish", "surrender"):
            yield from _giving_up(reading, clause)
        if clause.verb.lemma == "adopt" and any(chunk.lemma == "euro" for chunk in clause.objects[:1]):
            yield from _euro(reading, clause)
        if clause.verb.lemma in ("do", "follow"):
            yield from _likewise(reading, clause)
        if clause.verb.lemma in answers.LEMMAS:
            yield from answers.answering(reading, clause)
        if clause.verb.lemma == "apply" and bare(clause):
            yield from _applying(reading, clause)
        if clause.verb.lemma in ("become", "name", "designate", "declare") and "join" not in clause.verb.classes:
            yield from _becoming(reading, clause)


def _joining(reading: Reading, clause: Clause) -> _Claims:
    """ "India joined Y", "India will accede to Y", "Bolivia joined in July"."""
    status = status_of(reading, clause, JOINING)
    members = (
        joiners.allowed(reading, clause)
        or reading.parties(joiners.whole(reading, clause))
        or joiners.by_agency(reading, clause)
    )
    members = members or joiners.including(reading, clause) or joiners.under_label(reading, clause)
    if not members and "invitation" in clause.verb.chain:
        members = joiners.asked(reading, clause)
    direct = clause.objects[:1] if reading.memory.named(clause.objects[:1]) else ()
    into = tuple(chunk for chunk in clause.phrases[:2] if chunk.prep not in _AROUND)
    targets = direct or (*clause.objects[:1], *into)
    back = clause.verb.lemma == "return" or bool(clause.phrase("into"))
    name = reading.initiative(targets, strict=back) or (
        reading.spoken_of(clause) if bare(clause) and not back else None
    )
    if status is None or not members or name is None:
        return
    if status == "joined" and clause.verb.lemma in ("belong", "be"):
        status = "member"
    yield from reading.from_clause(clause, members, name, status, targets)


def _euro(reading: Reading, clause: Clause) -> _Claims:
    """ "Bulgaria will adopt the euro in January"."""
    members, status = reading.states(clause.subject), status_of(reading, clause, JOINING)
    if members and status is not None:
        yield from reading.from_clause(clause, members, "euro", status, clause.objects[:1])


def _likewise(reading: Reading, clause: Clause) -> _Claims:
    """ "Uruguay and Ukraine did so before it", "the Philippines are expected to follow suit": what others were told to do."""
    told, members = reading.memory.told, reading.states(clause.subject)
    opening = reading.sentence.words(clause.verb.first - 1, clause.verb.first) if clause.verb.first else ""
    inverted = clause.verb.lemma == "do" and opening in ("so", "as", "nor", "neither")
    members = reading.states(clause.objects) if inverted else members  # "so did Norway, Sweden and Peru"
    after = reading.sentence.words(clause.verb.head + 1, clause.verb.head + 2)
    same = after in ("so", "likewise", "suit") or (
        clause.verb.lemma == "follow" and not clause.objects and not clause.phrases[:1]
    )
    dated = clause.verb.lemma == "follow" and bool(clause.dates) and not clause.objects
    if (
        told is None
        or not members
        or clause.verb.form != "finite"
        or not (same or dated or inverted)
        or clause.verb.negated
        or reading.memory.recent() != told[0]
    ):
        return
    name, status = told
    if clause.verb.modality in ("planned", "expected", "agreed"):
        status = {"left": "leaving", "leaving": "leaving"}.get(status, "expected_to_join")
    elif clause.verb.modality != "fact":
        return
    yield from reading.from_clause(clause, members, name, status, ())


def _applying(reading: Reading, clause: Clause) -> _Claims:
    """ "Algeria applied in 2022 but was turned down": for the membership that the sentence before speaks of."""
    members, name = reading.states(clause.subject), reading.memory.recent()
    told = clause.verb.voice == "active" and clause.verb.modality == "fact" and not clause.verb.negated
    if members and name is not None and told and clause.verb.tense == "past":
        yield from reading.from_clause(clause, members, name, "applied", ())


def _giving_up(reading: Reading, clause: Clause) -> _Claims:
    """ "Bolivia will give up its place as a BRICS partner country", "Qatar gave up its seat in OPEC"."""
    noun = next((c for c in clause.objects if c.lemma in SEATS), None)
    if noun is None or (clause.verb.lemma == "give" and reading.sentence.tokens[noun.first - 1].lower != "up"):
        return
    hanging = roles.following(reading.sentence, noun, "of", "in", "on", "at")
    held = (*hanging, noun, *(c for c in clause.phrase("as") if member_noun(reading.sentence, c)))
    name = reading.initiative(held, strict=True)
    status = status_of(reading, clause, LEAVING)
    members = reading.states(clause.subject)
    if name is not None and status is not None:
        yield from reading.from_clause(clause, members, name, status, held)


def _shunning(reading: Reading, clause: Clause) -> _Claims:
    """ "Argentina has opted out of Y", "turned its back on Y"."""
    members = reading.states(clause.subject)
    around = (*clause.objects[:2], *clause.phrases[:2])
    name = reading.initiative(around, strict=True)
    status = status_of(reading, clause, {"fact": "declined", "planned": "declined", "agreed": "declined"})
    if members and name is not None and status is not None:
        yield from reading.from_clause(clause, members, name, status, around)


def _leaving(reading: Reading, clause: Clause) -> _Claims:
    """ "Niger quit Y", "Washington pulled the United States out of Y", "Nicaragua withdrew in May"."""
    status = status_of(reading, clause, LEAVING)
    members = roles.parties_of(clause.objects[:1]) or reading.parties(clause.subject)
    targets = (*clause.objects[:1], *clause.phrases[:1])
    name = reading.initiative(targets, strict=True) or (reading.spoken_of(clause) if bare(clause) else None)
    members = tuple(code for code in members if not is_group(code)) or reading.parties(clause.subject)
    if status is None or not members or name is None or name in members:
        return
    yield from reading.from_clause(clause, members, name, status, targets)


def _taken_in(reading: Reading, clause: Clause) -> _Claims:
    """ "BRICS admitted Indonesia", "India was invited to Y"."""
    passive = clause.verb.voice == "passive"
    taken = clause.subject if passive else clause.objects
    members = reading.states(taken)
    around = (*clause.phrase("to", "into", "in", "by", "at", "as", "of"), *(() if passive else clause.subject))
    name = reading.initiative(around, strict=True)
    if (
        name is None
        and passive
        and clause.verb.lemma in ("admit", "readmit", "induct", "accept", "invite")
        and bare(clause)
    ):
        name = reading.memory.recent()
    if not members or name is None or clause.verb.negated:
        return
    if "ask_in" in clause.verb.classes:
        status = "invited" if clause.verb.modality not in ("hypothetical", "possible", "wanted") else None
    else:
        status = status_of(reading, clause, JOINING)
    if clause.verb.lemma in ("welcome", "include", "accept", "add") and not passive:
        as_member = any(member_noun(reading.sentence, c) or c.lemma in STATES for c in clause.phrase("as"))
        if not as_member and not clause.phrase("into") and not reading.memory.named(clause.subject):
            return
    host = reading.host(clause)
    if clause.verb.form == "infinitive" and not passive and _grown(clause, host):
        status = "joined"  # "has grown to include Indonesia"
    elif clause.verb.lemma == "include" and not passive and status == "joined":
        status = "member"
    lesser = next(
        (member_noun(reading.sentence, c) for c in clause.phrase("as") if member_noun(reading.sentence, c)), None
    )
    if status == "joined" and lesser in ("partner", "observer"):
        status = lesser
    if status is not None:
        yield from reading.from_clause(clause, members, name, status, (*taken, *around[:1]))


def _grown(clause: Clause, host: Clause | None) -> bool:
    """Whether what a group includes is what it has grown by."""
    held = {*clause.verb.chain, host.verb.lemma if host is not None and host.verb.tense == "past" else ""}
    return bool(held & _GROWING)


def _suspended(reading: Reading, clause: Clause) -> _Claims:
    """ "The African Union suspended Gabon", "Russia was expelled from Y", "Armenia froze its participation in Y"."""
    passive = clause.verb.voice == "passive"
    members = reading.states(clause.subject if passive else clause.objects)
    around = (*clause.phrase("from", "by", "of"), *(() if passive else clause.subject))
    name = reading.initiative(around, strict=True) or (reading.memory.recent() if passive and bare(clause) else None)
    outcome = "suspended" if clause.verb.lemma in ("suspend", "exclude", "bar") else "left"
    status = status_of(reading, clause, {"fact": outcome})
    if members and name is not None and status is not None:
        yield from reading.from_clause(clause, members, name, status, around[:1])


def _signing(reading: Reading, clause: Clause) -> _Claims:
    """Signing what many sign: the Accords, a declaration, what others are told to have joined."""
    members = reading.parties(clause.subject)
    if not members and bare(clause):
        yield from answers.signing_up(reading, clause)
        return
    if clause.verb.modality == "refused" and bare(clause):
        spoken = reading.spoken_of(clause)
        if members and spoken is not None:
            yield from reading.from_clause(clause, members, spoken, "declined", ())
        return
    status = status_of(reading, clause, JOINING)
    for chunk in clause.objects[:2]:
        own = reading.memory.recent() if _its_charter(reading, chunk) else None
        if own is not None and members and status is not None:
            yield from reading.from_clause(clause, members, own, status, (chunk,))
            return
        of = roles.following(reading.sentence, chunk, "of") if chunk.lemma in _CHARTERS else ()
        for name in reading.memory.named((chunk, *of), strict=True):
            shared = name in reading.memory.names or known(name) or chunk.lemma in _TREATIES | _CHARTERS
            if members and status is not None and (shared or name.lower().endswith(tuple(_TREATIES))):
                yield from reading.from_clause(clause, members, name, status, (chunk,))
                return


def _its_charter(reading: Reading, chunk: Chunk) -> bool:
    """Whether what is signed is the charter of the body that is spoken of."""
    first = reading.sentence.tokens[chunk.first].lower
    return first in ("its", "the") and not chunk.mentions and chunk.lemma in _CHARTERS


def _founding(reading: Reading, clause: Clause) -> _Claims:
    """ "The three have set up the Alliance of Sahel States": who founds an initiative joins it."""
    status = status_of(reading, clause, JOINING)
    if clause.verb.form == "participle" and clause.verb.voice == "passive":
        yield from _formed_by(reading, clause)
        return
    members = reading.states(clause.subject)
    name = next(iter(reading.memory.named(clause.objects[:2], strict=True)), None)
    if status is not None and members and name is not None:
        yield from reading.from_clause(clause, members, name, status, clause.objects[:2])


def _formed_by(reading: Reading, clause: Clause) -> _Claims:
    """ "The Pacific Alliance, the trade bloc formed by Chile, Colombia, Mexico and Peru"."""
    members = reading.states(clause.phrase("by"))
    before = [chunk for chunk in reading.sentence.chunks if chunk.last <= clause.verb.first][-2:]
    name = next(iter(reading.memory.named(before[::-1], strict=True)), None)
    if len(members) > 1 and name is not None:
        yield from reading.from_clause(clause, members, name, "member", (*before, *clause.phrase("by")))


def _belonging(reading: Reading, clause: Clause) -> _Claims:
    """ "Members of Y include A and B", "A is a member of Y", "Y comprises A and B"."""
    if clause.verb.negated or clause.verb.modality not in roles.ACTUAL:
        return
    right = (*clause.objects, *clause.phrase("of", "among", "including", "besides", "with"))
    if clause.verb.lemma == "take":
        right = (*right, *clause.phrase("in"))
    held = member_noun(reading.sentence, clause.subject[0]) if clause.subject else None
    if held is not None:
        yield from _members_are(reading, clause, held)
        return
    members = reading.parties(clause.subject)
    noun = clause.objects[0] if clause.objects else next(iter(clause.phrase("among")), None)
    if noun is not None and noun.lemma == "one":
        noun = next(iter(clause.phrase("of")), noun)  # "one of ten BRICS partner countries"
    status = member_noun(reading.sentence, noun) if noun is not None else None
    if noun is not None and noun.lemma == "part" and not noun.prep:
        status = "member"  # "Russia and Pakistan are also part of the project"
    hanging = roles.following(reading.sentence, noun, "of", "to", "in", "at") if noun is not None else ()
    if (
        noun is not None
        and status is not None
        and members
        and (noun.lemma != "party" or (hanging[:1] and hanging[0].prep == "to"))
    ):
        of = [c for c in reading.sentence.chunks if c.last <= clause.first][-1:] if clause.marker == "which" else ()
        name = next(iter(reading.memory.named(of, strict=True)), None)  # "the Union, of which Armenia is a member"
        name = (
            name
            or reading.initiative((noun, *hanging), strict=True)
            or (reading.spoken_before(clause) if not hanging else None)
        )
        if name:
            yield from reading.from_clause(clause, members, name, status, (noun, *hanging))
    elif "comprise" in clause.verb.classes and len(members) > 1:
        name = reading.initiative(clause.objects, strict=True)
        if name:
            yield from reading.from_clause(clause, members, name, "member", clause.objects)
    elif "comprise" in clause.verb.classes:
        name = reading.initiative(_comprising(reading, clause), strict=True)
        parties = [code for code in roles.parties_of(right) if code != name]
        if name and len(parties) > 1:
            yield from reading.from_clause(clause, parties, name, "member", right)


def _comprising(reading: Reading, clause: Clause) -> tuple[Chunk, ...]:
    """What comprises: the subject, or what stands right before ", comprising Norway and Iceland"."""
    if clause.verb.form != "gerund" or clause.marker != ",":
        return clause.subject
    before = [chunk for chunk in reading.sentence.chunks if chunk.last <= clause.first]
    return (before[-1],) if before else clause.subject


def _members_are(reading: Reading, clause: Clause, status: str) -> _Claims:
    noun = clause.subject[0]
    right = (*clause.objects, *clause.phrase("of", "among", "including", "besides", "with"))
    hanging = roles.following(reading.sentence, noun, "of", "to", "in")
    name = reading.initiative((noun, *hanging), strict=True)
    if name is None and not hanging:
        name = reading.spoken_of(clause) if clause.marker == "whose" else reading.memory.recent()
    members = roles.parties_of(right)
    if name and members and not any(is_group(code) for code in members):
        yield from reading.from_clause(clause, members, name, status, right)


def _becoming(reading: Reading, clause: Clause) -> _Claims:
    """ "Uruguay became the 36th country to sign the Accords", "was named a BRICS partner country"."""
    status = status_of(reading, clause, JOINING)
    members = reading.parties(clause.subject)
    sentence = reading.sentence
    noun = next((c for c in clause.objects if member_noun(sentence, c) or c.lemma in STATES), None)
    if status is None or not members or noun is None:
        return
    hanging = roles.following(sentence, noun, "of", "to", "in", "at", "on")
    name = reading.initiative((noun, *hanging), strict=True)
    inner = next(
        (c for c in sentence.clauses if c.parent == clause.index and {"sign", "join"} & set(c.verb.classes)), None
    )
    if name is None and inner is not None:
        hanging = (*inner.objects, *inner.phrases[:1])
        name = reading.initiative(hanging)
    plain = member_noun(sentence, noun) in ("member", "partner", "observer") and not hanging and inner is None
    if name is None and plain and clause.verb.lemma == "become":
        name = reading.memory.recent()  # "Uruguay became a member in 2021"
    if name is None or (clause.verb.lemma != "become" and member_noun(sentence, noun) is None):
        return
    told = member_noun(sentence, noun)
    if status == "joined" and (told in ("observer", "partner", "applied") or _first_to_do(reading, clause, inner)):
        status = told or status
    yield from reading.from_clause(clause, members, name, status, (noun, *hanging))


def _first_to_do(reading: Reading, clause: Clause, inner: Clause | None) -> bool:
    """Whether a member becomes the first of its kind to do something else: "the second member of Y to stay out"."""
    follows = (c for c in reading.sentence.clauses if c.parent == clause.index and c.verb.form == "infinitive")
    return inner is None and any(follows)


_READERS: dict[str, Callable[[Reading, Clause], _Claims]] = {
    "join": _joining, "leave": _leaving, "take_in": _taken_in, "ask_in": _taken_in, "shun": _shunning, "suspend": _suspended, "sign": _signing,
    "found": _founding, "comprise": _belonging,
}  # fmt: skip
