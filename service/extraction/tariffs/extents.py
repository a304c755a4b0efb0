"""
Find where a description of goods ends: "steel and aluminium products made in Canada".

Invariant: an extent never crosses a verb of the main clause.
"""

from __future__ import annotations

from service.extraction import words
from service.extraction.tariffs.everyone import everyone
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.scopes import MADE, qualifies
from service.extraction.tariffs.view import View

_QUALIFIERS = frozenset(
    (
        "outside",
        "covered",
        "under",
        "that",
        "which",
        "not",
        "meeting",
        "complying",
        "rerouted",
        "deemed",
        "judged",
        "passing",
        "transiting",
        "suspected",
        "containing",
        "valued",
        "transshipped",
        "routed",
        "above",
        "within",
        "beyond",
    )
)
_ASIDE = 10
"""So many tokens at most stand in brackets between goods and whose they are."""
_STOPPERS = frozenset(
    [
        "regardless",
        "irrespective",
        "whether",
        "unchanged",
        "set",
        "pursuant",
        "applicable",
        "provided",
        "listed",
        "described",
        "classified",
        "entered",
        "effective",
        "apiece",
        "alone",
        "respectively",
        "rather",
        "starting",
        "beginning",
        "exempt",
        "due",
        "instead",
        "altogether",
        "annually",
        "each",
        "early",
    ]
)


def extent(view: View, at: int, limit: int) -> int:
    """Where the scope that starts at token *at* ends, with the examples that tell which goods it means."""
    end = _extent(view, at, limit)
    listed = _examples(view, end)
    return _extent(view, listed, limit) if at < end < listed < limit else end


def _examples(view: View, at: int) -> int:
    """Where the list after "goods, including" or "goods such as" begins; *at* itself if none follows goods there."""
    if view.lower(at - 1) not in nouns("goods"):
        return at
    ahead = at + 1 if view.lower(at) == "," else at
    if view.lower(ahead) in ("including", "notably", "namely", "like"):
        return ahead + 1
    if view.lower(ahead) == "among" and view.lower(ahead + 1) in ("them", "these"):
        return ahead + 2
    return ahead + 2 if view.lower(ahead) == "such" and view.lower(ahead + 1) == "as" else at


def _extent(view: View, at: int, limit: int) -> int:
    """Where a scope ends: at a verb, a date, a rate, another preposition or a new list."""
    first = at
    while at < limit:
        token = view.tokens[at]
        lower = token.lower
        if at > first and (lower in _STOPPERS or (lower in ("a", "an") and view.tag(at - 1) in ("NOUN", "NAME"))):
            return _trimmed(view, first, at)
        if view.share_of[at] is not None:
            at = view.span_of(view.share_of[at])[1]  # type: ignore[arg-type]
            continue
        if view.rate_of[at] is not None or (view.date_of[at] is not None and at > first):
            return _trimmed(view, first, at)
        verb = view.verb_of[at]
        if verb is not None and lower not in MADE and view.mention_of[at] is None:
            if at > first and qualifies(view, at):
                return _qualified(view, first, at, limit)
            if not (verb.form == "participle" and lower in _QUALIFIERS):
                return _trimmed(view, first, at)
        abbreviated = _abbreviation(view, at)
        if abbreviated:
            at += abbreviated
            continue
        if token.tag == "PUNCT" and not _passes(view, at, limit):
            return at
        if token.tag in ("SUB", "WH", "PRON", "MODAL", "NEG") and at > first and lower not in ("as", "ones"):
            return _qualified(view, first, at, limit)
        if token.tag in ("PREP", "TO") and lower not in ("of", "per") and at > first:
            nearer = _through(view, at, limit)
            if nearer is None:
                return _qualified(view, first, at, limit)
            at = nearer
            continue
        if token.tag == "CONJ" and not _joins(view, at, limit):
            return at
        at += 1
    if at < view.size and view.lower(at) in ("that", "which", "not") and qualifies(view, at):
        return _qualified(view, first, at, limit)
    return _trimmed(view, first, min(at, limit))


def _abbreviation(view: View, at: int) -> int:
    """How many tokens an aside in brackets takes ("vehicles (BEVs) from China", "garments (chapter 61) from"), 0 for none."""
    if view.tokens[at].text != "(":
        return 0
    close = next((k for k in range(at + 1, min(at + _ASIDE, view.size)) if view.tokens[k].text == ")"), None)
    if close is not None and (view.lower(close + 1) in MADE or view.lower(close + 1) in ("from", "of")):
        return close + 1 - at if all(view.rate_of[k] is None for k in range(at, close)) else 0
    if at + 2 >= view.size or view.tokens[at + 2].text != ")":
        return 0
    return 3 if sum(letter.isupper() for letter in view.tokens[at + 1].text) >= 2 else 0


def _trimmed(view: View, first: int, at: int) -> int:
    while at > first and (
        view.tag(at - 1) in ("DET", "PREP", "CONJ", "TO", "SUB", "ADV") or view.tokens[at - 1].text in ",;"
    ):
        at -= 1
    return at


def _passes(view: View, at: int, limit: int) -> bool:
    """Whether the mark at *at* stands inside a scope: a currency sign, a hyphen, a quote, or a comma of a list."""
    text = view.tokens[at].text
    if text in "$€£¥₹-/'’“”\"&" and text:
        return True
    if text != ",":
        return False
    follows = view.tag(at + 1)
    if follows == "CONJ":
        return _joins(view, at + 1, limit)
    if (
        follows not in ("NOUN", "NAME", "ADJ", "DET")
        or view.rate_of[at + 1] is not None
        or view.date_of[at + 1] is not None
    ):
        return False
    for ahead in range(at + 1, min(at + 14, limit)):
        token = view.tokens[ahead]
        if token.tag == "CONJ" and token.lower in ("and", "or", "&"):
            return view.rate_of[ahead + 1] is None and view.tag(ahead + 1) not in (
                "VERB",
                "VBD",
                "MODAL",
                "AUX",
                "SUB",
                "PRON",
            )
        if (
            view.verb_of[ahead] is not None
            or view.rate_of[ahead] is not None
            or token.tag in ("PREP", "SUB", "WH", "TO", "PRON")
            or token.text in ".;:()"
        ):
            return False
    return False


def _joins(view: View, at: int, limit: int) -> bool:
    """Whether the conjunction at *at* joins two goods or parties, and not two statements."""
    nearer = at + 1
    if nearer >= limit:
        return False
    if view.lower(nearer) in ("the", "all", "other", "its"):
        nearer += 1
    if nearer >= limit or view.rate_of[nearer] is not None or view.date_of[nearer] is not None:
        return False
    if (
        view.tag(nearer) == "NOUN"
        and words.verb_forms().get(view.lower(nearer)) is not None
        and view.tag(nearer + 1) in ("ADJ", "DET", "POSS", "NAME")
        and view.lower(at) == "and"
    ):
        return False
    tag = view.tag(nearer)
    if tag not in ("NOUN", "NAME", "ADJ", "VBN", "VBG", "NUM", "ADV") and view.mention_of[nearer] is None:
        return False
    for ahead in range(nearer, min(nearer + 6, view.size)):
        if view.rate_of[ahead] is not None:
            return view.tag(ahead - 1) in ("PREP", "PUNCT", "VERB", "VBD", "TO") and ahead - nearer > 1
        if view.tokens[ahead].tag in ("PREP", "SUB", "WH", "CONJ", "TO") or view.tokens[ahead].text in ",;:().":
            return True
        verb = view.verb_of[ahead]
        if verb is not None and verb.form == "finite" and view.verb_of[nearer - 1] is None and ahead >= nearer:
            clause = view.clause_of[verb.head]
            return verb.first >= limit or (clause is not None and bool(clause.subject) and clause.subject[0].first < at)
        if view.tokens[ahead].lower in nouns("duty"):
            return False
    return True


def _through(view: View, at: int, limit: int) -> int | None:
    """Past a preposition that belongs to the goods ("from Canada", "made in China", "to the US"), None if none does."""
    lower = view.lower(at)
    nearer = at + 1
    if view.lower(nearer) in ("the", "all", "every", "both", "any", "other"):
        nearer += 1
    if nearer >= limit + 1:
        return None
    mention = view.party(nearer)
    owner = mention is not None and mention.kind == "person" and view.tag(mention.last) == "POSS"
    named = (mention is not None and not owner) or everyone(view.tokens, at + 1) > 0
    if lower == "from" and (named or view.lower(nearer) in ("countries", "anywhere", "abroad", "companies", "nations")):
        return nearer
    if lower in ("to", "into", "in", "entering") and named:
        return nearer
    if lower == "such" and view.lower(at + 1) == "as":
        return at + 2
    return None


def _qualified(view: View, first: int, at: int, limit: int) -> int:
    """Take in what limits goods: "goods outside the agreement", "vehicles that do not meet its rules"."""
    if not qualifies(view, at):
        return _trimmed(view, first, at)
    clause = view.clause_of[at] if view.tag(at) in ("WH", "SUB") else None
    stop = clause.last if clause is not None and clause.first == at else limit
    ahead = at + 1
    while (
        ahead < stop
        and view.tokens[ahead].text not in ",;:.()"
        and view.rate_of[ahead] is None
        and view.date_of[ahead] is None
    ):
        if clause is None and view.verb_of[ahead] is not None and view.lower(ahead) != "covered":
            break
        ahead += 1
    return _trimmed(view, first, ahead)
