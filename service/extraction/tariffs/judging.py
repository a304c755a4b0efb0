"""
Judging: in which state a duty is, chosen by what its sentence and the day on which it begins say together.

The state that a verb of the tables gives is the strongest hint, and not the only one (`judging_weights.yaml` of the
lexicon; `python -m tests.extraction.tariffs.timing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from service.domain.edtf import parse
from service.extraction import weighing
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

TABLE = "judging"
STATES = (
    "threatened", "proposed", "announced", "signed", "in_force", "suspended", "delayed", "reduced", "lifted", "expired",
    "struck_down", "withdrawn", "exempt",
)  # fmt: skip
_VERBS = frozenset(("VERB", "VBD", "VBN", "VBG", "MODAL", "AUX"))
_FIRM = 2
"""What is told so firmly, by a main verb, is in the state that its verb gives."""
_ENOUGH = 1.5
"""So much more must speak for a state than for the one that a rule gave."""
_NEAR = 6
"""So many tokens before and after a duty, its verbs, adverbs and nouns are hints."""


@cache
def _by_hint() -> dict[str, list[tuple[str, float]]]:
    """The weights by what stands after the state in their names."""
    found: dict[str, list[tuple[str, float]]] = {}
    for feature, weight in weighing.weights(TABLE).items():
        state, _, hint = feature.partition(" ")
        if state in STATES:
            found.setdefault(hint, []).append((state, weight))
    return found


class States:
    """The states that the duties of an article may be in."""

    def __init__(self, statements: Sequence[Statement], views: Sequence[View], today: date) -> None:
        self._views, self._today = views, today
        told = [held for held in statements if not held.drop]
        self._before = {id(held): before for before, held in zip([None, *told], told, strict=False)}

    def choices(self, statement: Statement) -> dict[str, list[str]]:
        """Every state with what speaks for it; the one that rules gave has a hint of its own."""
        hints = list(dict.fromkeys(self._hints(statement)))
        return {state: [f"{state} {hint}" for hint in hints] + self._own(statement, state) for state in STATES}

    def weigh(self, statement: Statement) -> dict[str, float]:
        """What speaks for each state, by the weights: the sums of `choices`, at a tenth of the cost."""
        sums = dict.fromkeys(STATES, 0.0)
        by_hint = _by_hint()
        for hint in dict.fromkeys(self._hints(statement)):
            for state, weight in by_hint.get(hint, ()):
                sums[state] += weight
        state = statement.status
        for hint in self._own(statement, state):
            sums[state] += weighing.weights(TABLE).get(hint, 0.0)
        return sums

    def _own(self, statement: Statement, state: str) -> list[str]:
        own = statement.status == state
        return ["own", f"own {state}", f"own rank {min(statement.rank, 3)}", f"own {statement.frame}"] if own else []

    def _hints(self, statement: Statement) -> Iterator[str]:
        view = self._views[statement.sentence]
        yield ""
        yield f"was {statement.status}"
        yield f"frame {statement.frame}"
        yield f"rate {statement.rate is not None and statement.rate > 0} {statement.status}"
        yield f"previous {statement.previous is not None}"
        yield f"begins {self._begins(statement)}"
        yield f"begins {self._begins(statement)} was {statement.status}"
        yield f"ends {statement.valid_to is not None}"
        before = self._before.get(id(statement))
        if before is not None:
            yield f"after {before.status} {'same' if before.sentence == statement.sentence else 'other'}"
        clause = view.clause_of[statement.first]
        if clause is None:
            yield "clause none"
        else:
            verb = clause.verb
            yield f"verb {verb.lemma}"
            yield f"verb {verb.tense} {verb.modality} {verb.form}"
            yield f"verb {verb.tense} {verb.modality} was {statement.status}"
            yield from (f"class {name} {verb.tense}" for name in verb.classes)
            yield from (f"chain {lemma}" for lemma in verb.chain)
            yield f"negated {verb.negated}"
        yield from self._around(view, statement)

    def _around(self, view: View, statement: Statement) -> Iterator[str]:
        for at in range(max(statement.first - _NEAR, 0), min(statement.last + _NEAR, view.size)):
            token = view.tokens[at]
            side = "before" if at < statement.first else "after" if at >= statement.last else "in"
            plain = token.text.islower() and view.mention_of[at] is None
            if plain and (token.tag in _VERBS or token.tag in ("ADV", "ADJ", "NOUN", "PREP", "SUB")):
                yield f"{side} {token.lemma}"
        for token in view.tokens:
            if token.tag in _VERBS or token.tag == "ADV":
                yield f"said {token.lemma}"

    def _begins(self, statement: Statement) -> str:
        if statement.valid_from is None:
            return "never"
        first = parse(statement.valid_from).earliest
        return "sometime" if first is None else "later" if first > self._today else "by now"


def judged(statements: list[Statement], views: Sequence[View], today: date) -> list[Statement]:
    """*statements*, each in the state for which most speaks, by so much that it stands against what a rule gave."""
    held = States(statements, views, today)
    told = [each for each in statements if not each.drop and each.status == "in_force" and each.rank < _FIRM]
    chosen = [best(held.weigh(each), each.status) for each in told]
    for statement, state in zip(told, chosen, strict=True):
        statement.status = state
    return statements


def best(weights: dict[str, float], own: str) -> str:
    """The state that weighs most, the one that a rule gave unless much more speaks for another."""
    found = max(weights, key=lambda state: weights[state])
    return found if weights[found] - weights[own] >= _ENOUGH else own
