"""
Dating: the day on which the state of a duty begins, chosen among the days that its article tells, or none of them.

A day is never made up: it is told in a date of the article, by another of its duties, or by words for "at once". What
speaks for each day is weighed (`dating_weights.yaml` of the lexicon; `python -m tests.extraction.tariffs.timing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from service.domain.edtf import parse
from service.extraction import weighing
from service.extraction.parts import DateMention
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

TABLE = "dating"
NONE = ""
_EFFECT = frozenset(
    (
        "effect effective force start starts started starting begin begins began beginning kick kicks kicked apply "
        "applies applied applying come comes came enter enters entered go goes went bite bites valid run runs "
        "collected collecting collection charged"
    ).split()
)
_AT_ONCE = frozenset("immediately immediate overnight midnight today instantly".split())
_BEFORE = frozenset("from since on by in until of after as effective at for before last next this".split())
_SAID = frozenset("say announce tell sign post write unveil publish speak agree meet add propose threaten warn".split())
_NEAR = ((3, "3"), (8, "8"), (15, "15"), (30, "30"))
_BEGINNING = frozenset(("in_force", "announced", "signed", "reduced"))
"""States whose first day is asked for; when others begin, their verbs tell."""
_ENOUGH = 1.5
"""So much more must speak for a day than for none."""
_FAR = 6
"""So many sentences with a day of effect are looked at, the nearest first."""


class Dates:
    """The days that an article tells: in its sentences, and by its duties."""

    def __init__(self, statements: Sequence[Statement], views: Sequence[View], today: date) -> None:
        self._views, self._today = views, today
        self._dated = [view.index for view in views if any(mention.value for mention in view.sentence.dates)]
        self._effective = [at for at in self._dated if self._views[at].said & _EFFECT]
        self._told = [held for held in statements if held.valid_from is not None and not held.drop]
        self._often = Counter(held.valid_from for held in self._told)

    def choices(self, statement: Statement) -> dict[str, list[str]]:
        """The days on which *statement*'s state can begin, `NONE` among them, with what speaks for each."""
        found: dict[str, list[str]] = {NONE: self._silent(statement)}
        for value, features in self._candidates(statement):
            held = found.setdefault(value, [self._time(value, statement)])
            held += [feature for feature in features if feature not in held]
        return found

    def _silent(self, statement: Statement) -> list[str]:
        here = [mention for mention in self._views[statement.sentence].sentence.dates if mention.value]
        return [
            f"none {statement.status}",
            f"none {statement.status} {'dates' if here else 'no dates'}",
            f"none told {min(len(self._often), 3)} {statement.status}",
            f"none effective {min(len(self._effective), 2)}",
            f"none {'had' if statement.valid_from else 'had not'}",
            f"none frame {statement.frame}",
        ]

    def _candidates(self, statement: Statement) -> Iterator[tuple[str, list[str]]]:
        if statement.valid_from is not None:
            yield statement.valid_from, ["own", f"own {statement.frame}", f"own {statement.status}"]
        view = self._views[statement.sentence]
        for mention in view.sentence.dates:
            if mention.value is not None and mention.relation != "duration":
                yield _first(mention), self._here(statement, view, mention)
        nearest = sorted(self._effective, key=lambda at: abs(at - statement.sentence))
        for at in [each for each in nearest if each != statement.sentence][:_FAR]:
            for mention in self._views[at].sentence.dates:
                if mention.value is not None and mention.relation != "duration":
                    yield _first(mention), self._elsewhere(statement, self._views[at], mention)
        yield from self._of_others(statement)
        for at in (statement.sentence, statement.sentence + 1):
            if at < len(self._views) and self._views[at].said & _AT_ONCE:
                words = sorted(self._views[at].said & _AT_ONCE)
                yield self._today.isoformat(), [f"at once {at - statement.sentence} {word}" for word in words]

    def _here(self, statement: Statement, view: View, mention: DateMention) -> list[str]:
        before = statement.first - mention.last if mention.last <= statement.first else None
        gap = before if before is not None else max(mention.first - statement.last, 0)
        first, last = sorted((statement.first, mention.first))
        rates = {id(rate) for rate in view.rate_of[first:last] if rate is not None}
        side = "before" if before is not None else "after"
        own = view.clause_of[statement.first] is view.clause_of[mention.first]
        where = f"here {side} {_bucket(gap)}"
        return [
            "here",
            where,
            f"here {mention.relation} {statement.status}",
            f"here {side} between {min(len(rates), 3)}",
            f"here {'own' if own else 'other'} clause {mention.relation}",
            *(f"here {each}" for each in _around(view, mention)),
        ]

    def _elsewhere(self, statement: Statement, view: View, mention: DateMention) -> list[str]:
        apart = view.index - statement.sentence
        where = str(apart) if abs(apart) <= 2 else "before" if apart < 0 else "after"
        rates = "rates" if view.rates else "no rates"
        return [
            f"there {where} {rates}",
            f"there {mention.relation} {statement.status}",
            f"there {mention.relation} {rates} {where}",
            f"there only {len(self._effective) == 1}",
            *(f"there {each}" for each in _around(view, mention)),
        ]

    def _of_others(self, statement: Statement) -> Iterator[tuple[str, list[str]]]:
        for held in self._told:
            if held is statement or held.valid_from is None:
                continue
            same = held.imposers == statement.imposers
            pair = same and held.targets == statement.targets
            who = "pair" if pair else "imposer" if same else "nobody"
            share = 4 * self._often[held.valid_from] // len(self._told)
            yield (
                held.valid_from,
                [
                    f"told {who}",
                    f"told {who} {held.status} {statement.status}",
                    f"told {who} {_apart(held, statement)}",
                    f"told rate {who} {held.rate == statement.rate}",
                    f"told share {share}",
                ],
            )

    def _time(self, value: str, statement: Statement) -> str:
        told = parse(value)
        exact = {10: "day", 7: "month"}.get(len(value), "wide")
        if told.earliest is None:
            return f"time unknown {statement.status}"
        if told.earliest > self._today:
            return f"time {exact} to come {statement.status}"
        latest = told.latest or self._today
        return f"time {exact} {'past' if latest < self._today else 'now'} {statement.status}"


def dated(statements: list[Statement], views: Sequence[View], today: date) -> list[Statement]:
    """*statements*, those of which no day is known yet with the day on which their state begins, if one is told."""
    held = Dates(statements, views, today)
    open_ones = [
        each
        for each in statements
        if not each.drop and each.valid_from is None and each.rate is not None and each.status in _BEGINNING
    ]
    chosen = [best(held.choices(each)) for each in open_ones]
    for statement, value in zip(open_ones, chosen, strict=True):
        statement.valid_from = value or None
    return statements


def best(choices: dict[str, list[str]]) -> str:
    """The choice for which most speaks, by so much that it is worth telling."""
    weights = {value: weighing.total(weighing.weights(TABLE), features) for value, features in choices.items()}
    found = max(weights, key=lambda value: weights[value])
    return found if weights[found] - weights[NONE] >= _ENOUGH else NONE


def _first(mention: DateMention) -> str:
    assert mention.value is not None
    return mention.value.partition("/")[0] if mention.relation == "span" else mention.value


def _around(view: View, mention: DateMention) -> Iterable[str]:
    """The words and the verb by which a date is told."""
    before = view.lower(mention.first - 1) if mention.first else "^"
    opening = view.lower(mention.first)
    yield f"word {before if before in _BEFORE else '*'}"
    yield f"opens {opening if opening in _BEFORE else '*'} {mention.relation}"
    clause = view.clause_of[mention.first]
    if clause is None:
        yield "verb none"
        return
    verb = clause.verb
    classes = [name for name in verb.classes if name.startswith("duty_")]
    yield from (f"verb {name} {verb.tense}" for name in classes)
    yield f"verb says {verb.lemma in _SAID} {mention.relation}"
    yield f"verb {verb.tense} {verb.modality} {mention.relation}"
    yield f"cue {bool(view.said & _EFFECT)} {mention.relation}"


def _bucket(gap: int) -> str:
    return next((name for most, name in _NEAR if gap <= most), "far")


def _apart(held: Statement, statement: Statement) -> str:
    apart = held.sentence - statement.sentence
    return "same" if not apart else f"{'before' if apart < 0 else 'after'} {min(abs(apart), 3)}"
