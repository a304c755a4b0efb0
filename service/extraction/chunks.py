"""
Chunks: base noun phrases, with the preposition that governs each.

Chunks are disjoint, in order, and never cross a verb group; dates are not chunks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.extraction.parts import Chunk, Mention, Token, VerbGroup

_INSIDE = frozenset(("DET", "ADJ", "NUM", "NOUN", "NAME", "POSS", "VBG"))
_PLAIN = frozenset(("ADJ", "NUM", "NOUN", "NAME", "VBG"))
_FIRST = frozenset(("DET", "ADJ", "NUM", "NOUN", "NAME", "PRON", "VBG", "ADV"))
"""Tags that a phrase can begin with."""
_ENDS = frozenset(("TO", "CONJ", "SUB", "WH", "MODAL", "AUX", "VERB", "VBD", "VBN", "NEG"))
"""Tags that nothing of a phrase has."""
_DEFINITE = frozenset("the this that these those its their his her our my your".split())
_PRONOUNS = frozenset("this that these those all both each some many most several few".split())
_QUOTES = frozenset("“”\"‘’'")
_MONEY = frozenset("$€£₹¥%")
_ODD_FIRST = _MONEY | {"per"}
_GOVERNING = frozenset(("after", "before", "since", "until", "till", "as", "than"))
_COMPLEX = {
    ("along", "with"): "with", ("together", "with"): "with", ("as", "well", "as"): "and", ("in", "addition", "to"): "and",
    ("ahead", "of"): "before", ("because", "of"): "because", ("due", "to"): "because", ("on", "behalf", "of"): "of", ("out", "of"): "from",
    ("away", "from"): "from", ("apart", "from"): "except", ("instead", "of"): "instead", ("such", "as"): "including", ("as", "part", "of"): "under",
    ("according", "to"): "according", ("next", "to"): "near", ("up", "to"): "up", ("in", "response", "to"): "because", ("in", "front", "of"): "before",
    ("on", "the", "sidelines", "of"): "sidelines", ("on", "the", "margins", "of"): "sidelines", ("in", "the", "margins", "of"): "sidelines",
    ("on", "the", "fringes", "of"): "sidelines", ("in", "exchange", "for"): "exchange", ("in", "return", "for"): "exchange", ("subject", "to"): "under",
    ("with", "respect", "to"): "about", ("with", "regard", "to"): "about", ("other", "than"): "except", ("as", "of"): "from", ("prior", "to"): "before",
    ("in", "terms", "of"): "about", ("thanks", "to"): "because", ("owing", "to"): "because", ("in", "accordance", "with"): "under",
    ("alongside",): "with", ("including",): "including", ("excluding",): "except", ("amid",): "amid", ("amidst",): "amid",
}  # fmt: skip
_COMPLEX_BY_FIRST = {first: {key[1] for key in _COMPLEX if key[0] == first and len(key) > 1} for first, *_ in _COMPLEX}
"""First word to the second ones."""
_LONGEST = max(map(len, _COMPLEX))


def find(
    tokens: Sequence[Token], mentions: Sequence[Mention], groups: Sequence[VerbGroup], dated: Sequence[tuple[int, int]]
) -> list[Chunk]:
    """The chunks of a sentence; *dated* are token stretches that dates took, and each is a `group` of its own."""
    size = len(tokens)
    taken = [False] * (size + 1)
    through = dict(dated)
    for group in groups:
        taken[group.first : group.last] = [True] * (group.last - group.first)
    for first, last in dated:
        taken[first:last] = [True] * (last - first)
    inside: list[Mention | None] = [None] * (size + 1)
    for mention in mentions:
        width = mention.last - mention.first
        inside[mention.first : mention.last] = [mention] * width
        taken[mention.first : mention.last] = [False] * width
    found: list[Chunk] = []
    at, prep = 0, ""
    while at < size:
        if taken[at]:
            prep = ""
            at += 1
            continue
        token = tokens[at]
        last = at
        if inside[at] is not None or token.tag in _FIRST or token.lower in _ODD_FIRST:
            last = _end(tokens, at, taken, inside, through)
        if last == at:
            at, prep = _preposition(tokens, at, prep)
        elif taken[last] and token.tag == "DET" and _determiners(tokens, at, last):
            at = last
        else:
            found.append(_made(tokens, at, last, prep, len(found), inside))
            at, prep = last, ""
    return found


def _determiners(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether nothing but determiners that are no pronouns stand in a stretch."""
    return all(token.tag == "DET" and token.lower not in _PRONOUNS for token in tokens[first:last])


def _preposition(tokens: Sequence[Token], at: int, prep: str) -> tuple[int, str]:
    """Where to go on after a word that no phrase begins with, and which preposition holds there."""
    token = tokens[at]
    lower, tag = token.lower, token.tag
    if lower in _COMPLEX_BY_FIRST:
        opens = at + 1 < len(tokens) and tokens[at + 1].lower in _COMPLEX_BY_FIRST[lower]
        words = tuple([each.lower for each in tokens[at : at + (_LONGEST if opens else 1)]])
        for size in range(len(words), 0, -1):
            if words[:size] in _COMPLEX:
                return at + size, _COMPLEX[words[:size]]
    if tag in ("PREP", "TO") or (tag == "SUB" and lower in _GOVERNING):
        return at + 1, lower
    return at + 1, prep if tag in ("ADV", "ADJ") else ""


def _end(
    tokens: Sequence[Token],
    at: int,
    taken: Sequence[bool],
    inside: Sequence[Mention | None],
    through: Mapping[int, int],
) -> int:
    index, words = at, 0
    size = len(tokens)
    while index < size:
        if taken[index]:
            if words and index in through and _date_inside(tokens, index, through[index], taken):
                index = through[index]
                continue
            break
        token = tokens[index]
        mention = inside[index]
        if mention is not None:
            if words and _opens_another(tokens, index, mention):
                break
            index = mention.last
            words += 1
            owns = mention.form == "pronoun" and tokens[index - 1].tag == "DET"
            if mention.kind == "person" and not owns and not _goes_on(tokens, index):
                break
            continue
        tag = token.tag
        if tag in _PLAIN:
            words += 1
            index += 1
            continue
        if tag in _ENDS or (tag == "PREP" and token.lower != "per"):
            break
        if tag == "PRON":
            return index + 1 if index == at else index
        if tag == "DET" and words and tokens[index - 1].tag != "DET":
            break
        if tag == "POSS" and not words:
            break
        if token.text in _QUOTES and words and _quoted_inside(tokens, index, taken):
            index += 1
            continue
        if tag == "ADV":
            if index + 1 < size and tokens[index + 1].tag in ("ADJ", "NUM") and not taken[index + 1]:
                index += 1
                continue
            break
        if (
            tag not in _INSIDE
            and token.text not in _MONEY
            and not (token.lower == "per" and index + 1 < size and tokens[index + 1].lower == "cent")
            and not (token.text == "-" and words)
        ):
            break
        words += 1
        index += 1
    while index > at and (tokens[index - 1].text in "-$" or tokens[index - 1].tag == "ADV"):
        index -= 1
    while (
        index - 1 > at
        and tokens[index - 1].tag == "ADJ"
        and inside[index - 1] is None
        and tokens[index - 2].tag == "NOUN"
    ):
        index -= 1  # "the meeting due in Washington"
    return index


def _opens_another(tokens: Sequence[Token], at: int, mention: Mention) -> bool:
    """Whether a mention begins a phrase of its own, whatever stands before it."""
    if mention.kind == "person":
        return mention.form != "office" and tokens[at - 1].tag not in ("DET", "ADJ", "NOUN", "POSS")
    return mention.form == "name" and mention.kind == "party" and tokens[at].tag == "DET"  # "10% every country pays"


def _quoted_inside(tokens: Sequence[Token], at: int, taken: Sequence[bool]) -> bool:
    """Whether a quotation mark stands inside a phrase: "a “very good” conversation"."""
    before = tokens[at - 1].tag
    if before in ("DET", "POSS"):
        return any(token.text in _QUOTES for token in tokens[at + 1 : at + 5])
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    opened = any(token.text in _QUOTES for token in tokens[max(0, at - 5) : at])
    return (
        opened
        and before in ("ADJ", "NOUN")
        and after is not None
        and after.tag in ("NOUN", "ADJ")
        and not taken[at + 1]
    )


def _date_inside(tokens: Sequence[Token], first: int, last: int, taken: Sequence[bool]) -> bool:
    """Whether a date stands before the head of its phrase: "their September 9 phone call"."""
    before = tokens[first - 1].tag
    if before not in ("DET", "POSS", "ADJ") or last >= len(tokens) or taken[last]:
        return False
    return tokens[last].tag in ("NOUN", "ADJ", "NAME", "VBG")


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase goes on after a person's name: "Trump's tariffs", "Biden administration"."""
    return at < len(tokens) and tokens[at].tag in ("POSS", "NOUN", "ADJ")


def _made(
    tokens: Sequence[Token], first: int, last: int, prep: str, group: int, inside: Sequence[Mention | None]
) -> Chunk:
    head = last - 1
    token = tokens[head]
    while head > first and (token.text in _MONEY or token.tag == "POSS"):
        head -= 1
        token = tokens[head]
    held: list[Mention] = []
    index = first
    while index < last:
        mention = inside[index]
        if mention is None:
            index += 1
        else:
            held.append(mention)
            index = mention.last
    return Chunk(first, last, head, token.lemma.lower(), prep, group, tokens[first].lower in _DEFINITE, tuple(held))
