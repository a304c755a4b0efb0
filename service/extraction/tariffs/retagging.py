"""
Retagging: words that can be noun or verb, read as a sentence about duties reads them.

"A 20% levy that …" has no verb *levy*, "will lower its tariffs" no adjective *lower*. Sentences in which no tag
changes are returned as they are; the others get their verb groups, chunks and clauses anew from the shared stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from service.extraction import chunks, clauses, verbgroups, words
from service.extraction.parts import Sentence, Token
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed

_NOUN_OR_VERB = frozenset(
    (
        "levy levies tax taxes charge charges tariff tariffs surcharge surcharges hike cut increase raise rise pause "
        "halt freeze drop penalty"
    ).split()
)
_SETTLED = frozenset(("PUNCT", "DET", "CONJ", "POSS", "PRON", "TO", "MODAL", "WH", "SUB", "NAME", "NUM"))
_LIKE_VERBS = frozenset(("NOUN", "ADV", "PREP"))
_UNSETTLED = _NOUN_OR_VERB | frozenset(
    (
        "am",
        "pm",
        "unchanged",
        "untouched",
        "unaffected",
        "itself",
        "themselves",
        "himself",
        "herself",
        "point",
        "points",
        "included",
        "rest",
        "rests",
        "yet",
    )
)
_OPENS_NOUN = frozenset(("DET", "ADJ", "POSS", "NUM"))
_PRODUCT_ADJECTIVES = frozenset(
    (
        "processed refined frozen dried rolled hot-rolled cold-rolled coated imported finished assembled built used "
        "canned cured roasted packaged manufactured printed woven"
    ).split()
)
_STAY_FOLLOWS = frozenset("at in outside on out as unchanged subject exempt excluded under untouched".split())
_REPORTS = frozenset(["said", "told", "added", "noted", "wrote", "warned", "announced"])
_PAPERS = frozenset(
    "order decree proclamation letter deal pact bill law notification memo memorandum notice statement regulation".split()
)
_PAPER_VERBS = frozenset(["signed", "issued", "published", "dated", "adopted", "announced", "posted"])
_ORIGINS = frozenset(
    "imported made built produced shipped sold exported assembled manufactured bought grown entered sourced mined".split()
)
_PAYS = frozenset(
    "pay pays face faces draw draws get gets bear bears carry carries incur incurs attract attracts owe owes".split()
)
_CHANGES = frozenset(["lower", "double", "triple", "up", "cut", "raise", "halve", "trim"])
_DEEDS = frozenset(("duty_impose", "duty_announce", "duty_threaten", "duty_float"))
_EARLIER = frozenset(("once", "already", "originally", "initially", "previously", "recently", "first", "now"))
_MOVES = frozenset(("duty_move", "duty_raise", "duty_cut"))
_RATES = frozenset(("tariff", "duty", "levy", "rate", "surcharge"))
_PAST_LIKE_NOUN = frozenset(("hit", "cut", "set", "put", "quit"))
_NOUN_TAGS = frozenset(("NOUN", "NAME", "PRON"))


def refined(sentence: Sentence) -> Sentence:
    """*sentence* with the tags of its duty words put right, parsed again if any changed."""
    tokens = list(sentence.tokens)
    changed = False
    open_ = _open()
    for at, token in enumerate(tokens):
        if token.text == ":" and 0 < at < len(tokens) - 1 and tokens[at - 1].tag == tokens[at + 1].tag == "NUM":
            # A time of day ("12:01") parts no clauses.
            tokens[at] = Token("·", "·", token.start, token.end, "PUNCT", "·")
            changed = True
            continue
        if token.tag in _SETTLED and token.lower not in _UNSETTLED:
            continue
        if token.tag in _LIKE_VERBS and token.lower not in open_ and not token.lower.endswith("seed"):
            continue
        tag = _tag(tokens, at)
        if tag is not None and tag != token.tag:
            tokens[at] = _retagged(token, tag)
            changed = True
    if not changed:
        return sentence
    taken = {at for mention in sentence.mentions for at in range(mention.first, mention.last)}
    groups = [group for group in verbgroups.find(tokens) if group.head not in taken]
    found = chunks.find(tokens, sentence.mentions, groups, [(date.first, date.last) for date in sentence.dates])
    grouped, parsed = clauses.find(tokens, found, groups, sentence.dates)
    return msgspec.structs.replace(
        sentence,
        tokens=tuple(tokens),
        chunks=grouped,
        clauses=parsed,
        said=frozenset([token.lower for token in tokens]),
    )


@cache
def _open() -> frozenset[str]:
    """What can get another tag of nouns, adverbs and prepositions: a verb's form, or a word of the lists."""
    return _UNSETTLED | _PAYS | _CHANGES | frozenset(words.verb_forms())


def _retagged(token: Token, tag: str) -> Token:
    lemma = token.lemma
    form = words.verb_forms().get(token.lower)
    if tag in ("VERB", "VBD", "VBN") and form is not None:
        lemma = form.lemma
    elif tag == "NOUN":
        lemma = token.lower[:-3] + "y" if token.lower.endswith("ies") else token.lower.removesuffix("s")
    elif tag == "ADJ":
        lemma = token.lower
    return Token(token.text, token.lower, token.start, token.end, tag, lemma)


def _tag(tokens: Sequence[Token], at: int) -> str | None:
    """The tag that token *at* should have, None to leave it."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None:
        opens = token.tag == "VERB" and token.text[0].isupper() and after is not None and after.tag == "NOUN"
        return "ADJ" if opens and token.lower.endswith(("ch", "sh")) else None  # "Scotch whisky"
    if token.lower in ("am", "pm") and before.tag == "NUM":
        return "NOUN"
    if token.lower in _REPORTS and token.tag == "ADJ":
        return "VBD"
    if token.lower in ("unchanged", "untouched", "unaffected"):
        return "ADJ"
    if token.lower.endswith("seed"):
        return "NOUN"  # "rapeseed"
    if token.lower in ("itself", "themselves", "himself", "herself") and before.tag in ("AUX", "NAME", "NOUN"):
        return "ADV"
    if token.lower in ("point", "points") and (before.tag == "NUM" or before.lower in ("one", "percentage")):
        return "NOUN"
    if token.lower == "included" and before.tag == "NOUN" and after is not None and after.text == ",":
        return "ADJ"
    if token.tag in ("VBD", "VBN") and before.tag == "ADV" and after is not None and after.lower in nouns("duty"):
        return "ADJ"
    if token.tag == "NOUN" and before.tag == "NAME" and after is not None and _headline_verb(token, after):
        return "VERB"
    if (
        token.tag == "VBD"
        and token.lower in _ORIGINS
        and before.tag == "NOUN"
        and after is not None
        and after.tag in ("PREP", "TO")
    ):
        return "VBN"
    if token.tag == "VBD" and token.lower in _PAPER_VERBS and before.lower in _PAPERS and after is not None:
        return "VBN" if after.tag in ("DET", "PREP", "NAME") or after.lower in ("last", "this", "earlier") else None
    if (
        token.lower in ("rest", "rests")
        and before.tag in ("NOUN", "NAME")
        and after is not None
        and after.lower == "on"
    ):
        return "VERB"
    if token.tag == "VERB" and token.lower.endswith("s") and before.tag == "NAME" and after is not None and at > 1:
        ends = after.tag in ("PUNCT", "MODAL", "PREP", "CONJ") and after.text not in "’'"
        if ends and tokens[at - 2].lower in ("on", "of", "for") and token.lower not in _NOUN_OR_VERB:
            return "NOUN"  # "duty on Swiss watches"
    if before.tag == "POSS" and at > 1 and tokens[at - 2].tag == "NAME" and after is not None:
        form = words.verb_forms().get(token.lower)
        if form is not None and form.shape == "s" and after.lower in ("at", "to", "from", "by", "unchanged"):
            return "VERB"  # "Vietnam's stands at 20%"
    if token.lower in _NOUN_OR_VERB:
        if after is not None and before.tag == "NAME" and at > 1 and _told_by(tokens, at):
            return "VERB"
        return _noun_or_verb(token, before, after)
    return _tag_by_neighbours(tokens, at, before, after)


def _tag_by_neighbours(tokens: Sequence[Token], at: int, before: Token, after: Token | None) -> str | None:
    """The tag that the words beside token *at* ask for, None to leave it."""
    token = tokens[at]
    if (
        token.tag in ("VERB", "VBD", "ADJ")
        and after is not None
        and after.lower in nouns("duty")
        and (percent_before(before) or before.tag in ("ADJ", "DET"))
    ):
        return "NOUN"
    if token.tag == "VBG" and after is not None and after.lower.endswith("-free") and before.tag == "NOUN":
        return "ADJ"  # "gives its tea lasting duty-free access"
    if token.lower == "yet" and before.tag in ("MODAL", "AUX"):
        return "ADV"
    if (
        token.tag in ("VBD", "VBN")
        and after is not None
        and after.tag in ("NOUN", "ADJ", "NAME")
        and before.tag != "AUX"
    ):
        unknown = token.lower not in words.verb_forms()
        opens = before.tag in ("PREP", "CONJ", "DET", "ADJ") or before.text == ","
        if (unknown or token.lower in _PRODUCT_ADJECTIVES) and opens:
            return "ADJ"
    if (
        token.tag == "NOUN"
        and before.tag in ("NOUN", "NAME")
        and after is not None
        and (after.lower in ("to", "from", "by", "again") if before.lower in _RATES else _figure_after(tokens, at))
    ):
        form = words.verb_forms().get(token.lower)
        return "VERB" if form is not None and form.shape == "s" else None
    if token.tag == "VBD" and _told_of_duty(token, before, after):
        return "VBN"
    if token.tag == "VBD" and before.lower in _EARLIER and at > 1 and tokens[at - 2].text == ",":
        return "VBN"  # "Lesotho, once threatened with 50%, pays 15%"
    if (
        token.tag == "VBD"
        and token.lower in ("imposed", "levied", "announced", "charged")
        and after is not None
        and after.lower in ("to", "by", "on", "in", "under", "over", "since")
        and _closed(tokens, at)
    ):
        return "VBN"
    if (
        token.lower in _PAYS
        and token.tag == "NOUN"
        and before.tag in ("NOUN", "NAME", "ADV", "PUNCT", "PRON")
        and after is not None
    ):
        return (
            "VERB"
            if after.tag in ("NUM", "DET")
            or after.lower in ("up", "only", "just", "additional", "extra", "higher", "lower", "no", "between")
            or after.lower in nouns("duty")
            or after.lower in listed("plain")
            else None
        )
    if (
        token.lower in _CHANGES
        and token.tag in ("ADJ", "NOUN")
        and before.tag in ("CONJ", "PUNCT", "TO")
        and after is not None
    ):
        return "VERB" if after.tag in ("PRON", "DET") else None
    if token.tag in ("ADJ", "NOUN", "ADV", "PREP"):
        return _missed_verb(tokens, at, before, after)
    return None


def _told_of_duty(token: Token, before: Token, after: Token | None) -> bool:
    """Whether a deed's past form right after a duty or its figure modifies it: "the 30 percent charged on"."""
    duty = percent_before(before) or before.lower in nouns("duty")
    form = words.verb_forms().get(token.lower)
    if not duty or form is None or after is None:
        return False
    deed = bool(_DEEDS & set(words.verb_classes().get(form.lemma, ())))
    return deed and (after.lower in ("on", "against", "by", "over", "under", "since", "last", "this", "earlier"))


def _told_by(tokens: Sequence[Token], at: int) -> bool:
    """Whether a relative clause opens with the name before token *at*: "that Washington levies on"."""
    if words.verb_forms().get(tokens[at].lower) is None or tokens[at + 1].tag not in ("PREP", "DET", "NUM", "ADV"):
        return False
    back = at - 1
    while back > 0 and tokens[back].tag == "NAME":
        back -= 1
    if tokens[back].tag == "DET":
        back -= 1
    return tokens[back].lower in ("that", "which", "what") and tokens[back].tag in ("WH", "SUB")


def _figure_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether a duty's verb at token *at* is followed by its change: "the rate for chips rises from 25%"."""
    form = words.verb_forms().get(tokens[at].lower)
    if form is None or not _MOVES & set(words.verb_classes().get(form.lemma, ())):
        return False
    return at + 2 < len(tokens) and tokens[at + 1].lower in ("to", "from", "by") and tokens[at + 2].tag == "NUM"


def _headline_verb(token: Token, after: Token) -> bool:
    """Whether an -s form after a name opens a duty: "China cuts tariff on", "US hits Brazil with"."""
    form = words.verb_forms().get(token.lower)
    if (
        form is None
        or form.shape != "s"
        or not any(name.startswith("duty_") for name in words.verb_classes().get(form.lemma, ()))
    ):
        return False
    return (
        after.lower in nouns("duty")
        or after.tag in ("NAME", "DET", "NUM")
        or (after.tag == "ADJ" and after.lower in listed("plain"))
    )


def _closed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a main verb stands before the past form at *at* with no new subject between: "remove tariffs imposed"."""
    for back in range(at - 1, max(at - 16, -1), -1):
        if tokens[back].tag in ("VERB", "VBG") or tokens[back].lower in ("will", "would"):
            return True
        if (
            tokens[back].text in ",;:"
            or tokens[back].tag in ("PRON", "SUB", "WH", "VBD", "AUX")
            or tokens[back].tag == "MODAL"
        ):
            return False
    return False


def percent_before(before: Token) -> bool:
    """Whether the token before closes a rate."""
    return before.text == "%" or before.lower in ("percent", "cent", "pct", "pc")


def _noun_or_verb(token: Token, before: Token, after: Token | None) -> str | None:
    if before.tag == "TO" and token.lower.endswith("s"):
        return "NOUN"  # "subject to tariffs of 25%"
    percent = percent_before(before)
    duty = before.lemma in listed("duty") or before.lower in ("import", "customs", "border", "counter")
    if percent or duty or before.tag in _OPENS_NOUN:
        return "NOUN"
    if token.lower in ("tariff", "tariffs", "surcharge", "surcharges", "penalty") and before.tag not in ("TO", "MODAL"):
        return "NOUN"
    if (
        before.tag in ("PREP", "CONJ")
        and token.tag in ("VERB", "VBD")
        and after is not None
        and after.tag in ("PREP", "PUNCT")
    ):
        return "NOUN"
    return "VERB" if before.tag in ("TO", "MODAL") else None


def _missed_verb(tokens: Sequence[Token], at: int, before: Token, after: Token | None) -> str | None:
    token = tokens[at]
    form = words.verb_forms().get(token.lower)
    if form is None:
        return None
    if before.tag == "MODAL" or (before.tag == "ADV" and at > 1 and tokens[at - 2].tag == "MODAL"):
        return "VERB" if form.shape in ("base", "any") else None
    if (
        before.tag == "TO"
        and form.shape in ("base", "any")
        and after is not None
        and after.tag in ("DET", "ADJ", "NAME", "NOUN", "NUM")
    ):
        return "VERB"
    if token.lower in _PAST_LIKE_NOUN and before.tag in _NOUN_TAGS and after is not None:
        opens = after.tag in ("DET", "NAME", "ADJ", "NUM", "PREP", "POSS") or after.lower in (
            "back",
            "chinese",
            "american",
        )
        return "VBD" if opens and after.lower not in ("of", "by", "in") else None
    if form.lemma in ("stay", "hold", "stand") and before.tag in ("NOUN", "NAME", "CONJ") and after is not None:
        return "VERB" if after.lower in _STAY_FOLLOWS else None
    if form.lemma == "average" and before.tag == "WH":
        return "VERB"
    return None
