"""
Frames: what a clause says of talks or of an agreement.

The class of the verb and its modality give the status; what is only hoped, feared or supposed is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from service.domain.claims import Evidence, NegotiationClaim
from service.extraction import roles
from service.extraction.document import Document
from service.extraction.negotiation import parties, phrases, progress
from service.extraction.negotiation.phrases import Phrase
from service.extraction.parts import Chunk, Clause, Sentence, VerbGroup

_FACT = {
    "talks_open": "launched", "talks_go_on": "ongoing", "talks_stall": "stalled", "talks_pause": "suspended", "talks_resume": "resumed",
    "talks_fail": "collapsed", "talks_end": "terminated", "deal_done": "concluded", "deal_signed": "signed", "deal_in_force": "in_force",
    "deal_proposed": "proposed",
}  # fmt: skip
_COMING = {
    "talks_open": "proposed",
    "talks_go_on": "proposed",
    "deal_done": "ongoing",
    "deal_signed": "ongoing",
    "talks_resume": "resumed",
    "deal_in_force": "signed",
}
_BARE = frozenset(
    """joint statement declaration round rounds virtual formal legal final text contact contacts exchange talks framework roadmap offer
    package terms reference bilateral deal agreement pact accord treaty largest binding provisional preliminary initial interim
    understanding technical intensive constructive serious""".split()
)
"""Words that do not tell what talks or an agreement are about."""
_IMPASSE = frozenset("impasse deadlock stalemate snag roadblock standstill wall obstacle hurdle".split())
_AGREED = frozenset(
    "resume restore restart reopen exchange swap release withdraw demarcate share ease end halt normalise".split()
)
_OBJECT_PREPS = frozenset("on to into for in over about from towards toward".split())
_SETTLED = {"signed": "concluded", "concluded": "ongoing", "launched": "proposed"}
"""What is so before something still to come is done."""
_PENDING = frozenset(("planned", "expected", "agreed", "wanted"))
_TALKING = frozenset(("negotiate", "talk", "haggle", "bargain"))
_PROMISED = frozenset(("promise", "pledge", "vow", "commit", "commitment", "undertake", "offer"))
_WORKING = frozenset(("hammer", "thrash", "iron", "work"))
_NOT_DONE = frozenset(("announce", "make", "reach", "win", "cut", "close", "hail", "unveil", "settle"))


class Reading(msgspec.Struct, frozen=True):
    """A claim, and whether it is only background: talks that are mentioned while something else is told."""

    claim: NegotiationClaim
    weak: bool
    sentence: int


def further(sentence: Sentence, phrase: Phrase, first: Clause | None) -> list[Clause]:
    """The later steps of talks that one sentence tells of: "began in 2008, stalled in 2013 and were revived in 2016"."""
    if first is None or not any(each.first == phrase.chunk.first for each in first.subject):
        return []
    return [
        clause
        for clause in sentence.clauses
        if clause.index != first.index
        and (
            clause.verb.form == "finite"
            if clause.index > first.index
            else clause.verb.form == "participle" and clause.dates
        )
        and _FACT.keys() & set(clause.verb.classes)
        and any(each.first == phrase.chunk.first for each in clause.subject)
    ]


def they(document: Document, sentence: Sentence, table: parties.Table) -> Iterator[Reading]:
    """ "They resumed in January", "It was signed in May": what becomes of the talks of the sentence before."""
    for clause in sentence.clauses:
        name = next((each for each in clause.verb.classes if each in _FACT), None)
        subject = clause.subject[0] if clause.subject else None
        if name is None or subject is None or subject.lemma not in ("they", "it") or len(table.latest) < 2:
            continue
        alone = not clause.objects and clause.verb.modality == "fact" and not clause.verb.negated
        if not alone or (name.startswith("deal_") and clause.verb.voice == "active" and name != "deal_in_force"):
            continue
        date = roles.when(sentence, clause)
        claim = NegotiationClaim(
            parties=table.participants(table.latest),
            subject=table.subject or f"{table.about} talks".strip(),
            status=_FACT[name],
            date=date.edtf if date else None,
            evidence=(roles.span(document, sentence, clause, clause.subject),),
        )
        yield Reading(claim, weak=False, sentence=sentence.index)


def clause_of(sentence: Sentence, chunk: Chunk) -> Clause | None:
    """The clause that *chunk* is subject, object or phrase of; a verb that is said of it comes first."""
    modifying: Clause | None = None
    chunk = progress.part_of(sentence, chunk)
    for clause in sentence.clauses:
        own = any(each.first == chunk.first for each in clause.subject) or _goes_back(sentence, chunk, clause)
        if not own or clause.verb.first < chunk.first:
            continue
        if clause.verb.form == "finite" and (
            clause.marker not in ("that", "which") or _FACT.keys() & set(clause.verb.classes)
        ):
            return clause
        if clause.verb.form == "participle" and _FACT.keys() & set(clause.verb.classes):
            modifying = modifying or clause
    if modifying is not None:
        return modifying
    return next((c for c in sentence.clauses if any(e.first == chunk.first for e in (*c.objects, *c.phrases))), None)


def _goes_back(sentence: Sentence, chunk: Chunk, clause: Clause) -> bool:
    """Whether a relative clause behind the parties of an agreement tells of it: "the pact between X and Y, which was signed"."""
    telling = clause.marker in ("that", "which") and bool(clause.subject) and clause.verb.voice == "passive"
    if not telling or not _FACT.keys() & set(clause.verb.classes):
        return False
    hanging = roles.following(sentence, chunk, "between", "with", "and")
    return any(each.first == clause.subject[0].first for each in hanging)


def ruled(
    sentence: Sentence, phrase: Phrase, clause: Clause | None, table: parties.Table, plain: tuple[str | None, bool]
) -> tuple[parties.Codes, bool, bool]:
    """
    The parties that plain rules find, whether the words name them, and whether rules alone would make a claim.

    *plain* is what `status_of` tells of *phrase*.
    """
    status, weak = plain
    codes, told = parties.find(sentence, phrase, clause, table)
    known = phrase.chunk.definite or any(each.definite for each in phrase.hanging)
    vague = not told and len(phrase.subject.split()) < 2 and phrase.about_deal and status != "signed"
    pointless = vague and not (known and not weak and set(codes) == set(table.latest))
    background = weak and (not phrase.specific or (not told and not phrase.about_deal))
    return codes, told, status is not None and len(codes) > 1 and not background and not pointless


def subject_of(phrase: Phrase, status: str, codes: parties.Codes, table: parties.Table) -> str:
    """What the talks or the agreement are about, by the phrase itself, by what was told before, or by the article."""
    stopped = status in ("terminated", "collapsed", "suspended") and phrase.is_talks and _only_over(phrase)
    own = "" if stopped else phrase.subject
    before = table.subject if set(codes) == set(table.latest) else ""
    if (len(own.split()) > 1 and not _BARE.issuperset(own.lower().split())) or own.isupper():
        return own
    if own and (not phrase.is_talks or phrase.about_deal):
        return before if own in before.split() else f"{table.about} {own}".strip()
    return before or f"{table.about} talks".strip()


def _only_over(phrase: Phrase) -> bool:
    """Whether what follows "over" tells why talks stopped and not what they were about: "called off the talks over the levy"."""
    about = next((c for c in phrase.hanging if c.prep in ("on", "about", "for", "over")), None)
    return about is not None and about.prep == "over" and not phrase.about_deal and bool(phrase.subject)


def status_of(sentence: Sentence, phrase: Phrase, clause: Clause | None) -> tuple[str | None, bool]:
    """The status that the sentence gives *phrase*, and whether it is only background."""
    if not phrase.is_talks and progress.in_force(sentence, phrase) is not None:
        return "in_force", False
    told = progress.told(sentence, phrase, clause) if clause is not None else None
    if told is not None:
        return told, False
    if clause is not None and not phrase.is_talks and _goes_back(sentence, phrase.chunk, clause):
        told = _told(sentence, clause, phrase)
        if told is not None:
            return told, False
    nominal = _nominal(sentence, phrase)
    if nominal in _SETTLED and clause is not None and clause.verb.modality in _PENDING:
        nominal = _SETTLED[nominal]  # "is to host her for the signing of the agreement"
    if nominal is not None:
        started = clause is not None and nominal == "ongoing" and "talks_open" in clause.verb.classes
        return ("launched", False) if started and _first_round(sentence, phrase) else (nominal, nominal == "ongoing")
    if clause is not None and _takes(clause, phrase):
        told = _told(sentence, clause, phrase)
        if told is not None:
            return told, False
    if phrase.status is not None:
        return phrase.status, True
    if (
        phrase.is_talks
        and phrase.specific
        and (clause is None or clause.verb.modality not in ("hypothetical", "possible"))
    ):
        return "ongoing", True
    return None, True


def _takes(clause: Clause, phrase: Phrase) -> bool:
    """Whether the verb of *clause* is said of *phrase* itself, not of something that it only qualifies."""
    chunk = _whole(phrase.chunk, clause)
    if any(each.first == chunk.first for each in clause.objects[:2]):
        return True
    if any(each.first == chunk.first for each in clause.subject):
        return True
    phrases_ = clause.phrases[clause.phrases[0].lemma in ("paper", "line") :] if clause.phrases else ()
    if clause.verb.lemma in _TALKING:
        phrases_ = tuple(each for each in phrases_ if each.prep != "with")  # "is negotiating with Peru on a deal"
    first = phrases_[0].first if phrases_ else -1
    return chunk.prep in _OBJECT_PREPS and first == chunk.first


def _whole(chunk: Chunk, clause: Clause) -> Chunk:
    """What *chunk* is a part of: "the details of the deal" are the deal's."""
    if chunk.prep not in ("of", "for"):
        return chunk
    held = (*clause.subject, *clause.objects, *clause.phrases[:1])
    far = next((each for each in held if each.lemma == "term" and each.last <= chunk.first <= each.last + 4), None)
    if far is not None:
        return far
    return next(
        (each for each in held if each.lemma in progress.PARTS and each.last <= chunk.first <= each.last + 2), chunk
    )


def _told(sentence: Sentence, clause: Clause, phrase: Phrase) -> str | None:
    verb = clause.verb
    said = phrases.adjective_status().get(sentence.tokens[verb.head].lower)
    if said is not None and verb.voice == "passive" and not verb.classes and not verb.negated:
        return said
    if verb.lemma in ("be", "remain") and clause.objects and not verb.negated and verb.modality == "fact":
        return phrases.adjective_status().get(clause.objects[0].lemma)
    if verb.lemma in ("be", "remain", "stay", "lie") and not verb.negated and verb.modality in ("fact", "ongoing"):
        held = next(
            (c for c in clause.phrases if c.prep in ("in", "at", "on", "within") and c.lemma in phrases.states()), None
        )
        if held is not None:
            return phrases.states()[held.lemma]
    name = next((each for each in verb.classes if each in _FACT), None)
    if verb.modality == "wanted" and not verb.chain:
        return None  # "Serbia should sign an agreement"
    if (
        name == "talks_go_on"
        and verb.lemma in _WORKING
        and verb.tense == "past"
        and verb.modality == "fact"
        and sentence.tokens[verb.head].tag != "VBG"
    ):
        name = "deal_done"  # "hammered out the text in March"
    if (
        phrase.is_talks
        and verb.lemma in ("end", "stop")
        and phrase.chunk in clause.objects[:1]
        and verb.voice == "active"
    ):
        name = "talks_end"  # "Trump ended trade talks with Canada"
    if verb.lemma in ("expect", "anticipate", "foresee") and verb.voice == "passive" and not phrase.is_talks:
        return "ongoing"  # "an agreement is expected by the end of August"
    if _terms(sentence, clause):
        name = "talks_open"
    if name is None or verb.modality in ("hypothetical", "possible", "refused"):
        return None
    if name == "talks_stall" and verb.lemma in ("hit", "reach"):
        impasse = any(chunk.lemma in _IMPASSE for chunk in clause.objects)
        name = "talks_stall" if impasse else "deal_done" if verb.lemma == "reach" else ""
    if verb.modality == "failed":
        return "ongoing" if name in ("deal_done", "deal_signed") else None
    if phrase.is_talks and verb.lemma in _NOT_DONE:
        return None
    if name == "deal_in_force" and clause.marker in ("once", "until", "when", "before") and verb.tense == "present":
        return None  # "once the agreement takes effect"
    if clause.marker in ("than", "instead"):
        return None
    if verb.lemma in ("continue", "proceed", "go") and name == "talks_go_on":
        return "ongoing"
    if verb.lemma == "discuss" and (phrase.chunk.definite or len(clause.subject) < 2 or verb.modality != "ongoing"):
        return None
    if name == "deal_done" and any(
        token.lower == "draft" for token in sentence.tokens[phrase.chunk.first : phrase.chunk.head]
    ):
        return None
    if clause.marker == "without":
        return None
    none = sentence.tokens[phrase.chunk.first].lower == "no"
    if verb.negated or none:
        return "ongoing" if name in ("deal_done", "deal_signed") and not phrase.is_talks else None
    return _by_modality(verb, name)


def _by_modality(verb: VerbGroup, name: str) -> str | None:
    """What the modality of *verb* makes of what its class *name* tells."""
    if verb.modality in ("fact", "ongoing"):
        if verb.modality == "ongoing" and name in ("deal_done", "deal_signed"):
            return "ongoing"
        return _FACT.get(name)
    if verb.modality == "agreed" and name == "deal_done" and _PROMISED & set(verb.chain):
        return "ongoing"  # "a promise to conclude a trade agreement"
    if verb.modality == "agreed" and name == "deal_done":
        return "concluded"
    coming = verb.modality in ("planned", "expected", "agreed")
    return "suspended" if name == "talks_resume" and not coming else _COMING.get(name)


def _terms(sentence: Sentence, clause: Clause) -> bool:
    """Whether what is signed or settled are only the terms of reference of talks to come."""
    objects = [*clause.objects[:1], *clause.subject[:1]]
    return any(sentence.words(chunk.head, chunk.head + 3) == "terms of reference" for chunk in objects)


def _nominal(sentence: Sentence, phrase: Phrase) -> str | None:
    """The status that a noun before gives: "the signing of the agreement", "progress in negotiations"."""
    at = next((k for k, each in enumerate(sentence.chunks) if each.first == phrase.chunk.first), 0)
    if phrase.chunk.lemma == "round":
        return "ongoing"
    if at == 0 or phrase.chunk.prep not in ("of", "in", "into", "on", "to", "for"):
        return None
    before = sentence.chunks[at - 1]
    words = {token.lower for token in sentence.tokens[before.first : before.last]}
    if before.lemma in ("progress", "headway") and words & progress.NONE:
        return "stalled"
    if before.lemma == "round" and phrase.is_talks:
        return "ongoing"
    return phrases.nominal_status().get(before.lemma)


def _first_round(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the round that begins is the first one."""
    return any(
        token.lower in ("first", "inaugural", "opening")
        for token in sentence.tokens[max(0, phrase.chunk.first - 5) : phrase.chunk.first]
    )


def evidence(document: Document, sentence: Sentence, phrase: Phrase, clause: Clause | None) -> Evidence:
    """The words that tell it: the phrase with what hangs on it, and the verb that is said of it."""
    chunks = [phrase.chunk, *phrase.hanging[:2]]
    first = min([chunk.first for chunk in chunks])
    last = max([chunk.last for chunk in chunks])
    if clause is not None and _takes(clause, phrase):
        first = min([first, clause.verb.first, *(chunk.first for chunk in clause.subject)])
        last = max(last, clause.verb.last)
    return document.evidence(sentence, first, last)


def agreements(document: Document, sentence: Sentence) -> Iterator[Reading]:
    """ "India and China agreed to resume direct flights": what two parties agree to do."""
    for clause in sentence.clauses:
        if "agree" not in clause.verb.chain or clause.verb.modality != "agreed" or clause.verb.lemma not in _AGREED:
            continue
        codes = roles.parties_of(clause.subject)
        if len(codes) < 2 or not clause.objects or clause.verb.negated or phrases.is_talks(clause.objects[0]):
            continue
        subject = phrases.words_of(sentence, clause.objects[0])
        if not subject or phrases.is_deal(sentence, clause.objects[0]):
            continue
        date = roles.when(sentence, clause)
        evidence = roles.span(document, sentence, clause, (*clause.subject, clause.objects[0]))
        claim = NegotiationClaim(
            parties=roles.countries(codes),
            subject=subject,
            status="concluded",
            date=date.edtf if date else None,
            evidence=(evidence,),
        )
        yield Reading(claim, weak=False, sentence=sentence.index)
