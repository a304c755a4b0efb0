"""
Tags: what each token is in its sentence, and its dictionary form.

One pass from left to right over closed words, verb forms and endings; every token gets exactly one tag.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from service.extraction import gazetteer, genders, presumptions, words
from service.extraction.parts import Token

_tag = attrgetter("tag")
_PREDICATES = frozenset(("VERB", "VBD", "AUX", "MODAL"))
_ABSTRACT = ("tion", "sion", "ment", "ness", "ance", "ence", "ship", "ing", "ture", "body")
_INTENDING = frozenset(("hope", "plan", "aim", "want", "need", "promise", "pledge", "move", "offer", "claim"))
_ANYTHING = frozenset(("everything", "anything", "something", "nothing", "all", "those", "everyone", "anyone"))
_COLLECTIVE = frozenset(
    "people police government team side cabinet staff group committee majority pair party council few many most some".split()
)
_OPENS = "“\"‘'(:—–-…•["
"""Marks after which a capital may tell no more than at the start of a sentence."""
_BEFORE_NOUN = frozenset(("DET", "POSS", "ADJ", "NUM"))
_OPENS_OBJECT = frozenset(("DET", "PRON", "NUM", "NAME"))


_OVERTURNED = {
    "AUX": frozenset(("DET", "ADJ")), "DET": frozenset(("ADV",)), "POSS": frozenset(("ADV",)), "MODAL": frozenset(("NOUN",)),
    "NEG": frozenset(("NOUN",)),
}  # fmt: skip
"""The tag of a word to what it can overturn of the presumptions after it."""


def tag(tokens: Sequence[Token], *, heading: bool = False) -> list[Token]:
    """
    *tokens*, tagged with what their words presume, with tags and lemmas.

    In a heading, capitals tell nothing, so words known in lower case stay words.
    """
    tagged: list[Token] = []
    size = len(tokens)
    previous: Token | None = None
    before = ""
    for index, token in enumerate(tokens):
        name = token.tag
        if (
            not name
            or (name == "NAME" and (previous is None or heading or previous.text in _OPENS))
            or (before in _OVERTURNED and name in _OVERTURNED[before])
        ):
            following = tokens[index + 1] if index + 1 < size else None
            name, lemma = _tag_one(token, previous, tagged, following, heading=heading)
            token = Token(token.text, token.lower, token.start, token.end, name, lemma)  # noqa: PLW2901 (the same one)
        tagged.append(token)
        previous, before = token, name
    return tagged if heading else _with_verb(tagged)


def _with_verb(tagged: list[Token]) -> list[Token]:
    """*tagged*, where no verb was found with the noun that must be it: "Wang Yi heads to Moscow"."""
    if len(tagged) < 4 or not _PREDICATES.isdisjoint(map(_tag, tagged)):
        return tagged
    verbs = words.verb_forms()
    for index, token in enumerate(tagged[1:-1], 1):
        form = verbs.get(token.lower) if token.tag == "NOUN" else None
        before, after = tagged[index - 1], tagged[index + 1]
        plural = before.tag == "NOUN" and before.lower != before.lemma
        closes = before.text == "," and index > 2 and after.tag == "TO"  # "Juncker, president of …, plans to call"
        if form is None or not (before.tag == "NAME" or plural or closes) or form.shape == ("s" if plural else "base"):
            continue
        if after.tag in ("TO", "DET", "NUM", "PREP", "ADV", "PRON") or after.text[0].isupper():
            tag_ = "VBD" if form.shape == "any" else "VERB"
            tagged[index] = Token(token.text, token.lower, token.start, token.end, tag_, form.lemma)
            break
    return tagged


def _tag_one(
    token: Token,
    previous: Token | None,
    before: Sequence[Token],
    following: Token | None,
    *,
    heading: bool,
) -> tuple[str, str]:
    closed, verbs = words.closed(), words.verb_forms()
    lower = token.lower
    upper = token.text[0].isupper()
    if upper:
        if len(token.text) > 1 and token.text.isupper() and lower not in ("a", "i"):
            return "NAME", token.text  # US is not us, WHO is not who
        if not heading and previous is not None and previous.text not in _OPENS:
            return "NAME", token.text
    if lower in presumptions.AUXILIARIES:
        return "AUX", presumptions.AUXILIARIES[lower]
    if lower == "to":
        return "TO", "to"
    if lower == "that" and following is not None and _antecedes(previous):
        return "WH", lower
    form = verbs.get(lower)
    if upper and form is not None and _names(lower, following):
        return "NAME", token.text
    if form is not None and form.shape in ("base", "any") and _after_modal(before):
        return "VERB", form.lemma
    if (
        previous is not None
        and previous.tag == "TO"
        and form is not None
        and form.shape == "base"
        and _opens_object(following)
    ):
        return "VERB", form.lemma
    if lower in closed:
        if closed[lower] == "ADJ" and lower in ("last", "first", "next") and following is not None:
            after = verbs.get(following.lower)
            if after is not None and after.shape in ("past", "both", "participle") and following.text.islower():
                return "ADV", lower
        if (
            closed[lower] == "ADJ"
            and form is not None
            and form.shape == "ing"
            and previous is not None
            and previous.lemma == "be"
        ):
            return "VBG", form.lemma
        helped = previous is not None and previous.tag == "AUX" and _past(following, verbs)
        if helped and (
            closed[lower] == "DET" or (closed[lower] == "ADJ" and previous is not None and previous.lemma == "have")
        ):
            return "ADV", lower  # "has long opposed", "have both applied"
        if lower == "opposite" and following is not None and following.lower == "number":
            return "ADJ", lower
        back_it = following is not None and following.lower in ("the", "a", "an", "its", "their")
        if lower == "back" and back_it and _plural_or_name(previous):
            return "VERB", "back"
        if closed[lower] == "ADV" and previous is not None and previous.tag in ("DET", "POSS") and _nominal(following):
            return "ADJ", lower
        return closed[lower], lower
    if lower.endswith("n't"):
        return "MODAL", lower
    if form is not None:
        return _tag_verb(token, form, previous, before, following)
    if upper and not _common(lower, following):
        return "NAME", token.text
    if lower.isalpha() and not lower.endswith("ly") and _after_modal(before):
        return "VERB", lower  # what no table knows: "would not retract"
    return _tag_unknown(lower, previous, following)


def _names(lower: str, following: Token | None) -> bool:
    """Whether a verb's form that opens a sentence is a given name: "Mark Carney said"."""
    surname = following is not None and following.text[0].isupper() and following.lower not in words.closed()
    return surname and lower not in words.closed() and genders.known_name(lower)


def _antecedes(token: Token | None) -> bool:
    """Whether "that" after a token opens a relative clause: after a noun, or "everything"."""
    return token is not None and (token.tag in ("NOUN", "NAME") or token.lower in _ANYTHING)


def _past(token: Token | None, verbs: dict[str, words.Form]) -> bool:
    form = verbs.get(token.lower) if token is not None else None
    return form is not None and form.shape in ("past", "both", "participle")


def _plural_or_name(token: Token | None) -> bool:
    return token is not None and (token.tag == "NAME" or (token.tag == "NOUN" and token.lower != token.lemma))


def _common(lower: str, following: Token | None) -> bool:
    """Whether a capitalised word that opens a sentence is a common noun: "Members of", "Inflation rose"."""
    if following is None or not following.text[0].islower() or following.lower in ("'s", "and") or len(lower) < 5:
        return False
    return lower.endswith(("s", *_ABSTRACT)) and gazetteer.single(lower.capitalize()) is None


def _after_modal(before: Sequence[Token]) -> bool:
    """Whether a bare verb must follow: "will not back down"."""
    if not before:
        return False
    if before[-1].tag == "MODAL":
        return True
    return before[-1].tag == "NEG" and len(before) > 1 and (before[-2].tag == "MODAL" or before[-2].lemma == "do")


def _tag_verb(
    token: Token, form: words.Form, previous: Token | None, before: Sequence[Token], following: Token | None
) -> tuple[str, str]:
    lower = token.lower
    nouns = words.noun_lists()
    back = previous.tag if previous else ""
    if back == "ADV" and len(before) > 1:
        back = before[-2].tag if before[-2].tag != "DET" else "ADV"
    if form.shape == "ing":
        return _tag_ing(lower, form, before, following)
    if form.shape in ("both", "participle", "past") and form.lemma != lower:
        if back in ("DET", "POSS", "NUM", "ADJ", "PREP") and _nominal(following):
            return "ADJ", lower
        if form.shape == "participle" or (back == "AUX" and previous is not None):
            return "VBN", form.lemma
        if back in ("DET", "POSS") and lower in nouns["usually_nouns"]:
            return "NOUN", lower
        return "VBD", form.lemma
    # Base, s and unchanging forms: the same letters are often a noun.
    if back == "TO" and form.shape == "s" and lower.endswith("s"):
        return "NOUN", presumptions.singular(lower)  # "its opposition to attempts to change"
    if back in ("TO", "MODAL", "NEG") or (back == "AUX" and previous is not None and previous.lemma == "do"):
        return "VERB", form.lemma
    if form.shape == "any" and back == "AUX":
        return "VBN", form.lemma
    if (
        form.shape in ("base", "s")
        and previous is not None
        and (previous.tag == "VERB" or (form.shape == "s" and previous.tag in ("VBN", "VBG")))
        and previous.lemma not in ("help", "let", "make")
    ):
        return ("ADJ", lower) if _nominal(following) else ("NOUN", presumptions.singular(lower))
    if form.shape == "s" and _for_its_part(before):
        return "VERB", form.lemma  # "China for its part demands"
    if back in _BEFORE_NOUN or back == "PREP" or _compounded(form, before):
        return "NOUN", presumptions.singular(lower)
    if back in ("PRON", "WH"):
        return ("VBD" if form.shape == "any" else "VERB"), form.lemma
    noun_like = lower in nouns["usually_nouns"]
    if form.shape == "any":
        acts = (
            back == "NAME" and following is not None and following.lower in ("back", "out", "off", "up", "with", "by")
        )
        return ("NOUN", lower) if noun_like and not acts and not _opens_object(following) else ("VBD", form.lemma)
    if noun_like:
        after = following.lower if following is not None else ""
        goes_on = after == "that" or (after == "to" and form.lemma in _INTENDING)
        governed = len(before) > 1 and before[-2].tag == "PREP"  # "stuck on US demands that"
        if form.shape == "s" and back == "NAME" and goes_on and not governed:
            return "VERB", form.lemma
        if (
            back in ("NAME", "CONJ", "NOUN", "PUNCT")
            and form.shape == "s"
            and _opens_object(following)
            and back != "PUNCT"
        ):
            return "VERB", form.lemma
        return "NOUN", presumptions.singular(lower)
    return "VERB", form.lemma


def _for_its_part(before: Sequence[Token]) -> bool:
    """Whether "for its part" has just been put in between a subject and its verb."""
    words_ = [token.lower for token in before[-4:] if token.text != ","][-3:]
    return words_[:1] == ["for"] and words_[2:] == ["part"]


def _compounded(form: words.Form, before: Sequence[Token]) -> bool:
    """Whether a noun makes a verb's form one too: "a price safeguard", "against import surges", and no subject's verb."""
    if not before or before[-1].tag != "NOUN" or before[-1].lower != before[-1].lemma:
        return False
    if form.shape == "base":
        at = len(before) - 1
        while at >= 0 and before[at].tag in ("NOUN", "ADJ", "DET", "NUM"):
            at -= 1
        return at >= 0 and before[at].tag in ("VERB", "VBN", "VBG") and before[-1].lower not in _COLLECTIVE
    return form.shape == "s" and len(before) > 1 and before[-2].tag == "PREP"


def _tag_ing(lower: str, form: words.Form, before: Sequence[Token], following: Token | None) -> tuple[str, str]:
    previous = before[-1] if before else None
    back = previous.tag if previous else ""
    if back == "NAME" and len(before) > 1 and before[-2].tag == "DET" and _nominal(following):
        return "ADJ", lower
    if lower in words.noun_lists()["ing_nouns"]:
        object_follows = following is not None and _opens_object(following) and following.lower != "between"
        if back == "PUNCT" and previous is not None and previous.text == "," and _moves(following):
            return "VBG", form.lemma  # "a 5% duty, rising to 25%"
        if back == "AUX" or (back in ("PREP", "SUB", "PUNCT", "") and object_follows):
            return "VBG", form.lemma
        return "NOUN", lower
    if back in ("DET", "POSS", "ADJ"):
        return ("ADJ", lower) if _nominal(following) else ("NOUN", lower)
    return "VBG", form.lemma


def _moves(following: Token | None) -> bool:
    return following is not None and following.lower in ("to", "from", "by")


def _tag_unknown(lower: str, previous: Token | None, following: Token | None) -> tuple[str, str]:
    told = presumptions.unlisted(lower)
    if told is not None:
        return told
    if presumptions.is_adverb(lower):
        timed = previous is not None and previous.tag in ("DET", "POSS", "ADJ", "NUM")
        return ("ADJ" if timed and _nominal(following) else "ADV"), lower
    if lower.endswith("ed") and len(lower) > 4 and "-" not in lower:
        back = previous.tag if previous else ""
        if back not in ("NAME", "PRON", "NOUN", "AUX", "WH") and _nominal(following):
            return "ADJ", lower
        return "VBD", lower[:-1] if lower.endswith("eed") else lower[:-2]
    if lower.endswith("ing") and len(lower) > 5:
        if previous is not None and previous.tag in _BEFORE_NOUN:
            return ("ADJ" if _nominal(following) else "NOUN"), lower
        return "VBG", lower[:-3]
    return ("ADJ", lower) if _nominal(following) else ("NOUN", presumptions.singular(lower))  # "public", "wearable"


def _nominal(token: Token | None) -> bool:
    """Whether a token can go on a noun phrase: a noun, a name, an adjective, a number."""
    if token is None or not token.text[0].isalnum() or token.lower == "to":
        return False
    return words.closed().get(token.lower, "ADJ") in ("ADJ", "NUM")


def _opens_object(token: Token | None) -> bool:
    if token is None:
        return False
    if token.tag == "NUM" or token.text[0].isupper() or token.text[0] in "$€£₹":
        return True
    return words.closed().get(token.lower) in ("DET", "PRON", "NUM")
