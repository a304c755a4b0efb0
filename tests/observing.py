"""
Which tests can notice which mutants: those in which the changed expression has another value than the written one.

The code of a module is rewritten so that every comparison also tells what its mutants would have given there. Values
are as before, so the tests go the same way; operands are pure, as the domain is, and may be asked for twice.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

SAYS = "__observed__"
COMPARED = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "is": operator.is_, "is not": operator.is_not,
    "in": lambda one, other: one in other, "not in": lambda one, other: one not in other,
    "min": min, "max": max,
}  # fmt: skip
Place = tuple[str, int, int, int | None, int | None, int]
BINDING = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def place_of(node: ast.expr, index: int) -> Place:
    """Where operator *index* of an expression stands."""
    return type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, index


class Rewriter(ast.NodeTransformer):
    """
    Wraps the expressions that mutants change.

    *numbers* tells the mutant of each place.
    """

    def __init__(self, numbers: Mapping[Place, int]) -> None:
        self.numbers = numbers
        self.asked_if: set[int] = set()

    def _found(self, node: ast.expr, many: int) -> list[int | None]:
        return [self.numbers.get(place_of(node, index)) for index in range(many)]

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Notes where only the truth of a value is asked for, before going on."""
        if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            self.asked_if.add(id(node.test))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.asked_if.add(id(node.operand))
        elif isinstance(node, ast.comprehension):
            self.asked_if.update(map(id, node.ifs))
        elif isinstance(node, ast.BoolOp) and id(node) in self.asked_if:
            self.asked_if.update(map(id, node.values))
        return super().generic_visit(node)

    def _call(self, node: ast.expr, what: str, *given: ast.expr) -> ast.expr:
        called = ast.Call(ast.Attribute(ast.Name(SAYS, ast.Load()), what, ast.Load()), list(given), [])
        return ast.fix_missing_locations(ast.copy_location(called, node))

    def _values(self, node: ast.expr, values: Sequence[ast.expr]) -> list[ast.expr] | None:
        """The operands as functions of nothing, or None where they bind names."""
        if any(isinstance(each, BINDING) for value in values for each in ast.walk(value)):
            return None
        nothing = ast.arguments([], [], None, [], [], None, [])
        return [ast.copy_location(ast.Lambda(nothing, value), value) for value in values]

    def _watched(self, node: Any, what: str, found: list[int | None], words: list[str], values: list[ast.expr]) -> Any:
        """*node* asked through the observer; where an operand binds a name, only that it was reached is told."""
        if not any(number is not None for number in found):
            return node
        thunks = self._values(node, values)
        numbers = ast.Constant(tuple(found))
        if thunks is None:
            test = self._call(node, "reached", numbers)
            both = ast.Subscript(ast.Tuple([test, node], ast.Load()), ast.Constant(1), ast.Load())
            return ast.fix_missing_locations(ast.copy_location(both, node))
        return self._call(node, what, numbers, ast.Constant(tuple(words)), *thunks)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        found = self._found(node, len(node.ops))
        words = [COMPARED[type(each)] for each in node.ops]
        self.generic_visit(node)
        return self._watched(node, "compare", found, words, [node.left, *node.comparators])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        found = self._found(node, len(node.values) - 1)
        words = ["and" if isinstance(node.op, ast.And) else "or", "truth" if id(node) in self.asked_if else "value"]
        self.generic_visit(node)
        return self._watched(node, "join", found, words, node.values)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        found = self._found(node, 1)
        self.generic_visit(node)
        if found == [None]:
            return node
        assert isinstance(node.func, ast.Name)
        named = [ast.keyword("number", ast.Constant(found[0])), *node.keywords]
        name = ast.Attribute(ast.Name(SAYS, ast.Load()), f"{node.func.id}_of", ast.Load())
        return ast.fix_missing_locations(ast.copy_location(ast.Call(name, node.args, named), node))


class Observer:
    """Gathers in *met* the numbers of the mutants that would have given another value."""

    def __init__(self, swaps: Mapping[str, str]) -> None:
        self.met: set[int] = set()
        self.swaps = swaps

    def reached(self, numbers: Sequence[int | None]) -> None:
        """All of them may differ here."""
        self.met.update(number for number in numbers if number is not None)

    def _differs(self, number: int, said: Any, other: Callable[[], Any], *, truth: bool = False) -> None:
        if number not in self.met:
            try:
                told = other()
                same = told is said or (type(told) is type(said) and bool(told == said))
                same = same or (truth and bool(told) == bool(said))
            except Exception:  # noqa: BLE001 - whatever is raised is another answer
                same = False
            if not same:
                self.met.add(number)

    def compare(self, numbers: Sequence[int | None], words: Sequence[str], *values: Callable[[], Any]) -> Any:
        """A chain of comparisons."""
        asked: dict[int, Any] = {}

        def value(index: int) -> Any:
            if index not in asked:
                asked[index] = values[index]()
            return asked[index]

        def chain(names: Sequence[str]) -> Any:
            told: Any = True
            for index, name in enumerate(names):
                told = OPERATIONS[name](value(index), value(index + 1))
                if not told:
                    break
            return told

        said = chain(words)
        for index, number in enumerate(numbers):
            if number is not None:
                other = [*words[:index], self.swaps[words[index]], *words[index + 1 :]]
                self._differs(number, said, lambda other=other: chain(other))  # type: ignore[misc]
        return said

    def join(self, numbers: Sequence[int | None], words: Sequence[str], *values: Callable[[], Any]) -> Any:
        """Values between `and` or `or`; of the changed one, `and` binds more tightly, as it would in the text."""
        asked: dict[int, Any] = {}

        def value(index: int) -> Any:
            if index not in asked:
                asked[index] = values[index]()
            return asked[index]

        def ands(indexes: Sequence[int]) -> Any:
            told: Any = True
            for index in indexes:
                told = value(index)
                if not told:
                    break
            return told

        def ors(groups: Sequence[Sequence[int]]) -> Any:
            told: Any = False
            for group in groups:
                told = ands(group)
                if told:
                    break
            return told

        every = range(len(values))
        is_and = words[0] == "and"
        said = ors([every] if is_and else [[each] for each in every])
        for index, number in enumerate(numbers):
            if number is None:
                continue
            if is_and:
                groups: list[Sequence[int]] = [every[: index + 1], every[index + 1 :]]
            else:
                groups = [
                    *([each] for each in every[:index]),
                    every[index : index + 2],
                    *([each] for each in every[index + 2 :]),
                ]
            self._differs(number, said, lambda groups=groups: ors(groups), truth=words[1] == "truth")  # type: ignore[misc]
        return said

    def min_of(self, *given: Any, number: int, **more: Any) -> Any:
        """The least, and whether the greatest is another."""
        return self._extreme(min, max, given, number, more)

    def max_of(self, *given: Any, number: int, **more: Any) -> Any:
        """The greatest, and whether the least is another."""
        return self._extreme(max, min, given, number, more)

    def _extreme(self, ask: Callable[..., Any], swapped: Callable[..., Any], given: Any, number: int, more: Any) -> Any:
        whole = (list(given[0]),) if len(given) == 1 else given
        said = ask(*whole, **more)
        self._differs(number, said, lambda: swapped(*whole, **more))
        return said
