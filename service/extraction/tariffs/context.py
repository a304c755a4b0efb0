"""
Carry what a heading, a label or an earlier sentence says over to the sentences under it.

Invariant: what a sentence says itself always wins over what it inherits.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction import gazetteer
from service.extraction.parts import DateMention
from service.extraction.tariffs import days, extents, imagining, remarks, scopes, timing
from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.leftovers import all_of, inherit
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View
from service.extraction.tokens import tokenize

_PARTNERS = frozenset(("countries", "nations", "partners"))
_BOTH = frozenset(("both", "either"))
_AND = frozenset((",", "and", "plus", "as", "well", "&", "along", "with", "a", "an"))


class Context:
    """What the sentences before leave behind: whether they imagined, what they asked, which days a list has."""

    def __init__(self) -> None:
        self.paragraph = -1
        self.imagined = False
        self.asked = False
        self.answered = False
        self.dates: tuple[DateMention, ...] = ()
        self.last: Statement | None = None
        self.lead: Statement | None = None
        self.opened = -1
        self.topic: tuple[int, str] | None = None
        self.head = scopes.Scope()

    def enter(self, view: View, *, spoken: bool) -> None:
        """Go on to the next sentence; *spoken* tells that it names a duty."""
        self.answered = self.asked
        if view.sentence.paragraph != self.paragraph:
            self.head = _labelled(view)
            if (
                view.size <= 8
                and view.tokens[-1].text == "."
                and not view.sentence.clauses
                and not view.rates
                and not spoken
            ):
                self.head = scopes.read(view, 0, view.size - 1)
            self.topic = _topic(view) if not view.rates and not spoken else None
        elif self.topic is not None and view.sentence.paragraph == self.paragraph and self.topic[0] < view.index - 2:
            self.topic = None
        question = imagining.question(view)
        if view.sentence.paragraph != self.paragraph and not question:
            self.imagined = False
        self.paragraph = view.sentence.paragraph
        self.imagined = question or imagining.imagined(view, previous=self.imagined and not self.asked)
        self.asked = question
        if view.sentence.heading or (view.size <= 14 and view.tokens[-1].text != "."):
            if spoken or not view.said.isdisjoint(("rates", "tariffs", "duties")):
                self.dates = (
                    tuple(date for date in view.sentence.dates if date.relation == "from")
                    if not view.rates
                    else self.dates
                )
            elif not view.rates:
                self.dates = ()

    def _scheduled(self, view: View, statement: Statement) -> bool:
        """Whether a country's rate is one of those that an earlier paragraph let begin on a day to come."""
        lead = self.lead
        if lead is None or lead.noun != "rate" or lead.duty is None or not lead.duty.plural or lead.targets:
            return False
        plain = statement.status == "in_force" and statement.valid_from is None and statement.rate is not None
        payer = statement.frame in ("duty_pay", "gap", "duty_be", "duty_hold") and not {"done", "was"} & set(
            statement.hints
        )
        past = any(clause.verb.tense == "past" and clause.verb.voice == "active" for clause in view.sentence.clauses)
        return plain and payer and not past and statement.product is None and view.sentence.paragraph != self.opened

    def _headed(self, statement: Statement) -> None:
        """Under "Coffee and beef." or "Vietnam." a duty on "these goods", or on nothing named, is theirs."""
        bare = statement.definite and statement.rate is not None and not statement.targets and not statement.owner
        if self.topic is not None and bare and statement.product is None and not statement.goods:
            statement.product = self.topic[1]
        if statement.product is None and statement.pronoun and self.head.product is not None:
            statement.product = self.head.product
        if not statement.targets and not statement.owner and self.head.targets and statement.product is None:
            statement.targets = self.head.targets

    def _go_on(self, frames: Frames, statements: list[Statement]) -> list[Statement]:
        """A sentence that opens with a figure and whose it is ("15% for Japan") goes on with the goods before it."""
        duty = frames.duties[0] if frames.duties else None
        last, self.last = self.last, statements[-1] if statements else None
        if duty is None or not duty.bare or duty.first > 0 or duty.scope.empty or last is None or last.rate is None:
            return statements
        if any(statement.duty is duty for statement in statements) and not frames.statement(duty).drop:
            return statements
        statement = frames.statement(duty)
        inherit(statement, last)
        statement.drop, statement.parent = False, None
        if statement.product is None:
            statement.product = last.product
        self.last = statement
        return all_of([*statements, statement])

    def finish(self, frames: Frames, statements: list[Statement]) -> list[Statement]:
        """Mark what is only imagined or asked, and give list lines the days of their heading."""
        corrected = imagining.corrected(frames.view)
        denied = imagining.denied(frames.view)
        if denied:
            statements = [*statements, *imagining.never(frames, statements)]
        for statement in statements:
            if self.imagined or corrected:
                statement.drop = True
                statement.asked = self.asked
            if frames.view.sentence.heading:
                statement.rank = min(statement.rank, 1)
            if self.imagined or corrected:
                pass
            elif denied and statement.status not in ("lifted", "struck_down", "exempt"):
                statement.status = "withdrawn"
                statement.drop = statement.drop or statement.rate is None
            if statement.frame == "list" and statement.valid_from is None and self.dates:
                timing.apply(statement, "duty_pay", self.dates, frames.today)
            elif statement.frame == "list" and statement.valid_from is None and self.lead is not None:
                statement.status, statement.valid_from = self.lead.status, self.lead.valid_from
            elif self._scheduled(frames.view, statement):
                assert self.lead is not None
                statement.status, statement.valid_from = self.lead.status, self.lead.valid_from
            elif (
                statement.rate is None
                and statement.status == "announced"
                and not statement.drop
                and statement.valid_from
            ):
                self.lead, self.opened = statement, frames.view.sentence.paragraph
        if self.answered and not statements:
            return imagining.answer(frames)
        statements = self._go_on(frames, [*statements, *remarks.halves(frames, statements), *remarks.label(frames)])
        fronted(frames.view, statements)
        for statement in statements:
            if "onto" in statement.hints and statement.parent is not None and not statement.targets:
                statement.targets = statement.parent.targets
        for statement in statements:
            self._headed(statement)
        _trailing(frames, statements)
        if _mutual(frames.view):
            for statement in statements:
                statement.mutual = statement.rate is not None
        _enumerated(frames, statements)
        days.share(frames, statements)
        return statements


def _topic(view: View) -> tuple[int, str] | None:
    """The goods that a short sentence turns to: "Steel is a different story."."""
    clause = view.sentence.clauses[0] if view.sentence.clauses else None
    if clause is None or clause.verb.lemma not in ("be", "remain") or not clause.subject or view.size > 9:
        return None
    if not any(chunk.lemma in ("story", "matter", "exception", "case", "question") for chunk in clause.objects):
        return None
    scope = scopes.read(view, clause.subject[0].first, clause.subject[-1].last)
    return (view.index, scope.product) if scope.product is not None and not scope.targets else None


def _mutual(view: View) -> bool:
    """Whether what a sentence tells holds for both sides: "will move duty-free in both directions"."""
    return not _BOTH.isdisjoint(view.said) and any(
        token.lower in ("directions", "ways", "direction") and view.lower(at - 1) in ("both", "either")
        for at, token in enumerate(view.tokens)
    )


def _labelled(view: View) -> scopes.Scope:
    """The party that a paragraph's label names: "LESOTHO: The kingdom will pay 15%"."""
    label = view.label
    words = tokenize(label, 0, len(label)) if label else []
    found = gazetteer.match(words, 0) if words else None
    if found is None or found[1] != len(words) or found[0].form != "name":
        return scopes.Scope()
    return scopes.Scope((found[0].code,), last=0)


def _trailing(frames: Frames, statements: Sequence[Statement]) -> None:
    """As in "25% on steel and 10% on aluminium from Canada, Mexico and the EU": the origin is that of both."""
    ordered = sorted((s for s in statements if s.duty is not None), key=lambda s: s.first)
    for left, right in zip(ordered[-2::-1], ordered[:0:-1], strict=True):
        if left.duty is None or right.duty is None or left.targets or not right.targets or left.product is None:
            continue
        gap = frames.view.tokens[left.duty.last : right.duty.first]
        inside = frames.view.tokens[right.duty.first : right.duty.last]
        joined = bool(gap) and all(token.lower in _AND for token in gap)
        if joined and left.rate is not None and any(token.lower == "from" for token in inside):
            left.targets = right.targets


def _enumerated(frames: Frames, statements: Sequence[Statement]) -> None:
    """As in "goods from countries without a trade deal, including China, India and Brazil": those are the targets."""
    view = frames.view
    if view.said.isdisjoint(_PARTNERS):
        return
    for statement in statements:
        if statement.duty is None or statement.targets not in ((), ("WORLD",)):
            continue
        begin = next((at for at in range(statement.duty.first, view.size) if view.lower(at) in _PARTNERS), None)
        if begin is None:
            continue
        opens = next(
            (
                at
                for at in range(begin, min(begin + 9, view.size))
                if view.lower(at) in ("including", "notably", "namely")
            ),
            None,
        )
        if opens is None:
            continue
        codes: list[str] = []
        at = opens + 1
        while at < view.size:
            mention = view.party(at)
            if mention is not None and mention.kind == "party" and mention.form in ("name", "capital"):
                codes += mention.codes
                at = mention.last
            elif view.lower(at) in (",", "and", "the"):
                at += 1
            else:
                break
        if len(codes) > 1:
            statement.targets, statement.world, statement.every = tuple(dict.fromkeys(codes)), False, False


def fronted(view: View, statements: Sequence[Statement]) -> None:
    """As in "On Indian goods the rate was 25%", "For cars the 15% replaces …": goods before the statement."""
    begin = _label_end(view)
    if view.lower(begin) not in ("on", "for") or view.date_of[begin + 1] is not None or not statements:
        return
    first = min(statements, key=lambda statement: statement.first)
    stop = first.duty.first if first.duty is not None else first.first
    if not begin + 1 < stop <= begin + 9 or first.targets or first.product is not None:
        return
    scope = scopes.read(view, begin + 1, extents.extent(view, begin + 1, stop))
    if scope.targets or scope.goods or scope.product:
        first.targets, first.product, first.goods = scope.targets, scope.product, scope.goods
        first.first = begin


def _label_end(view: View) -> int:
    """Past the number of an article or paragraph: "Sec. 2.", "(b)", "3."."""
    at = 0
    while at < min(5, view.size) and (
        view.tag(at) == "NUM"
        or view.tokens[at].text in ".()"
        or view.lower(at) in ("sec", "sec.", "section", "art.", "a", "b", "c")
    ):
        at += 1
    return at
