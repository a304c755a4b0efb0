"""
Hints: what in a sentence speaks for and against two sides having met, as named features.

A feature says one thing that can be seen; what it counts stands in `meeting_weights.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from service.extraction.clause_scene import REPORTING
from service.extraction.meeting import nouns, sides
from service.extraction.meeting.company import Side, Stop, place_of
from service.extraction.parts import Chunk, Clause, Sentence

_CLASSES = frozenset(
    "discuss upset cancel move deny meet speak call inform host hold visit attend organise take_place gather deal_signed".split()
)
_TELLING = frozenset(
    """phone telephone line together joint jointly sidelines margins dinner lunch breakfast tea supper video virtual summit person handshake
    photograph stage alongside beside face counterpart counterparts bilateral bilaterally venue residence palace hotel stopover ceremony
    signed room table hour hours minutes evening morning afternoon night here there round session delegation""".split()
)
_TURNS = frozenset(
    "and but while that who which where before after when if because as since until though although than like unlike about against despite without over".split()
)
"""Words between two sides after which another thing may be told."""
_MANY = 3


class Seen(msgspec.Struct, frozen=True):
    """A sentence with what holds for all that stand in it: its events, the features of its own words, its verbs with their classes."""

    sentence: Sentence
    events: tuple[nouns.Event, ...]
    common: tuple[str, ...]
    verbs: tuple[tuple[Clause, list[str]], ...]


def seen(sentence: Sentence, events: Iterable[nouns.Event]) -> Seen:
    """What *sentence*, which names *events*, shows of itself, looked at once."""
    verbs = tuple((clause, _classes(clause)) for clause in sentence.clauses)
    return Seen(sentence, tuple(events), tuple(_of_words(sentence)), verbs)


def _classes(clause: Clause) -> list[str]:
    """What kinds of verb tell *clause*."""
    verb = clause.verb
    return sorted(_CLASSES.intersection(verb.classes)) or (["say"] if verb.lemma in REPORTING else ["other"])


def of(held: Seen, left: Side, right: Side | None) -> list[str]:
    """The features of *left* and *right* (None where *left* alone is of several countries) having met."""
    found = [*_of_sides(left, right), *held.common]
    if right is not None:
        found += _between(held.sentence, left, right)
    found += _of_clauses(held, left, right)
    found += _of_events(held, left, right)
    return list(dict.fromkeys(found))


def _of_sides(left: Side, right: Side | None) -> Iterator[str]:
    yield "always"
    kinds = f"{left.kind} {right.kind if right is not None else 'alone'}"
    yield f"kinds {kinds}"
    yield f"left {left.form}{' owner' if left.owner else ''}"
    if right is not None:
        yield f"right {right.form}{' owner' if right.owner else ''}"
        yield f"prep {right.prep or 'none'}"
        yield f"preps {left.prep or 'none'} {right.prep or 'none'}"
        yield f"{kinds} {right.prep}"
    else:
        yield f"alone {left.prep or 'none'}"


def _of_words(sentence: Sentence) -> Iterator[str]:
    for word in sorted(sentence.said & _TELLING):
        yield f"word {word}"
    if sentence.heading:
        yield "heading"
    dated = any(date.edtf for date in sentence.dates)
    if dated:
        yield "dated"
    if sides.place(sentence.chunks, frozenset(("in", "at"))) is not None:
        yield "placed"
        if dated:
            yield "placed and dated"


def _between(sentence: Sentence, left: Side, right: Side) -> Iterator[str]:
    between = sentence.tokens[left.last : right.first]
    yield f"far {min(len(between) // 5, 5)}"
    if any(token.text in ';:“”"' for token in between):
        yield "parted"
    for token in between:
        if token.lower in _TURNS:
            yield f"between {token.lower}"


def _of_clauses(held: Seen, left: Side, right: Side | None) -> Iterator[str]:
    shared = False
    for clause, classes in held.verbs:
        mine = place_of(clause, left)
        other = place_of(clause, right) if right is not None else ""
        verb = clause.verb
        if right is not None and mine and other:
            shared = True
            for name in classes:
                yield f"{name}: {mine} {other}"
            yield f"lemma {verb.lemma}: {mine} {other}"
            yield from _of_verb(clause)
        elif right is None and mine:
            shared = True
            for name in classes:
                yield f"{name}: {mine} alone"
            yield from _of_verb(clause)
        elif right is not None and left.last <= verb.first < right.first:
            for name in classes:
                yield f"passes {name}"
            yield f"passes lemma {verb.lemma}"
    if not shared:
        yield "apart"
    if right is not None:
        verbs = sum([left.last <= clause.verb.first < right.first for clause, _ in held.verbs])
        yield f"verbs {min(verbs, _MANY)}"


def _of_verb(clause: Clause) -> Iterator[str]:
    verb = clause.verb
    yield f"modality {verb.modality}"
    yield f"tense {verb.tense}"
    yield f"form {verb.form}"
    if verb.negated:
        yield "negated"
    if clause.marker:
        yield f"marker {clause.marker}"
    if clause.quoted:
        yield "quoted"


def _of_events(held: Seen, left: Side, right: Side | None) -> Iterator[str]:
    last = right.first if right is not None else left.last
    for event in held.events:
        chunk = event.chunk
        where = "between" if left.first <= chunk.head < last else "before" if chunk.head < left.first else "after"
        yield f"event {event.group} {where}"
        yield f"event {chunk.lemma} {where}"
        if right is not None and where == "between" and right.prep in ("with", "between", "to", "and", "of"):
            yield f"event {event.group} {right.prep}"
        if (
            where == "before"
            and left.prep in ("between", "of", "with", "by", "and")
            and left.first - chunk.last < _MANY
        ):
            yield f"event {event.group} of {left.prep}"
        if where == "after" and right is None:
            yield f"event {event.group} prep {chunk.prep}"
    if not held.events:
        yield "no event"


def of_journey(held: Seen, side: Side, stop: Stop) -> list[str]:
    """The features of *side* having been to *stop*."""
    sentence, chunk = held.sentence, stop.chunk
    found = ["always", f"who {side.kind} {side.form}{' owner' if side.owner else ''}", f"to {chunk.prep or 'none'}"]
    found.append("city" if len(stop.place) > 2 else "country")
    ordered = side.first < chunk.first
    first, last = (side.last, chunk.first) if ordered else (chunk.last, side.first)
    between = sentence.tokens[first:last]
    found += [f"order {ordered}", f"far {min(len(between) // 5, 5)}"]
    if sentence.heading:
        found.append("heading")
    found += _when_near(sentence, chunk)
    found += [f"between {t.lower}" for t in between if t.tag in ("CONJ", "SUB", "WH") or t.text in ';:“”",']
    found += _by_verb(held, side, stop, first, last)
    for event in held.events:
        other = event.chunk
        where = "between" if first <= other.head < last else "before" if other.head < first else "after"
        found.append(f"event {event.group} {where}")
        if where == "between" and other.last >= chunk.first - 3:
            found += [f"event {event.group} {chunk.prep}", f"event {other.lemma} {chunk.prep}"]
    return list(dict.fromkeys(found))


def _when_near(sentence: Sentence, chunk: Chunk) -> Iterator[str]:
    dated = [date for date in sentence.dates if date.edtf is not None]
    yield "dated" if dated else "undated"
    if any(0 <= date.first - chunk.last <= 1 or 0 <= chunk.first - date.last <= _MANY for date in dated):
        yield "day beside"


def _by_verb(held: Seen, side: Side, stop: Stop, first: int, last: int) -> Iterator[str]:
    shared = False
    for clause, classes in held.verbs:
        mine, there = place_of(clause, side), place_of(clause, stop)
        verb = clause.verb
        if mine and there:
            shared = True
            yield from (f"{name}: {mine} {there}" for name in classes)
            yield f"lemma {verb.lemma}: {mine} {there}"
            yield from _of_verb(clause)
        elif first <= verb.first < last:
            yield from (f"passes {name}" for name in classes)
            yield f"passes lemma {verb.lemma}"
    if not shared:
        yield "apart"
    verbs = sum([first <= clause.verb.first < last for clause, _ in held.verbs])
    yield f"verbs {min(verbs, _MANY)}"
