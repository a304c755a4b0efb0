"""
Nouns: memberships that a sentence names without a verb of their own.

"India's accession to Y", "Vietnam, a member of Y", "the Quad (India, the US, Japan and Australia)".
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import MembershipClaim
from service.domain.parties import is_group
from service.extraction import roles
from service.extraction.membership.reading import GROUPINGS, MEMBER_NOUNS, SEATS, Reading, member_noun
from service.extraction.parts import Chunk, Clause, DateMention, Mention, Sentence

_NOMINAL = {
    "accession": "joined", "entry": "joined", "admission": "joined", "membership": "member", "withdrawal": "left",
    "exit": "left", "departure": "left", "expulsion": "left", "inclusion": "joined",
    "invitation": "invited", "participation": "member", "status": "member", "addition": "joined", "induction": "joined",
    "readmission": "joined", "suspension": "suspended", "joining": "joined",
}  # fmt: skip
_REFUSED = frozenset(("decline", "reject", "refuse", "turn", "spurn", "rebuff"))
_ASKED = frozenset("apply request seek want ask bid file submit lodge".split())
_GIVEN = frozenset("grant award give offer accord".split())
_ORDERED = frozenset("announce order notify declare begin start trigger confirm initiate".split())
_CLEARED = frozenset("approve ratify back endorse clear greenlight support".split())
_ENDED = frozenset("terminate end revoke renounce relinquish".split())
_BACK = frozenset("restore reinstate regain".split())
_BIDS = frozenset("candidate candidacy bid application request hopeful".split())
_HANDING_IN = frozenset("hand submit lodge file present deliver put send turn table".split())
_OF_MANY = frozenset(("member", "signatory", "partner"))
_TELLING = frozenset((*_NOMINAL, *MEMBER_NOUNS, "application", "bid", "theirs"))
"""Nouns that some reader of this module takes."""
_OPENING = frozenset("(-–—:")
_SUCH = (
    ((", among them", ", such as", "such as"), 3), (("such as",), 2), ((", including", ", notably", ", like"), 2),
    (("including", "like"), 1),
)  # fmt: skip
_FROZEN = frozenset("freeze suspend pause halt".split())
_Claims = Iterator[MembershipClaim]


def read(reading: Reading) -> _Claims:
    """The memberships that the nouns of a sentence tell of."""
    many = False
    for index, chunk in enumerate(reading.sentence.chunks):
        lemma = chunk.lemma
        many = many or lemma in _OF_MANY
        if chunk.prep != "as" and lemma not in _TELLING and len(chunk.mentions) < 2:
            continue
        if lemma in _NOMINAL:
            yield from _named(reading, chunk)
        elif chunk.prep == "as" and member_noun(reading.sentence, chunk):
            yield from _as_members(reading, chunk)
        elif index and not chunk.prep and chunk.lemma in MEMBER_NOUNS:
            yield from _apposed(reading, reading.sentence.chunks[index - 1], chunk)
            yield from _introduced(reading, chunk)
        elif chunk.lemma in MEMBER_NOUNS:
            yield from _introduced(reading, chunk)
        elif chunk.lemma in ("application", "bid") or lemma == "theirs":
            yield from _handed_in(reading, chunk)
        if len(chunk.mentions) > 1:
            yield from _titled(reading, chunk)
    yield from _listed(reading)
    yield from _among(reading) if many else ()


def _among(reading: Reading) -> _Claims:
    """ "The CPTPP's members, among them Japan and Peru", "members of ASEAN such as Vietnam and Laos"."""
    sentence = reading.sentence
    for chunk in sentence.chunks:
        if chunk.lemma not in _OF_MANY or sentence.tokens[chunk.head].lower == chunk.lemma:
            continue
        hanging = roles.following(sentence, chunk, "of", "to", "in")
        end = max([chunk.last, *(each.last for each in hanging)])
        told = next((size for words, size in _SUCH if sentence.words(end, end + size) in words), 0)
        name = reading.initiative((chunk, *hanging), strict=True) if told else None
        after = tuple(m for m in sentence.mentions if m.first >= end + told)
        listed = _run(reading, after, end + told) if name is not None else []
        if name is not None and listed:
            evidence = reading.document.evidence(sentence, chunk.first, listed[-1].last)
            yield from reading.made(
                [code for m in listed for code in m.codes], name, MEMBER_NOUNS[chunk.lemma], evidence
            )


def _named(reading: Reading, chunk: Chunk) -> _Claims:
    """ "India's accession to Y", "the withdrawal of Niger from Y", "applied for membership of Y"."""
    clause = reading.around(chunk)
    hanging = roles.following(reading.sentence, chunk, "to", "into", "from", "of", "in", "at", "with")
    name = reading.initiative(hanging, strict=True) or reading.initiative((chunk,), strict=True)
    if name is None and chunk.lemma == "status" and clause is not None:
        name = reading.initiative((*clause.phrase("by"), *clause.subject), strict=True)
    if name is None and chunk.prep in ("with", "by", "through", "following") and clause is not None:
        name = reading.initiative(clause.subject, strict=True)  # "BRICS was enlarged with the entry of Egypt"
    if name is None and chunk.lemma != "addition":
        name = _understood(reading, chunk, clause)
    if name is None:
        return
    owner = [
        code
        for m in roles.owners(chunk, reading.sentence)
        if m.form != "pronoun"
        for code in m.codes
        if not is_group(code)
    ]
    members = owner or reading.states(hanging) or (reading.states(clause.subject) if clause is not None else [])
    status = _status(reading, chunk, clause)
    if not members or status is None:
        return
    last = max([chunk.last, *(each.last for each in hanging)])
    date = roles.when(reading.sentence, clause) if clause is not None and clause.verb.tense == "past" else None
    evidence = reading.document.evidence(reading.sentence, chunk.first, last)
    yield from reading.made(members[:2], name, status, evidence, date)


def _understood(reading: Reading, chunk: Chunk, clause: Clause | None) -> str | None:
    """The initiative before "after America's exit", "turned down its invitation": the one spoken of."""
    if any(c.first == chunk.last and c.marker == "to" for c in reading.sentence.clauses):
        return None
    before = [each for each in reading.sentence.chunks if each.last <= chunk.first]
    if chunk.lemma in ("exit", "withdrawal", "departure") and chunk.mentions and chunk.prep:
        return next(iter(reading.memory.named(before[::-1], strict=True)), None)
    answers = clause is not None and chunk.lemma == "invitation" and clause.verb.lemma in (*_REFUSED, "accept")
    if clause is not None and chunk.lemma in ("accession", "admission") and clause.verb.lemma in _CLEARED:
        return reading.memory.recent()  # "Algeria's accession was approved"
    if clause is not None and chunk.lemma == "membership" and clause.verb.lemma == "apply" and not chunk.mentions:
        return reading.memory.recent()  # "but Malaysia has applied for full membership"
    given = clause is not None and chunk.lemma in ("status", "membership") and clause.verb.lemma in _GIVEN
    answers = answers or (given and not chunk.mentions)
    return reading.memory.recent() if answers else None


def _status(reading: Reading, chunk: Chunk, clause: Clause | None) -> str | None:
    status = _NOMINAL[chunk.lemma]
    words = {token.lemma for token in reading.sentence.tokens[chunk.first : chunk.head]}
    if chunk.lemma == "status":
        status = (
            "observer"
            if "observer" in words
            else "applied"
            if "candidate" in words
            else "partner"
            if "partner" in words
            else ""
        )
        if status == "partner" and clause is not None and clause.verb.lemma == "offer":
            return "invited"

    verb = clause.verb if clause is not None else None
    if verb is not None and status == "invited" and verb.lemma in _REFUSED:
        return "declined"
    if verb is not None and status == "invited" and verb.lemma in ("withdraw", "rescind", "revoke", "cancel"):
        return None
    if verb is not None and status == "invited" and verb.lemma == "accept":
        return "expected_to_join"
    if verb is None or status == "invited":
        return status or None
    if verb.negated or verb.modality in ("hypothetical", "possible", "wanted", "refused", "failed"):
        return None
    if chunk.lemma in ("membership", "participation", "accession", "admission", "entry"):
        if _of_a_bid(reading, chunk) or (chunk.lemma == "accession" and verb.lemma in ("negotiate", "discuss")):
            return "applied" if not set(verb.chain) & {"consider", "mull", "weigh"} else None
        if verb.lemma in _CLEARED:
            return "expected_to_join"
        if verb.lemma in (_ENDED | _BACK):
            return "left" if verb.lemma in _ENDED else "joined"
        if set(verb.chain) & {"consider", "mull", "weigh"}:
            return None
        if verb.lemma in _ASKED or {*verb.chain} & _ASKED:
            return "applied"
        if verb.lemma in _FROZEN:
            return "suspended"
        if verb.lemma in _GIVEN:
            return "joined" if verb.lemma != "offer" else "invited"
    if status == "left" and (
        verb.lemma in _ORDERED or verb.modality in ("planned", "expected", "agreed", "threatened")
    ):
        return "leaving"
    if verb.modality in ("planned", "expected", "agreed", "proposed") and status == "joined":
        return "expected_to_join"
    return status or None


def _of_a_bid(reading: Reading, chunk: Chunk) -> bool:
    """Whether a membership is only bid for: "candidates for membership of Y"."""
    before = [each for each in reading.sentence.chunks if each.last == chunk.first - 1]
    return chunk.prep == "for" and bool(before) and before[0].lemma in _BIDS


def _handed_in(reading: Reading, chunk: Chunk) -> _Claims:
    """ "The two neighbours handed in their applications": for the membership that the article speaks of."""
    clause = reading.around(chunk)
    name = reading.memory.recent()
    after = roles.following(reading.sentence, chunk, "for", "to", "of", "from")
    if clause is None or name is None or after or clause.verb.lemma not in _HANDING_IN or clause.verb.negated:
        return
    if any(c.first == chunk.last and c.marker == "to" for c in reading.sentence.clauses):
        return
    members = reading.states(clause.subject)
    if members and clause.verb.modality == "fact" and clause.verb.voice == "active":
        yield from reading.from_clause(clause, members, name, "applied", (chunk,))


def _titled(reading: Reading, chunk: Chunk) -> _Claims:
    """ "NATO member Hungary", "EU candidate Serbia", "BRICS members India and Brazil"."""
    sentence = reading.sentence
    at = next((k for k in range(chunk.first, chunk.last - 1) if sentence.tokens[k].lemma in MEMBER_NOUNS), None)
    if at is None:
        return
    group = next((m for m in chunk.mentions if m.last <= at and at - m.last <= 3), None)
    name = reading.memory.name_if_initiative(group) if group is not None else None
    between = {token.lower for token in sentence.tokens[chunk.first : at]}
    told = [
        m
        for m in chunk.mentions
        if m.kind == "party" and m.form == "name" and m.first == at + 1 and m.last == chunk.last
    ]
    if (
        name is None
        or not told
        or between & {"former", "non-member", "ex-member", "potential", "aspiring", "prospective"}
    ):
        return
    listed = [each for each in sentence.chunks if each.group == chunk.group and each.first > chunk.first]
    whole = sentence.tokens[at].lower != sentence.tokens[at].lemma
    members = [code for m in told for code in m.codes] + (reading.states(listed) if whole else [])
    last = listed[-1].last if whole and listed else chunk.last
    status = MEMBER_NOUNS[sentence.tokens[at].lemma]
    yield from reading.made(members, name, status, reading.document.evidence(sentence, chunk.first, last))


def _introduced(reading: Reading, chunk: Chunk) -> _Claims:
    """ "ASEAN's newest member, Timor-Leste,": the group owns the noun that the member explains."""
    group = next((m for m in chunk.mentions if m.last <= chunk.head), None)
    name = reading.memory.name_if_initiative(group) if group is not None else None
    after = next((c for c in reading.sentence.chunks if c.first == chunk.last + 1), None)
    if name is None or after is None or after.prep or reading.sentence.tokens[chunk.last].text != ",":
        return
    told = [m for m in after.mentions if m.kind == "party" and m.form == "name" and m.last == after.last]
    if told and reading.sentence.tokens[chunk.head].lower == chunk.lemma:
        evidence = reading.document.evidence(reading.sentence, chunk.first, after.last)
        yield from reading.made(reading.states((after,)), name, MEMBER_NOUNS[chunk.lemma], evidence)


def _as_members(reading: Reading, chunk: Chunk) -> _Claims:
    """ "As members of the Quad, together with Australia and Japan, both countries …", "attend as BRICS partners"."""
    sentence = reading.sentence
    name = reading.initiative((*roles.following(sentence, chunk, "of", "to"), chunk), strict=True)
    own = next((c for c in sentence.clauses if c.verb.last <= chunk.first and chunk in c.phrases), None)
    later = next((c for c in sentence.clauses if c.subject and c.subject[0].first > chunk.first), None)
    clause = own or later or reading.around(chunk)
    status = member_noun(sentence, chunk)
    if (
        name is None
        or clause is None
        or status is None
        or "take_in" in clause.verb.classes
        or "join" in clause.verb.classes
        or any(each.lemma in SEATS for each in clause.objects)
    ):
        return
    start = clause.subject[0].first if clause.subject else chunk.first
    beside = [c for c in sentence.chunks if chunk.first < c.first < start and c.prep in ("with", "besides")]
    members = roles.parties_of((*beside, *clause.subject))
    evidence = reading.document.evidence(
        sentence, min(chunk.first, start), max(chunk.last, clause.subject[-1].last if clause.subject else 0)
    )
    yield from reading.made(members, name, status, evidence, _been(sentence, clause))


def _been(sentence: Sentence, clause: Clause) -> DateMention | None:
    """Since when it has been so: "as a partner of the group, which it has been since June"."""
    inner = next((c for c in sentence.clauses if c.parent == clause.index and c.marker == "which"), None)
    held = (
        inner is not None
        and inner.verb.lemma == "be"
        and not any(c.lemma != "it" and not c.prep for c in inner.objects)
    )
    dates = [sentence.dates[k] for k in inner.dates] if inner is not None and held else []
    return next((date for date in dates if date.relation == "from"), None)


def _apposed(reading: Reading, before: Chunk, chunk: Chunk) -> _Claims:
    """ "Vietnam, a member of ASEAN since 1995,"."""
    gap = reading.sentence.tokens[before.last : chunk.first]
    if [token.text for token in gap if token.lower not in ("all", "both")] not in ([","], ["—"], ["–"], ["("], ["-"]):
        return
    one = reading.sentence.tokens[chunk.first].lower in ("a", "an")
    whole = not one and (chunk.lemma != "member" or reading.sentence.tokens[chunk.head].lower == "members")
    listed = [each for each in reading.sentence.chunks if each.group == before.group] if whole else [before]
    members = reading.states(listed)
    after = roles.following(reading.sentence, chunk, "of", "to", "in", "at")
    name = reading.initiative((*after, chunk), strict=True)
    if name is None and not after and chunk.lemma in ("observer", "partner"):
        name = reading.memory.recent()
    words = {token.lower for token in reading.sentence.tokens[chunk.first : chunk.last]}
    if members and name is not None and not words & {"former", "ex-member", "never", "not", "no"}:
        evidence = reading.document.evidence(reading.sentence, before.first, chunk.last)
        status = member_noun(reading.sentence, chunk) or MEMBER_NOUNS[chunk.lemma]
        last = max([chunk.last, *(each.last for each in after)])
        yield from reading.made(members, name, status, evidence, _since(reading.sentence, last))


def _since(sentence: Sentence, last: int) -> DateMention | None:
    """The day that stands right after a noun with "since": "a member of ASEAN since 1995"."""
    return next((d for d in sentence.dates if d.relation == "from" and 0 <= d.first - last <= 1), None)


def _listed(reading: Reading) -> _Claims:
    """ "The I2U2 Group - India, Israel, the UAE and the US -", "the Quad (India, the US, Japan and Australia)"."""
    sentence = reading.sentence
    for at, mention in enumerate(sentence.mentions[:-2]):
        at_end = mention.last + (sentence.tokens[mention.last].lower in GROUPINGS)
        opens = sentence.tokens[at_end].text if at_end < len(sentence.tokens) else ""
        name = reading.memory.name_if_initiative(mention) if opens in _OPENING else None
        if name is None:
            continue
        listed = _run(reading, sentence.mentions[at + 1 :], at_end + 1)
        if len(listed) > 1:
            evidence = reading.document.evidence(sentence, mention.first, listed[-1].last)
            yield from reading.made([code for m in listed for code in m.codes], name, "member", evidence)


def _run(reading: Reading, mentions: tuple[Mention, ...], at: int) -> list[Mention]:
    """The parties in a row that start right at token *at*."""
    found: list[Mention] = []
    for mention in mentions:
        gap = reading.sentence.tokens[at : mention.first]
        joined = all(token.text == "," or token.lower in ("and", "the", "&") for token in gap)
        if mention.kind != "party" or mention.form != "name" or not joined or len(gap) > 3:
            break
        found.append(mention)
        at = mention.last
    return found
