"""
Lines: what parties will not do, and on which condition they would.

A refusal is a red line where it keeps something of one's own; a refusal to act is opposition.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.claims import PositionClaim
from service.extraction import roles
from service.extraction.parts import Clause, Sentence
from service.extraction.position.holders import actors_of
from service.extraction.position.reading import Reading

_TERMS = frozenset(("condition", "precondition", "prerequisite"))
_BAD = frozenset(("unacceptable", "intolerable"))
_FIXED = frozenset(("non-negotiable", "nonnegotiable", "sacrosanct", "untouchable", "off-limits", "inviolable"))
_OFF = (("never", "on", "offer"), ("not", "on", "offer"), ("never", "on", "the", "table"), ("never", "up", "for", "discussion"), ("out", "of", "the", "question"), ("a", "non-starter"), ("a", "nonstarter"), ("not", "acceptable"), ("not", "up", "for", "sale"),
        ("not", "for", "discussion"), ("not", "open", "to", "negotiation"), ("off", "the", "table"), ("off", "limits"), ("not", "for", "sale"), ("not", "negotiable"), ("not", "on", "the", "table"),
        ("not", "up", "for"), ("never", "up", "for"), ("not", "for", "negotiation"), ("not", "on", "the", "agenda"), ("no", "question", "of"), ("not", "a", "bargaining"),
        ("no", "bargaining"), ("here", "to", "stay"))  # fmt: skip
_NOT_STANCES = frozenset(("meet", "visit", "attend", "join", "sign", "hold", "call", "speak", "host", "deal_signed"))
_REACH = 4
"""So many words after its verb a clause is looked at for a phrase, whatever clause they open: "up for bargaining"."""
_HELD = frozenset(
    "give budge yield concede drop bend back surrender abandon compromise cave accept move relent".split()
)
"""What a party that did not do it holds on to."""
_LASTING = frozenset("recognise recognize tolerate negotiate discuss allow permit acknowledge".split())
"""What a party that does not do it refuses."""
_MARKERS = frozenset(("unless", "until", "if", "provided", "that", "as"))
_SETTING = frozenset(("make", "set", "name", "lay", "be", "become", "remain", "pose", "consider", "regard", "see"))
_STATING = frozenset(("be", "remain", "become", "stay", "constitute", "call", "draw", "consider", "regard", "cross"))
_CLASSES = frozenset(("firm", "yield", "rule_out"))
_SIGNS = (
    _FIXED
    | _BAD
    | frozenset(
        """red offer table discussion question non-starter nonstarter acceptable sale limits negotiation negotiable up agenda
    bargaining stay""".split()
    )
)
"""Words of which at least one stands in a sentence that calls something a red line."""
_DUTIES = frozenset(("tariff", "duty", "levy", "surcharge", "surtax", "rate", "cent", "percent", "%"))
_LASTS = frozenset(("stay", "remain", "persist", "continue", "block", "veto"))
"""What lasts until a condition is met, or is kept from happening till then."""
_Claims = Iterator[PositionClaim]


def concerns(reading: Reading, clause: Clause) -> bool:
    """Whether *clause* can draw a line."""
    verb = clause.verb
    if clause.marker in _MARKERS or (verb.chain and (verb.negated or verb.modality == "refused")):
        return True
    if (verb.classes and not _CLASSES.isdisjoint(verb.classes)) or verb.lemma == "condition":
        return True
    if verb.lemma in _SETTING and not _TERMS.isdisjoint(reading.nouns):
        return True
    return verb.lemma in _STATING and (verb.lemma == "draw" or not _SIGNS.isdisjoint(reading.words))


def read(reading: Reading, clause: Clause) -> _Claims:
    """The red lines, refusals and conditions of *clause*."""
    verb = clause.verb
    if clause.verb.form == "infinitive" and _asked_of(reading, clause):
        return  # "asked Bogota to keep Huawei out": what is asked of somebody is not that party's line
    if clause.marker in _MARKERS and (clause.marker != "as" or verb.modality != "hypothetical"):
        yield from _condition(reading, clause)
    cannot = verb.modality == "possible" and verb.negated and "agree" not in verb.chain
    if verb.modality == "hypothetical" or (verb.modality == "possible" and not cannot):
        return
    if verb.lemma == "condition" and verb.voice == "active" and not verb.negated:
        yield from reading.made(clause, "condition", reading.hanging(clause.phrase("on", "upon")[:1]))
    if verb.lemma in _SETTING:
        yield from _set_as_condition(reading, clause)
    if "firm" in verb.classes and not verb.negated:
        yield from reading.made(clause, "red_line", reading.hanging(clause.phrase("on", "over", "against")[:1]))
    if verb.lemma in _STATING:
        yield from _red_line(reading, clause)
    none = (
        verb.tense == "future" and clause.objects[:1] and reading.sentence.tokens[clause.objects[0].first].lower == "no"
    )
    unwilling = verb.negated or verb.modality == "refused" or none  # "would accept no back door"
    if "yield" in verb.classes and unwilling:
        yield from _refusal(reading, clause)
        if verb.voice == "passive" and verb.tense == "future" and not clause.phrase("by"):
            yield from reading.made(clause, "red_line", clause.subject[:1], reading.speaker(clause)[:1])
    elif "rule_out" in verb.classes and not verb.negated:
        inner = reading.child(clause, "gerund", "infinitive") if not clause.objects else None
        if inner is not None:
            yield from reading.on_clause(clause, "red_line", inner, reading.who(clause))
        else:
            own = {code for chunk in clause.objects[:1] for m in chunk.mentions for code in m.codes}
            if not own & set(reading.who(clause)):  # "keeps itself out of the club"
                yield from reading.made(clause, "red_line", reading.hanging(clause.objects[:1]))
    elif ("agree" in verb.chain and verb.negated) or (verb.modality == "refused" and verb.chain):
        yield from _unwilling(reading, clause)


def _asked_of(reading: Reading, clause: Clause) -> bool:
    above = reading.sentence.clauses[clause.parent].verb if clause.parent is not None else None
    return above is not None and bool({"ask", "demand"} & set(above.classes))


def _set_as_condition(reading: Reading, clause: Clause) -> _Claims:
    """ "Ankara has made the extradition of 33 people a condition for its consent", "X is a precondition for Y"."""
    own = clause.subject[0] if clause.subject and clause.subject[0].lemma in _TERMS else None
    if own is not None and clause.verb.lemma == "be" and clause.objects and not clause.verb.negated:
        held = tuple(code for m in roles.owners(own, reading.sentence) for code in m.codes)
        yield from reading.made(clause, "condition", reading.hanging(clause.objects[:1]), held[:1]) if held else ()
        return  # "Kyiv's precondition for talks is a full ceasefire"
    told = next((c for c in (*clause.objects, *clause.phrase("as")) if c.lemma in _TERMS), None)
    if told is None or clause.verb.voice == "passive" or clause.verb.negated:
        return
    if clause.verb.lemma in ("be", "become", "remain"):
        held = roles.parties_of(clause.phrase("for")) or reading.speaker(clause)
        yield from reading.made(clause, "condition", reading.hanging(clause.subject[:1]), held[:1])
    elif clause.objects and clause.objects[0] is not told:
        yield from reading.made(clause, "condition", reading.hanging(clause.objects[:1]))


def _red_line(reading: Reading, clause: Clause) -> _Claims:
    """ "Dairy is a red line for New Delhi", "Japan drew a red line at rice", "Greenland is not for sale"."""
    sentence, verb = reading.sentence, clause.verb
    text = tuple(token.lower for token in sentence.tokens[verb.first : max(clause.last, verb.last + _REACH)])
    said = frozenset(text)
    red = "red" in said and any(text[k : k + 2] in (("red", "line"), ("red", "lines")) for k in range(len(text)))
    off = any(text[k : k + len(words)] == words for words in _OFF if words[0] in said for k in range(len(text)))
    off = off or (verb.negated and any(text[k : k + 3] == ("on", "the", "table") for k in range(len(text))))
    fixed = not _FIXED.isdisjoint(said)
    red = red or (verb.lemma == "draw" and bool(clause.objects) and clause.objects[0].lemma == "line")
    against = not _BAD.isdisjoint(said)
    if not (red or fixed or off or against) or (verb.negated and not off):
        return
    if verb.lemma in ("call", "consider", "regard") and not (red or fixed or off):
        return  # a verdict
    if off and any(token.lemma == "threaten" for token in sentence.tokens[: verb.first]):
        return  # what was only threatened and is off the table is a threat withdrawn
    if verb.lemma == "draw":
        about = clause.phrase("at", "on", "over", "around")[:1]
        yield from reading.made(clause, "red_line", reading.hanging(about))
        return
    owner = tuple(code for chunk in clause.objects[:2] for m in roles.owners(chunk, sentence) for code in m.codes)
    fronted = roles.parties_of([c for c in sentence.chunks if c.prep == "for" and c.last <= verb.first])
    own = tuple(
        code
        for chunk in clause.subject
        for m in roles.owners(chunk, sentence)
        if m.form != "adjective"
        for code in m.codes
    )
    held = roles.parties_of(clause.phrase("for", "to")) or fronted or owner or own or reading.speaker(clause)
    about = clause.subject
    if clause.subject and clause.subject[0].lemma == "line" and own and clause.objects:
        about = clause.objects[:1]  # "Egypt's red line is the displacement of Palestinians"
        held = own
    if verb.lemma in ("call", "consider", "regard"):
        held, about = reading.who(clause), tuple(c for c in clause.objects[:1] if c.lemma != "line")
    stance = "opposes" if against and not (red or off) else "red_line"
    yield from reading.made(clause, stance, reading.hanging(about), held[:1])


def _levied(sentence: Sentence, clause: Clause) -> bool:
    """Whether *clause* tells of a duty, whose terms are no position."""
    first, last = clause.first, max(clause.last, clause.verb.last)
    moved = {"duty_impose", "duty_cut", "duty_raise"} & set(clause.verb.classes)
    return bool(moved) or any(token.lemma in _DUTIES for token in sentence.tokens[first:last])


def _refusal(reading: Reading, clause: Clause) -> _Claims:
    """ "India will not yield on dairy", "Delhi will not open its dairy market"."""
    verb = clause.verb
    if verb.voice == "passive" or clause.marker in ("without", "which"):
        return
    never = "never" in {t.lower for t in reading.sentence.tokens[max(0, verb.first - 1) : verb.last]}
    lasting = _HELD | _LASTING if never or verb.tense != "past" else _HELD
    if verb.modality == "fact" and verb.lemma not in lasting:
        return
    about = clause.objects[:1] or clause.phrase("on", "over", "with", "to", "of")[:1]
    if verb.modality == "fact" and verb.lemma == "give" and about and about[0].prep == "on":
        return  # "has not given up on a deal"
    stance = "opposes" if clause.verb.lemma in ("tolerate", "hear") else "red_line"
    yield from reading.made(clause, stance, reading.hanging(about))


def _unwilling(reading: Reading, clause: Clause) -> _Claims:
    """ "Did not agree to renew the pact", "refused to recognise the annexation"."""
    about = clause.objects[:1] or clause.phrase("from", "to", "on", "with", "for")[:1]
    if not about or clause.verb.voice == "passive" or _NOT_STANCES & set(clause.verb.classes):
        return
    last = max(chunk.last for chunk in reading.hanging(about))
    yield from reading.on_words(clause, "opposes", clause.verb.head, last, reading.who(clause))


def _condition(reading: Reading, clause: Clause) -> _Claims:
    """ "Tehran would return to talks only if sanctions were lifted", "will not normalise ties unless …"."""
    sentence = reading.sentence
    before = sentence.tokens[clause.first - 1].lower if clause.first else ""
    above = sentence.clauses[clause.parent] if clause.parent is not None else None
    words = (
        {token.lower for token in sentence.tokens[above.verb.first : above.verb.last]} if above is not None else set()
    )
    if clause.marker == "if" and before != "only" and "only" not in words:
        return
    refused = above is not None and above.verb.negated and above.verb.modality in ("planned", "refused")
    lasting = (
        above is not None
        and above.verb.lemma in _LASTS
        and not (
            above.objects and above.verb.lemma == "remain"  # "remains chancellor until a successor is elected"
        )
    )
    if clause.marker == "until" and not refused and not lasting:
        return
    given = clause.marker == "that" and before in ("condition", "provided")
    if clause.marker == "that" and not given:
        return
    if clause.marker == "as" and before not in ("long", "soon"):
        return
    host = next(
        (
            c
            for c in sentence.clauses[: clause.index][::-1]
            if c.verb.form == "finite"
            and (c.verb.tense == "future" or c.verb.modality == "threatened" or given or c.verb.lemma in _LASTS)
        ),
        None,
    )
    if host is None or (
        not given and clause.marker != "until" and host.verb.modality != "refused" and _levied(sentence, host)
    ):
        return
    actors = actors_of(host.subject) or (reading.who(host) if reading.holders.own(host) else ())
    if not actors and host.verb.lemma in _LASTS:
        actors = reading.holders.voice(host)  # "the ban stays until the fishing stops, Oslo says"
    yield from reading.on_clause(host, "condition", clause, actors[:1], whole=True)
