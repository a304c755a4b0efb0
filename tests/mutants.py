"""
Mutation testing of the resolvers: does a test fail when a comparison is another one?

`make mutants` changes one comparison at a time: each `<`, `<=`, `>`, `>=`, `==`, `!=`, `min`, `max`, `and` and `or`.
First all tests run once, watched (tests/observing.py): a mutant is then tried only with those in which its expression
would have had another value, the quickest first. It lives in a process of its own, forked from one that has collected
the tests, where the functions of the module get the changed code; no file is ever touched. Mutants that no test notices
are printed, and written to a file.
"""

from __future__ import annotations

# ruff: noqa: T201 (it is a command)
import argparse
import ast
import contextlib
import functools
import gc
import inspect
import io
import os
import pickle
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

os.environ.setdefault("VERBALE_EXAMPLES", "0.3")

import pytest

from tests.observing import SAYS, Observer, Place, Rewriter, place_of

ROOT = Path(__file__).parent.parent
PARTS = ("tariffs", "states", "meetings")
ALONE = ("rectangles", "reports", "spans", "unfolding")
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "and": "or", "or": "and"}
CALLS = {"min": "max", "max": "min"}
FOLDERS = (
    *(f"tests/domain/{part}" for part in PARTS),
    *(f"tests/domain/test_{name}.py" for name in ("every_story", "unfolding")),
)
OPERATOR = re.compile(r"<=|>=|==|!=|<|>|\band\b|\bor\b")
TIMEOUT_S = 20
"""Of CPU, and ten times what the tests took: what loops for ever has been noticed."""


class Mutant(NamedTuple):
    """One change: the characters from *start* to before *end* of a module become *new*."""

    path: Path
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str
    place: Place

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of the module at *path* (relative to the project)."""
    text = (ROOT / path).read_text()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines()

    def place(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            at = place(node.func.lineno, node.func.col_offset)
            yield Mutant(
                path,
                node.lineno,
                node.func.col_offset + 1,
                at,
                at + 3,
                node.func.id,
                CALLS[node.func.id],
                place_of(node, 0),
            )
        values: Sequence[ast.expr] = ()
        if isinstance(node, ast.Compare):
            values = (node.left, *node.comparators)
        elif isinstance(node, ast.BoolOp):
            values = node.values
        for index, (one, other) in enumerate(pairwise(values)):
            assert one.end_lineno is not None
            assert one.end_col_offset is not None
            begin, end = place(one.end_lineno, one.end_col_offset), place(other.lineno, other.col_offset)
            found = OPERATOR.search(text, begin, end)
            if found:
                old = found[0]
                line = text.count("\n", 0, found.start()) + 1
                column = found.start() - starts[line - 1] + 1
                yield Mutant(path, line, column, found.start(), found.end(), old, SWAPS[old], place_of(node, index))


class Test(NamedTuple):
    """A test as a plain call; a law is one on random stories."""

    name: str
    is_law: bool
    call: Callable[[], Any]


class Collected:
    """The tests of some folders: situations, and with *laws* the laws and the slow ones, too."""

    def __init__(self, folders: Sequence[str], *, laws: bool) -> None:
        self.tests: list[Test] = []
        self.laws = laws
        with contextlib.redirect_stdout(io.StringIO()) as told:
            code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *folders], plugins=[self])
        assert code == pytest.ExitCode.OK, told.getvalue()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            given = item.callspec.params if hasattr(item, "callspec") else {}
            is_law = hasattr(item.obj, "hypothesis")
            assert is_law or not set(inspect.signature(item.obj).parameters) - set(given), item.nodeid
            if self.laws or not (is_law or item.get_closest_marker("slow")):
                self.tests.append(Test(item.nodeid, is_law, functools.partial(item.obj, **given)))


class Module:
    """The functions of a module that is loaded, and the codes that they would have if its text were another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = (ROOT / path).read_text()
        self.functions: dict[tuple[str, int], list[FunctionType]] = {}
        for each in gc.get_objects():
            if type(each) is FunctionType and each.__code__.co_filename == str(ROOT / path):
                self.functions.setdefault((each.__code__.co_qualname, each.__code__.co_firstlineno), []).append(each)

    def change(self, mutant: Mutant) -> bool:
        """Give the functions their changed code; False where none has one, as the change is made on import."""
        return self._become(self.text[: mutant.start] + mutant.new + self.text[mutant.end :])

    def watch(self, numbers: dict[Place, int], observer: Observer) -> None:
        """Have the functions tell *observer* what the mutants at the places in *numbers* would have given."""
        tree = Rewriter(numbers).visit(ast.parse(self.text))
        self._become(tree)
        for functions in self.functions.values():
            for function in functions:
                function.__globals__[SAYS] = observer

    def _become(self, text: Any) -> bool:
        changed = False
        for code in _codes(compile(text, str(ROOT / self.path), "exec")):
            for function in self.functions.get((code.co_qualname, code.co_firstlineno), ()):
                if function.__code__ != code and len(function.__code__.co_freevars) == len(code.co_freevars):
                    function.__code__ = code
                    changed = True
        return changed


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def caches() -> list[Any]:
    """The caches of the domain, but for those that only hold tables of names."""
    found = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
    parts = [f"domain.{part}" for part in (*PARTS, "kinds")]
    return [each for each in found if any(part in (getattr(each, "__module__", "") or "") for part in parts)]


def in_a_process(work: Callable[[], Any], limit_s: float) -> Any:
    """What *work* gives in a forked process, or None where that takes more than *limit_s* of CPU."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (round(limit_s), round(limit_s)))
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(told) if told else None


class Watched:
    """What one run of all *tests* told: how long each took, and which can notice which of *mutants*."""

    def __init__(self, modules: dict[Path, Module], mutants: Sequence[Mutant], tests: Sequence[Test]) -> None:
        self.modules = modules
        self.mutants = mutants
        self.tests = tests
        self.caches = caches()
        self.seconds, met = in_a_process(self._watch, 3600)
        self.able: list[list[int]] = [[] for _ in mutants]
        for test in sorted(range(len(tests)), key=lambda test: self.seconds[test]):
            for number in met[test]:
                self.able[number].append(test)

    def _watch(self) -> tuple[list[float], list[set[int]]]:
        seconds = []
        for test in self.tests:
            began = time.process_time()
            self._forget()
            test.call()
            seconds.append(time.process_time() - began)
        observer = Observer({**SWAPS, **CALLS})
        for path, module in self.modules.items():
            numbers = {each.place: number for number, each in enumerate(self.mutants) if each.path == path}
            module.watch(numbers, observer)
        met = []
        for number, test in enumerate(self.tests):
            self._forget()
            observer.met = set()
            test.call()
            met.append(observer.met)
            if number % 200 == 0:
                print(f"watched {number} of {len(self.tests)} tests", file=sys.stderr, flush=True)
        return seconds, met

    def _forget(self) -> None:
        for each in self.caches:
            each.cache_clear()

    def outcome(self, number: int) -> tuple[str, int]:
        """The test that notices a mutant, "survives" or "on import"; and in how many tests its value is another."""
        able = self.able[number]
        limit_s = TIMEOUT_S + 10 * sum(self.seconds[test] for test in able)
        return in_a_process(lambda: self._tried(number), limit_s) or "takes too long", len(able)

    def _tried(self, number: int) -> str:
        if not self.modules[self.mutants[number].path].change(self.mutants[number]):
            return "on import"
        self._forget()
        for test in self.able[number]:
            try:
                self.tests[test].call()
            except BaseException:  # noqa: BLE001 - whatever is raised is a notice
                return self.tests[test].name
        return "survives"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random; all of them by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="modules whose path holds one of these words, with | between them")
    parser.add_argument("--again", type=Path, help="those alone that an earlier run named in this file")
    parser.add_argument("--quick", action="store_true", help="the situations alone, without the laws")
    parser.add_argument("--survivors", type=Path, default=Path("mutants.txt"), help="where the survivors are written")
    asked = parser.parse_args()
    os.chdir(ROOT)
    domain = Path("service/domain")
    paths = [path.relative_to(ROOT) for part in PARTS for path in sorted((ROOT / domain / part).glob("*.py"))]
    paths += [domain / f"{name}.py" for name in ALONE]
    found = [mutant for path in paths if re.search(asked.only, str(path)) for mutant in mutants_of(path)]
    if asked.again:
        named = {line.partition(" (")[0] for line in asked.again.read_text().splitlines()}
        found = [mutant for mutant in found if mutant.name in named]
    chosen = random.Random(asked.seed).sample(found, asked.sample) if asked.sample else found
    print(f"{len(chosen)} of {len(found)} mutants", flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = temporary
        tests = Collected(FOLDERS, laws=not asked.quick).tests
        modules = {path: Module(path) for path in sorted({mutant.path for mutant in chosen})}
        watched = Watched(modules, chosen, tests)
        gc.freeze()
        alive = tried(watched)
    asked.survivors.write_text("".join(f"{each}\n" for each in alive))
    print(f"{len(chosen) - len(alive)} of {len(chosen)} noticed; survivors: {asked.survivors}")


def tried(watched: Watched) -> list[str]:
    """The mutants that no test notices, each with the number of tests in which its value is another."""
    alive: list[str] = []
    noticed: dict[Path, list[int]] = {}
    began = time.monotonic()
    for number, mutant in enumerate(watched.mutants):
        told, able = watched.outcome(number)
        counts = noticed.setdefault(mutant.path, [0, 0])
        counts[0] += 1
        if told in ("survives", "on import"):
            alive.append(f"{mutant.name} ({told if told == 'on import' else f'another value in {able}'})")
            print(alive[-1], flush=True)
        else:
            counts[1] += 1
        if number % 50 == 49:
            print(f"{number + 1} done, {len(alive)} survive, {time.monotonic() - began:.0f} s", flush=True)
    for path, (mutants, heard) in noticed.items():
        print(f"{path}: {mutants} mutants, {heard} noticed, {mutants - heard} left")
    return alive


if __name__ == "__main__":
    main()
