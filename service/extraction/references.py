"""
References: what "the foreign minister", "his Japanese counterpart", "he", "the two leaders", "both sides" stand for.

Sentences are read in order; a reference only ever looks back, and what cannot be told stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import attrgetter

import msgspec

from service.domain.folding import fold
from service.extraction import gazetteer, pronouns
from service.extraction.discourse import Discourse
from service.extraction.parts import Mention, Person, Token

_lower = attrgetter("lower")
_HEADS = frozenset("president premier chancellor king queen emir sultan prince leader taoiseach".split())
_ANYBODY = frozenset(("men", "women", "politicians"))
_SIDES = frozenset(
    """sides countries nations partners neighbours neighbors economies governments parties capitals delegations allies
    teams states powers""".split()
)
_STATES = frozenset(("countries", "nations", "governments", "capitals", "states", "neighbours", "neighbors"))
_ALLIES = frozenset(("allies", "neighbours", "neighbors", "rivals", "foes", "partners", "adversaries"))
_PAIRS = frozenset(("pair", "duo"))
_HE = frozenset(("he", "him", "himself", "she", "her", "herself"))
_THEY = frozenset(("they", "them", "themselves"))
_REFERRING = _HE | _THEY | frozenset(("the", "both", "these", "those", "two", "it", "we", "i", "his", "her", "their"))
_GROUP_NOUNS = frozenset(("bloc", "union", "grouping", "27-nation", "alliance", "group", "club"))
_TRIOS = frozenset(
    ("trio", "three", "quartet", "four", "quintet", "five", "six", "seven", "signatories", "founders", "juntas")
)
_EVENTS = frozenset(
    "visit trip tour stop stopover meeting meetings appointment call calls talks conversation conversations summit stay phone telephone first second third earlier last previous".split()
)
_BETWEEN = frozenset(
    """the these those two both foreign trade north neighbouring neighboring south asian western african finance nordic baltic balkan arab gulf
    european latin american caribbean member allied rival warring feuding east southeast eastern southern northern nuclear-armed longtime
    former erstwhile baltic caucasus""".split()
)
_PERSONS = pronouns.LEADERS | pronouns.MINISTERS | _ANYBODY
_DESCRIBING = _BETWEEN | _PERSONS | _PAIRS | _ALLIES | _SIDES | _TRIOS | _GROUP_NOUNS
"""The words that can follow "the" where it refers to several, or to a bloc."""


def resolve(tokens: Sequence[Token], mentions: Sequence[Mention], discourse: Discourse) -> list[Mention]:
    """*mentions* with offices filled in from the article's cast, and with what pronouns and descriptions stand for."""
    done: list[Mention] = []
    here: list[Person] = []
    by_first = {mention.first: mention for mention in mentions}
    past = 0
    refers = map(_REFERRING.__contains__, map(_lower, tokens))
    for at in sorted({*by_first, *compress(range(len(tokens)), refers)}):
        if at < past:
            continue
        mention = by_first.get(at)
        if mention is not None:
            if mention.form == "office" and not mention.people:
                opposite = at > 0 and tokens[at - 1].lower in ("the", "with") and at > 1 and _faces(tokens, at)
                mention = _held_office(mention, discourse, [] if opposite else here, here if opposite else ())
            done.append(mention)
            here += mention.people
            past = mention.last
            continue
        found = _described(tokens, at, discourse, here, done)
        if found is not None and not any(
            first in by_first and by_first[first].form != "adjective" and not _is_plain(tokens, by_first[first])
            for first in range(found.first, found.last)
        ):
            done.append(found)
            past = found.last
    return done


def _is_plain(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether what was taken for a name is a word for people that readouts capitalise: "the two Presidents"."""
    word = tokens[mention.first].lower
    plural = mention.kind == "org" and mention.last - mention.first == 1 and word in _PERSONS | _SIDES
    return plural or word in _BETWEEN


def _faces(tokens: Sequence[Token], at: int) -> bool:
    """Whether an office is that of somebody who is spoken with or met: "spoke with the president"."""
    before = [token.lower for token in tokens[max(0, at - 3) : at] if token.lower != "the"]
    return before[-1:] == ["with"] or (bool(before) and before[-1] in ("met", "meets", "meet", "saw", "telephoned"))


def _held_office(mention: Mention, discourse: Discourse, here: Sequence[Person], but: Sequence[Person] = ()) -> Mention:
    """
    The person of the cast who holds the office that *mention* names, if exactly one does or one was just named.

    Nobody of *but* is meant.
    """
    wanted = fold(mention.role or "")
    country = mention.codes[0] if mention.codes else None
    fitting = [
        person for person in discourse.cast.people
        if person not in but and person.role and _same_office(fold(person.role), wanted) and (country is None or person.country in (None, country))
    ]  # fmt: skip
    if not fitting:
        fitting = [
            person for person in (*here[::-1], *discourse.recent)
            if person.role and _same_office(fold(person.role), wanted) and country in (None, person.country)
        ][:1]  # fmt: skip
    if not fitting:
        fitting = [person for person in (*here[-1:], *discourse.subjects[:1]) if _nameless(person, country)][:1]
    if len(fitting) > 1:
        recent = [person for person in (*here[::-1], *discourse.subjects, *discourse.recent) if person in fitting]
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
    if lower == "him" or (lower == "her" and _is_object(tokens, at)):
        above = pronouns.above(tokens, at, done)
        others = [person for person in (*discourse.subjects, *discourse.recent) if person not in here]
        return pronouns.he(tokens, at, discourse, above or others or here)
    if lower in _HE and token.tag == "PRON":
        return pronouns.he(tokens, at, discourse, here)
    if lower in ("the", "both", "these", "those", "two"):
        return _several(tokens, at, discourse, here, done)
    if lower == "it" and token.tag == "PRON":
        return pronouns.it(tokens, at, done) or pronouns.it_does(tokens, at, discourse)
    if lower == "i" and token.tag == "PRON":
        return pronouns.i(tokens, at, discourse, done)
    if lower == "we" and discourse.we:
        return pronouns.made(tokens, at, at + 1, (), discourse.we, "pronoun")
    if lower in ("his", "her", "their"):
        return _owner(tokens, at, discourse, here, done)
    if lower == "they" and (told := pronouns.they_say(tokens, at, done)) is not None:
        return told
    if lower in _THEY and len(pair := tuple(dict.fromkeys(here))) == 2 and len(pronouns.codes_of(pair)) == 2:
        return pronouns.made(tokens, at, at + 1, pair, pronouns.codes_of(pair), "pronoun")
    if lower in _THEY and not here:
        return pronouns.they_of_group(tokens, at, done) or pronouns.they(tokens, at, discourse)
    return None


def _is_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether "her" stands for somebody and owns nothing: "received her for an hour"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].tag == "PRON" or after is None or after.tag in ("PREP", "PUNCT", "CONJ", "TO", "SUB", "WH")


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
    home = tokens[at + 1].lower in ("country", "nation", "government") if at + 1 < len(tokens) else False
    if home and tokens[at].lower in ("his", "her"):
        holder = pronouns.he(tokens, at, discourse, here)  # "his country has joined"
        codes = holder.codes if holder is not None else ()
        return pronouns.made(tokens, at, at + 2, (), codes, "description") if codes else None
    if not _owns_event(tokens, at):
        return None
    if tokens[at].lower in ("his", "her"):
        return pronouns.he(tokens, at, discourse, here)
    named = tuple(dict.fromkeys(here))
    if len(named) >= 2:
        return pronouns.made(tokens, at, at + 1, named[:2], pronouns.codes_of(named[:2]), "pronoun")
    pair = discourse.pair()
    if len(pair) == 2 and (discourse.subjects or not discourse.subject_codes):
        return pronouns.made(tokens, at, at + 1, pair, pronouns.codes_of(pair), "pronoun")
    codes = discourse.both(done)
    return pronouns.made(tokens, at, at + 1, (), codes, "pronoun") if len(codes) == 2 else None


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
    return pronouns.made(tokens, at, last, who, (code,), "description")


def _several(
    tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person], done: Sequence[Mention]
) -> Mention | None:
    """ "The two leaders", "both sides", "the pair", "the trio", "the bloc"."""
    first = tokens[at].lower
    led = (
        (_national_leader(tokens, at, discourse) or _national(tokens, at, discourse, here)) if first == "the" else None
    )
    if led is not None:
        return led
    two = first in ("both", "two")
    if not two and (at + 1 >= len(tokens) or tokens[at + 1].lower not in _DESCRIBING):
        return None  # most words after "the"
    for offset, token in enumerate(tokens[at : at + 5]):
        word = token.lower
        if word in ("two", "both"):
            two = True
            if offset + 1 < len(tokens) - at and _ends(tokens, at + offset + 1) and first != "two":
                listed = _coordinated(tokens, done)
                if listed and not here:
                    return pronouns.made(tokens, at, at + offset + 1, (), listed, "description")
                return _people(tokens, at, at + offset + 1, "men", discourse, here)
        elif offset and word in _PAIRS:
            return _people(tokens, at, at + offset + 1, "men", discourse, here)
        elif offset and word in _PERSONS:
            if at + offset + 1 < len(tokens) and tokens[at + offset + 1].lower == "of":
                return None
            opens = at == 0 and first == "the" and offset == 1 and word in ("ministers", "secretaries", "counterparts")
            known = two or ((word in pronouns.LEADERS or opens) and not here)
            return _people(tokens, at, at + offset + 1, word, discourse, here) if known else None
        elif offset == 1 and word in _ALLIES and first == "the" and not two:
            codes = tuple(dict.fromkeys(code for m in done for code in m.codes if m.kind in ("party", "person")))
            return pronouns.made(tokens, at, at + 2, (), codes, "description") if len(codes) == 2 else None
        elif offset and word in _SIDES and (two or word == "sides"):
            codes = discourse.both(_beside_places(tokens, done), states=word in _STATES)
            return pronouns.made(tokens, at, at + offset + 1, (), codes, "description") if len(codes) == 2 else None
        elif (
            offset
            and word in _TRIOS
            and _ends(tokens, at + offset + 1)
            and len(discourse.trio) == 3
            and word in ("three", "trio")
        ):
            return pronouns.made(
                tokens, at, at + offset + 1, discourse.trio, pronouns.codes_of(discourse.trio), "description"
            )
        elif offset and word in _TRIOS and discourse.listed:
            last = at + offset + (2 if _counted(tokens, at + offset) else 1)
            return pronouns.made(tokens, at, last, (), discourse.listed, "description")
        elif word in _GROUP_NOUNS and first in ("the", "this") and offset == 1 and discourse.bloc:
            return pronouns.made(tokens, at, at + 2, (), (discourse.bloc,), "description")
        elif word not in _BETWEEN:
            return None
    return None


def _beside_places(tokens: Sequence[Token], done: Sequence[Mention]) -> list[Mention]:
    """*done* without the capitals that only tell where: "In Doha, officials of the two countries"."""
    return [m for m in done if m.form != "capital" or not m.first or tokens[m.first - 1].lower not in ("in", "at")]


def _national_leader(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    """ "The Lao leader": whoever of that country leads it, or was spoken of last."""
    if at + 2 >= len(tokens) or tokens[at + 2].lower not in ("leader", "premier", "strongman"):
        return None
    entry = gazetteer.single(tokens[at + 1].text)
    if entry is None or entry.form != "adjective":
        return None
    own = [p for p in (*discourse.recent, *discourse.cast.people) if p.country == entry.code]
    person = next((p for p in own if _leads(p)), None)
    return pronouns.made(tokens, at, at + 3, (person,), (entry.code,), "description") if person is not None else None


def _national(tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person]) -> Mention | None:
    """ "The American": whoever of that country was spoken of last, if nothing but a word for one person follows."""
    if at + 2 >= len(tokens) or not tokens[at + 1].lower.endswith("an") or not _ends(tokens, at + 2):
        return None
    entry = gazetteer.single(tokens[at + 1].text)
    if entry is None or entry.form != "adjective":
        return None
    person = next((p for p in (*here[::-1], *discourse.recent) if p.country == entry.code), None)
    return pronouns.made(tokens, at, at + 2, (person,), (entry.code,), "description") if person is not None else None


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
    elif noun in pronouns.LEADERS:
        pair = discourse.pair(_leads)
        pair = pair if len(pair) == 2 else discourse.pair()
    elif noun in pronouns.MINISTERS:
        pair = discourse.pair(lambda person: not _leads(person))
    else:
        pair = discourse.pair()
    return pronouns.made(tokens, at, last, pair, pronouns.codes_of(pair), "description") if len(pair) == 2 else None
