"""
Explaining: which frame and which rule gave each claim, and why a sentence with a trigger gave none.

Every claim has a rule with a name: the kind, and the class of the verb, the noun or the title that tells it. Nothing
is read anew in another way: what is explained is what the reader found in the same document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from service.domain.claims import Claim, kind_of
from service.extraction import reader, tariffs, words
from service.extraction.document import Document, read
from service.extraction.parts import Clause, Sentence
from service.extraction.tariffs.statements import Statement

_WEAK = frozenset(("be", "have", "do", "take", "see", "make", "get", "go", "come", "say", "tell", "want", "include"))
"""Verbs of the tables that mostly tell something else; alone they make no trigger worth a word."""
_NEEDS = {
    "tariff": "whose duty it is, on whose goods, and a rate or what happens to it",
    "meeting": "two sides who meet, or a visitor from elsewhere and a place",
    "membership": "a member and an initiative",
    "negotiation": "two parties, and talks or a deal that the verb is said of",
    "position": "a party that holds it, and what it wants or refuses",
    "office": "a person and an office",
}
_UNREAL = {
    "hypothetical": "it is only supposed",
    "possible": "it is only possible",
    "wanted": "it is only wanted",
    "refused": "it is refused",
    "failed": "it failed or was stopped",
    "proposed": "it is only proposed",
    "threatened": "it is only threatened",
}


class Reading(msgspec.Struct, frozen=True):
    """A claim with the sentence that tells it, the frame that it was read in, and the rule's name (`kind.class`)."""

    claim: Claim
    sentence: Sentence
    frame: str
    rule: str
    leans: tuple[str, ...] = ()


class Silence(msgspec.Struct, frozen=True):
    """A trigger (a verb of the tables, `start` to `end` of the text) in a sentence that gave no claim of its kind, and why."""

    sentence: Sentence
    start: int
    end: int
    rule: str
    reason: str


@cache
def kinds_of_classes() -> dict[str, str]:
    """Verb class to the kind of claim that it tells, as the tables are named."""
    found: dict[str, str] = {}
    for table, classes in words.verb_tables().items():
        kind = "tariff" if table.startswith("tariffs/") else table.removeprefix("lexicon/").removesuffix("_verbs.yaml")
        found.update(dict.fromkeys(classes, kind))
    return found


def explain(article: reader.Article) -> tuple[list[Reading], list[Silence]]:
    """The claims of *article* as the default reader finds them, each explained, and what was not read."""
    document = read(article.text, article.published_at, article.title)
    claims = reader.claims_of(document)
    stated = _stated(document)
    readings = [_reading(document, claim, stated) for claim in claims]
    return readings, list(_silences(document, readings))


def _stated(document: Document) -> list[tuple[int, int, Statement]]:
    """What is said of duties, each with the stretch of the text that says it."""
    views = tariffs.viewed(document)
    found = []
    for statement in tariffs.statements(document, views):
        tokens = views[statement.sentence].tokens
        last = max(min(statement.last, len(tokens)), statement.first + 1)
        found.append((tokens[statement.first].start, tokens[last - 1].end, statement))
    return found


def _reading(document: Document, claim: Claim, stated: Sequence[tuple[int, int, Statement]]) -> Reading:
    span = claim.evidence[0]
    sentence = next(each for each in document.sentences if each.start <= span.start < each.end)
    kind = kind_of(claim)
    clause = _telling(sentence, kind, span.start, span.end)
    if kind == "tariff":
        statement = next((held for start, end, held in stated if (start, end) == (span.start, span.end)), None)
        name = (statement.frame if statement is not None else "") or "phrase"
        frame = _frame(sentence, clause) if clause is not None and name.startswith("duty_") else f"{name}: no verb"
        return Reading(claim, sentence, frame, f"tariff.{name}", _leans(statement))
    if clause is None:
        noun = "title" if kind == "office" else "noun"
        return Reading(claim, sentence, f"{noun}: no verb of the kind", f"{kind}.{noun}")
    name = next(name for name in clause.verb.classes if kinds_of_classes().get(name) == kind)
    return Reading(claim, sentence, _frame(sentence, clause), f"{kind}.{name}")


def _leans(statement: Statement | None) -> tuple[str, ...]:
    """What the sentence left out and the article's thread filled in."""
    if statement is None or statement.duty is None:
        return ()
    duty = statement.duty
    told = []
    if not statement.agent and not statement.owner:
        told.append("who imposes it")
    if statement.targets and not (duty.scope.targets or duty.left.payer or statement.owner):
        told.append("on whose goods")
    return tuple(told)


def _telling(sentence: Sentence, kind: str, start: int, end: int) -> Clause | None:
    """The clause within the evidence whose verb the tables give to *kind*."""
    for clause in sentence.clauses:
        head = sentence.tokens[clause.verb.head]
        if start <= head.start < end and any(kinds_of_classes().get(name) == kind for name in clause.verb.classes):
            return clause
    return None


def _frame(sentence: Sentence, clause: Clause) -> str:
    verb = clause.verb
    subject = ", ".join(" ".join(t.text for t in sentence.tokens[c.first : c.last]) for c in clause.subject) or "nobody"
    marks = [verb.voice, verb.tense, verb.modality, *(["negated"] if verb.negated else [])]
    return f"{' '.join((*verb.chain, verb.lemma))} ({', '.join(marks)}), said of {subject}"


def _silences(document: Document, readings: Iterable[Reading]) -> Iterator[Silence]:
    spans = [span for each in readings for span in each.claim.evidence]
    for sentence in document.sentences:
        for clause in sentence.clauses:
            head = sentence.tokens[clause.verb.head]
            speaks = bool(sentence.mentions) or "%" in document.text[sentence.start : sentence.end]
            told = any(span.start <= head.start < span.end for span in spans)
            if told or not speaks or clause.verb.lemma in _WEAK:
                continue
            for name in clause.verb.classes:
                kind = kinds_of_classes().get(name)
                if kind is not None:
                    first, last = sentence.tokens[clause.verb.first], sentence.tokens[clause.verb.last - 1]
                    yield Silence(sentence, first.start, last.end, f"{kind}.{name}", _why(clause, kind))


def _why(clause: Clause, kind: str) -> str:
    verb = clause.verb
    if clause.verb.modality in _UNREAL:
        return _UNREAL[verb.modality]
    if verb.negated:
        return "it is denied"
    if clause.marker in ("if", "unless", "whether"):
        return "it is a condition"
    named = any(chunk.mentions for chunk in (*clause.subject, *clause.objects, *clause.phrases))
    lacks = "" if named else "its clause names nobody; "
    return f"{lacks}the rule needs {_NEEDS[kind]}"
