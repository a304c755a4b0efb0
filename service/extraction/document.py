"""
The document: an article's text, read by the stages into sentences with everything that rules ask for.

Pure and linear in the text; offsets always count code points of the text as it came.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import UTC, date, datetime
from operator import attrgetter

import msgspec

from service.domain.claims import Evidence
from service.domain.edtf import parse
from service.extraction import (
    chunks,
    clauses,
    clean,
    counterparts,
    dates,
    homelands,
    mentions,
    people,
    references,
    sentences,
    sightings,
    tags,
    tokens,
    verbgroups,
)
from service.extraction.discourse import Discourse
from service.extraction.parts import Clause, DateMention, Mention, Person, Sentence, Tense, Token, VerbGroup
from service.extraction.sightings import Sighting


class Document(msgspec.Struct, frozen=True):
    """
    An article as rules see it. `today` is the UTC day of publication; `people` is the article's cast.

    `headline` is the title as a sentence of its own text: it tells what the article is about and gives no evidence.
    """

    text: str
    published_at: datetime
    today: date
    title: str | None
    sentences: tuple[Sentence, ...]
    people: tuple[Person, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    headline: Sentence | None = None

    def main_parties(self) -> tuple[str, ...]:
        """The two parties that the article names above all others, () where no two stand out."""
        counts: Counter[str] = Counter()
        for sentence in self.sentences:
            for mention in sentence.mentions:
                if mention.kind in ("party", "person"):
                    counts.update(set(mention.codes) - {"WORLD"})
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) < 2 or (len(ranked) > 2 and ranked[1][1] < 2 * ranked[2][1]):
            return ()
        return (ranked[0][0], ranked[1][0])

    def evidence(self, sentence: Sentence, first: int, last: int) -> Evidence:
        """The evidence that covers the tokens from *first* to before *last* of *sentence*."""
        return Evidence(sentence.tokens[first].start, sentence.tokens[last - 1].end)


_COMING_INTO = ("effective", "starting", "beginning", "with effect")
"""Words before a day that begins something: it is the nearest one, whatever tense tells of it."""
_SETTLED = frozenset(
    "sign agree reach strike conclude ink initial launch hold impose adopt approve release publish elect appoint found".split()
)
"""What a participle of these tells is done: "the agreement signed in July"."""
_UNDOES = frozenset(("move", "upset", "cancel"))
_AHEAD = 275
"""What was planned for a day that is farther ahead was planned for the same day that has passed."""
_PLANNED = frozenset(("month", "month_days", "days_month", "part_month", "rel_month"))
_YEAR = 4
"""A year alone is no day from which "the day after" is counted."""
_BOUNDS = frozenset(("to", "until", "till", "through"))
_PUTS_OFF = frozenset(("move", "upset", "duty_delay", "duty_extend", "duty_suspend"))
"""Verbs of these classes say, with one of `_BOUNDS`, how long or to when something is put off."""
_ARRANGES = frozenset(("pencil", "schedule", "plan", "arrange", "slate"))


_end = attrgetter("end")


class _Line(msgspec.Struct, gc=False):
    """A sentence on its way through the stages."""

    paragraph: int
    start: int
    end: int
    heading: bool
    tokens: list[Token]
    openings: list[int]
    sightings: list[Sighting]


def read(text: str, published_at: datetime, title: str | None = None) -> Document:
    """Read *text* as published at *published_at* (aware). *title* introduces people and parties but gives no evidence."""
    lines = _lines(text)
    tokened = [line.tokens for line in lines]
    sighted = homelands.settled(
        tokened,
        [line.paragraph for line in lines],
        [sighting for line in lines for sighting in line.sightings],
        clean.home(text),
    )
    sighted = counterparts.filled(tokened, sighted)
    cast = mentions.cast_of(sighted)
    discourse = Discourse(cast)
    today = published_at.astimezone(UTC).date()
    headline = _introduce(title, cast, discourse, today) if title else None
    anchor: date | None = None
    done: list[Sentence] = []
    for index, line in enumerate(lines):
        sentence, anchor = _sentence(text, index, line, cast, discourse, today, anchor)
        done.append(sentence)
    return Document(text, published_at, today, title, tuple(done), cast.people, tuple(sighted), headline)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for paragraph, block in enumerate(clean.blocks(text)):
        for start, end in sentences.split(text, block.start, block.end):
            words = tags.tag(tokens.tokenize(text, start, end), heading=block.kind == "heading")
            if words:
                opening = sightings.openings(words)
                found = sightings.sightings(words, opening, len(lines))
                lines.append(_Line(paragraph, start, end, block.kind == "heading", words, opening, found))
    return lines


def _introduce(title: str, cast: people.Cast, discourse: Discourse, today: date) -> Sentence | None:
    words = tags.tag(tokens.tokenize(title, 0, len(title)), heading=True)
    if not words:
        return None
    opening = sightings.openings(words)
    sighted = sightings.sightings(words, opening, -1)
    for sighting in sighted:
        if sighting.sure and cast.find(sighting.name) is None:
            cast.add(sighting.name, sighting.role, sighting.country)
    line = _Line(-1, 0, len(title), True, words, opening, sighted)  # noqa: FBT003
    return _sentence(title, -1, line, cast, discourse, today, None)[0]


def _sentence(
    text: str,
    index: int,
    line: _Line,
    cast: people.Cast,
    discourse: Discourse,
    today: date,
    anchor: date | None,
) -> tuple[Sentence, date | None]:
    words = line.tokens
    named = references.resolve(words, mentions.find(words, line.openings, line.sightings, cast), discourse)
    groups = _outside(verbgroups.find(words), named)
    specs = [(spec, _covered(words, spec.start, spec.end)) for spec in dates.find(text, line.start, line.end, words)]
    specs = [each for each in specs if not _in_a_name(named, *each[1])]
    if specs:
        named = [m for m in named if not any(a <= m.first and m.last <= b for _, (a, b) in specs)]
    blank = [DateMention(spec.start, spec.end, span[0], span[1], None) for spec, span in specs if span[0] < span[1]]
    found = chunks.find(words, named, groups, [(d.first, d.last) for d in blank])
    grouped, parsed = clauses.find(words, found, groups, blank)
    resolved: list[DateMention] = []
    for spec, span in specs:
        if span[0] >= span[1]:
            continue
        tense: Tense = "future" if spec.prefix == "for" else _tense(parsed, span[0])
        if spec.prefix == "since" or _recalled(words, span[0]):
            tense = "past"
        elif spec.prefix.startswith(_COMING_INTO):
            tense = "future" if spec.name == "weekday" else "none"  # "announced a duty effective April 12"
        elif (
            spec.name in _PLANNED
            and tense == "past"
            and _set_for(
                parsed,
                span[0],
                spec.name,
                to=spec.prefix in _BOUNDS or (span[0] > 0 and words[span[0] - 1].lower in _BOUNDS),
            )
        ):
            tense = "future"  # "has pencilled in a trip to Bern on February 20", "cancelled a trip in April"
        if line.heading and tense == "present":
            tense = "none"  # headlines tell the past in the present
        mention = dates.resolve(spec, today, tense, anchor, span)
        if tense == "future" and mention is not None and _missed(mention, today) and _was_planned(parsed, span[0]):
            mention = dates.resolve(spec, today, "past", anchor, span)
        resolved.append(mention or DateMention(spec.start, spec.end, span[0], span[1], None))
        if mention is not None and mention.value is not None:
            anchor = (parse(mention.value).latest or anchor) if len(mention.value) > _YEAR else anchor
    resolved = _ranges(words, resolved)
    discourse.note(words, named, parsed)
    sentence = Sentence(
        index,
        line.paragraph,
        line.start,
        line.end,
        line.heading,
        tuple(words),
        tuple(named),
        tuple(resolved),
        grouped,
        parsed,
        frozenset([token.lower for token in words]),
    )
    return sentence, anchor


def _ranges(words: list[Token], dated: list[DateMention]) -> list[DateMention]:
    """*dated* with "from August 31" and "to September 1" as one stretch, told by both."""
    done: list[DateMention] = []
    for mention in dated:
        before = done[-1] if done else None
        gap = [t.lower for t in words[before.last : mention.first]] if before is not None else []
        joined = gap in (["to"], ["until"], ["till"], ["through"], ["-"], ["–"]) or (
            gap == ["and"] and before is not None and words[before.first - 1].lower == "between"
        )
        if before is None or not joined or before.value is None or mention.value is None:
            done.append(mention)
            continue
        first, last = before.value.partition("/")[0], mention.value.rpartition("/")[2]
        if first > last:
            last = _year_on(words, mention, last)
        if first > last:
            done.append(mention)
            continue
        text = f"{first}/{last}"
        done[-1] = msgspec.structs.replace(before, edtf=text, value=text, relation="span")
        done.append(msgspec.structs.replace(mention, edtf=text, value=text, relation="span"))
    return done


def _year_on(words: list[Token], mention: DateMention, last: str) -> str:
    """The day *last* a year later, where the year was left out: "from August 7 to February 6"."""
    told = any(token.text.isdigit() and len(token.text) == 4 for token in words[mention.first : mention.last])
    if told or len(last) != 10 or last.endswith("02-29"):
        return last
    return f"{int(last[:4]) + 1:04d}{last[4:]}"


def _in_a_name(named: list[Mention], first: int, last: int) -> bool:
    """Whether what reads as a date is part of somebody's name: "Dong Jun", "Jan Christian Vestre"."""
    return any(
        m.kind == "person" and m.form == "name" and m.first <= first and last <= m.last and m.last - m.first > 1
        for m in named
    )


def _set_for(parsed: tuple[Clause, ...], at: int, name: str, *, to: bool) -> bool:
    """Whether a date is that of what is arranged or called off, not of the arranging."""
    held = next((clause for clause in reversed(parsed) if clause.first <= at), None)
    if held is not None and at < held.verb.first and not _UNDOES.isdisjoint(held.verb.classes):
        return name not in ("month", "part_month", "rel_month")  # "the meeting on October 31 has been dropped"
    if held is None or at < held.verb.last:
        return False
    if to and not _PUTS_OFF.isdisjoint(held.verb.classes):
        return True  # "has been moved to the first half of March"
    if held.verb.lemma == "expect" and not held.objects:
        return True  # "Greer, expected in Brussels on 24 November"
    if not held.objects or held.verb.voice == "passive":
        return False
    return held.verb.lemma in _ARRANGES or (name == "month" and bool({"cancel", "upset"} & set(held.verb.classes)))


def _missed(mention: DateMention, today: date) -> bool:
    """Whether a day still to come is so far ahead that the same day of the year has just passed."""
    earliest = parse(mention.value).earliest if mention.value is not None else None
    return earliest is not None and (earliest - today).days > _AHEAD


def _was_planned(parsed: tuple[Clause, ...], at: int) -> bool:
    """Whether a clause tells in the past what was planned: "the visit that was set for March 14"."""
    held = next((clause for clause in reversed(parsed) if clause.first <= at), None)
    if held is not None and held.verb.tense == "none" and held.index + 1 < len(parsed):
        held = parsed[held.index + 1]  # "a visit led by Lynch, set for August 25, was called off"
    return held is not None and held.verb.tense == "past"


def _recalled(words: list[Token], at: int) -> bool:
    """Whether a date stands inside what "after" or "following" governs: "following their September 9 call"."""
    if not at or words[at - 1].tag not in ("DET", "POSS"):
        return False
    return any(token.lower in ("after", "following", "since") for token in words[max(0, at - 4) : at])


def _outside(groups: list[VerbGroup], named: list[Mention]) -> list[VerbGroup]:
    """The verb groups that are not part of a name."""
    taken: set[int] = set()
    for mention in named:
        taken.update(range(mention.first, mention.last))
    return [group for group in groups if group.head not in taken]


def _covered(words: list[Token], start: int, end: int) -> tuple[int, int]:
    """The half-open token positions that lie in the characters from *start* to *end*."""
    first = bisect_right(words, start, key=_end)
    last = first
    while last < len(words) and words[last].start < end:
        last += 1
    return first, last


def _tense(parsed: tuple[Clause, ...], at: int) -> Tense:
    """The tense in which a date at token *at* is meant: its clause's, or that of what the clause hangs on."""
    held = next((clause for clause in reversed(parsed) if clause.first <= at), parsed[0] if parsed else None)
    seen = 0
    while held is not None and seen < 8:
        verb = held.verb
        if at < verb.first and verb.chain and verb.tense != "none":
            return verb.tense
        if (
            verb.modality == "proposed"
            and verb.tense == "past"
            and verb.chain[-1:] in (("apply",), ("ask",), ("request",))
        ):
            return "past"
        if verb.modality in ("planned", "expected", "agreed", "threatened", "proposed", "wanted"):
            return "future"
        if verb.tense != "none" and verb.modality != "hypothetical":
            return verb.tense
        if verb.form == "participle" and not verb.chain and verb.lemma in _SETTLED:
            return "past"  # "expected to review the agreement signed in July"
        if verb.form == "infinitive" and not verb.chain:
            return "future" if held.parent is None or parsed[held.parent].verb.tense != "past" else "none"
        held = parsed[held.parent] if held.parent is not None and held.parent != held.index else None
        seen += 1
    return "none"
