"""
Pronouns: whom "he", "they", "it" and "I" stand for.

A pronoun only ever looks back; what cannot be told stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.folding import fold
from service.extraction import genders
from service.extraction.clause_scene import REPORTING
from service.extraction.discourse import Discourse
from service.extraction.parts import Form, Mention, Person, Token

LEADERS = frozenset(("leaders", "presidents", "premiers", "heads", "chiefs"))
"""Nouns of people who lead countries."""
MINISTERS = frozenset(("ministers", "secretaries", "diplomats", "envoys", "negotiators", "officials", "counterparts"))
"""Nouns of people who act for countries without leading them."""
_STATES_DO = frozenset(
    "join rejoin apply accede withdraw leave quit ratify recognise recognize host oppose ratify".split()
)
_QUOTES = frozenset(("“", '"', "‘"))
_CLOSING = frozenset(("”", '"', "’"))


def made(
    tokens: Sequence[Token], first: int, last: int, who: tuple[Person, ...], codes: tuple[str, ...], form: Form
) -> Mention:
    """The tokens from *first* to before *last* as a reference to *who* and *codes*."""
    name = " ".join(token.text for token in tokens[first:last])
    return Mention(
        "person" if who else "party", tokens[first].start, tokens[last - 1].end, first, last, name, form, codes, who
    )


def it(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> Mention | None:
    """The country that says something of itself: "New Zealand said it had joined"."""
    for mention in done:
        if mention.kind != "party" or mention.form not in ("name", "capital") or len(mention.codes) != 1:
            continue
        between = tokens[mention.last : at]
        if any(token.tag in ("VBD", "VERB", "VBN") and token.lemma in REPORTING for token in between[:6]):
            return made(tokens, at, at + 1, (), mention.codes, "pronoun")
        return made(tokens, at, at + 1, (), mention.codes, "pronoun") if _state_does(tokens, at) else None
    return None


def _state_does(tokens: Sequence[Token], at: int) -> bool:
    """Whether "it" does what only states do: "three years after it left the EU"."""
    verb = next((token for token in tokens[at + 1 : at + 5] if token.tag in ("VBD", "VERB", "VBN")), None)
    return verb is not None and verb.lemma in _STATES_DO


def it_does(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    """The country of the sentence before, before a verb that states do: "It also applied to join the bank"."""
    if at or len(discourse.subject_codes) != 1 or discourse.subjects:
        return None
    verb = next((token for token in tokens[1:5] if token.tag in ("VBD", "VERB", "VBN")), None)
    if verb is None or verb.lemma not in _STATES_DO:
        return None
    return made(tokens, at, at + 1, (), discourse.subject_codes, "pronoun")


def i(tokens: Sequence[Token], at: int, discourse: Discourse, done: Sequence[Mention]) -> Mention | None:
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
    return made(tokens, at, at + 1, (person,), (person.country,) if person.country else (), "pronoun")


def _says(tokens: Sequence[Token], closes: int, person: Person) -> bool:
    """Whether *person* is told right after a quotation to have said it: "…," Freeland said."""
    after = tokens[closes + 1 : closes + 12]
    surname = fold(person.name).split()[-1]
    said = any(t.lemma in REPORTING and t.tag in ("VBD", "VERB") for t in after)
    return said and any(fold(t.text) == surname for t in after)


def he(tokens: Sequence[Token], at: int, discourse: Discourse, here: Sequence[Person]) -> Mention | None:
    """The person just spoken of whom the pronoun can mean: in this sentence, or as subject of one before."""
    says = at > 0 and tokens[at - 1].text in _CLOSING and at + 1 < len(tokens) and tokens[at + 1].lemma in REPORTING
    known = (*discourse.subjects, *discourse.recent, *here) if says else (*here, *discourse.subjects, *discourse.recent)
    person = _meant(tokens[at].lower, discourse, known)
    if person is None:
        return None
    return made(tokens, at, at + 1, (person,), (person.country,) if person.country else (), "pronoun")


def _meant(pronoun: str, discourse: Discourse, known: Sequence[Person]) -> Person | None:
    """The first of *known* whom *pronoun* can mean; "she" is only somebody who can be told to be one, if anybody is."""
    wanted = genders.asked(pronoun)
    told = [(person, discourse.gender(person)) for person in known]
    if wanted == "she":
        sure = next((person for person, gender in told if gender == "she"), None)
        if sure is not None:
            return sure
    return next((person for person, gender in told if gender in (None, wanted)), None)


def they(tokens: Sequence[Token], at: int, discourse: Discourse) -> Mention | None:
    """Those whom the sentence before was about."""
    if len(discourse.subjects) >= 2:
        who = tuple(discourse.subjects[:3])
        return made(tokens, at, at + 1, who, codes_of(who), "pronoun")
    if len(discourse.subject_codes) >= 2:
        return made(tokens, at, at + 1, (), discourse.subject_codes, "pronoun")
    pair = discourse.pair()
    return made(tokens, at, at + 1, pair, codes_of(pair), "pronoun") if len(pair) == 2 else None


def they_say(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> Mention | None:
    """Those who say something of themselves: "Mali and Niger announced they were leaving"."""
    run: list[Mention] = []
    for mention in done:
        if mention.form not in ("name", "capital") or mention.kind not in ("party", "person"):
            continue
        gap = tokens[run[-1].last : mention.first] if run else ()
        if run and (
            len(gap) > 6 or any(t.tag not in ("CONJ", "DET", "NAME", "NOUN", "ADJ") and t.text != "," for t in gap)
        ):
            break
        run.append(mention)
    if len(run) < 2 or run[0].kind != run[-1].kind:
        return None
    verb = tokens[run[-1].last : min(at, run[-1].last + 8)]
    if not any(t.tag in ("VBD", "VERB", "VBN") and t.lemma in REPORTING for t in verb):
        return None
    who = tuple(dict.fromkeys(person for m in run for person in m.people))
    codes = tuple(dict.fromkeys(code for m in run for code in m.codes))
    return made(tokens, at, at + 1, who, codes, "pronoun")


def above(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> list[Person]:
    """The persons whom the sentence names before the clause of "him": "… Modi's arrival, where Biden hosted him"."""
    opens = next((k for k in range(at - 1, -1, -1) if tokens[k].tag in ("WH", "SUB")), 0)
    return [person for mention in done[::-1] if mention.last <= opens for person in mention.people]


def they_of_group(tokens: Sequence[Token], at: int, done: Sequence[Mention]) -> Mention | None:
    """The group whose ministers or leaders the sentence speaks of: "EU foreign ministers …, when they gather"."""
    for mention in done:
        if mention.kind != "party" or mention.form not in ("name", "adjective") or len(mention.codes) != 1:
            continue
        words_after = {token.lower for token in tokens[mention.last : min(mention.last + 4, at)]}
        if words_after & (LEADERS | MINISTERS):
            return made(tokens, at, at + 1, (), mention.codes, "pronoun")
    return None


def codes_of(people: Sequence[Person]) -> tuple[str, ...]:
    """The countries of *people*, each once."""
    return tuple(dict.fromkeys(person.country for person in people if person.country))
