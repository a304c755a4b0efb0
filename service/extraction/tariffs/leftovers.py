"""
Leftovers: duties that no verb of the tables reaches: gapped pairs, list lines, parts of a sum, plain nouns.

"China gets 34%, Vietnam 46%"; "Steel: 50%"; "including a 25% levy"; "despite a 10% duty".
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from service.extraction import gazetteer
from service.extraction.parts import DateMention
from service.extraction.tariffs import days, effects, imagining, remarks, scopes, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.frames import GAPS, Frames
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View
from service.extraction.tokens import tokenize

_UNREAL = frozenset(("hypothetical", "possible"))


def read(frames: Frames) -> list[Statement]:
    """The statements of the duties that the frames left, in order."""
    found: list[Statement] = []
    for duty in frames.duties:
        if duty.first in frames.made or duty.first in frames.ruled_out:
            continue
        statement = _one(frames, duty)
        if statement is not None:
            found.append(statement)
    return found


def _one(frames: Frames, duty: Duty) -> Statement | None:
    view = frames.view
    before = _previous(frames, duty)
    if before is not None and before.rate is not None and duty.rate is not None and _part_of_sum(view, duty):
        return _part(frames, duty, before)
    if duty.rate is not None and duty.rate.points:
        return None
    if duty.bare:
        if before is not None and duty.prep in ("", "to", "at", "for", "with", "of", ":"):
            gapped = _gapped(frames, duty, before)
            if gapped is not None:
                return gapped
        return _listed(frames, duty)
    statement = frames.statement(duty)
    clause = view.clause_of[duty.head]
    if clause is not None and clause.verb.modality in _UNREAL:
        statement.drop = True
    if (
        clause is not None
        and clause.verb.tense == "future"
        and not duty.left.definite
        and clause.verb.first > duty.head
        and duty.rate is not None
        and not duty.dates
    ):
        statement.drop = statement.drop or view.lower(clause.verb.first) == "would"
    if not statement.status:
        statement.status = effects.of_noun(view.lower(duty.first - 2)) if duty.prep == "of" else ""
    if not statement.status:
        statement.status = effects.of_participle(duty.participle, duty.left.words) or (
            "in_force" if duty.rate is not None else ""
        )
    listed = _list_head(view, duty.first) if _after_colon(view, duty.first) or duty.first < 3 else None
    if listed is not None and not statement.targets and statement.product is None:
        _take(statement, listed)
    name = (
        "duty_announce"
        if duty.participle is not None
        and effects.of_participle(duty.participle, ()) in ("announced", "threatened", "proposed")
        else "duty_hold"
        if duty.participle is None
        else "duty_impose"
    )
    timing.apply(statement, name, duty.dates, frames.today)
    return statement


def _previous(frames: Frames, duty: Duty) -> Statement | None:
    """The nearest statement before *duty* in its sentence that has a rate or a target."""
    earlier = [held for first, held in sorted(frames.made.items()) if first < duty.first and not held.drop]
    return earlier[-1] if earlier else None


def _part_of_sum(view: View, duty: Duty) -> bool:
    return (
        duty.prep == "including"
        or view.lower(duty.first - 1) in ("which", "including", "comprising")
        or (
            view.lower(duty.first - 1) == "of"
            and view.lower(duty.first - 2) in ("made", "up", "consisting", "composed")
        )
    )


def _part(frames: Frames, duty: Duty, whole: Statement) -> Statement:
    statement = frames.statement(duty)
    _inherit(statement, whole)
    statement.drop = False
    statement.basis = "component"
    statement.targets = statement.targets or whole.targets
    if statement.product is None:
        statement.product = whole.product
    timing.apply(statement, "duty_hold", duty.dates, frames.today)
    return statement


def _inherit(statement: Statement, other: Statement) -> None:
    statement.status = statement.status or other.status
    statement.rank = other.rank
    statement.frame = other.frame
    statement.imposers = statement.imposers or other.imposers
    statement.owner = statement.owner or other.owner
    statement.owner_form = statement.owner_form or other.owner_form
    statement.parent = other


def _gapped(frames: Frames, duty: Duty, before: Statement) -> Statement | None:
    """ "…, Vietnam 46% and Bangladesh 37%", "… and 10% on aluminium", "… and steel 50%"."""
    view = frames.view
    if duty.scope.targets and duty.prep in ("with", "of", ":", "") and not duty.scope.product:
        return _apportioned(frames, duty, before)
    if duty.scope.empty and (duty.reason is not None or duty.left.basis == "additional") and frames.view.lower(duty.first - 1) in GAPS:
        return _part(frames, duty, before)
    between = [
        held
        for held in frames.duties
        if held.first > (before.duty.first if before.duty else before.first) and held.first < duty.first
    ]
    if len(between) > 2 or before.rate is None:
        return None
    opens = frames.gap(duty)
    scope = scopes.read(view, opens, duty.first) if opens is not None else scopes.Scope()
    if scope.empty and duty.scope.empty:
        return _next_step(frames, duty, before)
    if scope.empty and view.lower(duty.first - 1) not in GAPS | {"to", "for", "at"}:
        return None
    statement = frames.statement(duty)
    _inherit(statement, before)
    if not scope.empty:
        statement.targets, statement.product = scope.targets or statement.targets, scope.product or statement.product
        statement.first = opens if opens is not None else statement.first
        if not statement.targets and statement.product:
            statement.targets = before.targets
    elif not statement.targets:
        statement.targets = before.targets
        statement.imposers = statement.imposers or before.imposers
    elif statement.product is None and not statement.goods:
        statement.product = before.product
    statement.valid_from, statement.valid_to = before.valid_from, before.valid_to
    statement.hints = (*statement.hints, "gap")
    timing.apply(statement, before.frame or "duty_hold", duty.dates, frames.today)
    return statement


def _apportioned(frames: Frames, duty: Duty, before: Statement) -> Statement:
    """"steeper rates, with 46% for Vietnam and 37% for Bangladesh": each its own country's rate."""
    statement = frames.statement(duty)
    _inherit(statement, before)
    statement.drop, statement.parent = False, None
    if statement.product is None:
        statement.product = before.product
    statement.status = statement.status or "in_force"
    statement.valid_from = before.valid_from
    statement.hints = (*statement.hints, "gap")
    timing.apply(statement, "duty_hold", duty.dates, frames.today)
    return statement


def _next_step(frames: Frames, duty: Duty, before: Statement) -> Statement | None:
    """"25% today, 50% in three weeks": the same duty on a later day."""
    if not duty.dates or before.rate is None or frames.view.lower(duty.first - 1) not in GAPS | {"then", "to"}:
        return None
    step = msgspec.structs.replace(before, duty=duty, last=max(before.last, duty.last), valid_from=None, valid_to=None, previous=before.rate, parent=before)
    step.put(duty.rate)
    frames.made[duty.first] = step
    timing.apply(step, "duty_pay", duty.dates, frames.today)
    return step


def _list_head(view: View, at: int) -> scopes.Scope | None:
    """What stands before the colon of a list line: "Steel, aluminium and copper: 50%"."""
    label = view.label
    if label and view.rate_of[0] is not None:
        return label_scope(label)
    colon = next((k for k in range(min(at, 24) - 1, 0, -1) if view.tokens[k].text in (":", "–", "—")), None)
    if colon is None or any(
        view.verb_of[k] is not None and view.mention_of[k] is None and view.verb_of[k].form == "finite"
        for k in range(colon)
    ):  # type: ignore[union-attr]
        return None
    scope = scopes.read(view, 0, colon)
    return None if scope.empty else scope


def label_scope(label: str) -> scopes.Scope | None:
    """The parties of a line's label ("Vietnam", "Japan, South Korea, EU"), None if it names none."""
    words = tokenize(label, 0, len(label))
    codes: list[str] = []
    at = 0
    while at < len(words):
        found = gazetteer.match(words, at)
        if found is not None:
            codes.append(found[0].code)
        at += found[1] if found is not None else 1
    return scopes.Scope(tuple(dict.fromkeys(codes))) if codes else None


def _bracketed(view: View, duty: Duty) -> scopes.Scope | None:
    """The parties or goods right before a figure in brackets: "Japan (25%)"."""
    if duty.prep != "(":
        return None
    chunk = next((chunk for chunk in reversed(view.sentence.chunks) if chunk.last <= duty.first - 1), None)
    if chunk is None or chunk.last < duty.first - 1:
        return None
    scope = scopes.read(view, chunk.first, chunk.last)
    return scope if scope.targets else None


def _take(statement: Statement, scope: scopes.Scope) -> None:
    statement.targets = statement.targets or scope.targets
    if statement.product is None:
        statement.product = scope.product


def _listed(frames: Frames, duty: Duty) -> Statement | None:
    """A line "X: 25%", "X – 25%" or "X (25%)"."""
    view = frames.view
    scope = _bracketed(view, duty) or _list_head(view, duty.first)
    if scope is None or len(view.tokens) > 40 or not (duty.prep == "(" or view.label or _after_colon(view, duty.first)):
        return None
    clause = view.clause_of[duty.first]
    if clause is not None and clause.verb.form == "finite" and clause.verb.first < duty.first:
        return None
    statement = frames.statement(duty)
    if statement.drop:
        return None
    _take(statement, scope)
    statement.first = 0
    statement.status, statement.rank, statement.frame = "in_force", 1, "list"
    timing.apply(statement, "duty_pay", duty.dates, frames.today)
    return statement


def _after_colon(view: View, at: int) -> bool:
    """Whether only small words or other figures stand between the colon and the figure at *at*."""
    while at > 0:
        at -= 1
        if view.tokens[at].text in (":", "–", "—"):
            return True
        if (
            view.tag(at) not in ("DET", "ADJ", "ADV", "NUM", "CONJ")
            and view.rate_of[at] is None
            and view.date_of[at] is None
            and view.tokens[at].text not in ",%;"
        ):
            return False
    return False


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
        self.head = scopes.Scope()

    def enter(self, view: View, spoken: bool) -> None:
        """Go on to the next sentence; *spoken* tells that it names a duty."""
        self.answered = self.asked
        if view.sentence.paragraph != self.paragraph:
            self.head = scopes.Scope()
            if view.size <= 8 and view.tokens[-1].text == "." and not view.sentence.clauses and not view.rates and not spoken:
                self.head = scopes.read(view, 0, view.size - 1)
        question = imagining.question(view)
        if view.sentence.paragraph != self.paragraph and not question:
            self.imagined = False
        self.paragraph = view.sentence.paragraph
        self.imagined = question or imagining.imagined(view, previous=self.imagined and not self.asked)
        self.asked = question
        if view.sentence.heading or (view.size <= 14 and view.tokens[-1].text != "."):
            if spoken or any(token.lower in ("rates", "tariffs", "duties") for token in view.tokens):
                self.dates = (
                    tuple(date for date in view.sentence.dates if date.relation == "from")
                    if not view.rates
                    else self.dates
                )
            elif not view.rates:
                self.dates = ()

    def _headed(self, statement: Statement) -> None:
        """Under "Coffee and beef." or "Vietnam." a duty on "these goods", or on nothing named, is theirs."""
        if statement.product is None and statement.pronoun and self.head.product is not None:
            statement.product = self.head.product
        if not statement.targets and not statement.owner and self.head.targets and statement.product is None:
            statement.targets = self.head.targets

    def _go_on(self, frames: Frames, statements: list[Statement]) -> list[Statement]:
        """"…; 15% for Japan": a sentence that opens with a figure and whose it is goes on with the goods before it."""
        duty = frames.duties[0] if frames.duties else None
        last, self.last = self.last, statements[-1] if statements else None
        if duty is None or not duty.bare or duty.first > 0 or duty.scope.empty or last is None or last.rate is None:
            return statements
        if any(statement.duty is duty for statement in statements) and not frames.statement(duty).drop:
            return statements
        statement = frames.statement(duty)
        _inherit(statement, last)
        statement.drop, statement.parent = False, None
        if statement.product is None:
            statement.product = last.product
        self.last = statement
        return all_of([*statements, statement])

    def finish(self, frames: Frames, statements: list[Statement]) -> list[Statement]:
        """Mark what is only imagined or asked, and give list lines the days of their heading."""
        corrected = imagining.corrected(frames.view)
        denied = imagining.denied(frames.view)
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
            elif statement.rate is None and statement.status == "announced" and not statement.drop and statement.valid_from:
                self.lead = statement
        if self.answered and not statements:
            return imagining.answer(frames)
        statements = self._go_on(frames, [*statements, *remarks.halves(frames, statements), *remarks.label(frames)])
        fronted(frames.view, statements)
        for statement in statements:
            if "onto" in statement.hints and statement.parent is not None and not statement.targets:
                statement.targets = statement.parent.targets
        for statement in statements:
            self._headed(statement)
        days.share(frames, statements)
        return statements


def fronted(view: View, statements: Sequence[Statement]) -> None:
    """ "On Indian goods the rate was 25%", "For cars the 15% replaces …": goods before the statement."""
    begin = _label_end(view)
    if view.lower(begin) not in ("on", "for") or view.date_of[begin + 1] is not None or not statements:
        return
    first = min(statements, key=lambda statement: statement.first)
    stop = first.duty.first if first.duty is not None else first.first
    if not begin + 1 < stop <= begin + 9 or first.targets or first.product is not None:
        return
    scope = scopes.read(view, begin + 1, scopes.extent(view, begin + 1, stop))
    if scope.targets or scope.goods or scope.product:
        first.targets, first.product, first.goods = scope.targets, scope.product, scope.goods
        first.first = begin


def _label_end(view: View) -> int:
    """Past the number of an article or paragraph: "Sec. 2.", "(b)", "3."."""
    at = 0
    while at < min(5, view.size) and (view.tag(at) == "NUM" or view.tokens[at].text in ".()" or view.lower(at) in ("sec", "sec.", "section", "art.", "a", "b", "c")):
        at += 1
    return at


def all_of(statements: Sequence[Statement]) -> list[Statement]:
    """*statements* once each, in order of place."""
    seen: dict[int, Statement] = {id(statement): statement for statement in statements}
    return sorted(seen.values(), key=lambda statement: (statement.sentence, statement.first))
