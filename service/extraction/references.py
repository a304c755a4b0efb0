"""
References: what "the foreign minister", "his Japanese counterpart", "he", "the two leaders", "both sides" stand for.

Sentences are read in order; a reference only ever looks back, and what cannot be told stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.domain.folding import fold
from service.extraction import gazetteer
from service.extraction.clause_scene import REPORTING
from service.extraction.discourse import Discourse
from service.extraction.parts import Form, Mention, Person, Token

_HEADS = frozenset("president premier chancellor king queen emir sultan prince leader taoiseach".split())
_LEADERS = frozenset(("leaders", "presidents", "premiers", "heads", "chiefs"))
_MINISTERS = frozenset(("ministers", "secretaries", "diplomats", "envoys", "negotiators", "officials", "counterparts"))
_ANYBODY = frozenset(("men", "women", "politicians"))
_SIDES = frozenset(
    """sides countries nations partners neighbours neighbors economies governments parties capitals delegations allies
    teams states powers""".split()
)
_STATES = frozenset(("countries", "nations", "governments", "capitals", "states", "neighbours", "neighbors"))
_PAIRS = frozenset(("pair", "duo"))
_HE = frozenset(("he", "him", "himself", "she", "her", "herself"))
_THEY = frozenset(("they", "them", "themselves"))
_REFERRING = _HE | _THEY | frozenset(("the", "both", "these", "those", "two", "it", "we", "i", "his", "her", "their"))
_STATES_DO = frozenset(
    "join rejoin apply accede withdraw leave quit ratify recognise recognize host oppose ratify".split()
)
_QUOTES = frozenset(("“", '"', "‘"))
_CLOSING = frozenset(("”", '"', "’"))
_GROUP_NOUNS = frozenset(("bloc", "union", "grouping", "27-nation"))
_TRIOS = frozenset(
    ("trio", "three", "quartet", "four", "quintet", "five", "six", "seven", "signatories", "founders", "juntas")
)
_EVENTS = frozenset(
    "visit trip tour meeting meetings call calls talks conversation conversations summit stay phone telephone first second third earlier last previous".split()
)
_BETWEEN = frozenset(
    "the these those two both foreign trade north neighbouring neighboring south asian western african finance".split()
)


def resolve(tokens: Sequence[Token], mentions: Sequence[Mention], discourse: Discourse) -> list[Mention]:
    """*mentions* with offices filled in from the article's cast, and with what pronouns and descriptions stand for."""
    done: list[Mention] = []
    here: list[Person] = []
    by_first = {mention.first: mention for mention in mentions}
    at = 0
    while at < len(tokens):
        mention = by_first.get(at)
        if mention is not None:
            if mention.form == "office" and not mention.people:
                mention = _held_office(mention, discourse, here)
            done.append(mention)
            here += mention.people
            at = mention.last
            continue
        if tokens[at].lower not in _REFERRING:
            at += 1
            continue
        found = _described(tokens, at, discourse, here, done)
        if found is not None and not any(
            first in by_first and by_first[first].form != "adjective" for first in range(found.first, found.last)
        ):
            done.append(found)
            at = found.last
            continue
        at += 1
    return done


def _made(
    tokens: Sequence[Token], first: int, last: int, who: tuple[Person, ...], codes: tuple[str, ...], form: Form
) -> Mention:
    name = " ".join(token.text for token in tokens[first:last])
    return Mention(
        "person" if who else "party", tokens[first].start, tokens[last - 1].end, first, last, name, form, codes, who
    )


def _held_office(mention: Mention, discourse: Discourse, here: Sequence[Person]) -> Mention:
    """The person of the cast who holds the office that *mention* names, if exactly one does or one was just named."""
    wanted = fold(mention.role or "")
    country = mention.codes[0] if mention.codes else None
    fitting = [
        person for person in discourse.cast.people
        if person.role and _same_office(fold(person.role), wanted) and (country is None or person.country in (None, country))
    ]  # fmt: skip
    if not fitting:
        fitting = [
            person for person in (*here[::-1], *discourse.recent)
            if person.role and _same_office(fold(person.role), wanted) and country in (None, person.country)
        ][:1]  # fmt: skip
    if not fitting:
        fitting = [person for person in (*here[-1:], *discourse.subjects[:1]) if _nameless(person, country)][:1]
    if len(fitting) > 1:
        recent = [person for person in (*here[::-1], *discourse.subjects) if person in fitting]
        fitting = (recent or fitting)[:1]
    if len(fitting) != 1:
        return mention
    person = fitting[0]
    codes = (person.country,) if person.country else mention.codes
    return msgspec.structs.replace(mention, people=(person,), codes=codes)


def _nameless(person: Person, country: str | None) -> bool:
    """Whether a person of no other office can be the one meant: "Lord Cameron …. The foreign secretary will"."""
    return person.role is None and person.country is not None and country in (None, person.country)


def _same_office(held: str, wanted: str) -> bool:
    if held == wanted:
        return True
    held_words, wanted_words = held.split(), wanted.split()
    if len(wanted_words) == 1 or len(held_words) == 1:
        second = {"deputy", "vice", "assistant", "under", "shadow"} & set(held_words)
        return held_words[-1] == wanted_words[-1] and len(wanted_words) == 1 and not second
    if {"foreign", "external"} & set(held_words) and {"foreign", "external"} & set(wanted_words):
        return held_words[-1] == wanted_words[-1]
    return set(wanted_words) <= set(held_words) and {"deputy", "vice", "shadow"}.isdisjoint(
        set(held_words) ^ set(wanted_words)
    )


def _described(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    token = tokens[at]
    lower = token.lower
    if lower in ("him", "her") and token.tag == "PRON":
        above = _above(tokens, at, done)
        others = [person for person in (*discourse.subjects, *discourse.recent) if person not in here]
        return _he(tokens, at, discourse, above or others or here)
    if lower in _HE and token.tag == "PRON":
        return _he(tokens, at, discourse, here)
    if lower in ("the", "both", "these", "those", "two"):
        return _several(tokens, at, discourse, here, done)
    if lower == "it" and token.tag == "PRON":
        return _it(tokens, at, done) or _it_does(tokens, at, discourse)
    if lower == "i" and token.tag == "PRON":
        return _i(tokens, at, discourse, done)
    if lower == "we" and discourse.we:
        return _made(tokens, at, at + 1, (), discourse.we, "pronoun")
    if lower in ("his", "her", "their"):
        return _owner(tokens, at, discourse, here, done)
    if lower in _THEY and not here:
        return _they_of_group(tokens, at, done) or _they(tokens, at, discourse)
    return None


def _it(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> Mention | None:
    """The country that says something of itself: "New Zealand said it had joined"."""
    for mention in done:
        if mention.kind != "party" or mention.form not in ("name", "capital") or len(mention.codes) != 1:
            continue
        between = tokens[mention.last : at]
        if any(token.tag in ("VBD", "VERB", "VBN") and token.lemma in REPORTING for token in between[:6]):
            return _made(tokens, at, at + 1, (), mention.codes, "pronoun")
        return _made(tokens, at, at + 1, (), mention.codes, "pronoun") if _state_does(tokens, at) else None
    return None


def _state_does(tokens: Sequence[Token], at: int) -> bool:
    """Whether "it" does what only states do: "three years after it left the EU"."""
    verb = next((token for token in tokens[at + 1 : at + 5] if token.tag in ("VBD", "VERB", "VBN")), None)
    return verb is not None and verb.lemma in _STATES_DO


def _it_does(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    """The country of the sentence before, before a verb that states do: "It also applied to join the bank"."""
    if at or len(discourse.subject_codes) != 1 or discourse.subjects:
        return None
    verb = next((token for token in tokens[1:5] if token.tag in ("VBD", "VERB", "VBN")), None)
    if verb is None or verb.lemma not in _STATES_DO:
        return None
    return _made(tokens, at, at + 1, (), discourse.subject_codes, "pronoun")


def _i(tokens: Sequence[Token], at: int, discourse: Discourse, done: Sequence[Mention]) -> Mention | None:
    """Who speaks in quotation marks: whom the sentence says to have said it, else whom the article spoke of last."""
    opens = next((k for k in range(at, -1, -1) if tokens[k].text in _QUOTES), None)
    if opens is None:
        return None
    before = [p for m in done if m.last <= opens for p in m.people]
    closes = next((k for k in range(at, len(tokens)) if tokens[k].text in _CLOSING), len(tokens))
    named = next((p for p in discourse.cast.people if _says(tokens, closes, p)), None)
    person = named or next(iter((*before[-1:], *discourse.subjects, *discourse.recent)), None)
    if person is None:
        return None
    return _made(tokens, at, at + 1, (person,), (person.country,) if person.country else (), "pronoun")


def _says(tokens: Sequence[Token], closes: int, person: Person) -> bool:
    """Whether *person* is told right after a quotation to have said it: "…," Freeland said."""
    after = tokens[closes + 1 : closes + 12]
    surname = fold(person.name).split()[-1]
    said = any(t.lemma in REPORTING and t.tag in ("VBD", "VERB") for t in after)
    return said and any(fold(t.text) == surname for t in after)


def _he(tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person]) -> Mention | None:
    says = at > 0 and tokens[at - 1].text in _CLOSING and at + 1 < len(tokens) and tokens[at + 1].lemma in REPORTING
    known = (*discourse.subjects, *discourse.recent, *here) if says else (*here, *discourse.subjects, *discourse.recent)
    person = next(iter(known), None)
    if person is None:
        return None
    return _made(tokens, at, at + 1, (person,), (person.country,) if person.country else (), "pronoun")


def _they(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    if len(discourse.subjects) >= 2:
        who = tuple(discourse.subjects[:3])
        return _made(tokens, at, at + 1, who, codes_of(who), "pronoun")
    if len(discourse.subject_codes) >= 2:
        return _made(tokens, at, at + 1, (), discourse.subject_codes, "pronoun")
    pair = discourse.pair()
    return _made(tokens, at, at + 1, pair, codes_of(pair), "pronoun") if len(pair) == 2 else None


def _above(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> list[Person]:
    """The persons whom the sentence names before the clause of "him": "… Modi's arrival, where Biden hosted him"."""
    opens = next((k for k in range(at - 1, -1, -1) if tokens[k].tag in ("WH", "SUB")), 0)
    return [person for mention in done[::-1] if mention.last <= opens for person in mention.people]


def _they_of_group(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> Mention | None:
    """The group whose ministers or leaders the sentence speaks of: "EU foreign ministers …, when they gather"."""
    for mention in done:
        if mention.kind != "party" or mention.form not in ("name", "adjective") or len(mention.codes) != 1:
            continue
        words_after = {token.lower for token in tokens[mention.last : min(mention.last + 4, at)]}
        if words_after & (_LEADERS | _MINISTERS):
            return _made(tokens, at, at + 1, (), mention.codes, "pronoun")
    return None


def _owner(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    """ "His visit", "their phone call"; "his Japanese counterpart" where nobody is named after it."""
    after = tokens[at + 2].lower if at + 2 < len(tokens) else ""
    opposite = after == "opposite" and at + 3 < len(tokens) and tokens[at + 3].lower == "number"
    if (after == "counterpart" or opposite) and (at + 3 >= len(tokens) or not tokens[at + 3].text[0].isupper()):
        entry = gazetteer.single(tokens[at + 1].text)
        last = at + (4 if opposite else 3)
        return _counterpart(tokens, at, last, entry.code, discourse, here) if entry is not None else None
    if not _owns_event(tokens, at):
        return None
    if tokens[at].lower in ("his", "her"):
        return _he(tokens, at, discourse, here)
    named = tuple(dict.fromkeys(here))
    if len(named) >= 2:
        return _made(tokens, at, at + 1, named[:2], codes_of(named[:2]), "pronoun")
    pair = discourse.pair()
    if len(pair) == 2 and (discourse.subjects or not discourse.subject_codes):
        return _made(tokens, at, at + 1, pair, codes_of(pair), "pronoun")
    codes = discourse.both(done)
    return _made(tokens, at, at + 1, (), codes, "pronoun") if len(codes) == 2 else None


def _owns_event(tokens: Sequence[Token], at: int) -> bool:
    """Whether a possessive stands before a meeting, a visit or a call: "their September 9 phone call"."""
    for token in tokens[at + 1 : at + 6]:
        if token.lower in _EVENTS:
            return True
        if token.tag in ("PREP", "PUNCT", "AUX", "MODAL", "VERB", "CONJ", "TO"):
            return False
    return False


def _counterpart(
    tokens: Sequence[Token], at: int, last: int, code: str, discourse: Discourse, here: Sequence[Person]
) -> Mention:
    """Whoever holds the office of the person before in another country, else the country alone."""
    holder = next(iter((*here, *discourse.subjects)), None)
    role = fold(holder.role) if holder is not None and holder.role else ""
    fitting = [
        p for p in discourse.cast.people if p.country == code and p.role and role and _same_office(fold(p.role), role)
    ]
    who = (fitting[0],) if len(fitting) == 1 else ()
    return _made(tokens, at, last, who, (code,), "description")


def codes_of(people: Sequence[Person]) -> tuple[str, ...]:
    """The countries of *people*, each once."""
    return tuple(dict.fromkeys(person.country for person in people if person.country))


def _several(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    """ "The two leaders", "both sides", "the pair", "the trio", "the bloc"."""
    first = tokens[at].lower
    led = _national_leader(tokens, at, discourse) if first == "the" else None
    if led is not None:
        return led
    two = first in ("both", "two")
    for offset, token in enumerate(tokens[at : at + 5]):
        word = token.lower
        if word in ("two", "both"):
            two = True
            if offset + 1 < len(tokens) - at and _ends(tokens, at + offset + 1) and first != "two":
                listed = _coordinated(tokens, done)
                if listed and not here:
                    return _made(tokens, at, at + offset + 1, (), listed, "description")
                return _people(tokens, at, at + offset + 1, "men", discourse, here)
        elif offset and word in _PAIRS:
            return _people(tokens, at, at + offset + 1, "men", discourse, here)
        elif offset and word in (_LEADERS | _MINISTERS | _ANYBODY):
            if at + offset + 1 < len(tokens) and tokens[at + offset + 1].lower == "of":
                return None
            known = two or (word in _LEADERS and not here)
            return _people(tokens, at, at + offset + 1, word, discourse, here) if known else None
        elif offset and word in _SIDES and (two or word == "sides"):
            codes = discourse.both(done, states=word in _STATES)
            return _made(tokens, at, at + offset + 1, (), codes, "description") if len(codes) == 2 else None
        elif (
            offset
            and word in _TRIOS
            and _ends(tokens, at + offset + 1)
            and len(discourse.trio) == 3
            and word in ("three", "trio")
        ):
            return _made(tokens, at, at + offset + 1, discourse.trio, codes_of(discourse.trio), "description")
        elif offset and word in _TRIOS and discourse.listed:
            last = at + offset + (2 if _counted(tokens, at + offset) else 1)
            return _made(tokens, at, last, (), discourse.listed, "description")
        elif word in _GROUP_NOUNS and first in ("the", "this") and offset == 1 and discourse.bloc:
            return _made(tokens, at, at + 2, (), (discourse.bloc,), "description")
        elif word not in _BETWEEN:
            return None
    return None


def _national_leader(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    """ "The Lao leader": whoever of that country leads it, or was spoken of last."""
    if at + 2 >= len(tokens) or tokens[at + 2].lower not in ("leader", "premier", "strongman"):
        return None
    entry = gazetteer.single(tokens[at + 1].text)
    if entry is None or entry.form != "adjective":
        return None
    own = [p for p in (*discourse.recent, *discourse.cast.people) if p.country == entry.code]
    person = next((p for p in own if _leads(p)), None)
    return _made(tokens, at, at + 3, (person,), (entry.code,), "description") if person is not None else None


def _coordinated(tokens: Sequence[Token], done: Sequence[Mention]) -> tuple[str, ...]:
    """The two parties that the sentence has just named together: "with Malaysia and Cambodia under which both"."""
    if len(done) < 2:
        return ()
    left, right = done[-2:]
    joined = [token.lower for token in tokens[left.last : right.first]] in (["and"], ["and", "the"])
    names = left.kind == right.kind == "party" and left.form == right.form == "name"
    return (*left.codes, *right.codes) if joined and names else ()


def _counted(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number counts the noun after it: "the three juntas", "the four countries"."""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return tokens[at].tag == "NUM" and (after in _TRIOS or after in _SIDES)


def _leads(person: Person) -> bool:
    """Whether a person leads a country."""
    words = set(fold(person.role or "").split())
    return (bool(_HEADS & words) or {"prime", "minister"} <= words) and not {"vice", "deputy", "former"} & words


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands at *at* cannot go on a noun phrase."""
    return at >= len(tokens) or tokens[at].tag in ("VBD", "VERB", "AUX", "MODAL", "PUNCT", "ADV")


def _people(
    tokens: Sequence[Token], at: int, last: int, noun: str, discourse: Discourse, here: Sequence[Person]
) -> Mention | None:
    named = tuple(dict.fromkeys(here))
    if len(named) >= 2:
        pair = named[:2]
    elif noun in _LEADERS:
        pair = discourse.pair(_leads)
        pair = pair if len(pair) == 2 else discourse.pair()
    elif noun in _MINISTERS:
        pair = discourse.pair(lambda person: not _leads(person))
    else:
        pair = discourse.pair()
    return _made(tokens, at, last, pair, codes_of(pair), "description") if len(pair) == 2 else None
